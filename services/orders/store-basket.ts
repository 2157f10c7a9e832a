/** SQL of what is bought: baskets, what somebody bought last, and what was sold for how much. */
import type { Sql } from '#kernel/db/db.ts';
import type { Sale } from './sale-calls.ts';

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
    and l.status <> 'CANCELLED' limit 50) as products,
  array(select distinct l.product_id from (
    select o.order_id from "order" o where o.user_id = g.user_id and o.order_id < g.order_id
      and o.status not in ('FAILED', 'CANCELLED')
    order by o.order_id desc limit 5) b
    join order_line l on l.order_id = b.order_id
    where l.status <> 'CANCELLED' limit 50) as earlier
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
join order_line l on l.order_id = b.order_id and l.status <> 'CANCELLED'
group by l.product_id order by at desc, l.product_id limit $2`;

/** Products that somebody bought last, the newest first. One statement. */
export async function readLately(
  sql: Sql,
  of: { userId: string; limit: number },
): Promise<{ productIds: string[] }> {
  const rows = await sql.rows<{ productId: string }>(LATELY, [of.userId, of.limit]);
  return { productIds: rows.map((row) => row.productId) };
}

const SALES = `
with page as (
  select order_id, order_number, quote_id, status, currency, created_at, shipping_address,
    subtotal_minor, discount_minor, shipping_minor
  from "order" where order_id < $1 and order_id >= $2 order by order_id desc limit $3
)
select (select min(order_id) from page) as last, g.order_id as "orderId",
  g.order_number as "orderNumber", g.quote_id as "quoteId", g.created_at as "createdAt", g.currency,
  g.shipping_address->>'country' as country, g.shipping_address->>'state' as state,
  g.subtotal_minor, g.discount_minor, g.shipping_minor,
  (select json_agg(json_build_object('variantId', l.variant_id, 'productId', l.product_id,
      'sellerId', l.seller_id, 'quantity', l.quantity, 'unit_minor', l.unit_minor,
      'discount_minor', l.discount_minor, 'name', l.name) order by l.line_no)
    from order_line l where l.order_id = g.order_id) as lines
from (values (1)) as one(n)
left join page g on g.status not in ('FAILED', 'CANCELLED')
order by g.order_id desc`;

type Row = Omit<Sale, 'createdAt' | 'state'> & {
  createdAt: Date;
  state: string | null;
  last: string | null;
};
type NoRow = { orderId: null; last: string | null };

/** Orders before one as they were bought; `last` is null when there are none. One statement. */
export async function readSales(
  sql: Sql,
  range: { before: string; from: string; limit: number },
): Promise<{ sales: Sale[]; last: string | null }> {
  const rows = await sql.rows<Row | NoRow>(SALES, [range.before, range.from, range.limit]);
  const sales = rows.flatMap((row): Sale[] => {
    if (row.orderId === null) return [];
    const { last: _, createdAt, state, ...sale } = row;
    const region = state === null ? {} : { state };
    return [{ ...sale, ...region, createdAt: createdAt.toISOString() }];
  });
  return { sales, last: rows[0]?.last ?? null };
}

const BUYERS = `
select u.user_id as "userId" from unnest($1::text[]) as u(user_id)
where exists (select from "order" o
  where o.user_id = u.user_id and o.status not in ('FAILED', 'CANCELLED'))`;

/** Those of these people who have an order that counts. One statement. */
export async function readBuyers(sql: Sql, userIds: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ userId: string }>(BUYERS, [userIds]);
  return rows.map((row) => row.userId);
}
