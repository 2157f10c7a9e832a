// How what search knows is repaired: documents are looked up again at their rooms, which is how
// they are always written; ratings are taken over as from an event.
import type { SyncEnds } from '#kernel/sync/end.ts';
import { rating_x100 } from '#services/reviews/contract.ts';
import { noteProducts } from './store-due.ts';
import { documentTable, openRatings, ratingTable, removeRatings } from './store-sync.ts';
import { writeRatings } from './store.ts';

/** `wake` begins to look things up. */
export function searchEnds(wake: () => void): SyncEnds {
  return {
    documents: {
      table: documentTable,
      apply: async (tx, { rows, gone }) => {
        const ids = [...rows, ...gone].map(({ key: [productId = ''] }) => productId);
        await noteProducts(tx, ids);
      },
      applied: wake,
    },
    'rating-copy': {
      table: ratingTable,
      apply: async (tx, { rows, gone }) => {
        const ratings = rows.map(({ key: [productId = ''], version, row }) => {
          const rating = row as { count: number; sum: number };
          const { count: reviewCount } = rating;
          return { productId, rating_x100: rating_x100(rating), reviewCount, version };
        });
        await openRatings(tx, ratings);
        await writeRatings(tx, ratings);
        const removed = gone.map(({ key: [productId = ''], version }) => ({ productId, version }));
        await removeRatings(tx, removed);
      },
    },
  };
}
