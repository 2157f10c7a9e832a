/**
 * How the index learns. An event says that something about a product is different; a moment later
 * the product is looked up at its rooms and written as it is then. So it does not matter in which
 * order events come, or how often: what is written is never older than the event. What was looked
 * up while something new was heard is thrown away and looked up again.
 */
import type { Clock } from '#kernel/core/clock.ts';
import { isAway } from '#kernel/core/error.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import type { Db } from '#kernel/db/db.ts';
import type { catalogCalls, ProductSnapshot } from '#services/catalog/contract.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import type { pricingCalls } from '#services/pricing/contract.ts';
import { rating_x100 } from '#services/reviews/contract.ts';
import { documentWords, plainWords } from './contract.ts';
import type { Lexicon } from './lexicon.ts';
import * as due from './store-due.ts';
import * as store from './store.ts';

export interface IntakeNeeds {
  db: Db;
  clock: Pick<Clock, 'sleep'>;
  log: Pick<Logger, 'warn'>;
  lexicon: Lexicon;
  catalog: Pick<Client<typeof catalogCalls>, 'products' | 'variants'>;
  pricing: Pick<Client<typeof pricingCalls>, 'prices'>;
  inventory: Pick<Client<typeof inventoryCalls>, 'availability'>;
  /** Something was written: whoever follows in this process need not wait. */
  written?(): void;
}

/** Products looked up together, and variants asked for in one call. */
const products_max = 100;
const variants_max = 200;
/** Rounds of one drain; the next one goes on. */
const rounds_max = 200;
const gather_ms = 30;
/** Words that a document is found by. */
const attributes_max = 200;

export const consumers: ConsumerSpec[] = [
  {
    name: 'search.products',
    from: { catalog: ['PRODUCT_CREATED', 'PRODUCT_UPDATED', 'PRODUCT_DELETED'] },
  },
  { name: 'search.categories', from: { catalog: ['CATEGORY_CHANGED'] } },
  // A busy shop tells these together, a moment late: pages show them within a second.
  { name: 'search.prices', patience_ms: 150, from: { pricing: ['PRICE_CHANGED'] } },
  { name: 'search.stock', patience_ms: 150, from: { inventory: ['STOCK_CHANGED'] } },
  { name: 'search.ratings', from: { reviews: ['RATING_CHANGED'] } },
];

function text(event: EventEnvelope, field: string): string {
  const value = event.payload[field];
  if (typeof value === 'string') return value;
  throw new TypeError(`${event.eventType} has no ${field}`);
}

function whole(event: EventEnvelope, field: string): number {
  const value = event.payload[field];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new TypeError(`${event.eventType} has no whole number ${field}`);
}

/** The newest of the entries with one key: a statement must not write a row twice. */
function newest<T extends { version: number }>(entries: T[], keyOf: (entry: T) => string): T[] {
  const last = new Map<string, T>();
  for (const entry of entries) {
    const known = last.get(keyOf(entry));
    if (known === undefined || known.version < entry.version) last.set(keyOf(entry), entry);
  }
  return [...last.values()];
}

/** Handlers by consumer name: one statement each. `wake` begins to look things up. */
export function reactions(wake: () => void): Record<string, Handler> {
  return {
    'search.products': async (tx, events) => {
      const gone = events.filter((event) => event.eventType === 'PRODUCT_DELETED');
      const versions = gone.map(({ aggregate }) => ({
        productId: aggregate.id,
        version: aggregate.version,
      }));
      await store.buryDocuments(
        tx,
        newest(versions, (one) => one.productId),
      );
      await due.noteProducts(
        tx,
        events.map((event) => event.aggregate.id),
      );
      wake();
    },
    'search.categories': async (tx, events) => {
      const rows = events.map((event) => ({
        categoryId: text(event, 'categoryId'),
        name: text(event, 'name'),
        path: text(event, 'path'),
        version: event.aggregate.version,
        deleted: event.payload['deleted'] === true,
      }));
      await due.writeCategories(
        tx,
        newest(rows, (one) => one.categoryId),
      );
    },
    'search.prices': async (tx, events) => {
      const variants = events.map((event) => text(event, 'variantId'));
      const money = events.map((event) => text(event, 'currency'));
      await due.noteVariants(tx, variants, [...new Set(money)]);
      wake();
    },
    'search.stock': async (tx, events) => {
      const any = new Map<string, boolean>();
      for (const event of events) {
        any.set(text(event, 'productId'), whole(event, 'available') > 0);
      }
      const stock = [...any].map(([productId, left]) => ({ productId, any: left }));
      await due.noteStock(tx, stock);
      wake();
    },
    'search.ratings': async (tx, events) => {
      const ratings = events.map((event) => {
        const reviewCount = whole(event, 'count');
        return {
          productId: text(event, 'productId'),
          rating_x100: rating_x100({ count: reviewCount, sum: whole(event, 'sum') }),
          reviewCount,
          version: event.aggregate.version,
        };
      });
      await store.writeRatings(
        tx,
        newest(ratings, (one) => one.productId),
      );
    },
  };
}

interface Offers {
  /** Variant → currency → what it costs. */
  prices: Map<string, Map<string, { base_minor: number; effective_minor: number }>>;
  /** Variants of which a unit is free. */
  free: Set<string>;
}

async function offersOf(needs: IntakeNeeds, variantIds: string[]): Promise<Offers> {
  const offers: Offers = { prices: new Map(), free: new Set() };
  const currencies = await due.currencies(needs.db);
  for (let from = 0; from < variantIds.length; from += variants_max) {
    const part = variantIds.slice(from, from + variants_max);
    const [stock, ...lists] = await Promise.all([
      needs.inventory.availability({ variantIds: part }),
      ...currencies.map((currency) => needs.pricing.prices({ variantIds: part, currency })),
    ]);
    if (isRefusal(stock)) throw new Error(`stock: ${stock.code}`);
    for (const one of stock.items) if (one.available > 0) offers.free.add(one.variantId);
    for (const list of lists) {
      if (isRefusal(list)) throw new Error(`prices: ${list.code}`);
      for (const one of list.prices) {
        const known = offers.prices.get(one.variantId) ?? new Map();
        offers.prices.set(one.variantId, known.set(one.currency, one));
      }
    }
  }
  return offers;
}

function liveVariants(product: ProductSnapshot) {
  return product.variants.filter((variant) => variant.active);
}

function offerRows(product: ProductSnapshot, { prices, free }: Offers) {
  const found: store.DocumentRow['offers'] = {};
  let inStock = false;
  for (const { variantId } of liveVariants(product)) {
    if (free.has(variantId)) inStock = true;
    for (const [currency, { base_minor, effective_minor }] of prices.get(variantId) ?? []) {
      const known = found[currency];
      const count = (known?.[1] ?? 0) + 1;
      found[currency] =
        known === undefined || effective_minor < known[2]
          ? [variantId, count, effective_minor, base_minor]
          : [known[0], count, known[2], known[3]];
    }
  }
  return { offers: found, inStock };
}

function attributesOf(product: ProductSnapshot): string[] {
  const lists = [product.attributes, ...liveVariants(product).map((one) => one.attributes)];
  const pairs = lists.flatMap((list) => Object.entries(list));
  const clean = pairs.map(([code, value]) => `${code}=${value}`.replaceAll(store.separator, ' '));
  return [...new Set(clean)].sort().slice(0, attributes_max);
}

async function documentsOf(
  needs: IntakeNeeds,
  products: readonly ProductSnapshot[],
  offers: Offers,
): Promise<store.DocumentRow[]> {
  const made = products.map((product) => {
    const attrs = attributesOf(product);
    const values = attrs.map((pair) => pair.slice(pair.indexOf('=') + 1));
    const parts = [
      plainWords(product.name),
      plainWords(product.brand ?? ''),
      values.flatMap(plainWords),
      plainWords(product.description),
    ] as const;
    return { product, attrs, parts };
  });
  const all = new Set(made.flatMap(({ parts }) => parts.flat()));
  const shown = new Set(made.flatMap(({ parts }) => parts.slice(0, 3).flat()));
  const lexeme = await needs.lexicon.learn(all, shown);
  return made.map(({ product, attrs, parts }) => ({
    productId: product.productId,
    version: product.version,
    live: product.visible,
    sellerId: product.sellerId,
    categoryId: product.categoryId,
    slug: product.slug,
    name: product.name,
    brand: product.brand ?? '',
    imageUrl: product.imageUrl,
    attrs: attrs.join(store.separator),
    skus: liveVariants(product).map((one) => one.sku.toLowerCase()),
    ...documentWords(parts, lexeme),
    ...offerRows(product, offers),
    rating_x100: Math.round(product.rating * 100),
    reviewCount: product.reviewCount,
  }));
}

/** Categories as far as paths of products tell, until the catalogue names them. */
function categoriesOf(products: readonly ProductSnapshot[]) {
  const paths = new Map(products.map((one) => [one.categoryId, one.categoryPath]));
  return [...paths].map(([categoryId, path]) => ({
    categoryId,
    name: (path.split('/').at(-1) ?? '').replaceAll('-', ' '),
    path,
    version: 0,
    deleted: false,
  }));
}

/** Documents of products as they are now; those that are not there any more are left out. */
export async function lookUp(
  needs: IntakeNeeds,
  products: readonly ProductSnapshot[],
): Promise<store.DocumentRow[]> {
  const ids = products.flatMap((one) => liveVariants(one).map((variant) => variant.variantId));
  const offers = await offersOf(needs, ids);
  await due.writeCategories(needs.db, categoriesOf(products));
  return documentsOf(needs, products, offers);
}

/** Variants whose prices changed become products. False: there are none. */
async function drainVariants(needs: IntakeNeeds): Promise<boolean> {
  const waiting = await due.dueVariants(needs.db, variants_max);
  if (waiting.length === 0) return false;
  const found = await needs.catalog.variants({ variantIds: waiting.map((one) => one.variantId) });
  if (isRefusal(found)) throw new Error(`variants: ${found.code}`);
  await needs.db.tx(async (tx) => {
    await due.noteProducts(
      tx,
      found.variants.map((one) => one.productId),
    );
    await due.dropVariants(tx, waiting);
  });
  return waiting.length === variants_max;
}

async function writeFound(
  needs: IntakeNeeds,
  waiting: readonly due.Due[],
  documents: readonly store.DocumentRow[],
): Promise<void> {
  await needs.db.tx(async (tx) => {
    const mine = await due.takeDue(tx, waiting);
    await store.writeDocuments(
      tx,
      documents.filter((one) => mine.has(one.productId)),
    );
    const known = new Set(documents.map((one) => one.productId));
    const gone = [...mine].filter((id) => !known.has(id));
    await store.buryDocuments(
      tx,
      gone.map((productId) => ({ productId, version: null })),
    );
  });
}

/**
 * Looks these up and writes them. What cannot be written is found by halves and tried again later:
 * the others do not wait for it. Rejects with the first fault, when all others are done.
 */
async function renew(needs: IntakeNeeds, waiting: readonly due.Due[]): Promise<void> {
  try {
    const productIds = waiting.map((one) => one.productId);
    const found = await needs.catalog.products({ productIds });
    if (isRefusal(found)) throw new Error(`products: ${found.code}`);
    await writeFound(needs, waiting, await lookUp(needs, found.products));
  } catch (error) {
    if (waiting.length === 1 || isAway(error)) {
      await due.postpone(needs.db, waiting);
      throw error;
    }
    const middle = Math.ceil(waiting.length / 2);
    const parts = [waiting.slice(0, middle), waiting.slice(middle)];
    const faults: unknown[] = [];
    for (const part of parts) await renew(needs, part).catch((fault) => faults.push(fault));
    if (faults.length > 0) throw faults[0];
  }
}

async function drainProducts(needs: IntakeNeeds): Promise<boolean> {
  const waiting = await due.dueProducts(needs.db, products_max);
  if (waiting.length === 0) return false;
  await renew(needs, waiting).finally(() => needs.written?.());
  return true;
}

/** Looks everything up that waits. One at a time in a process; others may work beside it. */
export async function drain(needs: IntakeNeeds, signal?: AbortSignal): Promise<void> {
  for (let round = 0; round < rounds_max && signal?.aborted !== true; round += 1) {
    const more = await drainVariants(needs);
    if (!(await drainProducts(needs)) && !more) return;
  }
}

/** The same, begun at once when something is heard, and never twice at a time. */
export function drainer(needs: IntakeNeeds): {
  wake(): void;
  run(signal?: AbortSignal): Promise<void>;
} {
  let running: Promise<void> | null = null;
  let again = false;
  const run = (signal?: AbortSignal): Promise<void> => {
    again = false;
    running ??= drain(needs, signal).finally(() => {
      running = null;
    });
    return running;
  };
  const later = () => {
    if (running !== null) {
      again = true;
      return;
    }
    run()
      .catch((error: unknown) => needs.log.warn({ err: error }, 'search could not look up'))
      .finally(() => {
        if (again) later();
      });
  };
  let isWaiting = false;
  const wake = () => {
    if (isWaiting) return;
    isWaiting = true;
    // What woke us is not committed yet, and more may come with it.
    needs.clock
      .sleep(gather_ms)
      .finally(() => {
        isWaiting = false;
        later();
      })
      .catch(() => undefined);
  };
  return { wake, run };
}
