import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { readNow } from './store.ts';

/** The database's time; a deadline that it set is compared with nothing else. */
export interface DatabaseClock {
  /** The time that came with a row that was read just now. */
  note(now: Date): void;
  /** Milliseconds since 1970. One statement, unless a time was noted within the last minute. */
  now(): Promise<number>;
}

/** So long the machine's own counting of seconds is trusted after a look. */
const trust_ms = 60_000;

/** Goes on from the last time noted by a clock that nobody can set. */
export function databaseClock(db: Sql, clock: Pick<Clock, 'monotonic'>): DatabaseClock {
  let noted: { time_ms: number; at_ms: number } | undefined;
  const note = (now: Date): void => {
    noted = { time_ms: now.getTime(), at_ms: clock.monotonic() };
  };
  return {
    note,
    now: async () => {
      const passed_ms = noted ? clock.monotonic() - noted.at_ms : Number.POSITIVE_INFINITY;
      if (noted && passed_ms <= trust_ms) return noted.time_ms + passed_ms;
      const now = await readNow(db);
      note(now);
      return now.getTime();
    },
  };
}
