/** A cart in another currency: all of its lines, or none where one has no price there. */
import { Type } from 'typebox';
import { isCurrency } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { route, type Route } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { pricingCalls } from '#services/pricing/contract.ts';
import { effectivePrices } from './queries.ts';
import { callerOf, cartSchema, shownReply, write, type RouteDeps } from './routes.ts';
import { setCurrency } from './store-currency.ts';

/** Somebody may add to it meanwhile. */
const turns_max = 5;

export function currencyRoute({
  queries,
  pricing,
  ctx,
}: RouteDeps & { ctx: RoomContext; pricing: Client<typeof pricingCalls> }): Route {
  return route({
    ...write,
    method: 'PUT',
    path: '/cart/currency',
    summary: 'Count the cart in another currency, at the prices of now',
    description:
      'Lines without a price in it are named and nothing changes: a cart has one currency. A ' +
      'coupon stays in the cart and says whether it is for this currency.',
    body: Type.Object({ currency: Type.String({ pattern: '^[A-Z]{3}$' }) }),
    replies: { 200: cartSchema },
    errors: ['cart-not-found', 'price-missing', 'currency-unknown', 'conflict'],
    handle: async (req) => {
      const { currency } = req.body;
      if (!isCurrency(currency)) return refuse('currency-unknown', { currency });
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      for (let turn = 0; turn < turns_max; turn += 1) {
        const cart = await queries.find(caller);
        if (!cart) return refuse('cart-not-found');
        if (cart.currency === currency) return shownReply(await queries.show(cart));
        const variantIds = cart.lines.map((line) => line.variantId);
        const { userId, cartId, version } = cart;
        const { prices } = await effectivePrices(pricing, { variantIds, currency, userId });
        // What is not sold any more keeps its line, so that it is told, and has no price anywhere.
        const missing = cart.lines.filter((line) => line.active && !prices.has(line.variantId));
        if (missing.length > 0) {
          const items = missing.map(({ itemId, variantId, name }) => ({ itemId, variantId, name }));
          return refuse('price-missing', { currency, items });
        }
        if (!(await setCurrency(ctx.db, { cartId, version, currency, prices }))) continue;
        const now = await queries.byId(cartId);
        return now ? shownReply(await queries.show(now)) : refuse('cart-not-found');
      }
      return refuse('conflict');
    },
  });
}
