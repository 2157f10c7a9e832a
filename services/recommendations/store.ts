/** SQL of the counts, of what was imported, and of what people chose. */
import type { Sql } from '#kernel/db/db.ts';
import type { Counted, Partner } from './model.ts';

/** How far orders are read. */
export async function readTo(sql: Sql): Promise<{ afterOrder: string; baskets: number }> {
  const text = 'select after_order as "afterOrder", baskets from progress';
  const row = await sql.row<{ afterOrder: string; baskets: number }>(text);
  return row ?? { afterOrder: '', baskets: 0 };
}

/** The same, locked: whoever counts holds it. Null while another process is counting. */
export async function lockProgress(tx: Sql): Promise<string | null> {
  const text = 'select after_order as "afterOrder" from progress for update skip locked';
  return (await tx.row<{ afterOrder: string }>(text))?.afterOrder ?? null;
}

/** Waits for the lock. */
export async function takeProgress(tx: Sql): Promise<void> {
  await tx.row('select 1 from progress for update');
}

export async function moveTo(tx: Sql, afterOrder: string): Promise<void> {
  await tx.run('update progress set after_order = $1', [afterOrder]);
}

/** Adds to the counts, under the lock of `progress`, which puts all writers in order. */
export async function addCounts(tx: Sql, sum: Counted): Promise<void> {
  const items = [...sum.items];
  await tx.run(
    `with moved as (update progress set baskets = baskets + $3)
     insert into item as i (product_id, baskets)
     select product_id, baskets from unnest($1::text[], $2::int[]) as t(product_id, baskets)
     on conflict (product_id) do update set baskets = i.baskets + excluded.baskets`,
    [items.map(([id]) => id), items.map(([, n]) => n), sum.baskets],
  );
  const pairs = [...sum.pairs.values()];
  if (pairs.length === 0) return;
  const columns = [
    pairs.map((one) => one.a),
    pairs.map((one) => one.b),
    pairs.map((one) => one.together),
    pairs.map((one) => one.later),
  ];
  await tx.run(
    `insert into pair as p (product_id, other_id, together, later)
     select x.product_id, x.other_id, t.together, t.later
     from unnest($1::text[], $2::text[], $3::int[], $4::int[]) as t(a, b, together, later)
     cross join lateral (values (t.a, t.b), (t.b, t.a)) as x(product_id, other_id)
     on conflict (product_id, other_id) do update set
       together = p.together + excluded.together, later = p.later + excluded.later`,
    columns,
  );
}

/**
 * Keeps the strongest partners of products that have more than twice as many; rare ones go first.
 * The other direction of a pair may stay: a best seller goes with much, a rare thing with little.
 */
export async function prunePairs(
  tx: Sql,
  productIds: readonly string[],
  keep: number,
): Promise<number> {
  return tx.run(
    `with many as (
       select product_id from pair where product_id = any($1::text[])
       group by product_id having count(*) > 2 * $2
     ), weak as (
       select product_id, other_id from (
         select p.product_id, p.other_id, row_number() over (partition by p.product_id
           order by p.together + p.later desc, p.together desc, p.other_id) as place
         from pair p join many m on m.product_id = p.product_id) r
       where place > $2
     )
     delete from pair p using weak w
     where p.product_id = w.product_id and p.other_id = w.other_id`,
    [productIds, keep],
  );
}

/** What goes with these products, with the counts of both. */
export async function partnersOf(sql: Sql, productIds: readonly string[]): Promise<Partner[]> {
  if (productIds.length === 0) return [];
  return sql.rows<Partner>(
    `select p.product_id as "productId", p.other_id as "otherId", p.together, p.later,
       a.baskets as a, b.baskets as b
     from unnest($1::text[]) as w(product_id)
     cross join lateral (select * from pair where pair.product_id = w.product_id
       order by together + later desc, other_id limit 400) p
     join item a on a.product_id = p.product_id
     join item b on b.product_id = p.other_id`,
    [productIds],
  );
}

/** Forgets products that are gone. */
export async function dropProducts(tx: Sql, productIds: readonly string[]): Promise<void> {
  await tx.run(
    `with pairs as (
       delete from pair where product_id = any($1::text[]) or other_id = any($1::text[])
     )
     delete from item where product_id = any($1::text[])`,
    [productIds],
  );
}

/** How many baskets of a file are counted; makes its row. Locked to the end of the transaction. */
export async function countedOf(tx: Sql, ref: string, total: number): Promise<number> {
  await tx.run('insert into imported (ref, baskets) values ($1, $2) on conflict do nothing', [
    ref,
    total,
  ]);
  const text = 'select counted from imported where ref = $1 for update';
  return (await tx.row<{ counted: number }>(text, [ref]))?.counted ?? 0;
}

export async function noteCounted(tx: Sql, ref: string, counted: number): Promise<void> {
  await tx.run('update imported set counted = $2 where ref = $1', [ref, counted]);
}

export interface Choice {
  personal: boolean;
  changedAt: Date;
}

export async function choiceOf(sql: Sql, userId: string): Promise<Choice | undefined> {
  const text = 'select personal, changed_at as "changedAt" from choice where user_id = $1';
  return sql.row<Choice>(text, [userId]);
}

export async function keepChoice(sql: Sql, userId: string, personal: boolean): Promise<Choice> {
  const row = await sql.row<Choice>(
    `insert into choice as c (user_id, personal) values ($1, $2)
     on conflict (user_id) do update set personal = excluded.personal,
       changed_at = case when c.personal = excluded.personal then c.changed_at else now() end
     returning personal, changed_at as "changedAt"`,
    [userId, personal],
  );
  if (row === undefined) throw new Error('a choice that was just written is not there');
  return row;
}

export async function forgetChoices(tx: Sql, userIds: readonly string[]): Promise<void> {
  await tx.run('delete from choice where user_id = any($1::text[])', [userIds]);
}
