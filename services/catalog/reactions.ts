/** Copies of prices, stock, ratings and sellers kept by events; the higher version wins. */
import { isCurrency } from '#kernel/core/money.ts';
import type { EventEnvelope, Handler } from '#kernel/events/event.ts';
import { rating_x100 } from '#services/reviews/contract.ts';
import {
  copyPrices,
  copyRatings,
  copySellers,
  copyStock,
  type PriceCopy,
  type RatingCopy,
  type SellerCopy,
  type StockCopy,
} from './store-copy.ts';
import { lockBirths, refreshListing } from './store-listing.ts';

export interface ReactionTools {
  /** Tells the read side that these products look different now. */
  touched(productIds: readonly string[]): void;
}

/** The newest of the entries with one key: a statement must not write a row twice. */
function newest<T extends { version: number }>(entries: T[], keyOf: (entry: T) => string): T[] {
  const last = new Map<string, T>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const known = last.get(key);
    if (known === undefined || known.version < entry.version) last.set(key, entry);
  }
  return [...last.values()];
}

function text(event: EventEnvelope, field: string): string {
  const value = event.payload[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${event.eventType} has no ${field}`);
}

function whole(event: EventEnvelope, field: string): number {
  const value = event.payload[field];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new TypeError(`${event.eventType} has no whole number ${field}`);
}

function priceOf(event: EventEnvelope): PriceCopy {
  const currency = text(event, 'currency');
  if (!isCurrency(currency)) throw new TypeError(`PRICE_CHANGED in unknown ${currency}`);
  return {
    variantId: text(event, 'variantId'),
    currency,
    base_minor: whole(event, 'base'),
    sale_minor: event.payload['sale'] === null ? null : whole(event, 'sale'),
    version: event.aggregate.version,
  };
}

function stockOf(event: EventEnvelope): StockCopy {
  return {
    variantId: text(event, 'variantId'),
    warehouseId: text(event, 'warehouseId'),
    available: whole(event, 'available'),
    version: whole(event, 'version'),
  };
}

function ratingOf(event: EventEnvelope): RatingCopy {
  const count = whole(event, 'count');
  return {
    productId: text(event, 'productId'),
    rating_x100: rating_x100({ count, sum: whole(event, 'sum') }),
    reviewCount: count,
    version: event.aggregate.version,
  };
}

function sellerOf(event: EventEnvelope): SellerCopy {
  return {
    sellerId: text(event, 'sellerId'),
    name: text(event, 'name'),
    slug: text(event, 'slug'),
    status: text(event, 'status'),
    version: event.aggregate.version,
  };
}

/** Handlers by consumer name. Two statements or three; two more where a list row changes. */
export function reactions(tools: ReactionTools): Record<string, Handler> {
  return {
    'catalog.prices': async (tx, events) => {
      const prices = newest(events.map(priceOf), (one) => `${one.variantId} ${one.currency}`);
      await lockBirths(tx, 'prices');
      const changed = await copyPrices(tx, prices);
      await refreshListing(tx, changed);
      tools.touched(changed);
    },
    'catalog.stock': async (tx, events) => {
      const stock = newest(events.map(stockOf), (one) => `${one.variantId} ${one.warehouseId}`);
      const changes = await copyStock(tx, stock);
      const flagged = changes.filter((change) => change.flagChanged);
      await refreshListing(
        tx,
        flagged.map((change) => change.productId),
      );
      tools.touched(changes.map((change) => change.productId));
    },
    'catalog.ratings': async (tx, events) => {
      const ratings = newest(events.map(ratingOf), (one) => one.productId);
      const changed = await copyRatings(tx, ratings);
      await refreshListing(tx, changed);
      tools.touched(changed);
    },
    'catalog.sellers': async (tx, events) => {
      await copySellers(
        tx,
        newest(events.map(sellerOf), (one) => one.sellerId),
      );
    },
  };
}
