// What stands about the price of a variant, before anything moves it: its stored prices, those with
// a time, those of lists, and what rules ask about it.
import type { Book, Facts } from './model-book.ts';
import type { LineInput, UnitPrice } from './model-unit.ts';

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
  /** The facts once more, the same object for all that is read of the variant while they hold. */
  kept?: Facts;
  /** What it comes to for anybody, as it was made of this very object before. */
  shown?: Shown | undefined;
}

/** A price that was made by a book, and the stretch of time in which it would be made the same. */
export interface Shown {
  book: Book;
  from_ms: number;
  until_ms: number;
  line: UnitLine;
  unit: UnitPrice;
}

/** What one unit of a variant is, as far as its price is asked. */
export type UnitLine = Omit<LineInput, 'quantity'>;

const isOpen = ({ from_ms, until_ms }: Entry, at_ms: number) =>
  from_ms <= at_ms && (until_ms === null || at_ms < until_ms);

/** The variant as it is at a time, for the way to a price. */
export function lineOf(standing: Standing, at_ms: number): UnitLine {
  const { told, facts, entries } = standing;
  const open = entries.length === 0 ? standing : openOf(standing, at_ms);
  const { base_minor, sale_minor } = open;
  const now = told && Math.min(told.base_minor, told.sale_minor ?? told.base_minor);
  return {
    variantId: standing.variantId,
    productId: facts?.productId ?? '',
    sellerId: facts?.sellerId ?? '',
    brand: facts?.brand ?? null,
    categoryIds: standing.kept?.categoryIds ?? (facts ? [facts.categoryId] : []),
    base_minor,
    sale:
      sale_minor === null ? null : { price_minor: sale_minor, startsAt_ms: null, endsAt_ms: null },
    lists: 'lists' in open ? open.lists : none,
    stock: standing.stock,
    demand: standing.demand,
    competitor_minor: standing.competitor_minor,
    yesterday_minor: standing.yesterday_minor ?? now,
    kept: standing.kept,
  };
}

const none: UnitLine['lists'] = [];

/** What prices with a time make of the stored ones. */
function openOf(
  { base_minor, sale_minor, entries }: Standing,
  at_ms: number,
): Pick<UnitLine, 'base_minor' | 'lists'> & { sale_minor: number | null } {
  const open = entries.filter((one) => isOpen(one, at_ms));
  // Of two that began, the later one is the price.
  const base = open
    .filter((one) => one.kind === 'base')
    .reduce<Entry | null>((last, one) => (last && last.from_ms > one.from_ms ? last : one), null);
  const sales = open.filter((one) => one.kind === 'sale').map((one) => one.price_minor);
  if (sale_minor !== null) sales.push(sale_minor);
  return {
    base_minor: base?.price_minor ?? base_minor,
    sale_minor: sales.length === 0 ? null : Math.min(...sales),
    lists: open
      .filter((one) => one.kind === 'list')
      .map(({ listId, price_minor }) => ({ listId, price_minor })),
  };
}
