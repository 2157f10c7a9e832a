// What `trueshelf sync` starts: the database and the rooms, beside a running server or alone.
import { systemClock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { processConfig } from '#kernel/config/config.ts';
import { startHost, type Host } from '#kernel/host/host.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { rooms } from './directory.ts';
import { migrateAll, openDatabase } from './launch.ts';
import { people } from './people.ts';
import { syncRoomCalls, type SyncDifference, type SyncRunView } from './sync/contract.ts';
import { jobs as allJobs, outsideJob } from './sync/jobs.ts';

const poll_ms = 200;
const page = 500;
/** Differences of one job that a report has. */
const shown_max = 1_000;

export interface SyncWish {
  /** One job; null: all. */
  job: string | null;
  dryRun: boolean;
  acceptShrink: boolean;
  onProgress(sentence: string): void;
}

export interface SyncReport {
  runs: (SyncRunView & { differences: SyncDifference[] })[];
}

/** The names of the jobs, for a caller that mistyped one. */
export const jobNames: readonly string[] = [...allJobs, outsideJob].map((one) => one.name);

/** Runs comparisons to their end. Needs the database alone. */
export async function syncCopies(wish: SyncWish): Promise<SyncReport> {
  const config = processConfig({ port: 0, host: '127.0.0.1' });
  const level = config.logLevel === 'info' ? 'fatal' : config.logLevel;
  const log = createLogger({ level });
  const database = await openDatabase(config, wish.onProgress);
  try {
    await migrateAll(database.url);
    wish.onProgress('Starting the rooms');
    const host = await startHost({ rooms, url: database.url, config, log, people });
    try {
      const report: SyncReport = { runs: [] };
      const all = (await host.client(syncRoomCalls).jobs({})).jobs.map((one) => one.name);
      for (const job of wish.job === null ? all : [wish.job]) {
        report.runs.push(await oneJob(host, job, wish));
      }
      return report;
    } finally {
      await host.stop();
    }
  } finally {
    await database.stop();
  }
}

async function oneJob(host: Host, job: string, wish: SyncWish): Promise<SyncReport['runs'][0]> {
  const calls = host.client(syncRoomCalls);
  const { dryRun, acceptShrink, onProgress } = wish;
  const asked = await calls.ask({ job, dryRun, acceptShrink, askedBy: 'command-line' });
  if (isRefusal(asked)) {
    throw new Error(`There is no comparison ${job} here: no catalogue elsewhere is configured.`);
  }
  let run: SyncRunView = asked;
  while (run.state === 'waiting' || run.state === 'running') {
    const found = run.missing + run.stale + run.differs + run.extra + run.ahead;
    const note = run.note === null ? '' : ` ${run.note}`;
    onProgress(`${job}: ${run.compared} of ${run.sourceRows} compared, ${found} differ.${note}`);
    await systemClock.sleep(poll_ms);
    run = (await calls.run({ runId: run.runId })).run ?? run;
  }
  const differences: SyncDifference[] = [];
  while (differences.length < shown_max) {
    const after = differences.at(-1)?.key ?? '';
    const next = await calls.differences({ runId: run.runId, after, limit: page });
    differences.push(...next.differences);
    if (next.differences.length < page) break;
  }
  return { ...run, differences };
}
