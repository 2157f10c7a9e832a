/** SQL of best sellers: units by day, and their sum in the listing. */
import type { Sql } from '#kernel/db/db.ts';

/** Days that count. */
export const sales_days = 30;

/** The last order counted, locked; null while another process is counting. */
export async function lockSales(tx: Sql): Promise<string | null> {
  const text = 'select order_id from sale_cursor for update skip locked';
  return (await tx.row<{ order_id: string }>(text))?.order_id ?? null;
}

/** The last order counted. */
export async function salesCursor(sql: Sql): Promise<string> {
  return (await sql.row<{ order_id: string }>('select order_id from sale_cursor'))?.order_id ?? '';
}

const sumText = `
with sums as (
  select p.product_id, coalesce(sum(s.units), 0)::int as sold
  from unnest($1::text[]) as p(product_id)
  left join sale_day s on s.product_id = p.product_id
    and s.day > (now() at time zone 'utc')::date - $2::int
  group by p.product_id
)
update listing l set sold = sums.sold, change_xid = pg_current_xact_id()
from sums where l.product_id = sums.product_id and l.sold <> sums.sold`;

/** Brings what lists know of sales in line; products are locked first, as by `refreshListing`. */
async function sumUp(tx: Sql, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return;
  await tx.run(
    `select product_id from product where product_id = any($1::text[])
     order by product_id for no key update`,
    [productIds],
  );
  await tx.run(sumText, [productIds, sales_days]);
}

/** Adds what was sold, and notes up to which order. Three statements. */
export async function addSales(
  tx: Sql,
  sold: readonly { productId: string; units: number }[],
  last: string,
): Promise<void> {
  await tx.run(
    `with moved as (update sale_cursor set order_id = $3)
     insert into sale_day as s (product_id, day, units)
     select product_id, (now() at time zone 'utc')::date, units
     from unnest($1::text[], $2::int[]) as t(product_id, units) order by product_id
     on conflict (product_id, day) do update set units = s.units + excluded.units`,
    [sold.map((one) => one.productId), sold.map((one) => one.units), last],
  );
  await sumUp(
    tx,
    sold.map((one) => one.productId),
  );
}

/** Forgets days that count no more, at most 1,000 at a time; gives how many. */
export async function forgetSales(tx: Sql): Promise<number> {
  const rows = await tx.rows<{ product_id: string }>(
    `delete from sale_day where (product_id, day) in (
       select product_id, day from sale_day
       where day <= (now() at time zone 'utc')::date - $1::int limit 1000)
     returning product_id`,
    [sales_days],
  );
  await sumUp(tx, [...new Set(rows.map((row) => row.product_id))]);
  return rows.length;
}
