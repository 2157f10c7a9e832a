/** SQL of what is bought together: baskets of the next orders, and what somebody bought last. */
import type { Sql } from '#kernel/db/db.ts';

export interface BasketRow {
  products: string[];
  earlier: string[];
}

const BASKETS = `
with page as (
  select order_id, status, user_id from "order" where order_id > $1 and order_id < $2
  order by order_id limit $3
)
select (select max(order_id) from page) as last, g.order_id as "orderId",
  array(select distinct l.product_id from order_line l where l.order_id = g.order_id
    limit 50) as products,
  array(select distinct l.product_id from (
    select o.order_id from "order" o where o.user_id = g.user_id and o.order_id < g.order_id
      and o.status not in ('FAILED', 'CANCELLED')
    order by o.order_id desc limit 5) b
    join order_line l on l.order_id = b.order_id limit 50) as earlier
from (values (1)) as one(n)
left join page g on g.status not in ('FAILED', 'CANCELLED')`;

/** Baskets of the next orders after one; `last` is null when there are none. One statement. */
export async function readBaskets(
  sql: Sql,
  range: { after: string; before: string; limit: number },
): Promise<{ baskets: BasketRow[]; last: string | null }> {
  const rows = await sql.rows<BasketRow & { last: string | null; orderId: string | null }>(
    BASKETS,
    [range.after, range.before, range.limit],
  );
  const baskets = rows.flatMap(({ orderId, products, earlier }) =>
    orderId === null ? [] : [{ products, earlier }],
  );
  return { baskets, last: rows[0]?.last ?? null };
}

const LATELY = `
select l.product_id as "productId", max(b.order_id) as at from (
  select o.order_id from "order" o where o.user_id = $1 and o.status not in ('FAILED', 'CANCELLED')
  order by o.order_id desc limit 20) b
join order_line l on l.order_id = b.order_id
group by l.product_id order by at desc, l.product_id limit $2`;

/** Products that somebody bought last, the newest first. One statement. */
export async function readLately(
  sql: Sql,
  of: { userId: string; limit: number },
): Promise<{ productIds: string[] }> {
  const rows = await sql.rows<{ productId: string }>(LATELY, [of.userId, of.limit]);
  return { productIds: rows.map((row) => row.productId) };
}
