import type { Room, RoomContext, RunningRoom, Task } from '#kernel/service.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { orderCommands } from './commands.ts';
import { ordersCalls, ordersEvents } from './contract.ts';
import { fulfilmentOf } from './fulfil.ts';
import { mailedGrant_ms, openedBy, orderGrants } from './grant.ts';
import * as person from './person.ts';
import { orderQueries } from './queries.ts';
import { consumers, reactions } from './reactions.ts';
import { orderReview } from './review.ts';
import { adminRoutes } from './routes-admin.ts';
import { sellerRoutes } from './routes-seller.ts';
import { orderRoutes } from './routes.ts';
import { sweepLookups } from './store-history.ts';
import { orderWatchers } from './stream.ts';

const sweep_every_ms = 30 * 60_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const commands = orderCommands(ctx);
  const fulfil = fulfilmentOf(ctx);
  const queries = orderQueries(ctx);
  const grants = orderGrants({ tokenKey: ctx.config.tokenKey, now: () => ctx.clock.now() });
  const watchers = orderWatchers({
    clock: ctx.clock,
    db: ctx.db,
    warn: (detail, message) => ctx.log.warn(detail, message),
  });
  const lookup = { db: ctx.db, identity: ctx.client(identityCalls), grants };
  return {
    calls: {
      ...orderReview(ctx),
      place: commands.place,
      settle: commands.settle,
      waiting: queries.waiting,
      noteAttempt: commands.noteAttempt,
      byCheckout: queries.byCheckout,
      orders: queries.orders,
      sold: queries.sold,
      baskets: queries.baskets,
      lately: queries.lately,
      sales: queries.sales,
      withDelivery: queries.withDelivery,
      takeBack: fulfil.takeBack,
      settleReturned: fulfil.settleReturned,
      opened: async ({ token }: { token: string }) => openedBy(grants, token),
      grants: async ({ orderIds }: { orderIds: string[] }) => ({
        grants: orderIds.map((orderId) => ({ orderId, ...grants.issue(orderId, mailedGrant_ms) })),
      }),
      personalData: (of: { userId: string; after: string | null }) =>
        person.personalData(ctx.db, of),
      unfinished: async ({ userId }: { userId: string }) => ({
        unfinished: await person.unfinished(ctx.db, userId),
      }),
    },
    routes: [
      ...orderRoutes({
        commands,
        cancelItems: fulfil.cancelItems,
        changeAddress: fulfil.changeAddress,
        queries,
        watchers,
        grants,
        lookup,
      }),
      ...sellerRoutes({ fulfil, queries }),
      ...adminRoutes({ commands, cancelItems: fulfil.cancelItems, queries }),
    ],
    reactions: { ...reactions, ...person.personReactions },
    tasks: [person.personTask(ctx.db), sweepTask(ctx.db)],
    stop: async () => watchers.stop(),
  };
}

const sweepTask = (db: RoomContext['db']): Task => ({
  name: 'orders.sweep-lookups',
  every_ms: sweep_every_ms,
  run: async () => {
    await sweepLookups(db);
  },
});

export const orders: Room = {
  name: 'orders',
  folder: import.meta.dirname,
  events: ordersEvents,
  calls: ordersCalls,
  consumers: [...consumers, ...person.personConsumers],
  start,
};
