/** What shoppers ask of shipping: ways to a place, and places to collect. */
import { Type, type Static } from 'typebox';
import type { Clock } from '#kernel/core/clock.ts';
import { fromMajor, isCurrency, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { pickupPlaceSchema, type PickupPlace } from './contract.ts';
import { wayOf, type Asking } from './dates.ts';
import { arrival } from './model.ts';
import { tightPostal } from './places.ts';
import type { Rates } from './rating.ts';

interface ShopperDeps extends Asking {
  rates: Rates;
  clock: Clock;
}

const readOnly = { method: 'GET', audience: 'public', owner: 'none', limit: 'read' } as const;

export function shopperRoutes(deps: ShopperDeps): Route[] {
  return [methodsRoute(deps), pickupRoute(deps)];
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
      /** First and last likely day, of what is ordered now: by cut-off, days of rest, holidays. */
      arrivesFrom: Type.String({ format: 'date' }),
      arrivesTo: Type.String({ format: 'date' }),
    }),
  ),
});

function methodsRoute({ rates, book, clock }: ShopperDeps): Route {
  return route({
    ...readOnly,
    path: '/shipping/methods',
    summary: 'Ways one parcel can go to a place, with cost and days',
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
      const now_ms = clock.now();
      const methods = found.methods.map(({ amount_minor, freeOver_minor, parcels: _, ...way }) => {
        const days = wayOf(book(), { country, method: way.method });
        const dates = days && arrival(now_ms, { ...days, distance_km: null });
        return {
          ...way,
          amount: toMajor(amount_minor, currency),
          freeOver: freeOver_minor === null ? null : toMajor(freeOver_minor, currency),
          currency,
          arrivesFrom: dates?.from ?? '',
          arrivesTo: dates?.to ?? '',
        };
      });
      return reply(200, { methods });
    },
  });
}

/** As many places as one answer names. */
const shown_max = 20;

const {
  max_weight_g: _weight,
  max_length_mm: _length,
  active: _active,
  ...told
} = pickupPlaceSchema.properties;

const pickupReply = Type.Object({
  places: Type.Array(
    Type.Object({
      ...told,
      arrivesFrom: Type.String({ format: 'date' }),
      arrivesTo: Type.String({ format: 'date' }),
    }),
  ),
});
type Shown = Static<typeof pickupReply>['places'][number];

/** How many signs two postal codes share from the beginning: what is nearer shares more. */
export function sharedSigns(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** The nearest first: those in the same state, and then by postal code. */
export function nearestPlaces(
  places: readonly PickupPlace[],
  { state = '', postalCode = '' }: { state?: string | undefined; postalCode?: string | undefined },
): PickupPlace[] {
  const code = tightPostal(postalCode);
  const near = (one: PickupPlace) => {
    const same = state !== '' && one.state?.toUpperCase() === state.toUpperCase() ? 1 : 0;
    return sharedSigns(code, tightPostal(one.postalCode)) * 2 + same;
  };
  return places.toSorted((a, b) => near(b) - near(a) || (a.name < b.name ? -1 : 1));
}

function pickupRoute({ book, clock }: ShopperDeps): Route {
  return route({
    ...readOnly,
    path: '/shipping/pickup-places',
    summary: 'Places of a country to collect an order, the nearest first',
    idempotency: 'none',
    query: Type.Object({
      country: Type.String({ pattern: '^[A-Z]{2}$' }),
      state: Type.Optional(Type.String({ maxLength: 100 })),
      postalCode: Type.Optional(Type.String({ maxLength: 20 })),
    }),
    replies: { 200: pickupReply },
    errors: [],
    handle: (req) => {
      const { country } = req.query;
      const calendar = book().zoneOf(country)?.calendar;
      const places = nearestPlaces(book().pickupOf(country), req.query).slice(0, shown_max);
      const shown = places.map(
        ({ max_weight_g: _w, max_length_mm: _l, active: _a, ...place }): Shown => {
          const { minDays, maxDays } = place;
          const way = { minDays, maxDays, distance_km: null, ...(calendar ? { calendar } : {}) };
          const { from, to } = arrival(clock.now(), way);
          return { ...place, arrivesFrom: from, arrivesTo: to };
        },
      );
      return reply(200, { places: shown });
    },
  });
}
