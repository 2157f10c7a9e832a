/**
 * Counts baskets: once a minute the orders that came since the last time, and files that are
 * imported. Asked for rather than told by each order's event: a purchase costs this room nothing,
 * neither a row nor a message, and a thousand orders are a few statements.
 */
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import type { Task } from '#kernel/service.ts';
import { pairsPerItem_max, type Basket } from './contract.ts';
import { counted, orderIdAt } from './model.ts';
import * as store from './store.ts';

const read_every_ms = 60_000;
const baskets_per_page = 500;
const pages_max = 100;
/** An order is made, paid and cancelled in haste within this time; then it counts. */
const settled_ms = 2 * 60_000;

export interface LearnNeeds {
  db: Db;
  clock: Clock;
  baskets(range: {
    after: string;
    before: string;
    limit: number;
  }): Promise<{ baskets: Basket[]; last: string | null }>;
}

async function add(tx: Sql, baskets: readonly Basket[]): Promise<void> {
  const sum = counted(baskets);
  if (sum.baskets === 0) return;
  await store.addCounts(tx, sum);
  const touched = new Set([...sum.pairs.values()].flatMap(({ a, b }) => [a, b]));
  await store.prunePairs(tx, [...touched], pairsPerItem_max);
}

/** Counts the next orders up to a time; false when there are none, or another process counts. */
export async function countOrders(needs: LearnNeeds, until_ms: number): Promise<boolean> {
  const { db } = needs;
  const { afterOrder } = await store.readTo(db);
  const range = { after: afterOrder, before: orderIdAt(until_ms), limit: baskets_per_page };
  const { baskets, last } = await needs.baskets(range);
  if (last === null) return false;
  return db.tx(async (tx) => {
    if ((await store.lockProgress(tx)) !== afterOrder) return false;
    await add(tx, baskets);
    await store.moveTo(tx, last);
    return true;
  });
}

export function learnTask(needs: LearnNeeds): Task {
  return {
    name: 'recommendations.learn',
    every_ms: read_every_ms,
    run: async (signal) => {
      const until_ms = needs.clock.now() - settled_ms;
      for (let page = 0; page < pages_max && !signal.aborted; page += 1) {
        if (!(await countOrders(needs, until_ms))) return;
      }
    },
  };
}

export interface ImportedBaskets {
  ref: string;
  total: number;
  from: number;
  baskets: readonly Basket[];
}

/** Counts baskets of a file from where it was left; gives how many are counted now. */
export async function learnFile(db: Db, given: ImportedBaskets): Promise<{ counted: number }> {
  const { ref, total, from, baskets } = given;
  return db.tx(async (tx) => {
    await store.takeProgress(tx);
    const before = await store.countedOf(tx, ref, total);
    if (before < from)
      throw new Error(`baskets of ${ref} between ${before} and ${from} are left out`);
    const fresh = baskets.slice(before - from);
    await add(tx, fresh);
    const now = Math.max(before, from + baskets.length);
    await store.noteCounted(tx, ref, now);
    return { counted: now };
  });
}

/** Asks the orders room; a room that is away is asked again a minute later. */
export function basketsFrom(
  ask: (range: {
    after: string;
    before: string;
    limit: number;
  }) => Promise<{ baskets: Basket[]; last: string | null } | object>,
): LearnNeeds['baskets'] {
  return async (range) => {
    const answer = await ask(range);
    if (isRefusal(answer)) return { baskets: [], last: null };
    return answer as { baskets: Basket[]; last: string | null };
  };
}
