// What promotions make of the lines of a quote. A shop without promotions asks and computes nothing
// here; the catalogue is asked, once for all lines, only while some promotion is for a brand or a
// category.
import type { CallInput, CallOutput, Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import type { Breaks } from './broken.ts';
import type { pricingCalls, Quote, QuoteRequest } from './contract.ts';
import { factsOf } from './known-facts.ts';
import { promotionsOf, type Book, type Facts } from './model-book.ts';
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

type ShowDeps = Pick<QuoteDeps, 'inForce' | 'queries' | 'offers' | 'firsts'>;

/** What promotions take off a cart now; without promotions that asks nothing. */
export async function showOffers(
  { inForce, queries, offers, firsts }: ShowDeps,
  { userId, currency, lines, shipTo: to }: CallInput<Calls['offers']>,
): Promise<CallOutput<Calls['offers']>> {
  const nothing = { discount_minor: 0, freeShipping: false, discounts: [] };
  const book = inForce.book();
  if (book.promotions.size === 0 || lines.length === 0) return nothing;
  const shipTo = { country: to?.country ?? '', ...(to?.state ? { state: to.state } : {}) };
  const lists = inForce.segments({ userId: userId ?? undefined, country: to?.country });
  const segments = lists instanceof Promise ? await lists : lists;
  const variantIds = lines.map((line) => line.variantId);
  const told = toldPrices(lines, currency);
  const prices = told ?? (await queries.made({ variantIds, currency, segments, place: shipTo }));
  const known = told && book.promotionsNeedFacts ? queries.known.of(variantIds) : noFacts;
  const facts = known instanceof Promise ? await known : known;
  const isFirst = userId === null ? undefined : async () => (await firsts.look(userId)).isFirst;
  const asked = { currency, shipTo, prices, segments, isFirst };
  const made = told
    ? offers.goods({ ...asked, lines, book: promotionsOf(book), isSettled: true, facts })
    : offers.goods({ ...asked, lines: soldOf(lines, prices) });
  const goods = made instanceof Promise ? await made : made;
  if (!goods) return nothing;
  const { discounts } = offOf(goods);
  const { discount_minor, freeShipping } = goods;
  return { discount_minor, freeShipping: freeShipping !== null, discounts };
}

/** What has no price in this currency cannot be ordered either. */
function soldOf(lines: CallInput<Calls['offers']>['lines'], prices: readonly Made[]) {
  const priced = new Set(prices.map((price) => price.variantId));
  return lines.filter((line) => priced.has(line.variantId));
}

/** Prices that the caller was told a moment ago, of every line; else nothing. */
function toldPrices(
  lines: CallInput<Calls['offers']>['lines'],
  currency: string,
): Made[] | undefined {
  const made: Made[] = [];
  for (const { variantId, unit_minor } of lines) {
    if (unit_minor === undefined) return undefined;
    const price = { base_minor: unit_minor, sale_minor: null, effective_minor: unit_minor };
    const unit = { unit_minor, regular_minor: unit_minor, steps: [] };
    made.push({ variantId, currency, ...price, version: 1, line: null, unit });
  }
  return made;
}
