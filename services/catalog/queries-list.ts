/**
 * The public lists. What is on a page, in which order and with which counts is asked of the index
 * in memory, and asked again when something in its categories changed, at most 3 s later.
 * The cards on it are never more than a second behind what is committed.
 */
import { sheet, type Cards, type Sheet } from './cards.ts';
import {
  facetBrands_max,
  facetsOf,
  facetSellers_max,
  relaxOf,
  topOf,
  type FacetScope,
  type Facets,
} from './facets.ts';
import type { Follower } from './listing-follow.ts';
import type { ListingIndex } from './listing-index.ts';
import { ask, type Found, type IndexFilter, type IndexSort, type Tally } from './listing-query.ts';
import { crumb } from './model-page.ts';
import type { Category } from './model-category.ts';
import { encodeCursor, type Cursor, type ListFilter, type Sort } from './model-list.ts';
import type { Names } from './names.ts';
import { lagOf, PageStore, sizeOf, type Kept } from './page-store.ts';
import type { Answer } from './queries.ts';
import type { Shelf, ShelfCache } from './shelf.ts';

export interface ListQuery {
  filter: ListFilter;
  sort: Sort;
  cursor: Cursor | null;
  page: number;
  size: number;
}

export interface ShowcaseQuery {
  currency: string;
  locale: string;
  /** null: those at the top with most products. */
  categories: readonly Category[] | null;
  sort: IndexSort;
  size: number;
}

export interface Lists {
  list(query: ListQuery): Promise<Answer>;
  showcase(query: ShowcaseQuery): Promise<Answer>;
  /** Products per category with those below it; without products a category is left out. */
  counts(currency: string): Promise<ReadonlyMap<string, number>>;
}

export interface ListTools {
  follower: Follower;
  cards: Cards;
  shelf: ShelfCache;
  brands: Names;
  sellers: Names;
  clock: { monotonic(): number };
}

/** The whole tree is counted and written again at most so often. */
const counts_ms = 1_000;
const showcase_max = 12;

/** How far a set of categories has changed; comparing two tells whether anything did. */
function versionOf(index: ListingIndex, categories: readonly number[]): number {
  let sum = 0;
  for (const category of categories) sum += index.leaves.get(category)?.version ?? 0;
  return sum;
}

/** Numbers of the categories of a branch that ever had products. */
export function numbersOf(index: ListingIndex, branch: readonly string[]): number[] {
  return branch.flatMap((categoryId) => index.categories.find(categoryId) ?? []);
}

export function indexFilter(index: ListingIndex, filter: ListFilter): IndexFilter {
  const { min_minor, max_minor, rating_x100, inStock } = filter;
  return {
    brands: filter.brandIds?.flatMap((id) => index.brands.find(id) ?? []) ?? null,
    sellers: filter.sellerIds?.flatMap((id) => index.sellers.find(id) ?? []) ?? null,
    min_minor,
    max_minor,
    rating_x100,
    inStock,
    tokens: filter.attributes.map(({ code, values }) => ({
      code: index.tokens.codes.find(code) ?? -1,
      any: values.flatMap((value) => index.tokens.find(`${code}=${value}`) ?? []),
    })),
  };
}

/** Facets with the names of what they count; two statements at most. */
export async function namedFacets(
  { brands, sellers }: Pick<ListTools, 'brands' | 'sellers'>,
  tally: Tally,
  scope: Omit<FacetScope, 'brands' | 'sellers'>,
): Promise<Facets> {
  const { index } = scope;
  const first = (list: [number, number][], max: number, text: (number: number) => string) =>
    topOf(list, max).map(([number]) => text(number));
  const [brandNames, sellerNames] = await Promise.all([
    brands.named(first(tally.brands, facetBrands_max, (n) => index.brands.text(n))),
    sellers.named(first(tally.sellers, facetSellers_max, (n) => index.sellers.text(n))),
  ]);
  return facetsOf(tally, { ...scope, brands: brandNames, sellers: sellerNames });
}

/** A page of a list as text with places for its cards. `more` are members beside those of lists. */
export function pageSheet(
  found: Found,
  facets: Facets,
  page: {
    filter: ListFilter;
    sort: string;
    page: number;
    size: number;
    exact: boolean;
    total: number;
    more?: (string | readonly number[])[];
  },
): Sheet {
  const { filter, size, total } = page;
  const last = found.rows.at(-1);
  const next =
    found.hasMore && last !== undefined ? encodeCursor({ sort: page.sort, ...last }) : null;
  const pagination = { page: page.page, size, total, totalIsExact: page.exact };
  const { hasMore } = found;
  const relax = relaxOf(found, filter.attributes);
  const rest = JSON.stringify({ pagination, nextCursor: next, hasMore, facets, relax });
  return sheet(filter.currency, [
    '{"products":[',
    found.rows.map((row) => row.rowNo),
    `],${rest.slice(1, -1)}`,
    ...(page.more ?? []),
    '}',
  ]);
}

async function makePage(tools: ListTools, index: ListingIndex, query: ListQuery): Promise<Kept> {
  const { filter, sort, cursor, page, size } = query;
  const shelf = await tools.shelf.get();
  const categories = numbersOf(index, shelf.branch(filter.categoryId));
  const at_ms = tools.clock.monotonic();
  const version = versionOf(index, categories);
  const found = ask(index, {
    filter: indexFilter(index, filter),
    categories,
    candidates: null,
    sort,
    after: cursor,
    offset: cursor === null ? page * size : 0,
    limit: size,
  });
  const { currency, categoryId, locale } = filter;
  const scope = { index, currency, categoryId, locale, shelf };
  const facets = await namedFacets(tools, found.tally, scope);
  const made = pageSheet(found, facets, { ...query, exact: true, total: found.total });
  return {
    sheet: made,
    at_ms,
    version,
    lag_ms: lagOf(found.without.get('all') ?? 0),
    chars: sizeOf(made),
  };
}

/** The lists, for all readers of this process. */
export function productLists(tools: ListTools): Lists {
  const { follower, cards, clock, shelf } = tools;
  const store = new PageStore();
  const counted = new Map<string, { counts: Counted; at_ms: number }>();
  const current = async (kept: Kept, index: ListingIndex, categoryId: string | null) => {
    const now_ms = clock.monotonic();
    if (now_ms - kept.at_ms < kept.lag_ms) return true;
    const categories = numbersOf(index, (await shelf.get()).branch(categoryId));
    if (versionOf(index, categories) !== kept.version) return false;
    kept.at_ms = now_ms;
    return true;
  };
  return {
    async list(query) {
      const { filter, sort, cursor, page, size } = query;
      const index = await follower.index(filter.currency);
      const key = JSON.stringify([filter, sort, cursor, page, size]);
      let kept = store.get(key);
      if (kept === undefined || !(await current(kept, index, filter.categoryId))) {
        kept = await store.make(key, () => makePage(tools, index, query));
      }
      return cards.answer(kept.sheet);
    },
    async showcase(query) {
      const index = await follower.index(query.currency);
      const ids = query.categories?.map((one) => one.categoryId) ?? null;
      const { currency, locale, sort, size } = query;
      const key = JSON.stringify(['showcase', currency, locale, ids, sort, size]);
      let kept = store.get(key);
      if (kept === undefined || !(await current(kept, index, null))) {
        kept = await store.make(key, () => makeShowcase(tools, index, query));
      }
      return cards.answer(kept.sheet);
    },
    counts: async (currency) => {
      const index = await follower.index(currency);
      const now_ms = clock.monotonic();
      const known = counted.get(currency);
      if (known !== undefined && now_ms - known.at_ms < counts_ms) return known.counts;
      const counts = countsOf(index, await shelf.get());
      counted.set(currency, { counts, at_ms: now_ms });
      return counts;
    },
  };
}

export const nothing: IndexFilter = {
  brands: null,
  sellers: null,
  min_minor: null,
  max_minor: null,
  rating_x100: null,
  inStock: null,
  tokens: [],
};

async function makeShowcase(
  { shelf, clock }: ListTools,
  index: ListingIndex,
  { currency, locale, categories, sort, size }: ShowcaseQuery,
): Promise<Kept> {
  const now = await shelf.get();
  const at_ms = clock.monotonic();
  const counts = countsOf(index, now);
  const count = (category: Category) => counts.get(category.categoryId) ?? 0;
  const top = [...(now.tree.children.get('') ?? [])].sort((a, b) => count(b) - count(a));
  const rails = (categories ?? top.slice(0, showcase_max)).filter((one) => count(one) > 0);
  const parts: (string | readonly number[])[] = [];
  for (const category of rails) {
    const numbers = numbersOf(index, now.branch(category.categoryId));
    const page = { candidates: null, sort, after: null, offset: 0, limit: size };
    const { rows } = ask(index, { filter: nothing, categories: numbers, ...page });
    const head = JSON.stringify({ ...crumb(category, locale), productCount: count(category) });
    parts.push(`${parts.length === 0 ? '' : ']},'}{"category":${head},"products":[`);
    parts.push(rows.map((row) => row.rowNo));
  }
  const made = sheet(currency, ['{"rails":[', ...parts, `${rails.length === 0 ? '' : ']}'}]}`]);
  const version = versionOf(index, numbersOf(index, now.branch(null)));
  return { sheet: made, at_ms, version, lag_ms: lagOf(index.size), chars: sizeOf(made) };
}

const sums = new WeakMap<ListingIndex, { version: number; shelf: Shelf; counts: Counted }>();
type Counted = ReadonlyMap<string, number>;

/** Products of each category with those below it, added up once per state of the index. */
export function countsOf(index: ListingIndex, shelf: Shelf): Counted {
  const known = sums.get(index);
  if (known?.version === index.version && known.shelf === shelf) return known.counts;
  const counts = new Map<string, number>();
  for (const leaf of index.leaves.values()) {
    if (leaf.n === 0) continue;
    for (const { categoryId } of shelf.tree.line(index.categories.text(leaf.category))) {
      counts.set(categoryId, (counts.get(categoryId) ?? 0) + leaf.n);
    }
  }
  sums.set(index, { version: index.version, shelf, counts });
  return counts;
}
