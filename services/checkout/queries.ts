import { toMajor } from '#kernel/core/money.ts';
import type { Quote } from '#services/pricing/contract.ts';
import {
  changeJson,
  changesOf,
  checkoutView,
  type CheckoutInput,
  type CheckoutView,
} from './model.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Journal } from './store.ts';

interface Held {
  expiresAt: string;
  lines: CheckoutView['takes'];
}

/** The checkout as its saga's journal tells it; undefined before the hold is made. */
export function viewOfJournal(journal: Journal): CheckoutView | undefined {
  const input = journal.input as CheckoutInput;
  const quote = journal.steps?.QUOTE as Quote | undefined;
  const hold = journal.steps?.HOLD as Held | undefined;
  if (!quote || !hold) return undefined;
  const changes = changesOf(input, quote);
  return checkoutView(input, quote, { hold, changes: isRefusal(changes) ? [] : changes });
}

/** The checkout as the shopper's client gets it: amounts in major units, the server's clock. */
export function checkoutJson(
  view: CheckoutView,
  now: { status: string; serverTime: string; expiresAt: string; orderId: string | null },
) {
  const { input, quote } = view;
  const { currency } = quote;
  const facts = new Map(input.lines.map((line) => [line.variantId, line]));
  return {
    checkoutId: view.checkoutId,
    cartId: input.cartId,
    status: now.status,
    items: quote.lines.map((line) => ({
      productId: line.productId,
      variantId: line.variantId,
      name: facts.get(line.variantId)?.name ?? '',
      imageUrl: facts.get(line.variantId)?.imageUrl ?? null,
      quantity: line.quantity,
      unitPrice: toMajor(line.unit_minor, currency),
      total: toMajor(line.total_minor, currency),
    })),
    subtotal: toMajor(quote.subtotal_minor, currency),
    discount: toMajor(quote.discount_minor, currency),
    discounts: (quote.discounts ?? []).map(({ name, amount_minor, code }) => {
      const amount = toMajor(amount_minor, currency);
      return code === undefined ? { name, amount } : { name, amount, code };
    }),
    shipping: toMajor(quote.shipping_minor, currency),
    tax: toMajor(quote.tax_minor, currency),
    includedTax: toMajor(quote.tax?.included_minor ?? 0, currency),
    taxes: (quote.tax?.parts ?? []).map(({ name, rate_milli, tax_minor }) => {
      return { name, ratePercent: rate_milli / 1_000, amount: toMajor(tax_minor, currency) };
    }),
    total: toMajor(quote.total_minor, currency),
    currency,
    shippingMethod: quote.shippingMethod,
    pickupPlaceId: input.pickupPlaceId ?? null,
    parcels: (quote.parcels ?? []).map((one) => ({
      sellerId: one.sellerId,
      variantIds: one.lines.flatMap((lineNo) => quote.lines[lineNo - 1]?.variantId ?? []),
      shipping: toMajor(one.amount_minor, currency),
    })),
    shippingAddress: input.shippingAddress,
    billingAddress: input.billingAddress,
    expiresAt: now.expiresAt,
    serverTime: now.serverTime,
    priceGuaranteedUntil: now.expiresAt,
    changes: view.changes.map((change) => changeJson(change, currency)),
    availablePaymentMethods: input.paymentMethods,
    orderId: now.orderId,
  };
}
