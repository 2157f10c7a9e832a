import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { creditCalls } from '#services/credit/contract.ts';
import { neighboursOf } from './command-deps.ts';
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
  const neighbours = neighboursOf(ctx);
  const { payments } = neighbours;
  const time = databaseClock(ctx.db, ctx.clock);
  ctx.sagas.define(checkoutDefinition(ctx, time));
  const commands = new Commands({ ctx, time, ...neighbours });
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
