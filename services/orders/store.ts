// The writes of this room. Placing and moving take many orders in one statement each, and write
// the transition and the event beside the change.
import type { Sql } from '#kernel/db/db.ts';
import type { OrderStatus, Placed } from './contract.ts';
import type { OrderRow } from './store-read.ts';

type Places = 'shippingAddress' | 'billingAddress';

/** One order to write; field names are the columns of the statement's input. */
export interface NewOrder extends Omit<OrderRow, 'version' | 'revision' | 'createdAt' | Places> {
  shippingAddress: object;
  /** null when it is the shipping address. */
  billingAddress: object | null;
  lines: readonly object[];
  /** Of ORDER_CREATED. */
  payload: object;
  meta: string;
}

const PLACE = `
with item as materialized (
  select * from json_to_recordset($1::json) as t("orderId" text, "orderNumber" text,
    "checkoutId" text, "sagaId" text, "userId" text, "cartId" text, "quoteId" text,
    "paymentId" text, status text, "paymentMethod" text, "paymentStatus" text, currency text,
    subtotal_minor bigint, discount_minor bigint, shipping_minor bigint, tax_minor bigint,
    total_minor bigint, "includedShipping_minor" bigint, "shippingMethod" text,
    "shippingAddress" jsonb, "billingAddress" jsonb,
    lines json, payload json, meta json)
), made as (
  insert into "order" (order_id, order_number, checkout_id, saga_id, user_id, cart_id, quote_id,
    payment_id, status, payment_method, payment_status, currency, subtotal_minor,
    discount_minor, shipping_minor, tax_minor, total_minor, included_shipping_minor,
    shipping_method, shipping_address, billing_address)
  select "orderId", "orderNumber", "checkoutId", "sagaId", "userId", "cartId", "quoteId",
    "paymentId", status, "paymentMethod", "paymentStatus", currency, subtotal_minor,
    discount_minor, shipping_minor, tax_minor, total_minor,
    coalesce("includedShipping_minor", 0), "shippingMethod", "shippingAddress", "billingAddress"
  from item
  on conflict do nothing
  returning order_id, order_number
), lined as (
  insert into order_line (order_id, line_no, variant_id, product_id, seller_id, warehouse_ids,
    quantity, unit_minor, total_minor, discount_minor, tax_minor, included_minor, name, sku,
    image_url)
  select m.order_id, l."lineNo", l."variantId", l."productId", l."sellerId", l."warehouseIds",
    l.quantity, l.unit_minor, l.total_minor, coalesce(l.discount_minor, 0), l.tax_minor,
    coalesce(l.included_minor, 0), l.name, l.sku, l."imageUrl"
  from made m join item i on i."orderId" = m.order_id
  cross join json_to_recordset(i.lines) as l("lineNo" int, "variantId" text, "productId" text,
    "sellerId" text, "warehouseIds" text[], quantity int, unit_minor bigint, total_minor bigint,
    discount_minor bigint, tax_minor bigint, included_minor bigint, name text, sku text,
    "imageUrl" text)
), logged as (
  insert into order_transition (order_id, seq, to_status, actor)
  select m.order_id, 1, i.status, 'checkout'
  from made m join item i on i."orderId" = m.order_id
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select 'ORDER_CREATED', 'order', i."orderId", 1, i."sagaId", i.payload, i.meta
  from made m join item i on i."orderId" = m.order_id
)
select i."checkoutId", m.order_id as "orderId", m.order_number as "orderNumber", i.status
from made m join item i on i."orderId" = m.order_id`;

type PlacedRow = Placed & { checkoutId: string };

/**
 * Writes orders with their lines, first transition and event: one statement for all. Those made
 * now, by checkout; absent are those whose checkout has an order already, and (once in 10^8)
 * those whose number is taken. Checkouts must differ within one call.
 */
export async function insertOrders(db: Sql, orders: NewOrder[]): Promise<Map<string, Placed>> {
  return byCheckout(await db.rows<PlacedRow>(PLACE, [JSON.stringify(orders)]));
}

const PLACED = `
select checkout_id as "checkoutId", order_id as "orderId", order_number as "orderNumber", status
from "order" where checkout_id = any($1::text[])`;

/** The orders that these checkouts have, by checkout. */
export async function readPlaced(db: Sql, checkoutIds: string[]): Promise<Map<string, Placed>> {
  return byCheckout(await db.rows<PlacedRow>(PLACED, [checkoutIds]));
}

function byCheckout(rows: PlacedRow[]): Map<string, Placed> {
  return new Map(rows.map(({ checkoutId, ...placed }) => [checkoutId, placed]));
}

export interface Move {
  orderId: string;
  /** Moves only from one of these. */
  from: readonly OrderStatus[];
  to: OrderStatus;
  reason: string | null;
  actor: string;
  /** null: as it is. */
  paymentId: string | null;
  paymentStatus: string | null;
  paymentMethod?: string | undefined;
  meta: string;
}

const MOVE = `
with item as materialized (
  select * from json_to_recordset($1::json) as t("orderId" text, "from" text[], "to" text,
    reason text, actor text, "paymentId" text, "paymentStatus" text, "paymentMethod" text,
    meta json)
  limit $2::bigint /* point */
), moved as (
  update "order" o set status = i."to", version = o.version + 1, revision = o.revision + 1,
    payment_id = coalesce(i."paymentId", o.payment_id),
    payment_status = coalesce(i."paymentStatus", o.payment_status),
    payment_method = coalesce(i."paymentMethod", o.payment_method), updated_at = now()
  from item i where o.order_id = i."orderId" and o.status = any(i."from")
  returning o.order_id, o.order_number, o.checkout_id, o.saga_id, o.user_id, o.cart_id,
    o.payment_id, o.version, old.status as was, new.status as status, i.reason, i.actor, i.meta
), logged as (
  insert into order_transition (order_id, seq, from_status, to_status, reason, actor)
  select order_id, version, was, status, reason, actor from moved
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select case status when 'CANCELLED' then 'ORDER_CANCELLED' else 'ORDER_STATUS_CHANGED' end,
    'order', order_id, version, saga_id,
    jsonb_build_object('orderId', order_id, 'orderNumber', order_number, 'checkoutId',
      checkout_id, 'userId', user_id, 'from', was)
    || case status
      when 'CANCELLED' then jsonb_build_object('paymentId', payment_id, 'reason',
        coalesce(reason, 'none'))
      else jsonb_build_object('to', status, 'reason', reason) end
    || case when was = 'PENDING' and status = 'CONFIRMED'
      then jsonb_build_object('cartId', cart_id, 'items', (
        select jsonb_agg(jsonb_build_object('variantId', l.variant_id, 'quantity', l.quantity)
          order by l.line_no)
        from order_line l where l.order_id = moved.order_id)) else '{}' end,
    meta
  from moved
)
select order_id as "orderId", order_number as "orderNumber", status from moved`;

/**
 * Moves orders with their transition and event: one statement for all. Those that moved; absent
 * are unknown ones and those in another status. An order may be named once in a call.
 */
export async function moveOrders(db: Sql, moves: Move[]): Promise<Map<string, Placed>> {
  // One order everywhere, or two batches could wait for each other.
  const sorted = moves.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));
  const rows = await db.rows<Placed>(MOVE, [JSON.stringify(sorted), sorted.length]);
  return new Map(rows.map((row) => [row.orderId, row]));
}

const ATTEMPTED = `
update "order" set payment_id = $2, payment_method = $3, payment_status = $4,
  revision = revision + 1
where order_id = $1 and status = 'PENDING'
  and (payment_id, payment_status) is distinct from ($2, $4)`;

/** Notes how the payment of a PENDING order stands; false where nothing changed. */
export async function noteAttempt(
  db: Sql,
  of: { orderId: string; paymentId: string; paymentMethod: string; paymentStatus: string },
): Promise<boolean> {
  const values = [of.orderId, of.paymentId, of.paymentMethod, of.paymentStatus];
  return (await db.run(ATTEMPTED, values)) > 0;
}

const STATUSES = `
select order_id as "orderId", order_number as "orderNumber", status
from "order" where order_id = any($1::text[])`;

/** Where orders stand now, by id. */
export async function readStatuses(db: Sql, orderIds: string[]): Promise<Map<string, Placed>> {
  const rows = await db.rows<Placed>(STATUSES, [orderIds]);
  return new Map(rows.map((row) => [row.orderId, row]));
}

const REFUNDED = `
update "order" o set payment_status = 'REFUNDED', revision = revision + 1
from unnest($1::text[], $2::text[]) as i(checkout_id, payment_id)
where o.checkout_id = i.checkout_id and o.payment_id = i.payment_id
  and o.payment_status <> 'REFUNDED'`;

const TOUCHED = `update "order" set revision = revision + 1 where order_id = any($1::text[])`;

/** Tells who watches these orders that something of them is otherwise, such as their money. */
export async function touchOrders(db: Sql, orderIds: readonly string[]): Promise<void> {
  await db.run(TOUCHED, [orderIds]);
}

/** Notes that all the money of these payments went back; orders paid by others stay as they are. */
export async function markRefunded(
  db: Sql,
  payments: { checkoutId: string; paymentId: string }[],
): Promise<number> {
  return db.run(REFUNDED, [
    payments.map((one) => one.checkoutId),
    payments.map((one) => one.paymentId),
  ]);
}
