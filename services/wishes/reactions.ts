/** Events only make what people wait for due; what is true is looked up afterwards (look.ts). */
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import type { ProductEvent } from '#services/catalog/contract.ts';
import { plainWords } from '#services/search/contract.ts';
import { subjectOf } from './model.ts';
import { personReactions } from './person.ts';
import * as store from './store-due.ts';

export const consumers: ConsumerSpec[] = [
  // Only what came where nothing was: what an order takes is not told, so an order costs nothing.
  { name: 'wishes.stock', patience_ms: 1_000, from: { inventory: ['BACK_IN_STOCK'] } },
  { name: 'wishes.prices', patience_ms: 5_000, from: { pricing: ['PRICE_CHANGED'] } },
  {
    name: 'wishes.products',
    patience_ms: 5_000,
    from: { catalog: ['PRODUCT_CREATED', 'PRODUCT_UPDATED'] },
  },
  { name: 'wishes.forget', from: { identity: ['USER_ERASED'] } },
];

/** Handlers by consumer name: one statement each, however many events and people. */
export const reactions: Readonly<Record<string, Handler>> = {
  'wishes.stock': async (tx, events) => {
    const came = events.map(({ payload, timestamp }) => ({
      at: timestamp,
      variantId: String(payload['variantId']),
      available: Number(payload['available']),
    }));
    await store.noteStock(tx, came);
  },
  'wishes.prices': async (tx, events) => {
    const subjects = events.map(({ payload }) =>
      subjectOf.cheaper(String(payload['variantId']), String(payload['currency'])),
    );
    await store.notePrices(tx, subjects);
  },
  'wishes.products': async (tx, events) => {
    const seen = new Map<string, { productId: string; text: string }>();
    for (const event of events) {
      const product = (event as EventEnvelope<unknown> as EventEnvelope<ProductEvent>).payload;
      const text = textOf(product);
      if (text === null) seen.delete(product.productId);
      else seen.set(product.productId, { productId: product.productId, text });
    }
    await store.noteProducts(tx, [...seen.values()]);
  },
  ...personReactions,
};

const text_chars_max = 5_000;

/** The words that a search finds a product by; null while it cannot be bought. */
function textOf({ status, name, brand, variants }: ProductEvent): string | null {
  const active = variants.filter((one) => one.active);
  if (status !== 'ACTIVE' || active.length === 0) return null;
  const parts = active.flatMap((one) => [one.name, ...Object.values(one.attributes)]);
  const text = [name, brand ?? '', ...new Set(parts)].join(' ').slice(0, text_chars_max);
  return plainWords(text).join(' ');
}
