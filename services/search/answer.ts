/** What is found as it is shown: cards, facets with names, what to drop when nothing is left. */
import type { Clock } from '#kernel/core/clock.ts';
import { toMajor } from '#kernel/core/money.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Reply } from './ask.ts';
import type { Shelf } from './book.ts';
import type { Found, FindQuery } from './find.ts';
import type { Follower } from './follow.ts';
import type { SearchIndex } from './index.ts';
import type { Lexicon } from './lexicon.ts';
import { encodeCursor, marksIn, priceEdges } from './model.ts';
import { plainWords } from './contract.ts';
import { cardRows, type CardRow } from './store.ts';

const cards_max = 20_000;
const card_ms_max = 1_000;
export const facetBrands_max = 30;
const facetSellers_max = 20;
const facetCategories_max = 50;
const facetAttributes_max = 12;
const facetValues_max = 20;

export interface Card {
  productId: string;
  slug: string;
  variantId: string;
  variantCount: number;
  sellerId: string;
  name: string;
  brand: string | null;
  price: number;
  salePrice: number | null;
  currency: string;
  imageUrl: string | null;
  rating: number;
  reviewCount: number;
  inStock: boolean;
}

export interface Cards {
  /** By row, in their order; those that cannot be bought any more are left out. */
  of(rows: readonly number[], currency: string): Promise<Card[]>;
}

function cardOf(row: CardRow, currency: string): Card {
  const [variantId, variantCount, price_minor, base_minor] = row.offer;
  return {
    productId: row.productId,
    slug: row.slug,
    variantId,
    variantCount,
    sellerId: row.sellerId,
    name: row.name,
    brand: row.brand === '' ? null : row.brand,
    price: toMajor(base_minor, currency),
    salePrice: price_minor < base_minor ? toMajor(price_minor, currency) : null,
    currency,
    imageUrl: row.imageUrl,
    rating: row.rating_x100 / 100,
    reviewCount: row.reviewCount,
    inStock: row.inStock,
  };
}

/** Cards kept until their document is different, in this process's view, and for a second. */
export function cardKeeper(db: Sql, clock: Clock, follower: Follower): Cards {
  const kept = new Map<string, { card: Card | null; at_ms: number }>();
  const changed = new Set<number>();
  follower.onChange((rowNo) => changed.add(rowNo));
  return {
    async of(rows, currency) {
      const now_ms = clock.monotonic();
      const key = (row: number) => `${row} ${currency}`;
      if (changed.size > 0) {
        for (const name of kept.keys()) {
          if (changed.has(Number(name.split(' ')[0]))) kept.delete(name);
        }
        changed.clear();
      }
      const missing = rows.filter((row) => {
        const known = kept.get(key(row));
        return known === undefined || now_ms - known.at_ms > card_ms_max;
      });
      const read = await cardRows(db, missing, currency);
      const fresh = new Map(read.map((row) => [row.rowNo, cardOf(row, currency)]));
      const cards = rows.flatMap((row) => {
        if (fresh.has(row) || missing.includes(row)) return fresh.get(row) ?? [];
        return kept.get(key(row))?.card ?? [];
      });
      for (const row of missing) {
        kept.delete(key(row));
        kept.set(key(row), { card: fresh.get(row) ?? null, at_ms: now_ms });
      }
      for (const oldest of kept.keys()) {
        if (kept.size <= cards_max) break;
        kept.delete(oldest);
      }
      return cards;
    },
  };
}

/** The most common ones, most first. Reads a long list once, without sorting it. */
function topOf(list: readonly [number, number][], max: number): [number, number][] {
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

/** Counts of the categories one step below the one that is shown. */
function childCounts(
  { reply, index, book }: Pick<Found, 'reply' | 'index' | 'book'>,
  shown: Shelf | null,
) {
  const depth = shown === null ? 0 : shown.path.split('/').length;
  const sums = new Map<string, number>();
  for (const [number, n] of reply.categories) {
    const path = book.byId.get(index.byCategory.text(number))?.path ?? '';
    if (shown !== null && !path.startsWith(`${shown.path}/`)) continue;
    const child = path
      .split('/')
      .slice(0, depth + 1)
      .join('/');
    if (child !== '') sums.set(child, (sums.get(child) ?? 0) + n);
  }
  return [...sums]
    .flatMap(([path, count]) => {
      const child = book.byPath.get(path);
      if (child === undefined) return [];
      const slug = path.split('/').at(-1) ?? '';
      return [{ categoryId: child.categoryId, name: child.name, slug, path, count }];
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, facetCategories_max);
}

function attributeFacets(reply: Reply, { tokens }: SearchIndex) {
  const byCode = new Map<number, [number, number][]>();
  for (const pair of reply.tokens) {
    const values = byCode.get(tokens.code(pair[0]));
    if (values === undefined) byCode.set(tokens.code(pair[0]), [pair]);
    else values.push(pair);
  }
  const facets = [...byCode]
    .filter(([code]) => !tokens.isWide(code))
    .map(([number, pairs]) => {
      const code = tokens.codes.text(number);
      const top = topOf(pairs, facetValues_max);
      const values = top.map(([token, count]) => {
        return { value: tokens.text(token).slice(code.length + 1), count };
      });
      return { code, values, weight: top.reduce((sum, [, n]) => sum + n, 0) };
    });
  return facets
    .sort((a, b) => b.weight - a.weight || (a.code < b.code ? -1 : 1))
    .slice(0, facetAttributes_max)
    .map(({ code, values }) => ({ code, values }));
}

function facetsOf({ reply, index, book }: Found, currency: string, shown: Shelf | null) {
  const edges = priceEdges(currency);
  return {
    brands: topOf(reply.brands, facetBrands_max).map(([number, count]) => ({
      name: index.brands.text(number),
      count,
    })),
    priceRanges: [0, ...edges]
      .map((from, at) => ({
        min: toMajor(from, currency),
        max: at < edges.length ? toMajor(edges[at] ?? 0, currency) : null,
        count: reply.prices[at] ?? 0,
      }))
      .filter((range) => range.count > 0),
    categories: childCounts({ reply, index, book }, shown),
    ratings: [4, 3, 2, 1].map((min) => ({
      min,
      count: reply.ratings.slice(min).reduce((sum, n) => sum + n, 0),
    })),
    availability: { inStock: reply.inStock, all: reply.anyStock },
    sellers: topOf(reply.sellers, facetSellers_max).map(([number, count]) => ({
      sellerId: index.sellers.text(number),
      count,
    })),
    attributes: attributeFacets(reply, index),
  };
}

/** What there would be without each filter, most first; only when nothing is left. */
function relaxOf(found: Found, query: FindQuery) {
  if (found.reply.total > 0) return [];
  return [...found.reply.without]
    .filter(([, total]) => total > 0)
    .map(([name, total]) => {
      const at = name.startsWith('attr ') ? Number(name.slice('attr '.length)) : -1;
      const code = query.filter.attributes[at]?.code;
      return { drop: code === undefined ? name : `attr.${code}`, total };
    })
    .sort((a, b) => b.total - a.total);
}

export interface AnswerTools {
  cards: Cards;
  lexicon: Lexicon;
}

/** The reply of a search. One statement for the cards that are not kept. */
export async function answerOf(
  { cards, lexicon }: AnswerTools,
  found: Found,
  query: FindQuery & { shown: Shelf | null; size: number; page: number },
) {
  const { currency } = query.filter;
  const products = await cards.of(found.rows, currency);
  const words = products.flatMap((card) => plainWords(`${card.name} ${card.brand ?? ''}`));
  const lexeme = await lexicon.lexemes(words);
  const { last, reply } = found;
  return {
    products: products.map((card) => ({
      ...card,
      highlight: { name: marksIn(card.name, found.lexemes, lexeme) },
    })),
    pagination: {
      page: query.page,
      size: query.size,
      total: reply.total,
      totalIsExact: !found.limited,
    },
    nextCursor: last === null ? null : encodeCursor({ sort: query.sort, ...last }),
    hasMore: reply.hasMore,
    facets: facetsOf(found, currency, query.shown),
    relax: relaxOf(found, query),
    query: query.typed?.text ?? '',
    searchedFor: found.searchedFor,
    correctedQuery: found.corrected,
    droppedWords: found.dropped,
    limited: false,
  };
}
