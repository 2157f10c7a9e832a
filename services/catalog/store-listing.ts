/** SQL that derives listing rows from products, prices and stock. */
import type { Sql } from '#kernel/db/db.ts';

const refreshText = `
with fresh as (
  select p.product_id, offer.*, p.seller_id, p.category_id, p.brand_id,
    p.rating_x100, p.review_count, p.version as product_version
  from product p
  cross join lateral (
    select vp.currency,
      (array_agg(v.variant_id order by coalesce(vp.sale_minor, vp.base_minor), v.position))[1]
        as variant_id,
      min(coalesce(vp.sale_minor, vp.base_minor)) as price_minor,
      (array_agg(vp.base_minor order by coalesce(vp.sale_minor, vp.base_minor), v.position))[1]
        as base_minor,
      count(*)::int as variant_count,
      bool_or(exists (select 1 from variant_stock s
        where s.variant_id = v.variant_id and s.available > 0)) as in_stock
    from variant v join variant_price vp on vp.variant_id = v.variant_id
    where v.product_id = p.product_id and not v.removed
    group by vp.currency
  ) offer
  where p.product_id = any($1::text[]) and p.status = 'ACTIVE' and p.seller_approved
), gone as (
  update listing l set unlisted_at = now()
  where l.product_id = any($1::text[]) and l.unlisted_at is null
    and not exists (select 1 from fresh f
      where f.product_id = l.product_id and f.currency = l.currency)
)
insert into listing as l (currency, product_id, variant_id, seller_id, category_id, brand_id,
  price_minor, base_minor, rating_x100, review_count, variant_count, in_stock, product_version)
select currency, product_id, variant_id, seller_id, category_id, brand_id, price_minor,
  base_minor, rating_x100, review_count, variant_count, in_stock, product_version
from fresh order by product_id, currency
on conflict (product_id, currency) do update set variant_id = excluded.variant_id,
  category_id = excluded.category_id, brand_id = excluded.brand_id,
  price_minor = excluded.price_minor, base_minor = excluded.base_minor,
  rating_x100 = excluded.rating_x100, review_count = excluded.review_count,
  variant_count = excluded.variant_count, in_stock = excluded.in_stock,
  product_version = excluded.product_version, unlisted_at = null
where l.unlisted_at is not null or (l.variant_id, l.category_id, l.brand_id, l.price_minor,
    l.base_minor, l.rating_x100, l.review_count, l.variant_count, l.in_stock, l.product_version)
  is distinct from (excluded.variant_id, excluded.category_id, excluded.brand_id,
    excluded.price_minor, excluded.base_minor, excluded.rating_x100, excluded.review_count,
    excluded.variant_count, excluded.in_stock, excluded.product_version)`;

/**
 * Brings the listing rows of products in line with what is stored about them. The products are
 * locked first, so that of two refreshes the later sees what the earlier one wrote: without the
 * lock the slower of two could write an older price over a newer. Two statements.
 */
export async function refreshListing(tx: Sql, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return;
  await tx.run(
    `select product_id from product where product_id = any($1::text[])
     order by product_id for no key update`,
    [productIds],
  );
  await tx.run(refreshText, [productIds]);
}

/**
 * Keeps products that are born without prices apart from the price events of their variants: two
 * transactions that do not see each other would leave a product out of the listing, one finding
 * no price, the other no product. Writers share the lock, the one consumer of prices takes it
 * alone. Held to the end of the transaction; taken before any product is locked.
 */
export async function lockBirths(tx: Sql, as: 'writer' | 'prices'): Promise<void> {
  await tx.run(
    as === 'writer'
      ? "select pg_advisory_xact_lock_shared(hashtext('catalog.births'))"
      : "select pg_advisory_xact_lock(hashtext('catalog.births'))",
  );
}

/** How long the row of a product that is gone is kept. */
export const tombstone_min = 60;

/** Removes rows of products that are gone. */
export async function sweepListing(sql: Sql): Promise<number> {
  return sql.run(
    `delete from listing where (product_id, currency) in (
       select l.product_id, l.currency from listing l
       where l.unlisted_at < now() - $1 * interval '1 minute'
         and not exists (select 1 from product p where p.product_id = l.product_id)
       limit 5000)`,
    [tombstone_min],
  );
}

/** Products for sale by category. */
export async function listedCounts(
  sql: Sql,
  currency: string,
): Promise<{ categoryId: string; n: number }[]> {
  return sql.rows(
    `select category_id as "categoryId", count(*)::int as n from listing
     where currency = $1 and unlisted_at is null group by category_id`,
    [currency],
  );
}

const cardColumns =
  'l.product_id as "productId", l.variant_id as "variantId",' +
  ' l.seller_id as "sellerId", p.name, p.slug, b.name as brand,' +
  ' p.images->0->>\'url\' as "imageUrl", l.price_minor, l.base_minor, l.rating_x100,' +
  ' l.review_count as "reviewCount", l.variant_count as "variantCount",' +
  ' l.in_stock as "inStock"';

export interface CardRow {
  productId: string;
  variantId: string;
  sellerId: string;
  name: string;
  slug: string;
  brand: string | null;
  imageUrl: string | null;
  price_minor: number;
  base_minor: number;
  rating_x100: number;
  reviewCount: number;
  variantCount: number;
  inStock: boolean;
}

export interface NamedCardRow extends CardRow {
  variantName: string;
  variantInStock: boolean;
}

/** What lists show of products, in any order, with what is said of the variant that is shown. */
export async function cardRowsOf(
  sql: Sql,
  productIds: readonly string[],
  currency: string,
): Promise<NamedCardRow[]> {
  if (productIds.length === 0) return [];
  return sql.rows<NamedCardRow>(
    'select ' +
      cardColumns +
      `, v.name as "variantName", exists (select 1 from variant_stock s
         where s.variant_id = l.variant_id and s.available > 0) as "variantInStock"
     from listing l join product p on p.product_id = l.product_id
     join variant v on v.variant_id = l.variant_id
     left join brand b on b.brand_id = l.brand_id
     where l.product_id = any($1::text[]) and l.currency = $2 and l.unlisted_at is null`,
    [productIds, currency],
  );
}

/** Ids of products by id or slug. */
export async function idsOfKeys(
  sql: Sql,
  keys: readonly string[],
): Promise<{ productId: string; slug: string }[]> {
  return sql.rows(
    `select product_id as "productId", slug from product
     where product_id = any($1::text[]) or slug = any($1::text[])`,
    [keys],
  );
}
