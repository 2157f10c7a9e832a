import type { SyncEnds } from '#kernel/sync/end.ts';

const count = '(stars1 + stars2 + stars3 + stars4 + stars5)';
const sum = '(stars1 + 2 * stars2 + 3 * stars3 + 4 * stars4 + 5 * stars5)';

/** Where copies of ratings come from; `mean` is `rating_x100` of the contract. */
export const reviewsEnds: SyncEnds = {
  ratings: {
    table: {
      from: 'product_rating',
      key: ['product_id'],
      version: 'version',
      where: 'version > 0',
      fields: {
        count,
        mean: 'coalesce(floor(' + sum + ' * 100.0 / nullif(' + count + ', 0) + 0.5), 0)::int',
      },
      row: "json_build_object('count', " + count + ", 'sum', " + sum + ')',
    },
  },
  // For copies that keep the sum itself.
  'rating-sums': {
    table: {
      from: 'product_rating',
      key: ['product_id'],
      version: 'version',
      where: 'version > 0',
      fields: { count, seller: 'seller_id', sum },
      row: "json_build_object('sellerId', seller_id, 'count', " + count + ", 'sum', " + sum + ')',
    },
  },
};
