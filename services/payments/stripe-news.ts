// What Stripe tells by itself (https://docs.stripe.com/api/events/types). Only what is signed is
// read, and only the fields that are needed, each checked.
import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type Stripe from 'stripe';
import { refuse } from '#kernel/core/refusal.ts';
import type { Gateway } from './gateway.ts';
import type { DisputeNews, News } from './news.ts';
import { jsonOf } from './news-sandbox.ts';
import { isSigned } from './signed.ts';
import { chargeOfIntent, fromStripe, meta } from './stripe-read.ts';

const id = Type.String({ minLength: 1, maxLength: 255 });
const reference = Type.Union([id, Type.Null()]);
const metadata = Type.Optional(
  Type.Union([Type.Record(Type.String(), Type.String()), Type.Null()]),
);
const amount = Type.Integer({ minimum: 0 });
const currency = Type.String({ pattern: '^[a-z]{3}$' });

const event = Type.Object({
  id,
  type: Type.String({ maxLength: 100 }),
  created: Type.Integer({ minimum: 0, maximum: 4_102_444_800 }),
  data: Type.Object({ object: Type.Object({ object: Type.String({ maxLength: 60 }) }) }),
});

const intent = Type.Object({
  id,
  status: Type.String(),
  amount,
  amount_received: amount,
  amount_capturable: amount,
  currency,
  latest_charge: Type.Optional(reference),
  metadata,
});
const refund = Type.Object({
  id,
  amount,
  currency,
  status: Type.Union([Type.String(), Type.Null()]),
  payment_intent: Type.Optional(reference),
  metadata,
});
const dispute = Type.Object({
  id,
  amount,
  currency,
  reason: Type.String({ maxLength: 100 }),
  status: Type.String({ maxLength: 100 }),
  payment_intent: Type.Optional(reference),
  balance_transactions: Type.Optional(
    Type.Array(
      Type.Object({
        fee: Type.Integer(),
        currency: Type.String({ pattern: '^[a-z]{3}$' }),
      }),
      { maxItems: 20 },
    ),
  ),
});

/** Reads news of Stripe, signed with any of the secrets. */
export function stripeNews(secrets: readonly string[]): NonNullable<Gateway['news']> {
  return async (incoming) => {
    const { raw, now_ms } = incoming;
    const header = incoming.header('stripe-signature');
    if (secrets.length === 0 || !isSigned(raw, header, { secrets, now_ms })) {
      return refuse('webhook-refused', { reason: 'signature' });
    }
    const parsed = jsonOf(raw);
    if (!Value.Check(event, parsed)) return refuse('webhook-refused', { reason: 'body' });
    return readEvent(parsed) ?? refuse('webhook-refused', { reason: 'body' });
  };
}

type Event = Static<typeof event>;

function readEvent(told: Event): News | undefined {
  const { object } = told.data;
  const common = { id: told.id, at: new Date(told.created * 1_000).toISOString() };
  const checked = <S extends TSchema>(schema: S) =>
    Value.Check(schema, object) ? (object as Static<S>) : undefined;
  switch (object.object) {
    case 'payment_intent': {
      const found = checked(intent);
      const charge = found && chargeOfIntent(object as unknown as Stripe.PaymentIntent);
      if (!found) return undefined;
      if (!charge) return { kind: 'other', id: told.id };
      const paymentId = found.metadata?.[meta.payment] ?? null;
      return { ...common, kind: 'charge', about: { paymentId, ref: found.id }, charge };
    }
    case 'refund': {
      const found = checked(refund);
      return found && { ...common, kind: 'refund', ...refundOf(found) };
    }
    case 'dispute': {
      const found = checked(dispute);
      return found && { ...common, kind: 'dispute', ...disputeOf(found) };
    }
    default:
      return { kind: 'other', id: told.id };
  }
}

/** A dispute as its API gives it; undefined for anything else. */
export function readDispute(object: unknown): DisputeNews | undefined {
  return Value.Check(dispute, object) ? disputeOf(object).dispute : undefined;
}

function refundOf(found: Static<typeof refund>) {
  const code = found.currency.toUpperCase();
  const ended = found.status === 'failed' || found.status === 'canceled';
  const status = found.status === 'succeeded' ? 'succeeded' : ended ? 'failed' : 'pending';
  return {
    about: { paymentId: null, ref: found.payment_intent ?? null },
    refund: {
      id: found.id,
      key: found.metadata?.[meta.key] ?? null,
      status,
      amount_minor: fromStripe(found.amount, code),
      currency: code,
    } as const,
  };
}

function disputeOf(found: Static<typeof dispute>) {
  const code = found.currency.toUpperCase();
  const won = found.status === 'won' || found.status === 'warning_closed';
  return {
    about: { paymentId: null, ref: found.payment_intent ?? null },
    dispute: {
      id: found.id,
      amount_minor: fromStripe(found.amount, code),
      currency: code,
      reason: found.reason,
      status: found.status,
      won: won ? true : found.status === 'lost' ? false : null,
      // A warning is a question of the bank's: no money has moved.
      taken: !found.status.startsWith('warning_'),
      fee: feeOf(found.balance_transactions ?? []),
    },
  };
}

/** What is charged for a dispute less what was given back of it, in the account's currency. */
function feeOf(moves: readonly { fee: number; currency: string }[]) {
  const codes = new Set(moves.map((one) => one.currency));
  const [code] = codes;
  if (code === undefined || codes.size > 1) return null;
  const sum = moves.reduce((total, one) => total + one.fee, 0);
  const currency = code.toUpperCase();
  return { amount_minor: Math.max(0, fromStripe(sum, currency)), currency };
}
