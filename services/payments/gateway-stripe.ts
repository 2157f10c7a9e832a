// Stripe, through its own library. An intent is made first, which moves no money, and its id is
// kept by us before it is confirmed: so whatever reply gets lost, there is one intent that may
// have charged, and its state says whether it did, also when Stripe has forgotten our keys.
// https://docs.stripe.com/api/payment_intents and https://docs.stripe.com/api/idempotent_requests
import Stripe from 'stripe';
import { OutcomeUnknown } from '#kernel/core/error.ts';
import { refuse } from '#kernel/core/refusal.ts';
import type { ChargeRef, ChargeRequest, Gateway, GatewayCharge, RefundRequest } from './gateway.ts';
import { gatewayGuards, type Guarded } from './gateway-guard.ts';
import { stripeLedger } from './stripe-ledger.ts';
import { stripeNews } from './stripe-news.ts';
import { clientOf, isStripeError, mended, wasReplayed } from './stripe-client.ts';
import { chargeOfIntent, declinedAs, fromStripe, idOf, meta, toStripe } from './stripe-read.ts';

export interface StripeParts {
  secretKey: string;
  /** Where its API is; the library's own place when left out. */
  origin: string | null;
  webhookSecrets: readonly string[];
  capture: 'automatic' | 'manual';
  timeout_ms: number;
}

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

export function stripeGateway(parts: StripeParts): Gateway {
  const { pay, ask } = gatewayGuards('stripe', parts.timeout_ms, isStripeError);
  const { capture } = parts;
  const tools: StripeTools = { stripe: clientOf(parts, pay.connections), pay, ask, capture };
  const intents = intentsOf(tools);
  return {
    name: 'stripe',
    methods: ['CARD'],
    takes: (token) => /^(?:pm|card|tok|src)_\w{1,200}$/.test(token),
    ...intents,
    refund: refunding(tools),
    ledger: stripeLedger(tools),
    news: stripeNews(parts.webhookSecrets),
    forget: async ({ token }) => {
      await ask.run(async () => {
        try {
          await mended(() => tools.stripe.paymentMethods.detach(token));
        } catch (error) {
          if (!isStripeError(error)) throw error;
          // Gone already, or never anybody's.
          if (error.statusCode !== 404 && error.statusCode !== 400) throw error;
        }
      });
    },
  };
}

function intentsOf(tools: StripeTools) {
  const { stripe, pay, ask } = tools;
  const find = finding(tools);

  /** Whose a saved card is to be. Once per person within Stripe's memory, and kept by us then. */
  async function customerFor({ userId }: { userId: string }): Promise<string> {
    const made = await mended(() =>
      stripe.customers.create(
        { metadata: { trueshelf_user: userId } },
        { idempotencyKey: `cus:${userId}` },
      ),
    );
    return made.id;
  }

  async function begin(request: ChargeRequest): Promise<string> {
    return pay.run(async () => {
      const { key, paymentId, amount_minor, currency, save } = request;
      const customer = request.customer ?? (save && (await customerFor(save)));
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

  async function query(of: ChargeRef): Promise<GatewayCharge | null> {
    return ask.run(async () => {
      const intent = of.ref === null ? await find(of) : await retrieve(of.ref);
      return intent ? chargeOfIntent(intent) : null;
    });
  }

  const retrieve = (ref: string) =>
    mended(() => stripe.paymentIntents.retrieve(ref, { expand } as object));

  async function cancel(of: ChargeRef): Promise<GatewayCharge | 'cancelled'> {
    return ask.run(async () => {
      const ref = of.ref ?? (await find(of))?.id;
      if (ref === undefined) return 'cancelled';
      let intent: Stripe.PaymentIntent;
      try {
        intent = await mended(() => stripe.paymentIntents.cancel(ref));
      } catch (error) {
        if (!isStripeError(error) || error.code !== unexpected) throw error;
        intent = await retrieve(ref);
      }
      if (intent.status === 'canceled') return 'cancelled';
      const charge = chargeOfIntent(intent);
      if (charge?.state === 'captured') return charge;
      throw new OutcomeUnknown({ gateway: 'stripe', status: intent.status });
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
        return known(await retrieve(ref));
      }
    });
  }

  return { begin, charge, query, cancel, capture: take };
}

const expand = ['payment_method'];
const unexpected = 'payment_intent_unexpected_state';

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

/** Refunds once per key for ever: what is there already is found before another is made. */
function refunding({ stripe, ask }: StripeTools): Gateway['refund'] {
  return async (request) => {
    const { key, ref, chargeKey, amount_minor, currency } = request;
    if (ref === null) return refuse('gateway-refused', { reason: 'no intent' });
    return ask.run(async () => {
      const list = await mended(() => stripe.refunds.list({ payment_intent: ref, limit: 100 }));
      const known = list.data.find((one) => one.metadata?.[meta.key] === key);
      if (known) return refundOf(known, request);
      try {
        const made = await mended(() =>
          stripe.refunds.create(
            {
              payment_intent: ref,
              amount: toStripe(amount_minor, currency),
              metadata: { [meta.key]: key, [meta.charge]: chargeKey },
            },
            { idempotencyKey: key },
          ),
        );
        return refundOf(made, request);
      } catch (error) {
        if (!isStripeError(error) || error.type !== 'StripeInvalidRequestError') throw error;
        return refuse('gateway-refused', { reason: error.code ?? error.message });
      }
    });
  };
}

function refundOf(refund: Stripe.Refund, request: RefundRequest) {
  const { status, amount, currency, id } = refund;
  if (status === 'succeeded') {
    const code = currency.toUpperCase();
    return { transactionId: id, amount_minor: fromStripe(amount, code), currency: code };
  }
  if (status === 'failed' || status === 'canceled') {
    return refuse('gateway-refused', { reason: refund.failure_reason ?? status });
  }
  // On its way: asked again later, by the same key.
  throw new OutcomeUnknown({ gateway: 'stripe', refund: idOf(id), key: request.key });
}
