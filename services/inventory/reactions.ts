import { eventMeta } from '#kernel/core/context.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { restockOrders } from './store.ts';

export const consumers: ConsumerSpec[] = [
  { name: 'inventory.restock', from: { orders: ['ORDER_CANCELLED'] } },
];

export const reactions: Record<string, Handler> = {
  /** A cancelled order's units go back where they came from, once per order. */
  'inventory.restock': async (tx, events) => {
    const orderIds = events.map((event) => event.aggregate.id);
    await restockOrders(tx, orderIds, eventMeta());
  },
};
