/** Lines taken off an order that goes on: what they cost, and the record with its event. */
import type { Sql } from '#kernel/db/db.ts';

export interface PaidLine {
  lineNo: number;
  variantId: string;
  productId: string;
  sellerId: string;
  quantity: number;
  total_minor: number;
  discount_minor: number;
  tax_minor: number | null;
}

export interface PaidFacts {
  currency: string;
  subtotal_minor: number;
  discount_minor: number;
  shipping_minor: number;
  tax_minor: number;
  lines: PaidLine[];
}

const PAID = `
select o.currency, o.subtotal_minor, o.discount_minor, o.shipping_minor, o.tax_minor,
  (select json_agg(json_build_object('lineNo', l.line_no, 'variantId', l.variant_id,
    'productId', l.product_id, 'sellerId', l.seller_id, 'quantity', l.quantity,
    'total_minor', l.total_minor, 'discount_minor', l.discount_minor,
    'tax_minor', l.tax_minor) order by l.line_no)
   from order_line l where l.order_id = o.order_id) as lines
from "order" o where o.order_id = $1`;

/** What an order and its lines cost, as bought. */
export async function readPaid(db: Sql, orderId: string): Promise<PaidFacts | undefined> {
  return db.row<PaidFacts>(PAID, [orderId]);
}

export interface NewCancellation {
  cancellationId: string;
  orderId: string;
  amount_minor: number;
  reason: string;
  actor: string;
  /** As the event names them. */
  items: readonly { lineNo: number; goods: number; discount: number; tax: number }[];
  meta: string;
}

const CANCEL = `
with item as (
  select * from json_to_recordset($5::json)
    as t("lineNo" int, goods bigint, discount bigint, tax bigint)
), noted as (
  insert into cancellation (cancellation_id, order_id, amount_minor, reason, actor)
  values ($1, $2, $3, $4, $6)
), lines as (
  insert into cancelled_line (order_id, line_no, cancellation_id, goods_minor, discount_minor,
    tax_minor)
  select $2, "lineNo", $1, goods, discount, tax from item
), off as (
  update order_line l set status = 'CANCELLED' from item i
  where l.order_id = $2 and l.line_no = i."lineNo"
), head as (
  update "order" set revision = revision + 1 where order_id = $2
  returning order_number, checkout_id, saga_id, user_id, payment_id, payment_method, currency
)
insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
select 'ORDER_ITEMS_CANCELLED', 'cancellation', $1, 1, saga_id,
  jsonb_build_object('orderId', $2::text, 'orderNumber', order_number, 'checkoutId', checkout_id,
    'userId', user_id, 'cancellationId', $1::text, 'paymentId', payment_id, 'paymentMethod',
    payment_method, 'currency', currency, 'amount', $3::bigint, 'reason', $4::text,
    'items', $5::jsonb), $7::jsonb
from head`;

/** Takes lines off with their record and event, one statement; the order is locked before. */
export async function insertCancellation(tx: Sql, one: NewCancellation): Promise<void> {
  const { cancellationId, orderId, amount_minor, reason, actor, items, meta } = one;
  const text = JSON.stringify(items);
  await tx.run(CANCEL, [cancellationId, orderId, amount_minor, reason, text, actor, meta]);
}
