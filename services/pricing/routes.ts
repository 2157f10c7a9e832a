/** The edge of pricing: what sellers set and what everybody may read. */
import { Type } from 'typebox';
import { idSchema, isId } from '#kernel/core/id.ts';
import { isCurrency, priceFromMajor, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import type { Commands } from './commands.ts';
import type { PriceToSet } from './contract.ts';
import type { Queries } from './queries.ts';

export interface RouteDeps {
  commands: Commands;
  queries: Queries;
  catalog: Client<typeof catalogCalls>;
}

const currency = Type.String({ pattern: '^[A-Z]{3}$' });
const amount = Type.Number({ minimum: 0, maximum: 1e12 });

const priceItem = Type.Object({
  variantId: idSchema('var'),
  currency,
  price: amount,
  salePrice: Type.Optional(Type.Union([amount, Type.Null()])),
});

const pricesBody = Type.Object({ prices: Type.Array(priceItem, { minItems: 1, maxItems: 100 }) });

const shownPrice = Type.Object({
  variantId: Type.String(),
  currency: Type.String(),
  price: Type.Number(),
  salePrice: Type.Union([Type.Number(), Type.Null()]),
  version: Type.Integer(),
});

const priceErrors = ['amount-precision', 'currency-unknown', 'sale-above-base', 'not-found'];

export function pricingRoutes(deps: RouteDeps): Route[] {
  return [setPricesRoute(deps), readPricesRoute(deps), historyRoute(deps)];
}

function setPricesRoute({ commands, catalog }: RouteDeps): Route {
  return route({
    method: 'PUT',
    path: '/seller/prices',
    summary: 'Set base and sale prices of variants',
    audience: 'seller',
    roles: ['catalogue', 'finance'],
    scopes: ['prices:write'],
    owner: 'the variants belong to sellers of the caller',
    limit: 'write',
    idempotency: 'accepted',
    body: pricesBody,
    replies: { 200: Type.Object({ changed: Type.Integer() }) },
    errors: priceErrors,
    handle: async (req) => {
      const ids = [...new Set(req.body.prices.map((one) => one.variantId))];
      const found = await catalog.variants({ variantIds: ids });
      const known = isRefusal(found) ? [] : found.variants;
      const mine = known.filter((one) => req.sellerIds.includes(one.sellerId));
      if (mine.length < ids.length) return refuse('not-found', { what: 'variant' });
      const prices: PriceToSet[] = [];
      for (const one of req.body.prices) {
        if (!isCurrency(one.currency)) {
          return refuse('currency-unknown', { currency: one.currency });
        }
        const base_minor = priceFromMajor(one.price, one.currency);
        if (isRefusal(base_minor)) return base_minor;
        const sale = one.salePrice ?? null;
        const sale_minor = sale === null ? null : priceFromMajor(sale, one.currency);
        if (isRefusal(sale_minor)) return sale_minor;
        prices.push({ variantId: one.variantId, currency: one.currency, base_minor, sale_minor });
      }
      const done = await commands.setPrices({ prices });
      return isRefusal(done) ? done : reply(200, done);
    },
  });
}

function readPricesRoute({ queries }: RouteDeps): Route {
  return route({
    method: 'GET',
    path: '/prices',
    summary: 'Prices of variants as they are now, for whoever asks',
    description:
      'Rules, schedules and the price lists of the caller are in them. Rules for a place count ' +
      'where the place is known, in the quote.',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({
      variantIds: Type.String({ pattern: '^var_[0-9a-f]{32}(,var_[0-9a-f]{32}){0,99}$' }),
      currency: Type.String({ pattern: '^[A-Z]{3}$', default: 'USD' }),
    }),
    replies: { 200: Type.Object({ data: Type.Array(shownPrice) }) },
    errors: ['currency-unknown'],
    handle: async (req) => {
      const { currency: wanted } = req.query;
      if (!isCurrency(wanted)) return refuse('currency-unknown', { currency: wanted });
      const variantIds = req.query.variantIds.split(',');
      const { id: userId } = req.principal;
      const who = isId('usr', userId) ? { userId } : {};
      const { prices } = await queries.prices({ variantIds, currency: wanted, ...who });
      const data = prices.map((one) => ({
        variantId: one.variantId,
        currency: wanted,
        price: toMajor(one.base_minor, wanted),
        salePrice: one.sale_minor === null ? null : toMajor(one.sale_minor, wanted),
        version: one.version,
      }));
      return reply(200, { data });
    },
  });
}

function historyRoute({ queries }: RouteDeps): Route {
  return route({
    method: 'GET',
    path: '/prices/:variantId/history',
    summary: 'What a variant cost in the last 90 days',
    description:
      'The lowest price that ended on each day on which one did, the oldest first; between two ' +
      'of them a price stood until the later. The price of now is in GET /prices.',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    params: Type.Object({ variantId: idSchema('var') }),
    query: Type.Object({ currency: Type.String({ pattern: '^[A-Z]{3}$', default: 'USD' }) }),
    replies: {
      200: Type.Object({
        currency: Type.String(),
        past: Type.Array(
          Type.Object({ until: Type.String({ format: 'date' }), price: Type.Number() }),
        ),
      }),
    },
    errors: ['currency-unknown'],
    handle: async (req) => {
      const { currency: wanted } = req.query;
      if (!isCurrency(wanted)) return refuse('currency-unknown', { currency: wanted });
      const rows = await queries.history({ variantId: req.params.variantId, currency: wanted });
      const past = rows.map(({ day, lowest_minor }) => {
        return { until: day, price: toMajor(lowest_minor, wanted) };
      });
      return reply(200, { currency: wanted, past });
    },
  });
}
