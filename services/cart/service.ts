import { refuse } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { cartCommands } from './commands.ts';
import { cartCalls, cartEvents } from './contract.ts';
import { cartEnds, variantCopies } from './copies.ts';
import { cartMerge } from './merge.ts';
import { cartQueries } from './queries.ts';
import { personalData, personConsumers, personReactions } from './person.ts';
import { consumers, reactions } from './reactions.ts';
import { allRoutes } from './routes-more.ts';
import { acceptPrices } from './store.ts';

const EXPIRE_EVERY_MS = 10 * 60 * 1_000;

type Accept = (typeof cartCalls)['calls']['accept'];

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const pricing = ctx.client(pricingCalls);
  const inventory = ctx.client(inventoryCalls);
  const copies = variantCopies(ctx, ctx.client(catalogCalls));
  const queries = cartQueries({ ctx, pricing, inventory });
  const commands = cartCommands({ ctx, copies, pricing });
  const merge = cartMerge({ ctx, pricing });
  const routing = { ctx, copies, commands, queries, merge, pricing };
  return {
    calls: {
      forCheckout: queries.forCheckout,
      merge: (input: Parameters<typeof merge>[0]) => merge(input),
      accept: (input: CallInput<Accept>) => accept(ctx, input),
      personalData: (input: { userId: string }) => personalData(ctx.db, input),
    },
    routes: allRoutes(routing),
    reactions: { ...reactions, ...personReactions },
    sync: cartEnds,
    tasks: [
      {
        name: 'cart.expire',
        every_ms: EXPIRE_EVERY_MS,
        run: async (signal) => {
          await commands.expire(signal);
        },
      },
    ],
  };
}

async function accept(ctx: RoomContext, input: CallInput<Accept>): Promise<CallOutput<Accept>> {
  const prices = new Map(input.prices.map((one) => [one.variantId, one]));
  const version = await acceptPrices(ctx.db, { ...input, prices: [...prices.values()] });
  return version === undefined ? refuse('cart-not-found') : { version };
}

export const cart: Room = {
  name: 'cart',
  folder: import.meta.dirname,
  events: cartEvents,
  calls: cartCalls,
  consumers: [...consumers, ...personConsumers],
  start,
};
