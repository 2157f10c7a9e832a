import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { cartCalls } from '#services/cart/contract.ts';
import { creditCalls } from '#services/credit/contract.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { Commands } from './commands.ts';
import { checkoutCalls, checkoutEvents } from './contract.ts';
import { databaseClock } from './database-clock.ts';
import { checkoutDefinition } from './definition.ts';
import * as person from './person.ts';
import { checkoutJobs, checkoutReactions, consumers } from './reactions.ts';
import { checkoutRoutes } from './routes.ts';
import { sagasOf } from './store-operate.ts';
import { readJournal } from './store.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const cart = ctx.client(cartCalls);
  const identity = ctx.client(identityCalls);
  const inventory = ctx.client(inventoryCalls);
  const payments = ctx.client(paymentsCalls);
  const time = databaseClock(ctx.db, ctx.clock);
  ctx.sagas.define(checkoutDefinition(ctx, time));
  const commands = new Commands({ ctx, cart, identity, inventory, payments, time });
  return {
    calls: {
      sagasOf: async (of: Parameters<typeof sagasOf>[1]) => ({
        sagaIds: await sagasOf(ctx.db, of),
      }),
      personalData: person.personalData(ctx, payments),
      unfinished: async ({ userId }: { userId: string }) => ({
        unfinished: await person.unfinished(ctx, userId),
      }),
    },
    routes: checkoutRoutes({
      commands,
      clock: ctx.clock,
      journal: (sagaId) => readJournal(ctx.db, sagaId),
      bankPage: async (checkoutId) => {
        const found = await payments.ofCheckout({ checkoutId });
        return found.payments.findLast((one) => one.actionUrl !== null)?.actionUrl ?? undefined;
      },
      card: (code) => ctx.client(creditCalls).card({ code }),
    }),
    reactions: { ...checkoutReactions(ctx), ...person.personReactions(ctx) },
    jobs: { ...checkoutJobs(ctx, payments), ...person.personJobs(ctx) },
  };
}

export const checkout: Room = {
  name: 'checkout',
  folder: import.meta.dirname,
  events: checkoutEvents,
  calls: checkoutCalls,
  consumers: [...consumers, ...person.personConsumers],
  start,
};
