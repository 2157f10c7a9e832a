import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import { markRefunded, touchOrders } from './store.ts';

export const consumers: ConsumerSpec[] = [
  { name: 'orders.refunds', from: { payments: ['REFUND_COMPLETED', 'REFUND_COVERED'] } },
];

/**
 * Payments whose money went back in full; a part of it leaves the order paid. Of a payment in
 * parts the last one counts, whichever it is, for the payment that the order names.
 */
export function fullRefunds(
  events: readonly EventEnvelope[],
): { checkoutId: string; paymentId: string }[] {
  return events.flatMap(({ payload: { checkoutId, status, left, ...of } }) => {
    const paymentId = of.leadPaymentId ?? of.paymentId;
    if (left === undefined ? status === 'PARTIALLY_REFUNDED' : left !== 0) return [];
    if (typeof checkoutId !== 'string' || typeof paymentId !== 'string') return [];
    return [{ checkoutId, paymentId }];
  });
}

export const reactions: Record<string, Handler> = {
  'orders.refunds': async (tx, events) => {
    const refunds = fullRefunds(events);
    if (refunds.length > 0) await markRefunded(tx, refunds);
    // A part of the money changes no status, and who watches the order waits for it.
    const parts = events.flatMap(({ payload: { orderId, left } }) =>
      typeof orderId === 'string' && left !== 0 ? [orderId] : [],
    );
    if (parts.length > 0) await touchOrders(tx, [...new Set(parts)].sort());
  },
};
