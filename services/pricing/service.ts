import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { shippingCalls } from '#services/shipping/contract.ts';
import { pricingCommands } from './commands.ts';
import { pricingCalls, pricingEvents } from './contract.ts';
import { couponRoom } from './coupon-room.ts';
import type { TaxRate } from './model.ts';
import { pricingOffers } from './offers.ts';
import { keepPromotions } from './promotions.ts';
import { pricingQueries } from './queries.ts';
import { consumers, reactions } from './reactions.ts';
import { promotionRoutes } from './routes-promotion.ts';
import { runningRoute } from './routes-running.ts';
import { pricingRoutes } from './routes.ts';
import { readTaxRates, upsertTaxRate } from './store.ts';

const REFRESH_MS = 30_000;
/** How late a process may know of a promotion that another process saved. */
const LOOK_MS = 1_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const taxes = await taxTable(ctx);
  const queries = pricingQueries(ctx);
  const shipping = ctx.client(shippingCalls);
  const catalog = ctx.client(catalogCalls);
  const promotions = await keepPromotions(ctx);
  const offers = pricingOffers({ ctx, catalog, book: promotions.book });
  const quoting = { ctx, queries, shipping, taxes: taxes.all, offers };
  const coupon = couponRoom(ctx, { quoting, promotions });
  const commands = pricingCommands({ ...quoting, coupons: coupon.coupons });
  return {
    calls: {
      setPrices: commands.setPrices,
      quote: commands.quote,
      prolong: commands.prolong,
      estimate: commands.estimate,
      prices: queries.prices,
      quotes: queries.quotes,
      lowest: queries.lowest,
      ...coupon.calls,
    },
    routes: [
      ...pricingRoutes({ commands, queries, catalog, taxes }),
      ...promotionRoutes({ ...quoting, promotions, catalog, clock: ctx.clock, ...coupon }),
      ...coupon.routes,
      runningRoute({ promotions, clock: ctx.clock }),
    ],
    reactions,
    jobs: coupon.jobs,
    tasks: [
      { name: 'pricing.refresh-taxes', every_ms: REFRESH_MS, run: taxes.refresh },
      { name: 'pricing.refresh-promotions', every_ms: LOOK_MS, run: promotions.refresh },
    ],
  };
}

/** The tax table in memory: small, read again every 30 s and after a change here. */
async function taxTable({ db }: RoomContext) {
  const read = async () =>
    new Map((await readTaxRates(db)).map((rate) => [`${rate.country}:${rate.state}`, rate]));
  let rates: ReadonlyMap<string, TaxRate> = await read();
  const refresh = async () => {
    rates = await read();
  };
  return {
    all: () => rates,
    refresh,
    set: async (rate: TaxRate) => {
      await upsertTaxRate(db, rate);
      await refresh();
    },
  };
}

export const pricing: Room = {
  name: 'pricing',
  folder: import.meta.dirname,
  events: pricingEvents,
  calls: pricingCalls,
  consumers,
  start,
};
