import type { Sql } from '#kernel/db/db.ts';
import type { SyncEnds } from '#kernel/sync/end.ts';
import type { OutsideRow } from './outside-read.ts';

/** A catalogue elsewhere, as it was last read; the copy of it has the same fields. */
export const outsideEnds: SyncEnds = {
  outside: {
    table: {
      from: 'outside',
      key: ['sku'],
      version: 'version',
      fields: { barcode: 'barcode', base: 'base_minor', name: 'name', sale: 'sale_minor' },
      changed: 'changed_at',
      row: "json_build_object('sellerId', seller_id, 'value', row)",
    },
  },
};

const KEEP = `
insert into outside as o
  (sku, seller_id, version, name, base_minor, sale_minor, currency, barcode, row, seen)
select i.sku, $2, coalesce(i.version, 1), i.name, i.base_minor, i.sale_minor, i.currency,
  i.barcode, i.row, $1
from jsonb_to_recordset($3::jsonb) as i(sku text, version int, name text, base_minor bigint,
  sale_minor bigint, currency text, barcode text, row jsonb)
order by i.sku
on conflict (sku) do update set
  seen = excluded.seen, seller_id = excluded.seller_id, name = excluded.name,
  base_minor = excluded.base_minor, sale_minor = excluded.sale_minor,
  currency = excluded.currency, barcode = excluded.barcode, row = excluded.row,
  version = case when excluded.row ? 'counted' then excluded.version
    when o.row = excluded.row then o.version else o.version + 1 end,
  changed_at = case when o.row = excluded.row then o.changed_at else now() end`;

/** Keeps rows as they were read; where the catalogue counts no versions, a change is the next. */
export async function keepOutside(
  tx: Sql,
  of: { runId: string; sellerId: string; rows: readonly OutsideRow[] },
): Promise<void> {
  const rows = of.rows.map((one) => ({
    ...one,
    row: one.version === null ? one.row : { ...one.row, counted: String(one.version) },
  }));
  await tx.run(KEEP, [of.runId, of.sellerId, JSON.stringify(rows)]);
}

const UNMET = `select sku from outside where seen <> $1 and sku > $2 order by sku limit $3`;

/** What a reading did not meet, a page of it after this one. */
export async function unmetOutside(
  tx: Sql,
  of: { runId: string; after: string; limit: number },
): Promise<string[]> {
  const rows = await tx.rows<{ sku: string }>(UNMET, [of.runId, of.after, of.limit]);
  return rows.map((row) => row.sku);
}

const FORGET = `delete from outside where seen <> $1 and sku <> all($2::text[])`;

/** Removes what a whole reading did not meet, but for what it could not read. */
export async function forgetOutside(
  tx: Sql,
  of: { runId: string; spared: readonly string[] },
): Promise<void> {
  await tx.run(FORGET, [of.runId, of.spared]);
}
