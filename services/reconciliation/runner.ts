// Who does a run, and when. Any number of processes have this task; the lease lets one of them
// work, and the unfinished run in the table says where to go on.
import { Failure, isAway } from '#kernel/core/error.ts';
import { newId } from '#kernel/core/id.ts';
import { dropLease, Fenced, heartbeat, takeLease } from '#kernel/jobs/lease.ts';
import type { RoomContext, Task } from '#kernel/service.ts';
import type { Finding } from './model.ts';
import { confirmed, driveRun, partsOf, scopeOf, type Progress, type Times } from './review.ts';
import * as store from './store-run.ts';

const LOOK_EVERY_MS = 5_000;
/** A shop that has just opened has other things to do first. */
const REST_AFTER_START_MS = 60_000;
const EVERY_MS = 60 * 60_000;
const FULL_EVERY_MS = 24 * 60 * 60_000;
/** Prolonged three times in it by whoever works; after a kill the next one waits for its end. */
const LEASE_MS = 10_000;
const GRACE_MS = 120_000;
const CONFIRM_MS = 2_000;
const ASK_TRIES = 5;

export type Runner = ReturnType<typeof reconciliationRunner>;

/** The rests that a shop needs; tests and the command line may choose others. */
export const usualTimes: Times = {
  grace_ms: GRACE_MS,
  confirm_ms: CONFIRM_MS,
  lease_ms: LEASE_MS,
};

export interface Rehearsal {
  findings: Finding[];
  looked: number;
  notes: string[];
}

export function reconciliationRunner(ctx: RoomContext, times: Times = timesOf(ctx)) {
  const { db, log } = ctx;
  const owner = newId('own');
  const began_ms = ctx.clock.monotonic();

  /** Asks for a run; gives the one that is not finished, where there is one. */
  async function ask(wish: {
    kind: store.RunRow['kind'];
    span: store.Span;
    askedBy: string | null;
  }): Promise<store.RunRow> {
    for (let tries = 0; tries < ASK_TRIES; tries += 1) {
      // Nothing comes back when another was made, or ended, while the statement ran.
      const run = await store.askForRun(db, { runId: newId('run'), ...wish });
      if (run !== undefined) return run;
    }
    throw new Failure('conflict', { reason: 'runs-begin-and-end-too-fast' });
  }

  /** Works on the unfinished run, if there is one and nobody else is at it. */
  async function work(
    signal: AbortSignal,
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<'nothing' | 'busy' | 'done' | 'stopped'> {
    if ((await store.unfinishedRun(db)) === undefined) return 'nothing';
    const epoch = await takeLease(db, owner, times.lease_ms);
    if (epoch === undefined) return 'busy';
    const beat = heartbeat(ctx, epoch, times.lease_ms);
    try {
      // Read under the lease: another may have gone on with it or ended it meanwhile.
      const run = await store.unfinishedRun(db);
      if (run === undefined) return 'nothing';
      return await driveRun({ ctx, run, epoch, times, signal, onProgress });
    } catch (error) {
      if (!(error instanceof Fenced)) throw error;
      log.warn({ epoch }, 'another process goes on with reconciliation');
      return 'busy';
    } finally {
      beat.stop();
      // Handed over at once: a successor need not wait for the lease to run out.
      await dropLease(db, epoch).catch(() => undefined);
    }
  }

  /** Hourly over what is recent, daily over everything. */
  async function askWhenDue(): Promise<void> {
    if (ctx.clock.monotonic() - began_ms < REST_AFTER_START_MS) return;
    const last = await store.lastRuns(db);
    const now = ctx.clock.now();
    const old = (at: Date | null, ms: number) => at === null || now - at.getTime() >= ms;
    if (!old(last.any, EVERY_MS)) return;
    const span = old(last.full, FULL_EVERY_MS) ? 'full' : 'recent';
    await ask({ kind: 'hourly', span, askedBy: null });
  }

  const task: Task = {
    name: 'reconciliation.run',
    every_ms: LOOK_EVERY_MS,
    run: async (signal) => {
      await askWhenDue();
      await work(signal);
    },
  };
  return { ask, work, rehearse: rehearsal(ctx, times), task };
}

/** A run of every part that writes nothing and repairs nothing. */
function rehearsal(ctx: RoomContext, times: Times) {
  return async (
    span: store.Span,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Rehearsal> => {
    const parts = partsOf(ctx, false);
    const scope = scopeOf({ runId: null, span }, ctx.clock.now(), times.grace_ms);
    const all: Rehearsal = { findings: [], looked: 0, notes: [] };
    for (const [index, part] of parts.entries()) {
      let place: unknown = null;
      try {
        do {
          signal.throwIfAborted();
          const page = await part.page(scope, place);
          await page.write?.(ctx.db);
          const look = { part, page, scope, confirm_ms: times.confirm_ms, signal };
          all.findings.push(...(await confirmed(ctx, look)));
          all.looked += page.looked;
          if (page.note !== undefined) all.notes.push(page.note);
          place = page.next;
          const told = { parts: parts.length, nth: index + 1, found: all.findings.length };
          onProgress({ part: part.says, looked: all.looked, ...told });
        } while (place !== null);
      } catch (error) {
        if (!isAway(error)) throw error;
        all.notes.push(`left out: ${part.says} (${error.code})`);
      }
    }
    return all;
  };
}

/** Shorter in tests: what is to be found there was not made hours ago. */
function timesOf({ config }: RoomContext): Times {
  return {
    ...usualTimes,
    grace_ms: config.reconcileGrace_ms,
    confirm_ms: Math.min(CONFIRM_MS, config.reconcileGrace_ms),
  };
}
