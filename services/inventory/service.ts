import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { inventoryCommands } from './commands.ts';
import { inventoryCalls, inventoryEvents } from './contract.ts';
import { inventoryQueries } from './queries.ts';
import { consumers, reactions } from './reactions.ts';
import { inventoryRoutes } from './routes.ts';

const SWEEP_EVERY_MS = 1_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const queries = inventoryQueries(ctx);
  const commands = inventoryCommands(ctx, queries.warehouses);
  const catalog = ctx.client(catalogCalls);
  return {
    calls: {
      hold: commands.hold,
      extend: commands.extend,
      confirm: commands.confirm,
      release: commands.release,
      adjust: commands.adjust,
      addWarehouses: commands.addWarehouses,
      availability: queries.availability,
      warehouses: async () => ({ warehouses: await queries.warehouses.all() }),
    },
    routes: inventoryRoutes({ commands, queries, catalog }),
    reactions,
    tasks: [
      {
        name: 'inventory.expire-holds',
        every_ms: SWEEP_EVERY_MS,
        run: async (signal) => {
          await commands.sweep(signal);
        },
      },
    ],
  };
}

export const inventory: Room = {
  name: 'inventory',
  folder: import.meta.dirname,
  events: inventoryEvents,
  calls: inventoryCalls,
  consumers,
  start,
};
