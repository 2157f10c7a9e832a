import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { completeSales } from './complete.ts';
import { ledgerQueries } from './queries.ts';
import { consumers, reactions } from './reactions.ts';
import { ledgerRoutes } from './routes.ts';

const COMPLETE_EVERY_MS = 2_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const complete = completeSales(ctx, ctx.client(catalogCalls));
  return {
    routes: ledgerRoutes(ledgerQueries(ctx)),
    reactions,
    tasks: [{ name: 'ledger.complete', every_ms: COMPLETE_EVERY_MS, run: complete }],
  };
}

export const ledger: Room = {
  name: 'ledger',
  folder: import.meta.dirname,
  events: null,
  calls: null,
  consumers,
  start,
};
