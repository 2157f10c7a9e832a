import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import { erasedIn } from '#services/identity/contract.ts';
import { recommendationsCalls } from './contract.ts';
import { learnFile, learnTask, type ImportedBaskets } from './learn.ts';
import { neighboursOf } from './neighbours.ts';
import { recommendationQueries } from './queries.ts';
import { recommendationRoutes } from './routes.ts';
import * as store from './store.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, clock } = ctx;
  const neighbours = neighboursOf(ctx);
  const queries = recommendationQueries({ db, clock, neighbours });
  return {
    calls: {
      learn: (given: ImportedBaskets) => learnFile(db, given),
      personalData: async ({ userId }: { userId: string }) => {
        const found = await store.choiceOf(db, userId);
        const data = { personal: found?.personal, changedAt: found?.changedAt.toISOString() };
        return { items: found === undefined ? [] : [{ kind: 'choice', data }], next: null };
      },
    },
    reactions: {
      'recommendations.products': (tx, events) =>
        store.dropProducts(tx, [...new Set(events.map((event) => event.aggregate.id))]),
      'recommendations.forget': async (tx, events) => {
        await store.forgetChoices(tx, erasedIn(events));
        await forgetReplies(tx, erasedIn(events));
      },
    },
    routes: recommendationRoutes(queries),
    tasks: [learnTask({ db, clock, baskets: neighbours.baskets })],
  };
}

export const recommendations: Room = {
  name: 'recommendations',
  folder: import.meta.dirname,
  events: null,
  calls: recommendationsCalls,
  consumers: [
    {
      name: 'recommendations.products',
      patience_ms: 30_000,
      from: { catalog: ['PRODUCT_DELETED'] },
    },
    { name: 'recommendations.forget', from: { identity: ['USER_ERASED'] } },
  ],
  start,
};
