// What orders would have cost with a draft. An order is priced again by the pure model, from the
// unit prices it was bought at and the promotions it was bought with; only where that gives what
// was really taken off each line is the draft tried on it, so that a difference is the draft's and
// nothing else's. Goods and sending, before tax.
import { AssertionFailure } from '#kernel/core/assert.ts';
import type { Sale } from '#services/orders/contract.ts';
import { compileBook, type Book, type Facts } from './model-book.ts';
import { priceGoods, type Goods, type Step } from './model-price.ts';
import type { LineInput } from './model-unit.ts';
import type { Quote } from './contract.ts';
import type { PriceRule, Promotion } from './model-rule.ts';

/** `replaces`: what the draft would change; null: it would be a new one. */
export type Draft =
  | { promotion: Promotion; replaces: string | null }
  | { rule: PriceRule; replaces: string | null };

/** What moved the unit prices of a quote, as it keeps that. */
export type Moves = NonNullable<Quote['moves']>;

/** A draft's own id while it is tried. */
export const DRAFT_ID = 'draft';

/** As it held for an order that it was taken off: whoever, wherever and whenever. */
function held(promotion: Promotion): Promotion {
  const always = { enabled: true, startsAt_ms: null, endsAt_ms: null, hours: null };
  return { ...promotion, ...always, places: [], segments: [], firstOrder: false };
}

/**
 * The draft as if it had been in force in those days, at its hours of the day. Whose order was
 * their first is not told, so one for first orders is tried on every order.
 */
export function inForce(promotion: Promotion): Promotion {
  const always = { enabled: true, startsAt_ms: null, endsAt_ms: null, firstOrder: false };
  return { ...promotion, ...always, promotionId: DRAFT_ID };
}

export interface Books {
  was: Book;
  then: Book;
  couponIds: string[];
  /** The draft is a rule, and this is the rule that it would change. */
  rule?: { replaces: string | null };
}

/** The promotions of an order, without and with the draft. */
export function booksOf(applied: readonly Promotion[], draft: Draft): Books {
  const past = applied.map(held);
  const { replaces } = draft;
  if ('rule' in draft) {
    const always = { enabled: true, startsAt_ms: null, endsAt_ms: null, ruleId: DRAFT_ID };
    return {
      was: compileBook({ rules: [], promotions: past }),
      then: compileBook({ rules: [{ ...draft.rule, ...always }], promotions: past }),
      couponIds: couponsOf(past),
      rule: { replaces },
    };
  }
  const { promotion } = draft;
  const rest = past.filter((one) => one.promotionId !== replaces);
  return {
    was: compileBook({ rules: [], promotions: past }),
    then: compileBook({ rules: [], promotions: [...rest, inForce(promotion)] }),
    couponIds: couponsOf(past),
  };
}

export interface Outcome {
  before_minor: number;
  after_minor: number;
}

type Lines = Pick<Sale, 'country' | 'state' | 'currency' | 'createdAt'> & {
  lines: readonly Omit<Sale['lines'][number], 'name'>[];
};

/** Whether it gives what was really taken off each line. */
const isAsBought = (goods: Goods, { lines }: Lines) =>
  goods.broken.length === 0 &&
  goods.lines.every((line, at) => line.discount_minor === (lines[at]?.discount_minor ?? 0));

/** What each promotion took off each line then; null: they do not give what was taken off. */
export function pricedAgain(
  sale: Lines,
  of: { promotions: readonly Promotion[]; facts: ReadonlyMap<string, Facts> },
): Step[] | null {
  const promotions = of.promotions.map(held);
  const book = compileBook({ rules: [], promotions });
  try {
    const goods = priced(sale, { book, couponIds: couponsOf(promotions), facts: of.facts });
    return isAsBought(goods, sale) ? goods.steps.filter((step) => step.ref !== null) : null;
  } catch (thrown) {
    if (thrown instanceof AssertionFailure) return null;
    throw thrown;
  }
}

const couponsOf = (promotions: readonly Promotion[]) =>
  promotions.filter((one) => one.stage === 'COUPON').map((one) => one.promotionId);

/** What an order cost and would have cost; null: it cannot be priced again. */
export function tryOn(
  sale: Sale,
  of: { books: Books; facts: ReadonlyMap<string, Facts>; moves?: Moves },
): Outcome | null {
  const { books, moves = [] } = of;
  const units = books.rule ? unitsBefore(sale, moves, books.rule) : undefined;
  if (units === null) return null;
  try {
    const { couponIds } = books;
    const was = priced(sale, { couponIds, facts: of.facts, book: books.was });
    if (!isAsBought(was, sale)) return null;
    const before = units ? { units } : {};
    const then = priced(sale, { couponIds, facts: of.facts, book: books.then, ...before });
    if (then.broken.length > 0) return null;
    // Nobody knows what sending would have cost that was free then.
    if (was.freeShipping && !then.freeShipping) return null;
    const shipping_minor = then.freeShipping ? 0 : sale.shipping_minor;
    const before_minor = sale.subtotal_minor - sale.discount_minor + sale.shipping_minor;
    const after_minor = then.subtotal_minor - then.discount_minor + shipping_minor;
    return { before_minor, after_minor };
  } catch (thrown) {
    if (thrown instanceof AssertionFailure) return null;
    throw thrown;
  }
}

type Unit = Pick<LineInput, 'base_minor' | 'sale'>;

/**
 * What units cost before any rule, by line, and the sale that they were bought in; null: nobody
 * knows, since another rule or a price list moved them. Where a quote keeps no moves, the price
 * that was paid is what the rule would have found.
 */
function unitsBefore(
  { lines }: Lines,
  moves: Moves,
  { replaces }: NonNullable<Books['rule']>,
): Unit[] | null {
  const isOurs = ({ stage, ref }: Moves[number]) =>
    stage === 'SALE' || (stage === 'RULE' && ref !== null && ref === replaces);
  if (!moves.every(isOurs)) return null;
  return lines.map(({ quantity, unit_minor }, at) => {
    const own = moves.filter((move) => move.lineNo === at + 1);
    const moved = own.reduce((sum, move) => sum + move.amount_minor, 0);
    const base_minor = unit_minor - Math.round(moved / quantity);
    const isSale = own.some((move) => move.stage === 'SALE');
    const sale = { price_minor: unit_minor, startsAt_ms: null, endsAt_ms: null };
    return { base_minor, sale: isSale ? sale : null };
  });
}

function priced(
  sale: Lines,
  of: {
    book: Book;
    couponIds: readonly string[];
    facts: ReadonlyMap<string, Facts>;
    units?: readonly Unit[];
  },
): Goods {
  const { country, state, currency } = sale;
  const unknown = { stock: null, demand: null, competitor_minor: null, yesterday_minor: null };
  return priceGoods(of.book, {
    at_ms: Date.parse(sale.createdAt),
    segments: [],
    place: { country, state },
    currency,
    firstOrder: null,
    couponIds: of.couponIds,
    budgets: new Map(),
    lines: sale.lines.map(({ variantId, productId, sellerId, quantity, unit_minor }, at) => {
      const { brand = null, categoryIds = [] } = of.facts.get(variantId) ?? {};
      const unit = of.units?.[at] ?? { base_minor: unit_minor, sale: null };
      const line = { variantId, productId, sellerId, quantity, ...unit };
      return { ...line, brand, categoryIds, lists: [], ...unknown };
    }),
  });
}

export const examples_max = 10;

export interface Tally {
  /** Orders of the period that were read; `unknown`: those that cannot be priced again. */
  looked: number;
  unknown: number;
  /** Of those that could: amounts by currency. */
  sums: Record<string, { orders: number; touched: number } & Outcome>;
  /** The newest of those that would have cost something else. */
  examples: ({
    orderId: string;
    orderNumber: string;
    createdAt: string;
    currency: string;
  } & Outcome)[];
  /** Pages that were read, and whether the last of them was the end of the period. */
  pages: number;
  ended: boolean;
  /** When the oldest order was placed that was read. */
  oldest: string | null;
}

export const emptyTally: Tally = {
  looked: 0,
  unknown: 0,
  sums: {},
  examples: [],
  pages: 0,
  ended: false,
  oldest: null,
};

/** Adds one order; gives another tally. Cost: none that grows with what was counted. */
export function counted(tally: Tally, sale: Sale, outcome: Outcome | null): Tally {
  const { orderId, orderNumber, createdAt, currency } = sale;
  const next = { ...tally, looked: tally.looked + 1, oldest: createdAt };
  const sum = tally.sums[currency] ?? { orders: 0, touched: 0, before_minor: 0, after_minor: 0 };
  const before_minor = sum.before_minor + (outcome?.before_minor ?? 0);
  const after_minor = sum.after_minor + (outcome?.after_minor ?? 0);
  const isSafe = Number.isSafeInteger(before_minor) && Number.isSafeInteger(after_minor);
  if (outcome === null || !isSafe) return { ...next, unknown: tally.unknown + 1 };
  const isTouched = outcome.before_minor !== outcome.after_minor;
  const orders = sum.orders + 1;
  const touched = sum.touched + (isTouched ? 1 : 0);
  const sums = { ...tally.sums, [currency]: { orders, touched, before_minor, after_minor } };
  if (!isTouched || tally.examples.length >= examples_max) return { ...next, sums };
  const example = { orderId, orderNumber, createdAt, currency, ...outcome };
  return { ...next, sums, examples: [...tally.examples, example] };
}
