import { toMajor } from '#kernel/core/money.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Dispute, Payment, Refund } from './contract.ts';
import type { PaymentRow } from './model.ts';
import { turnsOf } from './store-gateway.ts';
import * as look from './store-look.ts';
import * as disputes from './store-dispute.ts';
import { readOfCheckouts, refundsOfCheckouts, underWayOf } from './store-person.ts';
import { readOfCheckout, readPayments } from './store.ts';

export type Queries = ReturnType<typeof paymentQueries>;

/** The read path; none of it is on the way of a purchase. */
export function paymentQueries({ db }: RoomContext) {
  async function ofCheckout({ checkoutId }: { checkoutId: string }) {
    const rows = await readOfCheckout(db, checkoutId);
    return { payments: rows.filter((row) => row.method !== 'NONE').map(paymentOf) };
  }

  /** Attempts and refunds of several checkouts: two statements. */
  async function ofCheckouts({ checkoutIds }: { checkoutIds: string[] }) {
    const [rows, refunds] = await Promise.all([
      readOfCheckouts(db, checkoutIds),
      refundsOfCheckouts(db, checkoutIds),
    ]);
    const payments = rows.filter((row) => row.method !== 'NONE').map(paymentOf);
    return {
      payments,
      refunds: refunds.map(({ waits, ...row }): Refund => {
        const doneAt = row.doneAt?.toISOString() ?? null;
        const waitsFor = waits ? 'chargeback' : null;
        return { ...row, waitsFor, createdAt: row.createdAt.toISOString(), doneAt };
      }),
    };
  }

  const unfinished = async ({ userId }: { userId: string }) => {
    return { unfinished: await underWayOf(db, userId) };
  };

  const list = (filter: Parameters<typeof look.listPayments>[1]) => look.listPayments(db, filter);

  /** A payment with all that is kept about it: six statements. */
  async function detail(paymentId: string) {
    const [row] = await readPayments(db, [paymentId]);
    if (!row) return undefined;
    const [refunds, journal, breaks, turns, chargebacks] = await Promise.all([
      look.refundsOf(db, paymentId),
      look.journalOf(db, paymentId),
      look.breaksOf(db, paymentId),
      turnsOf(db, paymentId),
      disputes.chargebacksOf(db, paymentId),
    ]);
    return { row, refunds, journal, breaks, turns, chargebacks };
  }

  const listDisputes = (of: Parameters<typeof disputes.listChargebacks>[1]) =>
    disputes.listChargebacks(db, of);

  async function disputesOf({ checkoutId }: { checkoutId: string }) {
    const rows = await disputes.chargebacksOfCheckout(db, checkoutId);
    return {
      disputes: rows.map(({ at, changedAt, ...row }): Dispute => {
        return { ...row, at: at.toISOString(), changedAt: changedAt.toISOString() };
      }),
    };
  }

  return { ofCheckout, ofCheckouts, unfinished, list, detail, listDisputes, disputesOf };
}

function paymentOf(row: PaymentRow): Payment {
  const { paymentId, checkoutId, attempt, method, status, amount_minor, currency } = row;
  return {
    paymentId,
    checkoutId,
    attempt,
    method,
    status,
    amount_minor,
    currency,
    captured_minor: row.captured_minor,
    refunded_minor: row.refunded_minor,
    covered_minor: row.covered_minor,
    gatewayTransactionId: row.gatewayTransactionId,
    actionUrl: row.status === 'ACTION' ? row.actionUrl : null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** A payment as operators see it, in major units. */
export function paymentJson(row: PaymentRow) {
  const { paymentId, checkoutId, attempt, method, gateway, status, currency } = row;
  // What was cancelled before it began has no currency.
  const major = (minor: number) => (minor === 0 ? 0 : toMajor(minor, currency));
  return {
    paymentId,
    checkoutId,
    attempt,
    method,
    gateway,
    status,
    currency,
    userId: row.userId,
    amount: major(row.amount_minor),
    captured: major(row.captured_minor),
    refunded: major(row.refunded_minor),
    covered: major(row.covered_minor),
    gatewayTransactionId: row.gatewayTransactionId,
    declineCode: row.declineCode,
    declineClass: row.declineClass,
    createdAt: row.createdAt.toISOString(),
  };
}
