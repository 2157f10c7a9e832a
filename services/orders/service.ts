import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { orderCommands } from './commands.ts';
import { ordersCalls, ordersEvents } from './contract.ts';
import { fulfilment } from './fulfil.ts';
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
    },
    routes: [
      ...orderRoutes({ commands, queries, watchers }),
      ...sellerRoutes({ fulfil: fulfilment(ctx), queries }),
      ...adminRoutes({ commands, queries }),
    ],
    reactions,
    stop: async () => watchers.stop(),
  };
}

export const orders: Room = {
  name: 'orders',
  folder: import.meta.dirname,
  events: ordersEvents,
  calls: ordersCalls,
  consumers,
  start,
};
