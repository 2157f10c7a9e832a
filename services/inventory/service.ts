import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { Commands } from './commands.ts';
import { inventoryCalls, inventoryEvents } from './contract.ts';
import { inventoryQueries } from './queries.ts';
import { planner } from './plan.ts';
import { consumers, reactions } from './reactions.ts';
import { stockReview } from './review.ts';
import { inventoryRoutes } from './routes.ts';
import { saleStock } from './sales.ts';
import { inventoryEnds } from './store-sync.ts';
import { wantNotes } from './wants.ts';

const SWEEP_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const queries = inventoryQueries(ctx);
  const wants = wantNotes(ctx);
  const sales = saleStock(ctx);
  const commands = new Commands(ctx, { houses: queries.warehouses, wants, sales });
  const catalog = ctx.client(catalogCalls);
  return {
    calls: {
      ...stockReview(ctx),
      hold: (input: never) => commands.hold(input),
      extend: (input: never) => commands.extend(input),
      confirm: (input: never) => commands.confirm(input),
      release: (input: never) => commands.release(input),
      wanted: wants.wanted,
      adjust: (input: never) => commands.adjust(input),
      takeBack: (input: never) => commands.takeBack(input),
      addWarehouses: (input: never) => commands.addWarehouses(input),
      allot: sales.allot,
      endAllotment: sales.endAllotment,
      settleUnits: sales.settleUnits,
      pools: sales.pools,
      availability: queries.availability,
      plan: planner(ctx.db, queries.warehouses),
      warehouses: async () => ({ warehouses: await queries.warehouses.all() }),
    },
    routes: inventoryRoutes({ commands, queries, catalog }),
    reactions,
    sync: inventoryEnds,
    tasks: [
      {
        name: 'inventory.expire-holds',
        every_ms: SWEEP_EVERY_MS,
        run: async (signal) => {
          await commands.sweep(signal);
        },
      },
      {
        name: 'inventory.forget-wants',
        every_ms: FORGET_EVERY_MS,
        run: async () => {
          await wants.sweep();
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
