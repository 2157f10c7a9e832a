/** SQL of prices as they were at a time. */
import type { Sql } from '#kernel/db/db.ts';
import type { Entry } from './model-standing.ts';

export interface PastRow {
  variantId: string;
  base_minor: number;
  sale_minor: number | null;
  /** False: nothing is kept of that time, and this is the oldest that is. */
  isKnown: boolean;
  entries: Entry[];
}

const THEN = `
select p.variant_id as "variantId", coalesce(w.base_minor, p.base_minor) as base_minor,
  case when w.base_minor is null then p.sale_minor else w.sale_minor end as sale_minor,
  p.known_since <= $3 and $3 > now() - interval '400 days' as "isKnown",
  (select json_agg(json_build_object('kind', e.kind, 'listId', e.list_id,
      'price_minor', e.price_minor,
      'from_ms', floor(extract(epoch from e.valid_from) * 1000),
      'until_ms', floor(extract(epoch from e.valid_until) * 1000)) order by e.entry_id)
    from price_entry e where e.variant_id = p.variant_id and e.currency = p.currency
      and e.valid_from <= $3 and (e.valid_until is null or e.valid_until > $3)
      and (e.removed_at is null or e.removed_at > $3) and e.created_at <= $3
      -- One that has become the price is overtaken by what was set after it.
      and (e.kind <> 'base' or not exists (select from price_was o
        where o.variant_id = e.variant_id and o.currency = e.currency
          and o.until_at >= e.valid_from and o.until_at <= $3))) as entries
from price p left join lateral (
  select base_minor, sale_minor from price_was x
  where x.variant_id = p.variant_id and x.currency = p.currency and x.until_at > $3
  order by x.until_at limit 1
) w on true
where p.variant_id = any($1::text[]) and p.currency = $2`;

/** Prices of variants with all that had a time and counted then; those without one are left out. */
export async function readThen(
  db: Sql,
  of: { variantIds: readonly string[]; currency: string; at: Date },
): Promise<PastRow[]> {
  const { variantIds, currency, at } = of;
  type Row = Omit<PastRow, 'entries'> & { entries: Entry[] | null };
  const rows = await db.rows<Row>(THEN, [variantIds, currency, at]);
  return rows.map((row) => ({ ...row, entries: row.entries ?? [] }));
}
