import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { syncAnswers } from './answers.ts';
import { syncRoomCalls } from './contract.ts';
import { mongodbSource } from './outside-mongodb.ts';
import { csvSource, type OutsideSource } from './outside-read.ts';
import { syncRoutes } from './routes.ts';
import { syncRunner } from './runner.ts';
import { outsideEnds } from './store-outside.ts';
import { syncSamples } from './views.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const runner = syncRunner(ctx, ctx.config.sync_min * 60_000, { outside: outsideOf(ctx) });
  return {
    calls: syncAnswers(ctx, runner),
    routes: syncRoutes({ ctx, runner }),
    tasks: runner.tasks,
    samples: () => syncSamples(ctx, runner.jobs),
    sync: outsideEnds,
  };
}

function outsideOf({ config }: RoomContext): OutsideSource | null {
  const { sellerId, file, mongodb } = config.outside;
  if (sellerId === null) return null;
  const whose = { sellerId, currency: 'USD' };
  if (mongodb !== null) return mongodbSource({ ...whose, ...mongodb });
  return file === null ? null : csvSource({ ...whose, file });
}

export const sync: Room = {
  name: 'sync',
  folder: import.meta.dirname,
  events: null,
  calls: syncRoomCalls,
  consumers: [],
  start,
};
