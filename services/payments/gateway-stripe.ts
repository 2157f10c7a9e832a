// Stripe, through its own library. An intent is made first, which moves no money, and its id is
// kept by us before it is confirmed: so whatever reply gets lost, there is one intent that may
// have charged, and its state says whether it did, also when Stripe has forgotten our keys.
// https://docs.stripe.com/api/payment_intents and https://docs.stripe.com/api/idempotent_requests
import type Stripe from 'stripe';
import { OutcomeUnknown } from '#kernel/core/error.ts';
import { refuse } from '#kernel/core/refusal.ts';
import type { Gateway, RefundRequest } from './gateway.ts';
import type { DisputeNews } from './news.ts';
import { gatewayGuards } from './gateway-guard.ts';
import { intentMoney, intentQuestions, type StripeTools } from './stripe-intent.ts';
import { stripeLedger } from './stripe-ledger.ts';
import { readDispute, stripeNews } from './stripe-news.ts';
import { clientOf, isStripeError, mended } from './stripe-client.ts';
import { canMove, fromStripe, idOf, meta, toStripe } from './stripe-read.ts';

export interface StripeParts {
  secretKey: string;
  /** Where its API is; the library's own place when left out. */
  origin: string | null;
  webhookSecrets: readonly string[];
  capture: 'automatic' | 'manual';
  timeout_ms: number;
}

export function stripeGateway(parts: StripeParts): Gateway {
  const { pay, ask } = gatewayGuards('stripe', parts.timeout_ms, isStripeError);
  const { capture } = parts;
  const tools: StripeTools = { stripe: clientOf(parts, pay.connections), pay, ask, capture };
  return {
    name: 'stripe',
    methods: ['CARD'],
    moves: canMove,
    takes: (token) => /^(?:pm|card|tok|src)_\w{1,200}$/.test(token),
    ...intentMoney(tools),
    ...intentQuestions(tools),
    ...refunding(tools),
    ledger: stripeLedger(tools),
    news: stripeNews(parts.webhookSecrets),
    findDispute: (id) => ask.run(() => disputeAt(tools, id)),
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

/** https://docs.stripe.com/api/disputes/retrieve */
async function disputeAt({ stripe }: StripeTools, id: string): Promise<DisputeNews | null> {
  try {
    return readDispute(await mended(() => stripe.disputes.retrieve(id))) ?? null;
  } catch (error) {
    if (isStripeError(error) && error.statusCode === 404) return null;
    throw error;
  }
}

/** Refunds once per key for ever: what is there already is found before another is made. */
function refunding({ stripe, ask }: StripeTools): Pick<Gateway, 'refund' | 'findRefund'> {
  const known = async (ref: string, key: string) => {
    const list = await mended(() => stripe.refunds.list({ payment_intent: ref, limit: 100 }));
    return list.data.find((one) => one.metadata?.[meta.key] === key);
  };
  return {
    findRefund: (request) =>
      ask.run(async () => {
        const found = request.ref === null ? undefined : await known(request.ref, request.key);
        return found ? refundOf(found, request) : null;
      }),
    refund: async (request) => {
      const { key, ref, chargeKey, amount_minor, currency, turn = 0 } = request;
      if (ref === null) return refuse('gateway-refused', { reason: 'no intent' });
      // Never asked: it would be refused each time, and rounded it would be another sum.
      if (!canMove(amount_minor, currency)) {
        return refuse('gateway-refused', { reason: 'amount_not_movable', amount_minor, currency });
      }
      return ask.run(async () => {
        const there = await known(ref, key);
        if (there) return refundOf(there, request);
        try {
          const made = await mended(() =>
            stripe.refunds.create(
              {
                payment_intent: ref,
                amount: toStripe(amount_minor, currency),
                metadata: { [meta.key]: key, [meta.charge]: chargeKey },
              },
              { idempotencyKey: turn === 0 ? key : `${key}:${turn}` },
            ),
          );
          return refundOf(made, request);
        } catch (error) {
          if (!isStripeError(error) || error.type !== 'StripeInvalidRequestError') throw error;
          return refuse('gateway-refused', { reason: error.code ?? error.message });
        }
      });
    },
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
