/**
 * Views of product pages, as a part of what is wanted: browsers tell of them, they are added up in
 * memory and written once a minute. They are easy to make up, so little can come of it: one of an
 * address and product an hour, so many of a product a minute, each a fiftieth of a unit sold. Who
 * looked at what is kept by nobody; addresses are hashed with a salt of the process, for an hour.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Task } from '#kernel/service.ts';
import { ageAt } from './demand.ts';
import { addViewed } from './store-demand.ts';

/** So many views are worth a unit sold: about how many people look before one buys. */
export const viewsPerUnit = 50;
const write_every_ms = 60_000;
/** Views that count of a product between two writings; those beyond are lost. */
const perProduct_max = 100;
const products_max = 5_000;
/** An address counts once a product so long, or less where more come. */
const again_ms = 3_600_000;
const seen_max = 50_000;

export interface Views {
  /** False: it does not count (again so soon, too many). */
  note(productId: string, address: string): boolean;
  /** What was added up since; begins anew. */
  take(): { productId: string; views: number }[];
}

/** Bounded: some 4 MB at most. */
export function viewCounts(clock: Pick<Clock, 'monotonic'>): Views {
  const salt = randomBytes(16);
  let counts = new Map<string, number>();
  let seen = new Set<string>();
  let before = new Set<string>();
  let turned_ms = clock.monotonic();
  const turn = () => {
    const now_ms = clock.monotonic();
    if (seen.size < seen_max && now_ms - turned_ms < again_ms) return;
    before = seen;
    seen = new Set();
    turned_ms = now_ms;
  };
  return {
    note(productId, address) {
      turn();
      const hash = createHash('sha256').update(salt).update(`${address} ${productId}`);
      const key = hash.digest('base64url').slice(0, 16);
      const known = counts.get(productId) ?? 0;
      const isFull = known >= perProduct_max || (known === 0 && counts.size >= products_max);
      if (isFull || seen.has(key) || before.has(key)) return false;
      seen.add(key);
      counts.set(productId, known + 1);
      return true;
    },
    take() {
      const taken = [...counts].map(([productId, views]) => ({ productId, views }));
      counts = new Map();
      return taken;
    },
  };
}

/** Writes what was counted. One statement; a process that dies loses a minute of views. */
export async function writeViews(
  { db, clock }: { db: Db; clock: Pick<Clock, 'now'> },
  views: Views,
): Promise<void> {
  const taken = views.take();
  if (taken.length === 0) return;
  const units = taken.map((one) => ({
    productId: one.productId,
    units: one.views / viewsPerUnit,
  }));
  await addViewed(db, units, ageAt(clock.now()));
}

export function viewsTask(needs: { db: Db; clock: Clock }, views: Views): Task {
  return {
    name: 'search.views',
    every_ms: write_every_ms,
    run: () => writeViews(needs, views),
  };
}
