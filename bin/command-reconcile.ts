import { flagOption, type Command } from './command.ts';

/** `trueshelf reconcile`: compares the rooms with one another and with the gateways. */
export const command: Command = {
  summary: 'Compare the rooms and the gateways; repair what is certain, list the rest',
  usage: 'reconcile [--dry-run] [--full] [--json]',
  options: {
    'dry-run': { type: 'boolean', summary: 'Look, and write and repair nothing' },
    full: { type: 'boolean', summary: 'Look at everything, not only the last three days' },
    json: { type: 'boolean', summary: 'Print the report as JSON and nothing else' },
  },
  examples: ['npx trueshelf reconcile --dry-run', 'npx trueshelf reconcile --full --json'],
  notes: [
    'Works beside a running server or alone. Exit code 1 when breaks are open: differences that ' +
      'only a person can settle. Differences younger than two minutes are work in flight.',
  ],
  async run(args) {
    const { reconcile } = await import('#services/reconcile.ts');
    const { progress } = await import('./progress.ts');
    const { tableOf } = await import('./reconcile-report.ts');
    const json = flagOption(args, 'json');
    const shown = json ? { say: () => undefined, done: () => undefined } : progress();
    try {
      const report = await reconcile({
        dryRun: flagOption(args, 'dry-run'),
        full: flagOption(args, 'full'),
        onProgress: shown.say,
      });
      shown.done();
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : tableOf(report));
      return report.open === 0 ? 0 : 1;
    } finally {
      shown.done();
    }
  },
};
