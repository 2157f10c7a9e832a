import type { RoomContext } from '#kernel/service.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { couponDesk, couponJobs } from './coupon-desk.ts';
import { pricingCoupons } from './coupons.ts';
import { firstOrders } from './firsts.ts';
import { holdingLane } from './holding.ts';
import { personalData } from './person.ts';
import type { Promotions } from './promotions.ts';
import type { Purses } from './purses.ts';
import type { QuoteDeps } from './quoting.ts';
import { couponRoutes } from './routes-coupon.ts';

/** What the room has of promotions that are not for everybody for ever. */
export function limitRoom(ctx: RoomContext, purses: Purses) {
  const identity = ctx.client(identityCalls);
  const firsts = firstOrders({ ctx, identity, orders: ctx.client(ordersCalls) });
  return { firsts, holding: holdingLane(ctx, purses) };
}

/** What the room has of coupons: calls, routes and jobs. */
export function couponRoom(ctx: RoomContext, of: { quoting: QuoteDeps; promotions: Promotions }) {
  const { quoting, promotions } = of;
  const identity = ctx.client(identityCalls);
  const coupons = pricingCoupons({ ...quoting, identity, promotions });
  const desk = couponDesk(ctx, promotions);
  return {
    coupons,
    calls: {
      coupon: coupons.show,
      consumeCoupon: coupons.consume,
      releaseCoupon: coupons.release,
      personalData: (one: { userId: string; after: string | null }) => personalData(ctx.db, one),
    },
    routes: couponRoutes({ desk, clock: ctx.clock }),
    jobs: couponJobs(ctx),
  };
}
