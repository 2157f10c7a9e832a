/** SQL of the documents: writing what was looked up, reading it for the index and for cards. */
import type { Sql } from '#kernel/db/db.ts';

/** Between the parts of a text column that holds a list. */
export const separator = '\u001f';

/** A product as it was looked up at its rooms. */
export interface DocumentRow {
  productId: string;
  version: number;
  live: boolean;
  sellerId: string;
  categoryId: string;
  slug: string;
  name: string;
  brand: string;
  imageUrl: string | null;
  attrs: string;
  skus: string[];
  words: string;
  terms: string;
  inStock: boolean;
  /** Currency → [variantId, variants, price_minor, base_minor]. */
  offers: Record<string, [string, number, number, number]>;
  rating_x100: number;
  reviewCount: number;
}

// A document that was lost takes the row again that its facts kept, as a newer text: whoever
// follows reads facts by row, and would otherwise know two of one product.
const writeText = `
with input as (
  select * from json_to_recordset($1::json) as i("productId" text, version int, live boolean,
    "sellerId" text, "categoryId" text, slug text, name text, brand text, "imageUrl" text,
    attrs text, skus text[], words text, terms text, "inStock" boolean, offers jsonb,
    rating_x100 int, "reviewCount" int)
  limit $2::bigint /* point */
), written as (
  insert into document as d (row_no, text_no, product_id, version, live, seller_id, category_id,
    slug, name, brand, image_url, attrs, skus, words, terms)
  overriding system value
  select coalesce(f.row_no, nextval('document_row_no_seq')), coalesce(f.text_no + 1, 1),
    "productId", i.version, i.live, "sellerId", "categoryId", slug, name, brand, "imageUrl", attrs,
    skus, words::tsvector, terms
  from input i left join fact f on f.product_id = i."productId" order by "productId"
  on conflict (product_id) do update set version = excluded.version, live = excluded.live,
    seller_id = excluded.seller_id, category_id = excluded.category_id, slug = excluded.slug,
    name = excluded.name, brand = excluded.brand, image_url = excluded.image_url,
    attrs = excluded.attrs, skus = excluded.skus, words = excluded.words, terms = excluded.terms,
    written_at = now(),
    text_no = d.text_no + case when (d.seller_id, d.category_id, d.brand, d.attrs, d.terms)
      is distinct from (excluded.seller_id, excluded.category_id, excluded.brand, excluded.attrs,
        excluded.terms) then 1 else 0 end
  where d.version < excluded.version or d.version = excluded.version
    and (d.live, d.seller_id, d.category_id, d.slug, d.name, d.brand, d.image_url, d.attrs, d.skus,
      d.terms, d.words) is distinct from (excluded.live, excluded.seller_id, excluded.category_id,
      excluded.slug, excluded.name, excluded.brand, excluded.image_url, excluded.attrs,
      excluded.skus, excluded.terms, excluded.words)
  returning d.product_id, d.row_no, d.live, d.text_no
), target as (
  select * from written
  union all
  select d.product_id, d.row_no, d.live, d.text_no from document d
  join input i on i."productId" = d.product_id and i.version = d.version
  where not exists (select 1 from written w where w.product_id = d.product_id)
)
insert into fact as f (row_no, product_id, live, text_no, in_stock, offers, rating_x100,
  review_count)
select t.row_no, t.product_id, t.live and i.offers <> '{}', t.text_no, i."inStock", i.offers,
  i.rating_x100, i."reviewCount"
from target t join input i on i."productId" = t.product_id order by t.row_no
on conflict (row_no) do update set live = excluded.live, text_no = excluded.text_no,
  in_stock = excluded.in_stock, offers = excluded.offers,
  rating_x100 = case when f.rating_version = 0 then excluded.rating_x100 else f.rating_x100 end,
  review_count = case when f.rating_version = 0 then excluded.review_count else f.review_count end,
  change_xid = pg_current_xact_id()
where (f.live, f.text_no, f.in_stock, f.offers) is distinct from
    (excluded.live, excluded.text_no, excluded.in_stock, excluded.offers)
  or f.rating_version = 0 and (f.rating_x100, f.review_count) is distinct from
    (excluded.rating_x100, excluded.review_count)
  or excluded.row_no in (select row_no from written)`;

/**
 * Writes documents where they are not older than what stands there, and nothing where they are the
 * same; each product once. One statement.
 */
export async function writeDocuments(sql: Sql, rows: readonly DocumentRow[]): Promise<void> {
  if (rows.length > 0) await sql.run(writeText, [JSON.stringify(rows), rows.length]);
}

/**
 * Products that are gone, by an event (with its version; one that comes late changes nothing) or
 * because the catalogue does not know them (null).
 */
export async function buryDocuments(
  sql: Sql,
  gone: readonly { productId: string; version: number | null }[],
): Promise<void> {
  if (gone.length === 0) return;
  await sql.run(
    `with gone as (
       update document d set live = false, version = coalesce(g.version, d.version),
         written_at = now()
       from unnest($1::text[], $2::int[]) as g(product_id, version)
       where d.product_id = g.product_id and d.live
         and (g.version is null or d.version <= g.version)
       returning d.row_no)
     update fact f set live = false, change_xid = pg_current_xact_id()
     from gone where f.row_no = gone.row_no and f.live`,
    [gone.map((one) => one.productId), gone.map((one) => one.version)],
  );
}

/** Ratings where they are newer; each product once. */
export async function writeRatings(
  sql: Sql,
  ratings: readonly {
    productId: string;
    rating_x100: number;
    reviewCount: number;
    version: number;
  }[],
): Promise<void> {
  if (ratings.length === 0) return;
  await sql.run(
    `update fact f set rating_x100 = r.rating_x100, review_count = r.review_count,
       rating_version = r.version, change_xid = pg_current_xact_id()
     from unnest($1::text[], $2::int[], $3::int[], $4::int[])
       as r(product_id, rating_x100, review_count, version)
     where f.product_id = r.product_id and f.rating_version < r.version`,
    [
      ratings.map((one) => one.productId),
      ratings.map((one) => one.rating_x100),
      ratings.map((one) => one.reviewCount),
      ratings.map((one) => one.version),
    ],
  );
}

/** A row as the index reads it; lists are joined, which is many times as fast to read. */
export interface FollowedRow {
  row_no: number;
  product_id: string;
  live: boolean;
  text_no: number;
  in_stock: boolean;
  rating_x100: number;
  review_count: number;
  demand: number;
  category_id: string;
  seller_id: string;
  brand: string;
  attrs: string;
  terms: string;
  /** `USD:1999,EUR:1799` */
  prices: string;
  change_xid: string;
}

const followed =
  'f.row_no, f.product_id, f.live and d.live as live, f.text_no, f.in_stock, f.rating_x100,' +
  ' f.review_count, f.demand, d.category_id, d.seller_id, d.brand, d.attrs, d.terms,' +
  " (select string_agg(key || ':' || (value->>2), ',') from jsonb_each(f.offers)) as prices," +
  ' f.change_xid::text';

/** Every live document by category; pass '' and 0 first, then the last seen. */
export async function documentPage(
  sql: Sql,
  after: { categoryId: string; rowNo: number },
  limit: number,
): Promise<FollowedRow[]> {
  const text =
    'select ' +
    followed +
    ' from (select * from document where (category_id, row_no) > ($1, $2)' +
    ' order by category_id, row_no limit $3) d join fact f using (row_no)' +
    ' order by d.category_id, d.row_no';
  return sql.rows<FollowedRow>(text, [after.categoryId, after.rowNo, limit]);
}

/**
 * Some live documents that have a text query ('' for any) on these shelves, no order. With words by
 * their index, without by the shelf's or the newest.
 */
export async function candidates(
  sql: Sql,
  {
    text,
    categoryIds,
    limit,
  }: { text: string; categoryIds: readonly string[] | null; limit: number },
): Promise<FollowedRow[]> {
  const words = 'words @@ $1::text::tsquery';
  const shelf = 'category_id = any($2::text[])';
  const given = text === '' ? "$1::text = ''" : words;
  const where = categoryIds === null ? given + ' and $2::text[] is null' : given + ' and ' + shelf;
  const order = text === '' && categoryIds === null ? ' order by row_no desc' : '';
  const picked = '(select * from document where live and ' + where + order + ' limit $3)';
  return sql.rows<FollowedRow>(
    'select ' + followed + ' from ' + picked + ' d join fact f using (row_no)',
    [text, categoryIds, limit],
  );
}

/** Where somebody who begins to follow now has to begin: everything before is committed. */
export async function horizon(sql: Sql): Promise<string> {
  const text = 'select pg_snapshot_xmin(pg_current_snapshot())::text as xid';
  return (await sql.row<{ xid: string }>(text))?.xid ?? '0';
}

/** What changed from a transaction on, in their order; only what none that is open can precede. */
export async function documentChanges(
  sql: Sql,
  from: { xid: string; rowNo: number },
  limit: number,
): Promise<FollowedRow[]> {
  const text =
    'select ' +
    followed +
    ' from fact f join document d using (row_no) where f.change_xid >= $1::text::xid8' +
    ' and (f.change_xid, f.row_no) > ($1::text::xid8, $2)' +
    ' and f.change_xid < pg_snapshot_xmin(pg_current_snapshot())' +
    ' order by f.change_xid, f.row_no limit $3';
  return sql.rows<FollowedRow>(text, [from.xid, from.rowNo, limit]);
}

export interface CardRow {
  rowNo: number;
  productId: string;
  slug: string;
  name: string;
  brand: string;
  sellerId: string;
  imageUrl: string | null;
  inStock: boolean;
  rating_x100: number;
  reviewCount: number;
  offer: [string, number, number, number];
}

/** What is shown of documents, in any order; those without a price in the currency are left out. */
export async function cardRows(
  sql: Sql,
  rowNos: readonly number[],
  currency: string,
): Promise<CardRow[]> {
  if (rowNos.length === 0) return [];
  return sql.rows<CardRow>(
    `select d.row_no as "rowNo", d.product_id as "productId", d.slug, d.name, d.brand,
       d.seller_id as "sellerId", d.image_url as "imageUrl", f.in_stock as "inStock",
       f.rating_x100, f.review_count as "reviewCount", f.offers->$2 as offer
     from document d join fact f using (row_no)
     where d.row_no = any($1::bigint[]) and f.live and f.offers ? $2`,
    [rowNos, currency],
  );
}

/** Documents with exactly this SKU. */
export async function rowsOfSku(sql: Sql, sku: string): Promise<number[]> {
  const rows = await sql.rows<{ row_no: number }>(
    'select row_no from document where skus @> array[$1::text] and live limit 100',
    [sku],
  );
  return rows.map((row) => row.row_no);
}

/** Documents that have a text query in any part, the description too. */
export async function rowsOfText(sql: Sql, query: string, limit: number): Promise<number[]> {
  const rows = await sql.rows<{ row_no: number }>(
    'select row_no from document where words @@ $1::text::tsquery and live limit $2',
    [query, limit],
  );
  return rows.map((row) => row.row_no);
}

/** Which of these documents have a text query; for phrases, which only the positions tell. */
export async function rowsOfTextAmong(
  sql: Sql,
  query: string,
  rowNos: readonly number[],
): Promise<number[]> {
  const rows = await sql.rows<{ row_no: number }>(
    `select row_no from document where row_no = any($2::bigint[]) and words @@ $1::text::tsquery`,
    [query, rowNos],
  );
  return rows.map((row) => row.row_no);
}

/** Numbers of products, by id. */
export async function rowsOfProducts(
  sql: Sql,
  productIds: readonly string[],
): Promise<Map<string, number>> {
  if (productIds.length === 0) return new Map();
  const rows = await sql.rows<{ id: string; n: number }>(
    'select product_id as id, row_no as n from document where product_id = any($1::text[])',
    [productIds],
  );
  return new Map(rows.map((row) => [row.id, row.n]));
}
