/** How often what was searched for, and found nothing: added up here, written now and then. */
import type { Sql } from '#kernel/db/db.ts';
import { countQueries, forgetQueries } from './store-rules.ts';

const queries_max = 5_000;
const chars_max = 100;
const kept_days = 90;

export interface Habits {
  note(query: string, foundNothing: boolean): void;
  /** Writes what was counted. One statement; a process that dies loses some seconds of counts. */
  flush(db: Sql): Promise<void>;
  /** Forgets days that no report shows. */
  forget(db: Sql): Promise<number>;
}

export function searchHabits(): Habits {
  let counts = new Map<string, { searches: number; zero: number }>();
  return {
    note(query, foundNothing) {
      const key = query.slice(0, chars_max);
      const known = counts.get(key) ?? { searches: 0, zero: 0 };
      if (counts.size >= queries_max && !counts.has(key)) return;
      known.searches += 1;
      if (foundNothing) known.zero += 1;
      counts.set(key, known);
    },
    async flush(db) {
      if (counts.size === 0) return;
      const taken = [...counts].map(([query, figures]) => ({ query, ...figures }));
      counts = new Map();
      await countQueries(db, taken);
    },
    forget: (db) => forgetQueries(db, kept_days),
  };
}
