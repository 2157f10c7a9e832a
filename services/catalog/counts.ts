/** How many products are listed in each category, with those below it. */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ShelfCache } from './shelf.ts';
import { listedCounts } from './store-listing.ts';

export type Counted = ReadonlyMap<string, number>;

export interface Counts {
  /** By category; without products it is left out. */
  of(currency: string): Promise<Counted>;
}

/** Kept so long at least, and so many times as long as counting took: a hundredth of the time. */
const kept_ms_min = 500;
const times_max = 100;
const currencies_max = 50;

interface Kept {
  counts: Counted;
  at_ms: number;
  took_ms: number;
}

/** One statement when what is kept is too old; the old counts serve while it runs. */
export function categoryCounts(needs: { db: Sql; clock: Clock; shelf: ShelfCache }): Counts {
  const { db, clock, shelf } = needs;
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<Counted>>();
  const count = async (currency: string): Promise<Counted> => {
    const at_ms = clock.monotonic();
    const rows = await listedCounts(db, currency);
    const { tree } = await shelf.get();
    const counts = new Map<string, number>();
    for (const { categoryId, n } of rows) {
      for (const { categoryId: id } of tree.line(categoryId)) {
        counts.set(id, (counts.get(id) ?? 0) + n);
      }
    }
    kept.delete(currency);
    kept.set(currency, { counts, at_ms, took_ms: clock.monotonic() - at_ms });
    for (const oldest of kept.keys()) {
      if (kept.size <= currencies_max) break;
      kept.delete(oldest);
    }
    return counts;
  };
  const renew = (currency: string): Promise<Counted> => {
    const now = running.get(currency) ?? count(currency).finally(() => running.delete(currency));
    running.set(currency, now);
    return now;
  };
  return {
    async of(currency) {
      const known = kept.get(currency);
      if (known === undefined) return renew(currency);
      const age_ms = clock.monotonic() - known.at_ms;
      if (age_ms > Math.max(kept_ms_min, known.took_ms * times_max)) {
        // Those who count in a small shop wait for it: nobody is told what was true long ago.
        const fresh = renew(currency);
        if (known.took_ms * times_max <= 2 * kept_ms_min) return fresh;
        fresh.catch(() => undefined);
      }
      return known.counts;
    },
  };
}
