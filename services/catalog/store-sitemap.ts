/** SQL of the sitemaps: what has a page of its own, in pieces of a bounded size. */
import type { Sql } from '#kernel/db/db.ts';

/** Addresses of one sitemap file. */
export const sitemapPage_max = 5_000;
/** Files of products; 20 million products. */
export const sitemapPages_max = 4_000;
export const sitemapSellers_max = 50_000;

export interface SitemapEntry {
  productId: string;
  slug: string;
  lastmod: Date;
}

/** Products that are for sale, in id order. */
export async function sitemapProducts(
  sql: Sql,
  after: string | null,
  limit: number,
): Promise<SitemapEntry[]> {
  return sql.rows<SitemapEntry>(
    `select p.product_id as "productId", p.slug, p.updated_at as lastmod from product p
     where ($1::text is null or p.product_id > $1)
       and exists (select 1 from listing l
         where l.product_id = p.product_id and l.unlisted_at is null)
     order by p.product_id limit $2`,
    [after, limit],
  );
}

/** The ids after which a file of products begins. Walks an index: 0.2 s for a million. */
export async function sitemapStarts(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ last: string }>(
    `with recursive step as (
       select null::text collate "C" as last, 0 as n
       union all
       select (select max(product_id) from (select product_id from listing
         where product_id > coalesce(step.last, '') order by product_id limit $1) file), n + 1
       from step where (n = 0 or step.last is not null) and n <= $2
     )
     select s.last from step s where s.last is not null
       and exists (select 1 from listing l where l.product_id > s.last)
     order by s.last`,
    [sitemapPage_max, sitemapPages_max],
  );
  return rows.map((row) => row.last);
}

export async function sitemapCategories(sql: Sql): Promise<{ path: string; lastmod: Date }[]> {
  return sql.rows('select path, updated_at as lastmod from category order by path limit 20000');
}

/** Sellers that may sell. */
export async function sitemapSellers(sql: Sql): Promise<{ slug: string }[]> {
  return sql.rows("select slug from seller_copy where status = 'APPROVED' order by slug limit $1", [
    sitemapSellers_max,
  ]);
}
