import type { Sql } from '#kernel/db/db.ts';

export interface Want {
  variantId: string;
  requested: number;
}

const NOTE = `
insert into want (variant_id, holder, requested)
select variant_id, $2, requested from unnest($1::text[], $3::int[]) as t(variant_id, requested)
order by variant_id
on conflict (variant_id, holder) do update
set requested = excluded.requested, refused_at = now()`;

/** Keeps that somebody was refused these. Variants must differ within a call. */
export async function noteWants(db: Sql, holder: string, wants: readonly Want[]): Promise<void> {
  const variantIds = wants.map((one) => one.variantId);
  await db.run(NOTE, [variantIds, holder, wants.map((one) => one.requested)]);
}

const WANTED = `
select distinct l.variant_id as "variantId"
from reservation_line l join want w on w.variant_id = l.variant_id
where l.saga_id = $1 and w.holder <> $2 and w.refused_at > now() - $3 * interval '1 millisecond'
  and w.requested > (select coalesce(sum(s.on_hand - s.reserved), 0) from stock s
    where s.variant_id = l.variant_id)
limit 50`;

/** Variants of a hold that others were refused within the time and could not be given now. */
export async function wantedOf(
  db: Sql,
  of: { sagaId: string; holder: string; within_ms: number },
): Promise<string[]> {
  const rows = await db.rows<{ variantId: string }>(WANTED, [of.sagaId, of.holder, of.within_ms]);
  return rows.map((row) => row.variantId);
}

const FORGET = `delete from want where refused_at < now() - $1 * interval '1 millisecond'`;

/** Forgets what is older; the number of rows. */
export async function forgetWants(db: Sql, older_ms: number): Promise<number> {
  return db.run(FORGET, [older_ms]);
}
