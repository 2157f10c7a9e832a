import { performance } from 'node:perf_hooks';
import type { Clock } from '#kernel/core/clock.ts';
import { pause } from './bell.ts';

/** The share of its time, 0 to 1, that this process was at work since it was last asked. */
export function workShare(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}

/** Above this the process has no time for what can wait. */
const BUSY = 0.8;
const LOOK_MS = 100;

/** Resolves when the process is not busy, when the patience is over, or at once after an abort. */
export async function untilCalm(
  of: { busy: () => number; clock: Clock; patience_ms: number },
  signal: AbortSignal,
): Promise<void> {
  const end_ms = of.clock.monotonic() + of.patience_ms;
  of.busy();
  do {
    await pause(of.clock, LOOK_MS, signal);
  } while (!signal.aborted && of.busy() > BUSY && of.clock.monotonic() < end_ms);
}
