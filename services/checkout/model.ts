// Checkout's decisions and shapes: pure functions of the saga's input, quote and hold.
import { createHash } from 'node:crypto';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import { toMajor } from '#kernel/core/money.ts';
import type { Address } from '#services/identity/contract.ts';
import type { PaymentResult } from '#services/payments/contract.ts';
import type { Quote, TaxClass } from '#services/pricing/contract.ts';
import type { PickupPlace } from '#services/shipping/contract.ts';

export interface CheckoutLine {
  variantId: string;
  productId: string;
  sellerId: string;
  quantity: number;
  /** Unit price that the shopper saw last. */
  seen_minor: number;
  weight_g: number;
  /** Length, width and height of a unit as it is packed; left out: not known. */
  size_mm?: number[];
  /** Left out: standard. */
  taxClass?: TaxClass;
  name: string;
  imageUrl: string | null;
}

/** What a checkout saga starts with; nothing in it changes later. */
export interface CheckoutInput {
  checkoutId: string;
  sagaId: string;
  quoteId: string;
  orderId: string;
  userId: string;
  cartId: string;
  currency: string;
  lines: CheckoutLine[];
  shippingAddress: Address;
  billingAddress: Address;
  shippingMethod: string;
  /** Where it is collected; the address is that of the place. */
  pickupPlaceId?: string;
  acceptChanges: string | null;
  hold_ms: number;
  paymentMethods: string[];
  /** The code of the coupon in the cart; left out where there is none. */
  coupon?: string;
  /** The one line is a unit of a flash sale, at its price, and this token stands for it. */
  sale?: { saleId: string; tokenId: string };
}

/** A part that is paid with a gift card (by its account) or with the shopper's store credit. */
export interface PayPart {
  method: 'GIFT_CARD' | 'STORE_CREDIT';
  accountId: string | null;
  /** null: as much as there is. */
  amount_minor: number | null;
}

/** With `parts` that cover all of it there need be no other method. */
export interface PayRequest {
  paymentMethod?: 'CARD' | 'PAYPAL' | 'UPI' | 'COD';
  /** Keep this way to pay for another time. */
  save?: boolean;
  paymentToken?: string;
  parts?: PayPart[];
}

export interface PriceChange {
  variantId: string;
  name: string;
  from_minor: number;
  to_minor: number;
}

/** An open checkout as the saga tells it. */
export interface CheckoutView {
  checkoutId: string;
  input: CheckoutInput;
  quote: Quote;
  expiresAt: string;
  takes: { variantId: string; warehouseId: string; quantity: number }[];
  changes: PriceChange[];
}

export interface PlacedOrder {
  orderId: string;
  orderNumber: string;
  status: string;
  paymentStatus: string;
}

/** What a saga says when it sleeps or ends. */
export type Said =
  | { kind: 'open'; view: CheckoutView }
  | { kind: 'declined'; problem: Refusal }
  | {
      kind: 'pending' | 'action' | 'ordered';
      order: PlacedOrder;
      paymentId: string;
      total_minor: number;
      currency: string;
      actionUrl: string | null;
    };

/** Whoever pays collects it there: the place as the address that goods are sent to. */
export function collectedAt(place: PickupPlace, billing: Address): Address {
  const { placeId: addressId, line1, line2, city, state, postalCode, country } = place;
  return {
    addressId,
    userId: billing.userId,
    name: billing.name,
    line1: place.name,
    line2: line2 === null ? line1 : `${line1}, ${line2}`,
    city,
    ...(state === null ? {} : { state }),
    postalCode,
    country,
    ...(billing.phone === undefined ? {} : { phone: billing.phone }),
  };
}

/** The question to pricing: what these lines cost, sent there. */
export function quoteRequest(input: CheckoutInput) {
  const { country, state, postalCode } = input.shippingAddress;
  return {
    quoteId: input.quoteId,
    checkoutId: input.checkoutId,
    currency: input.currency,
    lines: input.lines.map(
      ({ variantId, productId, sellerId, quantity, weight_g, size_mm, seen_minor, taxClass }) => ({
        variantId,
        productId,
        sellerId,
        quantity,
        weight_g,
        ...(size_mm ? { size_mm } : {}),
        seen_minor,
        ...(taxClass ? { taxClass } : {}),
        ...(input.sale ? { fixed_minor: seen_minor } : {}),
      }),
    ),
    shipTo: { country, ...(state ? { state } : {}), postalCode },
    shippingMethod: input.shippingMethod,
    ...(input.pickupPlaceId ? { pickupPlaceId: input.pickupPlaceId } : {}),
    ttl_ms: priceLock_ms(input.hold_ms),
    userId: input.userId,
    ...(input.coupon ? { coupon: { code: input.coupon, userId: input.userId } } : {}),
  };
}

/** Whether a quote holds a use of a promotion with a limit, or a first order. */
export function holdsUses({ discounts }: Quote): boolean {
  return discounts?.some((one) => one.held === true) ?? false;
}

const day_ms = 86_400_000;

/** How long prices are kept for a hold of this length: longer, since the hold is made later. */
export function priceLock_ms(hold_ms: number): number {
  return Math.min(2 * hold_ms, day_ms);
}

/** Nobody at the bank said yes, and the shopper can try another way: they are still there. */
export function mayTryAgain(charge: PaymentResult, final: PaymentResult): boolean {
  if (final.declineClass === 'terminal' || final.declineCode === 'cancelled') return false;
  return charge.outcome === 'action' || final.declineCode === GIVEN_UP;
}

/** The decline code of a payment that the shopper gave up. */
export const GIVEN_UP = 'given-up';

/**
 * What became dearer or cheaper since the shopper looked. Refuses 'price-changed' when the sum of
 * lines rose and the shopper has not accepted exactly these prices; drops apply at once.
 */
export function changesOf(
  input: CheckoutInput,
  quote: Quote,
): PriceChange[] | Refusal<'price-changed'> {
  const seen = new Map(input.lines.map((line) => [line.variantId, line]));
  const changes = quote.lines.flatMap((line): PriceChange[] => {
    const was = seen.get(line.variantId);
    if (!was || was.seen_minor === line.unit_minor) return [];
    const { variantId, unit_minor: to_minor } = line;
    return [{ variantId, name: was.name, from_minor: was.seen_minor, to_minor }];
  });
  const before = input.lines.reduce((sum, line) => sum + line.seen_minor * line.quantity, 0);
  if (quote.subtotal_minor <= before) return changes;
  const changesToken = tokenOf(quote);
  if (input.acceptChanges === changesToken) return changes;
  const { currency } = input;
  return refuse('price-changed', {
    changesToken,
    subtotal: toMajor(quote.subtotal_minor, currency),
    total: toMajor(quote.total_minor, currency),
    currency,
    changes: changes.map((change) => changeJson(change, currency)),
  });
}

/** Names these very prices: another rise makes another token. */
export function tokenOf(quote: Quote): string {
  const lines = quote.lines.map((line) => [line.variantId, line.quantity, line.unit_minor]);
  const text = JSON.stringify([quote.currency, quote.total_minor, lines]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** A change as the shopper's client gets it, in major units. */
export function changeJson(change: PriceChange, currency: string) {
  return {
    type: change.to_minor > change.from_minor ? 'price-rose' : 'price-fell',
    variantId: change.variantId,
    name: change.name,
    from: toMajor(change.from_minor, currency),
    to: toMajor(change.to_minor, currency),
  };
}

export function checkoutView(
  input: CheckoutInput,
  quote: Quote,
  rest: { hold: { expiresAt: string; lines: CheckoutView['takes'] }; changes: PriceChange[] },
): CheckoutView {
  const { hold, changes } = rest;
  const { checkoutId } = input;
  return { checkoutId, input, quote, expiresAt: hold.expiresAt, takes: hold.lines, changes };
}

interface Short {
  variantId: string;
  requested: number;
  available: number;
}

/**
 * What is still short when units that are the shopper's own already count as free: nobody is
 * refused for what they hold themselves.
 */
export function shortOfOthers(refusal: Refusal, own: CheckoutView['takes']): Short[] {
  return (refusal.detail.items as Short[])
    .map((item) => {
      const mine = own.filter((take) => take.variantId === item.variantId);
      const held = mine.reduce((sum, take) => sum + take.quantity, 0);
      return { ...item, available: item.available + held };
    })
    .filter((item) => item.available < item.requested);
}

/** Why the money did not move, and whether the shopper can do something about it. */
export function declineProblem(charge: PaymentResult): Refusal<'payment-declined'> {
  return refuse('payment-declined', {
    declineCode: charge.declineCode ?? 'declined',
    outcome: charge.declineClass ?? 'terminal',
    attempt: charge.attempt,
  });
}

/** The order of a checkout: its lines are the quote's, to the minor unit. */
export function orderRequest(
  input: CheckoutInput,
  view: CheckoutView,
  paid: { charge: PaymentResult; status: 'CONFIRMED' | 'PENDING' },
) {
  const { quote } = view;
  const { charge, status } = paid;
  const facts = new Map(input.lines.map((line) => [line.variantId, line]));
  const captured = charge.outcome === 'captured';
  return {
    orderId: input.orderId,
    checkoutId: input.checkoutId,
    sagaId: input.sagaId,
    userId: input.userId,
    cartId: input.cartId,
    quoteId: input.quoteId,
    paymentId: charge.paymentId,
    status,
    paymentMethod: charge.method,
    paymentStatus: captured ? 'CAPTURED' : 'PENDING',
    currency: input.currency,
    lines: quote.lines.map((line) => ({
      ...line,
      name: facts.get(line.variantId)?.name ?? '',
      imageUrl: facts.get(line.variantId)?.imageUrl ?? null,
      warehouseIds: view.takes
        .filter((take) => take.variantId === line.variantId)
        .map((take) => take.warehouseId),
    })),
    subtotal_minor: quote.subtotal_minor,
    discount_minor: quote.discount_minor,
    shipping_minor: quote.shipping_minor,
    tax_minor: quote.tax_minor,
    total_minor: quote.total_minor,
    ...(quote.tax?.includedShipping_minor
      ? { includedShipping_minor: quote.tax.includedShipping_minor }
      : {}),
    shippingMethod: input.shippingMethod,
    shippingAddress: input.shippingAddress,
    billingAddress: input.billingAddress,
  };
}

/** The status a checkout ends in when its saga is undone for this reason. */
export function endOf(reason: Refusal): {
  status: 'RELEASED' | 'EXPIRED' | 'FAILED';
  type: string;
} {
  if (reason.code === 'checkout-ended') {
    return reason.detail.reason === 'expired'
      ? { status: 'EXPIRED', type: 'CHECKOUT_EXPIRED' }
      : { status: 'RELEASED', type: 'CHECKOUT_RELEASED' };
  }
  return { status: 'FAILED', type: 'CHECKOUT_RELEASED' };
}
