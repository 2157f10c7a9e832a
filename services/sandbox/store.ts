// Statements of the gateway. Charges come in batches; the ledger is written in the statement
// that decides a charge, so that it is right whatever dies.
import type { Sql } from '#kernel/db/db.ts';
import type { ChargeState, DeclineClass } from './model.ts';

export interface ChargeRow {
  key: string;
  chargeId: string;
  paymentRef: string;
  /** null: cancelled before it came. */
  method: string | null;
  token: string | null;
  amount_minor: number;
  currency: string;
  state: ChargeState;
  transactionId: string | null;
  declineCode: string | null;
  declineClass: DeclineClass | null;
}

export interface NewCharge extends ChargeRow {
  due_ms: number | null;
  dueState: string | null;
  /** News to send, by the pause before each copy. */
  copies_ms: number[];
  webhookBody: string;
}

const INSERT = `
with item as (
  select * from json_to_recordset($1::json) as t(key text, "chargeId" text, "paymentRef" text,
    method text, token text, amount_minor bigint, currency text, state text,
    "transactionId" text, "declineCode" text, "declineClass" text, due_ms float8,
    "dueState" text, copies_ms float8[], "webhookBody" text)
), made as (
  insert into charge (key, charge_id, payment_ref, method, token, amount_minor, currency, state,
    transaction_id, decline_code, decline_class, due_at, due_state)
  select key, "chargeId", "paymentRef", method, token, amount_minor, currency, state,
    "transactionId", "declineCode", "declineClass", now() + due_ms * interval '1 ms', "dueState"
  from item
  on conflict (key) do nothing
  returning key
), booked as (
  insert into gateway_txn (txn_id, key, kind, charge_key, amount_minor, currency, payment_ref)
  select "transactionId", key, 'capture', key, amount_minor, currency, "paymentRef"
  from item join made using (key) where state = 'captured'
), news as (
  insert into webhook_out (webhook_id, body, next_at)
  select 'whk_' || replace(uuidv7()::text, '-', ''), "webhookBody",
    now() + copy_ms * interval '1 ms'
  from item join made using (key) cross join unnest(copies_ms) as c(copy_ms)
)
select key from made`;

/** Decides charges whose keys are new, one statement for all; those keys. Keys must differ. */
export async function insertCharges(db: Sql, items: NewCharge[]): Promise<Set<string>> {
  const rows = await db.rows<{ key: string }>(INSERT, [JSON.stringify(items)]);
  return new Set(rows.map((row) => row.key));
}

const COLUMNS = `
  c.key, c.charge_id as "chargeId", c.payment_ref as "paymentRef", c.method, c.token,
  c.amount_minor, c.currency, c.state, c.transaction_id as "transactionId",
  c.decline_code as "declineCode", c.decline_class as "declineClass"`;

const BY_KEY = 'select' + COLUMNS + ' from charge c where c.key = any($1::text[])';

/** Charges by key. */
export async function readCharges(db: Sql, keys: string[]): Promise<ChargeRow[]> {
  return db.rows<ChargeRow>(BY_KEY, [keys]);
}

const BY_ID = 'select' + COLUMNS + ' from charge c where c.charge_id = $1';

export async function readChargeById(db: Sql, chargeId: string): Promise<ChargeRow | undefined> {
  return db.row<ChargeRow>(BY_ID, [chargeId]);
}

const CANCEL =
  `insert into charge as c (key, charge_id, payment_ref, amount_minor, currency, state)
values ($1, $2, '', 0, 'XXX', 'cancelled')
on conflict (key) do update set
  state = case when c.state = 'captured' then c.state else 'cancelled' end,
  due_at = null, due_state = null, updated_at = now()
returning` + COLUMNS;

/** Makes a key unable to capture, known or not; the charge as it is then. */
export async function cancelCharge(
  db: Sql,
  key: string,
  chargeId: string,
): Promise<ChargeRow | undefined> {
  return db.row<ChargeRow>(CANCEL, [key, chargeId]);
}

export interface Decision {
  key: string;
  state: 'captured' | 'declined';
  transactionId: string;
  declineCode: string | null;
  declineClass: DeclineClass | null;
  copies_ms: number[];
  webhookBody: string;
  /** States in which it may be decided. */
  from: ChargeState[];
  /** Only what is due by itself. */
  onlyDue: boolean;
}

const DECIDE = `
with item as (
  select * from json_to_recordset($1::json) as t(key text, state text, "transactionId" text,
    "declineCode" text, "declineClass" text, copies_ms float8[], "webhookBody" text,
    "from" text[], "onlyDue" boolean)
), moved as (
  update charge c set state = i.state, due_at = null, due_state = null, updated_at = now(),
    transaction_id = case i.state when 'captured' then i."transactionId" end,
    decline_code = case i.state when 'declined' then i."declineCode" end,
    decline_class = case i.state when 'declined' then i."declineClass" end
  from item i
  where c.key = i.key and c.state = any(i."from") and (not i."onlyDue" or c.due_at <= now())
  returning c.key, c.state, c.transaction_id, c.amount_minor, c.currency, c.payment_ref,
    i.copies_ms, i."webhookBody"
), booked as (
  insert into gateway_txn (txn_id, key, kind, charge_key, amount_minor, currency, payment_ref)
  select transaction_id, key, 'capture', key, amount_minor, currency, payment_ref
  from moved where state = 'captured'
), news as (
  insert into webhook_out (webhook_id, body, next_at)
  select 'whk_' || replace(uuidv7()::text, '-', ''), "webhookBody",
    now() + copy_ms * interval '1 ms'
  from moved cross join unnest(copies_ms) as c(copy_ms)
)
select key from moved`;

/** Decides open charges, with ledger and news; the keys that were decided by this call. */
export async function decideCharges(db: Sql, items: Decision[]): Promise<Set<string>> {
  const rows = await db.rows<{ key: string }>(DECIDE, [JSON.stringify(items)]);
  return new Set(rows.map((row) => row.key));
}

const DUE =
  'select' +
  COLUMNS +
  `, c.due_state as "dueState" from charge c
where c.due_at <= now() order by c.due_at limit $1`;

/** Charges whose time has come. */
export async function dueCharges(
  db: Sql,
  limit: number,
): Promise<(ChargeRow & { dueState: 'captured' | 'declined' })[]> {
  return db.rows(DUE, [limit]);
}

const LOCK_CHARGE = 'select' + COLUMNS + ' from charge c where c.key = $1 for update';
const REFUND_BY_KEY = `
select txn_id as "transactionId", charge_key as "chargeKey", amount_minor, currency
from gateway_txn where key = $1 and kind = 'refund'`;
const REFUNDED = `
select coalesce(sum(amount_minor), 0)::bigint as refunded
from gateway_txn where charge_key = $1 and kind = 'refund'`;
const REFUND = `
insert into gateway_txn (txn_id, key, kind, charge_key, amount_minor, currency, payment_ref)
values ($1, $2, 'refund', $3, $4, $5, $6)`;

export interface RefundWish {
  key: string;
  chargeKey: string;
  transactionId: string;
  amount_minor: number;
  currency: string;
}

export type RefundMade = { transactionId: string } | 'reused' | 'not-found' | 'too-high';

/** Refunds once per key, never more than was captured. In a transaction that locks the charge. */
export async function makeRefund(tx: Sql, wish: RefundWish): Promise<RefundMade> {
  const charge = await tx.row<ChargeRow>(LOCK_CHARGE, [wish.chargeKey]);
  if (!charge || charge.state !== 'captured') return 'not-found';
  const known = await tx.row<RefundWish>(REFUND_BY_KEY, [wish.key]);
  if (known) {
    const same = (['chargeKey', 'amount_minor', 'currency'] as const).every(
      (fact) => known[fact] === wish[fact],
    );
    return same ? { transactionId: known.transactionId } : 'reused';
  }
  const sum = await tx.row<{ refunded: number }>(REFUNDED, [wish.chargeKey]);
  const left = charge.amount_minor - (sum?.refunded ?? 0);
  if (wish.currency !== charge.currency || wish.amount_minor > left) return 'too-high';
  const { transactionId, key, chargeKey, amount_minor, currency } = wish;
  const values = [transactionId, key, chargeKey, amount_minor, currency, charge.paymentRef];
  await tx.run(REFUND, values);
  return { transactionId };
}

/** The refund of a key. */
export async function readRefund(
  db: Sql,
  key: string,
): Promise<{ transactionId: string; amount_minor: number; currency: string } | undefined> {
  const row = await db.row<RefundWish>(REFUND_BY_KEY, [key]);
  if (!row) return undefined;
  const { transactionId, amount_minor, currency } = row;
  return { transactionId, amount_minor, currency };
}

export interface LedgerLine {
  txnId: string;
  key: string;
  kind: 'capture' | 'refund';
  amount_minor: number;
  currency: string;
  paymentRef: string;
  at: Date;
}

const LEDGER = `
select txn_id as "txnId", key, kind, amount_minor, currency, payment_ref as "paymentRef", at
from gateway_txn
where ($1::text is null or txn_id < $1) and ($2::text is null or payment_ref = $2)
order by txn_id desc limit $3`;

/** The ledger, newest first, before an id. */
export async function readLedger(
  db: Sql,
  of: { before: string | null; paymentRef: string | null; limit: number },
): Promise<LedgerLine[]> {
  return db.rows<LedgerLine>(LEDGER, [of.before, of.paymentRef, of.limit]);
}

export interface Movement {
  kind: 'capture' | 'refund';
  id: string;
  chargeKey: string;
  refundKey: string | null;
  paymentId: string;
  amount_minor: number;
  currency: string;
  at: Date;
}

// What was made by hand at the gateway's own pages has a key that is nobody's.
const SINCE = `
select kind, txn_id as id, charge_key as "chargeKey", payment_ref as "paymentId", amount_minor,
  case when kind = 'refund' and key not like 'hand:%' then key end as "refundKey", currency, at
from gateway_txn where at >= $1::timestamptz and ($2::text is null or txn_id > $2)
order by txn_id limit $3`;

/** Movements since a time, oldest first, after an id. */
export async function ledgerSince(
  db: Sql,
  of: { since: string; cursor: string | null; limit: number },
): Promise<Movement[]> {
  return db.rows<Movement>(SINCE, [of.since, of.cursor, of.limit]);
}

const READ_FAULTS = `select settings from fault`;
const WRITE_FAULTS = `
insert into fault (settings) values ($1::jsonb)
on conflict (one) do update set settings = excluded.settings`;

export async function readFaults(db: Sql): Promise<unknown> {
  return (await db.row<{ settings: unknown }>(READ_FAULTS))?.settings ?? {};
}

export async function writeFaults(db: Sql, settings: object): Promise<void> {
  await db.run(WRITE_FAULTS, [JSON.stringify(settings)]);
}
