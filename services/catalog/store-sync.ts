/** The catalogue's ends of comparisons with other rooms, and the statements that repair copies. */
import type { Sql } from '#kernel/db/db.ts';
import type { SyncTable } from '#kernel/sync/end.ts';

export const stockCopyTable: SyncTable = {
  from: 'variant_stock',
  key: ['variant_id', 'warehouse_id'],
  version: 'version',
  // Above 50 units not every one is told.
  fields: { available: 'least(available, 51)' },
};

export const priceCopyTable: SyncTable = {
  from: 'variant_price',
  key: ['variant_id', 'currency'],
  version: 'version',
  // Version 0 is our own guess, until the first event.
  where: 'version > 0',
  fields: { base: 'base_minor', sale: 'sale_minor' },
  // Prices outlive the products they were set for.
  keeps: 'exists (select from variant v where v.variant_id = k.k1)',
};

export const sellerCopyTable: SyncTable = {
  from: 'seller_copy',
  key: ['seller_id'],
  version: 'version',
  where: 'version > 0',
  fields: { name: 'name', slug: 'slug', status: 'status' },
};

export const ratingCopyTable: SyncTable = {
  from: 'product',
  key: ['product_id'],
  version: 'rating_version',
  where: 'rating_version > 0',
  fields: { count: 'review_count', mean: 'rating_x100' },
  keeps: 'exists (select from product p where p.product_id = k.k1)',
};

/** What is searched: products that can be seen. */
export const visibleTable: SyncTable = {
  from: 'product p left join brand b on b.brand_id = p.brand_id',
  key: ['p.product_id'],
  version: 'p.version',
  where:
    "p.status = 'ACTIVE' and p.seller_approved and exists (select from variant v" +
    ' where v.product_id = p.product_id and not v.removed)',
  fields: {
    brand: "coalesce(b.name, '')",
    category: 'p.category_id',
    name: 'p.name',
    seller: 'p.seller_id',
    slug: 'p.slug',
  },
  changed: 'p.updated_at',
};

/** For counting; what carts copy is put together from the whole product. */
export const variantTable: SyncTable = {
  from: 'variant',
  key: ['variant_id'],
  version: '0',
  fields: {},
};

export interface PairVersion {
  first: string;
  second: string;
  version: number;
}

const pairs = (list: readonly PairVersion[]) => [
  list.map((one) => one.first),
  list.map((one) => one.second),
  list.map((one) => one.version),
];

const AGAIN = {
  stock: `update variant_stock c set version = c.version - 1
from unnest($1::text[], $2::text[], $3::int[]) i(first, second, version)
where c.variant_id = i.first and c.warehouse_id = i.second and c.version = i.version`,
  prices: `update variant_price c set version = c.version - 1
from unnest($1::text[], $2::text[], $3::int[]) i(first, second, version)
where c.variant_id = i.first and c.currency = i.second and c.version = i.version`,
  sellers: `update seller_copy c set version = c.version - 1
from unnest($1::text[], $2::text[], $3::int[]) i(first, second, version)
where c.seller_id = i.first and c.version = i.version`,
  ratings: `update product c set rating_version = c.rating_version - 1
from unnest($1::text[], $2::text[], $3::int[]) i(first, second, version)
where c.product_id = i.first and c.rating_version = i.version`,
} as const;

/** Lets what already has this version be written once more, in the transaction that does so. */
export async function openAgain(
  tx: Sql,
  copy: keyof typeof AGAIN,
  list: readonly PairVersion[],
): Promise<void> {
  if (list.length > 0) await tx.run(AGAIN[copy], pairs(list));
}

const REMOVE = {
  stock: `with gone as (
  delete from variant_stock c using unnest($1::text[], $2::text[], $3::int[])
    i(first, second, version)
  where c.variant_id = i.first and c.warehouse_id = i.second and c.version = i.version
  returning c.variant_id)
select distinct v.product_id from gone g join variant v using (variant_id)`,
  prices: `with gone as (
  delete from variant_price c using unnest($1::text[], $2::text[], $3::int[])
    i(first, second, version)
  where c.variant_id = i.first and c.currency = i.second and c.version = i.version
  returning c.variant_id)
select distinct v.product_id from gone g join variant v using (variant_id)`,
  sellers: `with gone as (
  delete from seller_copy c using unnest($1::text[], $2::text[], $3::int[])
    i(first, second, version)
  where c.seller_id = i.first and c.version = i.version returning c.seller_id)
select null::text as product_id from gone where false`,
  ratings: `update product c set rating_x100 = 0, review_count = 0, rating_version = 0
from unnest($1::text[], $2::text[], $3::int[]) i(first, second, version)
where c.product_id = i.first and c.rating_version = i.version
returning c.product_id`,
} as const;

/** Takes away what still has the version that was seen; gives the products that it changes. */
export async function removeCopies(
  tx: Sql,
  copy: keyof typeof REMOVE,
  list: readonly PairVersion[],
): Promise<string[]> {
  if (list.length === 0) return [];
  const rows = await tx.rows<{ product_id: string }>(REMOVE[copy], pairs(list));
  return rows.map((row) => row.product_id);
}
