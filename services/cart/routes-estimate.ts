import { Type } from 'typebox';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { pricingCalls } from '#services/pricing/contract.ts';
import { callerOf, common, unshared, type RouteDeps } from './routes.ts';

const amount = Type.Number();
const nullable = Type.Union([Type.Number(), Type.Null()]);

const estimateSchema = Type.Object({
  subtotal: amount,
  currency: Type.String(),
  /** The cheapest first. */
  methods: Type.Array(
    Type.Object({
      method: Type.String(),
      name: Type.String(),
      shipping: amount,
      /** Goods from this sum on go for nothing this way; null: they never do. */
      freeOver: nullable,
      /** null: it depends on more than the place. */
      tax: nullable,
      total: amount,
      minDays: Type.Integer(),
      maxDays: Type.Integer(),
    }),
  ),
});

const query = Type.Object({
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  state: Type.Optional(Type.String({ maxLength: 100 })),
  postalCode: Type.String({ minLength: 1, maxLength: 20 }),
});

/** What the cart would cost at a place, before there is an address. The checkout fixes it. */
export function estimateRoute({
  queries,
  pricing,
}: RouteDeps & { pricing: Client<typeof pricingCalls> }): Route {
  return route({
    ...common,
    method: 'GET',
    path: '/cart/estimate',
    summary: 'What the cart would cost at a place: delivery, tax and total by each way',
    limit: 'read',
    idempotency: 'none',
    query,
    replies: { 200: estimateSchema },
    errors: ['cart-not-found', 'cart-empty', 'shipping-unavailable'],
    handle: async (req) => {
      const caller = await callerOf(queries, req);
      if (isRefusal(caller)) return caller;
      const cart = await queries.find(caller);
      if (!cart || cart.lines.length === 0) return refuse('cart-empty');
      const { lines, subtotal_minor, coupon } = await queries.show(cart);
      const { currency } = cart;
      const goods = lines.filter((line) => line.sellable);
      const weight_g = goods.reduce((sum, line) => sum + line.weight_g * line.quantity, 0);
      const shipTo = req.query;
      const { discount_minor = 0, freeShipping = false } = coupon ?? {};
      const off = coupon ? { off: { discount_minor, freeShipping } } : {};
      const asked = { currency, subtotal_minor, weight_g, shipTo, ...off };
      const { methods } = await pricing.estimate(asked);
      if (methods.length === 0) {
        return refuse('shipping-unavailable', { country: shipTo.country, methods: [] });
      }
      const major = (minor: number | null) => (minor === null ? null : toMajor(minor, currency));
      return reply(
        200,
        {
          subtotal: toMajor(subtotal_minor, currency),
          currency,
          methods: methods.map((way) => ({
            method: way.method,
            name: way.name,
            shipping: toMajor(way.shipping_minor, currency),
            freeOver: major(way.freeOver_minor),
            tax: major(way.tax_minor),
            total: toMajor(way.total_minor, currency),
            minDays: way.minDays,
            maxDays: way.maxDays,
          })),
        },
        unshared,
      );
    },
  });
}
