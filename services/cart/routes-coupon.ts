/**
 * A coupon in the cart: put in, taken out. Codes that are none are counted by address and by cart
 * or person, so that nobody finds one by trying; one that exists and does not fit is told with why,
 * and the cart stays as it was.
 */
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { Failure } from '#kernel/core/error.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Client } from '#kernel/http/contract.ts';
import { route, type Route } from '#kernel/http/route.ts';
import type { CouponView, pricingCalls } from '#services/pricing/contract.ts';
import type { Cart } from './model.ts';
import { couponLines } from './queries.ts';
import { callerOf, cartSchema, shownReply, write, type Asking, type RouteDeps } from './routes.ts';
import { setCoupon } from './store.ts';

interface Deps extends RouteDeps {
  ctx: RoomContext;
  pricing: Client<typeof pricingCalls>;
}

const code = Type.String({ minLength: 1, maxLength: 100 });

export function couponRoutes(deps: Deps): Route[] {
  return [putRoute(deps), takeRoute(deps)];
}

function putRoute({ queries, pricing, ctx }: Deps): Route {
  return route({
    ...write,
    method: 'POST',
    path: '/cart/coupons',
    summary: 'Put a coupon into the cart, in place of the one that is in it',
    description:
      'A cart has one coupon. One that takes nothing off is refused with the reason, and what is ' +
      'in the cart stays. After ten codes that are none within ten minutes: 429.',
    body: Type.Object({ code }),
    replies: { 200: cartSchema },
    errors: ['cart-not-found', 'cart-empty', 'coupon-not-found', 'coupon-not-valid'],
    handle: async (req) => {
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      const cart = await queries.find(caller);
      if (!cart || cart.lines.length === 0) return refuse('cart-empty');
      const tries = namesOf(req, cart);
      const asked = { code: req.body.code, ...couponLines(cart), tries };
      const { coupon, wait_s } = await pricing.coupon(asked);
      if (wait_s > 0) {
        throw new Failure(
          'too-many-requests',
          { limit: 'coupon' },
          { retryAfter_ms: wait_s * 1_000 },
        );
      }
      if (!coupon) return refuse('coupon-not-found');
      if (coupon.reason !== null) return notValid(coupon, cart.currency);
      await setCoupon(ctx.db, caller, coupon.code);
      const now = await queries.byId(cart.cartId);
      return now ? shownReply(await queries.show(now)) : refuse('cart-not-found');
    },
  });
}

function takeRoute({ queries, ctx }: Deps): Route {
  return route({
    ...write,
    method: 'DELETE',
    path: '/cart/coupons/:code',
    summary: 'Take the coupon out of the cart',
    params: Type.Object({ code }),
    replies: { 200: cartSchema },
    errors: ['cart-not-found', 'coupon-not-found'],
    handle: async (req) => {
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      const cart = await queries.find(caller);
      if (!cart) return refuse('cart-not-found');
      if (cart.coupon !== null) {
        if (cart.coupon !== req.params.code) return refuse('coupon-not-found');
        await setCoupon(ctx.db, caller, null);
      }
      const now = await queries.byId(cart.cartId);
      return now ? shownReply(await queries.show(now)) : refuse('cart-not-found');
    },
  });
}

/** Whoever guesses is known by the address and by the person, else by the cart. */
function namesOf(req: Asking & { ip: string }, cart: Cart): string[] {
  const who = cart.userId ?? cart.cartId;
  const names = [`address ${req.ip}`, `person ${who}`];
  return names.map((name) => createHash('sha256').update(name).digest('base64url'));
}

function notValid(view: CouponView, currency: string): Refusal<'coupon-not-valid'> {
  const { reason, code: written, name, startsAt, endsAt, least_minor, leastUnits } = view;
  const least = least_minor === null ? {} : { least: toMajor(least_minor, currency), currency };
  const facts = { reason, code: written, name, startsAt, endsAt, leastUnits };
  return refuse('coupon-not-valid', { ...facts, ...least });
}
