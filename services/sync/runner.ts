// Who does a run, and when. Any number of processes have this task; the lease lets one of them
// work, and the unfinished runs in the table say where to go on.
import { Failure } from '#kernel/core/error.ts';
import { newId } from '#kernel/core/id.ts';
import { dropLease, Fenced, heartbeat, takeLease } from '#kernel/jobs/lease.ts';
import type { RoomContext, Task } from '#kernel/service.ts';
import { jobs as allJobs, outsideJob, type Job } from './jobs.ts';
import type { OutsideSource } from './outside-read.ts';
import { driveRun, type Ending, type Times } from './review.ts';
import * as store from './store-run.ts';

const lookEvery_ms = 5_000;
/** A shop that has just opened has other things to do first. */
const restAfterStart_ms = 60_000;
/** A job that never ran begins so long after the start. */
const first_ms = 5 * 60_000;
const kept_days = 30;
const forgetEvery_ms = 60 * 60_000;
const askTries = 5;

export type Runner = ReturnType<typeof syncRunner>;

export type Needs = Pick<RoomContext, 'db' | 'clock' | 'log' | 'client'>;

/** The rests that a shop needs; tests may choose others. */
export const usualTimes: Times = {
  confirm_ms: 2_000,
  gather_ms: 8_000,
  // Prolonged three times in it by whoever works; after a kill the next one waits for its end.
  lease_ms: 10_000,
};

/** `outside`: a catalogue elsewhere that ours follows. */
export function syncRunner(
  ctx: Needs,
  every_ms: number,
  { times = usualTimes, outside = null }: { times?: Times; outside?: OutsideSource | null } = {},
) {
  const { db, log } = ctx;
  const owner = newId('own');
  const jobs = outside === null ? allJobs : [...allJobs, outsideJob];
  const due = dueKeeper(ctx, every_ms, jobs);

  /** Asks for a run; gives the one that is not finished, where there is one. */
  async function ask(wish: store.Wish): Promise<store.RunRow> {
    for (let tries = 0; tries < askTries; tries += 1) {
      // Nothing comes back when another was made, or ended, while the statement ran.
      const run = await store.askForRun(db, newId('run'), wish);
      if (run !== undefined) return run;
    }
    throw new Failure('conflict', { reason: 'runs-begin-and-end-too-fast' });
  }

  /** Works on what is due, one run after another, if nobody else is at it. */
  async function work(signal: AbortSignal): Promise<'nothing' | 'busy' | Ending> {
    if ((await store.dueRun(db)) === undefined) return 'nothing';
    const epoch = await takeLease(db, owner, times.lease_ms);
    if (epoch === undefined) return 'busy';
    const beat = heartbeat(ctx, epoch, times.lease_ms);
    let ending: 'nothing' | Ending = 'nothing';
    try {
      for (;;) {
        // Read under the lease: another may have gone on with it or ended it meanwhile.
        const run = await store.dueRun(db);
        if (run === undefined) return ending;
        ending = await driveRun({ ctx, run, epoch, times, signal, outside });
        if (ending === 'stopped') return ending;
      }
    } catch (error) {
      if (!(error instanceof Fenced)) throw error;
      log.warn({ epoch }, 'another process goes on with the comparison of copies');
      return 'busy';
    } finally {
      beat.stop();
      // Handed over at once: a successor need not wait for the lease to run out.
      await dropLease(db, epoch).catch(() => undefined);
    }
  }

  const task: Task = {
    name: 'sync.run',
    every_ms: lookEvery_ms,
    run: async (signal) => {
      for (const job of await due()) {
        await ask({ job, dry: false, acceptShrink: false, askedBy: null });
      }
      await work(signal);
    },
  };
  const forget: Task = {
    name: 'sync.forget',
    every_ms: forgetEvery_ms,
    run: async () => {
      await store.forgetRuns(db, kept_days);
    },
  };
  return { ask, work, jobs, tasks: [task, forget] as const, every_ms };
}

/** Gives the jobs whose time has come. One that was refused is left until somebody asks. */
function dueKeeper({ db, clock }: Needs, every_ms: number, jobs: readonly Job[]) {
  const began_ms = clock.monotonic();
  return async (): Promise<string[]> => {
    const up_ms = clock.monotonic() - began_ms;
    if (up_ms < restAfterStart_ms) return [];
    const names = jobs.map((one) => one.name);
    const last = new Map((await store.lastRuns(db, names)).map((run) => [run.job, run]));
    return names.filter((name) => {
      const run = last.get(name);
      if (run === undefined) return up_ms >= Math.min(first_ms, every_ms);
      const { finishedAt, state } = run;
      if (finishedAt === null || state === 'refused') return false;
      return clock.now() - finishedAt.getTime() >= every_ms;
    });
  };
}
