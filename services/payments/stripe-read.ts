// What Stripe's objects mean to us. Shapes: https://docs.stripe.com/api/payment_intents/object
import type Stripe from 'stripe';
import type { DeclineClass } from './contract.ts';
import type { GatewayCharge, SavedToken } from './gateway.ts';

/** Names of ours in Stripe's metadata. */
export const meta = {
  key: 'trueshelf_key',
  payment: 'trueshelf_payment',
  charge: 'trueshelf_charge',
};

/** Currencies without decimals that Stripe still counts in hundredths. */
const hundredfold = new Set(['ISK', 'UGX']);

/** Our minor units as Stripe counts them (https://docs.stripe.com/currencies). */
export function toStripe(amount_minor: number, currency: string): number {
  return hundredfold.has(currency) ? amount_minor * 100 : amount_minor;
}

/** With three decimals, of which Stripe's partners move the first two: the last has to be 0. */
const tenfold = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Whether Stripe can move such an amount (https://docs.stripe.com/currencies, 2026-11-21). */
export function canMove(amount_minor: number, currency: string): boolean {
  return !tenfold.has(currency) || amount_minor % 10 === 0;
}

/** Stripe's amount in our minor units; a fraction shows as such, and then fits nothing. */
export function fromStripe(amount: number, currency: string): number {
  return hundredfold.has(currency.toUpperCase()) ? amount / 100 : amount;
}

const terminal = new Set(['lost_card', 'stolen_card', 'pickup_card', 'fraudulent']);
const fixable = new Set([
  'incorrect_cvc',
  'invalid_cvc',
  'incorrect_number',
  'invalid_number',
  'expired_card',
  'invalid_expiry_month',
  'invalid_expiry_year',
  'incorrect_zip',
  'resource_missing',
]);

/** Whether trying again can help (https://docs.stripe.com/declines/codes). */
export function declineClassOf(code: string): DeclineClass {
  if (terminal.has(code)) return 'terminal';
  return fixable.has(code) ? 'fixable' : 'retryable';
}

type Intent = Pick<
  Stripe.PaymentIntent,
  | 'status'
  | 'amount'
  | 'amount_received'
  | 'amount_capturable'
  | 'currency'
  | 'latest_charge'
  | 'last_payment_error'
  | 'next_action'
  | 'payment_method'
  | 'customer'
  | 'setup_future_usage'
>;

/** An intent as a charge; null while it was never confirmed, so never asked for money. */
export function chargeOfIntent(intent: Intent): GatewayCharge | null {
  const currency = intent.currency.toUpperCase();
  const facts = (amount: number) => ({ amount_minor: fromStripe(amount, currency), currency });
  const saved = savedOf(intent);
  const kept = saved ? { saved } : {};
  switch (intent.status) {
    case 'succeeded': {
      const transactionId = idOf(intent.latest_charge);
      const named = transactionId ? { transactionId } : {};
      return { state: 'captured', ...facts(intent.amount_received), ...named, ...kept };
    }
    case 'requires_capture':
      return { state: 'authorized', ...facts(intent.amount_capturable), ...kept };
    case 'processing':
      return { state: 'pending', ...facts(intent.amount) };
    case 'requires_action': {
      const actionUrl = intent.next_action?.redirect_to_url?.url;
      return { state: 'action', ...facts(intent.amount), ...(actionUrl ? { actionUrl } : {}) };
    }
    case 'canceled':
      return { state: 'cancelled', ...facts(intent.amount) };
    case 'requires_payment_method': {
      const error = intent.last_payment_error;
      if (!error) return null;
      return { ...declinedAs(error.decline_code ?? error.code), ...facts(intent.amount) };
    }
    default:
      return null;
  }
}

/** Why no money moved, in Stripe's word for it. */
export function declinedAs(said: string | null | undefined) {
  const declineCode = (said ?? '') === '' ? 'declined' : String(said);
  const declineClass = declineClassOf(declineCode);
  return { state: 'declined' as const, declineCode, declineClass };
}

function savedOf({ setup_future_usage, payment_method, customer }: Intent): SavedToken | undefined {
  if (!setup_future_usage || typeof payment_method !== 'object' || !payment_method)
    return undefined;
  const { card } = payment_method;
  return {
    token: payment_method.id,
    customer: idOf(customer) ?? null,
    brand: card?.brand ?? payment_method.type,
    last4: card?.last4 ?? '',
    expiryMonth: card?.exp_month ?? null,
    expiryYear: card?.exp_year ?? null,
  };
}

/** The id of an object that may come whole or by its id. */
export function idOf(of: string | { id: string } | null | undefined): string | undefined {
  return typeof of === 'string' ? of : (of?.id ?? undefined);
}
