import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import { markRefunded } from './store.ts';

export const consumers: ConsumerSpec[] = [
  { name: 'orders.refunds', from: { payments: ['REFUND_COMPLETED'] } },
];

/** Payments whose money went back in full; a part of it leaves the order paid. */
export function fullRefunds(
  events: readonly EventEnvelope[],
): { checkoutId: string; paymentId: string }[] {
  return events.flatMap(({ payload: { checkoutId, paymentId, status } }) => {
    if (status === 'PARTIALLY_REFUNDED') return [];
    if (typeof checkoutId !== 'string' || typeof paymentId !== 'string') return [];
    return [{ checkoutId, paymentId }];
  });
}

export const reactions: Record<string, Handler> = {
  'orders.refunds': async (tx, events) => {
    const refunds = fullRefunds(events);
    if (refunds.length > 0) await markRefunded(tx, refunds);
  },
};
