// Stripe's PaymentIntents: made without moving money, then confirmed, captured or cancelled.
// One intent charges once, which is what makes every repeat below harmless.
import type Stripe from 'stripe';
import { OutcomeUnknown } from '#kernel/core/error.ts';
import type { ChargeRef, ChargeRequest, GatewayCharge } from './gateway.ts';
import type { Guarded } from './gateway-guard.ts';
import { isStripeError, mended, wasReplayed } from './stripe-client.ts';
import { chargeOfIntent, declinedAs, meta, toStripe } from './stripe-read.ts';

export interface StripeTools {
  stripe: Stripe;
  pay: Guarded;
  ask: Guarded;
  capture: 'automatic' | 'manual';
}

/** Stripe forgets a key after 24 h; a saved 500 is replayed until then, so a key has a number. */
const generations_max = 3;
/** Intents around the time of an attempt that are looked through for its key. */
const lookThrough_max = 1_000;
const around_s = 3_600;

/** What may move money: an intent, its confirmation, its capture. */
export function intentMoney(tools: StripeTools) {
  const { stripe, pay } = tools;

  async function begin(request: ChargeRequest): Promise<string> {
    return pay.run(async () => {
      const { key, paymentId, amount_minor, currency, save } = request;
      const customer = request.customer ?? (save && (await customerFor(stripe, save)));
      const facts: Stripe.PaymentIntentCreateParams = {
        amount: toStripe(amount_minor, currency),
        currency: currency.toLowerCase(),
        capture_method: tools.capture,
        allowed_payment_method_types: ['card'],
        metadata: { [meta.key]: key, [meta.payment]: paymentId },
        ...(customer ? { customer } : {}),
        ...(save ? { setup_future_usage: 'on_session' as const } : {}),
      };
      // An intent that nobody confirms takes nothing, so a failure that Stripe keeps for a key
      // may be left behind with the next key.
      const made = await byNumber(`${key}:create`, (idempotencyKey) =>
        stripe.paymentIntents.create(facts, { idempotencyKey }),
      );
      return made.id;
    });
  }

  async function charge(request: ChargeRequest): Promise<GatewayCharge> {
    const { ref, key, token, returnUrl } = request;
    if (ref === null) throw new OutcomeUnknown({ gateway: 'stripe', reason: 'no intent' });
    const by = token.startsWith('tok_')
      ? { payment_method_data: { type: 'card' as const, card: { token } } }
      : { payment_method: token };
    const params = { ...by, ...(returnUrl ? { return_url: returnUrl } : {}), expand };
    return pay.run(async () => {
      try {
        // One intent charges once, so a second key cannot make a second charge.
        const intent = await byNumber(`${key}:confirm`, (idempotencyKey) =>
          stripe.paymentIntents.confirm(ref, params as object, { idempotencyKey }),
        );
        return known(intent);
      } catch (error) {
        return refusedCharge(error, request);
      }
    });
  }

  async function take(of: ChargeRef): Promise<GatewayCharge> {
    const { ref, key, amount_minor, currency } = of;
    if (ref === null) throw new OutcomeUnknown({ gateway: 'stripe', reason: 'no intent' });
    const params = { amount_to_capture: toStripe(amount_minor, currency) };
    return pay.run(async () => {
      try {
        return known(
          await byNumber(`${key}:capture`, (idempotencyKey) =>
            stripe.paymentIntents.capture(ref, params, { idempotencyKey }),
          ),
        );
      } catch (error) {
        if (!isStripeError(error) || error.code !== unexpected) throw error;
        return known(await retrieve(tools, ref));
      }
    });
  }

  return { begin, charge, capture: take };
}

/** Whose a saved card is to be. Once per person within Stripe's memory, and kept by us then. */
async function customerFor(stripe: Stripe, { userId }: { userId: string }): Promise<string> {
  const made = await mended(() =>
    stripe.customers.create(
      { metadata: { trueshelf_user: userId } },
      { idempotencyKey: `cus:${userId}` },
    ),
  );
  return made.id;
}

/** What moves none: how an intent stands, and ending it. */
export function intentQuestions(tools: StripeTools) {
  const { stripe, ask } = tools;
  const find = finding(tools);

  async function query(of: ChargeRef): Promise<GatewayCharge | null> {
    return ask.run(async () => {
      const intent = of.ref === null ? await find(of) : await retrieve(tools, of.ref);
      return intent ? chargeOfIntent(intent) : null;
    });
  }

  async function cancel(of: ChargeRef): Promise<GatewayCharge | 'cancelled'> {
    return ask.run(async () => {
      const ref = of.ref ?? (await find(of))?.id;
      if (ref === undefined) return 'cancelled';
      let intent: Stripe.PaymentIntent;
      try {
        intent = await mended(() => stripe.paymentIntents.cancel(ref));
      } catch (error) {
        if (!isStripeError(error) || error.code !== unexpected) throw error;
        intent = await retrieve(tools, ref);
      }
      if (intent.status === 'canceled') return 'cancelled';
      const charge = chargeOfIntent(intent);
      if (charge?.state === 'captured') return charge;
      throw new OutcomeUnknown({ gateway: 'stripe', status: intent.status });
    });
  }

  return { query, cancel };
}

const expand = ['payment_method'];
const unexpected = 'payment_intent_unexpected_state';

const retrieve = ({ stripe }: StripeTools, ref: string) =>
  mended(() => stripe.paymentIntents.retrieve(ref, { expand } as object));

function known(intent: Stripe.PaymentIntent): GatewayCharge {
  const charge = chargeOfIntent(intent);
  if (charge) return charge;
  throw new OutcomeUnknown({ gateway: 'stripe', status: intent.status });
}

/** Stripe's no to a confirmation: a decline, or a reason to look at the intent. */
function refusedCharge(error: unknown, request: ChargeRequest): GatewayCharge {
  if (!isStripeError(error)) throw error;
  const { amount_minor, currency } = request;
  if (error.type === 'StripeCardError') {
    return { ...declinedAs(error.decline_code || error.code), amount_minor, currency };
  }
  // No such token, or one that was used up: nothing was charged.
  if (error.type === 'StripeInvalidRequestError' && /^payment_method/.test(error.param ?? '')) {
    return { ...declinedAs('resource_missing'), amount_minor, currency };
  }
  throw error;
}

/**
 * Sends by a key; where Stripe only repeats a failure that it saved for this key, by the next
 * one. Only for what is harmless to do twice.
 */
async function byNumber<T>(key: string, send: (key: string) => Promise<T>): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await mended(() => send(number === 1 ? key : `${key}:${number}`));
    } catch (error) {
      if (number === generations_max || !wasReplayed(error)) throw error;
    }
  }
}

/** The intent of an attempt whose name we never kept: from the list, which is never late. */
function finding({ stripe }: StripeTools) {
  return async ({ key, createdAt }: ChargeRef): Promise<Stripe.PaymentIntent | undefined> => {
    const begun_s = Math.floor(createdAt.getTime() / 1_000);
    const created = { gte: begun_s - around_s, lte: begun_s + around_s };
    let after: string | undefined;
    for (let seen = 0; seen < lookThrough_max;) {
      const page = await mended(() =>
        stripe.paymentIntents.list({
          created,
          limit: 100,
          ...(after ? { starting_after: after } : {}),
        }),
      );
      const found = page.data.find((one) => one.metadata[meta.key] === key);
      if (found || !page.has_more) return found;
      seen += page.data.length;
      after = page.data.at(-1)?.id;
      if (after === undefined) return undefined;
    }
    throw new OutcomeUnknown({ gateway: 'stripe', reason: 'too many intents to look through' });
  };
}
