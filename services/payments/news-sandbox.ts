import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import { declineClassSchema } from './contract.ts';
import type { DisputeNews, News, WebhookIn } from './news.ts';
import { isSigned } from './signed.ts';

const header = 'sandbox-signature';
const ref = Type.String({ minLength: 1, maxLength: 64 });
const amount_minor = Type.Integer({ minimum: 0 });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });

const chargeNews = Type.Object({
  id: ref,
  type: Type.String({ maxLength: 64 }),
  charge: Type.Object({
    state: Type.Union([
      Type.Literal('captured'),
      Type.Literal('declined'),
      Type.Literal('pending'),
      Type.Literal('action'),
      Type.Literal('cancelled'),
    ]),
    paymentRef: ref,
    amount_minor,
    currency,
    transactionId: Type.Optional(Type.String({ maxLength: 64 })),
    declineCode: Type.Optional(Type.String({ maxLength: 64 })),
    declineClass: Type.Optional(declineClassSchema),
  }),
});

const refundNews = Type.Object({
  id: ref,
  type: Type.Literal('refund.made'),
  paymentRef: ref,
  refund: Type.Object({ id: ref, key: Type.Union([ref, Type.Null()]), amount_minor, currency }),
});

const dispute = Type.Object({
  id: ref,
  amount_minor,
  currency,
  reason: Type.String({ maxLength: 64 }),
  status: Type.Union([Type.Literal('needs_response'), Type.Literal('won'), Type.Literal('lost')]),
  fee_minor: Type.Optional(amount_minor),
});
const disputeNews = Type.Object({
  id: ref,
  type: Type.Literal('dispute.changed'),
  paymentRef: ref,
  dispute,
});

/** Reads news of the sandbox gateway. */
export function sandboxNews(secrets: readonly string[]) {
  return async (incoming: WebhookIn): Promise<News | Refusal<'webhook-refused'>> => {
    const { raw, now_ms } = incoming;
    if (secrets.length === 0 || !isSigned(raw, incoming.header(header), { secrets, now_ms })) {
      return refuse('webhook-refused', { reason: 'signature' });
    }
    return readNews(raw, new Date(now_ms).toISOString());
  };
}

function readNews(raw: Uint8Array, at: string): News | Refusal<'webhook-refused'> {
  const parsed = jsonOf(raw);
  if (Value.Check(chargeNews, parsed)) {
    const { paymentRef, ...charge } = parsed.charge;
    return {
      kind: 'charge',
      id: parsed.id,
      at,
      about: { paymentId: paymentRef, ref: null },
      charge,
    };
  }
  if (Value.Check(refundNews, parsed)) {
    const { id, paymentRef } = parsed;
    const refund = { ...parsed.refund, status: 'succeeded' as const };
    return { kind: 'refund', id, at, about: { paymentId: paymentRef, ref: null }, refund };
  }
  if (Value.Check(disputeNews, parsed)) {
    const { id, paymentRef } = parsed;
    const about = { paymentId: paymentRef, ref: null };
    return { kind: 'dispute', id, at, about, dispute: readDispute(parsed.dispute) };
  }
  return refuse('webhook-refused', { reason: 'body' });
}

/** A dispute as the sandbox gateway has it. */
export function readDispute({ fee_minor = 0, ...told }: Static<typeof dispute>): DisputeNews {
  const { id, amount_minor: disputed_minor, currency: code, reason, status } = told;
  const won = status === 'needs_response' ? null : status === 'won';
  const fee = { amount_minor: fee_minor, currency: code };
  return {
    id,
    amount_minor: disputed_minor,
    currency: code,
    reason,
    status,
    won,
    taken: true,
    fee,
  };
}

/** The parsed body, or undefined when it is not JSON. */
export function jsonOf(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'));
  } catch {
    return undefined;
  }
}
