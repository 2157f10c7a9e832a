/**
 * What is like a product, and what sells, for recommendations. From memory: alike is looked for
 * among the most liked of a category, so that the work does not grow with it.
 */
import type { Clock } from '#kernel/core/clock.ts';
import { ask, type Sort } from './ask.ts';
import type { Book } from './book.ts';
import type { FindTools } from './find.ts';
import { fact, factWords, type SearchIndex } from './index.ts';
import { toolsWhileReading } from './reading.ts';
import { rowsOfProducts } from './store.ts';

/** So many of a category are compared. */
const compared_max = 200;
/** What sells in the whole shop is found out so often at most. */
const best_ms = 10_000;
const bestKept_max = 200;
/** So long it is waited for an index that is being read; then some new products do. */
const wait_ms = 300;

interface First {
  /** null: the whole shop. */
  categoryId: string | null;
  currency: string;
  sort: Sort;
  limit: number;
}

/** The first documents of a category, or of all, in an order; in stock. */
function first(index: SearchIndex, book: Book, of: First): number[] {
  const root = of.categoryId === null ? null : (book.byId.get(of.categoryId)?.path ?? '');
  const below = book.categories.filter(({ path }) => path === root || path.startsWith(`${root}/`));
  const numbers = below.flatMap(({ categoryId }) => index.byCategory.numberOf(categoryId) ?? []);
  const filter = {
    currency: of.currency,
    categories: root === null ? null : numbers,
    brands: null,
    sellers: null,
    min_minor: null,
    max_minor: null,
    rating_x100: null,
    inStock: true,
    attributes: [],
  };
  const page = { after: null, offset: 0, limit: of.limit, edges: [], boosts: null, lean: true };
  return ask(index, { docs: null, filter, sort: of.sort, ...page }).page.map(({ doc }) => doc);
}

export interface Traits {
  attributes: ReadonlySet<number>;
  /** 0: none. */
  brand: number;
  price_minor: number;
}

function traitsOf(index: SearchIndex, doc: number, currency: string): Traits {
  const base = doc * factWords;
  const { facts, values } = index;
  const from = facts[base + fact.tokens] ?? 0;
  const to = from + (facts[base + fact.tokenCount] ?? 0);
  return {
    attributes: new Set(values.subarray(from, to)),
    brand: facts[base + fact.brand] ?? 0,
    price_minor: Math.max(0, index.pricesIn(currency)[doc] ?? 0),
  };
}

/** How alike two products are, 0 to 1: shared attributes (Jaccard), the same brand, the price. */
export function likeness(a: Traits, b: Traits): number {
  const shared = [...b.attributes].filter((one) => a.attributes.has(one)).length;
  const all = a.attributes.size + b.attributes.size - shared;
  const attributes = all === 0 ? 0 : shared / all;
  const brand = a.brand !== 0 && a.brand === b.brand ? 1 : 0;
  const high = Math.max(a.price_minor, b.price_minor);
  const price = high === 0 ? 1 : Math.min(a.price_minor, b.price_minor) / high;
  return 0.5 * attributes + 0.2 * brand + 0.3 * price;
}

/** Documents of products; one statement. */
async function docsOf({ db }: FindTools, index: SearchIndex, productIds: readonly string[]) {
  const rows = await rowsOfProducts(db, productIds);
  return [...rows.values()].map((row) => index.docOf(row)).filter((doc) => doc >= 0);
}

function categoryOf(index: SearchIndex, doc: number): string {
  return index.byCategory.text(index.facts[doc * factWords + fact.category] ?? 0);
}

/** What sells in the whole shop, kept for some seconds: it is looked for among all products. */
function bestOfShop(clock: Clock) {
  const kept = new Map<string, { at_ms: number; docs: number[]; index: SearchIndex }>();
  return (index: SearchIndex, book: Book, of: First): number[] => {
    const key = `${of.currency} ${of.limit}`;
    const known = kept.get(key);
    const now_ms = clock.monotonic();
    if (known?.index === index && now_ms - known.at_ms < best_ms) return known.docs;
    const docs = first(index, book, of);
    kept.set(key, { at_ms: now_ms, docs, index });
    for (const oldest of kept.keys()) {
      if (kept.size <= bestKept_max) break;
      kept.delete(oldest);
    }
    return docs;
  };
}

export function likeCalls(tools: FindTools) {
  const whole = bestOfShop(tools.clock);
  const anything = { typed: null, categoryIds: null, isTyping: false };
  const scene = async () => {
    const whole = await tools.follower.indexWithin(wait_ms);
    const { follower } = whole === null ? await toolsWhileReading(tools, anything) : tools;
    return Promise.all([whole ?? follower.index(), tools.books.get()]);
  };
  return {
    async alike(of: { productId: string; currency: string; limit: number }) {
      const { productId, currency, limit } = of;
      const [index, book] = await scene();
      const [doc] = await docsOf(tools, index, [productId]);
      if (doc === undefined) return { productIds: [] };
      const own = traitsOf(index, doc, currency);
      const categoryId = categoryOf(index, doc);
      const wanted = { categoryId, currency, sort: 'popular', limit: compared_max } as const;
      const ranked = first(index, book, wanted)
        .filter((other) => other !== doc)
        .map((other) => ({ other, score: likeness(own, traitsOf(index, other, currency)) }))
        .sort((a, b) => b.score - a.score || a.other - b.other);
      return { productIds: ranked.slice(0, limit).map(({ other }) => index.productId(other)) };
    },

    async best(of: { near: string[]; currency: string; limit: number }) {
      const { near, currency, limit } = of;
      const [index, book] = await scene();
      const known = near.length === 0 ? [] : await docsOf(tools, index, near);
      const categories = [...new Set(known.map((doc) => categoryOf(index, doc)))];
      const wanted = { currency, sort: 'popular', limit: limit + near.length } as const;
      const lists = categories.map((categoryId) => first(index, book, { categoryId, ...wanted }));
      const inTurn = Array.from({ length: wanted.limit }, (_, at) =>
        lists.flatMap((list) => list[at] ?? []),
      ).flat();
      const shop = whole(index, book, { categoryId: null, ...wanted });
      const asked = new Set(known);
      const docs = [...new Set([...inTurn, ...shop])].filter((doc) => !asked.has(doc));
      return { productIds: docs.slice(0, limit).map((doc) => index.productId(doc)) };
    },
  };
}
