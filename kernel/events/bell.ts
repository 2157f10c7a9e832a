import type { Clock } from '#kernel/core/clock.ts';

/**
 * Wakes whoever waits. Rings are counted, so that one that comes between looking and waiting is
 * not lost: look, remember the count, wait for a higher one.
 */
export interface Bell {
  ring(): void;
  /** Rings so far. */
  count(): number;
  /** Resolves at a ring above `seen`, after ms, or when the signal aborts. Never rejects. */
  wait(seen: number, ms: number, signal: AbortSignal): Promise<void>;
}

// A reason of our own: without one each abort makes an exception with a stack.
const rung = 'rung';

export function bell(clock: Clock): Bell {
  let count = 0;
  let wakers: (() => void)[] = [];
  return {
    ring: () => {
      count += 1;
      if (wakers.length === 0) return;
      const woken = wakers;
      wakers = [];
      for (const wake of woken) wake();
    },
    count: () => count,
    wait: async (seen, ms, signal) => {
      if (count > seen || signal.aborted) return;
      const woken = new AbortController();
      const wake = (): void => woken.abort(rung);
      wakers.push(wake);
      signal.addEventListener('abort', wake, { once: true });
      await pause(clock, ms, woken.signal);
      signal.removeEventListener('abort', wake);
      wakers = wakers.filter((other) => other !== wake);
    },
  };
}

/** Sleeps until the time is over or the signal aborts; never rejects. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch {
    // Aborted: the caller looks at its signal.
  }
}

/** Delay before try n (1 is the first repeat): doubles, up to max_ms, less up to a quarter. */
export function backoff_ms(
  attempt: number,
  { first_ms, max_ms }: { first_ms: number; max_ms: number },
): number {
  // Jitter keeps many processes from coming back in step; its quality does not matter.
  return Math.min(max_ms, first_ms * 2 ** (attempt - 1)) * (1 - Math.random() / 4);
}
