import { isRefusal } from '#kernel/core/refusal.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { JobHandlers } from '#kernel/jobs/jobs.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { ordersCalls } from '#services/orders/contract.ts';
import { personConsumers, personReactions } from './person.ts';
import type { ProductEvent } from '#services/catalog/contract.ts';
import { renewFacts, type FactRow } from './store-standing.ts';
import { returnLimited } from './store-limit.ts';
import { returnable, returnUses } from './store-coupon.ts';

export const consumers: ConsumerSpec[] = [
  { name: 'pricing.coupons', from: { orders: ['ORDER_CANCELLED'] } },
  { name: 'pricing.facts', from: { catalog: ['PRODUCT_UPDATED'] } },
  { name: 'pricing.refunds', from: { returns: ['RETURN_REFUNDED'] } },
  ...personConsumers,
];

export const REFUNDED = 'pricing.refunded-coupon';

export const reactions = ({ jobs }: Pick<RoomContext, 'jobs'>): Record<string, Handler> => ({
  /** Coupons and limits of cancelled orders are given back, where the promotion says so. */
  'pricing.coupons': async (tx, events) => {
    const ids = events.map((event) => (event.payload as { orderId: string }).orderId);
    await returnUses(tx, ids, 'cancelled');
    await returnLimited(tx, ids);
  },
  /** What variants are, for rules by category, brand or seller: only of those that are kept. */
  'pricing.facts': async (tx, events) => {
    const facts = new Map<string, FactRow>();
    for (const event of events) {
      for (const one of (event.payload as unknown as ProductEvent).variants) {
        const { variantId, productId, sellerId, brand, categoryId, version } = one;
        const known = facts.get(variantId);
        if (known && known.version >= version) continue;
        facts.set(variantId, { variantId, productId, sellerId, brand, categoryId, version });
      }
    }
    await renewFacts(tx, [...facts.values()]);
  },
  /** Whether all of an order came back is asked of its room, which no transaction waits for. */
  'pricing.refunds': async (tx, events) => {
    const ids = events.map((event) => (event.payload as { orderId: string }).orderId);
    for (const orderId of await returnable(tx, ids)) {
      await jobs.add(tx, REFUNDED, { payload: { orderId }, key: orderId });
    }
  },
  ...personReactions,
});

/** Gives back the coupon of an order all of which was paid back, where the coupon says so. */
export function refundedJob({ ctx, orders }: RefundedNeeds): JobHandlers {
  return {
    [REFUNDED]: async (raw: unknown) => {
      const { orderId } = raw as { orderId: string };
      const found = await orders.withDelivery({ key: orderId });
      const status = isRefusal(found) ? undefined : found.order?.status;
      if (status !== 'RETURNED' && status !== 'REFUNDED') return;
      await returnUses(ctx.db, [orderId], 'refunded');
    },
  };
}

interface RefundedNeeds {
  ctx: Pick<RoomContext, 'db'>;
  orders: Pick<Client<typeof ordersCalls>, 'withDelivery'>;
}
