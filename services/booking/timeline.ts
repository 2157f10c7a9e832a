/** The story of a booking in the order of cause and effect, whatever order it was heard in. */
import type { VectorClock } from './contract.ts';
import { relationOf } from './model.ts';
import type { LogRow } from './store-log.ts';

export interface Told extends LogRow {
  concurrentWith: number[];
}

const sumOf = (clock: VectorClock) => clock.booking + clock.payments + clock.notifications;

/**
 * Events sorted so that causes come first: a clock that has seen more has a greater sum, and of
 * concurrent ones the smaller Lamport time comes first, then the room, so that everybody who sorts
 * the same events sees one story.
 */
export function causalOrder(log: readonly LogRow[]): Told[] {
  const sorted = log.toSorted(
    (a, b) =>
      sumOf(a.clock) - sumOf(b.clock) ||
      a.lamport - b.lamport ||
      (a.room < b.room ? -1 : 1) ||
      a.no - b.no,
  );
  return sorted.map((one) => ({
    ...one,
    concurrentWith: sorted
      .filter((other) => other !== one && isConcurrent(one.clock, other.clock))
      .map((other) => other.no),
  }));
}

function isConcurrent(a: VectorClock, b: VectorClock): boolean {
  return relationOf(a, b) === 'concurrent';
}
