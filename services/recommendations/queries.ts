/**
 * The read path. What goes with a product is kept for a minute, for all who ask; what a product
 * costs and whether it is listed is asked of the catalogue each time, and what is not listed is
 * left out, so that nothing old is ever shown.
 */
import { memoryCache } from '#kernel/cache/memory.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import { shown_max } from './contract.ts';
import { filled, merged, scored, type Scored } from './model.ts';
import type { Neighbours, NamedCard } from './neighbours.ts';
import * as store from './store.ts';

const partners_ms = 60_000;
const kept_max = 20_000;
const partners_max = 100;
/** Asked for beyond what is shown: some are sold out or not listed any more. */
const spare = 8;
const together_max = 3;
/** A row of fewer is none. */
const row_min = 2;

interface Known {
  together: Scored[];
  also: Scored[];
}

export interface Asked {
  currency: string;
  size: number;
}

export type Basis = 'orders' | 'alike' | 'best';
export interface Row {
  kind: 'together' | 'also' | 'alike' | 'best';
  products: NamedCard[];
}

export interface QueryNeeds {
  db: Db;
  clock: Clock;
  neighbours: Neighbours;
}

export type Queries = ReturnType<typeof recommendationQueries>;

export function recommendationQueries(needs: QueryNeeds) {
  const { db, clock, neighbours } = needs;
  const { cards, best, lately } = neighbours;
  const knownOf = partnerCache(db, clock);
  const suggested = suggester(neighbours, knownOf);
  return {
    ofProduct: rowsOfProduct(neighbours, knownOf),

    /** What goes with several products, such as those in a cart. */
    ofProducts: suggested,

    /**
     * For one person, from what their browser looked at and, only where they said so, from what
     * they bought. Without either: what sells. Without the orders room: from views alone.
     */
    async forPerson(of: { userId: string | null; viewed: readonly string[] }, asked: Asked) {
      const { userId, viewed } = of;
      const choice = userId === null ? undefined : await store.choiceOf(db, userId);
      const personal = choice?.personal === true;
      const bought = userId !== null && personal ? await lately(userId).catch(() => []) : [];
      const seeds = [...new Set([...bought.slice(0, 10), ...viewed.slice(0, 10)])];
      const found = await suggested(seeds, asked);
      const from = [
        ...(bought.length > 0 ? ['orders' as const] : []),
        ...(viewed.length > 0 ? ['views' as const] : []),
      ];
      return { personal, from, products: found.products };
    },

    best: async (near: readonly string[], { currency, size }: Asked) => {
      const ids = await best({ near: [...near], currency, limit: size + spare });
      return (await cards({ productIds: ids, currency })).slice(0, size);
    },

    /** These products as lists show them, in this order. */
    shown: (productIds: readonly string[], currency: string) =>
      cards({ productIds: [...productIds], currency }),

    choice: async (userId: string) => {
      const found = await store.choiceOf(db, userId);
      return { personal: found?.personal ?? false, changedAt: found?.changedAt ?? null };
    },
    choose: (userId: string, personal: boolean) => store.keepChoice(db, userId, personal),
  };
}

type KnownOf = (productIds: readonly string[]) => Promise<Known[]>;

/** From what goes with the seeds; then what is like the first of them; then what sells. */
function suggester({ cards, alike, best }: Neighbours, knownOf: KnownOf) {
  return async (seeds: readonly string[], { currency, size }: Asked) => {
    const own = new Set(seeds);
    const limit = size + spare;
    const lists = (await knownOf(seeds)).map((one) => one.also);
    const bought = merged(lists, own).slice(0, limit);
    const [first] = seeds;
    const isFew = first !== undefined && bought.length < limit;
    const near = isFew ? await alike({ productId: first, currency, limit }) : [];
    const like = near.filter((id) => !own.has(id));
    const isLittle = bought.length + like.length < limit;
    const top = isLittle ? await best({ near: seeds.slice(0, 5), currency, limit }) : [];
    const ids = filled([bought, like, top], limit).filter((id) => !own.has(id));
    const products = (await cards({ productIds: ids, currency })).filter((one) => one.inStock);
    const basis: Basis = bought.length > 0 ? 'orders' : like.length > 0 ? 'alike' : 'best';
    return { basis, products: products.slice(0, size) };
  };
}

/** Without what several sellers have: the offers of a page name them, and one stands for all. */
function unlike(cards: readonly NamedCard[], name: string | undefined): NamedCard[] {
  const seen = new Set(name === undefined ? [] : [name]);
  return cards.filter((card) => {
    const isNew = !seen.has(card.name);
    seen.add(card.name);
    return isNew;
  });
}

/** Rows for a product page, in their order; at most two statements here and seven elsewhere. */
function rowsOfProduct({ cards, alike, best }: Neighbours, knownOf: KnownOf) {
  return async (productId: string, { currency, size }: Asked): Promise<Row[]> => {
    const [known] = await knownOf([productId]);
    const limit = size + spare;
    const bundle = (known?.together ?? []).slice(0, together_max + spare).map(([id]) => id);
    const bought = (known?.also ?? []).slice(0, limit).map(([id]) => id);
    const like = await alike({ productId, currency, limit });
    const top = like.length >= row_min ? [] : await best({ near: [productId], currency, limit });
    const ids = filled([[productId], bundle, bought, like, top], 4 * (shown_max + spare));
    const found = await cards({ productIds: ids, currency });
    const byId = new Map(found.filter((one) => one.inStock).map((one) => [one.productId, one]));
    const name = found.find((one) => one.productId === productId)?.name;
    const of = (list: readonly string[]) => list.flatMap((id) => byId.get(id) ?? []);
    const others = (list: readonly string[]) => unlike(of(list), name);
    const together = of(bundle)
      .filter((one) => one.variantInStock)
      .slice(0, together_max);
    const rows: Row[] = [
      { kind: 'also', products: of(bought).slice(0, size) },
      { kind: 'alike', products: others(like).slice(0, size) },
      { kind: 'best', products: others(top).slice(0, size) },
    ];
    const shown = rows.filter((row) => row.products.length >= row_min);
    return together.length === 0 ? shown : [{ kind: 'together', products: together }, ...shown];
  };
}

/** What goes with products, positions matching; one statement for all that are not kept. */
function partnerCache(db: Db, clock: Clock): KnownOf {
  const kept = memoryCache<Known>({
    name: 'recommendations.partners',
    entries_max: kept_max,
    ttl_ms: partners_ms,
    clock,
  });
  return async (productIds) => {
    const missing = productIds.filter((id) => kept.get(id) === undefined);
    const fresh = new Map<string, Known>();
    if (missing.length > 0) {
      const [rows, { baskets: total }] = await Promise.all([
        store.partnersOf(db, missing),
        store.readTo(db),
      ]);
      const grouped = Map.groupBy(rows, (row) => row.productId);
      for (const id of missing) {
        const partners = grouped.get(id) ?? [];
        const value = {
          together: scored(partners, { kind: 'together', total, limit: shown_max }),
          also: scored(partners, { kind: 'also', total, limit: partners_max }),
        };
        kept.set(id, { value });
        fresh.set(id, value);
      }
    }
    return productIds.flatMap((id) => fresh.get(id) ?? kept.get(id) ?? []);
  };
}
