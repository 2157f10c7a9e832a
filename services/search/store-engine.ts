/** SQL of indexes in OpenSearch: how far each is, and what is to be written to it. */
import type { Sql } from '#kernel/db/db.ts';

export { separator } from './store.ts';

export interface EngineIndex {
  name: string;
  mapping: string;
  isLive: boolean;
  afterCategory: string;
  afterRow: number;
  isLoaded: boolean;
  xid: string;
  rowNo: number;
}

/** Takes the right to write for so long; false while another process has it. */
export async function takeLease(sql: Sql, lease_s: number): Promise<boolean> {
  const rows = await sql.rows(
    `update engine_lease set until = now() + $1 * interval '1 second'
     where until is null or until < now() returning single`,
    [lease_s],
  );
  return rows.length > 0;
}

export async function dropLease(sql: Sql): Promise<void> {
  await sql.run('update engine_lease set until = null', []);
}

export async function engineIndexes(sql: Sql): Promise<EngineIndex[]> {
  return sql.rows<EngineIndex>(
    `select name, mapping, is_live as "isLive", after_category as "afterCategory",
       after_row as "afterRow", is_loaded as "isLoaded", xid::text, row_no as "rowNo"
     from engine_index order by is_live desc limit 2`,
  );
}

/** Seconds since the index that is asked had everything; null when there is none. */
export async function engineLag(sql: Sql): Promise<{ name: string; lag_s: number } | null> {
  const row = await sql.row<{ name: string; lag_s: number }>(
    `select name, extract(epoch from now() - caught_up_at)::float8 as lag_s from engine_index
     where is_live and caught_up_at is not null`,
  );
  return row ?? null;
}

/** Notes an index that is to be built; false when one is built already. */
export async function addIndex(sql: Sql, name: string, mapping: string): Promise<boolean> {
  const rows = await sql.rows(
    `insert into engine_index (name, mapping) values ($1, $2)
     on conflict (is_live) do nothing returning name`,
    [name, mapping],
  );
  return rows.length > 0;
}

export async function moveLoad(
  sql: Sql,
  name: string,
  to: { categoryId: string; rowNo: number } | null,
): Promise<void> {
  await sql.run(
    `update engine_index set after_category = coalesce($2, after_category),
       after_row = coalesce($3, after_row), is_loaded = $2 is null where name = $1`,
    [name, to?.categoryId ?? null, to?.rowNo ?? null],
  );
}

/** How far the changes are written; `isAll` when nothing is left. */
export async function moveChanges(
  sql: Sql,
  name: string,
  to: { xid: string; rowNo: number; isAll: boolean },
): Promise<void> {
  await sql.run(
    `update engine_index set xid = $2::text::xid8, row_no = $3,
       caught_up_at = case when $4 then now() else caught_up_at end where name = $1`,
    [name, to.xid, to.rowNo, to.isAll],
  );
}

/** The index that was built is the one that is asked; gives the names of those before. */
export async function swapIndexes(tx: Sql, name: string): Promise<string[]> {
  const old = await tx.rows<{ name: string }>(
    'delete from engine_index where is_live and name <> $1 returning name',
    [name],
  );
  await tx.run('update engine_index set is_live = true where name = $1', [name]);
  return old.map((one) => one.name);
}

/** Forgets an index that OpenSearch does not have. */
export async function forgetIndex(sql: Sql, name: string): Promise<void> {
  await sql.run('delete from engine_index where name = $1', [name]);
}

/** A document as it is written. */
export interface EngineRow {
  row_no: number;
  product_id: string;
  change_no: string;
  change_xid: string;
  live: boolean;
  category_id: string;
  path: string | null;
  seller_id: string;
  name: string;
  brand: string;
  attrs: string;
  skus: string[];
  terms: string;
  /** Every lexeme in the order of the text. */
  text: string | null;
  in_stock: boolean;
  rating_x100: number;
  review_count: number;
  demand: number;
  /** Currency → [variantId, variants, price_minor, base_minor]. */
  offers: Record<string, [string, number, number, number]>;
}

const columns =
  'f.row_no, f.product_id, f.change_no::text, f.change_xid::text, f.live and d.live as live,' +
  ' d.category_id, c.path, d.seller_id, d.name, d.brand, d.attrs, d.skus, d.terms,' +
  " (select string_agg(w.lexeme, ' ' order by p.position)" +
  ' from unnest(d.words) w, unnest(w.positions) p(position)) as text,' +
  ' f.in_stock, f.rating_x100, f.review_count, f.demand, f.offers';

/** Documents by category; pass '' and 0 first, then the last seen. */
export async function loadPage(
  sql: Sql,
  after: { categoryId: string; rowNo: number },
  limit: number,
): Promise<EngineRow[]> {
  const text =
    'select ' +
    columns +
    ' from (select * from document where (category_id, row_no) > ($1, $2)' +
    ' order by category_id, row_no limit $3) d join fact f using (row_no)' +
    ' left join category c using (category_id) order by d.category_id, d.row_no';
  return sql.rows<EngineRow>(text, [after.categoryId, after.rowNo, limit]);
}

/** What changed from a transaction on; only what none that is open can precede. */
export async function changedPage(
  sql: Sql,
  from: { xid: string; rowNo: number },
  limit: number,
): Promise<EngineRow[]> {
  const text =
    'select ' +
    columns +
    ' from fact f join document d using (row_no) left join category c using (category_id)' +
    ' where f.change_xid >= $1::text::xid8' +
    ' and (f.change_xid, f.row_no) > ($1::text::xid8, $2)' +
    ' and f.change_xid < pg_snapshot_xmin(pg_current_snapshot())' +
    ' order by f.change_xid, f.row_no limit $3';
  return sql.rows<EngineRow>(text, [from.xid, from.rowNo, limit]);
}
