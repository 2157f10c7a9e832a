import { newSecretId } from '#kernel/core/id.ts';
import { metaFor } from '#kernel/events/caused.ts';
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import type { ProductEvent } from '#services/catalog/contract.ts';
import { copyOf } from './copies.ts';
import { endedCart_days, guestCart_days } from './model.ts';
import { convertCarts, type Conversion } from './store.ts';
import { buryCopies, keepCopies, type VariantCopy } from './store-copy.ts';

// Price changes are not taken: a view measures the price of the moment against the one last seen.
// New products are not either: copies begin when a variant is first put into a cart.
export const consumers: ConsumerSpec[] = [
  { name: 'cart.copy', from: { catalog: ['PRODUCT_UPDATED', 'PRODUCT_DELETED'] } },
  { name: 'cart.clear', from: { orders: ['ORDER_CREATED'] } },
];

interface OrderCreated {
  orderId: string;
  userId: string;
  cartId: string;
  items: { variantId: string; quantity: number }[];
}

export const reactions: Record<string, Handler> = {
  /** Copies follow the catalogue; of several versions the newest counts, whatever their order. */
  'cart.copy': async (tx, events) => {
    const copies = new Map<string, VariantCopy>();
    const gone = new Map<string, number>();
    for (const event of events) {
      const { version } = event.aggregate;
      if (event.eventType === 'PRODUCT_DELETED') {
        const { variantIds } = event.payload as unknown as { variantIds: string[] };
        for (const id of variantIds) gone.set(id, Math.max(version, gone.get(id) ?? 0));
        continue;
      }
      const { variants } = event.payload as unknown as ProductEvent;
      for (const copy of variants.map(copyOf)) {
        const known = copies.get(copy.variantId);
        if (!known || known.version < copy.version) copies.set(copy.variantId, copy);
      }
    }
    if (copies.size > 0) await keepCopies(tx, inOrder(copies));
    if (gone.size > 0) {
      const list = [...gone].map(([variantId, version]) => ({ variantId, version }));
      await buryCopies(
        tx,
        list.sort((a, b) => (a.variantId < b.variantId ? -1 : 1)),
      );
    }
  },

  /** An ordered cart is over; what was added to it meanwhile is the beginning of the next. */
  'cart.clear': async (tx, events) => {
    const carts = new Map(events.map((event) => [conversionOf(event).cartId, event]));
    const conversions = [...carts.values()].map(conversionOf);
    await convertCarts(tx, conversions, { guest: guestCart_days, ended: endedCart_days });
  },
};

function inOrder(copies: ReadonlyMap<string, VariantCopy>): VariantCopy[] {
  return [...copies.values()].sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
}

function conversionOf(event: EventEnvelope): Conversion {
  const { orderId, userId, cartId, items } = event.payload as unknown as OrderCreated;
  return {
    cartId,
    orderId,
    userId,
    nextCartId: newSecretId('cart'),
    lines: items.map(({ variantId, quantity }) => ({ variantId, quantity })),
    meta: metaFor(event),
  };
}
