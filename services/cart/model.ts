/**
 * The decisions of the room as functions of state and input: how adds share a statement, what a
 * merge makes of two carts, what a shopper is told has changed, what accepting does.
 */
import { toMajor } from '#kernel/core/money.ts';
import type { TaxClass } from '#services/pricing/contract.ts';
import { linesPerCart_max, quantityPerLine_max, type Change } from './contract.ts';

/** Carts count in it unless the first line asks for another. */
export const currency_default = 'USD';
/** Days that carts of guests and of nobody are kept after their last change. */
export const guestCart_days = 30;
/** Days that merged and ordered carts answer for themselves; then their rows go. */
export const endedCart_days = 90;

/** A line with what the catalogue says about it. */
export interface Line {
  itemId: string;
  variantId: string;
  productId: string;
  sellerId: string;
  quantity: number;
  /** Unit price when the variant was first added. */
  added_minor: number;
  /** Unit price when it was last added or accepted: changes are measured against it. */
  seen_minor: number;
  sku: string;
  name: string;
  imageUrl: string | null;
  weight_g: number;
  /** null: not known. */
  size_mm?: number[] | null;
  /** null: standard. */
  taxClass: TaxClass | null;
  /** False when the variant cannot be bought at present. */
  active: boolean;
}

export interface Cart {
  cartId: string;
  userId: string | null;
  currency: string;
  version: number;
  /** The coupon that was put into it, as it is written. */
  coupon: string | null;
  lines: Line[];
}

/** `One thing, blue` from a product and its variant; one without a name of its own adds none. */
export function displayName(variant: { name: string; productName: string }): string {
  const { name, productName } = variant;
  const own = name.trim();
  if (own === '' || own.toLowerCase() === 'standard' || own === productName) return productName;
  return own.startsWith(productName) ? own : `${productName}, ${own}`;
}

/** What is true at this moment; null maps when the room that knows could not be asked. */
export interface Now {
  /** Effective unit price by variant; a variant that has none in this currency is missing. */
  prices: ReadonlyMap<string, number> | null;
  /** Free units by variant. */
  available: ReadonlyMap<string, number> | null;
}

export interface LineView extends Line {
  unit_minor: number;
  available: number | null;
  /** False: the line cannot be ordered, because it is withdrawn or has no price. */
  sellable: boolean;
  changes: Change[];
}

export interface CartView {
  lines: LineView[];
  /** Of the lines that can be ordered. */
  subtotal_minor: number;
  /** Units in all lines. */
  itemCount: number;
  changes: Change[];
}

/** The cart at today's prices and stock, and what is not as the shopper last saw it. */
export function viewCart(cart: Pick<Cart, 'currency' | 'lines'>, now: Now): CartView {
  const lines = cart.lines.map((line): LineView => {
    const price = now.prices?.get(line.variantId);
    const sellable = line.active && (now.prices === null || price !== undefined);
    const unit_minor = price ?? line.seen_minor;
    const available = now.available ? (now.available.get(line.variantId) ?? 0) : null;
    const facts = { unit_minor, available, sellable };
    return { ...line, ...facts, changes: changesOf({ line, ...facts, currency: cart.currency }) };
  });
  return {
    lines,
    subtotal_minor: lines.reduce(
      (sum, line) => (line.sellable ? sum + line.unit_minor * line.quantity : sum),
      0,
    ),
    itemCount: lines.reduce((sum, line) => sum + line.quantity, 0),
    changes: lines.flatMap((line) => line.changes),
  };
}

function changesOf(known: {
  line: Line;
  unit_minor: number;
  available: number | null;
  sellable: boolean;
  currency: string;
}): Change[] {
  const { line, unit_minor, available, sellable, currency } = known;
  const { itemId, variantId, name, quantity } = line;
  const about = { itemId, variantId, name };
  if (!sellable) return [{ type: 'removed', ...about, from: quantity, to: 0, available }];
  const changes: Change[] = [];
  if (unit_minor !== line.seen_minor) {
    changes.push({
      type: unit_minor > line.seen_minor ? 'price-rose' : 'price-fell',
      ...about,
      from: toMajor(line.seen_minor, currency),
      to: toMajor(unit_minor, currency),
      available,
    });
  }
  if (available !== null && available < quantity) {
    const type = available === 0 ? 'out-of-stock' : 'low-stock';
    changes.push({ type, ...about, from: quantity, to: available, available });
  }
  return changes;
}

export interface Revision {
  itemId: string;
  /** 0 removes the line, null keeps the quantity. */
  quantity: number | null;
  /** null keeps the price that was last seen. */
  seen_minor: number | null;
}

/**
 * What accepting does: the cart becomes what can be ordered now. Prices count as seen, quantities
 * go down to what is free, and lines that are withdrawn or sold out go. Lines without a change
 * stand as they are.
 */
export function acceptChanges(view: CartView, itemIds: readonly string[] | null): Revision[] {
  return view.lines
    .filter((line) => line.changes.length > 0 && (itemIds?.includes(line.itemId) ?? true))
    .map(({ itemId, quantity, available, sellable, unit_minor }) => {
      const free = available === null || available >= quantity ? null : available;
      if (!sellable || free === 0) return { itemId, quantity: 0, seen_minor: null };
      return { itemId, quantity: free, seen_minor: unit_minor };
    });
}

export interface Merged {
  /** New state of lines of the target: a known itemId, or the line's own where it is new. */
  puts: Pick<
    Line,
    'itemId' | 'variantId' | 'productId' | 'quantity' | 'added_minor' | 'seen_minor'
  >[];
  changes: Change[];
}

/**
 * Brings lines into a cart: quantities of one variant are summed up to the limit, new variants
 * come along while there is room, and each difference is told. Of two seen prices the lower one
 * stays, so that no rise goes unsaid. Nothing changes its arguments.
 */
export function mergeLines(into: readonly Line[], from: readonly Line[]): Merged {
  const present = new Map(into.map((line) => [line.variantId, line]));
  const puts = new Map<string, Line>();
  const changes: Change[] = [];
  let room = linesPerCart_max - into.length;
  for (const line of from) {
    const { variantId, name } = line;
    const was = puts.get(variantId) ?? present.get(variantId);
    const about = { itemId: was?.itemId ?? line.itemId, variantId, name, available: null };
    const before = was?.quantity ?? 0;
    const wanted = before + line.quantity;
    if (!was && room === 0) {
      changes.push({ type: 'line-dropped', ...about, from: line.quantity, to: 0 });
      continue;
    }
    if (!was) room -= 1;
    const to = Math.min(wanted, quantityPerLine_max);
    if (to > before) {
      const type = was ? ('quantity-raised' as const) : ('added' as const);
      changes.push({ type, ...about, from: before, to });
    }
    if (to < wanted) changes.push({ type: 'quantity-capped', ...about, from: wanted, to });
    const seen_minor = Math.min(was?.seen_minor ?? line.seen_minor, line.seen_minor);
    puts.set(variantId, { ...line, ...was, quantity: to, seen_minor });
  }
  return { puts: [...puts.values()], changes };
}

/** One request to add units of a variant. */
export interface Add {
  /** null: nobody is signed in. */
  userId: string | null;
  /** Id of an anonymous cart that the client named, or null. */
  hint: string | null;
  /** Id of the cart if one has to be made. */
  newCartId: string;
  /** Id of the line if it is new. */
  itemId: string;
  /** Currency of `unit_minor`, and of a new cart. */
  currency: string;
  /** Days the cart is kept; null: for ever. */
  keep_days: number | null;
  productId: string;
  variantId: string;
  quantity: number;
  unit_minor: number;
}

/** Adds that become one line change: `add` with the summed quantity, for the items at `members`. */
export interface AddGroup {
  /** Tells callers apart: the user, the named cart, or the cart to be made. */
  caller: string;
  add: Add;
  members: number[];
}

const callerOf = (add: Add): string => add.userId ?? add.hint ?? add.newCartId;

/**
 * Groups adds of the same units to the same cart: a statement changes a row once. The newest
 * price counts. Order of first members.
 */
export function groupAdds(adds: readonly Add[]): AddGroup[] {
  const groups = new Map<string, AddGroup>();
  for (const [index, add] of adds.entries()) {
    const caller = callerOf(add);
    const key = `${caller} ${add.variantId} ${add.productId} ${add.currency}`;
    const group = groups.get(key);
    if (!group) {
      groups.set(key, { caller, add, members: [index] });
      continue;
    }
    const quantity = group.add.quantity + add.quantity;
    group.add = { ...group.add, quantity, unit_minor: add.unit_minor };
    group.members.push(index);
  }
  return [...groups.values()];
}

/** The groups that one statement can take (no row twice), and those that wait for the next. */
export function nextRound(groups: readonly AddGroup[]): [now: AddGroup[], later: AddGroup[]] {
  const taken = new Set<string>();
  const now: AddGroup[] = [];
  const later: AddGroup[] = [];
  for (const group of groups) {
    const row = `${group.caller} ${group.add.variantId}`;
    if (taken.has(row)) later.push(group);
    else now.push(group);
    taken.add(row);
  }
  return [now, later];
}

/** A group that does not fit as a whole, as groups of one: the first of them may fit. */
export function splitGroup(group: AddGroup, adds: readonly Add[]): AddGroup[] {
  return group.members.flatMap((index) => {
    const add = adds[index];
    return add ? [{ caller: group.caller, add, members: [index] }] : [];
  });
}
