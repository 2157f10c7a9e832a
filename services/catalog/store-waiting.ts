// What of a seller's products needs a hand: those without a picture, and those that run out. Stock
// is the copy that cards show too, so both say the same.
import type { Db, Sql } from '#kernel/db/db.ts';
import { lookedThrough_max, type Waiting } from '#services/sellers/contract.ts';
import { lowStock_max } from './model-page.ts';

const WAITING = `
with recent as (
  select p.* from unnest($1::text[]) as s(seller_id) cross join lateral (
    select product_id, status, images from product where seller_id = s.seller_id
    order by product_id desc limit $2) p
)
select count(*)::int as products, count(*) >= $2 as more,
  (count(*) filter (where status <> 'ARCHIVED' and images = '[]'))::int as "withoutPicture",
  (count(*) filter (where status = 'ACTIVE' and exists (
    select from variant v where v.product_id = r.product_id and not v.removed
      and (select coalesce(sum(c.available), 0) from variant_stock c
        where c.variant_id = v.variant_id) <= $3)))::int as "lowStock"
from recent r`;

interface Row {
  products: number;
  lowStock: number;
  withoutPicture: number;
  more: boolean;
}

/** Of the newest products of these sellers. One statement. */
export async function waitingProducts(
  db: Db,
  sellerIds: readonly string[],
): Promise<Record<'products' | 'lowStock' | 'withoutPicture', Waiting>> {
  const row = await db.row<Row>(WAITING, [sellerIds, lookedThrough_max, lowStock_max]);
  const { more = false } = row ?? {};
  return {
    products: { count: row?.products ?? 0, more },
    lowStock: { count: row?.lowStock ?? 0, more },
    withoutPicture: { count: row?.withoutPicture ?? 0, more },
  };
}

const STOCK = `
select variant_id as "variantId", sum(available)::int as available
from variant_stock where variant_id = any($1::text[]) group by variant_id`;

/** Units of variants that can be had, all warehouses together; as cards know them. */
export async function availableOf(
  sql: Sql,
  variantIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql.rows<{ variantId: string; available: number }>(STOCK, [variantIds]);
  return new Map(rows.map((row) => [row.variantId, row.available]));
}
