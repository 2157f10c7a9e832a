// What the order's page, an export and an erasure ask of payments: attempts and refunds of given
// checkouts, and what of a person's money is still under way.
import type { Sql } from '#kernel/db/db.ts';
import type { PaymentRow } from './model.ts';
import { COLUMNS } from './store.ts';

const OF_CHECKOUTS =
  'select' +
  COLUMNS +
  ` from payment p where p.checkout_id = any($1::text[])
order by p.checkout_id, p.attempt limit 10000`;

/** All attempts of these checkouts, first ones first. */
export async function readOfCheckouts(db: Sql, checkoutIds: string[]): Promise<PaymentRow[]> {
  return db.rows<PaymentRow>(OF_CHECKOUTS, [checkoutIds]);
}

export interface CheckoutRefund {
  refundId: string;
  paymentId: string;
  checkoutId: string;
  amount_minor: number;
  currency: string;
  reason: string;
  status: 'PENDING' | 'SUCCEEDED' | 'COVERED';
  covered_minor: number;
  waits: boolean;
  refused: boolean;
  createdAt: Date;
  doneAt: Date | null;
}

// From the payments to their refunds: begun at the refunds, of which there were few once, it would
// read all there are.
const REFUNDS = `
select r.refund_id as "refundId", r.payment_id as "paymentId", p.checkout_id as "checkoutId",
  r.amount_minor, r.currency, r.reason, r.status, r.covered_minor,
  r.status = 'PENDING' and r.waits_since is not null as waits, r.refused_at is not null as refused,
  r.created_at as "createdAt",
  case when r.status <> 'PENDING' then r.updated_at end as "doneAt"
from payment p
cross join lateral (select * from refund f where f.payment_id = p.payment_id offset 0) r
where p.checkout_id = any($1::text[]) and r.amount_minor > 0
order by p.checkout_id, r.refund_id limit 10000`;

/** Refunds of these checkouts, oldest first; those that came to nothing are left out. */
export async function refundsOfCheckouts(
  db: Sql,
  checkoutIds: string[],
): Promise<CheckoutRefund[]> {
  return db.rows<CheckoutRefund>(REFUNDS, [checkoutIds]);
}

export interface UnderWay {
  kind: 'payment' | 'refund';
  id: string;
  reason: string;
}

// Both begin at the few rows that are under way for anybody: nothing is indexed by person.
const UNDER_WAY = `
(select 'payment' as kind, p.payment_id as id, 'payment-unknown' as reason
 from payment p where p.next_poll_at is not null and p.user_id = $1
   and p.status in ('INITIATED', 'PENDING', 'ACTION', 'AUTHORIZED') limit 10)
union all
(select 'refund', r.refund_id, 'refund-pending'
 from refund r join payment p using (payment_id)
 where r.status = 'PENDING' and r.amount_minor > 0 and p.user_id = $1 limit 10)`;

/** Payments whose outcome is not known, and refunds that the gateway has not made; 20 at most. */
export async function underWayOf(db: Sql, userId: string): Promise<UnderWay[]> {
  return db.rows<UnderWay>(UNDER_WAY, [userId]);
}
