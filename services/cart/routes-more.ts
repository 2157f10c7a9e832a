import type { Route } from '#kernel/http/route.ts';
import type { CommandDeps } from './commands.ts';
import { estimateRoute } from './routes-estimate.ts';
import { couponRoutes } from './routes-coupon.ts';
import { currencyRoute } from './routes-currency.ts';
import { savedRoutes } from './routes-saved.ts';
import { cartRoutes, type RouteDeps } from './routes.ts';
import { savedForLater } from './saved.ts';

/** The cart, what is saved for later, and what it would cost at a place. */
export function allRoutes(deps: RouteDeps & CommandDeps): Route[] {
  const saved = savedForLater(deps);
  return [
    ...cartRoutes(deps),
    ...couponRoutes(deps),
    ...savedRoutes({ ...deps, saved }),
    estimateRoute(deps),
    currencyRoute(deps),
  ];
}
