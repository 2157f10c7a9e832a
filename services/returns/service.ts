import type { Room, RoomContext, RunningRoom, Task } from '#kernel/service.ts';
import type { AskedPicture } from '#services/media/contract.ts';
import { approver, payer } from './approve.ts';
import { returnCommands, type Commands } from './commands.ts';
import { returnsCalls, returnsEvents } from './contract.ts';
import { defineSaga } from './definition.ts';
import { returnDesk } from './desk.ts';
import { goodwill } from './goodwill.ts';
import { returnNeighbours } from './neighbours.ts';
import { returnQueries } from './queries.ts';
import { picturesInUse } from './pictures.ts';
import { consumers, returnReactions } from './reactions.ts';
import { beginLeft, beginnerAgain } from './state.ts';
import { wiredPerson, wiredRoutes } from './wiring.ts';
import { dueReturns, sagasOf } from './store-settle.ts';

const expire_every_ms = 2_000;
const begin_every_ms = 5_000;
/** Whoever decided has begun the saga within this, or is dead. */
const begin_age_ms = 3_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const neighbours = returnNeighbours(ctx);
  const queries = returnQueries(ctx, neighbours);
  const commands = returnCommands({ ctx, neighbours, queries });
  defineSaga(ctx);
  const desk = returnDesk({ ctx, neighbours });
  return {
    calls: {
      standing: queries.standing,
      waiting: queries.waiting,
      sagasOf: async ({ orderId }) => ({ sagaIds: await sagasOf(ctx.db, orderId) }),
      picturesInUse: (of: { pictures: AskedPicture[] }) => picturesInUse(ctx.db, of),
      ...wiredPerson(ctx),
    },
    routes: wiredRoutes(ctx, {
      commands,
      queries,
      neighbours,
      desk,
      approve: approver(ctx),
      giveBack: goodwill(ctx, neighbours),
      paidOut: payer(ctx),
      carryOut: beginnerAgain(ctx),
    }),
    reactions: returnReactions(ctx),
    tasks: tasksOf(ctx, commands),
  };
}

/** Any number of processes may run these: each step is decided under a lock. */
function tasksOf(ctx: RoomContext, commands: Commands): Task[] {
  return [
    {
      name: 'returns.expire',
      every_ms: expire_every_ms,
      run: async () => commands.expireDue(await dueReturns(ctx.db)),
    },
    {
      name: 'returns.begin',
      every_ms: begin_every_ms,
      run: () => beginLeft(ctx, begin_age_ms),
    },
  ];
}

export const returns: Room = {
  name: 'returns',
  folder: import.meta.dirname,
  events: returnsEvents,
  calls: returnsCalls,
  consumers,
  start,
};
