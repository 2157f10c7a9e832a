/**
 * Product pages as finished JSON text. What a product is called and looks like is kept for 30 s
 * or until an event says otherwise; its price and stock are asked of their rooms when they are
 * more than a second old, in one statement for all pages that ask at the same time. A text is
 * made again only when something in it changed, so that its tag stays.
 */
import { memoryCache, type MemoryCache } from '#kernel/cache/memory.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { variantsPerCall_max } from './contract.ts';
import {
  productView,
  variantView,
  type Facts,
  type ProductFrame,
  type Units,
  type VariantView,
} from './model-page.ts';
import { isVisible, live } from './model.ts';
import type { PriceNow } from './neighbours.ts';
import type { Answer, ReadShop } from './queries.ts';
import { priceCopies, sellerCopy, stockCopies } from './store-copy.ts';
import { loadProductBySlug, loadProducts, type StoredProduct } from './store-product.ts';

const frame_ms = 30_000;
/** Oldest price or stock that a page may show. */
const facts_ms = 1_000;
const pages_max = 10_000;
/** From this age on a page in use is due to be looked at again. */
const soon_ms = 400;
/** So long pages that are due are gathered, and so many at most. */
const gather_ms = 50;
const due_max = 5_000;

export interface Pages {
  /** By id or slug; null when it does not exist or may not be seen. */
  product(key: string, asked: PageQuery): Promise<Answer | null>;
  variants(key: string, query: VariantQuery): Promise<VariantView[] | null>;
  /** Forgets what was made of these products. */
  touched(productIds: readonly string[]): void;
}

export interface PageQuery {
  currency: string | null;
  /** As asked for; what it comes to is looked up. */
  locale: string | undefined;
}

export interface VariantQuery {
  currency: string | null;
  /** Code → any of these values. */
  attributes: ReadonlyMap<string, readonly string[]>;
}

/** Fresh figures from their rooms; the copies stand in for a room that is away. */
export async function factsOf(
  shop: ReadShop,
  variantIds: string[],
  currency: string,
): Promise<Facts> {
  const asked = variantIds.slice(0, variantsPerCall_max);
  const [prices, units] = await Promise.all([
    shop.neighbours
      .prices({ variantIds: asked, currency })
      .then((answer) => (isRefusal(answer) ? null : answer.prices))
      .catch(() => null)
      .then((list) => list ?? copiedPrices(shop, asked, currency)),
    shop.neighbours
      .availability({ variantIds: asked })
      .then((answer) => (isRefusal(answer) ? null : answer.items))
      .catch(() => null)
      .then((items) => (items === null ? copiedUnits(shop, asked) : items)),
  ]);
  return {
    currency,
    prices: new Map(prices.map((price) => [price.variantId, price])),
    units: new Map(units.map((one) => [one.variantId, one])),
    lowest: new Map(),
  };
}

async function copiedPrices(
  shop: ReadShop,
  variantIds: string[],
  currency: string,
): Promise<PriceNow[]> {
  const copies = await priceCopies(shop.db, variantIds, currency);
  return copies.map((copy) => ({
    ...copy,
    effective_minor: copy.sale_minor ?? copy.base_minor,
  }));
}

/** The copy does not know of holds: without inventory a page says OUT where it would say HELD. */
async function copiedUnits(
  shop: ReadShop,
  variantIds: string[],
): Promise<(Units & { variantId: string })[]> {
  const copies = await stockCopies(shop.db, variantIds);
  return [...copies].map(([variantId, available]) => ({ variantId, available, held: 0 }));
}

/** The lowest price before a reduction, for variants that are reduced; none when nobody knows. */
async function lowestOf(shop: ReadShop, facts: Facts): Promise<ReadonlyMap<string, number>> {
  const reduced = [...facts.prices].filter(([, one]) => one.effective_minor < one.base_minor);
  if (reduced.length === 0) return new Map();
  const variantIds = reduced.map(([variantId]) => variantId);
  const { currency } = facts;
  const answer = await shop.neighbours.lowest({ variantIds, currency }).catch(() => null);
  if (answer === null || isRefusal(answer)) return new Map();
  return new Map(answer.prices.map((one) => [one.variantId, one.lowest30_minor]));
}

interface Made {
  /** What price and stock were when the text was made. */
  prices: string;
  units: string;
  lowest: ReadonlyMap<string, number>;
  answer: Answer;
}

/** A finished page, and what it takes to look at its price and stock again. */
interface Shown {
  answer: Answer;
  /** When price and stock were asked for. */
  at_ms: number;
  key: string;
  frame: ProductFrame;
  currency: string;
  locale: string;
}

interface Keeper {
  shop: ReadShop;
  answers: MemoryCache<Shown>;
  frames: MemoryCache<ProductFrame>;
  /** The text last made of a frame, by currency and locale. */
  made: WeakMap<ProductFrame, Map<string, Made>>;
  /** Pages in use that are due to be looked at again, by slot. */
  due: Map<string, Shown>;
  renewing: boolean;
  /** Products that changed while their pages are being renewed. */
  touched: Set<string>;
}

/** Leaves a load without keeping anything; made once, since a stack would tell nothing. */
const missing = new Error('no such product');

async function find(shop: ReadShop, key: string): Promise<StoredProduct | null> {
  const product = key.startsWith('prod_')
    ? ((await loadProducts(shop.db, [key]))[0] ?? null)
    : await loadProductBySlug(shop.db, key);
  return product !== null && isVisible(product) ? product : null;
}

async function frameOf({ shop, frames }: Keeper, key: string): Promise<ProductFrame> {
  const kept = frames.get(key);
  if (kept !== undefined) return kept;
  return frames.load(key, async () => {
    const product = await find(shop, key);
    if (product === null) throw missing;
    const [shelf, seller] = await Promise.all([
      shop.shelf.get(),
      sellerCopy(shop.db, product.sellerId),
    ]);
    const line = shelf.tree.line(product.categoryId);
    const frame = { product, seller, line, rules: shelf.rulesFor(product.categoryId) };
    return { value: frame, tags: [product.productId] };
  });
}

function figures(map: ReadonlyMap<string, object>): string {
  return JSON.stringify([...map.values()]);
}

function idsOf({ product }: ProductFrame): string[] {
  return live(product).map((variant) => variant.variantId);
}

/** The page with these facts: the text it had, where they are what they were. */
async function textOf(
  keeper: Keeper,
  { frame, locale }: Pick<Shown, 'frame' | 'locale'>,
  facts: Facts,
): Promise<Answer> {
  const tongue = `${facts.currency} ${locale}`;
  const before = keeper.made.get(frame) ?? new Map<string, Made>();
  const last = before.get(tongue);
  const prices = figures(facts.prices);
  const units = figures(facts.units);
  if (last?.prices === prices && last.units === units) return last.answer;
  const lowest = last?.prices === prices ? last.lowest : await lowestOf(keeper.shop, facts);
  const text = JSON.stringify(productView(frame, { ...facts, lowest }, locale));
  const answer = { text, etag: etagOf(text) };
  keeper.made.set(frame, before.set(tongue, { prices, units, lowest, answer }));
  return answer;
}

async function show(keeper: Keeper, key: string, wanted: PageQuery & { locale: string }) {
  const frame = await frameOf(keeper, key);
  const currency = wanted.currency ?? frame.product.currency;
  const { locale } = wanted;
  const at_ms = keeper.shop.clock.monotonic();
  const facts = await factsOf(keeper.shop, idsOf(frame), currency);
  const answer = await textOf(keeper, { frame, locale }, facts);
  return {
    value: { answer, at_ms, key, frame, currency, locale },
    tags: [frame.product.productId],
  };
}

/**
 * Looks at price and stock of pages in use before they are too old to be shown, many in one
 * statement: looked at one by one, they cost a fifth of what the pages do.
 */
async function renewDue(keeper: Keeper): Promise<void> {
  if (keeper.renewing) return;
  keeper.renewing = true;
  try {
    while (keeper.due.size > 0) {
      await keeper.shop.clock.sleep(gather_ms);
      const due = [...keeper.due];
      keeper.due.clear();
      keeper.touched.clear();
      for (const currency of new Set(due.map(([, shown]) => shown.currency))) {
        await renewAll(
          keeper,
          currency,
          due.filter(([, shown]) => shown.currency === currency),
        );
      }
    }
  } finally {
    keeper.renewing = false;
  }
}

async function renewAll(keeper: Keeper, currency: string, pages: readonly [string, Shown][]) {
  let rest = pages;
  while (rest.length > 0) {
    const part: [string, Shown][] = [];
    const ids: string[] = [];
    for (const page of rest) {
      const own = idsOf(page[1].frame);
      if (part.length > 0 && ids.length + own.length > variantsPerCall_max) break;
      part.push(page);
      ids.push(...own);
    }
    rest = rest.slice(part.length);
    const at_ms = keeper.shop.clock.monotonic();
    const facts = await factsOf(keeper.shop, ids, currency);
    for (const [slot, shown] of part) await renew(keeper, slot, { shown, facts, at_ms });
  }
}

async function renew(
  keeper: Keeper,
  slot: string,
  { shown, facts, at_ms }: { shown: Shown; facts: Facts; at_ms: number },
): Promise<void> {
  const { frame, key } = shown;
  const { productId } = frame.product;
  const ids = idsOf(frame);
  const own = <T>(map: ReadonlyMap<string, T>) =>
    new Map(
      ids.flatMap((id): [string, T][] => {
        const value = map.get(id);
        return value === undefined ? [] : [[id, value]];
      }),
    );
  const mine = { ...facts, prices: own(facts.prices), units: own(facts.units) };
  const answer = await textOf(keeper, shown, mine);
  // Somebody said that it changed: what was read may be from before.
  if (keeper.touched.has(productId) || keeper.frames.get(key) !== frame) return;
  keeper.answers.set(slot, { value: { ...shown, answer, at_ms }, tags: [productId] });
}

async function variantsOf(shop: ReadShop, key: string, query: VariantQuery) {
  const product = await find(shop, key);
  if (product === null) return null;
  const wanted = live(product).filter((variant) => {
    const has = { ...product.attributes, ...variant.attributes };
    return [...query.attributes].every(([code, any]) =>
      any.some((value) => has[code]?.toLowerCase() === value.toLowerCase()),
    );
  });
  const currency = query.currency ?? product.currency;
  const ids = wanted.map((variant) => variant.variantId);
  const facts = await factsOf(shop, ids, currency);
  const lowest = await lowestOf(shop, facts);
  return wanted.map((variant) => variantView(product, variant, { ...facts, lowest }));
}

/**
 * The language of a page: one that names are in, else one that its highlights are in, so that there
 * are no more kept texts than languages in use. Null when there is no such product.
 */
async function localeFor(keeper: Keeper, key: string, wanted: string | undefined) {
  if (wanted === undefined) return '';
  const named = (await keeper.shop.shelf.get()).localeOf(wanted);
  if (named !== '') return named;
  try {
    const { highlights } = (await frameOf(keeper, key)).product;
    const base = wanted.split('-', 1)[0] ?? '';
    return Object.hasOwn(highlights, base) ? base : '';
  } catch (error) {
    if (error === missing) return null;
    throw error;
  }
}

/** The pages of products, for all readers of this process. */
export function productPages(shop: ReadShop): Pages {
  const { clock } = shop;
  const limits = { entries_max: pages_max, clock };
  const keeper: Keeper = {
    shop,
    answers: memoryCache<Shown>({ name: 'catalog.product', ttl_ms: facts_ms, ...limits }),
    frames: memoryCache<ProductFrame>({ name: 'catalog.frame', ttl_ms: frame_ms, ...limits }),
    made: new WeakMap(),
    due: new Map(),
    renewing: false,
    touched: new Set(),
  };
  const { answers, frames } = keeper;
  return {
    async product(key, { currency, locale: wanted }) {
      const locale = await localeFor(keeper, key, wanted);
      if (locale === null) return null;
      const slot = `${key} ${currency ?? ''} ${locale}`;
      const known = answers.get(slot);
      if (known !== undefined) {
        if (clock.monotonic() - known.at_ms > soon_ms && keeper.due.size < due_max) {
          keeper.due.set(slot, known);
          renewDue(keeper).catch(() => undefined);
        }
        return known.answer;
      }
      try {
        return (await answers.load(slot, () => show(keeper, key, { currency, locale }))).answer;
      } catch (error) {
        if (error === missing) return null;
        throw error;
      }
    },
    variants: (key, query) => variantsOf(shop, key, query),
    touched(productIds) {
      for (const productId of productIds) {
        frames.invalidate(productId);
        answers.invalidate(productId);
        if (keeper.renewing) keeper.touched.add(productId);
      }
    },
  };
}
