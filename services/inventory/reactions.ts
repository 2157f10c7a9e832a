import { eventMeta } from '#kernel/core/context.ts';
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import { restockLines, restockOrders } from './store.ts';

export const consumers: ConsumerSpec[] = [
  { name: 'inventory.restock', from: { orders: ['ORDER_CANCELLED', 'ORDER_ITEMS_CANCELLED'] } },
];

export const reactions: Record<string, Handler> = {
  /** A cancelled order's units go back where they came from, once per order; so do single lines. */
  'inventory.restock': async (tx, events) => {
    const whole = events.filter((event) => event.eventType === 'ORDER_CANCELLED');
    const orderIds = whole.map((event) => event.aggregate.id);
    await restockOrders(tx, orderIds, eventMeta());
    const lines = events.flatMap(linesOf);
    if (lines.length > 0) await restockLines(tx, lines, eventMeta());
  },
};

/** The lines that an event takes off an order. */
function linesOf({ eventType, payload }: EventEnvelope): { orderId: string; variantId: string }[] {
  if (eventType !== 'ORDER_ITEMS_CANCELLED') return [];
  const { orderId, items } = payload as unknown as {
    orderId: string;
    items: { variantId: string }[];
  };
  return items.map(({ variantId }) => ({ orderId, variantId }));
}
