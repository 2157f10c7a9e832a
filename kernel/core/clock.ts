import { assert } from './assert.ts';

/** Time as an input. Everything outside the kernel takes its time from one of these. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  date(): Date;
  /** Resolves after ms; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Milliseconds from an arbitrary start; never goes back. For durations and deadlines. */
  monotonic(): number;
}

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /**
   * Moves time on by ms and wakes sleepers in order of their time, then of their arrival. Each
   * one runs until it waits for something again, at its own time, so that sleeps begun
   * on the way are honoured too. Await it.
   */
  advance(ms: number): Promise<void>;
  /** How many are asleep now. */
  sleepers(): number;
}

// setTimeout fires at once for anything above this.
const timeout_ms_max = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  date: () => new Date(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    let left_ms = ms;
    for (; left_ms > timeout_ms_max; left_ms -= timeout_ms_max) {
      await sleepOnce(timeout_ms_max, signal);
    }
    await sleepOnce(left_ms, signal);
  },
};

function sleepOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

interface Sleeper {
  readonly due_ms: number;
  wake(): void;
}

/** A clock for tests, standing at `start` (ms since 1970, or a Date). */
export function manualClock(start: number | Date = 0): ManualClock {
  const start_ms = Number(start);
  assert(Number.isFinite(start_ms), 'a manual clock starts at a finite time');
  let now_ms = start_ms;
  const sleepers = new Set<Sleeper>();

  // A linear scan: tests have few sleepers, and a Set keeps their order of arrival.
  const nextUpTo = (limit_ms: number): Sleeper | undefined => {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.due_ms > limit_ms) continue;
      if (first === undefined || sleeper.due_ms < first.due_ms) first = sleeper;
    }
    return first;
  };

  return {
    now: () => now_ms,
    date: () => new Date(now_ms),
    monotonic: () => now_ms - start_ms,
    sleepers: () => sleepers.size,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const stop = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const sleeper: Sleeper = { due_ms: now_ms + Math.max(0, ms), wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', stop, { once: true });
      }),
    advance: async (ms) => {
      assert(ms >= 0, 'time does not go back');
      const until_ms = now_ms + ms;
      for (let next = nextUpTo(until_ms); next !== undefined; next = nextUpTo(until_ms)) {
        now_ms = Math.max(now_ms, next.due_ms);
        next.wake();
        await new Promise(setImmediate);
      }
      now_ms = until_ms;
    },
  };
}
