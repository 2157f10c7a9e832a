import type { Sql } from '#kernel/db/db.ts';

export interface ReviewRow {
  orderId: string;
  orderNumber: string;
  checkoutId: string;
  sagaId: string;
  userId: string;
  paymentId: string;
  status: string;
  paymentMethod: string;
  paymentStatus: string;
  total_minor: number;
  currency: string;
  createdAt: Date;
  updatedAt: Date;
}

const COLUMNS = `
  order_id as "orderId", order_number as "orderNumber", checkout_id as "checkoutId",
  saga_id as "sagaId", user_id as "userId", payment_id as "paymentId", status,
  payment_method as "paymentMethod", payment_status as "paymentStatus", total_minor, currency,
  created_at as "createdAt", updated_at as "updatedAt"`;

const PAGE =
  'select' +
  COLUMNS +
  ' from "order" where order_id > $1 and order_id < $2 order by order_id limit $3';

/** Orders after one id and before another, in their order. */
export async function readReviewPage(
  db: Sql,
  of: { after: string; before: string; limit: number },
): Promise<ReviewRow[]> {
  return db.rows<ReviewRow>(PAGE, [of.after, of.before, of.limit]);
}

const OF =
  'select' +
  COLUMNS +
  ` from "order" where order_id = any($1::text[])
union select` +
  COLUMNS +
  ' from "order" where checkout_id = any($2::text[])';

/** Orders by id or checkout. */
export async function readReviewed(
  db: Sql,
  of: { orderIds: string[]; checkoutIds: string[] },
): Promise<ReviewRow[]> {
  return db.rows<ReviewRow>(OF, [of.orderIds, of.checkoutIds]);
}
