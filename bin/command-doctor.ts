import { flagOption, type Command } from './command.ts';

/** `trueshelf doctor`: what is wrong with this machine, configuration or database. */
export const command: Command = {
  summary: 'Look for problems of the machine, the configuration and the database',
  usage: 'doctor [--json]',
  options: { json: { type: 'boolean', summary: 'Print the findings as JSON and nothing else' } },
  examples: ['npx trueshelf doctor', 'DATABASE_URL=postgres://… npx trueshelf doctor --json'],
  async run(args) {
    const { doctor } = await import('#kernel/doctor/doctor.ts');
    const { tableOf } = await import('#kernel/doctor/finding.ts');
    const { rooms } = await import('#services/directory.ts');
    const { fileURLToPath } = await import('node:url');
    const root = fileURLToPath(new URL('..', import.meta.url));
    const findings = await doctor({ env: process.env, root, rooms });
    const failed = findings.some(({ state }) => state === 'fail');
    process.stdout.write(
      flagOption(args, 'json')
        ? `${JSON.stringify({ ok: !failed, findings })}\n`
        : tableOf(findings),
    );
    return failed ? 1 : 0;
  },
};
