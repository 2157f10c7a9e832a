/**
 * The deadline of a hold as the page shows it. The server's clock counts: each reply of it sets
 * our base, and from there runs the browser's monotonic clock, which nobody can set. What the
 * device believes the time to be plays no part in it.
 */

/** A moment at which we knew the server's clock. */
export interface Base {
  server_ms: number;
  /** The browser's monotonic clock at that moment. */
  local_ms: number;
}

export function serverNow(base: Base, local_ms: number): number {
  return base.server_ms + Math.max(0, local_ms - base.local_ms);
}

/**
 * Which base counts from now on. A reply that was a moment on its way puts the server's clock
 * back a little: then the one before was better. Everything else is news, such as the time that
 * a device slept, in which its monotonic clock may rest.
 */
export function betterBase(before: Base | null, next: Base): Base {
  if (before === null) return next;
  const ahead = serverNow(next, next.local_ms) - serverNow(before, next.local_ms);
  return ahead >= -2_000 && ahead <= 0 ? before : next;
}

/** How far the device's clock is ahead of the server's; less than half a minute is nothing. */
export function skewOf(base: Base, device_ms: number): number {
  const skew = device_ms - base.server_ms;
  return Math.abs(skew) < 30_000 ? 0 : skew;
}

export type Phase = 'calm' | 'five' | 'two' | 'one' | 'over';

const minute_ms = 60_000;
const marks: readonly (readonly [Phase, number])[] = [
  ['over', 0],
  ['one', minute_ms],
  ['two', 2 * minute_ms],
  ['five', 5 * minute_ms],
];

export function phaseOf(left_ms: number): Phase {
  return marks.find(([, until_ms]) => left_ms <= until_ms)?.[0] ?? 'calm';
}

/** What is on screen: whole minutes while there is time, seconds only for the last two. */
export function shownLeft(left_ms: number): { minutes: number; seconds: number | null } {
  const left_s = Math.max(0, Math.ceil(left_ms / 1_000));
  if (left_ms > 2 * minute_ms) return { minutes: Math.ceil(left_s / 60), seconds: null };
  return { minutes: Math.floor(left_s / 60), seconds: left_s % 60 };
}

/** How long what is on screen stays true. */
export function untilNextChange_ms(left_ms: number): number {
  if (left_ms <= 0) return 0;
  if (left_ms <= 2 * minute_ms) return left_ms % 1_000 || 1_000;
  const toMinute_ms = left_ms % minute_ms || minute_ms;
  return Math.min(toMinute_ms, left_ms - 2 * minute_ms);
}

const order: readonly Phase[] = ['calm', 'five', 'two', 'one', 'over'];

/**
 * What is to be read out when the time that is left goes from one phase to another: the newest
 * mark that was passed, once. A hold that was extended begins again.
 */
export function announced(before: Phase | null, now: Phase): Phase | 'start' | null {
  if (before === null) return now === 'calm' ? 'start' : now;
  return order.indexOf(now) > order.indexOf(before) ? now : null;
}
