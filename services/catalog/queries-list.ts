/** The public list with facets: counts and pages as finished text, made once for all readers. */
import { toMajor } from '#kernel/core/money.ts';
import { AnswerCache } from './answer-cache.ts';
import type { Category } from './model-category.ts';
import {
  encodeCursor,
  exact_max,
  filterKey,
  isPlain,
  priceEdges,
  type Counted,
  type Cursor,
  type FacetRow,
  type Facets,
  type ListFilter,
  type Sort,
} from './model-list.ts';
import type { Answer, ReadShop } from './queries.ts';
import type { Shelf } from './shelf.ts';
import { categoryCounts } from './store-listing.ts';
import { countMatches, facetRows, keyOf, listPage, type CardRow } from './store-list.ts';
import { etagOf } from '#kernel/http/etag.ts';

export interface ListQuery {
  filter: ListFilter;
  category: Category | null;
  sort: Sort;
  cursor: Cursor | null;
  page: number;
  size: number;
}

export interface Lists {
  list(query: ListQuery): Promise<Answer>;
  /** Visible products per category; '' holds all. Recounted in the background. */
  counts(currency: string): Promise<Map<string, number>>;
  /** What a seller or admin just changed should show at once to them. */
  clear(): void;
}

const page_limits = { fresh_ms: 5_000, stale_ms: 60_000, entries_max: 20_000 };
const facet_limits = { fresh_ms: 20_000, stale_ms: 300_000, entries_max: 10_000 };

interface Shelves {
  shop: ReadShop;
  pages: AnswerCache<Answer>;
  facets: AnswerCache<Counted>;
  counts: AnswerCache<Map<string, number>>;
}

/** Lists: a page is at most 5 s old when read often and 60 s when not; facets 20 s and 5 min. */
export function productLists(shop: ReadShop): Lists {
  const { clock } = shop;
  const bytes_max = 64 * 1024 * 1024;
  const count_limits = { fresh_ms: 5_000, stale_ms: 60_000, entries_max: 50, bytes_max };
  const shelves: Shelves = {
    shop,
    pages: new AnswerCache(
      clock,
      { ...page_limits, bytes_max: 2 * bytes_max },
      ({ text }) => 200 + text.length,
    ),
    facets: new AnswerCache(clock, { ...facet_limits, bytes_max }, () => 6_000),
    counts: new AnswerCache(clock, count_limits, (map) => map.size * 100),
  };
  return {
    async list(query) {
      const { filter, sort, cursor, page, size } = query;
      const key = JSON.stringify([filter, sort, cursor, page, size]);
      return shelves.pages.peek(key) ?? shelves.pages.get(key, () => makePage(shelves, query));
    },
    counts: (currency) => countsOf(shelves, currency),
    clear() {
      shelves.pages.clear();
      shelves.facets.clear();
      shelves.counts.clear();
    },
  };
}

function countsOf({ counts, shop }: Shelves, currency: string): Promise<Map<string, number>> {
  return counts.get(currency, () => categoryCounts(shop.db, currency));
}

/** Total and facets of a filter; the same for all its pages and orders. */
function count(shelves: Shelves, filter: ListFilter, category: Category | null): Promise<Counted> {
  const { shop, facets } = shelves;
  return facets.get(filterKey(filter), async () => {
    const shelf = await shop.shelf.get();
    const known = await countsOf(shelves, filter.currency);
    const n = await countMatches(shop.db, filter);
    const narrow = n <= exact_max;
    const edges = priceEdges(filter.currency);
    const all = Math.max(known.get('') ?? 0, n);
    const { rows, by } = await facetRows(shop.db, filter, { narrow, total: all, edges });
    const looked = rows.find((row) => row.kind === 'total')?.n ?? 0;
    const kept = isPlain(filter) ? known.get(category?.categoryId ?? '') : undefined;
    const total = narrow ? n : Math.max(n, kept ?? Math.round(looked * by));
    return {
      total,
      exact: narrow || kept !== undefined,
      broad: !narrow,
      facets: facetsOf(rows as FacetRow[], { by, filter, category, shelf }),
    };
  });
}

/** Counts of a facet that is being chosen from ignore the choice: the others stay visible. */
async function counted(shelves: Shelves, query: ListQuery): Promise<Counted> {
  const { filter, category } = query;
  const main = await count(shelves, filter, category);
  const shown: Facets = { ...main.facets };
  const without = async (change: Partial<ListFilter>): Promise<Facets> =>
    (await count(shelves, { ...filter, ...change }, category)).facets;
  if (filter.brandIds !== null) {
    shown.brands = (await without({ brandIds: null })).brands;
  }
  if (filter.min_minor !== null || filter.max_minor !== null) {
    shown.priceRanges = (await without({ min_minor: null, max_minor: null })).priceRanges;
  }
  if (filter.rating_x100 !== null) {
    shown.ratings = (await without({ rating_x100: null })).ratings;
  }
  for (const { code } of filter.attributes) {
    const rest = filter.attributes.filter((one) => one.code !== code);
    const open = (await without({ attributes: rest })).attributes;
    const mine = open.find((one) => one.code === code);
    const others = shown.attributes.filter((one) => one.code !== code);
    shown.attributes = mine === undefined ? others : [mine, ...others];
  }
  return { ...main, facets: shown };
}

async function makePage(shelves: Shelves, query: ListQuery): Promise<Answer> {
  const { filter, sort, cursor, page, size } = query;
  const { total, exact, broad, facets } = await counted(shelves, query);
  const offset = cursor === null ? page * size : 0;
  const wanted = { filter, sort, cursor, offset, limit: size + 1, broad };
  const rows = await listPage(shelves.shop.db, wanted);
  const hasMore = rows.length > size;
  const cards = hasMore ? rows.slice(0, size) : rows;
  const last = cards.at(-1);
  const text = JSON.stringify({
    products: cards.map((card) => cardView(card, filter.currency)),
    pagination: { page, size, total, totalIsExact: exact },
    nextCursor: hasMore && last !== undefined ? cursorAfter(last, sort) : null,
    hasMore,
    facets,
  });
  return { text, etag: etagOf(text) };
}

function cursorAfter(card: CardRow, sort: Sort): string {
  return encodeCursor({ sort, key: keyOf(card, sort), productId: card.productId });
}

function cardView(card: CardRow, currency: string) {
  const onSale = card.price_minor < card.base_minor;
  return {
    productId: card.productId,
    slug: card.slug,
    variantId: card.variantId,
    variantCount: card.variantCount,
    sellerId: card.sellerId,
    name: card.name,
    brand: card.brand,
    price: toMajor(card.base_minor, currency),
    salePrice: onSale ? toMajor(card.price_minor, currency) : null,
    currency,
    imageUrl: card.imageUrl,
    rating: card.rating_x100 / 100,
    reviewCount: card.reviewCount,
    inStock: card.inStock,
  };
}

interface FacetScope {
  by: number;
  filter: ListFilter;
  category: Category | null;
  shelf: Shelf;
}

function facetsOf(rows: readonly FacetRow[], scope: FacetScope): Facets {
  const { by, filter, shelf } = scope;
  const of = (kind: FacetRow['kind']) => rows.filter((row) => row.kind === kind);
  const count = (n: number) => Math.round(n * by);
  return {
    brands: of('brand').map((row) => ({
      name: row.label ?? row.key,
      slug: row.key,
      count: count(row.n),
    })),
    priceRanges: priceRanges(of('price'), filter.currency, count),
    categories: childCounts(of('category'), scope),
    ratings: [4, 3, 2, 1].map((min) => ({
      min,
      count: count(
        of('rating').reduce((sum, row) => (Number(row.key) >= min ? sum + row.n : sum), 0),
      ),
    })),
    attributes: attributeFacets(of('attribute'), shelf, count),
  };
}

function priceRanges(rows: FacetRow[], currency: string, count: (n: number) => number) {
  const edges = priceEdges(currency);
  const found = new Map(rows.map((row) => [Number(row.key), row.n]));
  return [0, ...edges]
    .map((from, at) => ({
      min: toMajor(from, currency),
      max: at < edges.length ? toMajor(edges[at] ?? 0, currency) : null,
      count: count(found.get(at) ?? 0),
    }))
    .filter((range) => range.count > 0);
}

/** Counts of the categories one step below the one that is shown. */
function childCounts(rows: FacetRow[], { by, category, shelf }: FacetScope) {
  const depth = category?.depth ?? 0;
  const sums = new Map<string, number>();
  for (const row of rows) {
    const child = shelf.tree.line(row.key)[depth];
    if (child !== undefined) {
      sums.set(child.categoryId, (sums.get(child.categoryId) ?? 0) + row.n);
    }
  }
  return [...sums]
    .flatMap(([categoryId, n]) => {
      const child = shelf.tree.byId.get(categoryId);
      if (child === undefined) return [];
      const { name, slug, path } = child;
      return [{ categoryId, name, slug, path, count: Math.round(n * by) }];
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, 50);
}

const facetAttributes_max = 12;
const facetValues_max = 20;

function attributeFacets(rows: FacetRow[], shelf: Shelf, count: (n: number) => number) {
  const byCode = new Map<string, Facets['attributes'][number]>();
  for (const row of rows) {
    const at = row.key.indexOf('=');
    const code = row.key.slice(0, at);
    const name = shelf.label(code);
    if (name === null) continue;
    const facet = byCode.get(code) ?? { code, name, values: [] };
    byCode.set(code, facet);
    if (facet.values.length < facetValues_max) {
      facet.values.push({ value: row.key.slice(at + 1), count: count(row.n) });
    }
  }
  return [...byCode.values()].slice(0, facetAttributes_max);
}
