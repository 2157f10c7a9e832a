import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { orderCommands } from './commands.ts';
import { ordersCalls, ordersEvents } from './contract.ts';
import { fulfilment } from './fulfil.ts';
import { mailedGrant_ms, orderGrants } from './grant.ts';
import * as person from './person.ts';
import { orderQueries } from './queries.ts';
import { consumers, reactions } from './reactions.ts';
import { adminRoutes } from './routes-admin.ts';
import { sellerRoutes } from './routes-seller.ts';
import { orderRoutes } from './routes.ts';
import { readWatched } from './store-read.ts';
import { orderWatchers } from './stream.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const commands = orderCommands(ctx);
  const queries = orderQueries(ctx, ctx.client(paymentsCalls));
  const grants = orderGrants({ tokenKey: ctx.config.tokenKey, now: () => ctx.clock.now() });
  const watchers = orderWatchers({
    clock: ctx.clock,
    read: (orderIds) => readWatched(ctx.db, orderIds),
    warn: (detail, message) => ctx.log.warn(detail, message),
  });
  return {
    calls: {
      place: commands.place,
      settle: commands.settle,
      byCheckout: queries.byCheckout,
      orders: queries.orders,
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
      ...orderRoutes({ commands, queries, watchers }),
      ...sellerRoutes({ fulfil: fulfilment(ctx), queries }),
      ...adminRoutes({ commands, queries }),
    ],
    reactions: { ...reactions, ...person.personReactions },
    tasks: [person.personTask(ctx.db)],
    stop: async () => watchers.stop(),
  };
}

export const orders: Room = {
  name: 'orders',
  folder: import.meta.dirname,
  events: ordersEvents,
  calls: ordersCalls,
  consumers: [...consumers, ...person.personConsumers],
  start,
};
