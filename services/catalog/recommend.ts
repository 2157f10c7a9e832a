/**
 * What the catalogue knows for recommendations: cards as lists have them, products that are alike,
 * and what sells. Alike is looked for among the most liked of a category, so that the work does
 * not grow with it.
 */
import type { Db } from '#kernel/db/db.ts';
import { cardOf } from './cards.ts';
import type { Follower } from './listing-follow.ts';
import { ask, type IndexSort } from './listing-query.ts';
import { nothing, numbersOf } from './queries-list.ts';
import type { ShelfCache } from './shelf.ts';
import { cardRowsOf, idsOfKeys, traitsOf, traitsOfRows, type TraitRow } from './store-listing.ts';

/** So many of a category are compared. */
const compared_max = 200;

export interface RecommendTools {
  db: Db;
  follower: Follower;
  shelf: ShelfCache;
}

export type Suggestions = ReturnType<typeof suggestions>;

/** How alike two products are, 0 to 1: shared attributes (Jaccard), the same brand, the price. */
export function likeness(a: TraitRow, b: TraitRow): number {
  const own = new Set(a.attrs);
  const shared = b.attrs.filter((one) => own.has(one)).length;
  const all = own.size + b.attrs.length - shared;
  const attributes = all === 0 ? 0 : shared / all;
  const brand = a.brandId !== null && a.brandId === b.brandId ? 1 : 0;
  const [low, high] = [
    Math.min(a.price_minor, b.price_minor),
    Math.max(a.price_minor, b.price_minor),
  ];
  const price = high === 0 ? 1 : low / high;
  return 0.5 * attributes + 0.2 * brand + 0.3 * price;
}

/** Row numbers of the first products of a category in an order, in stock. */
function firstOf(follower: Follower, shelf: ShelfCache) {
  return async (
    categoryId: string | null,
    { currency, sort, limit }: { currency: string; sort: IndexSort; limit: number },
  ) => {
    const index = await follower.index(currency);
    const categories = numbersOf(index, (await shelf.get()).branch(categoryId));
    const page = { candidates: null, sort, after: null, offset: 0, limit };
    const { rows } = ask(index, { filter: { ...nothing, inStock: true }, categories, ...page });
    return rows.map((row) => row.rowNo);
  };
}

export function suggestions({ db, follower, shelf }: RecommendTools) {
  const first = firstOf(follower, shelf);
  return {
    /** One statement. */
    async cards({ productIds, currency }: { productIds: string[]; currency: string }) {
      const rows = await cardRowsOf(db, productIds, currency);
      const byId = new Map(rows.map((row) => [row.productId, row]));
      const cards = [...new Set(productIds)].flatMap((productId) => {
        const row = byId.get(productId);
        if (row === undefined) return [];
        const { variantName, variantInStock } = row;
        return [{ ...cardOf(row, currency), variantName, variantInStock }];
      });
      return { cards };
    },

    /** Two statements. */
    async alike(of: { productId: string; currency: string; limit: number }) {
      const { productId, currency, limit } = of;
      const [own] = await traitsOf(db, [productId], currency);
      if (own === undefined) return { productIds: [] };
      const wanted = { currency, sort: 'popular' as const, limit: compared_max };
      const rows = await first(own.categoryId, wanted);
      const others = await traitsOfRows(db, rows, currency);
      const ranked = others
        .filter((one) => one.productId !== productId)
        .map((one) => ({ productId: one.productId, score: likeness(own, one) }))
        .sort((a, b) => b.score - a.score || (a.productId < b.productId ? -1 : 1));
      return { productIds: ranked.slice(0, limit).map((one) => one.productId) };
    },

    /** Three statements. */
    async best(of: { near: string[]; currency: string; limit: number }) {
      const { near, currency, limit } = of;
      const known = near.length === 0 ? [] : await traitsOf(db, near, currency);
      const categories = [...new Set(known.map((one) => one.categoryId))];
      const wanted = { currency, sort: 'best-selling' as const, limit };
      const lists = await Promise.all([...categories, null].map((one) => first(one, wanted)));
      const whole = lists.pop() ?? [];
      const inTurn = Array.from({ length: limit }, (_, at) =>
        lists.flatMap((list) => list[at] ?? []),
      ).flat();
      const rowNos = [...new Set([...inTurn, ...whole])].slice(0, limit + near.length);
      const rows = await traitsOfRows(db, rowNos, currency);
      const idOf = new Map(rows.map((row) => [row.rowNo, row.productId]));
      const asked = new Set(near);
      const ids = rowNos.flatMap((rowNo) => idOf.get(rowNo) ?? []);
      return { productIds: ids.filter((id) => !asked.has(id)).slice(0, limit) };
    },

    /** One statement. */
    async productIds({ keys }: { keys: string[] }) {
      const rows = await idsOfKeys(db, keys);
      const found = new Map(
        rows.flatMap(
          (row) =>
            [
              [row.slug, row.productId],
              [row.productId, row.productId],
            ] as const,
        ),
      );
      return { productIds: keys.map((key) => found.get(key) ?? null) };
    },
  };
}
