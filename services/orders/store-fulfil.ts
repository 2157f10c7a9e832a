/** The seller's side of an order: its lines under a lock, and the parcels they leave in. */
import type { Sql } from '#kernel/db/db.ts';
import { lookedThrough_max, type Waiting } from '#services/sellers/contract.ts';
import type { OrderStatus } from './contract.ts';
import type { ParcelItem, Parcelled } from './model.ts';
import type { LineRow } from './store-read.ts';

export interface LockedOrder {
  orderId: string;
  userId: string;
  status: OrderStatus;
  lines: Parcelled[];
}

const LOCK = `
select order_id as "orderId", user_id as "userId", status
from "order" where order_id = $1 for no key update`;

const LINES = `
select line_no as "lineNo", seller_id as "sellerId", quantity, shipped, status
from order_line where order_id = $1 order by line_no`;

/** The order with its lines, nobody else changing either until the transaction ends. */
export async function lockOrder(tx: Sql, orderId: string): Promise<LockedOrder | undefined> {
  const order = await tx.row<Omit<LockedOrder, 'lines'>>(LOCK, [orderId]);
  return order && { ...order, lines: await tx.rows<Parcelled>(LINES, [orderId]) };
}

const ADVANCE = `
with changed as (
  update order_line set status = $3
  where order_id = $1 and seller_id = any($2::text[]) and status = any($4::text[])
  returning 1
)
update "order" set revision = revision + 1
where order_id = $1 and exists (select from changed)`;

/** Moves the sellers' lines that are in one of the statuses; true when there was one. */
export async function advanceLines(
  tx: Sql,
  change: { orderId: string; sellerIds: readonly string[]; from: string[]; to: string },
): Promise<boolean> {
  const { orderId, sellerIds, from, to } = change;
  return (await tx.run(ADVANCE, [orderId, sellerIds, to, from])) > 0;
}

export interface NewShipment {
  shipmentId: string;
  orderId: string;
  sellerId: string;
  carrier: string;
  trackingNumber: string;
  lines: ParcelItem[];
}

const SHIP = `
with item as (
  select * from json_to_recordset($1::json) as t("shipmentId" text, "orderId" text,
    "sellerId" text, carrier text, "trackingNumber" text, lines jsonb)
), sent as (
  insert into shipment (shipment_id, order_id, seller_id, carrier, tracking_number, lines)
  select "shipmentId", "orderId", "sellerId", carrier, "trackingNumber", lines from item
), gone as (
  select i."orderId", l."lineNo", sum(l.quantity)::int as quantity
  from item i cross join jsonb_to_recordset(i.lines) as l("lineNo" int, quantity int)
  group by 1, 2
), counted as (
  update order_line o set shipped = o.shipped + g.quantity,
    status = case when o.shipped + g.quantity = o.quantity then 'SHIPPED' else o.status end
  from gone g where o.order_id = g."orderId" and o.line_no = g."lineNo"
)
update "order" set revision = revision + 1
where order_id in (select "orderId" from item)`;

/** Parcels that left, counted on their lines. */
export async function insertShipments(tx: Sql, shipments: NewShipment[]): Promise<void> {
  await tx.run(SHIP, [JSON.stringify(shipments)]);
}

const TAKE_BACK = `
with item as (
  select * from json_to_recordset($3::json) as t("lineNo" int, quantity int)
), booked as (
  insert into line_return (order_id, ref, line_no, quantity)
  select $1, $2, "lineNo", quantity from item
  on conflict do nothing
  returning 1
)
update "order" set revision = revision + 1
where order_id = $1 and exists (select from booked)`;

/** Notes units that went back, once per ref; false for a repeat. */
export async function insertReturned(
  tx: Sql,
  of: { orderId: string; ref: string; lines: readonly ParcelItem[] },
): Promise<boolean> {
  const touched = await tx.run(TAKE_BACK, [of.orderId, of.ref, JSON.stringify(of.lines)]);
  return touched > 0;
}

const RETURNED = `
select line_no as "lineNo", sum(quantity)::int as quantity
from line_return where order_id = $1 group by line_no`;

/** Units that went back for money, by line. */
export async function readReturned(tx: Sql, orderId: string): Promise<Map<number, number>> {
  const rows = await tx.rows<ParcelItem>(RETURNED, [orderId]);
  return new Map(rows.map((row) => [row.lineNo, row.quantity]));
}

export interface SellerOrderRow {
  orderId: string;
  orderNumber: string;
  status: OrderStatus;
  currency: string;
  shippingMethod: string;
  country: string;
  createdAt: Date;
  lines: LineRow[];
}

const OF_SELLER = `
select o.order_id as "orderId", o.order_number as "orderNumber", o.status, o.currency,
  o.shipping_method as "shippingMethod", o.shipping_address->>'country' as country,
  o.created_at as "createdAt",
  (select json_agg(json_build_object('lineNo', l.line_no, 'variantId', l.variant_id,
    'productId', l.product_id, 'sellerId', l.seller_id, 'warehouseIds', l.warehouse_ids,
    'quantity', l.quantity, 'unit_minor', l.unit_minor, 'total_minor', l.total_minor,
    'discount_minor', l.discount_minor, 'included_minor', l.included_minor,
    'name', l.name, 'sku', l.sku, 'imageUrl', l.image_url, 'status', l.status,
    'shipped', l.shipped) order by l.line_no)
   from order_line l where l.order_id = o.order_id and l.seller_id = any($1::text[])) as lines
from "order" o
where o.status = any($2::text[]) and ($3::text is null or o.order_id < $3)
  and o.order_id in (select order_id from order_line where seller_id = any($1::text[])
    and (not $5 or status not in ('SHIPPED', 'CANCELLED')))
order by o.order_id desc limit $4`;

/** Orders that hold lines of these sellers, newest first, with those lines only. */
export async function listOfSellers(
  db: Sql,
  sellerIds: readonly string[],
  filter: {
    statuses: readonly OrderStatus[];
    /** Only with lines of theirs that have not left. */
    toSend: boolean;
    before: string | null;
    limit: number;
  },
): Promise<SellerOrderRow[]> {
  const { statuses, toSend, before, limit } = filter;
  return db.rows<SellerOrderRow>(OF_SELLER, [sellerIds, statuses, before, limit, toSend]);
}

const TO_SEND = `
with recent as (
  select l.* from unnest($1::text[]) as s(seller_id) cross join lateral (
    select order_id, status from order_line where seller_id = s.seller_id
    order by order_id desc limit $2) l
)
select count(distinct r.order_id)::int as count,
  (select count(*) from recent) >= $2 as more
from recent r join "order" o on o.order_id = r.order_id
where r.status not in ('SHIPPED', 'CANCELLED') and o.status in ('CONFIRMED', 'PROCESSING')`;

/** Orders with lines of these sellers that have not left, among the newest lines. */
export async function ordersToSend(db: Sql, sellerIds: readonly string[]): Promise<Waiting> {
  const found = await db.row<Waiting>(TO_SEND, [sellerIds, lookedThrough_max]);
  return found ?? { count: 0, more: false };
}
