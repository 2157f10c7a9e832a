import type { RoomContext, Task } from '#kernel/service.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { keepBreaks } from './broken.ts';
import { demandTask } from './demand.ts';
import { pricingOffers, showOffers } from './offers.ts';
import type { Promotions } from './promotions.ts';
import { pricingQueries } from './queries.ts';
import { refundedJob } from './reactions.ts';
import { listRoom, type ListRoomDeps } from './list-room.ts';
import { competitorRoutes } from './routes-competitor.ts';
import { ruleRoutes } from './routes-rule.ts';
import { keepRules } from './rules.ts';
import { priceTeller } from './walk.ts';

const TELL_MS = 1_000;
const COUNT_MS = 60_000;

/** What the room has of prices that move: rules, lists and schedules, and who tells of them. */
export function movingRoom(
  ctx: RoomContext,
  of: {
    promotions: Promotions;
    catalog: ListRoomDeps['catalog'];
    currencies: Parameters<typeof pricingQueries>[0]['currencies'];
    firsts: Parameters<typeof showOffers>[0]['firsts'];
  },
) {
  const { promotions, catalog, currencies, firsts } = of;
  const { clock } = ctx;
  const breaks = keepBreaks(ctx);
  const deps = { ctx, inForce: promotions, catalog, breaks, currencies };
  const queries = pricingQueries(deps);
  const inventory = ctx.client(inventoryCalls);
  const teller = priceTeller({ ...deps, inventory });
  const rules = keepRules(ctx, promotions.refresh);
  const orders = ctx.client(ordersCalls);
  const tasks: Task[] = [
    { name: 'pricing.tell', every_ms: TELL_MS, run: teller.turn },
    {
      name: 'pricing.demand',
      every_ms: COUNT_MS,
      run: demandTask({ ctx, orders, book: promotions.book }),
    },
  ];
  const routes = [
    ...ruleRoutes({ rules, breaks, clock }),
    ...competitorRoutes({ ctx, catalog }),
    ...listRoom({ ctx, catalog, promotions, queries }),
  ];
  const { book, purses } = promotions;
  const offers = pricingOffers({ ctx, catalog, book, breaks, purses });
  const asked = { inForce: promotions, queries, offers, firsts, clock };
  const calls = {
    prices: queries.prices,
    quotes: queries.quotes,
    lowest: queries.lowest,
    offers: (input: Parameters<typeof showOffers>[1]) => showOffers(asked, input),
  };
  const samples = () => Promise.resolve(breaks.samples());
  return {
    queries,
    offers,
    teller,
    tasks,
    routes,
    calls,
    samples,
    jobs: refundedJob({ ctx, orders }),
  };
}
