import type { Route } from '#kernel/http/route.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { listPriceRoutes, type ListPriceDeps } from './routes-list-price.ts';
import { listRoutes } from './routes-list.ts';
import { memberRoutes } from './routes-member.ts';
import { scheduleRoutes } from './routes-schedule.ts';

export type ListRoomDeps = ListPriceDeps;

/** What operators and sellers ask of price lists and of prices with a time. */
export function listRoom(deps: ListRoomDeps): Route[] {
  const { ctx } = deps;
  return [
    ...listRoutes(deps),
    ...memberRoutes({ ctx, identity: ctx.client(identityCalls) }),
    ...listPriceRoutes(deps),
    ...scheduleRoutes(deps),
  ];
}
