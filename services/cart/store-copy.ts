/** Copies of variants: only those that somebody put into a cart, so they stay few. */
import type { Sql } from '#kernel/db/db.ts';

export interface VariantCopy {
  variantId: string;
  productId: string;
  sellerId: string;
  sku: string;
  name: string;
  imageUrl: string | null;
  weight_g: number;
  /** null: not known. */
  size_mm: readonly number[] | null;
  /** null: standard. */
  taxClass: string | null;
  active: boolean;
  version: number;
}

const EXPECT = `
insert into variant_copy
  (variant_id, product_id, seller_id, sku, name, weight_g, active, version)
select id, '', '', '', '', 0, false, 0 from unnest($1::text[]) t(id) order by id
on conflict do nothing`;

/** Makes room for copies before the catalogue is asked; events fill it too. Ids must differ. */
export async function expectCopies(db: Sql, variantIds: readonly string[]): Promise<void> {
  await db.run(EXPECT, [variantIds]);
}

const KEEP = `
update variant_copy c set product_id = v."productId", seller_id = v."sellerId", sku = v.sku,
  name = v.name, image_url = v."imageUrl", weight_g = v.weight_g, size_mm = v.size_mm,
  active = v.active,
  tax_class = v."taxClass", version = v.version, copied_at = now()
from (select * from json_to_recordset($1::json) as t("variantId" text, "productId" text,
  "sellerId" text, sku text, name text, "imageUrl" text, weight_g int, size_mm int[],
  "taxClass" text, active boolean, version int) limit $2::bigint /* point */) v
where c.variant_id = v."variantId" and c.version < v.version`;

/** Brings copies that exist up to date; an older version never wins. Variants must differ. */
export async function keepCopies(db: Sql, variants: readonly VariantCopy[]): Promise<number> {
  return db.run(KEEP, [JSON.stringify(variants), variants.length]);
}

const TOMBSTONE = `
update variant_copy c set active = false, version = t.version, copied_at = now()
from unnest($1::text[], $2::int[]) t(variant_id, version)
where c.variant_id = t.variant_id and c.version < t.version`;

/**
 * Marks variants as gone for good. The row stays: lines still show their name, and an answer of
 * the catalogue from before does not bring it back.
 */
export async function buryCopies(
  db: Sql,
  gone: readonly { variantId: string; version: number }[],
): Promise<void> {
  await db.run(TOMBSTONE, [gone.map((one) => one.variantId), gone.map((one) => one.version)]);
}

const FORGET = 'delete from variant_copy where variant_id = any($1::text[]) and version = 0';

/** Drops the room made for variants that the catalogue does not know. */
export async function forgetCopies(db: Sql, variantIds: readonly string[]): Promise<void> {
  await db.run(FORGET, [variantIds]);
}
