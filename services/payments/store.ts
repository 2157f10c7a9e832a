// Statements about attempts: beginning them, moving them with journal and event in one statement,
// finding those that are due. Refunds and what an operator reads are in store-refund.ts and
// store-look.ts.
import type { Sql } from '#kernel/db/db.ts';
import type { PaymentStatus } from './contract.ts';
import type { Move, PaymentRow } from './model.ts';

export interface NewPayment {
  paymentId: string;
  checkoutId: string;
  sagaId: string;
  quoteId: string;
  userId: string;
  attempt: number;
  method: PaymentRow['method'];
  gateway: string;
  amount_minor: number;
  currency: string;
  idemKey: string;
  status: 'INITIATED' | 'CANCELLED';
  /** When somebody else asks the gateway, should we die meanwhile; null: never. */
  poll_ms: number | null;
}

const BEGIN = `
insert into payment (payment_id, checkout_id, saga_id, quote_id, user_id, attempt, method,
  gateway, amount_minor, currency, status, idem_key, next_poll_at)
select "paymentId", "checkoutId", "sagaId", "quoteId", "userId", attempt, method, gateway,
  amount_minor, currency, status, "idemKey", now() + poll_ms * interval '1 ms'
from json_to_recordset($1::json) as t("paymentId" text, "checkoutId" text, "sagaId" text,
  "quoteId" text, "userId" text, attempt int, method text, gateway text, amount_minor bigint,
  currency text, status text, "idemKey" text, poll_ms float8)
on conflict do nothing
returning payment_id as "paymentId"`;

/** Inserts attempts that are new, one statement for all; the ids that were. */
export async function beginPayments(db: Sql, items: NewPayment[]): Promise<Set<string>> {
  const rows = await db.rows<{ paymentId: string }>(BEGIN, [JSON.stringify(items)]);
  return new Set(rows.map((row) => row.paymentId));
}

export const COLUMNS = `
  p.payment_id as "paymentId", p.checkout_id as "checkoutId", p.saga_id as "sagaId",
  p.quote_id as "quoteId", p.user_id as "userId", p.attempt, p.method, p.gateway, p.amount_minor,
  p.currency, p.authorized_minor, p.captured_minor, p.refunded_minor, p.refunding_minor,
  p.covered_minor, p.status, p.idem_key as "idemKey", p.gateway_ref as "gatewayRef",
  p.gateway_transaction_id as "gatewayTransactionId",
  p.decline_code as "declineCode", p.decline_class as "declineClass",
  p.action_url as "actionUrl", p.version, p.polls, p.created_at as "createdAt"`;

const BY_KEY = 'select' + COLUMNS + ' from payment p where p.idem_key = any($1::text[])';

/** Attempts by their gateway key. */
export async function readByKey(db: Sql, keys: string[]): Promise<PaymentRow[]> {
  return db.rows<PaymentRow>(BY_KEY, [keys]);
}

const BY_ID = 'select' + COLUMNS + ' from payment p where p.payment_id = any($1::text[])';

/** Attempts by id. */
export async function readPayments(db: Sql, paymentIds: string[]): Promise<PaymentRow[]> {
  return db.rows<PaymentRow>(BY_ID, [paymentIds]);
}

const OF_CHECKOUT =
  'select' + COLUMNS + ' from payment p where p.checkout_id = $1 order by p.attempt limit 100';

/** All attempts of a checkout, first one first. */
export async function readOfCheckout(db: Sql, checkoutId: string): Promise<PaymentRow[]> {
  return db.rows<PaymentRow>(OF_CHECKOUT, [checkoutId]);
}

export interface MoveRow extends Move {
  paymentId: string;
  from: PaymentStatus[];
  type: string | null;
  payload: Record<string, unknown> | null;
  meta: string;
}

// A caller that had been told 'declined' or 'pending' is not the one who hears this reply, so
// the event of a move from there must not say that somebody has been told already.
const MOVE = `
with item as (
  select * from json_to_recordset($1::json) as t("paymentId" text, "from" text[], "to" text,
    "gatewayTransactionId" text, "declineCode" text, "declineClass" text, "actionUrl" text,
    poll_ms float8, type text, payload json, meta text)
  limit $2::bigint /* point */
), moved as (
  update payment p set status = i."to",
    authorized_minor = case when i."to" in ('CAPTURED', 'AUTHORIZED') then p.amount_minor
      else p.authorized_minor end,
    captured_minor = case i."to" when 'CAPTURED' then p.amount_minor else p.captured_minor end,
    gateway_transaction_id = coalesce(i."gatewayTransactionId", p.gateway_transaction_id),
    decline_code = coalesce(i."declineCode", p.decline_code),
    decline_class = coalesce(i."declineClass", p.decline_class),
    action_url = coalesce(i."actionUrl", p.action_url),
    version = p.version + case when i.type is null then 0 else 1 end,
    next_poll_at = now() + i.poll_ms * interval '1 ms', polls = 0, updated_at = now()
  from item i where p.payment_id = i."paymentId" and p.status = any(i."from")
  returning p.payment_id, p.saga_id, new.version, old.status as was, new.status as now_is,
    p.amount_minor, p.currency, i.type, i.payload, i.meta
), booked as (
  insert into journal (txn_id, account, payment_id, amount_minor, currency)
  select 'capture:' || m.payment_id, a.account, m.payment_id, a.sign * m.amount_minor, m.currency
  from moved m
  cross join (values ('gateway_receivable', 1), ('sales_clearing', -1)) a(account, sign)
  where m.now_is = 'CAPTURED'
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select type, 'payment', payment_id, version, saga_id,
    case when was <> 'INITIATED' and payload->>'settledBy' = 'reply'
      then (payload::jsonb || '{"settledBy": "poll"}')::json else payload end, meta::json
  from moved where type is not null
)
select payment_id as "paymentId" from moved`;

/**
 * Moves attempts, with journal and events, one statement for all; the ids that moved. A payment
 * may stand in `moves` once.
 */
export async function movePayments(db: Sql, moves: MoveRow[]): Promise<Set<string>> {
  // One order everywhere: a reply and a webhook may move the same payments at the same time.
  const sorted = moves.toSorted((a, b) => (a.paymentId < b.paymentId ? -1 : 1));
  const rows = await db.rows<{ paymentId: string }>(MOVE, [JSON.stringify(sorted), sorted.length]);
  return new Set(rows.map((row) => row.paymentId));
}

const CLAIM =
  `with due as (
  select payment_id from payment where next_poll_at <= now()
  order by next_poll_at limit $1 for update skip locked
)
update payment p set next_poll_at = now() + $2 * interval '1 ms', polls = p.polls + 1
from due where p.payment_id = due.payment_id
returning` + COLUMNS;

/** Attempts to ask the gateway about, longest due first; nobody else gets them for a while. */
export async function claimDue(db: Sql, limit: number, lease_ms: number): Promise<PaymentRow[]> {
  return db.rows<PaymentRow>(CLAIM, [limit, lease_ms]);
}

const POLL_AGAIN = `
update payment p set next_poll_at = now() + t.pause_ms * interval '1 ms'
from unnest($1::text[], $2::text[], $3::float8[]) as t(payment_id, status, pause_ms)
where p.payment_id = t.payment_id and p.status = t.status`;

/** When to ask next about attempts that are still as they were; null: not again. */
export async function pollAgain(
  db: Sql,
  items: { paymentId: string; status: string; pause_ms: number | null }[],
): Promise<void> {
  await db.run(POLL_AGAIN, [
    items.map((one) => one.paymentId),
    items.map((one) => one.status),
    items.map((one) => one.pause_ms),
  ]);
}
