import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { callsOf } from './calls.ts';
import { bookingCommands } from './commands.ts';
import { bookingCalls, bookingEvents } from './contract.ts';
import { organiserDesk } from './desk.ts';
import { door as doorOf } from './door.ts';
import { hands as handsOf } from './hand.ts';
import { codesOf } from './codes.ts';
import { neighboursOf } from './neighbours.ts';
import { bookingQueries } from './queries.ts';
import { bookingReactions, consumers } from './reactions.ts';
import { allRoutes } from './routes-all.ts';
import { settling } from './settle.ts';
import { moveOnEvents } from './store-event.ts';
import { waitlist } from './waitlist.ts';

/** How long the answer about ways to pay is taken for true. */
const methods_ms = 10_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, clock } = ctx;
  const { identity, payments, sellers } = neighboursOf(ctx);
  const codes = codesOf(ctx);
  const { key } = codes;
  const methods = remembered(clock, async () => (await payments.methods({})).methods);
  const commands = bookingCommands({ ctx, methods });
  const queries = bookingQueries({ ctx, payments, codes });
  const desk = organiserDesk({ ctx, sellers });
  const door = doorOf({ ctx, desk, key });
  const list = waitlist({ ctx, queries });
  const settle = settling({ ctx, payments });
  const hands = handsOf({ ctx, identity, codes });
  return {
    calls: callsOf(ctx, hands),
    routes: allRoutes({ commands, queries, clock, desk, door, list, hands }),
    reactions: bookingReactions(ctx),
    tasks: [
      ...settle.tasks,
      ...list.tasks,
      ...hands.tasks,
      {
        name: 'booking.next-sessions',
        every_ms: 30_000,
        run: async () => {
          while ((await moveOnEvents(db, 200)) === 200);
        },
      },
    ],
  };
}

/** One answer for everybody who asks within ten seconds. */
function remembered<T>(clock: RoomContext['clock'], ask: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: T } | undefined;
  return async () => {
    if (last && clock.now() - last.at < methods_ms) return last.answer;
    const answer = await ask();
    last = { at: clock.now(), answer };
    return answer;
  };
}

export const booking: Room = {
  name: 'booking',
  folder: import.meta.dirname,
  events: bookingEvents,
  calls: bookingCalls,
  consumers,
  start,
};
