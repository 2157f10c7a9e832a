import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { shippingCalls } from '#services/shipping/contract.ts';
import { askingRoom } from './asking.ts';
import { pricingCommands } from './commands.ts';
import { pricingCalls, pricingEvents } from './contract.ts';
import { couponRoom, limitRoom } from './coupon-room.ts';
import { currencyRoom } from './currency-room.ts';
import { movingRoom } from './moving-room.ts';
import { keepPromotions } from './promotions.ts';
import { consumers, reactions } from './reactions.ts';
import { promotionRoutes } from './routes-promotion.ts';
import { pricingRoutes } from './routes.ts';
import { pricingEnds } from './store-sync.ts';
import { taxRoom } from './tax-room.ts';

/** How late a process may know of a promotion that another process saved. */
const LOOK_MS = 1_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { tax, ...taxes } = await taxRoom(ctx);
  const shipping = ctx.client(shippingCalls);
  const catalog = ctx.client(catalogCalls);
  const promotions = await keepPromotions(ctx);
  const money = await currencyRoom(ctx, promotions);
  const { currencies } = money;
  const { purses } = promotions;
  const { holding, firsts } = limitRoom(ctx, purses);
  const moving = movingRoom(ctx, { promotions, catalog, currencies, firsts });
  const { queries, offers } = moving;
  const quoting = { ctx, queries, shipping, tax, offers, inForce: promotions, firsts, purses };
  const coupon = couponRoom(ctx, { quoting, promotions });
  const asking = askingRoom(ctx);
  const commands = pricingCommands({
    ...quoting,
    coupons: coupon.coupons,
    holding,
    teller: moving.teller,
    currencies,
  });
  return {
    calls: {
      setPrices: commands.setPrices,
      quote: commands.quote,
      prolong: commands.prolong,
      estimate: commands.estimate,
      ...taxes.calls,
      ...moving.calls,
      ...coupon.calls,
      ...holding.calls,
      barQuote: async ({ checkoutId }) => {
        const uses = await holding.bar(checkoutId);
        const coupons = await coupon.coupons.release({ checkoutId });
        return { released: uses.released || coupons.released };
      },
    },
    routes: [
      ...pricingRoutes({ commands, queries, catalog }),
      ...promotionRoutes({
        ...quoting,
        promotions,
        catalog,
        clock: ctx.clock,
        db: ctx.db,
        ...coupon,
      }),
      ...moving.routes,
      ...coupon.routes,
      ...taxes.routes,
      ...money.routes,
      ...asking.routes,
    ],
    reactions: reactions(ctx),
    sync: pricingEnds,
    samples: moving.samples,
    jobs: { ...money.jobs, ...coupon.jobs, ...asking.jobs, ...moving.jobs },
    tasks: [
      ...taxes.tasks,
      ...money.tasks,
      { name: 'pricing.refresh-promotions', every_ms: LOOK_MS, run: promotions.refresh },
      ...moving.tasks,
    ],
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
