import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { add } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { paymentsCalls } from './contract.ts';
import type { Gateway } from './gateway.ts';
import { refundAttempts } from './refund-attempt.ts';
import { isPaid, partOf, refundPause_ms, type PaymentRow } from './model.ts';
import * as refunds from './store-refund.ts';
import type { RefundRow } from './store-refund.ts';
import { paidParts } from './store-part.ts';
import * as store from './store.ts';

type Calls = (typeof paymentsCalls)['calls'];

export type Refunds = ReturnType<typeof paymentRefunds>;

const CLAIM_MAX = 50;

/** Money back: kept before the gateway is asked, and tried until the gateway has done it. */
export function paymentRefunds(ctx: RoomContext, gateways: ReadonlyMap<string, Gateway>) {
  const { db, config } = ctx;
  const lease_ms = 2 * config.gatewayTimeout_ms + 5_000;
  const attempt = refundAttempts(ctx, gateways);

  /**
   * Refunds at most what is captured and not going back already; once per key. PENDING while the
   * gateway has not said that it is done: the task goes on.
   */
  async function refund(wish: CallInput<Calls['refund']>): Promise<CallOutput<Calls['refund']>> {
    const { paymentId, checkoutId } = wish;
    const [payment] = await store.readPayments(db, [paymentId]);
    if (!payment || payment.checkoutId !== checkoutId) {
      return refuse('payment-not-found', { paymentId });
    }
    if (!isPaid(payment)) return refuse('payment-not-captured', { paymentId });
    const parts = await paidParts(db, payment);
    const beside = parts[0]?.paymentId === paymentId ? parts.slice(1) : [];
    const begun = await db.tx((tx) => begin(tx, wish, { firstTry_ms: lease_ms, beside }));
    if (isRefusal(begun)) return begun;
    const [first] = begun;
    if (!first) return refuse('payment-not-found', { paymentId });
    failpoint('payments.refund.begun');
    const rows: RefundRow[] = [];
    for (const row of begun) rows.push(row.status === 'PENDING' ? await attempt(row) : row);
    return resultOf(rows, first);
  }

  /** Tries due refunds until none is left or the signal says stop. */
  async function retryDue(signal: AbortSignal): Promise<void> {
    for (;;) {
      const due = await refunds.claimRefunds(db, CLAIM_MAX, lease_ms);
      await Promise.all(
        due.map(async (row) => {
          const after = await attempt(row);
          if (after.status !== 'PENDING' || after.waits) return;
          await refunds.retryRefundIn(db, row.refundId, refundPause_ms(row.tries));
        }),
      );
      if (due.length < CLAIM_MAX || signal.aborted) return;
    }
  }

  return { refund, retryDue };
}

/** What all parts of a refund come to. */
function resultOf(rows: readonly RefundRow[], first: RefundRow): CallOutput<Calls['refund']> {
  const sum = (of: (row: RefundRow) => number) => add(0, ...rows.map(of));
  const amount_minor = sum((row) => row.amount_minor);
  const covered_minor = sum((row) => row.covered_minor);
  const isOpen = rows.some((row) => row.status === 'PENDING');
  const isCovered = amount_minor > 0 && covered_minor === amount_minor;
  const ended = isCovered ? ('COVERED' as const) : ('SUCCEEDED' as const);
  // Who waits for one refund waits for the slowest: credit is back at once.
  const { refundId } = rows.find((row) => row.amount_minor > 0) ?? first;
  return {
    refundId,
    status: isOpen ? 'PENDING' : ended,
    amount_minor,
    covered_minor,
    waitsFor: rows.some((row) => row.waits) ? 'chargeback' : null,
  };
}

/**
 * Keeps the wish before a gateway hears of it, or refuses what must be whole and cannot be. What a
 * payment outside does not hold any more comes from the credit beside it, in the order of its
 * parts; a repeat finds the same refunds, so the split does not change.
 */
async function begin(
  tx: Sql,
  wish: CallInput<Calls['refund']>,
  of: { firstTry_ms: number; beside: PaymentRow[] },
) {
  const { paymentId, key, amount_minor, reason, orderId = null, whole = false } = wish;
  const takes = [{ paymentId, key }, ...of.beside.map((one) => besideOf(one, key))];
  if (whole) {
    const left = await lockAll(tx, takes);
    if (left !== null && amount_minor > left) {
      return refuse('refund-too-high', { paymentId, left_minor: left });
    }
  }
  const rows: RefundRow[] = [];
  let open = amount_minor;
  for (const take of takes) {
    if (open === 0 && rows.length > 0) break;
    const made = { refundId: newId('rfd'), orderId, reason, firstTry_ms: of.firstTry_ms, whole };
    const row = await refunds.beginRefund(tx, { ...made, ...take, amount_minor: open });
    if (!row) break;
    rows.push(row);
    open -= row.amount_minor;
  }
  return rows;
}

function besideOf(part: PaymentRow, key: string) {
  return { paymentId: part.paymentId, key: `${key}#${partOf(part)}` };
}

/** What all of them still hold, locked; null when the first has its refund already. */
async function lockAll(
  tx: Sql,
  takes: { paymentId: string; key: string }[],
): Promise<number | null> {
  let left = 0;
  for (const [index, { paymentId, key }] of takes.entries()) {
    const own = await refunds.lockLeft(tx, paymentId, key);
    if (index === 0 && own === null) return null;
    left = add(left, own ?? 0);
  }
  return left;
}
