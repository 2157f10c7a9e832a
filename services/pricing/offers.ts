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
  /** undefined: there is nothing to apply. */
  goods(wanted: Wanted): Promise<Goods | undefined>;
}

interface Deps {
  ctx: RoomContext;
  catalog: Client<typeof catalogCalls>;
  book(): Book;
  breaks: Pick<Breaks, 'note'>;
  purses: Pick<Purses, 'left'>;
}

export function pricingOffers({ ctx, catalog, book: current, breaks, purses }: Deps): Offers {
  return {
    async goods({ currency, lines, shipTo, prices, ...of }) {
      const book = of.book ?? current();
      const isMoved = prices.some((price) => price.line !== null);
      if (book.promotions.size === 0 && of.couponIds === undefined && !isMoved) return undefined;
      const ids = lines.map((line) => line.variantId);
      // What rules asked for is known; only promotions may ask for more.
      const unknown = prices.some((price) => (price.line?.productId ?? '') === '');
      const asks = book.needsFacts && book.promotions.size > 0 && unknown;
      const more = of.facts ?? (asks ? await factsOf(catalog, ids) : noFacts);
      const byVariant = new Map(prices.map((price) => [price.variantId, price]));
      const inputs = lines.map((line) => {
        return inputOf(line, {
          price: byVariant.get(line.variantId),
          facts: more.get(line.variantId),
          isSettled: of.isSettled === true,
        });
      });
      const cart: Cart = {
        at_ms: of.at_ms ?? ctx.clock.now(),
        segments: of.segments ?? [],
        place: shipTo,
        currency,
        firstOrder: null,
        couponIds: of.couponIds ?? [],
        budgets: of.left ?? purses.left(currency),
        lines: inputs,
      };
      const plain = priceGoods(book, cart);
      const isFirst = plain.asksFirst && of.isFirst !== undefined && (await of.isFirst());
      const goods = isFirst ? priceGoods(book, { ...cart, firstOrder: true }) : plain;
      if (goods.broken.length > 0) breaks.note(goods.broken);
      return goods;
    },
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
  const known = of.facts ?? { brand: null, categoryIds: [] };
  const unknown = { stock: null, demand: null, competitor_minor: null, yesterday_minor: null };
  const line = { variantId, productId, sellerId, quantity, base_minor, sale, lists: [] };
  return { ...known, ...line, ...unknown, unit, kept };
}

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
  const none = { discount_minor: 0, freeShipping: false, discounts: [] };
  const book = inForce.book();
  if (book.promotions.size === 0 || lines.length === 0) return none;
  const shipTo = { country: to?.country ?? '', ...(to?.state ? { state: to.state } : {}) };
  const who = userId === null ? {} : { userId };
  const segments = await inForce.segments({ ...who, country: to?.country });
  const variantIds = lines.map((line) => line.variantId);
  const told = toldPrices(lines, currency);
  const prices = told ?? (await queries.made({ variantIds, currency, segments, place: shipTo }));
  // What has no price in this currency cannot be ordered either.
  const priced = new Set(prices.map((price) => price.variantId));
  const sold = lines.filter((line) => priced.has(line.variantId));
  const isFirst =
    userId === null ? {} : { isFirst: async () => (await firsts.look(userId)).isFirst };
  const asked = { currency, lines: sold, shipTo, prices, segments, ...isFirst };
  const alone = told && {
    book: promotionsOf(book),
    isSettled: true,
    ...(book.promotionsNeedFacts ? { facts: await queries.known.of(variantIds) } : {}),
  };
  const goods = await offers.goods({ ...asked, ...alone });
  if (!goods) return none;
  const { discounts } = offOf(goods);
  const { discount_minor, freeShipping } = goods;
  return { discount_minor, freeShipping: freeShipping !== null, discounts };
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
