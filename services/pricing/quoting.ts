import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { shippingCalls } from '#services/shipping/contract.ts';
import type { Quote, QuoteRequest } from './contract.ts';
import type { Firsts } from './firsts.ts';
import type { Takes } from './holding.ts';
import type { Book } from './model-book.ts';
import type { Goods } from './model-price.ts';
import { linesOf, makeQuote, netOf } from './model.ts';
import { offOf, type Offers } from './offers.ts';
import type { Left, Purses } from './purses.ts';
import type { InForce, Queries } from './queries.ts';
import type { TaxDesk } from './tax-desk.ts';

export interface QuoteDeps {
  ctx: RoomContext;
  queries: Queries;
  inForce: InForce;
  shipping: Client<typeof shippingCalls>;
  tax: Pick<TaxDesk, 'engine' | 'book'>;
  offers: Offers;
  firsts: Firsts;
  purses: Pick<Purses, 'left'>;
}

/** A coupon whose promotion is in the book. */
export interface WithCoupon {
  book: Book;
  couponId: string;
  /** As it is written. */
  code: string;
}

/** What an earlier try of the same quote found to be gone. */
export interface Without {
  /** Promotions that are left out; 'held': all of which a use would be held. */
  promotionIds: ReadonlySet<string> | 'held';
  /** It is priced as no first order. */
  isNotFirst: boolean;
}

export interface PricedQuote {
  made: Quote;
  /** Left out: nothing but money. */
  takes?: Takes;
  goods: Goods | undefined;
  /** What sending would cost if nobody paid for it. */
  way_minor: number;
}

/**
 * What a quote would be now: prices read from the table, shipping from its room, tax by
 * destination. Nothing is kept.
 */
export async function priceQuote(
  { ctx, queries, shipping, tax, offers, inForce, ...deps }: QuoteDeps,
  request: QuoteRequest,
  { coupon, without }: { coupon?: WithCoupon; without?: Without } = {},
): Promise<PricedQuote | Refusal<'price-missing' | 'shipping-unavailable' | 'tax-unavailable'>> {
  const { currency, lines, shipTo, shippingMethod } = request;
  const variantIds = lines.map((line) => line.variantId);
  const { country } = shipTo;
  const at_ms = ctx.clock.now();
  // One book for units and promotions, whatever is saved meanwhile.
  const book = coupon?.book ?? inForce.book();
  const always = coupon !== undefined && book.needsCustomer;
  const segments = await inForce.segments({ userId: request.userId, country, always });
  const who = { segments, place: shipTo, at_ms, book };
  const prices = await queries.made({ variantIds, currency, ...who });
  const byVariant = new Map(prices.map((price) => [price.variantId, price]));
  const missing = variantIds.filter((variantId) => !byVariant.has(variantId));
  if (missing.length > 0) return refuse('price-missing', { variantIds: missing, currency });
  const units = lines.map(({ variantId, fixed_minor }) => {
    return fixed_minor ?? byVariant.get(variantId)?.effective_minor ?? 0;
  });
  const isFixed = lines.every((line) => line.fixed_minor !== undefined);
  const first = firstOf(deps.firsts, request.userId, without);
  const limits = without ? { left: leftWithout(deps.purses.left(currency), book, without) } : {};
  const setting = { ...who, shipTo, prices, isSettled: true, isFirst: first.isFirst };
  const wanted = { currency, lines, ...setting, ...limits };
  const asked = coupon ? { ...wanted, couponIds: [coupon.couponId] } : wanted;
  const goods = isFixed ? undefined : await offers.goods(asked);
  const found = await shipping.rates({
    ...shipTo,
    weight_g: 0,
    goods: lines.map(({ sellerId, variantId, quantity, weight_g, size_mm }) => {
      return { sellerId, variantId, quantity, weight_g, ...(size_mm ? { size_mm } : {}) };
    }),
    subtotal_minor: lines.reduce((sum, line, i) => sum + (units[i] ?? 0) * line.quantity, 0),
    currency,
    ...(request.pickupPlaceId ? { pickupPlaceId: request.pickupPlaceId } : {}),
  });
  const methods = isRefusal(found) ? [] : found.methods;
  const way = methods.find((one) => one.method === shippingMethod);
  if (!way) {
    const names = methods.map((one) => one.method);
    return refuse('shipping-unavailable', { shippingMethod, country, methods: names });
  }
  const off = goods ? offOf(goods, coupon, book.held) : undefined;
  const drawn = linesOf(request, { units, ...(off ? { off: off.lines } : {}) });
  const shipping_minor = goods?.freeShipping ? 0 : way.amount_minor;
  const taxed = await tax.engine({
    currency,
    place: shipTo,
    lines: drawn.map((line, at) => {
      return { amount_minor: netOf(line), taxClass: lines[at]?.taxClass ?? 'standard' };
    }),
    shipping_minor,
    userId: request.userId,
  });
  if (isRefusal(taxed)) return taxed;
  const made = makeQuote(request, {
    lines: drawn,
    shipping_minor,
    parcels: way.parcels,
    tax: taxed,
    expiresAt: new Date(ctx.clock.now() + request.ttl_ms).toISOString(),
    discounts: off?.discounts ?? [],
    moves: goods && prices.some((price) => price.line !== null) ? movesOf(goods) : [],
  });
  const priced = { made, goods, way_minor: way.amount_minor };
  if (!made.discounts?.some((one) => one.held)) return priced;
  return { ...priced, takes: takesOf(priced, { book, first: first.asked() }) };
}

/** Whether they buy for the first time, and who they are where that was asked. */
function firstOf(firsts: Firsts, userId: string | undefined, without: Without | undefined) {
  let asked: Takes['first'] = null;
  if (userId === undefined || without?.isNotFirst) {
    return { isFirst: undefined, asked: () => asked };
  }
  const isFirst = async () => {
    const { person, isFirst: is } = await firsts.look(userId);
    asked = { person, userId };
    return is;
  };
  return { isFirst, asked: () => asked };
}

function leftWithout(left: Left, { held }: Book, { promotionIds }: Without): Left {
  const isOut = (id: string) => (promotionIds === 'held' ? held.has(id) : promotionIds.has(id));
  return { get: (id) => (isOut(id) ? 0 : left.get(id)) };
}

/** What the quote takes of promotions with a limit, sending included, and whose first it is. */
function takesOf(
  { made, goods, way_minor }: PricedQuote,
  { book, first }: { book: Book; first: Takes['first'] },
): Takes {
  const found = (made.discounts ?? []).flatMap(({ promotionId, amount_minor }) => {
    const promotion = book.held.get(promotionId);
    if (!promotion) return [];
    const isWay = goods?.freeShipping?.ref === promotionId;
    return [{ promotion, amount_minor: amount_minor + (isWay ? way_minor : 0) }];
  });
  return {
    uses: found.filter(({ promotion }) => promotion.limits !== undefined),
    first: found.some(({ promotion }) => promotion.firstOrder) ? first : null,
  };
}

/** What moved unit prices, as the quote keeps it. */
function movesOf({ steps }: Goods): NonNullable<Quote['moves']> {
  return steps.flatMap(({ stage, lineNo, ref, name, amount_minor }) => {
    const isUnit = stage === 'LIST' || stage === 'RULE' || stage === 'SALE';
    return isUnit && lineNo !== null ? [{ lineNo, stage, ref, name, amount_minor }] : [];
  });
}
