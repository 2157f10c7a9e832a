/** What the saga of a decision writes, and how decisions are found that nobody has begun. */
import type { Sql } from '#kernel/db/db.ts';
import type { DecidedLine, Resolution, ReturnStatus } from './contract.ts';

export interface DecisionKey {
  returnId: string;
  round: number;
}

export interface ToBegin extends DecisionKey {
  sagaId: string;
  /** By which a replacement is held: the id of the decision's first saga. */
  holdId: string;
  orderId: string;
  checkoutId: string;
  paymentId: string;
  sellerId: string;
  currency: string;
  shipTo: { country: string; state?: string; postalCode: string };
  resolution: Resolution;
  lines: DecidedLine[];
  amount_minor: number;
}

const FACTS = `
select d.return_id as "returnId", d.round, d.saga_id as "sagaId",
  coalesce(d.first_saga_id, d.saga_id) as "holdId", r.order_id as "orderId",
  r.checkout_id as "checkoutId", r.payment_id as "paymentId", r.seller_id as "sellerId",
  r.currency, r.ship_to as "shipTo", d.resolution, d.lines, d.amount_minor
from return_decision d join return_request r using (return_id)
`;

const ONE = FACTS + 'where d.return_id = $1 and d.round = $2';

/** What a decision's saga needs to know. */
export async function readDecision(sql: Sql, key: DecisionKey): Promise<ToBegin | undefined> {
  return sql.row<ToBegin>(ONE, [key.returnId, key.round]);
}

const LEFT =
  FACTS +
  `where d.begun_at is null and d.at < now() - $1 * interval '1 ms' order by d.at limit 100`;

/** Decisions whose saga nobody has begun: whoever decided died before. 100 at most. */
export async function decisionsLeft(sql: Sql, age_ms: number): Promise<ToBegin[]> {
  return sql.rows<ToBegin>(LEFT, [age_ms]);
}

const BEGUN = `
update return_decision d set begun_at = coalesce(begun_at, now())
where return_id = $1 and round = $2
  and exists (select from saga_state s where s.saga_id = d.saga_id)`;

/** Once its saga is in the journal, the saga's own recovery looks after it. */
export async function markBegunIfKept(sql: Sql, key: DecisionKey): Promise<void> {
  await sql.run(BEGUN, [key.returnId, key.round]);
}

const HAS_MOVED = `
select 1 from return_transition t
where t.return_id = $1 and t.to_status = $3 and t.at >= (
  select at from return_decision where return_id = $1 and round = $2)
limit 1`;

/** Whether a return was moved there since this decision: a repeat must not do it again. */
export async function hasMoved(sql: Sql, key: DecisionKey, to: ReturnStatus): Promise<boolean> {
  return (await sql.row(HAS_MOVED, [key.returnId, key.round, to])) !== undefined;
}

const REFUND = `
update return_decision set refund_id = $3, granted_minor = $4, resolution = 'REFUND',
  covered_minor = $5, waits_for = $6
where return_id = $1 and round = $2`;

/**
 * Notes which refund carries the money, how much the payments room grants, what of it a chargeback
 * has paid, and what it waits for.
 */
export async function noteRefund(
  sql: Sql,
  key: DecisionKey,
  of: {
    refundId: string | null;
    granted_minor: number;
    covered_minor?: number;
    waitsFor?: string | null;
  },
): Promise<void> {
  const { refundId, granted_minor, covered_minor = 0, waitsFor = null } = of;
  const values = [refundId, granted_minor, covered_minor, waitsFor];
  await sql.run(REFUND, [key.returnId, key.round, ...values]);
}

const DONE = `
update return_decision set done_at = coalesce(done_at, now()), payout = coalesce($3, payout)
where return_id = $1 and round = $2`;

/** The money or the replacement is out. */
export async function markDone(sql: Sql, key: DecisionKey, payout: string | null): Promise<void> {
  await sql.run(DONE, [key.returnId, key.round, payout]);
}

const RETURNS_OF_REFUNDS = `
select d.return_id as "returnId", d.saga_id as "sagaId", d.refund_id as "refundId",
  d.done_at is not null as done
from return_decision d where d.refund_id = any($1::text[])`;

export interface RefundOwner {
  returnId: string;
  sagaId: string;
  refundId: string;
  done: boolean;
}

/** The decisions that these refunds belong to. */
export async function ownersOf(sql: Sql, refundIds: readonly string[]): Promise<RefundOwner[]> {
  return sql.rows<RefundOwner>(RETURNS_OF_REFUNDS, [refundIds]);
}

const UNSETTLED = `
select count(*)::int as count from return_request
where order_id = $1 and status in ('APPROVED', 'PARTIALLY_APPROVED', 'REFUNDING')`;

/** Returns of an order whose money or replacement is not out. */
export async function countUnsettled(sql: Sql, orderId: string): Promise<number> {
  return (await sql.row<{ count: number }>(UNSETTLED, [orderId]))?.count ?? 0;
}

const SAGA_OF = `
select saga_id as "sagaId" from return_decision
where return_id = $1 and done_at is null order by round desc limit 1`;

/** The saga that still works for a return. */
export async function openSagaOf(sql: Sql, returnId: string): Promise<string | undefined> {
  return (await sql.row<{ sagaId: string }>(SAGA_OF, [returnId]))?.sagaId;
}

const OPEN = `
select 1 from return_decision
where return_id = $1 and round = $2 and saga_id = $3 and done_at is null`;

/** Whether a decision is still this saga's to carry out. */
export async function isOpen(sql: Sql, key: DecisionKey, sagaId: string): Promise<boolean> {
  return (await sql.row(OPEN, [key.returnId, key.round, sagaId])) !== undefined;
}

const RENEW = `
update return_decision d set saga_id = $2, begun_at = null,
  first_saga_id = coalesce(d.first_saga_id, d.saga_id)
from return_request r
where d.return_id = $1 and r.return_id = d.return_id and r.attention = 'given-up'
  and d.done_at is null
  and exists (select from saga_state s where s.saga_id = d.saga_id and s.status = 'FAILED')
returning d.return_id as "returnId", d.round`;

/** Gives a decision whose saga was given up to another one. */
export async function renewDecision(
  tx: Sql,
  returnId: string,
  sagaId: string,
): Promise<DecisionKey | undefined> {
  return tx.row<DecisionKey>(RENEW, [returnId, sagaId]);
}

const SAGAS = `
select s.saga_id as "sagaId" from return_request r join return_decision d using (return_id)
cross join lateral unnest(array[d.first_saga_id, d.saga_id]) s(saga_id)
where r.order_id = $1 and s.saga_id is not null limit 500`;

/** The first and the last saga of each decision about an order's returns. */
export async function sagasOf(sql: Sql, orderId: string): Promise<string[]> {
  return (await sql.rows<{ sagaId: string }>(SAGAS, [orderId])).map((row) => row.sagaId);
}

const DUE = `
select return_id as "returnId" from return_request
where expires_at < now() and status in ('REQUESTED', 'LABELLED', 'IN_TRANSIT')
order by expires_at limit 100`;

/** Announced returns whose time is over; 100 at most. */
export async function dueReturns(sql: Sql): Promise<string[]> {
  return (await sql.rows<{ returnId: string }>(DUE)).map((row) => row.returnId);
}

const GOODWILL = `
insert into goodwill (order_id, request_key, refund_id, amount_minor, currency, reason, actor)
values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`;

/** Notes who gave money back without goods, and why. */
export async function noteGoodwill(
  sql: Sql,
  of: {
    orderId: string;
    requestKey: string;
    refundId: string;
    amount_minor: number;
    currency: string;
    reason: string;
    actor: string;
  },
): Promise<void> {
  const { orderId, requestKey, refundId, amount_minor, currency, reason, actor } = of;
  await sql.run(GOODWILL, [orderId, requestKey, refundId, amount_minor, currency, reason, actor]);
}
