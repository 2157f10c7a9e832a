// What this room knows, as others ask for it: whole orders, and pages of them for the customer,
// the seller and the operator. Lists go by order id, which sorts by the time of the checkout.
import type { Sql } from '#kernel/db/db.ts';
import type { Address } from '#services/identity/contract.ts';
import type { OrderStatus, Shipment } from './contract.ts';
import type { LineStatus } from './model.ts';

export interface LineRow {
  lineNo: number;
  variantId: string;
  productId: string;
  sellerId: string;
  warehouseIds: string[];
  quantity: number;
  unit_minor: number;
  discount_minor?: number;
  total_minor: number;
  /** null: its share by price. */
  tax_minor: number | null;
  included_minor: number;
  name: string;
  sku: string | null;
  imageUrl: string | null;
  status: LineStatus;
  shipped: number;
}

export interface TransitionRow {
  seq: number;
  from: OrderStatus | null;
  to: OrderStatus;
  reason: string | null;
  actor: string;
  at: Date;
}

/** The head of an order. */
export interface OrderRow {
  orderId: string;
  orderNumber: string;
  checkoutId: string;
  sagaId: string;
  userId: string;
  cartId: string;
  quoteId: string;
  paymentId: string;
  status: OrderStatus;
  paymentMethod: string;
  paymentStatus: string;
  currency: string;
  subtotal_minor: number;
  discount_minor: number;
  shipping_minor: number;
  tax_minor: number;
  total_minor: number;
  includedShipping_minor: number;
  shippingMethod: string;
  shippingAddress: Address;
  billingAddress: Address;
  version: number;
  revision: number;
  createdAt: Date;
}

export type OrderWithLines = OrderRow & { lines: LineRow[]; shipments: Shipment[] };
/** Lines that were taken off an order that goes on. */
export interface CancellationRow {
  lineNos: number[];
  reason: string;
  actor: string;
  at: Date;
}

export type WholeOrder = OrderWithLines & {
  transitions: TransitionRow[];
  /** Left out: none. */
  cancellations?: CancellationRow[];
};

const WITH_LINES = `
select o.order_id as "orderId", o.order_number as "orderNumber", o.checkout_id as "checkoutId",
  o.saga_id as "sagaId", o.user_id as "userId", o.cart_id as "cartId", o.quote_id as "quoteId",
  o.payment_id as "paymentId", o.status, o.payment_method as "paymentMethod",
  o.payment_status as "paymentStatus", o.currency, o.subtotal_minor, o.discount_minor,
  o.shipping_minor, o.tax_minor, o.total_minor,
  o.included_shipping_minor as "includedShipping_minor", o.shipping_method as "shippingMethod",
  o.shipping_address as "shippingAddress",
  coalesce(o.billing_address, o.shipping_address) as "billingAddress", o.version, o.revision,
  o.created_at as "createdAt",
  (select json_agg(json_build_object('lineNo', l.line_no, 'variantId', l.variant_id,
    'productId', l.product_id, 'sellerId', l.seller_id, 'warehouseIds', l.warehouse_ids,
    'quantity', l.quantity, 'unit_minor', l.unit_minor, 'total_minor', l.total_minor,
    'discount_minor', l.discount_minor, 'tax_minor', l.tax_minor,
    'included_minor', l.included_minor,
    'name', l.name, 'sku', l.sku, 'imageUrl', l.image_url, 'status', l.status,
    'shipped', l.shipped) order by l.line_no)
   from order_line l where l.order_id = o.order_id) as lines,
  (select coalesce(json_agg(json_build_object('shipmentId', s.shipment_id, 'sellerId', s.seller_id,
    'carrier', s.carrier, 'trackingNumber', s.tracking_number, 'lines', s.lines,
    'shippedAt', s.shipped_at) order by s.shipped_at, s.shipment_id), '[]')
   from shipment s where s.order_id = o.order_id) as shipments
from "order" o
where o.order_id = any($1::text[]) or o.checkout_id = any($1::text[])
order by o.order_id limit 200`;

/** Orders with their lines and parcels, by order id or checkout id (200 at most). */
export async function readOrders(db: Sql, ids: string[]): Promise<OrderWithLines[]> {
  return db.rows<OrderWithLines>(WITH_LINES, [ids]);
}

const TRANSITIONS = `
select seq, from_status as "from", to_status as "to", reason, actor, at
from order_transition where order_id = $1 order by seq limit 20`;

/** What happened to an order; legal histories have at most six moves. */
export async function readTransitions(db: Sql, orderId: string): Promise<TransitionRow[]> {
  return db.rows<TransitionRow>(TRANSITIONS, [orderId]);
}

const CANCELLATIONS = `
select c.reason, c.actor, c.at, (select json_agg(l.line_no order by l.line_no)
  from cancelled_line l where l.order_id = c.order_id and l.cancellation_id = c.cancellation_id)
  as "lineNos"
from cancellation c where c.order_id = $1 order by c.at, c.cancellation_id limit 50`;

/** When lines were taken off and by whom; an order has 50 lines at most. */
export async function readCancellations(db: Sql, orderId: string): Promise<CancellationRow[]> {
  return db.rows<CancellationRow>(CANCELLATIONS, [orderId]);
}

const ARRIVED = `
select at from order_transition where order_id = $1 and to_status = 'DELIVERED' limit 1`;

/** When an order arrived; null before. */
export async function readArrival(db: Sql, orderId: string): Promise<Date | null> {
  return (await db.row<{ at: Date }>(ARRIVED, [orderId]))?.at ?? null;
}

const ID_OF_NUMBER = `select order_id as "orderId" from "order" where order_number = $1`;

/** The id behind the number that people read out. */
export async function idOfNumber(db: Sql, orderNumber: string): Promise<string | undefined> {
  return (await db.row<{ orderId: string }>(ID_OF_NUMBER, [orderNumber]))?.orderId;
}

/** One entry of a list. */
export interface OrderSummary {
  orderId: string;
  orderNumber: string;
  userId: string;
  status: OrderStatus;
  paymentMethod: string;
  paymentStatus: string;
  currency: string;
  total_minor: number;
  createdAt: Date;
  itemCount: number;
  /** The first lines. */
  items: {
    productId: string;
    variantId: string;
    name: string;
    imageUrl: string | null;
    quantity: number;
  }[];
}

/** Orders as a list shows them, newest first; `page` selects rows of "order". */
export function summaries(page: string): string {
  return (
    `
select o.order_id as "orderId", o.order_number as "orderNumber", o.user_id as "userId", o.status,
  o.payment_method as "paymentMethod", o.payment_status as "paymentStatus", o.currency,
  o.total_minor, o.created_at as "createdAt", l.count as "itemCount", l.items
from (` +
    page +
    `) o cross join lateral (
  select sum(quantity)::int as count, json_agg(json_build_object('productId', product_id,
    'variantId', variant_id, 'name', name, 'imageUrl', image_url, 'quantity', quantity)
    order by line_no) filter (where line_no <= 4) as items
  from order_line where order_id = o.order_id
) l order by o.order_id desc`
  );
}

const OF_USER = summaries(`
  select * from "order"
  where user_id = $1 and ($2::text is null or status = $2)
    and ($3::text is null or order_id < $3)
  order by order_id desc limit $4
`);

export interface ListFilter {
  status: OrderStatus | null;
  /** An order id; the list goes on below it. */
  before: string | null;
  limit: number;
}

/** A customer's orders, newest first. */
export async function listOfUser(
  db: Sql,
  userId: string,
  filter: ListFilter,
): Promise<OrderSummary[]> {
  return db.rows<OrderSummary>(OF_USER, [userId, filter.status, filter.before, filter.limit]);
}

const ALL = summaries(`
  select * from "order"
  where ($1::text is null or user_id = $1) and ($2::text is null or status = $2)
    and ($3::text is null or order_id < $3) and ($5::text is null or order_number = $5)
  order by order_id desc limit $4
`);

/** Orders of everybody, newest first. */
export async function listAll(
  db: Sql,
  filter: ListFilter & { userId: string | null; orderNumber: string | null },
): Promise<OrderSummary[]> {
  const { userId, status, before, limit, orderNumber } = filter;
  if (status !== null && status !== 'CONFIRMED' && userId === null && orderNumber === null) {
    return db.rows<OrderSummary>(IN_STATUS, [status, before, limit]);
  }
  return db.rows<OrderSummary>(ALL, [userId, status, before, limit, orderNumber]);
}

// Rare statuses among millions of orders: the condition on CONFIRMED lets the planner use the
// partial index.
const IN_STATUS = summaries(`
  select * from "order"
  where status <> 'CONFIRMED' and status = $1 and ($2::text is null or order_id < $2)
  order by order_id desc limit $3
`);

const WATCHED = `
select order_id as "orderId", status, payment_status as "paymentStatus", version, revision
from "order" where order_id = any($1::text[])`;

/** As much of an order as a live update tells. */
export interface WatchedRow {
  orderId: string;
  status: OrderStatus;
  paymentStatus: string;
  version: number;
  revision: number;
}

/** Where many orders stand: one statement for all who watch. */
export async function readWatched(db: Sql, orderIds: string[]): Promise<WatchedRow[]> {
  return db.rows<WatchedRow>(WATCHED, [orderIds]);
}

const SOLD = `
with page as (
  select order_id, status from "order" where order_id > $1 and order_id < $2
  order by order_id limit $3
)
select (select max(order_id) from page) as last, l.product_id as "productId",
  sum(l.quantity)::int as units
from (values (1)) as one(n)
left join page p on p.status not in ('FAILED', 'CANCELLED')
left join order_line l on l.order_id = p.order_id and l.status <> 'CANCELLED'
group by l.product_id`;

/** Units by product in the next orders after one; `last` is null when there are none. */
export async function readSold(
  db: Sql,
  range: { after: string; before: string; limit: number },
): Promise<{ products: { productId: string; units: number }[]; last: string | null }> {
  const rows = await db.rows<{ last: string | null; productId: string | null; units: number }>(
    SOLD,
    [range.after, range.before, range.limit],
  );
  const products = rows.flatMap(({ productId, units }) =>
    productId === null ? [] : [{ productId, units }],
  );
  return { products, last: rows[0]?.last ?? null };
}
