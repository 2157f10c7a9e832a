/** SQL that derives listing rows from products, prices and stock, and counts categories. */
import type { Sql } from '#kernel/db/db.ts';

const refreshText = `
with fresh as (
  select p.product_id, offer.*, c.category_id, c.path || '/' as category_path, p.brand_id,
    p.rating_x100, p.review_count, token.attrs,
    ((hashtext(p.product_id) & 2147483647) % 1000)::smallint as bucket
  from product p
  join category c on c.category_id = p.category_id
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
  cross join lateral (
    select array(
      select distinct e.key || '=' || e.value
      from (select p.attributes as list union all
        select v.attributes from variant v where v.product_id = p.product_id and not v.removed) a,
        jsonb_each_text(a.list) e
      limit 200) as attrs
  ) token
  where p.product_id = any($1::text[]) and p.status = 'ACTIVE' and p.seller_approved
), gone as (
  delete from listing l where l.product_id = any($1::text[])
    and not exists (select 1 from fresh f
      where f.product_id = l.product_id and f.currency = l.currency)
)
insert into listing as l (currency, product_id, variant_id, category_id, category_path, brand_id,
  price_minor, base_minor, rating_x100, review_count, variant_count, in_stock, attrs, bucket)
select currency, product_id, variant_id, category_id, category_path, brand_id, price_minor,
  base_minor, rating_x100, review_count, variant_count, in_stock, attrs, bucket
from fresh order by product_id, currency
on conflict (currency, product_id) do update set variant_id = excluded.variant_id,
  category_id = excluded.category_id, category_path = excluded.category_path,
  brand_id = excluded.brand_id, price_minor = excluded.price_minor,
  base_minor = excluded.base_minor, rating_x100 = excluded.rating_x100,
  review_count = excluded.review_count, variant_count = excluded.variant_count,
  in_stock = excluded.in_stock, attrs = excluded.attrs
where (l.variant_id, l.category_id, l.category_path, l.brand_id, l.price_minor, l.base_minor,
    l.rating_x100, l.review_count, l.variant_count, l.in_stock, l.attrs) is distinct from
  (excluded.variant_id, excluded.category_id, excluded.category_path, excluded.brand_id,
    excluded.price_minor, excluded.base_minor, excluded.rating_x100, excluded.review_count,
    excluded.variant_count, excluded.in_stock, excluded.attrs)`;

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

/** Recounts visible products per category and currency, branches included. Scans the listing. */
export async function recountCategories(tx: Sql): Promise<void> {
  await tx.run(
    `with recursive leaf as (
       select currency, category_id, count(*)::int as products from listing group by 1, 2
     ), up as (
       select currency, category_id, products from leaf
       union all
       select up.currency, c.parent_id, up.products
       from up join category c on c.category_id = up.category_id where c.parent_id is not null
     ), total as (
       select currency, category_id, sum(products)::int as products from up group by 1, 2
       union all
       select currency, '', sum(products)::int from leaf group by 1
     ), gone as (
       delete from category_count k where not exists (select 1 from total t
         where t.currency = k.currency and t.category_id = k.category_id)
     )
     insert into category_count as k (currency, category_id, products) select * from total
     on conflict (currency, category_id) do update set products = excluded.products
     where k.products <> excluded.products`,
  );
}

/** Visible products per category in a currency; '' holds all of them. */
export async function categoryCounts(sql: Sql, currency: string): Promise<Map<string, number>> {
  const rows = await sql.rows<{ category_id: string; products: number }>(
    'select category_id, products from category_count where currency = $1 limit 20001',
    [currency],
  );
  return new Map(rows.map((row) => [row.category_id, row.products]));
}

/** A figure that grows with every change of the listing, by any process; costs nothing. */
export async function listingChanges(sql: Sql): Promise<string> {
  const row = await sql.row<{ changes: string }>(
    `select (n_tup_ins + n_tup_upd + n_tup_del)::text as changes from pg_stat_user_tables
     where schemaname = current_schema() and relname = 'listing'`,
  );
  return row?.changes ?? '';
}
