import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { reconciliationAnswers } from './answers.ts';
import { breakCommands } from './commands.ts';
import { reconciliationCalls } from './contract.ts';
import { reconciliationSamples } from './queries.ts';
import { reconciliationRoutes } from './routes.ts';
import { reconciliationRunner } from './runner.ts';

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const runner = reconciliationRunner(ctx);
  return {
    calls: reconciliationAnswers(ctx, runner),
    routes: reconciliationRoutes({ ctx, runner, commands: breakCommands(ctx) }),
    tasks: [runner.task],
    samples: () => reconciliationSamples(ctx),
  };
}

export const reconciliation: Room = {
  name: 'reconciliation',
  folder: import.meta.dirname,
  events: null,
  calls: reconciliationCalls,
  consumers: [],
  start,
};
