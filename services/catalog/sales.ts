/**
 * Counts what sells, for best sellers. Asked for once a minute rather than told by each order's
 * event: a thousand orders cost one statement then, and nobody minds a minute.
 */
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Task } from '#kernel/service.ts';
import type { Neighbours } from './neighbours.ts';
import { addSales, forgetSales, lockSales, salesCursor } from './store-sales.ts';

const count_every_ms = 60_000;
const orders_per_page = 1_000;
const pages_max = 50;
/** An order's id is made up to this long before it is stored. */
const settled_ms = 2 * 60_000;

/** The beginning of ids of orders made at a time. */
function orderIdAt(ms: number): string {
  return `ord_${Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')}`;
}

export interface SalesNeeds {
  db: Db;
  clock: Clock;
  neighbours: Pick<Neighbours, 'sold'>;
}

/** Counts the next orders up to a time; false when there are none. */
export async function countSales(needs: SalesNeeds, until_ms: number): Promise<boolean> {
  const { db, neighbours } = needs;
  const before = orderIdAt(until_ms);
  const after = await salesCursor(db);
  const range = { after, before, limit: orders_per_page };
  const answer = await neighbours.sold(range);
  if (isRefusal(answer) || answer.last === null) return false;
  const { products, last } = answer;
  return db.tx(async (tx) => {
    // Another process has counted these meanwhile.
    if ((await lockSales(tx)) !== after) return false;
    await addSales(tx, products, last);
    return true;
  });
}

export function salesTask(needs: SalesNeeds): Task {
  return {
    name: 'catalog.sales',
    every_ms: count_every_ms,
    run: async (signal) => {
      const until_ms = needs.clock.now() - settled_ms;
      for (let page = 0; page < pages_max && !signal.aborted; page += 1) {
        if (!(await countSales(needs, until_ms))) break;
      }
      for (let page = 0; page < pages_max && !signal.aborted; page += 1) {
        if ((await needs.db.tx((tx) => forgetSales(tx))) === 0) return;
      }
    },
  };
}
