import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { breakCommands } from './commands.ts';
import { reconciliationSamples } from './queries.ts';
import { reconciliationRoutes } from './routes.ts';
import { reconciliationRunner } from './runner.ts';
import './contract.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const runner = reconciliationRunner(ctx);
  return {
    routes: reconciliationRoutes({ ctx, runner, commands: breakCommands(ctx) }),
    tasks: [runner.task],
    samples: () => reconciliationSamples(ctx),
  };
}

export const reconciliation: Room = {
  name: 'reconciliation',
  folder: import.meta.dirname,
  events: null,
  calls: null,
  consumers: [],
  start,
};
