import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { simulationRoutes } from './routes-simulation.ts';
import { whyRoute } from './routes-why.ts';
import { simulationDesk, simulationJobs } from './simulation.ts';

/** What operators ask of prices that were: what they were, and would have been with a draft. */
export function askingRoom(ctx: RoomContext) {
  const deps = { ctx, orders: ctx.client(ordersCalls), catalog: ctx.client(catalogCalls) };
  const routes = [...simulationRoutes(simulationDesk(deps)), whyRoute({ ...deps, db: ctx.db })];
  return { routes, jobs: simulationJobs(deps) };
}
