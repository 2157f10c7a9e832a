import type { Sample } from '#kernel/service.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import type { SyncRunView } from './contract.ts';
import type { Job } from './jobs.ts';
import * as store from './store-run.ts';

/** A run as callers see it. */
export function viewOf(run: store.RunRow): SyncRunView {
  const { runId, job, acceptShrink, state, sourceRows, compared, note } = run;
  const { missing, stale, differs, extra, ahead, repaired, failed, lag_ms } = run;
  const took_ms =
    run.startedAt === null || run.finishedAt === null
      ? null
      : run.finishedAt.getTime() - run.startedAt.getTime();
  const facts = { runId, job, dryRun: run.dry, acceptShrink, state, sourceRows, compared };
  const found = { missing, stale, differs, extra, ahead, repaired, failed, lag_ms };
  return { ...facts, ...found, note, took_ms };
}

/** The same with its times and who asked, as operators see it. */
export function runJson(run: store.RunRow) {
  return {
    ...viewOf(run),
    askedBy: run.askedBy,
    askedAt: run.askedAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

/** When each comparison last came to its end, what it found, and which of them stand still. */
export async function syncSamples(
  { db, clock }: { db: Db; clock: Clock },
  jobs: readonly Job[],
): Promise<Sample[]> {
  const names = jobs.map((one) => one.name);
  const [last, finished] = await Promise.all([
    store.lastRuns(db, names),
    store.finishedRuns(db, names),
  ]);
  const samples: Sample[] = last.map((run) => ({
    name: 'trueshelf_sync_stopped',
    labels: { job: run.job },
    value: run.state === 'refused' || run.state === 'failed' || run.tries > 0 ? 1 : 0,
  }));
  for (const run of finished) {
    const labels = { job: run.job };
    const age_s = (clock.now() - (run.finishedAt?.getTime() ?? 0)) / 1_000;
    samples.push({ name: 'trueshelf_sync_age_seconds', labels, value: age_s });
    for (const kind of ['missing', 'stale', 'differs', 'extra', 'ahead', 'failed'] as const) {
      const value = run[kind];
      samples.push({ name: 'trueshelf_sync_found', labels: { ...labels, kind }, value });
    }
  }
  return samples;
}
