/** SQL of the text search: which products have words, and which words there are. */
import type { Sql } from '#kernel/db/db.ts';

/** Where the words stand: 2 all in the name, 1 in name and brand, 0 anywhere. */
export interface Match {
  rowNo: number;
  tier: number;
}

export interface TextQuery {
  /** All of it must hold. */
  all: string;
  inName: string;
  inNameOrBrand: string;
}

const tier =
  'case when words @@ $2::tsquery then 2 when words @@ $3::tsquery then 1 else 0 end as tier';

/** Products that have the words, in no order, at most `limit`. */
export async function matches(sql: Sql, query: TextQuery, limit: number): Promise<Match[]> {
  const text =
    'select row_no as "rowNo", ' + tier + ' from product_words where words @@ $1::tsquery limit $4';
  return sql.rows<Match>(text, [query.all, query.inName, query.inNameOrBrand, limit]);
}

/** Which of these products have the words: for words so common that looking them up is dear. */
export async function matchesAmong(
  sql: Sql,
  query: TextQuery,
  rowNos: readonly number[],
): Promise<Match[]> {
  const text =
    'select row_no as "rowNo", ' +
    tier +
    // The offset keeps the planner from asking the index of words after all.
    ' from (select w.row_no, w.words from unnest($4::bigint[]) as r(row_no)' +
    ' join product_words w using (row_no) offset 0) looked where words @@ $1::tsquery';
  return sql.rows<Match>(text, [query.all, query.inName, query.inNameOrBrand, rowNos]);
}

/** Products with a variant of exactly this SKU, in any case. */
export async function rowsOfSku(sql: Sql, sku: string): Promise<number[]> {
  const rows = await sql.rows<{ row_no: number }>(
    `select distinct w.row_no from variant v join product_words w using (product_id)
     where lower(v.sku) = lower($1) and not v.removed limit 100`,
    [sku],
  );
  return rows.map((row) => row.row_no);
}

/** Which of these queries finds anything; one statement. */
export async function anyMatch(sql: Sql, queries: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ query: string }>(
    `select q.query from unnest($1::text[]) as q(query)
     where exists (select 1 from product_words where words @@ q.query::tsquery)`,
    [queries],
  );
  return rows.map((row) => row.query);
}

const sample_products = 50_000;
const words_max = 100_000;

/** Words with about how many products have each, from a sample of 50,000 products. */
export async function commonWords(sql: Sql, products: number): Promise<[string, number][]> {
  const percent = Math.min(100, (100 * sample_products) / Math.max(1, products));
  const rows = await sql.rows<{ word: string; n: number }>(
    `select word, ndoc as n from ts_stat(
       format('select words from product_words tablesample system (%s)', $1::float8))
     where word ~ '[^0-9.]' order by ndoc desc, word limit $2`,
    [percent, words_max],
  );
  const by = 100 / percent;
  return rows.map(({ word, n }) => [word, Math.round(n * by)]);
}

/** Brands with an address, the first 50,000 by name. */
export async function brandBook(sql: Sql): Promise<{ name: string; slug: string }[]> {
  return sql.rows('select name, slug from brand order by lower(name) limit 50000');
}
