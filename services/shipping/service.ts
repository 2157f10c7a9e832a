import { refuse } from '#kernel/core/refusal.ts';
import type { CallInput } from '#kernel/http/contract.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { shippingCalls, type Place } from './contract.ts';
import { wayOf, type Asking } from './dates.ts';
import { arrival, compile, spanOf, type Book } from './model.ts';
import { placesRoute } from './places.ts';
import { rater } from './rating.ts';
import { deskRoutes } from './routes-desk.ts';
import { furnishRoutes } from './routes-furnish.ts';
import { shopperRoutes } from './routes.ts';
import { saveHouses, savePickup } from './store-desk.ts';
import { learnPlaces } from './store-places.ts';
import { readTables } from './store.ts';

const REFRESH_MS = 30_000;

type Calls = (typeof shippingCalls)['calls'];

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, clock } = ctx;
  let book: Book = compile(await readTables(db));
  /** The tables are read and compiled once for each change. */
  const load = async () => {
    book = compile(await readTables(db));
  };
  const inventory = ctx.client(inventoryCalls);
  const rates = rater({ book: () => book, inventory, clock, log: ctx.log });
  const deps = { db, book: () => book, changed: load, rates, inventory, clock };
  return {
    calls: {
      rates,
      ...dateCalls({ book: () => book, now: () => clock.now() }),
      pickupPlace: async ({ placeId }: CallInput<Calls['pickupPlace']>) =>
        book.place(placeId) ?? refuse('pickup-place-not-found', { placeId }),
      furnish: async ({ places, calendars }: CallInput<Calls['furnish']>) => {
        await Promise.all([savePickup(db, places), saveHouses(db, calendars)]);
        await load();
        return { places: places.length, calendars: calendars.length };
      },
      learnPlaces: async ({ places }: { places: Place[] }) => {
        await learnPlaces(db, places);
        return { learnt: places.length };
      },
    },
    routes: [
      ...shopperRoutes(deps),
      placesRoute(db),
      ...deskRoutes({ db, tables: () => book.tables, changed: load }),
      ...furnishRoutes(deps),
    ],
    tasks: [{ name: 'shipping.refresh-rates', every_ms: REFRESH_MS, run: load }],
  };
}

function dateCalls({ book, now }: Asking & { now(): number }) {
  return {
    estimates: async (input: CallInput<Calls['estimates']>) => {
      const way = wayOf(book(), input);
      if (!way) return refuse('shipping-unavailable', { country: input.country });
      const dates = input.leaveAt.map((at, index) => {
        const ids = input.houses?.[index] ?? [];
        const houses = ids.length > 0 ? ids.map((id) => book().house(id)) : [undefined];
        return spanOf(
          houses.map((house) => {
            const parcel = { ...way, distance_km: null, ...(house ? { house } : {}) };
            return arrival(Date.parse(at), parcel);
          }),
        );
      });
      return { dates };
    },
    estimate: async ({ distance_km, warehouseId, ...ask }: CallInput<Calls['estimate']>) => {
      const way = wayOf(book(), ask);
      if (!way) return refuse('shipping-unavailable', { country: ask.country });
      const house = book().house(warehouseId ?? null);
      return arrival(now(), { ...way, distance_km, ...(house ? { house } : {}) });
    },
  };
}

export const shipping: Room = {
  name: 'shipping',
  folder: import.meta.dirname,
  events: null,
  calls: shippingCalls,
  consumers: [],
  start,
};
