import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { PaymentResult, paymentsCalls } from '#services/payments/contract.ts';
import { readJournal } from './store.ts';

export const consumers: ConsumerSpec[] = [
  { name: 'checkout.settle', from: { payments: ['PAYMENT_COMPLETED', 'PAYMENT_FAILED'] } },
];

interface Settled {
  paymentId: string;
  checkoutId: string;
  sagaId: string;
  attempt: number;
  amount: number;
  currency: string;
  paymentMethod: PaymentResult['method'];
  gatewayTransactionId?: string;
  failureCode?: string;
  declineClass?: PaymentResult['declineClass'];
  settledBy: 'reply' | 'webhook' | 'poll';
  part?: number;
}

const LATE_JOB = 'checkout.late-capture';

/** A payment outcome that came by webhook or poll wakes the saga that waits for it. */
export function checkoutReactions(ctx: RoomContext): Record<string, Handler> {
  return {
    'checkout.settle': async (tx, events) => {
      const news = events
        .map((event) => ({ event, payload: event.payload as unknown as Settled }))
        // Credit is taken by the saga itself: nobody waits to hear of it.
        .filter(({ payload }) => payload.settledBy !== 'reply' && payload.part === undefined);
      if (news.length === 0) return;
      const signals = news.map(({ event, payload }) => ({
        sagaId: payload.sagaId,
        name: 'SETTLED',
        dedupe: event.eventId,
        payload: resultOf(payload, event.eventType === 'PAYMENT_COMPLETED'),
      }));
      const posted = await ctx.sagas.post(tx, signals);
      const ended = new Set(
        posted.filter((one) => HAS_ENDED.has(one.status)).map((one) => one.sagaId),
      );
      const late = news.filter(
        ({ event, payload }) =>
          event.eventType === 'PAYMENT_COMPLETED' && ended.has(payload.sagaId),
      );
      for (const { payload } of late) {
        await ctx.jobs.add(tx, LATE_JOB, { payload, key: `late:${payload.paymentId}` });
      }
    },
  };
}

const HAS_ENDED = new Set(['COMPLETED', 'COMPENSATED', 'COMPENSATING', 'FAILED']);

function resultOf(payload: Settled, captured: boolean): PaymentResult {
  return {
    paymentId: payload.paymentId,
    attempt: payload.attempt,
    method: payload.paymentMethod,
    outcome: captured ? 'captured' : 'declined',
    ...(payload.failureCode ? { declineCode: payload.failureCode } : {}),
    ...(payload.declineClass ? { declineClass: payload.declineClass } : {}),
    ...(payload.gatewayTransactionId ? { gatewayTransactionId: payload.gatewayTransactionId } : {}),
    amount_minor: payload.amount,
    currency: payload.currency,
  };
}

/** Money that came after its checkout had ended, and that no order is for, goes back. */
export function checkoutJobs(ctx: RoomContext, payments: Client<typeof paymentsCalls>) {
  return {
    [LATE_JOB]: async (raw: unknown) => {
      const late = raw as Settled;
      const journal = await readJournal(ctx.db, late.sagaId);
      const result = journal?.result as { paymentId?: string } | null | undefined;
      if (journal?.status === 'COMPLETED' && result?.paymentId === late.paymentId) return;
      await payments.refund({
        checkoutId: late.checkoutId,
        paymentId: late.paymentId,
        key: `late:${late.paymentId}`,
        amount_minor: late.amount,
        reason: 'captured-after-checkout-ended',
      });
    },
  };
}
