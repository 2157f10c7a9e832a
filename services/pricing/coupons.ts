// Coupons at work: what one would take off a cart, one use held together with the quote that it
// is taken off in, and that use consumed or given back. A quote without a coupon needs none of it.
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { toMajor } from '#kernel/core/money.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { CallInput, CallOutput, Client } from '#kernel/http/contract.ts';
import type { identityCalls } from '#services/identity/contract.ts';
import type { CouponReason, CouponView, pricingCalls, Quote, QuoteRequest } from './contract.ts';
import { barOf, codeKeys, limitOf, takenBy, type CouponTerms } from './model-coupon.ts';
import { isBarred, keepHeld, nextWithout, type Short } from './holding.ts';
import type { Goods } from './model-price.ts';
import { offOf } from './offers.ts';
import { personKey } from './person.ts';
import type { Promotions } from './promotions.ts';
import { priceQuote, type PricedQuote, type QuoteDeps, type Without } from './quoting.ts';
import * as store from './store-coupon.ts';
import { insertQuotes, readQuotes } from './store.ts';

type Calls = (typeof pricingCalls)['calls'];

/** Codes that were none, from one address or of one person, in this time. */
const tries_max = 10;
const tries_window_s = 600;
/** An operator may change a coupon while it is being held. */
const changes_max = 3;

export interface CouponDeps extends QuoteDeps {
  identity: Client<typeof identityCalls>;
  promotions: Pick<Promotions, 'bookFor'>;
}

export type Coupons = ReturnType<typeof pricingCoupons>;

export function pricingCoupons(deps: CouponDeps) {
  const { db } = deps.ctx;
  return {
    quote: (request: QuoteRequest, coupon: Asked) => couponQuote(deps, request, coupon),
    show: (input: CallInput<Calls['coupon']>) => show(deps, input),
    async consume(input: { checkoutId: string; orderId: string }) {
      const before = await store.consumeUse(db, input);
      if (before === 'held' || before === 'consumed') return { consumed: true };
      // The price stands, and so does the order: this is for people to look at.
      deps.ctx.log.error({ ...input, before }, 'a coupon of an order was not held');
      return { consumed: false };
    },
    judge: (asked: Judged) => judge(deps, asked),
    async release({ checkoutId }: { checkoutId: string }) {
      return { released: await store.releaseUse(db, checkoutId) };
    },
  };
}

type Asked = NonNullable<QuoteRequest['coupon']>;

export function termsOf(row: store.CouponRow): CouponTerms {
  const { couponId, definition, enabled, uses_max, person_max, code_max } = row;
  const { budget_minor, budgetCurrency, accountsOnly, returns, returnsRefunded } = row;
  const budget =
    budget_minor === null || budgetCurrency === null
      ? null
      : { amount_minor: budget_minor, currency: budgetCurrency };
  const limits = { uses_max, person_max, code_max, budget };
  return { couponId, definition, enabled, ...limits, accountsOnly, returns, returnsRefunded };
}

interface Person {
  /** The same for everybody who writes this e-mail, else the id. */
  person: string;
  isAccount: boolean;
}

async function personOf({ identity }: CouponDeps, userId: string): Promise<Person> {
  const user = await identity.user({ userId });
  if (isRefusal(user)) return { person: userId, isAccount: false };
  const { email, kind } = user;
  return { person: personKey(userId, email), isAccount: kind === 'user' };
}

const bookOf = ({ promotions }: CouponDeps, { couponId, definition, version }: store.FoundCoupon) =>
  promotions.bookFor({ ...definition, enabled: true }, `${couponId}:${version}`);

/** Price lists that somebody is in, where the coupon or anything else asks for them. */
const segmentsOf = (
  { inForce }: CouponDeps,
  { definition }: store.FoundCoupon,
  userId: string | null,
) => inForce.segments({ userId: userId ?? undefined, always: definition.segments.length > 0 });

/** What a coupon does to lines now; nothing is kept but codes that were none. */
async function show(
  deps: CouponDeps,
  input: CallInput<Calls['coupon']>,
): Promise<CallOutput<Calls['coupon']>> {
  const { db } = deps.ctx;
  const { code, tries } = input;
  if (tries) {
    const wait_s = await store.guessWait_s(db, { who: tries, tries_max, window_s: tries_window_s });
    if (wait_s > 0) return { wait_s, coupon: null };
  }
  const row = await store.findCoupon(db, codeKeys(code));
  if (!row) {
    if (tries) await store.noteGuess(db, tries);
    return { wait_s: 0, coupon: null };
  }
  return { wait_s: 0, coupon: await viewOf(deps, row, input) };
}

async function viewOf(
  deps: CouponDeps,
  row: store.FoundCoupon,
  { userId, currency, lines }: CallInput<Calls['coupon']>,
): Promise<CouponView> {
  const { ctx, queries, offers } = deps;
  const coupon = termsOf(row);
  const { couponId, definition } = coupon;
  const who = userId === null ? undefined : await personOf(deps, userId);
  const at_ms = ctx.clock.now();
  const segments = await segmentsOf(deps, row, userId);
  const asking = { at_ms, currency, isAccount: who?.isAccount ?? null, segments };
  // Where it is sent is not known before the checkout; a coupon for some places may still fit.
  const [country = '', state] = definition.places[0]?.split('-') ?? [];
  const place = { country, ...(state === undefined ? {} : { state }) };
  const bar = barOf(coupon, { ...asking, place });
  const view = { off: { lines: [], discounts: [] } as ReturnType<typeof offOf>, free: false };
  let reason = bar;
  if (bar === null) {
    const variantIds = lines.map((line) => line.variantId);
    const book = bookOf(deps, row);
    const prices = await queries.made({ variantIds, currency, segments, at_ms, book });
    const asked = { currency, lines, shipTo: place, prices, segments, at_ms, book };
    const isFirst = userId === null ? undefined : () => isFirstOf(deps, userId);
    const wanted = { ...asked, couponIds: [couponId], isFirst };
    const goods = await offers.goods(wanted);
    const taken = goods ? takenBy(coupon, goods) : 'no-line';
    if (goods) view.off = offOf(goods, { couponId, code: row.shown });
    if (typeof taken === 'string') reason = taken;
    else {
      view.free = taken.freeShipping;
      reason = await limitNow(deps, row, { who, userId, amount_minor: taken.discount_minor });
    }
  }
  // With a coupon that takes nothing off, only what is taken off anyway is told at the checkout.
  const discounts = reason === null ? view.off.discounts : [];
  return {
    ...factsOf(row),
    reason,
    freeShipping: reason === null && view.free,
    discount_minor: discounts.reduce((sum, one) => sum + one.amount_minor, 0),
    discounts,
  };
}

const isFirstOf = async ({ firsts }: CouponDeps, userId: string) =>
  (await firsts.look(userId)).isFirst;

/** Whether there is room for one more use, beside one that the same person holds already. */
async function limitNow(
  { ctx }: CouponDeps,
  row: store.FoundCoupon,
  of: { who: Person | undefined; userId: string | null; amount_minor: number },
): Promise<CouponReason | null> {
  const { couponId, code } = row;
  const person = of.who?.person ?? null;
  const counts = await store.readCounts(ctx.db, { couponId, code, person, userId: of.userId });
  if (!counts) return 'over';
  const { own } = counts;
  const free = {
    ...counts,
    coupon: counts.coupon - own,
    code: counts.code - own,
    mine: counts.mine - own,
    spent_minor: own > 0 ? 0 : counts.spent_minor,
  };
  return limitOf(termsOf(row), free, of.amount_minor);
}

interface Judged {
  /** undefined: none is asked about. */
  code: string | undefined;
  userId: string | null;
  at_ms: number;
  currency: string;
  place: { country: string; state?: string };
  segments: readonly string[];
}

/** A coupon as an operator asks about it: why it is not for somebody then, or what to price. */
async function judge(deps: CouponDeps, asked: Judged) {
  const { code, userId, ...rest } = asked;
  if (code === undefined) return undefined;
  const row = await store.findCoupon(deps.ctx.db, codeKeys(code));
  if (!row) return refuse('coupon-not-found');
  const coupon = termsOf(row);
  const who = userId === null ? undefined : await personOf(deps, userId);
  const bar = barOf(coupon, { ...rest, isAccount: who?.isAccount ?? null });
  const { couponId, shown, definition } = row;
  return {
    bar,
    promotion: { ...definition, enabled: true },
    async say(goods: Goods) {
      const taken = bar ?? takenBy(coupon, goods);
      const reason =
        typeof taken === 'string'
          ? taken
          : await limitNow(deps, row, { who, userId, amount_minor: taken.discount_minor });
      return { couponId, code: shown, name: definition.name, reason };
    },
  };
}

function factsOf({ couponId, shown, definition }: store.FoundCoupon) {
  const { name, startsAt_ms, endsAt_ms, subtotalMin, quantityMin } = definition;
  const text = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    couponId,
    code: shown,
    name,
    startsAt: text(startsAt_ms),
    endsAt: text(endsAt_ms),
    least_minor: subtotalMin?.amount_minor ?? null,
    leastUnits: quantityMin,
  };
}

function notValid(row: store.FoundCoupon, reason: CouponReason): Refusal<'coupon-not-valid'> {
  const { least_minor, leastUnits, couponId: _, ...facts } = factsOf(row);
  const { subtotalMin } = row.definition;
  const least = subtotalMin ? toMajor(subtotalMin.amount_minor, subtotalMin.currency) : null;
  const money = least_minor === null ? {} : { least, currency: subtotalMin?.currency };
  return refuse('coupon-not-valid', { reason, ...facts, ...money, leastUnits });
}

/**
 * A quote with a coupon: the use is held and the quote kept in one commit, under the lock of the
 * coupon. A repeat finds its quote first, whatever became of the coupon.
 */
async function couponQuote(
  deps: CouponDeps,
  request: QuoteRequest,
  { code, userId }: Asked,
): Promise<CallOutput<Calls['quote']>> {
  const { db, clock } = deps.ctx;
  const [known] = await readQuotes(db, [request.quoteId]);
  if (known) return known;
  const who = await personOf(deps, userId);
  let without: Without | undefined;
  for (let turn = 1; turn <= changes_max + 1; turn += 1) {
    const row = await store.findCoupon(db, codeKeys(code));
    if (!row) return refuse('coupon-not-valid', { reason: 'over', code });
    const coupon = termsOf(row);
    const { currency, shipTo } = request;
    const segments = await segmentsOf(deps, row, userId);
    const at_ms = clock.now();
    const asking = { at_ms, currency, isAccount: who.isAccount, place: shipTo, segments };
    const bar = barOf(coupon, asking);
    if (bar !== null) return notValid(row, bar);
    const { couponId } = coupon;
    const with_ = { book: bookOf(deps, row), couponId, code: row.shown };
    const options = { coupon: with_, ...(without ? { without } : {}) };
    const priced = await priceQuote(deps, request, options);
    if (isRefusal(priced)) return priced;
    const amount = worthOf(coupon, priced);
    if (typeof amount === 'string') return notValid(row, amount);
    const { person } = who;
    const facts = { row, userId, person, amount_minor: amount };
    const held = await db.tx((tx) => hold(tx, { ...facts, priced }));
    if (held === 'changed') continue;
    if (typeof held === 'string') return notValid(row, held);
    if (!('isNotFirst' in held)) return held;
    without = nextWithout(without, held, turn);
  }
  return refuse('coupon-not-valid', { reason: 'not-now', code });
}

/** What a coupon gives away, sending included; or why it gives nothing. */
function worthOf(
  coupon: CouponTerms,
  { goods, way_minor }: { goods: Goods | undefined; way_minor: number },
): number | CouponReason {
  const taken = goods ? takenBy(coupon, goods) : 'no-line';
  if (typeof taken === 'string') return taken;
  return taken.discount_minor + (taken.freeShipping ? way_minor : 0);
}

async function hold(
  tx: Sql,
  of: {
    row: store.FoundCoupon;
    priced: PricedQuote;
    userId: string;
    person: string;
    amount_minor: number;
  },
): Promise<Quote | CouponReason | Short | 'changed'> {
  const { row, userId, person, amount_minor } = of;
  const { made, takes } = of.priced;
  const { couponId, code } = row;
  if (await isBarred(tx, made.checkoutId)) return 'over';
  if ((await store.lockCoupon(tx, couponId)) !== row.version) return 'changed';
  const [known] = await readQuotes(tx, [made.quoteId]);
  if (known) return known;
  const counts = await store.readCounts(tx, { couponId, code, person, userId: null });
  const limit = counts ? limitOf(termsOf(row), counts, amount_minor) : 'over';
  if (limit !== null) return limit;
  const { checkoutId, quoteId, currency } = made;
  const [kept] = takes ? (await keepHeld(tx, [{ quote: made, ...takes }])).kept : [];
  if (typeof kept === 'object') return kept;
  await store.holdUse(tx, {
    checkoutId,
    quoteId,
    couponId,
    code,
    userId,
    person,
    amount_minor,
    currency,
  });
  if (!takes) await insertQuotes(tx, [made]);
  return made;
}
