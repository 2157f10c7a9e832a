import { flagOption, integerOption, textOption, UsageError, type Command } from './command.ts';

/** `trueshelf check`: whether everything that must be true of the database is true. */
export const command: Command = {
  summary: 'Check every invariant of a running or stopped shop',
  usage: 'check [--json] [--wait <seconds>] [--journal <file>]',
  options: {
    json: { type: 'boolean', summary: 'Print counts as JSON and nothing else' },
    wait: {
      type: 'string',
      value: '<seconds>',
      summary: 'How long queues and sagas may take to come to rest (default 10)',
    },
    journal: {
      type: 'string',
      value: '<file>',
      summary: 'What a client was told: {checkoutId, orderId, total, currency} on each line',
    },
  },
  examples: ['npx trueshelf check', 'npx trueshelf check --json --wait 60'],
  async run(args) {
    const wait_s = integerOption(args, 'wait', { min: 0, max: 3_600 }) ?? 10;
    const { processConfig } = await import('#kernel/config/config.ts');
    const { LaunchError } = await import('#kernel/db/launch-error.ts');
    const { openDatabase } = await import('#services/launch.ts');
    const { rooms } = await import('#services/directory.ts');
    const { check } = await import('../invariants/check.ts');
    const { jsonOf, tableOf } = await import('../invariants/report.ts');
    const { readJournal } = await import('../invariants/journal.ts');
    const file = textOption(args, 'journal');
    const journal = file === undefined ? {} : { journal: readable(file, readJournal) };
    try {
      const database = await openDatabase(processConfig());
      try {
        const options = { url: database.url, rooms, wait_ms: wait_s * 1_000, ...journal };
        const report = await check(options);
        process.stdout.write(flagOption(args, 'json') ? jsonOf(report) : tableOf(report));
        return report.violations === 0 ? 0 : 1;
      } finally {
        await database.stop();
      }
    } catch (error) {
      if (!(error instanceof LaunchError)) throw error;
      process.stderr.write(`trueshelf: ${error.message}\n`);
      return 1;
    }
  },
};

function readable<T>(file: string, read: (file: string) => T): T {
  try {
    return read(file);
  } catch (error) {
    throw new UsageError(`--journal: ${error instanceof Error ? error.message : String(error)}`);
  }
}
