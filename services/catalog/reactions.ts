/**
 * Copies of prices, stock, ratings and sellers kept by events; the higher version wins. A
 * comparison with their sources repairs them by the same statements, once more where the version
 * is the same and the content is not.
 */
import { isCurrency } from '#kernel/core/money.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { EventEnvelope, Handler } from '#kernel/events/event.ts';
import type { SyncKey } from '#kernel/sync/contract.ts';
import type { SyncChange, SyncEnd, SyncEnds } from '#kernel/sync/end.ts';
import { rating_x100 } from '#services/reviews/contract.ts';
import type { Variant } from './contract.ts';
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
import * as store from './store-sync.ts';

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

type Copy = Parameters<typeof store.openAgain>[1];

interface Needs extends ReactionTools {
  variants(variantIds: string[]): Promise<Variant[]>;
}

const pairOf = ({ key, version }: { key: SyncKey; version: number }): store.PairVersion => ({
  first: key[0] ?? '',
  second: key[1] ?? '',
  version,
});

/** Writes what changed and takes away what is gone; gives the products that look different. */
async function repair(
  tx: Sql,
  of: { copy: Copy; change: SyncChange; write(): Promise<string[]> },
): Promise<string[]> {
  const { copy, change, write } = of;
  await store.openAgain(tx, copy, change.rows.map(pairOf));
  const written = await write();
  const removed = await store.removeCopies(tx, copy, change.gone.map(pairOf));
  return [...new Set([...written, ...removed])];
}

/** The ends of comparisons of the catalogue: four copies, and what others copy from it. */
export function catalogEnds({ touched, variants }: Needs): SyncEnds {
  const told = async (tx: Sql, changed: string[]): Promise<void> => {
    await refreshListing(tx, changed);
    touched(changed);
  };
  return {
    'stock-copy': stockEnd(told),
    'price-copy': priceEnd(told),
    'rating-copy': ratingEnd(told),
    'seller-copy': sellerEnd,
    visible: { table: store.visibleTable },
    variants: {
      table: store.variantTable,
      rows: async (keys) => {
        const found = await variants(keys.map((key) => key[0] ?? ''));
        return found.map((one) => ({ key: [one.variantId], version: one.version, row: one }));
      },
    },
  };
}

type Told = (tx: Sql, changed: string[]) => Promise<void>;

function stockEnd(told: Told): SyncEnd {
  return {
    table: store.stockCopyTable,
    apply: async (tx, change) => {
      const stock = change.rows.map(({ key: [variantId = '', warehouseId = ''], version, row }) => {
        const { available } = row as { available: number };
        return { variantId, warehouseId, available, version };
      });
      const write = async () => {
        const changes = await copyStock(tx, stock);
        return changes.map((one) => one.productId);
      };
      await told(tx, await repair(tx, { copy: 'stock', change, write }));
    },
  };
}

function priceEnd(told: Told): SyncEnd {
  return {
    table: store.priceCopyTable,
    apply: async (tx, change) => {
      const prices = change.rows.map(({ key: [variantId = '', currency = ''], version, row }) => {
        const facts = row as { base_minor: number; sale_minor: number | null };
        return { variantId, currency, ...facts, version };
      });
      await lockBirths(tx, 'prices');
      const write = () => copyPrices(tx, prices);
      await told(tx, await repair(tx, { copy: 'prices', change, write }));
    },
  };
}

function ratingEnd(told: Told): SyncEnd {
  return {
    table: store.ratingCopyTable,
    apply: async (tx, change) => {
      const ratings = change.rows.map(({ key: [productId = ''], version, row }) => {
        const rating = row as { count: number; sum: number };
        const { count: reviewCount } = rating;
        return { productId, rating_x100: rating_x100(rating), reviewCount, version };
      });
      const write = () => copyRatings(tx, ratings);
      await told(tx, await repair(tx, { copy: 'ratings', change, write }));
    },
  };
}

const sellerEnd: SyncEnd = {
  table: store.sellerCopyTable,
  apply: async (tx, change) => {
    const sellers = change.rows.map(({ key: [sellerId = ''], version, row }) => ({
      sellerId,
      ...(row as { name: string; slug: string; status: string }),
      version,
    }));
    const write = async () => {
      await copySellers(tx, sellers);
      return [];
    };
    await repair(tx, { copy: 'sellers', change, write });
  },
};
