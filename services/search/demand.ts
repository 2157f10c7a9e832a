/**
 * What is wanted now, for orders by popularity and as a part of relevance: units sold, which fade.
 * Counted once a minute from the orders room by a cursor, as best sellers are: a purchase has no
 * statement and no event for it. Units are kept as if all had been sold in 2025, an order's the
 * more the later it came; so nothing is written for what was sold long ago to count less.
 */
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { Task } from '#kernel/service.ts';
import type { ordersCalls } from '#services/orders/contract.ts';
import { addDemand, countedTo, demand_steps, lockCount } from './store-demand.ts';

/** A unit is worth half of one that is sold so much later. */
export const halfLife_ms = 14 * 24 * 3_600_000;
const since_ms = Date.UTC(2025, 0, 1);

const count_every_ms = 60_000;
const orders_per_page = 1_000;
const pages_max = 50;
/** An order's id is made up to this long before it is stored. */
const settled_ms = 2 * 60_000;

/** Half-lives from 2025 to a time. */
export function ageAt(ms: number): number {
  return Math.max(0, ms - since_ms) / halfLife_ms;
}

/** Of units that were wanted as much as is kept: how many they are worth now, as log2(1 + n). */
export function wantedAt(demand: number, now_ms: number): number {
  return demand === 0 ? 0 : Math.log2(1 + 2 ** (demand / demand_steps - ageAt(now_ms)));
}

/** The beginning of ids of orders made at a time. */
function orderIdAt(ms: number): string {
  return `ord_${Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')}`;
}

/** When an order was made, by its id. */
function timeOf(orderId: string): number {
  return Number.parseInt(orderId.slice(4, 16), 16) || 0;
}

export interface DemandNeeds {
  db: Db;
  clock: Pick<Clock, 'now'>;
  orders: Pick<Client<typeof ordersCalls>, 'sold'>;
}

/** Counts the next orders up to a time; false when there are none, or another process counts. */
export async function countDemand(needs: DemandNeeds, until_ms: number): Promise<boolean> {
  const { db, orders } = needs;
  const after = await countedTo(db);
  const answer = await orders.sold({ after, before: orderIdAt(until_ms), limit: orders_per_page });
  if (isRefusal(answer) || answer.last === null) return false;
  const { products, last } = answer;
  return db.tx(async (tx) => {
    if ((await lockCount(tx)) !== after) return false;
    await addDemand(tx, products, { age: ageAt(timeOf(last)), last });
    return true;
  });
}

export function demandTask(needs: DemandNeeds): Task {
  return {
    name: 'search.demand',
    every_ms: count_every_ms,
    run: async (signal) => {
      const until_ms = needs.clock.now() - settled_ms;
      for (let page = 0; page < pages_max && !signal.aborted; page += 1) {
        if (!(await countDemand(needs, until_ms))) return;
      }
    },
  };
}
