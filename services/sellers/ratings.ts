/** How a seller's products are rated, kept from events; see reviews, which counts. */
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { rating_x100, type Rating } from '#services/reviews/contract.ts';
import type { Sql } from '#kernel/db/db.ts';
import { copyRatings, sellerTotals } from './store-rating.ts';

export const ratingConsumers: readonly ConsumerSpec[] = [
  { name: 'sellers.ratings', from: { reviews: ['RATING_CHANGED'] } },
];

export const ratingReactions: Readonly<Record<string, Handler>> = {
  'sellers.ratings': async (tx, events) => {
    const newest = new Map<string, Rating>();
    for (const { payload } of events) {
      const rating = payload as unknown as Rating;
      const known = newest.get(rating.productId);
      if (known === undefined || known.version < rating.version) {
        newest.set(rating.productId, rating);
      }
    }
    await copyRatings(tx, [...newest.values()]);
  },
};

/** The mean of all published reviews of a seller's products, as the shop shows it. */
export async function ratingOfSeller(
  sql: Sql,
  sellerId: string,
): Promise<{ rating: number; reviewCount: number }> {
  const totals = (await sellerTotals(sql, sellerId)) ?? { count: 0, sum: 0 };
  return { rating: rating_x100(totals) / 100, reviewCount: totals.count };
}
