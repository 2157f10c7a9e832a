/** The sellers' ends of comparisons: where copies of sellers come from, and copied ratings. */
import type { Sql } from '#kernel/db/db.ts';
import type { SyncEnds, SyncTable } from '#kernel/sync/end.ts';
import type { Rating } from '#services/reviews/contract.ts';
import { copyRatings } from './store-rating.ts';

const sellerTable: SyncTable = {
  from: 'seller',
  key: ['seller_id'],
  version: 'version',
  fields: { name: 'name', slug: 'slug', status: 'status' },
  changed: 'updated_at',
  row: "json_build_object('name', name, 'slug', slug, 'status', status)",
};

const ratingTable: SyncTable = {
  from: 'product_rating',
  key: ['product_id'],
  version: 'version',
  where: 'version > 0',
  fields: { count: 'count', seller: 'seller_id', sum: 'sum' },
};

const AGAIN = `
update product_rating c set version = c.version - 1
from unnest($1::text[], $2::int[]) i(id, version)
where c.product_id = i.id and c.version = i.version`;

// What is taken away leaves the sums of its seller as well.
const REMOVE = `
with gone as (
  delete from product_rating c using unnest($1::text[], $2::int[]) i(id, version)
  where c.product_id = i.id and c.version = i.version
  returning c.seller_id, c.count, c.sum
)
update seller_rating s set count = s.count - g.count, sum = s.sum - g.sum
from (select seller_id, sum(count) as count, sum(sum) as sum from gone group by seller_id) g
where s.seller_id = g.seller_id`;

async function repairRatings(
  tx: Sql,
  ratings: readonly Rating[],
  gone: readonly { productId: string; version: number }[],
): Promise<void> {
  const ids = ratings.map((one) => one.productId);
  await tx.run(AGAIN, [ids, ratings.map((one) => one.version)]);
  await copyRatings(tx, ratings);
  await tx.run(REMOVE, [gone.map((one) => one.productId), gone.map((one) => one.version)]);
}

export const sellersEnds: SyncEnds = {
  sellers: { table: sellerTable },
  'rating-copy': {
    table: ratingTable,
    apply: (tx, { rows, gone }) =>
      repairRatings(
        tx,
        rows.map(({ key: [productId = ''], version, row }) => ({
          ...(row as Omit<Rating, 'productId' | 'version'>),
          productId,
          version,
        })),
        gone.map(({ key: [productId = ''], version }) => ({ productId, version })),
      ),
  },
};
