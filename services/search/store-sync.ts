/** What search compares with the catalogue and with reviews, and the statements that repair it. */
import type { Sql } from '#kernel/db/db.ts';
import type { SyncTable } from '#kernel/sync/end.ts';

export const documentTable: SyncTable = {
  from: 'document',
  key: ['product_id'],
  version: 'version',
  where: 'live',
  fields: {
    brand: 'brand',
    category: 'category_id',
    name: 'name',
    seller: 'seller_id',
    slug: 'slug',
  },
};

export const ratingTable: SyncTable = {
  from: 'fact',
  key: ['product_id'],
  version: 'rating_version',
  where: 'rating_version > 0',
  fields: { count: 'review_count', mean: 'rating_x100' },
  keeps: 'exists (select from fact f where f.product_id = k.k1)',
};

const AGAIN = `
update fact c set rating_version = c.rating_version - 1
from unnest($1::text[], $2::int[]) i(id, version)
where c.product_id = i.id and c.rating_version = i.version`;

const REMOVE = `
update fact c set rating_x100 = 0, review_count = 0, rating_version = 0,
  change_xid = pg_current_xact_id()
from unnest($1::text[], $2::int[]) i(id, version)
where c.product_id = i.id and c.rating_version = i.version`;

interface RatingVersion {
  productId: string;
  version: number;
}

const columns = (list: readonly RatingVersion[]) => [
  list.map((one) => one.productId),
  list.map((one) => one.version),
];

/** Lets ratings that already have this version be written once more, in the same transaction. */
export async function openRatings(tx: Sql, ratings: readonly RatingVersion[]): Promise<void> {
  await tx.run(AGAIN, columns(ratings));
}

/** Ratings of products that have none, where they are as they were seen. */
export async function removeRatings(tx: Sql, gone: readonly RatingVersion[]): Promise<void> {
  await tx.run(REMOVE, columns(gone));
}
