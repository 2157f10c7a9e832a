import type { Sql } from '#kernel/db/db.ts';

// As many houses of a variant as are looked at; those with most come first.
const FREE = `
select w.variant_id as "variantId", s.warehouse_id as "warehouseId", s.free
from unnest($1::text[]) w(variant_id)
cross join lateral (
  select warehouse_id, on_hand - reserved as free from stock
  where stock.variant_id = w.variant_id and on_hand > reserved
  order by on_hand - reserved desc, warehouse_id limit 200
) s`;

/** Free units by house. */
export async function readFree(
  db: Sql,
  variantIds: readonly string[],
): Promise<{ variantId: string; warehouseId: string; free: number }[]> {
  return db.rows<{ variantId: string; warehouseId: string; free: number }>(FREE, [variantIds]);
}
