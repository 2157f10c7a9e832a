/** SQL of who else sells a thing, and of what became of a product that is not shown. */
import type { Sql } from '#kernel/db/db.ts';

/** A variant that carries the same trade item number. */
export interface SameThing {
  variantId: string;
  productId: string;
}

/** Variants with the number of this one, itself among them; none when it has no such number. */
export async function sameThings(sql: Sql, variantId: string, limit: number): Promise<SameThing[]> {
  return sql.rows<SameThing>(
    `select v.variant_id as "variantId", v.product_id as "productId"
     from variant w join variant v on gtin_of(v.barcode) = gtin_of(w.barcode)
     where w.variant_id = $1 and not w.removed and w.barcode is not null
       and v.barcode is not null and not v.removed
     order by v.variant_id limit $2`,
    [variantId, limit],
  );
}

export interface Withdrawn {
  status: string;
  categoryId: string;
  sellerStatus: string | null;
}

/** By id or slug, whatever its status; null for one that never was or was deleted. */
export async function withdrawnProduct(sql: Sql, key: string): Promise<Withdrawn | null> {
  const row = await sql.row<Withdrawn>(
    `select p.status, p.category_id as "categoryId", s.status as "sellerStatus"
     from product p left join seller_copy s on s.seller_id = p.seller_id
     where p.slug = $1 or p.product_id = $1 limit 1`,
    [key],
  );
  return row ?? null;
}
