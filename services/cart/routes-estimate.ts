import { Type } from 'typebox';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { pricingCalls, TaxClass } from '#services/pricing/contract.ts';
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
      /** Of the total, what is tax that prices have in them. */
      includedTax: amount,
      total: amount,
      minDays: Type.Integer(),
      maxDays: Type.Integer(),
      /** First and last likely day, of what is ordered now; of all parcels together. */
      arrivesFrom: Type.String({ format: 'date' }),
      arrivesTo: Type.String({ format: 'date' }),
      /** Goods that travel together; what they cost adds up to `shipping`. */
      parcels: Type.Array(
        Type.Object({
          sellerId: Type.Union([Type.String(), Type.Null()]),
          itemIds: Type.Array(Type.String()),
          shipping: amount,
          arrivesFrom: Type.String({ format: 'date' }),
          arrivesTo: Type.String({ format: 'date' }),
        }),
      ),
    }),
  ),
});

const query = Type.Object({
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  state: Type.Optional(Type.String({ maxLength: 100 })),
  postalCode: Type.Optional(Type.String({ maxLength: 20 })),
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
      const { lines, subtotal_minor, off } = await queries.show(cart, { place: req.query });
      const { currency } = cart;
      const goods = lines.filter((line) => line.sellable);
      const packed = goods.map(({ sellerId, variantId, quantity, weight_g, size_mm }) => {
        return { sellerId, variantId, quantity, weight_g, ...(size_mm ? { size_mm } : {}) };
      });
      const shipTo = { ...req.query, postalCode: req.query.postalCode ?? '' };
      const { discount_minor, freeShipping } = off;
      const taken = { off: { discount_minor, freeShipping } };
      const classes = classesOf(goods);
      const who = cart.userId === null ? {} : { userId: cart.userId };
      const parcels = { weight_g: 0, goods: packed };
      const asked = { currency, subtotal_minor, ...parcels, shipTo, classes, ...who, ...taken };
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
            includedTax: toMajor(way.included_minor, currency),
            total: toMajor(way.total_minor, currency),
            minDays: way.minDays,
            maxDays: way.maxDays,
            ...daysOf(way.parcels),
            parcels: way.parcels.map((one) => ({
              sellerId: one.sellerId,
              itemIds: one.lines.flatMap((lineNo) => goods[lineNo - 1]?.itemId ?? []),
              shipping: toMajor(one.amount_minor, currency),
              ...daysOf([one]),
            })),
          })),
        },
        unshared,
      );
    },
  });
}

/** From the first day on which one may be there to the last for all. */
function daysOf(parcels: readonly { arrives?: { from: string; to: string } }[]) {
  const days = parcels.flatMap(({ arrives }) => arrives ?? []);
  const arrivesFrom = days.map((one) => one.from).toSorted()[0] ?? '';
  const arrivesTo =
    days
      .map((one) => one.to)
      .toSorted()
      .at(-1) ?? '';
  return { arrivesFrom, arrivesTo };
}

/** What the goods cost by class of tax. */
function classesOf(
  lines: readonly { taxClass: TaxClass | null; unit_minor: number; quantity: number }[],
): { taxClass: TaxClass; amount_minor: number }[] {
  const sums = new Map<TaxClass, number>();
  for (const { taxClass, unit_minor, quantity } of lines) {
    const name = taxClass ?? 'standard';
    sums.set(name, (sums.get(name) ?? 0) + unit_minor * quantity);
  }
  return [...sums].map(([name, amount_minor]) => ({ taxClass: name, amount_minor }));
}
