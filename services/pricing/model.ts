import { assert } from '#kernel/core/assert.ts';
import { add, allocate } from '#kernel/core/money.ts';
import type { RatedParcel } from '#services/shipping/contract.ts';
import type { Quote, QuoteRequest } from './contract.ts';
import type { TaxAnswer } from './tax-engine.ts';
import type { Taxed } from './tax.ts';

/** What a variant costs now: the sale price where there is a lower one. */
export function effective(price: { base_minor: number; sale_minor: number | null }): number {
  return Math.min(price.base_minor, price.sale_minor ?? price.base_minor);
}

export interface Drawn {
  /** Unit price now, in line order. */
  units: readonly number[];
  /** What promotions take off each line. */
  off?: readonly number[];
}

type Line = Quote['lines'][number];

/** The lines of a quote before tax. Nothing negative, and no more is taken off than it costs. */
export function linesOf(request: Pick<QuoteRequest, 'lines'>, { units, off }: Drawn): Line[] {
  return request.lines.map((line, index) => {
    const unit_minor = units[index];
    assert(unit_minor !== undefined && unit_minor >= 0, 'every line has a unit price');
    const discount_minor = off?.[index] ?? 0;
    const total_minor = unit_minor * line.quantity;
    assert(discount_minor <= total_minor, 'no more is taken off than it costs');
    return {
      lineNo: index + 1,
      variantId: line.variantId,
      productId: line.productId,
      sellerId: line.sellerId,
      quantity: line.quantity,
      unit_minor,
      total_minor,
      ...(discount_minor > 0 ? { discount_minor } : {}),
    };
  });
}

/** What is left of a line. */
export const netOf = ({ total_minor, discount_minor = 0 }: Line): number =>
  total_minor - discount_minor;

export interface QuoteParts {
  moves?: NonNullable<Quote['moves']>;
  lines: readonly Line[];
  shipping_minor: number;
  /** As they were rated; told where there are several. */
  parcels?: readonly RatedParcel[];
  tax: TaxAnswer;
  expiresAt: string;
  /** Why there is a discount, by promotion. */
  discounts: NonNullable<Quote['discounts']>;
}

/** Under which an exemption stands among the discounts of prices that have the tax in them. */
export const reliefId = 'tax-relief';

/**
 * Prices become a quote: lines, subtotal, discount, shipping, tax, total. All integers in minor
 * units; nothing negative; the arithmetic is asserted.
 */
export function makeQuote(request: QuoteRequest, parts: QuoteParts): Quote {
  const { tax } = parts;
  const { evidence } = tax;
  const isEven = tax.tax_minor === 0 || evenly(tax, parts.lines.map(netOf));
  const lines = parts.lines.map((line, at) => {
    const { discount_minor = 0, ...rest } = line;
    const relief_minor = tax.reliefLines[at] ?? 0;
    const included_minor = tax.includedLines[at] ?? 0;
    const off_minor = discount_minor + relief_minor;
    return {
      ...rest,
      ...(off_minor > 0 ? { discount_minor: off_minor } : {}),
      ...(isEven ? {} : { tax_minor: tax.lines[at] ?? 0 }),
      ...(included_minor > 0 ? { included_minor } : {}),
    };
  });
  const subtotal_minor = add(0, ...lines.map((line) => line.total_minor));
  const discount_minor = add(0, ...lines.map((line) => line.discount_minor ?? 0));
  assert(discount_minor <= subtotal_minor, 'no more is taken off than it costs');
  const shipping_minor = parts.shipping_minor - tax.reliefShipping_minor;
  const { tax_minor } = tax;
  const total_minor = add(subtotal_minor - discount_minor, shipping_minor, tax_minor);
  assert(shipping_minor >= 0 && tax_minor >= 0 && total_minor >= 0, 'no amount is negative');
  const discounts = [...parts.discounts, ...reliefOf(tax)];
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
    ...sharesOf(parts.parcels ?? [], shipping_minor),
    ...(discounts.length > 0 ? { discounts } : {}),
    ...(parts.moves && parts.moves.length > 0 ? { moves: parts.moves } : {}),
    tax: evidence,
    expiresAt: parts.expiresAt,
    version: 1,
  };
}

/** What each parcel costs of what sending costs in the end: nothing is lost in between. */
function sharesOf(parcels: readonly RatedParcel[], shipping_minor: number): Pick<Quote, 'parcels'> {
  return parcels.length < 2 ? {} : { parcels: sharedOut(parcels, shipping_minor) };
}

/** The sum by parcel, by what each was rated at. */
export function sharedOut<P extends RatedParcel>(parcels: readonly P[], shipping_minor: number) {
  const rated = parcels.map((one) => one.amount_minor);
  const isAsRated = add(0, ...rated) === shipping_minor;
  const shares = isAsRated ? rated : allocate(shipping_minor, rated);
  return parcels.map(({ charged_g: _, ...one }, at) => {
    return { ...one, amount_minor: shares[at] ?? 0 };
  });
}

/** Whether each line's tax is its share by price: then a quote need not say it by line. */
function evenly(tax: Taxed, nets: readonly number[]): boolean {
  const shares = allocate(tax.tax_minor, nets);
  return shares.every((share, at) => share === tax.lines[at]);
}

function reliefOf({ reliefLines, evidence }: TaxAnswer): NonNullable<Quote['discounts']> {
  const amount_minor = add(0, ...reliefLines);
  if (amount_minor === 0) return [];
  const name = evidence.exemption?.kind === 'vat-id' ? 'VAT: reverse charge' : 'Tax exemption';
  return [{ promotionId: reliefId, name, amount_minor }];
}
