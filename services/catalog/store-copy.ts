/** SQL of the copies: prices, stock and sellers as told by their rooms; newer versions win. */
import type { Sql } from '#kernel/db/db.ts';
import type { VariantPrice } from './model.ts';

export interface PriceCopy extends VariantPrice {
  version: number;
}

export interface StockCopy {
  variantId: string;
  warehouseId: string;
  available: number;
  version: number;
}

export interface SellerCopy {
  sellerId: string;
  name: string;
  slug: string;
  status: string;
  version: number;
}

/**
 * Takes prices over where their version is newer, and version 0 (our own guess) anywhere no
 * event has been. Each variant and currency at most once. Gives the products whose price changed.
 */
export async function copyPrices(tx: Sql, prices: readonly PriceCopy[]): Promise<string[]> {
  if (prices.length === 0) return [];
  const rows = await tx.rows<{ product_id: string }>(
    `with input as (
       select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::int[])
         as i(variant_id, currency, base_minor, sale_minor, version)
     ), before as (
       select c.* from variant_price c join input i using (variant_id, currency)
     ), written as (
       insert into variant_price as c (variant_id, currency, base_minor, sale_minor, version)
       select * from input order by variant_id, currency
       on conflict (variant_id, currency) do update set base_minor = excluded.base_minor,
         sale_minor = excluded.sale_minor, version = excluded.version
       where excluded.version > c.version or (excluded.version = 0 and c.version = 0)
       returning variant_id, currency, base_minor, sale_minor
     )
     select distinct v.product_id
     from written w join variant v using (variant_id)
     left join before b on b.variant_id = w.variant_id and b.currency = w.currency
     where (w.base_minor, w.sale_minor) is distinct from (b.base_minor, b.sale_minor)`,
    [
      prices.map((price) => price.variantId),
      prices.map((price) => price.currency),
      prices.map((price) => price.base_minor),
      prices.map((price) => price.sale_minor),
      prices.map((price) => price.version),
    ],
  );
  return rows.map((row) => row.product_id);
}

/** The price copies of variants, in every currency or one. */
export async function priceCopies(
  sql: Sql,
  variantIds: string[],
  currency: string | null = null,
): Promise<PriceCopy[]> {
  const rows = await sql.rows<{
    variant_id: string;
    currency: string;
    base_minor: number;
    sale_minor: number | null;
    version: number;
  }>(
    `select variant_id, currency, base_minor, sale_minor, version from variant_price
     where variant_id = any($1::text[]) and ($2::text is null or currency = $2)`,
    [variantIds, currency],
  );
  return rows.map((row) => ({
    variantId: row.variant_id,
    currency: row.currency,
    base_minor: row.base_minor,
    sale_minor: row.sale_minor,
    version: row.version,
  }));
}

export interface StockChange {
  productId: string;
  /** Whether "in stock" of the variant in this warehouse changed, which lists show. */
  flagChanged: boolean;
}

/** Takes stock figures over where newer; each variant and warehouse at most once. */
export async function copyStock(tx: Sql, stock: readonly StockCopy[]): Promise<StockChange[]> {
  if (stock.length === 0) return [];
  return tx.rows<StockChange>(
    `with input as (
       select * from unnest($1::text[], $2::text[], $3::int[], $4::int[])
         as i(variant_id, warehouse_id, available, version)
     ), before as (
       select c.* from variant_stock c join input i using (variant_id, warehouse_id)
     ), written as (
       insert into variant_stock as c (variant_id, warehouse_id, available, version)
       select * from input order by variant_id, warehouse_id
       on conflict (variant_id, warehouse_id) do update set available = excluded.available,
         version = excluded.version
       where excluded.version > c.version
       returning variant_id, warehouse_id, available
     )
     select v.product_id as "productId",
       bool_or((w.available > 0) is distinct from (coalesce(b.available, 0) > 0)) as "flagChanged"
     from written w join variant v using (variant_id)
     left join before b on b.variant_id = w.variant_id and b.warehouse_id = w.warehouse_id
     group by v.product_id`,
    [
      stock.map((one) => one.variantId),
      stock.map((one) => one.warehouseId),
      stock.map((one) => one.available),
      stock.map((one) => one.version),
    ],
  );
}

/** Available units of variants, over all warehouses, as far as events have told. */
export async function stockCopies(sql: Sql, variantIds: string[]): Promise<Map<string, number>> {
  const rows = await sql.rows<{ variant_id: string; available: number }>(
    `select variant_id, sum(available)::int as available from variant_stock
     where variant_id = any($1::text[]) group by variant_id`,
    [variantIds],
  );
  return new Map(rows.map((row) => [row.variant_id, row.available]));
}

/** Takes sellers over where newer; a changed status starts the sweep over their products. */
export async function copySellers(tx: Sql, sellers: readonly SellerCopy[]): Promise<void> {
  if (sellers.length === 0) return;
  await tx.run(
    `with before as (
       select seller_id, status from seller_copy where seller_id = any($1::text[])
     ), written as (
       insert into seller_copy as c (seller_id, name, slug, status, version)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) as i
       order by 1
       on conflict (seller_id) do update set name = excluded.name, slug = excluded.slug,
         status = excluded.status, version = excluded.version
       where excluded.version > c.version or (excluded.version = 0 and c.version = 0)
       returning seller_id, status
     )
     insert into sweep (kind, key)
     select 'seller', w.seller_id from written w left join before b using (seller_id)
     where w.status is distinct from b.status
     on conflict (kind, key) do update set after = ''`,
    [
      sellers.map((one) => one.sellerId),
      sellers.map((one) => one.name),
      sellers.map((one) => one.slug),
      sellers.map((one) => one.status),
      sellers.map((one) => one.version),
    ],
  );
}

export async function sellerCopy(sql: Sql, sellerId: string): Promise<SellerCopy | null> {
  const row = await sql.row<SellerCopy>(
    `select seller_id as "sellerId", name, slug, status, version
     from seller_copy where seller_id = $1`,
    [sellerId],
  );
  return row ?? null;
}

/** Sellers by id or slug; at most 200 keys. */
export async function sellersByKeys(sql: Sql, keys: readonly string[]): Promise<SellerCopy[]> {
  return sql.rows<SellerCopy>(
    `select seller_id as "sellerId", name, slug, status, version from seller_copy
     where seller_id = any($1::text[]) or slug = any($1::text[]) limit 200`,
    [keys],
  );
}

export type SweepKind = 'seller' | 'brand' | 'category';

export interface Sweep {
  kind: SweepKind;
  key: string;
  after: string;
}

/** Starts the work over the products of a seller, brand or category, or starts it again. */
export async function requestSweep(sql: Sql, kind: SweepKind, key: string): Promise<void> {
  await sql.run(
    `insert into sweep (kind, key) values ($1, $2)
     on conflict (kind, key) do update set after = ''`,
    [kind, key],
  );
}

/** One sweep to go on with, locked; another process takes another one. */
export async function takeSweep(tx: Sql): Promise<Sweep | null> {
  const text = 'select kind, key, after from sweep limit 1 for update skip locked';
  return (await tx.row<Sweep>(text)) ?? null;
}

const sweepTexts: Record<SweepKind, string> = {
  seller: `select product_id from product where seller_id = $1 and product_id > $2
    order by product_id limit $3`,
  brand: `select product_id from product where brand_id = $1 and product_id > $2
    order by product_id limit $3`,
  category: `select product_id from product where category_id = $1 and product_id > $2
    order by product_id limit $3`,
};

/** The next page of a sweep's products. */
export async function sweepPage(tx: Sql, sweep: Sweep, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ product_id: string }>(sweepTexts[sweep.kind], [
    sweep.key,
    sweep.after,
    limit,
  ]);
  return rows.map((row) => row.product_id);
}

/** Notes how far a sweep is; null: done. */
export async function moveSweep(tx: Sql, sweep: Sweep, after: string | null): Promise<void> {
  await tx.run(
    after === null
      ? 'delete from sweep where kind = $1 and key = $2 and $3::text is null'
      : 'update sweep set after = $3 where kind = $1 and key = $2',
    [sweep.kind, sweep.key, after],
  );
}

/** A seller by id or slug; the only one there is for null, when there is only one. */
export async function findSeller(sql: Sql, key: string | null): Promise<string | null> {
  const rows = await sql.rows<{ seller_id: string }>(
    `select seller_id from seller_copy
     where $1::text is null or seller_id = $1 or slug = $1 order by seller_id limit 2`,
    [key],
  );
  return rows.length === 1 ? (rows[0]?.seller_id ?? null) : null;
}

export interface RatingCopy {
  productId: string;
  rating_x100: number;
  reviewCount: number;
  version: number;
}

/**
 * Takes over the ratings of products where they are newer than what stands there; numbers that an
 * import brought (version 0) give way to the first. Each product at most once. Gives those that
 * changed. Locks them in order.
 */
export async function copyRatings(tx: Sql, ratings: readonly RatingCopy[]): Promise<string[]> {
  if (ratings.length === 0) return [];
  const rows = await tx.rows<{ product_id: string }>(
    `with input as (
       select * from unnest($1::text[], $2::int[], $3::int[], $4::int[])
         as i(product_id, rating_x100, review_count, rating_version)
     ), locked as (
       select product_id from product where product_id = any($1::text[])
       order by product_id for no key update
     )
     update product p set rating_x100 = i.rating_x100, review_count = i.review_count,
       rating_version = i.rating_version
     from input i join locked using (product_id)
     where p.product_id = i.product_id and p.rating_version < i.rating_version
     returning p.product_id`,
    [
      ratings.map((one) => one.productId),
      ratings.map((one) => one.rating_x100),
      ratings.map((one) => one.reviewCount),
      ratings.map((one) => one.version),
    ],
  );
  return rows.map((row) => row.product_id);
}
