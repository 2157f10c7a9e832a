/** The read path of returns: one whole, and lists of a buyer, of sellers, of everybody. */
import type { Sql } from '#kernel/db/db.ts';
import type { Picture } from '#services/media/contract.ts';
import { lookedThrough_max, type Waiting } from '#services/sellers/contract.ts';
import type { Condition, Resolution, ReturnReason, ReturnStatus } from './contract.ts';
import type { LockedReturn } from './store.ts';

export interface DecisionRow {
  round: number;
  resolution: Resolution;
  lines: { lineNo: number; units: number; restock: number; writeOff: number }[];
  amount_minor: number;
  shipping_minor: number;
  granted_minor: number | null;
  /** What of it a chargeback has paid. */
  covered_minor: number;
  /** Why it is not sent yet, where that is not up to us. */
  waitsFor: 'chargeback' | null;
  refundId: string | null;
  payout: string | null;
  decidedBy: string;
  at: string;
  doneAt: string | null;
}

export interface TransitionRow {
  from: ReturnStatus | null;
  to: ReturnStatus;
  reason: string | null;
  actor: string;
  at: string;
}

export interface ReplacementParcel {
  carrier: string;
  trackingNumber: string;
  shippedAt: string;
}

export interface WholeReturn extends LockedReturn {
  reason: ReturnReason;
  condition: Condition;
  note: string;
  pictures: Picture[];
  trackingNumber: string | null;
  rejectedReason: string | null;
  evidence: string | null;
  appeal: string | null;
  attention: string | null;
  replacement: ReplacementParcel | null;
  expiresAt: Date | null;
  version: number;
  createdAt: Date;
  decisions: DecisionRow[];
  transitions: TransitionRow[];
}

const WHOLE = `
select r.return_id as "returnId", r.return_number as "returnNumber", r.order_id as "orderId",
  r.order_number as "orderNumber", r.checkout_id as "checkoutId", r.payment_id as "paymentId",
  r.user_id as "userId", r.seller_id as "sellerId", r.status, r.resolution, r.reason, r.condition,
  r.note, r.pictures, r.currency, r.paid, r.ship_to as "shipTo", r.cash, r.round,
  r.tracking_number as "trackingNumber", r.rejected_reason as "rejectedReason", r.evidence,
  r.appeal, r.appeal_status as "appealStatus", r.attention, r.replacement,
  r.expires_at as "expiresAt", r.version, r.created_at as "createdAt",
  r.updated_at as "updatedAt",
  (select json_agg(json_build_object('lineNo', l.line_no, 'variantId', l.variant_id,
    'productId', l.product_id, 'warehouseId', l.warehouse_id, 'name', l.name,
    'imageUrl', l.image_url, 'quantity', l.quantity, 'exchangeVariantId', l.exchange_variant_id,
    'exchangeName', l.exchange_name, 'received', l.received, 'restock', l.restock,
    'writeOff', l.write_off, 'approved', l.approved) order by l.line_no)
   from return_line l where l.return_id = r.return_id) as lines,
  (select coalesce(json_agg(json_build_object('round', d.round, 'resolution', d.resolution,
    'lines', d.lines, 'amount_minor', d.amount_minor, 'shipping_minor', d.shipping_minor,
    'granted_minor', d.granted_minor, 'covered_minor', d.covered_minor,
    'waitsFor', case when d.done_at is null then d.waits_for end,
    'refundId', d.refund_id, 'payout', d.payout,
    'decidedBy', d.decided_by, 'at', d.at, 'doneAt', d.done_at) order by d.round), '[]')
   from return_decision d where d.return_id = r.return_id) as decisions,
  (select json_agg(json_build_object('from', t.from_status, 'to', t.to_status,
    'reason', t.reason, 'actor', t.actor, 'at', t.at) order by t.seq)
   from return_transition t where t.return_id = r.return_id) as transitions
from return_request r
where r.return_id = any($1::text[]) or r.return_number = any($1::text[])
order by r.return_id limit 100`;

/** Returns with all that happened to them, by id or number; 100 at most. One statement. */
export async function readWhole(sql: Sql, keys: readonly string[]): Promise<WholeReturn[]> {
  return sql.rows<WholeReturn>(WHOLE, [keys]);
}

const WITH_PICTURES = `
select distinct a."pictureId"
from json_to_recordset($1::json) as a("pictureId" text, "orderId" text)
join return_request r on r.order_id = a."orderId"
where r.pictures @> jsonb_build_array(jsonb_build_object('pictureId', a."pictureId"))`;

/** Of these pictures of orders, those that a return of the order has. */
export async function ordersWithPictures(
  sql: Sql,
  asked: readonly { pictureId: string; orderId: string }[],
): Promise<string[]> {
  const rows = await sql.rows<{ pictureId: string }>(WITH_PICTURES, [JSON.stringify(asked)]);
  return rows.map((row) => row.pictureId);
}

export interface SummaryRow {
  returnId: string;
  returnNumber: string;
  orderId: string;
  orderNumber: string;
  userId: string;
  sellerId: string;
  status: ReturnStatus;
  resolution: Resolution;
  reason: ReturnReason;
  currency: string;
  attention: string | null;
  appealStatus: 'OPEN' | 'GRANTED' | 'REFUSED' | null;
  units: number;
  amount_minor: number | null;
  items: { lineNo: number; name: string; imageUrl: string | null; quantity: number }[];
  createdAt: Date;
  updatedAt: Date;
}

const SUMMARY_HEAD = `
select r.return_id as "returnId", r.return_number as "returnNumber", r.order_id as "orderId",
  r.order_number as "orderNumber", r.user_id as "userId", r.seller_id as "sellerId", r.status,
  r.resolution, r.reason, r.currency, r.attention, r.appeal_status as "appealStatus",
  r.created_at as "createdAt", r.updated_at as "updatedAt", l.units, l.items,
  (select sum(coalesce(d.granted_minor, d.amount_minor))::bigint from return_decision d
   where d.return_id = r.return_id) as amount_minor
from (`;

const SUMMARY_TAIL = `
) r cross join lateral (
  select sum(quantity)::int as units, json_agg(json_build_object('lineNo', line_no, 'name', name,
    'imageUrl', image_url, 'quantity', quantity) order by line_no) as items
  from return_line where return_id = r.return_id
) l order by r.return_id desc`;

const OF_ORDER =
  SUMMARY_HEAD +
  'select * from return_request where order_id = $1 order by return_id desc limit 100' +
  SUMMARY_TAIL;

/** The returns of one order, newest first; 100 at most. */
export async function listOfOrder(sql: Sql, orderId: string): Promise<SummaryRow[]> {
  return sql.rows<SummaryRow>(OF_ORDER, [orderId]);
}

export interface ListFilter {
  status: ReturnStatus | null;
  before: string | null;
  limit: number;
}

const OF_USER =
  SUMMARY_HEAD +
  `select * from return_request where user_id = $1 and ($2::text is null or status = $2)
    and ($3::text is null or return_id < $3) order by return_id desc limit $4` +
  SUMMARY_TAIL;

/** A buyer's returns, newest first. */
export async function listOfUser(
  sql: Sql,
  userId: string,
  { status, before, limit }: ListFilter,
): Promise<SummaryRow[]> {
  return sql.rows<SummaryRow>(OF_USER, [userId, status, before, limit]);
}

const OF_SELLERS =
  SUMMARY_HEAD +
  `select * from return_request where seller_id = any($1::text[])
    and ($2::text is null or status = $2)
    and (not $5 or status in ('IN_TRANSIT', 'RECEIVED', 'INSPECTED')
      or (status = 'EXCHANGED' and replacement is null))
    and ($3::text is null or return_id < $3) order by return_id desc limit $4` +
  SUMMARY_TAIL;

const WAITING = `
with recent as (
  select r.* from unnest($1::text[]) as s(seller_id) cross join lateral (
    select status, replacement from return_request where seller_id = s.seller_id
    order by return_id desc limit $2) r
)
select (count(*) filter (where status in ('IN_TRANSIT', 'RECEIVED', 'INSPECTED')
    or (status = 'EXCHANGED' and replacement is null)))::int as count,
  count(*) >= $2 as more
from recent`;

/** Returns in which these sellers have the next step, among the newest. */
export async function waitingOfSellers(sql: Sql, sellerIds: readonly string[]): Promise<Waiting> {
  const found = await sql.row<Waiting>(WAITING, [sellerIds, lookedThrough_max]);
  return found ?? { count: 0, more: false };
}

/** What comes back to these sellers, newest first; `waiting`: where they have the next step. */
export async function listOfSellers(
  sql: Sql,
  sellerIds: readonly string[],
  { status, before, limit, waiting }: ListFilter & { waiting: boolean },
): Promise<SummaryRow[]> {
  return sql.rows<SummaryRow>(OF_SELLERS, [sellerIds, status, before, limit, waiting]);
}

const ALL =
  SUMMARY_HEAD +
  `select * from return_request where ($1::text is null or status = $1)
    and ($2::text is null or return_id < $2)
    and (not $4 or attention is not null or appeal_status = 'OPEN')
    order by return_id desc limit $3` +
  SUMMARY_TAIL;

/** Returns of everybody, newest first; `waiting`: only those that need a person of the operator. */
export async function listAll(
  sql: Sql,
  { status, before, limit, waiting }: ListFilter & { waiting: boolean },
): Promise<SummaryRow[]> {
  return sql.rows<SummaryRow>(ALL, [status, before, limit, waiting]);
}
