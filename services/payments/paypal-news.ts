// What PayPal tells by itself. PayPal checks the signature for us, over the bytes as they came;
// the body then only says where to look, and the truth is asked for, so that old news tell nothing
// old. https://developer.paypal.com/docs/api/webhooks/v1/#verify-webhook-signature_post
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { refuse } from '#kernel/core/refusal.ts';
import type { Gateway } from './gateway.ts';
import type { DisputeNews, News, WebhookIn } from './news.ts';
import { jsonOf } from './news-sandbox.ts';
import { readOrder, unlessGone, type PaypalTools } from './paypal-order.ts';
import { captureSchema, chargeOfOrder, fromPaypal, refundSchema } from './paypal-read.ts';
import { window_s } from './signed.ts';

const id = Type.String({ minLength: 1, maxLength: 64 });
const event = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100 }),
  event_type: Type.String({ maxLength: 100 }),
  create_time: Type.String({ maxLength: 40 }),
  resource: Type.Object({}),
});
const orderPart = Type.Object({ id });
const disputePart = Type.Object({
  dispute_id: id,
  reason: Type.String({ maxLength: 100 }),
  status: Type.String({ maxLength: 100 }),
  dispute_amount: Type.Object({
    currency_code: Type.String({ pattern: '^[A-Z]{3}$' }),
    value: Type.String({ pattern: '^[0-9]{1,13}([.][0-9]{1,3})?$' }),
  }),
  disputed_transactions: Type.Array(
    Type.Object({
      seller_transaction_id: Type.Optional(id),
      custom: Type.Optional(Type.String({ maxLength: 127 })),
    }),
    { minItems: 1 },
  ),
  dispute_outcome: Type.Optional(
    Type.Object({ outcome_code: Type.Optional(Type.String({ maxLength: 60 })) }),
  ),
});

const signatureHeaders = ['auth-algo', 'cert-url', 'transmission-id', 'transmission-sig'] as const;

/** Reads news of PayPal, sent to any of our webhooks there. */
export function paypalNews(
  tools: PaypalTools,
  webhookIds: readonly string[],
): NonNullable<Gateway['news']> {
  const read = reading(tools);
  return async (incoming) => {
    const no = (reason: string) => refuse('webhook-refused', { reason });
    const parsed = jsonOf(incoming.raw);
    if (!Value.Check(event, parsed)) return no('body');
    if (!(await isVerified(tools, incoming, webhookIds))) return no('signature');
    const told = Date.parse(parsed.create_time);
    if (Number.isNaN(told)) return no('body');
    const common = { id: parsed.id, at: new Date(told).toISOString() };
    const news = await tools.ask.run(() => read(parsed, common));
    return news ?? no('body');
  };
}

/** Asks PayPal. What lacks a header, or was sent long ago, is not even asked about. */
async function isVerified(
  { call, ask }: PaypalTools,
  { raw, header, now_ms }: WebhookIn,
  webhookIds: readonly string[],
): Promise<boolean> {
  const time = header('paypal-transmission-time') ?? '';
  const age_ms = Math.abs(now_ms - Date.parse(time));
  if (!(age_ms <= window_s * 1_000)) return false;
  const facts: Record<string, string> = { transmission_time: time };
  for (const name of signatureHeaders) {
    const value = header(`paypal-${name}`);
    if (value === undefined || value.length > 1_000) return false;
    facts[name.replaceAll('-', '_')] = value;
  }
  const text = Buffer.from(raw).toString('utf8');
  for (const webhook_id of webhookIds) {
    const head = JSON.stringify({ ...facts, webhook_id });
    // The event goes as it came: written anew, its signature would not fit any more.
    const body = `${head.slice(0, -1)},"webhook_event":${text}}`;
    const path = '/v1/notifications/verify-webhook-signature';
    const answer = await ask.run(() => call({ method: 'POST', path, body }));
    if (answer['verification_status'] === 'SUCCESS') return true;
  }
  return false;
}

function reading({ call }: PaypalTools) {
  async function ofOrder(common: Common, ref: string | undefined): Promise<News | undefined> {
    const order = ref === undefined ? undefined : await readOrder(call, ref);
    if (!order) return { kind: 'other', id: common.id };
    const paymentId = ours(order.purchase_units[0]?.custom_id);
    const about = { paymentId, ref: order.id };
    return { ...common, kind: 'charge', about, charge: chargeOfOrder(order) };
  }

  /** Whose a capture is, by the names we gave it. */
  async function ownerOf(captureId: string | undefined) {
    if (captureId === undefined) return { paymentId: null, ref: null };
    const path = `/v2/payments/captures/${encodeURIComponent(captureId)}`;
    const capture = await call({ method: 'GET', path });
    if (!Value.Check(captureSchema, capture)) return { paymentId: null, ref: null };
    const ref = capture.supplementary_data?.related_ids?.order_id ?? null;
    return { paymentId: ours(capture.custom_id), ref };
  }

  return async (told: Static<typeof event>, common: Common): Promise<News | undefined> => {
    const { event_type: type, resource } = told;
    if (type.startsWith('CHECKOUT.ORDER.')) {
      return Value.Check(orderPart, resource) ? ofOrder(common, resource.id) : undefined;
    }
    if (type === 'PAYMENT.CAPTURE.REFUNDED' || type === 'PAYMENT.CAPTURE.REVERSED') {
      if (!Value.Check(refundSchema, resource)) return undefined;
      const up = resource.links
        ?.find((link) => link.rel === 'up')
        ?.href.split('/')
        .at(-1);
      return {
        ...common,
        kind: 'refund',
        about: await ownerOf(up),
        refund: refundOf(resource),
      };
    }
    if (type.startsWith('PAYMENT.CAPTURE.')) {
      if (!Value.Check(captureSchema, resource)) return undefined;
      return ofOrder(common, resource.supplementary_data?.related_ids?.order_id);
    }
    if (type.startsWith('CUSTOMER.DISPUTE.')) {
      if (!Value.Check(disputePart, resource)) return undefined;
      const [about] = resource.disputed_transactions;
      const paymentId = ours(about?.custom);
      const owner = paymentId
        ? { paymentId, ref: null }
        : await ownerOf(about?.seller_transaction_id);
      return { ...common, kind: 'dispute', about: owner, dispute: disputeOf(resource) };
    }
    return { kind: 'other', id: common.id };
  };
}

/** https://developer.paypal.com/docs/api/customer-disputes/v1/#disputes_get */
export function paypalDispute({ call, ask }: PaypalTools) {
  return async (disputeId: string): Promise<DisputeNews | null> => {
    const path = `/v1/customer/disputes/${encodeURIComponent(disputeId)}`;
    const found = await ask.run(() => unlessGone(() => call({ method: 'GET', path })));
    return Value.Check(disputePart, found) ? disputeOf(found) : null;
  };
}

interface Common {
  id: string;
  at: string;
}

const ours = (custom: string | undefined) =>
  custom !== undefined && /^pay_[0-9a-f]{32}$/.test(custom) ? custom : null;

function refundOf(found: Static<typeof refundSchema>) {
  const { id: refundId, custom_id: key, amount, status } = found;
  const ended = status === 'FAILED' || status === 'CANCELLED';
  const state = status === 'COMPLETED' ? 'succeeded' : ended ? 'failed' : 'pending';
  return {
    id: refundId,
    key: key !== undefined && /^(?:rfd|mis):/.test(key) ? key : null,
    status: state,
    amount_minor: Math.abs(fromPaypal(amount)),
    currency: amount.currency_code,
  } as const;
}

// https://developer.paypal.com/docs/api/customer-disputes/v1/: after any other outcome (the buyer
// gave up, PayPal paid itself, the claim was denied) the money stays with the seller.
const lostOutcomes = new Set(['RESOLVED_BUYER_FAVOUR', 'ACCEPTED']);

function disputeOf(found: Static<typeof disputePart>) {
  const outcome = found.dispute_outcome?.outcome_code;
  const won = outcome === undefined ? null : !lostOutcomes.has(outcome);
  return {
    id: found.dispute_id,
    amount_minor: fromPaypal(found.dispute_amount),
    currency: found.dispute_amount.currency_code,
    reason: found.reason,
    status: found.status,
    won: found.status === 'RESOLVED' ? won : null,
    // PayPal sets the money aside from the first day on; what it charges is in no news of it.
    taken: true,
    fee: null,
  };
}
