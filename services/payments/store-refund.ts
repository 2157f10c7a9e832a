// Statements about refunds: kept before a gateway hears of them, booked once it has made them,
// claimed by the task until then. What chargebacks do to them is in store-cover.ts.
import type { Db, Sql } from '#kernel/db/db.ts';
import { standsOf, tellTwice } from './store-cover.ts';
import { poolOf } from './model-cover.ts';

export interface RefundRow {
  refundId: string;
  paymentId: string;
  key: string;
  orderId: string | null;
  amount_minor: number;
  /** What a lost chargeback has paid of it. */
  covered_minor: number;
  currency: string;
  reason: string;
  status: 'PENDING' | 'SUCCEEDED' | 'COVERED';
  /** It waits for a chargeback to end. */
  waits: boolean;
  tries: number;
  /** Facts of its payment. */
  checkoutId: string;
  idemKey: string;
  gateway: string;
  gatewayRef: string | null;
}

const COLUMNS = `
  r.refund_id as "refundId", r.payment_id as "paymentId", r.key, r.order_id as "orderId",
  r.amount_minor, r.covered_minor, r.currency, r.reason, r.status, r.tries,
  r.waits_since is not null as waits, p.checkout_id as "checkoutId",
  p.idem_key as "idemKey", p.gateway, p.gateway_ref as "gatewayRef"`;

const INSERT = `
insert into refund (refund_id, payment_id, key, order_id, amount_minor, currency, reason, status,
  next_try_at, whole)
select $1, payment_id, $3, $4, 0, currency, $5, 'PENDING', now() + $6 * interval '1 ms', $7
from payment where payment_id = $2
on conflict do nothing`;

// The row lock makes others wait, and the amounts are then read as they left them.
const RESERVE = `
update payment set refunding_minor = refunding_minor + least($2, captured_minor - refunding_minor)
where payment_id = $1
returning new.refunding_minor - old.refunding_minor as granted`;

const GRANT = `
update refund set amount_minor = $2,
  status = case when $2 = 0::bigint then 'SUCCEEDED' else 'PENDING' end
where refund_id = $1`;

const BY_KEY =
  'select' +
  COLUMNS +
  ` from refund r join payment p using (payment_id)
where r.payment_id = $1 and r.key = $2`;

export interface NewRefund {
  refundId: string;
  paymentId: string;
  key: string;
  orderId: string | null;
  amount_minor: number;
  reason: string;
  /** When the task takes it up, should we die before the gateway has answered. */
  firstTry_ms: number;
  /** The amount or nothing. */
  whole: boolean;
}

/**
 * Keeps a refund before the gateway hears of it, at most of what is captured and not going back
 * already; with nothing left it is one of 0 that has succeeded. A known key gives what is there.
 * undefined when there is no such payment. One short transaction.
 */
export async function beginRefund(tx: Sql, wish: NewRefund): Promise<RefundRow | undefined> {
  const { refundId, paymentId, key, orderId, reason, firstTry_ms } = wish;
  const values = [refundId, paymentId, key, orderId, reason, firstTry_ms, wish.whole];
  if ((await tx.run(INSERT, values)) === 1) {
    const got = await tx.row<{ granted: number }>(RESERVE, [paymentId, wish.amount_minor]);
    await tx.run(GRANT, [refundId, got?.granted ?? 0]);
  }
  return tx.row<RefundRow>(BY_KEY, [paymentId, key]);
}

const LEFT = `
select captured_minor - refunding_minor as left,
  exists (select from refund r where r.payment_id = p.payment_id and r.key = $2) as known
from payment p where payment_id = $1 for no key update`;

/**
 * What of a payment is not going back yet and has not been taken by the buyer's bank, locked; null
 * when the key has its refund already.
 */
export async function lockLeft(tx: Sql, paymentId: string, key: string): Promise<number | null> {
  const row = await tx.row<{ left: number; known: boolean }>(LEFT, [paymentId, key]);
  if (row === undefined || row.known) return null;
  const stands = await standsOf(tx, paymentId);
  return Math.max(0, row.left - (stands ? poolOf(stands) : 0));
}

const BY_ID =
  'select' + COLUMNS + ' from refund r join payment p using (payment_id) where r.refund_id = $1';

/** A refund as it is now. */
export async function readRefund(db: Sql, refundId: string): Promise<RefundRow | undefined> {
  return db.row<RefundRow>(BY_ID, [refundId]);
}

// What the gateway sent is not covered, whatever was thought before: the truth takes it back.
const SUCCEED = `
with done as (
  update refund r set status = 'SUCCEEDED', gateway_transaction_id = $2, next_try_at = null,
    covered_minor = r.amount_minor - coalesce($4::bigint, r.amount_minor - r.covered_minor),
    waits_since = null, updated_at = now()
  where refund_id = $1 and status in ('PENDING', 'COVERED')
  returning refund_id, payment_id, order_id, new.amount_minor - new.covered_minor as amount_minor,
    currency, reason, old.covered_minor - new.covered_minor as uncovered
), beside as (
  -- The lock makes two parts that go back at once see each other.
  select s.payment_id, s.part, s.captured_minor - s.refunded_minor - s.covered_minor as held
  from done d join payment p using (payment_id)
  join payment s on s.checkout_id = p.checkout_id and s.attempt = p.attempt
    and s.captured_minor > 0
  order by s.payment_id for no key update of s
), all_parts as (
  select sum(held) as held, (array_agg(payment_id order by part))[1] as lead from beside
), paid as (
  update payment p set refunded_minor = p.refunded_minor + d.amount_minor,
    covered_minor = p.covered_minor - d.uncovered,
    status = case when p.refunded_minor + d.amount_minor = p.captured_minor then 'REFUNDED'
      else 'PARTIALLY_REFUNDED' end,
    version = p.version + 1, updated_at = now()
  from done d cross join all_parts b where p.payment_id = d.payment_id
  returning p.payment_id, p.checkout_id, p.saga_id, new.version, new.status, d.refund_id,
    d.order_id, d.amount_minor as amount, d.currency as unit, d.reason, p.method, d.uncovered,
    b.held - d.amount_minor + d.uncovered as remaining, b.lead
), booked as (
  insert into journal (txn_id, account, payment_id, amount_minor, currency)
  select 'refund:' || refund_id, a.account, payment_id, a.sign * amount, unit
  from paid cross join (values ('gateway_receivable', -1), ('sales_clearing', 1)) a(account, sign)
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select 'REFUND_COMPLETED', 'payment', payment_id, version, saga_id, jsonb_build_object(
    'refundId', refund_id, 'paymentId', payment_id, 'checkoutId', checkout_id,
    'orderId', order_id, 'amount', amount, 'currency', unit, 'reason', reason,
    'status', status, 'paymentMethod', method, 'left', remaining, 'leadPaymentId', lead)
    || case when uncovered = 0 then '{}' else jsonb_build_object('uncovered', uncovered) end
    || coalesce((select jsonb_build_object('seen', s.seen) from booking_seen s
      where s.booking_id = checkout_id), '{}'), $3::jsonb
  from paid
)
select payment_id as "paymentId" from paid`;

/**
 * Books a refund that the gateway made, once; true when this call did. `sent_minor`: what it says
 * that it sent, where that is known to fit; null: what it was asked for.
 */
export async function succeedRefund(
  db: Db,
  refundId: string,
  of: { transactionId: string; sent_minor: number | null; meta: string },
): Promise<boolean> {
  return db.tx(async (tx) => {
    const values = [refundId, of.transactionId, of.meta, of.sent_minor];
    const booked = await tx.row<{ paymentId: string }>(SUCCEED, values);
    if (booked) await tellTwice(tx, booked.paymentId);
    return booked !== undefined;
  });
}

const REFUSE = `
with again as (
  update refund set turn = turn + 1
  where refund_id = $1 and status = 'PENDING' and refused_at is not null
), refused as (
  update refund set refused_at = now(), turn = turn + 1 where refund_id = $1 and refused_at is null
    and status = 'PENDING'
  returning refund_id, payment_id, order_id, amount_minor, currency, reason
), counted as (
  update payment p set version = p.version + 1 from refused r where p.payment_id = r.payment_id
  returning p.payment_id, p.checkout_id, p.saga_id, new.version, p.status, r.refund_id,
    r.order_id, r.amount_minor as amount, r.currency as unit, r.reason
)
insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
select 'REFUND_FAILED', 'payment', payment_id, version, saga_id, jsonb_build_object(
  'refundId', refund_id, 'paymentId', payment_id, 'checkoutId', checkout_id,
  'orderId', order_id, 'amount', amount, 'currency', unit, 'reason', reason,
  'status', status), $2::jsonb
from counted`;

/** Tells once that the gateway said no to a refund; it stays pending for a person. */
export async function refuseRefund(db: Sql, refundId: string, meta: string): Promise<void> {
  await db.run(REFUSE, [refundId, meta]);
}

const CLAIM =
  `with due as (
  select refund_id from refund where status = 'PENDING' and next_try_at <= now()
  order by next_try_at limit $1 for update skip locked
), taken as (
  update refund r set next_try_at = now() + $2 * interval '1 ms', tries = r.tries + 1
  from due where r.refund_id = due.refund_id
  returning r.*
)
select` +
  COLUMNS +
  ' from taken r join payment p using (payment_id)';

/** Refunds to try again, longest due first; nobody else gets them for a while. */
export async function claimRefunds(db: Sql, limit: number, lease_ms: number): Promise<RefundRow[]> {
  return db.rows<RefundRow>(CLAIM, [limit, lease_ms]);
}

const LATER = `
update refund set next_try_at = now() + $2 * interval '1 ms'
where refund_id = $1 and status = 'PENDING'`;

/** Puts the next try of a pending refund at a later time. */
export async function retryRefundIn(db: Sql, refundId: string, pause_ms: number): Promise<void> {
  await db.run(LATER, [refundId, pause_ms]);
}
