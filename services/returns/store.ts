// The writes of a return: what is announced, every move with its transition and event, and the
// count of units that keeps anything from going back twice.
import type { Sql } from '#kernel/db/db.ts';
import type { Picture } from '#services/media/contract.ts';
import type { Condition, Resolution, ReturnReason, ReturnStatus } from './contract.ts';
import type { LineState } from './model.ts';
import type { PaidOrder } from './money.ts';

export interface UnitRow extends LineState {
  lineNo: number;
}

const LOCK_ORDER = `
insert into return_order (order_id, order_number, user_id) values ($1, $2, $3)
on conflict (order_id) do update set order_number = excluded.order_number`;

const COUNT_SHIPPED = `
insert into order_unit (order_id, line_no, shipped)
select $1, line_no, shipped from unnest($2::int[], $3::int[]) as t(line_no, shipped)
on conflict (order_id, line_no) do update
set shipped = greatest(order_unit.shipped, excluded.shipped)`;

const UNITS = `
select line_no as "lineNo", shipped, open, refunded, exchanged
from order_unit where order_id = $1 order by line_no`;

export interface OrderKey {
  orderId: string;
  orderNumber: string;
  userId: string;
}

/**
 * Locks an order for returns until the transaction ends, notes what was shipped of it, and gives
 * the units of its lines. Three statements.
 */
export async function lockUnits(
  tx: Sql,
  order: OrderKey,
  shipped: readonly { lineNo: number; shipped: number }[],
): Promise<Map<number, UnitRow>> {
  await tx.run(LOCK_ORDER, [order.orderId, order.orderNumber, order.userId]);
  const nos = shipped.map((one) => one.lineNo);
  await tx.run(COUNT_SHIPPED, [order.orderId, nos, shipped.map((one) => one.shipped)]);
  return readUnits(tx, order.orderId);
}

/** Units of an order's lines by line; none when nothing of it was ever announced. */
export async function readUnits(sql: Sql, orderId: string): Promise<Map<number, UnitRow>> {
  const rows = await sql.rows<UnitRow>(UNITS, [orderId]);
  return new Map(rows.map((row) => [row.lineNo, row]));
}

const COUNT = `
update order_unit u set open = u.open + d.open, refunded = u.refunded + d.refunded,
  exchanged = u.exchanged + d.exchanged
from unnest($2::int[], $3::int[], $4::int[], $5::int[]) as d(line_no, open, refunded, exchanged)
where u.order_id = $1 and u.line_no = d.line_no`;

export interface UnitChange {
  lineNo: number;
  open: number;
  refunded?: number;
  exchanged?: number;
}

/** Moves units between counts; a CHECK refuses more than were shipped. */
export async function countUnits(
  tx: Sql,
  orderId: string,
  changes: readonly UnitChange[],
): Promise<void> {
  await tx.run(COUNT, [
    orderId,
    changes.map((one) => one.lineNo),
    changes.map((one) => one.open),
    changes.map((one) => one.refunded ?? 0),
    changes.map((one) => one.exchanged ?? 0),
  ]);
}

export interface NewLine {
  lineNo: number;
  variantId: string;
  productId: string;
  warehouseId: string;
  name: string;
  imageUrl: string | null;
  quantity: number;
  exchangeVariantId: string | null;
  exchangeName: string | null;
}

export interface NewReturn extends OrderKey {
  returnId: string;
  returnNumber: string;
  checkoutId: string;
  paymentId: string;
  sellerId: string;
  requestKey: string;
  resolution: Resolution;
  reason: ReturnReason;
  condition: Condition;
  note: string;
  pictures: readonly Picture[];
  currency: string;
  paid: PaidOrder;
  shipTo: object;
  cash: boolean;
  expires_days: number;
  actor: string;
  lines: readonly NewLine[];
  meta: string;
}

const INSERT = `
with item as materialized (
  select * from json_to_recordset($1::json) as t("returnId" text, "returnNumber" text,
    "orderId" text, "orderNumber" text, "checkoutId" text, "paymentId" text, "userId" text,
    "sellerId" text, "requestKey" text, resolution text, reason text, condition text, note text,
    pictures jsonb, currency text, paid jsonb, "shipTo" jsonb, cash boolean,
    expires_days int, actor text, lines json, meta json)
), made as (
  insert into return_request (return_id, return_number, order_id, order_number, checkout_id,
    payment_id, user_id, seller_id, request_key, status, resolution, reason, condition, note,
    pictures, currency, paid, ship_to, cash, expires_at, created_by)
  select "returnId", "returnNumber", "orderId", "orderNumber", "checkoutId", "paymentId",
    "userId", "sellerId", "requestKey", 'REQUESTED', resolution, reason, condition, note,
    pictures, currency, paid, "shipTo", cash, now() + expires_days * interval '1 day', actor
  from item
  returning return_id
), logged as (
  insert into return_transition (return_id, seq, to_status, reason, actor)
  select "returnId", 1, 'REQUESTED', reason, actor from item
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select 'RETURN_REQUESTED', 'return', "returnId", 1, json_build_object('returnId', "returnId",
    'returnNumber', "returnNumber", 'orderId', "orderId", 'orderNumber', "orderNumber",
    'userId', "userId", 'sellerId', "sellerId", 'resolution', resolution, 'currency', currency,
    'reason', reason, 'items', (select json_agg(json_build_object('lineNo', l."lineNo",
      'variantId', l."variantId", 'quantity', l.quantity)) from json_to_recordset(i.lines)
      as l("lineNo" int, "variantId" text, quantity int))), meta
  from item i
)
insert into return_line (return_id, line_no, variant_id, product_id, warehouse_id, name, image_url,
  quantity, exchange_variant_id, exchange_name)
select i."returnId", l."lineNo", l."variantId", l."productId", l."warehouseId", l.name,
  l."imageUrl", l.quantity, l."exchangeVariantId", l."exchangeName"
from item i cross join json_to_recordset(i.lines) as l("lineNo" int, "variantId" text,
  "productId" text, "warehouseId" text, name text, "imageUrl" text, quantity int,
  "exchangeVariantId" text, "exchangeName" text)`;

/** Writes returns with lines, first transition and event. Inside one statement no foreign key of
 *  a line is looked at before its return is there. */
export async function insertReturns(tx: Sql, returns: readonly NewReturn[]): Promise<void> {
  await tx.run(INSERT, [JSON.stringify(returns)]);
}

const BY_REQUEST = `
select return_id as "returnId" from return_request
where order_id = $1 and request_key = $2 order by return_id`;

/** What this request has made before. */
export async function madeBy(sql: Sql, orderId: string, requestKey: string): Promise<string[]> {
  const rows = await sql.rows<{ returnId: string }>(BY_REQUEST, [orderId, requestKey]);
  return rows.map((row) => row.returnId);
}

export interface ReturnMove {
  returnId: string;
  from: readonly ReturnStatus[];
  to: ReturnStatus;
  reason: string | null;
  actor: string;
  /** Of the event, besides what every event of a return says. */
  type: string;
  more: object;
  sagaId: string | null;
  meta: string;
}

const MOVE = `
with moved as (
  update return_request r set status = $3, version = r.version + 1, updated_at = now(),
    expires_at = case $3 when 'LABELLED' then r.expires_at
      when 'IN_TRANSIT' then now() + $9 * interval '1 day' end
  where r.return_id = $1 and r.status = any($2::text[])
  returning r.*, old.status as was
), logged as (
  insert into return_transition (return_id, seq, from_status, to_status, reason, actor)
  select return_id, version, was, status, $4, $5 from moved
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select $6, 'return', return_id, version, $10, (jsonb_build_object('returnId', return_id,
    'returnNumber', return_number, 'orderId', order_id, 'orderNumber', order_number,
    'userId', user_id, 'sellerId', seller_id, 'resolution', resolution, 'currency', currency,
    'from', was, 'to', status, 'reason', $4::text) || $7::jsonb)::json, $8::json
  from moved
)
select 1 from moved`;

/** Moves a return with its transition and event; false when it was in none of the statuses. */
export async function moveReturn(
  sql: Sql,
  move: ReturnMove,
  transit_days: number,
): Promise<boolean> {
  const { returnId, from, to, reason, actor, type, more, meta, sagaId } = move;
  const values = [returnId, from, to, reason, actor, type, JSON.stringify(more), meta];
  return (await sql.row(MOVE, [...values, transit_days, sagaId])) !== undefined;
}

export interface LockedLine extends NewLine {
  received: number;
  restock: number;
  writeOff: number;
  approved: number;
}

export interface LockedReturn extends OrderKey {
  returnId: string;
  returnNumber: string;
  checkoutId: string;
  paymentId: string;
  sellerId: string;
  status: ReturnStatus;
  resolution: Resolution;
  currency: string;
  paid: PaidOrder;
  shipTo: { country: string; state?: string; postalCode: string };
  cash: boolean;
  round: number;
  appealStatus: 'OPEN' | 'GRANTED' | 'REFUSED' | null;
  updatedAt: Date;
  lines: LockedLine[];
}

const LOCK = `
select return_id as "returnId", return_number as "returnNumber", order_id as "orderId",
  order_number as "orderNumber", checkout_id as "checkoutId", payment_id as "paymentId",
  user_id as "userId", seller_id as "sellerId", status, resolution, currency, paid,
  ship_to as "shipTo", cash, round, appeal_status as "appealStatus", updated_at as "updatedAt"
from return_request where return_id = $1 for no key update`;

const LINES = `
select line_no as "lineNo", variant_id as "variantId", product_id as "productId",
  warehouse_id as "warehouseId", name, image_url as "imageUrl", quantity,
  exchange_variant_id as "exchangeVariantId", exchange_name as "exchangeName", received, restock,
  write_off as "writeOff", approved
from return_line where return_id = $1 order by line_no`;

const ORDER_OF = `
select order_id as "orderId", order_number as "orderNumber", user_id as "userId"
from return_request where return_id = $1`;

/**
 * A return with its lines and the units of its order, all locked: the order first, as requests
 * do, so that none waits for another in a circle. Five statements.
 */
export async function lockReturn(
  tx: Sql,
  returnId: string,
): Promise<{ of: LockedReturn; units: Map<number, UnitRow> } | undefined> {
  const order = await tx.row<OrderKey>(ORDER_OF, [returnId]);
  if (!order) return undefined;
  const units = await lockUnits(tx, order, []);
  const head = await tx.row<Omit<LockedReturn, 'lines'>>(LOCK, [returnId]);
  if (!head) return undefined;
  const lines = await tx.rows<LockedLine>(LINES, [returnId]);
  return { of: { ...head, lines }, units };
}

const INSPECT = `
update return_line l set received = i.received, restock = i.restock, write_off = i."writeOff",
  warehouse_id = coalesce(i."warehouseId", l.warehouse_id)
from json_to_recordset($2::json) as i("lineNo" int, received int, restock int, "writeOff" int,
  "warehouseId" text)
where l.return_id = $1 and l.line_no = i."lineNo"`;

export interface Inspection {
  lineNo: number;
  received: number;
  restock: number;
  writeOff: number;
  /** null: where it came from. */
  warehouseId: string | null;
}

/** Notes what was in the parcel. */
export async function noteInspection(
  tx: Sql,
  returnId: string,
  items: readonly Inspection[],
): Promise<void> {
  await tx.run(INSPECT, [returnId, JSON.stringify(items)]);
}

const NOTE = `
update return_request set rejected_reason = coalesce($2, rejected_reason),
  evidence = coalesce($3, evidence), tracking_number = coalesce($4, tracking_number),
  attention = case when $5::text = '' then null else coalesce($5, attention) end,
  updated_at = now()
where return_id = $1`;

export interface Notes {
  rejectedReason?: string;
  evidence?: string | null;
  trackingNumber?: string | null;
  /** '' when nobody need look any more. */
  attention?: string;
}

/** Notes facts beside the status; what is left out stays. */
export async function noteReturn(sql: Sql, returnId: string, notes: Notes): Promise<void> {
  const { rejectedReason, evidence, trackingNumber, attention } = notes;
  await sql.run(NOTE, [
    returnId,
    rejectedReason ?? null,
    evidence ?? null,
    trackingNumber ?? null,
    attention ?? null,
  ]);
}

const APPEAL = `
update return_request set appeal = $2, appeal_status = 'OPEN' where return_id = $1`;

/** Keeps what a buyer says against a refusal. */
export async function openAppeal(tx: Sql, returnId: string, text: string): Promise<void> {
  await tx.run(APPEAL, [returnId, text]);
}

const END_APPEAL = `
update return_request set appeal_status = 'REFUSED', evidence = coalesce($2, evidence)
where return_id = $1 and appeal_status = 'OPEN'`;

/** The operator has looked and leaves it; false when nobody had appealed. */
export async function refuseAppeal(
  sql: Sql,
  returnId: string,
  evidence: string | null,
): Promise<boolean> {
  return (await sql.run(END_APPEAL, [returnId, evidence])) > 0;
}

const REPLACED = `
update return_request set replacement = coalesce(replacement, $2::jsonb) where return_id = $1`;

/** Notes the parcel that left; the first one counts. */
export async function noteFirstReplacement(
  tx: Sql,
  returnId: string,
  parcel: object,
): Promise<void> {
  await tx.run(REPLACED, [returnId, JSON.stringify(parcel)]);
}
