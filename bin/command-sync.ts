import { flagOption, UsageError, type Command } from './command.ts';

/** `trueshelf sync`: compares copies with their sources. */
export const command: Command = {
  summary: 'Compare copies between rooms with their sources, and repair what differs',
  usage: 'sync [job] [--dry-run] [--accept-shrink] [--json]',
  options: {
    'dry-run': { type: 'boolean', summary: 'List what differs, and repair nothing' },
    'accept-shrink': {
      type: 'boolean',
      summary: 'Follow a source that lost more than a fifth of its rows',
    },
    json: { type: 'boolean', summary: 'Print the report as JSON and nothing else' },
  },
  examples: ['npx trueshelf sync --dry-run', 'npx trueshelf sync stock'],
  notes: [
    'Works beside a running server or alone. Exit code 1 when something differs that is not ' +
      'repaired, or a comparison was refused or failed.',
  ],
  positionals_max: 1,
  async run(args) {
    const { jobNames, syncCopies } = await import('#services/sync-copies.ts');
    const { progress } = await import('./progress.ts');
    const { nearest } = await import('./help.ts');
    const { syncTable, leftOf } = await import('./sync-report.ts');
    const job = args.positionals[0] ?? null;
    if (job !== null && !jobNames.includes(job)) {
      const near = nearest(job, jobNames);
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      throw new UsageError(
        `there is no comparison ${job}.${hint} There are: ${jobNames.join(', ')}`,
      );
    }
    const json = flagOption(args, 'json');
    const shown = json ? { say: () => undefined, done: () => undefined } : progress();
    try {
      const report = await syncCopies({
        job,
        dryRun: flagOption(args, 'dry-run'),
        acceptShrink: flagOption(args, 'accept-shrink'),
        onProgress: shown.say,
      });
      shown.done();
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : syncTable(report));
      return leftOf(report) === 0 ? 0 : 1;
    } finally {
      shown.done();
    }
  },
};
