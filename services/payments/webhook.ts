// News from gateways. Anyone can post here, so nothing is believed before the signature is
// checked over the bytes as they came, and nothing is believed twice or late.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { declineClassSchema } from './contract.ts';
import type { Settle } from './settle.ts';
import * as store from './store.ts';

/** Older or more in the future than this is a replay. */
export const window_s = 300;
const signatures_max = 10;

/**
 * Checks `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>`. Several v1 are allowed, for
 * a secret that changes. Constant time for each signature.
 */
export function isSigned(
  raw: Uint8Array,
  header: string | undefined,
  of: { secret: string; now_ms: number },
): boolean {
  const parts = (header ?? '').split(',', signatures_max + 1).map((part) => part.trim());
  const time = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
  if (!/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(of.now_ms / 1_000 - Number(time)) > window_s) return false;
  const expected = createHmac('sha256', of.secret).update(`${time}.`).update(raw).digest();
  return parts.some((part) => {
    if (!/^v1=[0-9a-f]{64}$/.test(part)) return false;
    return timingSafeEqual(Buffer.from(part.slice(3), 'hex'), expected);
  });
}

const newsSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  type: Type.String({ maxLength: 64 }),
  charge: Type.Object({
    state: Type.Union([
      Type.Literal('captured'),
      Type.Literal('declined'),
      Type.Literal('pending'),
      Type.Literal('action'),
      Type.Literal('cancelled'),
    ]),
    paymentRef: Type.String({ minLength: 1, maxLength: 64 }),
    amount_minor: Type.Integer({ minimum: 0 }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    transactionId: Type.Optional(Type.String({ maxLength: 64 })),
    declineCode: Type.Optional(Type.String({ maxLength: 64 })),
    declineClass: Type.Optional(declineClassSchema),
  }),
});
type News = Static<typeof newsSchema>;

function readNews(raw: Uint8Array): News | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(raw).toString('utf8'));
    return Value.Check(newsSchema, parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export interface Incoming {
  raw: Uint8Array;
  signature: string | undefined;
}

/** What the sandbox gateway tells. Duplicates and old news change nothing. */
export function sandboxWebhook(ctx: RoomContext, settle: Settle) {
  const { db, clock, config, log } = ctx;
  return async ({ raw, signature }: Incoming): Promise<'taken' | Refusal<'webhook-refused'>> => {
    const secret = config.sandboxWebhookSecret;
    const now_ms = clock.now();
    if (!secret || !isSigned(raw, signature, { secret, now_ms })) {
      return refuse('webhook-refused', { reason: 'signature' });
    }
    const news = readNews(raw);
    if (!news) return refuse('webhook-refused', { reason: 'body' });
    const { id, charge } = news;
    const [row] = await store.readPayments(db, [charge.paymentRef]);
    if (!row || row.gateway !== 'sandbox') {
      log.warn(
        { webhookId: id, paymentRef: charge.paymentRef },
        'webhook about no payment of ours',
      );
      const body = Buffer.from(raw).toString('utf8');
      const reason = 'unknown payment';
      await store.parkWebhook(db, { webhookId: id, gateway: 'sandbox', body, reason });
      return 'taken';
    }
    await settle.apply(row, charge, 'webhook');
    return 'taken';
  };
}
