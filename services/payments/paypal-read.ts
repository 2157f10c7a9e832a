// What PayPal's objects mean to us. Shapes: https://developer.paypal.com/docs/api/orders/v2/
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { OutcomeUnknown } from '#kernel/core/error.ts';
import { exponentOf, isCurrency } from '#kernel/core/money.ts';
import type { DeclineClass } from './contract.ts';
import type { GatewayCharge, SavedToken } from './gateway.ts';

/** PayPal's currencies with the decimals that we count in too (HUF and TWD have none there). */
export const paypalCurrencies: ReadonlySet<string> = new Set(
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB USD'.split(
    ' ',
  ),
);

const money = Type.Object({
  currency_code: Type.String({ pattern: '^[A-Z]{3}$' }),
  value: Type.String({ pattern: '^-?[0-9]{1,13}([.][0-9]{1,3})?$' }),
});
export type Money = Static<typeof money>;

const id = Type.String({ minLength: 1, maxLength: 64 });
const word = Type.Optional(Type.String({ maxLength: 127 }));

export const captureSchema = Type.Object({
  id,
  status: Type.String(),
  amount: money,
  custom_id: word,
  invoice_id: word,
  supplementary_data: Type.Optional(
    Type.Object({ related_ids: Type.Optional(Type.Object({ order_id: Type.Optional(id) })) }),
  ),
  processor_response: Type.Optional(Type.Object({ response_code: word })),
});

export const refundSchema = Type.Object({
  id,
  status: Type.String(),
  amount: money,
  custom_id: word,
  links: Type.Optional(Type.Array(Type.Object({ href: Type.String(), rel: Type.String() }))),
});

const vaulted = Type.Object({
  attributes: Type.Optional(
    Type.Object({
      vault: Type.Optional(
        Type.Object({
          id: Type.Optional(id),
          status: word,
          customer: Type.Optional(Type.Object({ id: Type.Optional(id) })),
        }),
      ),
    }),
  ),
  brand: word,
  last_digits: word,
  expiry: word,
});

export const orderSchema = Type.Object({
  id,
  status: Type.String(),
  purchase_units: Type.Array(
    Type.Object({
      amount: Type.Optional(money),
      custom_id: word,
      payments: Type.Optional(
        Type.Object({
          captures: Type.Optional(Type.Array(captureSchema)),
          refunds: Type.Optional(Type.Array(refundSchema)),
        }),
      ),
    }),
    { minItems: 1, maxItems: 10 },
  ),
  payment_source: Type.Optional(
    Type.Object({ paypal: Type.Optional(vaulted), card: Type.Optional(vaulted) }),
  ),
  links: Type.Optional(Type.Array(Type.Object({ href: Type.String(), rel: Type.String() }))),
});
export type Order = Static<typeof orderSchema>;

/** A body that must be an order; anything else may still stand for an act of PayPal. */
export function orderOf(body: unknown): Order {
  if (Value.Check(orderSchema, body)) return body;
  throw new OutcomeUnknown({ gateway: 'paypal', reply: 'not an order' });
}

/** PayPal's decimal text in minor units; a fraction below them shows as such, and fits nothing. */
export function fromPaypal({ value, currency_code }: Money): number {
  const exponent = isCurrency(currency_code) ? exponentOf(currency_code) : 2;
  const [whole = '0', decimals = ''] = value.replace('-', '').split('.');
  const shifted = Number(`${whole}${decimals.padEnd(exponent, '0')}`);
  const extra = Math.max(0, decimals.length - exponent);
  return (value.startsWith('-') ? -1 : 1) * (extra === 0 ? shifted : shifted / 10 ** extra);
}

/** Minor units as PayPal writes them: exactly the currency's decimals. */
export function toPaypal(amount_minor: number, currency: string): Money {
  const exponent = exponentOf(currency);
  const digits = String(amount_minor).padStart(exponent + 1, '0');
  const whole = exponent === 0 ? digits : digits.slice(0, -exponent);
  const value = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  return { currency_code: currency, value };
}

/** An order as a charge. APPROVED: the buyer has agreed, and nothing is taken yet. */
export function chargeOfOrder(order: Order): GatewayCharge {
  const units = order.purchase_units;
  const captures = units.flatMap((unit) => unit.payments?.captures ?? []);
  const [capture] = captures;
  if (capture) return chargeOfCapture(capture, savedOf(order));
  const asked = units[0]?.amount ?? { currency_code: 'XXX', value: '0' };
  const facts = { amount_minor: fromPaypal(asked), currency: asked.currency_code };
  switch (order.status) {
    case 'APPROVED':
      return { state: 'authorized', ...facts };
    case 'CREATED':
    case 'SAVED':
    case 'PAYER_ACTION_REQUIRED': {
      const actionUrl = linkOf(order, 'payer-action') ?? linkOf(order, 'approve');
      return { state: 'action', ...facts, ...(actionUrl ? { actionUrl } : {}) };
    }
    case 'VOIDED':
      return { state: 'cancelled', ...facts };
    default:
      return { state: 'pending', ...facts };
  }
}

/** What came of taking the money. */
function chargeOfCapture(
  { id: transactionId, status, amount, processor_response }: Static<typeof captureSchema>,
  saved: SavedToken | undefined,
): GatewayCharge {
  const facts = { amount_minor: fromPaypal(amount), currency: amount.currency_code };
  if (status === 'PENDING') return { state: 'pending', ...facts };
  if (status === 'DECLINED' || status === 'FAILED') {
    return { ...declinedAs(processor_response?.response_code ?? 'declined'), ...facts };
  }
  return { state: 'captured', ...facts, transactionId, ...(saved ? { saved } : {}) };
}

const terminal = new Set(['TRANSACTION_REFUSED', 'PAYER_ACCOUNT_LOCKED_OR_CLOSED', '9500', '9520']);
const fixable = new Set(['CARD_EXPIRED', 'INVALID_SECURITY_CODE_LENGTH', '5400', '00N7']);

/** Why no money moved, in PayPal's word for it. */
export function declinedAs(said: string) {
  const declineClass: DeclineClass = terminal.has(said)
    ? 'terminal'
    : fixable.has(said)
      ? 'fixable'
      : 'retryable';
  return { state: 'declined' as const, declineCode: said.toLowerCase(), declineClass };
}

function savedOf({ payment_source: source }: Order): SavedToken | undefined {
  const kept = source?.paypal ?? source?.card;
  const vault = kept?.attributes?.vault;
  if (!kept || vault?.status !== 'VAULTED' || vault.id === undefined) return undefined;
  const [year, month] = (kept.expiry ?? '').split('-').map(Number);
  return {
    token: vault.id,
    customer: vault.customer?.id ?? null,
    brand: kept.brand?.toLowerCase() ?? 'paypal',
    last4: /^\d{4}$/.test(kept.last_digits ?? '') ? String(kept.last_digits) : '',
    expiryMonth: month ?? null,
    expiryYear: month === undefined ? null : (year ?? null),
  };
}

function linkOf({ links }: Order, rel: string): string | undefined {
  return links?.find((link) => link.rel === rel)?.href;
}
