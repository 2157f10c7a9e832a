import type { Sql } from '#kernel/db/db.ts';
import type { PaymentRow } from './model.ts';
import { COLUMNS } from './store.ts';

const LIST =
  'select' +
  COLUMNS +
  ` from payment p
where ($1::text is null or p.checkout_id = $1) and ($2::text is null or p.status = $2)
  and ($3::text is null or p.payment_id < $3)
order by p.payment_id desc limit $4`;

/** Attempts, newest first, before an id. */
export async function listPayments(
  db: Sql,
  filter: {
    checkoutId: string | null;
    status: string | null;
    before: string | null;
    limit: number;
  },
): Promise<PaymentRow[]> {
  const { checkoutId, status, before, limit } = filter;
  return db.rows<PaymentRow>(LIST, [checkoutId, status, before, limit]);
}

export interface RefundView {
  refundId: string;
  amount_minor: number;
  covered_minor: number;
  status: string;
  /** Since when it waits for a chargeback to end. */
  waitsSince: Date | null;
  reason: string;
  orderId: string | null;
  createdAt: Date;
}

const REFUNDS = `
select refund_id as "refundId", amount_minor, covered_minor, status, reason,
  case status when 'PENDING' then waits_since end as "waitsSince", order_id as "orderId",
  created_at as "createdAt"
from refund where payment_id = $1 order by refund_id limit 1000`;

export async function refundsOf(db: Sql, paymentId: string): Promise<RefundView[]> {
  return db.rows<RefundView>(REFUNDS, [paymentId]);
}

export interface JournalLine {
  txnId: string;
  account: string;
  amount_minor: number;
  at: Date;
}

const JOURNAL = `
select txn_id as "txnId", account, amount_minor, at from journal
where payment_id = $1 order by at, txn_id, account limit 1000`;

/** The journal lines of a payment: debits positive, credits negative. */
export async function journalOf(db: Sql, paymentId: string): Promise<JournalLine[]> {
  return db.rows<JournalLine>(JOURNAL, [paymentId]);
}

export interface BreakView {
  kind: string;
  detail: Record<string, unknown>;
  createdAt: Date;
  resolvedAt: Date | null;
}

const BREAKS = `
select kind, detail, created_at as "createdAt", resolved_at as "resolvedAt"
from settlement_break where payment_id = $1 order by kind limit 100`;

/** What we and the gateway see differently about a payment. */
export async function breaksOf(db: Sql, paymentId: string): Promise<BreakView[]> {
  return db.rows<BreakView>(BREAKS, [paymentId]);
}
