import { newSecretId } from '#kernel/core/id.ts';
import { metaFor } from '#kernel/events/caused.ts';
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import type { ProductEvent } from '#services/catalog/contract.ts';
import { copyOf } from './copies.ts';
import { endedCart_days, guestCart_days } from './model.ts';
import { settleMerged } from './store-merged-order.ts';
import { convertCarts, type Conversion } from './store.ts';
import { buryCopies, keepCopies, type VariantCopy } from './store-copy.ts';

// Price changes are not taken: a view measures the price of the moment against the one last seen.
// New products are not either: copies begin when a variant is first put into a cart.
export const consumers: ConsumerSpec[] = [
  { name: 'cart.copy', from: { catalog: ['PRODUCT_UPDATED', 'PRODUCT_DELETED'] } },
  { name: 'cart.clear', from: { orders: ['ORDER_CREATED', 'ORDER_STATUS_CHANGED'] } },
];

interface SureOrder {
  orderId: string;
  userId: string;
  cartId: string;
  items: { variantId: string; quantity: number }[];
}

/** Whether the event makes an order sure. While it is PENDING its payment may fail. */
function makesSure({ eventType, payload }: EventEnvelope): boolean {
  if (eventType === 'ORDER_CREATED') return payload['status'] !== 'PENDING';
  return payload['cartId'] !== undefined;
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

  /** The cart of a sure order is over; what was added meanwhile is the beginning of the next. */
  'cart.clear': async (tx, events) => {
    const conversions = new Map(
      events
        .filter(makesSure)
        .map(conversionOf)
        .map((one) => [one.cartId, one]),
    );
    if (conversions.size === 0) return;
    const days = { guest: guestCart_days, ended: endedCart_days };
    const list = [...conversions.values()];
    // Nearly always all of them end here; the others ended before, or are in another cart by now.
    if ((await convertCarts(tx, list, days)) < list.length) await settleMerged(tx, list);
  },
};

function inOrder(copies: ReadonlyMap<string, VariantCopy>): VariantCopy[] {
  return [...copies.values()].sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
}

function conversionOf(event: EventEnvelope): Conversion {
  const { orderId, userId, cartId, items } = event.payload as unknown as SureOrder;
  return {
    cartId,
    orderId,
    userId,
    nextCartId: newSecretId('cart'),
    lines: items.map(({ variantId, quantity }) => ({ variantId, quantity })),
    meta: metaFor(event),
  };
}
