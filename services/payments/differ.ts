// A gateway took or set aside something else than was asked for. Such money is never taken for
// ours: it goes back where that is possible, the attempt ends declined, and a break tells what
// was found and what was done. Nothing waits for a person, and nothing asks for ever.
import { isRefusal } from '#kernel/core/refusal.ts';
import type { SettledBy } from './contract.ts';
import { isTrouble, type GatewayCharge } from './gateway.ts';
import * as model from './model.ts';
import type { PaymentRow } from './model.ts';
import type { SettleDeps } from './settle.ts';
import * as breaks from './store-break.ts';

/** The row as it ended, or what the gateway itself says where news had said otherwise. */
export type Differing = (
  row: PaymentRow,
  answer: GatewayCharge,
  settledBy: SettledBy,
) => Promise<{ row: PaymentRow } | { truth: GatewayCharge }>;

export function differing(deps: SettleDeps): Differing {
  const { ctx, lanes, gateways } = deps;
  const { db, log } = ctx;
  const undo = undoing(deps);

  async function tell(row: PaymentRow, kind: string, answer: GatewayCharge): Promise<void> {
    const { paymentId, amount_minor, currency } = row;
    const detail = { asked: [amount_minor, currency], answer };
    if (await breaks.recordBreak(db, { paymentId, kind, detail })) {
      log.error({ paymentId, kind, ...detail }, 'gateway tells another amount than was asked for');
    }
  }

  return async (row, answer, settledBy) => {
    if (settledBy === 'webhook') {
      // Money is not sent back because somebody says so: the gateway is asked.
      const truth = await gateways.get(row.gateway)?.query(model.refOf(row));
      if (truth && model.moveFor(row, truth, 0) !== 'mismatch') {
        await tell(row, 'webhook-mismatch', answer);
        return { truth };
      }
      if (!truth) return { row };
      return { row: await end(row, truth, 'poll') };
    }
    return { row: await end(row, answer, settledBy) };
  };

  async function end(row: PaymentRow, answer: GatewayCharge, settledBy: SettledBy) {
    const { paymentId } = row;
    if (model.isPaid(row)) {
      // What is booked was as asked for. Its money is ours; somebody must look at the rest.
      await tell(row, 'capture-differs', answer);
      return row;
    }
    await tell(row, 'capture-mismatch', answer);
    const done = await undo(row, answer);
    if (done === 'unknown') {
      if (row.status !== 'INITIATED') return row;
      const move = model.moveTo('PENDING', { poll_ms: ctx.config.settlePoll_ms });
      return lanes.move(row, move, 'reply');
    }
    const resolved = done.done !== 'refund-refused';
    await breaks.settleBreak(db, { paymentId, kind: 'capture-mismatch', done, resolved });
    if (!model.isOpen(row)) return row;
    const failed = { declineCode: model.DIFFERENT, declineClass: 'retryable' } as const;
    return lanes.move(row, model.moveTo('FAILED', failed), settledBy);
  }
}

interface Done {
  done: 'refunded' | 'voided' | 'nothing-taken' | 'refund-refused';
  transactionId?: string;
  why?: string;
}

/** Gives back what was taken. 'unknown': asked again later, by the same key. */
function undoing({ gateways }: SettleDeps) {
  return async (row: PaymentRow, answer: GatewayCharge): Promise<Done | 'unknown'> => {
    const gateway = gateways.get(row.gateway);
    if (!gateway) return 'unknown';
    const { amount_minor, currency } = answer;
    try {
      if (answer.state === 'authorized') {
        const closed = await gateway.cancel(model.refOf(row));
        return closed === 'cancelled' ? { done: 'voided' } : 'unknown';
      }
      if (amount_minor === 0) return { done: 'nothing-taken' };
      const made = await gateway.refund({
        key: `mis:${row.paymentId}`,
        chargeKey: row.idemKey,
        ref: row.gatewayRef,
        amount_minor,
        currency,
      });
      if (isRefusal(made)) return { done: 'refund-refused', why: made.code };
      return { done: 'refunded', transactionId: made.transactionId };
    } catch (error) {
      if (!isTrouble(error)) throw error;
      return 'unknown';
    }
  };
}
