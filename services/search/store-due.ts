/** SQL of what is to be looked up, of categories, and of the walk that finds what events lost. */
import type { Sql } from '#kernel/db/db.ts';

/** Something was heard of these products. */
export async function noteProducts(tx: Sql, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return;
  await tx.run(
    `insert into due as d (product_id) select distinct unnest($1::text[]) as id order by id
     on conflict (product_id) do update set seq = nextval('due_seq'), next_at = now(), tries = 0`,
    [productIds],
  );
}

export async function noteVariants(
  tx: Sql,
  variantIds: readonly string[],
  currencies: readonly string[],
): Promise<void> {
  if (variantIds.length === 0) return;
  await tx.run(
    `with known as (
       insert into currency select distinct unnest($2::text[]) on conflict do nothing)
     insert into due_variant (variant_id) select distinct unnest($1::text[]) as id order by id
     on conflict (variant_id) do update set seq = nextval('due_seq')`,
    [variantIds, currencies],
  );
}

/** Of products that came into stock or out of it, those whose document says otherwise. */
export async function noteStock(
  tx: Sql,
  stock: readonly { productId: string; any: boolean }[],
): Promise<void> {
  if (stock.length === 0) return;
  await tx.run(
    `insert into due as d (product_id)
     select s.product_id from unnest($1::text[], $2::boolean[]) as s(product_id, any_left)
     left join fact f using (product_id)
     where f.product_id is null or f.in_stock <> s.any_left
     group by s.product_id order by s.product_id
     on conflict (product_id) do update set seq = nextval('due_seq'), next_at = now(), tries = 0`,
    [stock.map((one) => one.productId), stock.map((one) => one.any)],
  );
}

export interface Due {
  productId: string;
  seq: number;
}

export async function dueProducts(sql: Sql, limit: number): Promise<Due[]> {
  return sql.rows<Due>(
    `select product_id as "productId", seq from due where next_at <= now()
     order by next_at, seq limit $1`,
    [limit],
  );
}

export async function dueVariants(
  sql: Sql,
  limit: number,
): Promise<{ variantId: string; seq: number }[]> {
  const text = 'select variant_id as "variantId", seq from due_variant order by seq limit $1';
  return sql.rows(text, [limit]);
}

/** Takes variants off the list whose products were noted; not those heard of again since. */
export async function dropVariants(
  tx: Sql,
  done: readonly { variantId: string; seq: number }[],
): Promise<void> {
  await tx.run(
    `delete from due_variant v using unnest($1::text[], $2::bigint[]) as d(variant_id, seq)
     where v.variant_id = d.variant_id and v.seq = d.seq`,
    [done.map((one) => one.variantId), done.map((one) => one.seq)],
  );
}

/**
 * Takes products off the list and locks them: those that were not heard of again since they were
 * looked up. What was looked up of the others may be old already.
 */
export async function takeDue(tx: Sql, due: readonly Due[]): Promise<Set<string>> {
  const rows = await tx.rows<{ product_id: string }>(
    `delete from due where (product_id, seq) in
       (select * from unnest($1::text[], $2::bigint[])) returning product_id`,
    [due.map((one) => one.productId), due.map((one) => one.seq)],
  );
  return new Set(rows.map((row) => row.product_id));
}

/** Tries these again later, the longer the more often they were tried. */
export async function postpone(sql: Sql, due: readonly Due[]): Promise<void> {
  await sql.run(
    `update due d set tries = d.tries + 1,
       next_at = now() + least(60, 0.5 * 2 ^ least(d.tries, 10)) * interval '1 second'
     from unnest($1::text[], $2::bigint[]) as i(product_id, seq)
     where d.product_id = i.product_id and d.seq = i.seq`,
    [due.map((one) => one.productId), due.map((one) => one.seq)],
  );
}

/** How many products wait to be looked up, and for how long the first of them. */
export async function dueState(sql: Sql): Promise<{ waiting: number; oldest_s: number }> {
  const text =
    'select count(*)::int as waiting, coalesce(extract(epoch from now() - min(since)), 0)::float8' +
    ' as oldest_s from (select since from due order by since limit 10000) d';
  return (await sql.row(text)) ?? { waiting: 0, oldest_s: 0 };
}

export async function currencies(sql: Sql): Promise<string[]> {
  const text = 'select currency from currency order by currency limit 50';
  return (await sql.rows<{ currency: string }>(text)).map((row) => row.currency);
}

export interface CategoryRow {
  categoryId: string;
  name: string;
  path: string;
  version: number;
  deleted: boolean;
}

/** Categories where they are newer; each once. Version 0 is read off a product's path. */
export async function writeCategories(sql: Sql, rows: readonly CategoryRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.run(
    `insert into category as c (category_id, name, path, version, deleted)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::boolean[]) as i
     order by 1
     on conflict (category_id) do update set name = excluded.name, path = excluded.path,
       version = excluded.version, deleted = excluded.deleted
     where excluded.version > c.version`,
    [
      rows.map((one) => one.categoryId),
      rows.map((one) => one.name),
      rows.map((one) => one.path),
      rows.map((one) => one.version),
      rows.map((one) => one.deleted),
    ],
  );
}

export async function allCategories(sql: Sql): Promise<CategoryRow[]> {
  return sql.rows(
    `select category_id as "categoryId", name, path, version, deleted from category
     where not deleted order by path limit 20000`,
  );
}

export interface Walk {
  after: string;
  compared: number;
  repaired: number;
  rounds: number;
}

/** Takes the next step of the walk for a while; null while another process has it. */
export async function takeWalk(sql: Sql, lease_s: number): Promise<Walk | null> {
  const row = await sql.row<Walk>(
    `update walk set lease_until = now() + $1 * interval '1 second'
     where lease_until is null or lease_until < now()
     returning after, compared, repaired, rounds`,
    [lease_s],
  );
  return row ?? null;
}

/** Notes how far the walk came; '' begins the next round. */
export async function moveWalk(
  sql: Sql,
  step: { after: string; compared: number; repaired: number },
): Promise<void> {
  await sql.run(
    `update walk set after = $1, lease_until = null,
       compared = case when $1 = '' then 0 else compared + $2 end,
       repaired = case when $1 = '' then 0 else repaired + $3 end,
       rounds = rounds + case when $1 = '' then 1 else 0 end,
       round_started_at = case when $1 = '' then now() else round_started_at end`,
    [step.after, step.compared, step.repaired],
  );
}

/** What the documents in a range of ids say; `to` null: to the end. */
export async function documentsBetween(
  sql: Sql,
  range: { after: string; to: string | null; limit: number },
): Promise<{ productId: string; version: number; live: boolean }[]> {
  return sql.rows(
    `select product_id as "productId", version, live from document
     where product_id > $1 and ($2::text is null or product_id <= $2)
     order by product_id limit $3`,
    [range.after, range.to, range.limit],
  );
}

/** How many documents there are, and a sum over which products in which versions. */
export async function checksum(sql: Sql): Promise<{ documents: number; sum: string }> {
  const text =
    'select count(*)::int as documents,' +
    " coalesce(sum(hashtextextended(product_id || ':' || version, 0)), 0)::text as sum" +
    ' from document where live';
  return (await sql.row(text)) ?? { documents: 0, sum: '0' };
}
