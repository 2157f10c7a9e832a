import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import { erasedIn, identityCalls } from '#services/identity/contract.ts';
import { creditCommands } from './commands.ts';
import { creditCalls, creditEvents } from './contract.ts';
import { creditQueries } from './queries.ts';
import { creditRoutes } from './routes.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const commands = creditCommands(ctx);
  const queries = creditQueries(ctx);
  const identity = ctx.client(identityCalls);
  const isPerson = async (userId: string): Promise<boolean> => {
    const found = await identity.users({ userIds: [userId] });
    return !isRefusal(found) && found.users.length === 1;
  };
  const { card, hold, capture, release, refund, query } = commands;
  const { movements, personalData } = queries;
  return {
    calls: {
      card,
      hold,
      capture,
      release,
      refund,
      query,
      movements,
      personalData,
      import: commands.import,
    },
    reactions: {
      // Accounts and movements are books and stay; they name nobody but by an id.
      'credit.forget': (tx, events) => forgetReplies(tx, erasedIn(events)),
    },
    routes: creditRoutes({ commands, queries, clock: ctx.clock, isPerson }),
  };
}

export const credit: Room = {
  name: 'credit',
  folder: import.meta.dirname,
  events: creditEvents,
  calls: creditCalls,
  consumers: [{ name: 'credit.forget', from: { identity: ['USER_ERASED'] } }],
  start,
};
