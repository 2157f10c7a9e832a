// What promotions make of the lines of a quote. A shop without promotions asks and computes nothing
// here; the catalogue is asked, once for all lines, only while some promotion is for a brand or a
// category.
import type { Clock } from '#kernel/core/clock.ts';
import type { CallInput, CallOutput, Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import type { Breaks } from './broken.ts';
import type { pricingCalls, Quote, QuoteRequest } from './contract.ts';
import { factsOf, type KnownFacts } from './known-facts.ts';
import { openTo, promotionsOf } from './model-book.ts';
import type { Book, Facts, ReadyPromotion } from './model-book.ts';
import { priceGoods, type Cart, type Goods } from './model-price.ts';
import type { LineInput } from './model-unit.ts';
import type { Left, Purses } from './purses.ts';
import type { Made } from './queries.ts';
import type { QuoteDeps } from './quoting.ts';

type Calls = (typeof pricingCalls)['calls'];

export interface Wanted {
  currency: string;
  lines: readonly Pick<
    QuoteRequest['lines'][number],
    'variantId' | 'productId' | 'sellerId' | 'quantity'
  >[];
  shipTo: { country: string; state?: string };
  prices: readonly Made[];
  /** The prices were asked for this very setting: they are not computed again. */
  isSettled?: boolean;
  /** What the lines are, where the caller knows. */
  facts?: ReadonlyMap<string, Facts>;
  /** Price lists that the customer is in. */
  segments?: readonly string[];
  /** Default: now, and what is in force. */
  at_ms?: number;
  book?: Book;
  /** Of the promotions in the book, those of coupons that were given. */
  couponIds?: readonly string[];
  /** Asked only where a promotion for first orders would be taken off; none: nobody knows. */
  isFirst?: (() => Promise<boolean>) | undefined;
  /** What is left of promotions; default: what is left now. */
  left?: Left;
}

export interface Offers {
  /** undefined: there is nothing to apply. No wait where nothing has to be asked. */
  goods(wanted: Wanted): Promise<Goods | undefined> | Goods | undefined;
}

interface Deps {
  ctx: RoomContext;
  catalog: Client<typeof catalogCalls>;
  book(): Book;
  breaks: Pick<Breaks, 'note'>;
  purses: Pick<Purses, 'left'>;
}

export function pricingOffers(deps: Deps): Offers {
  const goods: Offers['goods'] = (of) => {
    const { prices } = of;
    const book = of.book ?? deps.book();
    const isMoved = prices.some((price) => price.line !== null);
    if (book.promotions.size === 0 && of.couponIds === undefined && !isMoved) return undefined;
    if (of.facts) return goodsOf(deps, of, { book, facts: of.facts });
    // What rules asked for is known; only promotions may ask for more.
    const unknown = prices.some((price) => (price.line?.productId ?? '') === '');
    const asks = book.needsFacts && book.promotions.size > 0 && unknown;
    if (!asks) return goodsOf(deps, of, { book, facts: noFacts });
    const ids = of.lines.map((line) => line.variantId);
    return factsOf(deps.catalog, ids).then((facts) => goodsOf(deps, of, { book, facts }));
  };
  return { goods };
}

function goodsOf(
  { ctx, breaks, purses }: Deps,
  of: Wanted,
  { book, facts }: { book: Book; facts: ReadonlyMap<string, Facts> },
): Promise<Goods> | Goods {
  const priceOf = finder(of.prices);
  const cart: Cart = {
    at_ms: of.at_ms ?? ctx.clock.now(),
    segments: of.segments ?? [],
    place: of.shipTo,
    currency: of.currency,
    firstOrder: null,
    couponIds: of.couponIds ?? [],
    budgets: of.left ?? purses.left(of.currency),
    lines: of.lines.map((line, at) => {
      return inputOf(line, {
        price: priceOf(line.variantId, at),
        facts: facts.get(line.variantId),
        isSettled: of.isSettled === true,
      });
    }),
  };
  const told = (goods: Goods) => {
    if (goods.broken.length > 0) breaks.note(goods.broken);
    return goods;
  };
  const plain = priceGoods(book, cart);
  if (!plain.asksFirst || of.isFirst === undefined) return told(plain);
  return of.isFirst().then((isFirst) => {
    return told(isFirst ? priceGoods(book, { ...cart, firstOrder: true }) : plain);
  });
}

/** Finds a variant's price, which mostly stands in the place of its line. */
function finder(prices: readonly Made[]) {
  let byVariant: Map<string, Made> | undefined;
  return (variantId: string, at: number): Made | undefined => {
    const here = prices[at];
    if (here?.variantId === variantId) return here;
    byVariant ??= new Map(prices.map((price) => [price.variantId, price]));
    return byVariant.get(variantId);
  };
}

const noFacts: ReadonlyMap<string, Facts> = new Map();

function inputOf(
  { variantId, productId, sellerId, quantity }: Wanted['lines'][number],
  of: { price: Made | undefined; facts: Facts | undefined; isSettled: boolean },
): LineInput {
  const moved = of.price?.line;
  const unit = of.isSettled ? of.price?.unit : undefined;
  const found = of.facts ?? moved?.kept;
  const kept = found?.productId === productId && found.sellerId === sellerId ? found : undefined;
  if (moved) {
    return { ...moved, ...of.facts, variantId, productId, sellerId, quantity, unit, kept };
  }
  const { base_minor = 0, sale_minor = null } = of.price ?? {};
  const sale =
    sale_minor === null ? null : { price_minor: sale_minor, startsAt_ms: null, endsAt_ms: null };
  return {
    variantId,
    productId,
    sellerId,
    brand: of.facts?.brand ?? null,
    categoryIds: of.facts?.categoryIds ?? noCategories,
    quantity,
    base_minor,
    sale,
    lists: noLists,
    stock: null,
    demand: null,
    competitor_minor: null,
    yesterday_minor: null,
    unit,
    kept,
  };
}

const noCategories: readonly string[] = [];
const noLists: LineInput['lists'] = [];

type Discount = NonNullable<Quote['discounts']>[number];

/**
 * What a quote keeps of it: each line's part, and each promotion's; a coupon's with its code.
 * `held`: promotions of which a use is held.
 */
export function offOf(
  goods: Goods,
  coupon?: { couponId: string; code: string },
  held?: ReadonlyMap<string, unknown>,
): { lines: number[]; discounts: Discount[] } {
  const byPromotion = new Map<string, Discount>();
  const free = goods.freeShipping;
  if (free !== null && (free.ref === coupon?.couponId || held?.has(free.ref))) {
    const { ref: promotionId, name } = free;
    byPromotion.set(promotionId, { promotionId, name, amount_minor: 0, freeShipping: true });
  }
  for (const { stage, ref, name, amount_minor } of goods.steps) {
    // Lists and rules move the unit price; they take nothing off it.
    if (ref === null || stage === 'LIST' || stage === 'RULE') continue;
    const known = byPromotion.get(ref);
    if (known) known.amount_minor -= amount_minor;
    else byPromotion.set(ref, { promotionId: ref, name, amount_minor: 0 - amount_minor });
  }
  const lines = goods.lines.map((line) => line.discount_minor);
  for (const one of byPromotion.values()) {
    if (one.promotionId === coupon?.couponId) one.code = coupon.code;
    if (held?.has(one.promotionId)) one.held = true;
  }
  return { lines, discounts: [...byPromotion.values()] };
}

type ShowDeps = Pick<QuoteDeps, 'inForce' | 'queries' | 'offers' | 'firsts'> & {
  clock: Pick<Clock, 'now'>;
};
type Told = CallOutput<Calls['offers']>;
type ToldLine = CallInput<Calls['offers']>['lines'][number];

const nothingOff: Told = { discount_minor: 0, freeShipping: false, discounts: [] };

/** What promotions take off a cart now; without promotions that asks nothing. */
export async function showOffers(
  { inForce, queries, offers, firsts, clock }: ShowDeps,
  { userId, currency, lines, shipTo: to }: CallInput<Calls['offers']>,
): Promise<Told> {
  const book = inForce.book();
  if (book.promotions.size === 0 || lines.length === 0) return nothingOff;
  const lists = inForce.segments({ userId: userId ?? undefined, country: to?.country });
  const segments = lists instanceof Promise ? await lists : lists;
  const isAnybodys = segments.length === 0 && to === undefined;
  const only = isAnybodys ? onlyLine(book, lines, { known: queries.known, clock }) : undefined;
  const last = only && lastOf(only, currency);
  if (last) return last;
  const shipTo = { country: to?.country ?? '', ...(to?.state ? { state: to.state } : {}) };
  const variantIds = lines.map((line) => line.variantId);
  const isTold = lines.every((line) => line.unit_minor !== undefined);
  const known = isTold && book.promotionsNeedFacts ? queries.known.of(variantIds) : noFacts;
  const facts = known instanceof Promise ? await known : known;
  const prices = isTold
    ? toldPrices(lines, currency)
    : await queries.made({ variantIds, currency, segments, place: shipTo });
  const isFirst = userId === null ? undefined : async () => (await firsts.look(userId)).isFirst;
  const asked = { currency, shipTo, prices, segments, isFirst };
  const made = isTold
    ? offers.goods({ ...asked, lines, book: promotionsOf(book), isSettled: true, facts })
    : offers.goods({ ...asked, lines: soldOf(lines, prices) });
  const goods = made instanceof Promise ? await made : made;
  if (!goods) return nothingOff;
  const { discounts } = offOf(goods);
  const { discount_minor, freeShipping } = goods;
  const told = { discount_minor, freeShipping: freeShipping !== null, discounts };
  const isSame = goods.broken.length === 0;
  if (only && isSame) lastOfs.set(only.open, { line: only.line, currency, told });
  return told;
}

/** The only line of a cart, and what is in force for it, the same object as long as it is so. */
interface Only {
  line: ToldLine;
  open: readonly ReadyPromotion[];
}

function onlyLine(
  book: Book,
  lines: readonly ToldLine[],
  { known, clock }: { known: Pick<KnownFacts, 'one'>; clock: ShowDeps['clock'] },
): Only | undefined {
  const [line] = lines;
  if (line?.unit_minor === undefined || lines.length > 1) return undefined;
  // Where no promotion asks for more than product and seller, nobody noted what it is.
  const facts = book.promotionsNeedFacts ? known.one(line.variantId) : undefined;
  if (facts?.productId !== line.productId || facts.sellerId !== line.sellerId) return undefined;
  const open = openTo(book.promotions, facts, clock.now());
  // What is left of one with a limit may be another the next time, and who has no order yet.
  const isSteady = open.every((one) => one.limits === undefined && !one.firstOrder);
  return isSteady ? { line, open } : undefined;
}

/**
 * What came of the line the last time: many carts have one thing of one kind. It is what a cart
 * with nothing known about its owner comes to, until another promotion is in force for it.
 */
const lastOfs = new WeakMap<Only['open'], { line: ToldLine; currency: string; told: Told }>();

function lastOf({ line, open }: Only, currency: string): Told | undefined {
  const last = lastOfs.get(open);
  if (last?.currency !== currency) return undefined;
  const { variantId, quantity, unit_minor } = last.line;
  const isSame = variantId === line.variantId && quantity === line.quantity;
  return isSame && unit_minor === line.unit_minor ? last.told : undefined;
}

/** What has no price in this currency cannot be ordered either. */
function soldOf(lines: CallInput<Calls['offers']>['lines'], prices: readonly Made[]) {
  const priced = new Set(prices.map((price) => price.variantId));
  return lines.filter((line) => priced.has(line.variantId));
}

/** Prices that the caller was told a moment ago. */
function toldPrices(lines: readonly ToldLine[], currency: string): Made[] {
  return lines.map(({ variantId, unit_minor = 0 }) => {
    const price = { base_minor: unit_minor, sale_minor: null, effective_minor: unit_minor };
    const unit = { unit_minor, regular_minor: unit_minor, steps: [] };
    return { variantId, currency, ...price, version: 1, line: null, unit };
  });
}
