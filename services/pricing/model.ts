import { assert } from '#kernel/core/assert.ts';
import { add, percentOf } from '#kernel/core/money.ts';
import type { Quote, QuoteRequest } from './contract.ts';

export interface TaxRate {
  country: string;
  /** '' for the whole country. */
  state: string;
  name: string;
  rate_bp: number;
  taxesShipping: boolean;
}

/** What a variant costs now: the sale price where there is a lower one. */
export function effective(price: { base_minor: number; sale_minor: number | null }): number {
  return Math.min(price.base_minor, price.sale_minor ?? price.base_minor);
}

/** The rate of the state, else of the country, else none: a place without a row is not taxed. */
export function taxRateFor(
  rates: ReadonlyMap<string, TaxRate>,
  place: { country: string; state?: string | undefined },
): TaxRate | undefined {
  const state = (place.state ?? '').toUpperCase();
  return rates.get(`${place.country}:${state}`) ?? rates.get(`${place.country}:`);
}

/** Tax and total of goods that are sent somewhere. */
export function totalOf(of: {
  goods_minor: number;
  shipping_minor: number;
  tax: TaxRate | undefined;
}): { tax_minor: number; total_minor: number } {
  const { goods_minor, shipping_minor, tax } = of;
  const taxed_minor = tax?.taxesShipping ? add(goods_minor, shipping_minor) : goods_minor;
  const tax_minor = tax ? percentOf(taxed_minor, tax.rate_bp) : 0;
  const total_minor = add(goods_minor, shipping_minor, tax_minor);
  assert(total_minor >= 0 && Number.isSafeInteger(total_minor), 'a total is a safe amount');
  return { tax_minor, total_minor };
}

export interface QuoteParts {
  /** Unit price now, in line order. */
  units: readonly number[];
  shipping_minor: number;
  tax: TaxRate | undefined;
  expiresAt: string;
  /** What promotions take off: each line's part, and each promotion's. */
  off?: { lines: readonly number[]; discounts: NonNullable<Quote['discounts']> };
}

/**
 * Prices become a quote: lines, subtotal, shipping, tax (half away from zero, once for the
 * document), total. All integers in minor units; nothing negative; the arithmetic is asserted.
 */
export function makeQuote(request: QuoteRequest, parts: QuoteParts): Quote {
  const lines = request.lines.map((line, index) => {
    const unit_minor = parts.units[index];
    assert(unit_minor !== undefined && unit_minor >= 0, 'every line has a unit price');
    const discount_minor = parts.off?.lines[index] ?? 0;
    return {
      lineNo: index + 1,
      variantId: line.variantId,
      productId: line.productId,
      sellerId: line.sellerId,
      quantity: line.quantity,
      unit_minor,
      total_minor: unit_minor * line.quantity,
      ...(discount_minor > 0 ? { discount_minor } : {}),
    };
  });
  const subtotal_minor = add(0, ...lines.map((line) => line.total_minor));
  const discount_minor = add(0, ...lines.map((line) => line.discount_minor ?? 0));
  assert(discount_minor <= subtotal_minor, 'no more is taken off than it costs');
  const { shipping_minor, tax } = parts;
  const goods_minor = subtotal_minor - discount_minor;
  const { tax_minor, total_minor } = totalOf({ goods_minor, shipping_minor, tax });
  return {
    quoteId: request.quoteId,
    checkoutId: request.checkoutId,
    currency: request.currency,
    lines,
    subtotal_minor,
    discount_minor,
    shipping_minor,
    tax_minor,
    total_minor,
    shippingMethod: request.shippingMethod,
    ...(parts.off && parts.off.discounts.length > 0 ? { discounts: parts.off.discounts } : {}),
    expiresAt: parts.expiresAt,
    version: 1,
  };
}
