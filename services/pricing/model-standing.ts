// What stands about the price of a variant, before anything moves it: its stored prices, those with
// a time, those of lists, and what rules ask about it.
import type { LineInput } from './model-unit.ts';

export interface Entry {
  kind: 'base' | 'sale' | 'list';
  listId: string;
  price_minor: number;
  from_ms: number;
  until_ms: number | null;
}

export interface Standing {
  variantId: string;
  currency: string;
  base_minor: number;
  sale_minor: number | null;
  /** What everybody was told last; null: nothing yet. */
  told: { base_minor: number; sale_minor: number | null } | null;
  version: number;
  /** It follows another currency. */
  converted: boolean;
  facts: { productId: string; sellerId: string; brand: string | null; categoryId: string } | null;
  stock: number | null;
  demand: number | null;
  competitor_minor: number | null;
  /** The first price that ended within the last day; null: none did. */
  yesterday_minor: number | null;
  entries: readonly Entry[];
}

/** What one unit of a variant is, as far as its price is asked. */
export type UnitLine = Omit<LineInput, 'quantity'>;

const isOpen = ({ from_ms, until_ms }: Entry, at_ms: number) =>
  from_ms <= at_ms && (until_ms === null || at_ms < until_ms);

/** The variant as it is at a time, for the way to a price. */
export function lineOf(standing: Standing, at_ms: number): UnitLine {
  const { told, facts, entries, ...rest } = standing;
  const open = entries.filter((one) => isOpen(one, at_ms));
  // Of two that began, the later one is the price.
  const base = open
    .filter((one) => one.kind === 'base')
    .reduce<Entry | null>((last, one) => (last && last.from_ms > one.from_ms ? last : one), null);
  const base_minor = base?.price_minor ?? rest.base_minor;
  const sales = open.filter((one) => one.kind === 'sale').map((one) => one.price_minor);
  if (rest.sale_minor !== null) sales.push(rest.sale_minor);
  const lowest = sales.length === 0 ? null : Math.min(...sales);
  const now = told && Math.min(told.base_minor, told.sale_minor ?? told.base_minor);
  return {
    variantId: rest.variantId,
    productId: facts?.productId ?? '',
    sellerId: facts?.sellerId ?? '',
    brand: facts?.brand ?? null,
    categoryIds: facts ? [facts.categoryId] : [],
    base_minor,
    sale: lowest === null ? null : { price_minor: lowest, startsAt_ms: null, endsAt_ms: null },
    lists: open
      .filter((one) => one.kind === 'list')
      .map(({ listId, price_minor }) => ({ listId, price_minor })),
    stock: rest.stock,
    demand: rest.demand,
    competitor_minor: rest.competitor_minor,
    yesterday_minor: rest.yesterday_minor ?? now,
  };
}
