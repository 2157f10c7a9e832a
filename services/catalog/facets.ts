/** What was counted, as shoppers see it: facets with names, and which filter to drop. Pure. */
import { toMajor } from '#kernel/core/money.ts';
import { nameIn } from './languages.ts';
import type { ListingIndex } from './listing-index.ts';
import type { Found, Tally } from './listing-query.ts';
import { priceEdges, type AttributeFilter } from './model-list.ts';
import type { Shelf } from './shelf.ts';

export const facetBrands_max = 30;
export const facetSellers_max = 20;
const facetCategories_max = 50;
const facetAttributes_max = 12;
const facetValues_max = 20;

/** Name and slug of a brand or seller. */
export interface Named {
  name: string;
  slug: string;
}

export interface FacetScope {
  index: ListingIndex;
  currency: string;
  locale: string;
  /** The category that is shown; null for all. */
  categoryId: string | null;
  shelf: Shelf;
  brands: ReadonlyMap<string, Named>;
  sellers: ReadonlyMap<string, Named>;
}

/** The most common ones, most first. Reads a long list once, without sorting it. */
export function topOf(list: readonly [number, number][], max: number): [number, number][] {
  const before = (a: [number, number], b: [number, number]) => b[1] - a[1] || a[0] - b[0];
  const top: [number, number][] = [];
  for (const one of list) {
    const last = top[max - 1];
    if (last !== undefined && before(one, last) >= 0) continue;
    const at = top.findIndex((other) => before(one, other) < 0);
    top.splice(at < 0 ? top.length : at, 0, one);
    if (top.length > max) top.pop();
  }
  return top;
}

export function facetsOf(tally: Tally, scope: FacetScope) {
  const { index, currency } = scope;
  return {
    brands: topOf(tally.brands, facetBrands_max).flatMap(([number, count]) => {
      const named = scope.brands.get(index.brands.text(number));
      return named === undefined ? [] : [{ ...named, count }];
    }),
    priceRanges: priceRanges(tally.prices, currency),
    categories: childCounts(tally, scope),
    ratings: [4, 3, 2, 1].map((min) => ({
      min,
      count: tally.ratings.slice(min).reduce((sum, n) => sum + n, 0),
    })),
    availability: { inStock: tally.inStock, all: tally.anyStock },
    sellers: topOf(tally.sellers, facetSellers_max).map(([number, count]) => {
      const sellerId = index.sellers.text(number);
      const named = scope.sellers.get(sellerId);
      return { sellerId, name: named?.name ?? null, slug: named?.slug ?? null, count };
    }),
    attributes: attributeFacets(tally, scope),
  };
}

export type Facets = ReturnType<typeof facetsOf>;

function priceRanges(counts: readonly number[], currency: string) {
  const edges = priceEdges(currency);
  return [0, ...edges]
    .map((from, at) => ({
      min: toMajor(from, currency),
      max: at < edges.length ? toMajor(edges[at] ?? 0, currency) : null,
      count: counts[at] ?? 0,
    }))
    .filter((range) => range.count > 0);
}

/** Counts of the categories one step below the one that is shown. */
function childCounts(
  tally: Pick<Tally, 'categories'>,
  { index, categoryId, shelf, locale }: FacetScope,
) {
  const depth = categoryId === null ? 0 : (shelf.tree.byId.get(categoryId)?.depth ?? 0);
  const sums = new Map<string, number>();
  for (const [number, n] of tally.categories) {
    const child = shelf.tree.line(index.categories.text(number))[depth];
    if (child === undefined) continue;
    sums.set(child.categoryId, (sums.get(child.categoryId) ?? 0) + n);
  }
  return [...sums]
    .flatMap(([id, count]) => {
      const child = shelf.tree.byId.get(id);
      if (child === undefined) return [];
      const { slug, path } = child;
      return [{ categoryId: id, name: nameIn(child, locale), slug, path, count }];
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, facetCategories_max);
}

interface AttributeFacet {
  code: string;
  name: string;
  unit: string | null;
  values: { value: string; label?: string; count: number }[];
}

/** The attributes that most products have, each with its most common values. */
function attributeFacets(
  { tokens }: Tally,
  { index, shelf, locale }: FacetScope,
): AttributeFacet[] {
  const byCode = new Map<number, [number, number][]>();
  for (const pair of tokens) {
    const code = index.tokens.code(pair[0]);
    const values = byCode.get(code);
    if (values === undefined) byCode.set(code, [pair]);
    else values.push(pair);
  }
  const facets = [...byCode].flatMap(([number, pairs]) => {
    const code = index.tokens.codes.text(number);
    const label = index.tokens.isWide(number) ? null : shelf.label(code, locale);
    if (label === null) return [];
    const top = topOf(pairs, facetValues_max);
    const values = top.map(([token, count]) => {
      const value = index.tokens.text(token).slice(code.length + 1);
      return { value, ...shelf.valueLabel(code, value, locale), count };
    });
    return [{ code, ...label, values, weight: top.reduce((sum, [, n]) => sum + n, 0) }];
  });
  return facets
    .sort((a, b) => b.weight - a.weight || (a.code < b.code ? -1 : 1))
    .slice(0, facetAttributes_max)
    .map(({ code, name, unit, values }) => ({ code, name, unit, values }));
}

export interface Relax {
  /** Which filter to drop: its name in the query, 'price' for both bounds, 'all' for all. */
  drop: string;
  /** How many products there would be without it. */
  total: number;
}

/** The filter without which there would be most products; null when nothing helps. */
export function relaxOf(found: Found, attributes: readonly AttributeFilter[]): Relax | null {
  if (found.total > 0) return null;
  const all = found.without.get('all') ?? 0;
  let most: Relax | null = null;
  for (const [name, total] of found.without) {
    if (name === 'all' || total <= (most?.total ?? 0)) continue;
    const at = name.startsWith('attr ') ? Number(name.slice('attr '.length)) : -1;
    const code = attributes[at]?.code;
    most = { drop: code === undefined ? name : `attr.${code}`, total };
  }
  return most ?? (all > 0 ? { drop: 'all', total: all } : null);
}
