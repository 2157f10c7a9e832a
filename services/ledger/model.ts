// How what happened to money becomes entries: pure functions, so that the books can be read and
// tested without a database. Debit is positive, credit negative; whatever leaves here sums to
// zero in its currency. Commission is rounded once for an order and seller and split over the
// lines by largest remainder; what comes back comes back in proportion to what is left.
import { assert } from '#kernel/core/assert.ts';
import { add, allocate } from '#kernel/core/money.ts';

export const accounts = [
  'buyer',
  'gateway',
  'seller',
  'commission',
  'tax',
  'shipping',
  'store_credit',
  'gift_card',
  'credit_issued',
  'suspense',
  'disputed',
  'dispute_loss',
  'dispute_fee',
] as const;
export type Account = (typeof accounts)[number];

export type Kind =
  | 'capture'
  | 'sale'
  | 'refund'
  | 'reversal'
  | 'cancel'
  | 'issue'
  | 'redeem'
  | 'dispute'
  | 'cover'
  | 'booking';

/** One side of a transaction. */
export interface Leg {
  account: Account;
  /** The seller's id; '' where the account has no owner. */
  owner: string;
  amount_minor: number;
  orderLine: number | null;
}

export interface Txn {
  txnId: string;
  kind: Kind;
  currency: string;
  checkoutId: string | null;
  orderId: string | null;
  /** ISO 8601. */
  occurredAt: string;
  legs: Leg[];
}

export interface SaleLine {
  productId: string;
  sellerId: string;
  /** Unit price times quantity, before discounts of the order. */
  total_minor: number;
  /** Its part of the discount; where no line has one, it is shared out over all of them. */
  discount_minor?: number;
  /** Of what is left, the tax that its price has in it. */
  included_minor?: number;
}

/** What an order costs and who gets it, as ORDER_CREATED says. */
export interface Sale {
  orderId: string;
  checkoutId: string;
  currency: string;
  lines: SaleLine[];
  discount_minor: number;
  shipping_minor: number;
  tax_minor: number;
  /** Of the shipping, what is tax. */
  includedShipping_minor?: number;
  total_minor: number;
  occurredAt: string;
}

export interface Rate {
  sellerId: string;
  categoryId: string;
  rate_bp: number;
  /** Epoch milliseconds; rates of before an order's time count for it. */
  since_ms: number;
}

/**
 * The rate of a line, in basis points: seller and category before seller, before category, before
 * the default; of these the latest that had begun. 0 when nothing fits.
 */
export function rateFor(
  rates: readonly Rate[],
  of: { sellerId: string; categoryId: string; at_ms: number },
): number {
  let best: Rate | undefined;
  const weight = (rate: Rate) => (rate.sellerId ? 2 : 0) + (rate.categoryId ? 1 : 0);
  for (const rate of rates) {
    if (rate.since_ms > of.at_ms) continue;
    if (rate.sellerId && rate.sellerId !== of.sellerId) continue;
    if (rate.categoryId && rate.categoryId !== of.categoryId) continue;
    const better =
      best === undefined ||
      weight(rate) > weight(best) ||
      (weight(rate) === weight(best) && rate.since_ms > best.since_ms);
    if (better) best = rate;
  }
  return best?.rate_bp ?? 0;
}

/** Products of a sale whose category matters and is not known. */
export function unknownProducts(
  sale: Sale,
  of: { rates: readonly Rate[]; categories: ReadonlyMap<string, string> },
): string[] {
  if (!of.rates.some((rate) => rate.categoryId !== '')) return [];
  const unknown = sale.lines.filter((line) => !of.categories.has(line.productId));
  return [...new Set(unknown.map((line) => line.productId))];
}

/**
 * The commission of each line: each seller's is the exact sum over its lines, rounded once half
 * up, and split by largest remainder.
 */
export function commissions(
  lines: readonly { sellerId: string; net_minor: number; rate_bp: number }[],
): number[] {
  const result = lines.map(() => 0);
  for (const sellerId of new Set(lines.map((line) => line.sellerId))) {
    const own = lines.flatMap((line, index) => (line.sellerId === sellerId ? [index] : []));
    const exact = own.map((index) => {
      const line = lines[index];
      assert(line !== undefined, 'a line of this seller');
      return BigInt(line.net_minor) * BigInt(line.rate_bp);
    });
    const total = (exact.reduce((a, b) => a + b, 0n) + 5_000n) / 10_000n;
    const floors = exact.map((one) => one / 10_000n);
    let left = Number(total - floors.reduce((a, b) => a + b, 0n));
    const order = exact
      .map((one, index) => ({ index, rest: one % 10_000n }))
      .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
    const extra = new Set(order.slice(0, left).map(({ index }) => index));
    own.forEach((lineIndex, index) => {
      result[lineIndex] = Number(floors[index]) + (extra.has(index) ? 1 : 0);
      left -= extra.has(index) ? 1 : 0;
    });
    assert(left === 0, 'the parts of a commission are the whole');
  }
  return result;
}

const leg = (
  account: Account,
  amount_minor: number,
  more: { owner?: string; orderLine?: number } = {},
): Leg => ({
  account,
  amount_minor,
  owner: more.owner ?? '',
  orderLine: more.orderLine ?? null,
});

/** The order's discount by line: as the lines say, or, where none does, shared out. */
function discountsOf(sale: Sale, totals: readonly number[]): number[] {
  const own = sale.lines.map((line) => line.discount_minor ?? 0);
  return add(0, ...own) === sale.discount_minor ? own : allocate(sale.discount_minor, totals);
}

/**
 * A sale that is sure: the buyer owes the total; sellers get their lines without discount,
 * commission and the tax that is in them, which stands by line; tax on top and shipping have
 * accounts of their own. What an old event does not explain
 * stands in suspense.
 */
export function saleTxn(
  sale: Sale,
  of: { rates: readonly Rate[]; categories: ReadonlyMap<string, string> },
): Txn {
  const totals = sale.lines.map((line) => line.total_minor);
  const discounts = discountsOf(sale, totals);
  const at_ms = Date.parse(sale.occurredAt);
  const lines = sale.lines.map((line, index) => ({
    sellerId: line.sellerId,
    net_minor: line.total_minor - (discounts[index] ?? 0),
    rate_bp: rateFor(of.rates, {
      sellerId: line.sellerId,
      categoryId: of.categories.get(line.productId) ?? '',
      at_ms,
    }),
  }));
  const kept = commissions(lines);
  const legs: Leg[] = [leg('buyer', sale.total_minor)];
  lines.forEach((line, index) => {
    const commission = kept[index] ?? 0;
    const of = { owner: line.sellerId, orderLine: index + 1 };
    const included = sale.lines[index]?.included_minor ?? 0;
    const kept_minor = line.net_minor - commission - included;
    legs.push(leg('seller', -kept_minor, of), leg('commission', -commission, of));
    legs.push(leg('tax', -included, { orderLine: index + 1 }));
  });
  const { includedShipping_minor = 0 } = sale;
  legs.push(leg('tax', -sale.tax_minor - includedShipping_minor));
  legs.push(leg('shipping', includedShipping_minor - sale.shipping_minor));
  const rest = -add(0, ...legs.map((one) => one.amount_minor));
  if (rest !== 0) legs.push(leg('suspense', rest));
  const { orderId, checkoutId, currency, occurredAt } = sale;
  return {
    txnId: `sale:${orderId}`,
    kind: 'sale',
    currency,
    checkoutId,
    orderId,
    occurredAt,
    legs: legs.filter((one) => one.amount_minor !== 0),
  };
}

/** Where the money of a payment comes from, by its method. */
export function sourceOf(method: unknown): Account {
  if (method === 'GIFT_CARD') return 'gift_card';
  return method === 'STORE_CREDIT' ? 'store_credit' : 'gateway';
}

/** Two legs: from one account to another. */
export function transfer(
  head: Omit<Txn, 'legs'>,
  move: { debit: Account; credit: Account; amount_minor: number },
): Txn {
  const { debit, credit, amount_minor } = move;
  return { ...head, legs: [leg(debit, amount_minor), leg(credit, -amount_minor)] };
}

/** What of a sale still stands: the sum of its legs and those that took some of it back. */
export function standing(legs: readonly Leg[]): Leg[] {
  const sums = new Map<string, Leg>();
  for (const one of legs) {
    const key = `${one.account}:${one.owner}:${one.orderLine ?? ''}`;
    const sum = sums.get(key);
    if (sum) sum.amount_minor = add(sum.amount_minor, one.amount_minor);
    else sums.set(key, { ...one });
  }
  return [...sums.values()].filter((one) => one.amount_minor !== 0);
}

/** From where some of a refund comes: an order's line, or an account without lines. */
export type Want = { amount_minor: number } & ({ orderLine: number } | { account: Account });

const isFrom = (one: Leg, want: Want): boolean =>
  'account' in want ? one.account === want.account : one.orderLine === want.orderLine;

/**
 * The legs that take `amount_minor` of what stands back, in proportion to what is left of each
 * part: never more than there is, nothing left over when all of it goes. What is wanted from
 * somewhere comes from there first, as far as it reaches. Empty when nothing stands.
 */
export function reversalLegs(
  legs: readonly Leg[],
  amount_minor: number,
  wants: readonly Want[] = [],
): Leg[] {
  const left = standing(legs);
  const buyer = left.find((one) => one.account === 'buyer');
  const parts = left.filter((one) => one.account !== 'buyer');
  const whole = Math.min(amount_minor, buyer?.amount_minor ?? 0);
  if (whole <= 0) return [];
  const taken = parts.map(() => 0);
  let open = whole;
  for (const want of wants) {
    const own = parts.flatMap((one, index) => (isFrom(one, want) ? [index] : []));
    const there = own.map((index) =>
      Math.max(0, -(parts[index]?.amount_minor ?? 0) - (taken[index] ?? 0)),
    );
    const size = Math.min(open, want.amount_minor, add(0, ...there));
    allocate(size, there).forEach((part, nth) => {
      const index = own[nth];
      if (index !== undefined) taken[index] = (taken[index] ?? 0) + part;
    });
    open -= size;
  }
  const weights = parts.map((one, index) => Math.max(0, -one.amount_minor - (taken[index] ?? 0)));
  const rest = Math.min(open, add(0, ...weights));
  allocate(rest, weights).forEach((part, index) => {
    taken[index] = (taken[index] ?? 0) + part;
  });
  open -= rest;
  const back = parts.flatMap((one, index) =>
    taken[index] ? [{ ...one, amount_minor: taken[index] ?? 0 }] : [],
  );
  // Suspense on the debit side: the parts are more than the buyer owed.
  if (open !== 0) back.push(leg('suspense', open));
  return [leg('buyer', -whole), ...back];
}

/** The legs that take back all that stands. */
export function cancelLegs(legs: readonly Leg[]): Leg[] {
  return standing(legs).map((one) => ({ ...one, amount_minor: -one.amount_minor }));
}

/**
 * What stands for a chargeback: taken money is disputed while the case is open, lost when it is
 * lost, and at the gateway again when it is won; the fee is gone either way. The marketplace
 * bears both, not the seller.
 */
export function disputeLegs(of: {
  amount_minor: number;
  /** null while it is open. */
  won: boolean | null;
  fee_minor: number;
}): Leg[] {
  const taken_minor = of.won === true ? 0 : of.amount_minor;
  return standing([
    leg(of.won === false ? 'dispute_loss' : 'disputed', taken_minor),
    leg('dispute_fee', of.fee_minor),
    leg('gateway', -taken_minor),
    leg('gateway', -of.fee_minor),
  ]);
}
