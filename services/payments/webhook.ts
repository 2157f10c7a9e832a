// News from gateways. Anyone can post here, so nothing is believed before the signature is
// checked over the bytes as they came, and nothing is believed twice or late.
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { isTrouble, type Gateway } from './gateway.ts';
import { isPaid, type PaymentRow } from './model.ts';
import type { News, WebhookIn } from './news.ts';
import type { Settle } from './settle.ts';
import { recordBreak, settleBreak } from './store-break.ts';
import { readByRef } from './store-gateway.ts';
import * as store from './store-news.ts';
import { wakeRefunds } from './store-cover.ts';
import { readRefund, refuseRefund, succeedRefund } from './store-refund.ts';
import { readPayments } from './store.ts';

type Known = Exclude<News, { kind: 'other' }>;

export type Intake = ReturnType<typeof webhookIntake>;

/** Parked news looked at in one go. */
const ADOPT_MAX = 100;

/** What becomes of news: taken at once, or kept until their payment is there. */
export function webhookIntake(ctx: RoomContext, settle: Settle) {
  const { db, clock, log } = ctx;
  const take = taking(ctx, settle);

  /** 'taken': answer the gateway with success. Rejects when it should send them again. */
  async function receive(
    gateway: Gateway,
    incoming: Omit<WebhookIn, 'now_ms'>,
  ): Promise<'taken' | Refusal<'webhook-refused'>> {
    const news = await gateway.news?.({ ...incoming, now_ms: clock.now() });
    if (news === undefined || isRefusal(news)) return news ?? 'taken';
    if (news.kind === 'other') return 'taken';
    const row = await rowOf(gateway.name, news);
    if (row && (await take(row, news)) === 'done') return 'taken';
    const body = Buffer.from(incoming.raw).toString('utf8');
    const reason = row ? 'the payment has captured nothing' : 'unknown payment';
    if (await store.parkWebhook(db, { gateway: gateway.name, body, reason, news })) {
      log.warn({ webhookId: news.id, gateway: gateway.name, about: news.about, reason }, 'parked');
    }
    return 'taken';
  }

  /** Takes parked news whose payments have appeared meanwhile. */
  async function adopt(signal: AbortSignal): Promise<void> {
    for (const { webhookId, gateway, news } of await store.adoptable(db, ADOPT_MAX)) {
      if (signal.aborted) return;
      const row = await rowOf(gateway, news);
      if (!row) continue;
      try {
        if ((await take(row, news)) === 'done') await store.markAdopted(db, webhookId);
      } catch (error) {
        // The gateway is asked about what does not fit, and may be away: next time.
        if (!isTrouble(error)) throw error;
      }
    }
  }

  async function rowOf(gateway: string, { about }: Known): Promise<PaymentRow | undefined> {
    if (about.paymentId !== null) {
      const [row] = await readPayments(db, [about.paymentId]);
      if (row?.gateway === gateway) return row;
    }
    return about.ref === null ? undefined : readByRef(db, gateway, about.ref);
  }

  return { receive, adopt, take };
}

/** Records news about a payment of ours. 'later': its payment is not that far. */
function taking(ctx: RoomContext, settle: Settle) {
  const { db, outbox } = ctx;
  const refunded = refundNews(ctx);
  return async (row: PaymentRow, news: Known): Promise<'done' | 'later'> => {
    if (news.kind === 'charge') {
      await settle.apply(row, news.charge, 'webhook');
      return 'done';
    }
    if (news.kind === 'refund') return refunded(row, news);
    const { gateway, paymentId } = row;
    const { dispute, at } = news;
    const told = await store.keepDispute(db, {
      gateway,
      paymentId,
      at,
      dispute,
      meta: eventMeta(),
    });
    if (told) {
      outbox.poke();
      await wakeRefunds(db, paymentId);
    }
    const kind = `chargeback:${dispute.id}`;
    await recordBreak(db, { paymentId, kind, detail: { dispute } });
    const resolved = dispute.won !== null;
    if (told) await settleBreak(db, { paymentId, kind, done: { dispute }, resolved });
    return 'done';
  };
}

/** A refund of ours that the gateway has made or could not make, or one made there by hand. */
function refundNews(ctx: RoomContext) {
  const { db, log, outbox } = ctx;
  const ownRefund = ownRefundNews(ctx);
  return async (
    row: PaymentRow,
    { refund }: Extract<Known, { kind: 'refund' }>,
  ): Promise<'done' | 'later'> => {
    const { paymentId } = row;
    const { id, key, status, amount_minor, currency } = refund;
    if (key?.startsWith('mis:')) return 'done';
    if (key?.startsWith('rfd:')) {
      await ownRefund(row, refund, key.slice(4));
      return 'done';
    }
    if (status !== 'succeeded') return 'done';
    // The capture's own news are still on their way.
    if (!isPaid(row)) return 'later';
    const known = `gateway:${id}`;
    if (await store.hasRefund(db, paymentId, known)) return 'done';
    const kind = `refund-at-gateway:${id}`;
    const detail = { asked: [amount_minor, currency], refund };
    if (await recordBreak(db, { paymentId, kind, detail })) {
      log.warn({ paymentId, ...detail }, 'refund made at the gateway by hand');
    }
    const booked_minor = await store.refundByHand(db, {
      paymentId,
      key: known,
      refundId: newId('rfd'),
      transactionId: id,
      amount_minor,
      currency,
      meta: eventMeta(),
    });
    if (booked_minor !== undefined) {
      outbox.poke();
      await settleBreak(db, {
        paymentId,
        kind,
        done: { done: 'booked', booked_minor },
        resolved: booked_minor === amount_minor,
      });
    }
    return 'done';
  };
}

/** What the gateway tells of a refund that we asked for. */
function ownRefundNews({ db, log, outbox }: RoomContext) {
  return async (
    { paymentId }: PaymentRow,
    refund: Extract<Known, { kind: 'refund' }>['refund'],
    refundId: string,
  ): Promise<void> => {
    const { id, status, amount_minor, currency } = refund;
    if (status === 'pending') return;
    const ours = await readRefund(db, refundId);
    if (ours?.paymentId !== paymentId || ours.status === 'SUCCEEDED') return;
    const due_minor = ours.amount_minor - ours.covered_minor;
    const fits = [due_minor, ours.amount_minor].includes(amount_minor);
    if (status === 'succeeded' && fits && currency === ours.currency) {
      const of = { transactionId: id, sent_minor: amount_minor, meta: eventMeta() };
      await succeedRefund(db, refundId, of);
    } else {
      const kind = `refund-${status === 'failed' ? 'refused' : 'differs'}:${refundId}`;
      const detail = { refundId, asked: [due_minor, ours.currency], answer: refund };
      if (await recordBreak(db, { paymentId, kind, detail })) {
        log.error({ paymentId, ...detail }, 'gateway did not refund as asked');
      }
      await refuseRefund(db, refundId, eventMeta());
    }
    outbox.poke();
  };
}
