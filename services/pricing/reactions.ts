import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { personConsumers, personReactions } from './person.ts';
import { returnUses } from './store-coupon.ts';

export const consumers: ConsumerSpec[] = [
  { name: 'pricing.coupons', from: { orders: ['ORDER_CANCELLED'] } },
  ...personConsumers,
];

export const reactions: Record<string, Handler> = {
  /** Coupons of cancelled orders are given back, where the coupon says so. */
  'pricing.coupons': async (tx, events) => {
    const ids = events.map((event) => (event.payload as { orderId: string }).orderId);
    await returnUses(tx, ids);
  },
  ...personReactions,
};
