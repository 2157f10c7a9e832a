import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { shippingCalls } from '#services/shipping/contract.ts';
import type { Quote, QuoteRequest } from './contract.ts';
import type { Book } from './model-book.ts';
import type { Goods } from './model-price.ts';
import { makeQuote, taxRateFor, type TaxRate } from './model.ts';
import { offOf, type Offers } from './offers.ts';
import type { Queries } from './queries.ts';

export interface QuoteDeps {
  ctx: RoomContext;
  queries: Queries;
  shipping: Client<typeof shippingCalls>;
  taxes(): ReadonlyMap<string, TaxRate>;
  offers: Offers;
}

/** A coupon whose promotion is in the book. */
export interface WithCoupon {
  book: Book;
  couponId: string;
  /** As it is written. */
  code: string;
}

export interface PricedQuote {
  made: Quote;
  goods: Goods | undefined;
  /** What sending would cost if nobody paid for it. */
  way_minor: number;
}

/**
 * What a quote would be now: prices read from the table, shipping from its room, tax by
 * destination. Nothing is kept.
 */
export async function priceQuote(
  { ctx, queries, shipping, taxes, offers }: QuoteDeps,
  request: QuoteRequest,
  coupon?: WithCoupon,
): Promise<PricedQuote | Refusal<'price-missing' | 'shipping-unavailable'>> {
  const { currency, lines, shipTo, shippingMethod } = request;
  const variantIds = lines.map((line) => line.variantId);
  const { prices } = await queries.prices({ variantIds, currency });
  const byVariant = new Map(prices.map((price) => [price.variantId, price]));
  const missing = variantIds.filter((variantId) => !byVariant.has(variantId));
  if (missing.length > 0) return refuse('price-missing', { variantIds: missing, currency });
  const units = variantIds.map((variantId) => byVariant.get(variantId)?.effective_minor ?? 0);
  const wanted = { currency, lines, shipTo, prices };
  const goods = await offers.goods(
    coupon ? { ...wanted, book: coupon.book, couponIds: [coupon.couponId] } : wanted,
  );
  const found = await shipping.rates({
    ...shipTo,
    weight_g: lines.reduce((sum, line) => sum + line.weight_g * line.quantity, 0),
    subtotal_minor: lines.reduce((sum, line, i) => sum + (units[i] ?? 0) * line.quantity, 0),
    currency,
  });
  const methods = isRefusal(found) ? [] : found.methods;
  const way = methods.find((one) => one.method === shippingMethod);
  if (!way) {
    const names = methods.map((one) => one.method);
    return refuse('shipping-unavailable', {
      shippingMethod,
      country: shipTo.country,
      methods: names,
    });
  }
  const made = makeQuote(request, {
    units,
    shipping_minor: goods?.freeShipping ? 0 : way.amount_minor,
    tax: taxRateFor(taxes(), shipTo),
    expiresAt: new Date(ctx.clock.now() + request.ttl_ms).toISOString(),
    ...(goods ? { off: offOf(goods, coupon) } : {}),
  });
  return { made, goods, way_minor: way.amount_minor };
}
