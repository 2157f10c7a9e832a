import { isRefusal } from '#kernel/core/refusal.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { reviewCommands } from './commands.ts';
import { reviewsCalls, reviewsEvents, type ImportedReview } from './contract.ts';
import { reviewDesk } from './desk.ts';
import { importAll } from './import.ts';
import { personalData } from './person.ts';
import { pictureClaimer, picturesInUse } from './pictures.ts';
import { reviewQueries } from './queries.ts';
import { consumers, purchaseCopier, reactions } from './reactions.ts';
import { deskRoutes } from './routes-desk.ts';
import { reviewRoutes } from './routes.ts';
import { reviewsEnds } from './store-sync.ts';

const copy_every_ms = 2_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const catalog = ctx.client(catalogCalls);
  const queries = reviewQueries(ctx);
  const commands = reviewCommands({
    db: ctx.db,
    outbox: ctx.outbox,
    clock: ctx.clock,
    claimPictures: pictureClaimer(ctx),
    product: async (productId) => {
      const found = await catalog.products({ productIds: [productId] });
      return isRefusal(found) ? undefined : found.products.find((one) => one.visible);
    },
  });
  return {
    calls: {
      waiting: queries.waiting,
      personalData: (of: { userId: string; after: string | null }) => personalData(ctx.db, of),
      picturesInUse: (of: Parameters<typeof picturesInUse>[1]) => picturesInUse(ctx.db, of),
      import: ({ reviews }: { reviews: ImportedReview[] }) => importAll(ctx, reviews),
    },
    routes: [
      ...reviewRoutes({ commands, queries }),
      ...deskRoutes({ desk: reviewDesk(ctx), queries }),
    ],
    reactions,
    sync: reviewsEnds,
    tasks: [{ name: 'reviews.purchases', every_ms: copy_every_ms, run: purchaseCopier(ctx) }],
  };
}

export const reviews: Room = {
  name: 'reviews',
  folder: import.meta.dirname,
  events: reviewsEvents,
  calls: reviewsCalls,
  consumers,
  start,
};
