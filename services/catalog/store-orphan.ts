/**
 * SQL of prices that have no variant. A price may come before its variant is written, so one alone
 * says nothing; and what a late event tells of a deleted variant stays, for no event comes after.
 */
import type { Sql } from '#kernel/db/db.ts';
import { lockBirths } from './store-listing.ts';

/** How long a price waits for its variant from when it was noted. */
export const orphan_min = 60;

/**
 * Looks at the next prices in the order of their variants, about so many, and notes those without
 * one. Gives false at the end, after which it begins again, and where another process is at it.
 */
export async function noteOrphans(sql: Sql, limit: number): Promise<boolean> {
  const row = await sql.row<{ isFull: boolean }>(
    `with place as materialized (select after from orphan_walk for update skip locked),
     page as materialized (
       select p.variant_id, p.currency from variant_price p
       where p.variant_id > (select after from place)
       order by p.variant_id fetch first ($1::int) rows with ties
     ), noted as (
       insert into orphan_price (variant_id, currency)
       select g.variant_id, g.currency from page g
       where not exists (select from variant v where v.variant_id = g.variant_id)
       on conflict (variant_id, currency) do nothing
     )
     update orphan_walk set after = case when (select count(*) from page) < $1 then ''
       else (select max(variant_id) from page) end
     where exists (select from place)
     returning after <> '' as "isFull"`,
    [limit],
  );
  return row?.isFull ?? false;
}

/**
 * Forgets prices that were noted an hour ago and still have no variant, at most 500; gives how
 * many notes are done with. In a transaction of its own: whoever writes a variant meets this at
 * the lock of births or, with prices along, at their rows, and what comes second sees the first.
 */
export async function forgetOrphans(tx: Sql): Promise<number> {
  await lockBirths(tx, 'prices');
  const noted = await tx.rows<{ variant_id: string; currency: string }>(
    `select variant_id, currency from orphan_price
     where noted_at < now() - $1 * interval '1 minute' order by noted_at limit 500`,
    [orphan_min],
  );
  if (noted.length === 0) return 0;
  const keys = [noted.map((one) => one.variant_id), noted.map((one) => one.currency)];
  await tx.run(
    `select from variant_price p join unnest($1::text[], $2::text[]) i(variant_id, currency)
       using (variant_id, currency)
     order by p.variant_id, p.currency for update of p`,
    keys,
  );
  await tx.run(
    `with prices as (
       delete from variant_price p using unnest($1::text[], $2::text[]) i(variant_id, currency)
       where p.variant_id = i.variant_id and p.currency = i.currency
         and not exists (select from variant v where v.variant_id = i.variant_id)
     )
     delete from orphan_price o using unnest($1::text[], $2::text[]) i(variant_id, currency)
     where o.variant_id = i.variant_id and o.currency = i.currency`,
    keys,
  );
  return noted.length;
}
