import { integerOption, UsageError, type Command } from './command.ts';

/** `trueshelf maintenance`: closes the shop for a while, and opens it again. */
export const command: Command = {
  summary: 'Close the shop for maintenance, open it again, or say how it stands',
  usage: 'maintenance on|off|status [--minutes <n>]',
  options: {
    minutes: {
      type: 'string',
      value: '<n>',
      summary: 'With on: how long it is expected to take, as shoppers are told',
    },
  },
  examples: ['npx trueshelf maintenance on --minutes 20', 'npx trueshelf maintenance off'],
  notes: [
    'Needs neither a database nor a restart: processes with the same TRUESHELF_HOME follow ' +
      'within a second. Pages answer 503 with a page that says so; the API refuses changes ' +
      'by shoppers and sellers with 503 and goes on reading. Health, administration, webhooks, ' +
      'signing in and paying for what is held already go on. It ends with off, not by itself.',
  ],
  positionals_max: 1,
  async run(args) {
    const { processConfig } = await import('#kernel/config/config.ts');
    const { closeShop, openShop, shopState } = await import('#kernel/host/maintenance.ts');
    const { home } = processConfig();
    const minutes = integerOption(args, 'minutes', { min: 1, max: 10_080 });
    const [what] = args.positionals;
    if (minutes !== undefined && what !== 'on') throw new UsageError('--minutes goes with on');
    if (what === 'on') {
      const until = minutes === undefined ? null : new Date(Date.now() + minutes * 60_000);
      closeShop(home, until);
      process.stdout.write(`The shop is closed${until ? ` until ${until.toISOString()}` : ''}.\n`);
    } else if (what === 'off') {
      const said = openShop(home) ? 'The shop is open again.' : 'The shop was open.';
      process.stdout.write(`${said}\n`);
    } else if (what === 'status') {
      const state = shopState(home);
      const until = state?.until ?? null;
      const closed = `The shop is closed${until === null ? '' : ` until ${until}`}.`;
      process.stdout.write(`${state === null ? 'The shop is open.' : closed}\n`);
    } else throw new UsageError('maintenance: say on, off or status');
  },
};
