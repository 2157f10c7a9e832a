import type { Sql } from '#kernel/db/db.ts';
import type { SyncTable } from '#kernel/sync/end.ts';

/** Variants that follow a catalogue elsewhere, as they are here. */
export const outsideTable: SyncTable = {
  from:
    'outside o left join variant v on v.variant_id = o.variant_id and not v.removed' +
    ' left join product p on p.product_id = v.product_id' +
    ' left join variant_price c on c.variant_id = v.variant_id and c.currency = o.currency',
  key: ['o.sku'],
  version: 'o.version',
  fields: { barcode: 'v.barcode', base: 'c.base_minor', name: 'p.name', sale: 'c.sale_minor' },
};

export interface Followed {
  sku: string;
  productId: string;
  version: number;
}

/** What follows already, of these. */
export async function followed(db: Sql, skus: readonly string[]): Promise<Map<string, Followed>> {
  const rows = await db.rows<Followed>(
    'select sku, product_id as "productId", version from outside where sku = any($1::text[])',
    [skus],
  );
  return new Map(rows.map((row) => [row.sku, row]));
}

const FOLLOW = `
insert into outside (sku, variant_id, product_id, currency, version)
select i.sku, v.variant_id, v.product_id, i.currency, i.version
from json_to_recordset($2::json) as i(sku text, currency text, version int)
join variant v on v.seller_id = $1 and v.sku = i.sku and not v.removed
order by i.sku
on conflict (sku) do update set variant_id = excluded.variant_id,
  product_id = excluded.product_id, currency = excluded.currency, version = excluded.version
where outside.version <= excluded.version`;

/** Notes the version that variants of a seller have now. In the transaction that writes them. */
export async function follow(
  tx: Sql,
  sellerId: string,
  rows: readonly { sku: string; currency: string; version: number }[],
): Promise<void> {
  await tx.run(FOLLOW, [sellerId, JSON.stringify(rows)]);
}

/** Lets a SKU go that still has the version that was seen. */
export async function letGo(db: Sql, sku: string, version: number): Promise<void> {
  await db.run('delete from outside where sku = $1 and version = $2', [sku, version]);
}
