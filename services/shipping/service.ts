import { Type } from 'typebox';
import { fromMajor, isCurrency, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { shippingCalls, type Place, type RateRequest } from './contract.ts';
import { arrival, methodsFor, zoneOf, type Tables } from './model.ts';
import { placesRoute } from './places.ts';
import { learnPlaces } from './store-places.ts';
import { readTables } from './store.ts';

const REFRESH_MS = 30_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  let tables: Tables = await readTables(ctx.db);
  const rates = async (request: RateRequest) => ({ methods: methodsFor(tables, request) });
  return {
    calls: {
      rates,
      estimates: async (input: { country: string; method: string; leaveAt: string[] }) => {
        const way = wayOf(tables, input);
        if (!way) return refuse('shipping-unavailable', { country: input.country });
        const parcel = { ...way, distance_km: null };
        return { dates: input.leaveAt.map((at) => arrival(Date.parse(at), parcel)) };
      },
      estimate: async (input: { country: string; method: string; distance_km: number | null }) => {
        const way = wayOf(tables, input);
        if (!way) return refuse('shipping-unavailable', { country: input.country });
        return arrival(ctx.clock.now(), { ...way, distance_km: input.distance_km });
      },
      learnPlaces: async ({ places }: { places: Place[] }) => {
        await learnPlaces(ctx.db, places);
        return { learnt: places.length };
      },
    },
    routes: [methodsRoute(rates), placesRoute(ctx.db)],
    tasks: [
      {
        name: 'shipping.refresh-rates',
        every_ms: REFRESH_MS,
        run: async () => {
          tables = await readTables(ctx.db);
        },
      },
    ],
  };
}

function wayOf(tables: Tables, { country, method }: { country: string; method: string }) {
  const zone = zoneOf(tables, country);
  return tables.rates.find((one) => one.zone === zone && one.method === method);
}

const methodsQuery = Type.Object({
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  state: Type.Optional(Type.String({ maxLength: 100 })),
  postalCode: Type.Optional(Type.String({ maxLength: 20 })),
  weightGrams: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
  subtotal: Type.Number({ minimum: 0, maximum: 1e12, default: 0 }),
  currency: Type.String({ pattern: '^[A-Z]{3}$', default: 'USD' }),
});

const methodsReply = Type.Object({
  methods: Type.Array(
    Type.Object({
      method: Type.String(),
      name: Type.String(),
      amount: Type.Number(),
      currency: Type.String(),
      minDays: Type.Integer(),
      maxDays: Type.Integer(),
      /** Goods from this sum on go for nothing. */
      freeOver: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
});

function methodsRoute(
  rates: (request: RateRequest) => Promise<{ methods: ReturnType<typeof methodsFor> }>,
): Route {
  return route({
    method: 'GET',
    path: '/shipping/methods',
    summary: 'Ways a parcel can go to a place, with cost and days',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    query: methodsQuery,
    replies: { 200: methodsReply },
    errors: ['amount-precision', 'shipping-unavailable', 'validation-failed'],
    handle: async (req) => {
      const { country, state, postalCode = '', weightGrams, subtotal, currency } = req.query;
      if (!isCurrency(currency)) return refuse('validation-failed', { currency });
      const subtotal_minor = fromMajor(subtotal, currency);
      if (isRefusal(subtotal_minor)) return subtotal_minor;
      const place = { country, postalCode, ...(state ? { state } : {}) };
      const found = await rates({ ...place, weight_g: weightGrams, subtotal_minor, currency });
      const methods = found.methods.map(({ amount_minor, freeOver_minor, ...rest }) => ({
        ...rest,
        amount: toMajor(amount_minor, currency),
        freeOver: freeOver_minor === null ? null : toMajor(freeOver_minor, currency),
        currency,
      }));
      return reply(200, { methods });
    },
  });
}

export const shipping: Room = {
  name: 'shipping',
  folder: import.meta.dirname,
  events: null,
  calls: shippingCalls,
  consumers: [],
  start,
};
