import { eventMeta } from '#kernel/core/context.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { isTrouble, type Gateway, type GatewayRefund, type RefundRequest } from './gateway.ts';
import { refundPause_ms } from './model.ts';
import { recordBreak } from './store-break.ts';
import { notSent, readyRefund } from './store-cover.ts';
import * as refunds from './store-refund.ts';
import type { RefundRow } from './store-refund.ts';

/** The end of a chargeback wakes what waits for it; should that be lost, it looks again. */
const WAIT_MS = 60 * 60_000;

/**
 * One try of a pending refund; the row as it is then. The gateway does it once per key. While a
 * chargeback of the payment is open the gateway is asked to send nothing, and what a lost one has
 * paid is not sent again.
 */
export function refundAttempts(
  ctx: RoomContext,
  gateways: ReadonlyMap<string, Gateway>,
): (row: RefundRow) => Promise<RefundRow> {
  const { db, outbox, config } = ctx;
  // After this nothing that was sent is still under way.
  const old_ms = 2 * config.gatewayTimeout_ms + 5_000;
  const record = recording(ctx);

  async function attempt(row: RefundRow): Promise<void> {
    const { refundId, currency } = row;
    const gateway = gateways.get(row.gateway);
    if (!gateway) return;
    const ready = await readyRefund(db, refundId, { wait_ms: WAIT_MS, old_ms, meta: eventMeta() });
    outbox.poke();
    if (ready.step === 'over' || ready.step === 'wait') return;
    const wish: RefundRequest = {
      key: `rfd:${refundId}`,
      chargeKey: row.idemKey,
      ref: row.gatewayRef,
      amount_minor: ready.send_minor,
      currency,
      turn: ready.turn,
    };
    if (ready.step === 'send') return record(row, wish, await gateway.refund(wish));
    const found = (await gateway.findRefund?.(wish)) ?? null;
    if (found !== null && !isRefusal(found)) return record(row, wish, found);
    if (!ready.isOld) return refunds.retryRefundIn(db, refundId, old_ms);
    await notSent(db, refundId, old_ms);
    return attempt(row);
  }

  return async (row) => {
    try {
      await attempt(row);
    } catch (error) {
      if (!isTrouble(error)) throw error;
      await refunds.retryRefundIn(db, row.refundId, refundPause_ms(row.tries));
    }
    return (await refunds.readRefund(db, row.refundId)) ?? row;
  };
}

/** Books what a gateway answered. */
function recording({ db, log, outbox }: RoomContext) {
  return async (
    { refundId, paymentId }: RefundRow,
    asked: RefundRequest,
    made: GatewayRefund | Refusal,
  ): Promise<void> => {
    const { amount_minor, currency } = asked;
    if (isRefusal(made) || made.amount_minor !== amount_minor || made.currency !== currency) {
      const detail = { refundId, asked: [amount_minor, currency], answer: made };
      const kind = isRefusal(made) ? `refund-refused:${refundId}` : `refund-differs:${refundId}`;
      if (await recordBreak(db, { paymentId, kind, detail })) {
        log.error({ paymentId, ...detail }, 'gateway did not refund as asked');
      }
      await refunds.refuseRefund(db, refundId, eventMeta());
      outbox.poke();
      return;
    }
    failpoint('payments.refund.answered');
    const { transactionId } = made;
    const booked = { transactionId, sent_minor: amount_minor, meta: eventMeta() };
    await refunds.succeedRefund(db, refundId, booked);
    outbox.poke();
  };
}
