/** SQL that derives listing rows and search words from products, prices and stock. */
import type { Sql } from '#kernel/db/db.ts';

const refreshText = `
with fresh as (
  select p.product_id, offer.*, w.row_no, p.seller_id, p.category_id, p.brand_id,
    p.rating_x100, p.review_count, p.version as product_version, token.attrs
  from product p
  join product_words w on w.product_id = p.product_id
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
  update listing l set unlisted_at = now(), change_xid = pg_current_xact_id()
  where l.product_id = any($1::text[]) and l.unlisted_at is null
    and not exists (select 1 from fresh f
      where f.product_id = l.product_id and f.currency = l.currency)
)
insert into listing as l (currency, product_id, row_no, variant_id, seller_id, category_id,
  brand_id, price_minor, base_minor, rating_x100, review_count, variant_count, in_stock, attrs,
  product_version)
select currency, product_id, row_no, variant_id, seller_id, category_id, brand_id, price_minor,
  base_minor, rating_x100, review_count, variant_count, in_stock, attrs, product_version
from fresh order by product_id, currency
on conflict (product_id, currency) do update set variant_id = excluded.variant_id,
  category_id = excluded.category_id, brand_id = excluded.brand_id,
  price_minor = excluded.price_minor, base_minor = excluded.base_minor,
  rating_x100 = excluded.rating_x100, review_count = excluded.review_count,
  variant_count = excluded.variant_count, in_stock = excluded.in_stock, attrs = excluded.attrs,
  product_version = excluded.product_version, unlisted_at = null,
  change_xid = pg_current_xact_id()
where l.unlisted_at is not null or (l.variant_id, l.category_id, l.brand_id, l.price_minor,
    l.base_minor, l.rating_x100, l.review_count, l.variant_count, l.in_stock, l.attrs,
    l.product_version) is distinct from
  (excluded.variant_id, excluded.category_id, excluded.brand_id, excluded.price_minor,
    excluded.base_minor, excluded.rating_x100, excluded.review_count, excluded.variant_count,
    excluded.in_stock, excluded.attrs, excluded.product_version)`;

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

const wordsText = `
with fresh as (
  select p.product_id, words_of(p.name, b.name, c.name, (
    select string_agg(distinct e.value, ' ')
    from (select p.attributes as list union all
      select v.attributes from variant v where v.product_id = p.product_id and not v.removed) a,
      jsonb_each_text(a.list) e)) as words
  from product p join category c on c.category_id = p.category_id
  left join brand b on b.brand_id = p.brand_id
  where p.product_id = any($1::text[])
), changed as (
  update product_words w set words = f.words from fresh f
  where w.product_id = f.product_id and w.words <> f.words
)
insert into product_words (product_id, words)
select product_id, words from fresh f
where not exists (select 1 from product_words w where w.product_id = f.product_id)
order by product_id`;

/**
 * Brings the words that products are found by in line with them. A new product gets its row
 * number here, so this goes before its first `refreshListing`. Inside a transaction that has
 * written or locked the products. One statement.
 */
export async function refreshWords(tx: Sql, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return;
  await tx.run(wordsText, [productIds]);
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

/** How long the row of a product that is gone is kept for followers. */
export const tombstone_min = 60;

/** Removes rows of products that are gone, once every follower has heard of it. */
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

/** A row as followers read it. */
export interface FollowedRow {
  row_no: number;
  currency: string;
  category_id: string;
  brand_id: string | null;
  seller_id: string;
  price_minor: number;
  rating_x100: number;
  review_count: number;
  sold: number;
  in_stock: boolean;
  product_id: string;
  /** Joined by a newline, which is several times as fast to read as an array. */
  attrs: string;
  listed: boolean;
  change_xid: string;
}

const followed =
  'row_no, currency, category_id, brand_id, seller_id, price_minor, rating_x100, review_count,' +
  " sold, in_stock, product_id, array_to_string(attrs, e'\\n') as attrs," +
  ' unlisted_at is null as listed, change_xid::text';

/** Every listed row, by row number; pass 0 first, then the last number seen. */
export async function listingPage(sql: Sql, after: number, limit: number): Promise<FollowedRow[]> {
  // All currencies of a row come together: a page never ends between them.
  const text =
    'select ' +
    followed +
    ' from listing where row_no > $1 and unlisted_at is null and row_no <= coalesce((' +
    'select row_no from listing where row_no > $1 order by row_no offset $2 limit 1),' +
    ' 9007199254740991) order by row_no';
  return sql.rows<FollowedRow>(text, [after, limit - 1]);
}

/** Where somebody who begins to follow now has to begin: everything before is committed. */
export async function listingHorizon(sql: Sql): Promise<string> {
  const text = 'select pg_snapshot_xmin(pg_current_snapshot())::text as xid';
  return (await sql.row<{ xid: string }>(text))?.xid ?? '0';
}

/** The last change that was read. */
export interface ChangeCursor {
  xid: string;
  rowNo: number;
  currency: string;
}

/**
 * What changed from a transaction on, in the order of transactions; only what no open transaction
 * can come before. Several changes of one transaction may be read again.
 */
export async function listingChanges(
  sql: Sql,
  from: ChangeCursor,
  limit: number,
): Promise<FollowedRow[]> {
  const text =
    'select ' +
    followed +
    ' from listing where change_xid >= $1::text::xid8 and (change_xid, row_no, currency) >' +
    ' ($1::text::xid8, $2, $3) and change_xid < pg_snapshot_xmin(pg_current_snapshot())' +
    ' order by change_xid, row_no, currency limit $4';
  return sql.rows<FollowedRow>(text, [from.xid, from.rowNo, from.currency, limit]);
}

const cardColumns =
  'l.row_no as "rowNo", l.product_id as "productId", l.variant_id as "variantId",' +
  ' l.seller_id as "sellerId", p.name, p.slug, b.name as brand,' +
  ' p.images->0->>\'url\' as "imageUrl", l.price_minor, l.base_minor, l.rating_x100,' +
  ' l.review_count as "reviewCount", l.variant_count as "variantCount",' +
  ' l.in_stock as "inStock"';

export interface CardRow {
  rowNo: number;
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

/** What lists show of products, in any order; those that are no longer listed are left out. */
export async function cardRows(
  sql: Sql,
  rowNos: readonly number[],
  currency: string,
): Promise<CardRow[]> {
  if (rowNos.length === 0) return [];
  return sql.rows<CardRow>(
    'select ' +
      cardColumns +
      ` from listing l join product p on p.product_id = l.product_id
     left join brand b on b.brand_id = l.brand_id
     where l.row_no = any($1::bigint[]) and l.currency = $2 and l.unlisted_at is null`,
    [rowNos, currency],
  );
}

export interface NamedCardRow extends CardRow {
  variantName: string;
  variantInStock: boolean;
}

/** The same by product, with what is said of the variant that is shown. */
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

export interface TraitRow {
  rowNo: number;
  productId: string;
  categoryId: string;
  brandId: string | null;
  price_minor: number;
  attrs: string[];
}

const traitColumns =
  'row_no as "rowNo", product_id as "productId", category_id as "categoryId",' +
  ' brand_id as "brandId", price_minor, attrs';

/** What products are like, listed or not. */
export async function traitsOf(
  sql: Sql,
  productIds: readonly string[],
  currency: string,
): Promise<TraitRow[]> {
  const text =
    'select ' + traitColumns + ' from listing where product_id = any($1::text[]) and currency = $2';
  return sql.rows<TraitRow>(text, [productIds, currency]);
}

/** The same by row number. */
export async function traitsOfRows(
  sql: Sql,
  rowNos: readonly number[],
  currency: string,
): Promise<TraitRow[]> {
  const text =
    'select ' +
    traitColumns +
    ' from listing where row_no = any($1::bigint[]) and currency = $2 and unlisted_at is null';
  return sql.rows<TraitRow>(text, [rowNos, currency]);
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
