/** Reviews of a demo or test world: with their purchases, votes and figures, each once. */
import { eventMeta } from '#kernel/core/context.ts';
import { refuse } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { textHash, type ImportedReview } from './contract.ts';
import { merged, ratingChange } from './model.ts';
import { importReviews } from './store-person.ts';
import { changeRatings } from './store.ts';

/** One transaction; those that are there already change nothing. */
export async function importAll(ctx: RoomContext, reviews: ImportedReview[]) {
  if (ctx.config.production) return refuse('not-allowed');
  const added = await ctx.db.tx(async (tx) => {
    const hashed = reviews.map((one) => ({ ...one, textHash: textHash(one.title, one.body) }));
    const fresh = new Set(await importReviews(tx, hashed));
    const changes = reviews
      .filter((one) => fresh.has(one.reviewId))
      .map((one) => ratingChange(one, null, one));
    await changeRatings(tx, merged(changes), eventMeta());
    return fresh.size;
  });
  ctx.outbox.poke();
  return { added };
}
