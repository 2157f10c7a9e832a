/**
 * What sold in the last 24 hours, by product, for rules that ask for it. Orders are asked once a
 * minute, an hour of them at a time, while there is such a rule, and never by somebody who shops.
 */
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { ordersPerCount_max, type ordersCalls } from '#services/orders/contract.ts';
import type { Book } from './model-book.ts';
import * as store from './store-demand.ts';

const hour_ms = 3_600_000;
const day_ms = 24 * hour_ms;
/** An order's id is made up to this long before it is stored. */
const settled_ms = 2 * 60_000;
const pages_max = 100;

/** The beginning of ids of orders made at a time. */
const orderIdAt = (ms: number) =>
  `ord_${Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')}`;
const madeAt_ms = (orderId: string) => Number.parseInt(orderId.slice(4, 16), 16);

export interface DemandNeeds {
  ctx: Pick<RoomContext, 'db' | 'clock'>;
  orders: Pick<Client<typeof ordersCalls>, 'sold'>;
  book(): Pick<Book, 'needsDemand'>;
}

export function demandTask({ ctx, orders, book }: DemandNeeds) {
  const { db, clock } = ctx;
  let isKept = true;
  return async (signal: AbortSignal): Promise<void> => {
    if (!book().needsDemand) {
      if (isKept) await store.forgetDemand(db);
      isKept = false;
      return;
    }
    isKept = true;
    const now_ms = clock.now();
    const end_ms = now_ms - settled_ms;
    for (let page = 0; page < pages_max && !signal.aborted; page += 1) {
      const after = await store.demandCursor(db, orderIdAt(now_ms - day_ms));
      const from_ms = madeAt_ms(after);
      const hour_start_ms = Math.floor(from_ms / hour_ms) * hour_ms;
      const until_ms = Math.min(hour_start_ms + hour_ms, end_ms);
      if (until_ms <= from_ms) break;
      const before = orderIdAt(until_ms);
      const answer = await orders.sold({ after, before, limit: ordersPerCount_max });
      if (isRefusal(answer)) break;
      const isWhole = answer.last === null;
      await store.countDemand(db, {
        after,
        last: answer.last ?? before,
        hour: new Date(hour_start_ms),
        products: answer.products,
        isReady: isWhole && until_ms === end_ms,
      });
    }
    await store.sumDemand(db, new Date(now_ms - day_ms));
  };
}
