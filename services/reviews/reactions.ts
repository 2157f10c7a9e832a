/** Orders that arrived: noted with the event, their lines copied a moment later. */
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import type { RoomContext } from '#kernel/service.ts';
import { ordersCalls, ordersPerCall_max } from '#services/orders/contract.ts';
import { personReactions } from './person.ts';
import * as store from './store.ts';

export const consumers: ConsumerSpec[] = [
  {
    name: 'reviews.deliveries',
    // Nobody reviews in the minute of arrival; buyers of the next thing must not wait for it.
    patience_ms: 30_000,
    from: { orders: ['ORDER_STATUS_CHANGED'] },
  },
  { name: 'reviews.forget', from: { identity: ['USER_ERASED'] } },
];

export const reactions: Record<string, Handler> = {
  'reviews.deliveries': async (tx: Sql, events) => {
    const arrived = events.filter((event) => event.payload['to'] === 'DELIVERED');
    await store.noteDeliveries(
      tx,
      arrived.map((event) => ({ orderId: event.aggregate.id, at: event.timestamp })),
    );
  },
  ...personReactions,
};

/**
 * Asks for the lines of orders that arrived and keeps them: an order is asked for once, when it
 * has arrived, so that most orders cost this room nothing on the day they are placed. Safe to run
 * in any number of processes.
 */
export function purchaseCopier(ctx: RoomContext): () => Promise<void> {
  const orders = ctx.client(ordersCalls);
  return async () => {
    for (;;) {
      const waiting = await store.waitingDeliveries(ctx.db, ordersPerCall_max);
      if (waiting.length === 0) return;
      const orderIds = waiting.map((one) => one.orderId);
      const found = await orders.orders({ orderIds });
      if (isRefusal(found)) return;
      const at = new Map(waiting.map((one) => [one.orderId, one.deliveredAt]));
      const lines = found.orders.flatMap(({ orderId, orderNumber, userId, lines: bought }) =>
        bought.flatMap(({ lineNo, productId, variantId, sellerId, name, imageUrl, cancelled }) => {
          if (cancelled === true) return [];
          const deliveredAt = at.get(orderId) ?? ctx.clock.date();
          const thing = { productId, variantId, sellerId, productName: name, imageUrl };
          return [{ orderId, lineNo, orderNumber, userId, deliveredAt, ...thing }];
        }),
      );
      await ctx.db.tx(async (tx) => {
        await store.addPurchases(tx, lines);
        // Also those that orders does not know: they never will be.
        await store.dropDeliveries(tx, orderIds);
      });
    }
  };
}
