import { eventMeta } from '#kernel/core/context.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { mediaCalls, type AskedPicture } from '#services/media/contract.ts';
import { reviewCommands } from './commands.ts';
import { reviewsCalls, reviewsEvents, type ImportedReview } from './contract.ts';
import { reviewDesk } from './desk.ts';
import { merged, ratingChange, textHash } from './model.ts';
import { personalData } from './person.ts';
import { picturesInUse } from './pictures.ts';
import { reviewQueries } from './queries.ts';
import { consumers, purchaseCopier, reactions } from './reactions.ts';
import { deskRoutes } from './routes-desk.ts';
import { reviewRoutes } from './routes.ts';
import { importReviews } from './store-person.ts';
import { changeRatings } from './store.ts';

const copy_every_ms = 2_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const [catalog, media] = [ctx.client(catalogCalls), ctx.client(mediaCalls)];
  const queries = reviewQueries(ctx);
  const commands = reviewCommands({
    db: ctx.db,
    outbox: ctx.outbox,
    clock: ctx.clock,
    claimPictures: async ({ ownerId, ref, pictureIds }) => {
      const of = { ownerId, purpose: 'review' as const, ref, sellerIds: [] };
      const found = await media.claim({ ...of, pictureIds: [...pictureIds] });
      return isRefusal(found) ? found : found.pictures;
    },
    product: async (productId) => {
      const found = await catalog.products({ productIds: [productId] });
      return isRefusal(found) ? undefined : found.products.find((one) => one.visible);
    },
  });
  return {
    calls: {
      personalData: (of: { userId: string; after: string | null }) => personalData(ctx.db, of),
      picturesInUse: (of: { pictures: AskedPicture[] }) => picturesInUse(ctx.db, of),
      import: ({ reviews }: { reviews: ImportedReview[] }) => importAll(ctx, reviews),
    },
    routes: [
      ...reviewRoutes({ commands, queries }),
      ...deskRoutes({ desk: reviewDesk(ctx), queries }),
    ],
    reactions,
    tasks: [{ name: 'reviews.purchases', every_ms: copy_every_ms, run: purchaseCopier(ctx) }],
  };
}

async function importAll(ctx: RoomContext, reviews: ImportedReview[]) {
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

export const reviews: Room = {
  name: 'reviews',
  folder: import.meta.dirname,
  events: reviewsEvents,
  calls: reviewsCalls,
  consumers,
  start,
};
