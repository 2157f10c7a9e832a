import { textOption, type Command } from './command.ts';

/** `trueshelf openapi`: the description of the API, for tools that make clients from it. */
export const command: Command = {
  summary: 'Write the OpenAPI 3.1 document of all rooms',
  usage: 'openapi [--out <file>]',
  options: {
    out: { type: 'string', value: '<file>', summary: 'Write into this file; else to the output' },
  },
  examples: ['npx trueshelf openapi > openapi.json', 'npx trueshelf openapi --out openapi.json'],
  async run(args) {
    const { writeFileSync } = await import('node:fs');
    const { loadConfig } = await import('#kernel/config/config.ts');
    const { describeRooms } = await import('#kernel/host/describe.ts');
    const { rooms } = await import('#services/directory.ts');
    // Of the code, not of this installation: the environment is not asked.
    const { openapi } = await describeRooms(rooms, loadConfig({}));
    const text = `${JSON.stringify(openapi, null, 2)}\n`;
    const out = textOption(args, 'out');
    if (out === undefined) {
      process.stdout.write(text);
      return 0;
    }
    try {
      writeFileSync(out, text);
      return 0;
    } catch (error) {
      process.stderr.write(`trueshelf: cannot write ${out}: ${String(error)}\n`);
      return 1;
    }
  },
};
