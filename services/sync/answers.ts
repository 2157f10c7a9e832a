import { refuse } from '#kernel/core/refusal.ts';
import type { CallHandlers } from '#kernel/http/contract.ts';
import { opsCalls } from '#kernel/ops/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { syncRoomCalls } from './contract.ts';
import { jobOf } from './jobs.ts';
import type { Runner } from './runner.ts';
import { listDifferences, standingRows } from './store-difference.ts';
import { readRun } from './store-run.ts';
import { viewOf } from './views.ts';

/** Of one comparison; what is said about it is the same from there on. */
const standingRows_max = 100;

/** The answers to the command line, and to reconciliation. */
export function syncAnswers(ctx: RoomContext, runner: Runner): CallHandlers<typeof syncRoomCalls> {
  const { db } = ctx;
  const names = runner.jobs.map((one) => one.name);
  const own = ctx.client(opsCalls(ctx.room));
  return {
    jobs: () => Promise.resolve({ jobs: runner.jobs.map(({ name, says }) => ({ name, says })) }),
    ask: async ({ job, dryRun, acceptShrink, askedBy }) => {
      if (!names.includes(job)) return refuse('sync-job-not-found', { job });
      const run = await runner.ask({ job, dry: dryRun, acceptShrink, askedBy });
      await own.opsRunTask({ task: runner.tasks[0].name });
      return viewOf(run);
    },
    standing: async () => {
      const rows = await standingRows(db, names, standingRows_max);
      const standing = rows.map(({ state, note, ...row }) => ({
        ...row,
        says: jobOf(row.job)?.says ?? row.job,
        kind: row.kind ?? state,
        reason: row.reason ?? note,
      }));
      return { standing };
    },
    run: async ({ runId }) => {
      const run = await readRun(db, runId);
      return { run: run === undefined ? null : viewOf(run) };
    },
    differences: async ({ runId, after, limit }) => ({
      differences: await listDifferences(db, runId, { after, limit }),
    }),
  };
}
