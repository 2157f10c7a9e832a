/** Calendars of warehouses and places to collect, for operators. */
import { Type, type Static } from 'typebox';
import { idSchema, newId } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Client } from '#kernel/http/contract.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import { calendarFaults, pickupFaults } from './check.ts';
import { pickupPlaces_max, pickupPlaceSchema, type PickupPlace } from './contract.ts';
import { calendarFields, faultsOf, minuteOf, withClock } from './desk-shapes.ts';
import type { Book } from './model.ts';
import * as store from './store-desk.ts';

interface FurnishDeps {
  db: Db;
  book(): Book;
  /** Reads the tables again. */
  changed(): Promise<void>;
  inventory: Pick<Client<typeof inventoryCalls>, 'warehouses'>;
}

const access = { audience: 'admin', roles: ['finance'], owner: 'none' } as const;
const write = { ...access, limit: 'write', idempotency: 'accepted' } as const;
const read = { ...access, method: 'GET', limit: 'read', idempotency: 'none' } as const;

export function furnishRoutes(deps: FurnishDeps): Route[] {
  const places = [pickupList(deps), pickupOne(deps), ...pickupWrites(deps), dropPickup(deps)];
  return [...houseRoutes(deps), ...places];
}

const houseBody = Type.Object(calendarFields);
const houseParams = Type.Object({ warehouseId: idSchema('wh') });
const shownHouse = Type.Object({
  warehouseId: Type.String(),
  name: Type.String(),
  /** null: it leaves by the calendar of the zone it sends to. */
  calendar: Type.Union([houseBody, Type.Null()]),
});

function houseRoutes({ db, changed, inventory }: FurnishDeps): Route[] {
  return [
    route({
      ...read,
      path: '/admin/warehouse-calendars',
      summary: 'Warehouses, and when parcels leave each',
      replies: { 200: Type.Object({ data: Type.Array(shownHouse) }) },
      errors: [],
      handle: async () => {
        const [{ warehouses }, rows] = await Promise.all([
          inventory.warehouses({}),
          store.readHouses(db),
        ]);
        const known = new Map(rows.map(({ warehouseId, ...rest }) => [warehouseId, rest]));
        const data = warehouses.map(({ warehouseId, name }) => {
          const found = known.get(warehouseId);
          return { warehouseId, name, calendar: found ? withClock(found) : null };
        });
        return reply(200, { data });
      },
    }),
    route({
      ...write,
      method: 'PUT',
      path: '/admin/warehouse-calendars/:warehouseId',
      summary: 'Set when parcels leave a warehouse: cut-off, days of rest, holidays',
      params: houseParams,
      body: houseBody,
      replies: { 200: houseBody },
      errors: ['validation-failed', 'not-found'],
      handle: async (req) => {
        const { warehouseId } = req.params;
        const { cutoff, ...rest } = req.body;
        const row = { ...rest, warehouseId, cutoff_minute: minuteOf(cutoff) };
        const faults = calendarFaults(row);
        if (faults.length > 0) return faultsOf(faults);
        const { warehouses } = await inventory.warehouses({});
        if (!warehouses.some((one) => one.warehouseId === warehouseId)) {
          return refuse('not-found', { what: 'warehouse' });
        }
        await store.saveHouses(db, [row]);
        await changed();
        return reply(200, req.body);
      },
    }),
    route({
      ...write,
      method: 'DELETE',
      path: '/admin/warehouse-calendars/:warehouseId',
      summary: 'Let a warehouse send by the calendar of the zone again',
      params: houseParams,
      replies: { 200: Type.Object({ dropped: Type.Boolean() }) },
      errors: ['not-found'],
      handle: async (req) => {
        const done = await store.dropHouse(db, req.params.warehouseId);
        if (!done) return refuse('not-found', { what: 'calendar' });
        await changed();
        return reply(200, { dropped: true });
      },
    }),
  ];
}

const { max_weight_g, max_length_mm, placeId: _, ...facts } = pickupPlaceSchema.properties;
const pickupBody = Type.Object({
  ...facts,
  maxWeightGrams: max_weight_g,
  maxLengthMillimetres: max_length_mm,
});
const shownPickup = Type.Object({ placeId: Type.String(), ...pickupBody.properties });

const placeOf = (placeId: string, body: Static<typeof pickupBody>): PickupPlace => {
  const { maxWeightGrams, maxLengthMillimetres, ...rest } = body;
  return {
    ...rest,
    placeId,
    max_weight_g: maxWeightGrams,
    max_length_mm: maxLengthMillimetres,
  };
};

const pickupJson = ({ max_weight_g: weight, max_length_mm: length, ...rest }: PickupPlace) => {
  return { ...rest, maxWeightGrams: weight, maxLengthMillimetres: length };
};

function pickupList({ db }: FurnishDeps): Route {
  return route({
    ...read,
    path: '/admin/pickup-places',
    summary: 'Places where people collect what they bought',
    query: Type.Object(pageQuery),
    replies: { 200: pageOf(shownPickup) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { limit, cursor } = req.query;
      const above = idCursor(cursor, 'pup');
      if (isRefusal(above)) return above;
      const rows = (await store.readPickup(db)).filter((one) => one.placeId > (above ?? ''));
      const page = pageFrom(rows.slice(0, limit + 1), limit, (row) => [row.placeId]);
      return reply(200, { ...page, data: page.data.map(pickupJson) });
    },
  });
}

function pickupOne({ db }: FurnishDeps): Route {
  return route({
    ...read,
    path: '/admin/pickup-places/:placeId',
    summary: 'A place where people collect what they bought',
    params: Type.Object({ placeId: idSchema('pup') }),
    replies: { 200: shownPickup },
    errors: ['not-found'],
    handle: async (req) => {
      const place = await store.readPlace(db, req.params.placeId);
      return place ? reply(200, pickupJson(place)) : refuse('not-found', { what: 'place' });
    },
  });
}

function pickupWrites({ db, book, changed }: FurnishDeps): Route[] {
  const save = async (place: PickupPlace) => {
    const faults = pickupFaults(place);
    if (faults.length > 0) return faultsOf(faults);
    await store.savePickup(db, [place]);
    await changed();
    return pickupJson(place);
  };
  const known = (placeId: string) => book().tables.pickup?.some((one) => one.placeId === placeId);
  return [
    route({
      ...write,
      method: 'POST',
      path: '/admin/pickup-places',
      summary: 'Add a place to collect',
      body: pickupBody,
      replies: { 201: shownPickup },
      errors: ['validation-failed', 'too-many-pickup-places'],
      handle: async (req) => {
        if ((book().tables.pickup?.length ?? 0) >= pickupPlaces_max) {
          return refuse('too-many-pickup-places', { max: pickupPlaces_max });
        }
        const saved = await save(placeOf(newId('pup'), req.body));
        return isRefusal(saved) ? saved : reply(201, saved);
      },
    }),
    route({
      ...write,
      method: 'PUT',
      path: '/admin/pickup-places/:placeId',
      summary: 'Change a place to collect, or close it',
      params: Type.Object({ placeId: idSchema('pup') }),
      body: pickupBody,
      replies: { 200: shownPickup },
      errors: ['validation-failed', 'not-found'],
      handle: async (req) => {
        if (known(req.params.placeId) !== true) return refuse('not-found', { what: 'place' });
        const saved = await save(placeOf(req.params.placeId, req.body));
        return isRefusal(saved) ? saved : reply(200, saved);
      },
    }),
  ];
}

function dropPickup({ db, changed }: FurnishDeps): Route {
  return route({
    ...write,
    method: 'DELETE',
    path: '/admin/pickup-places/:placeId',
    summary: 'Take a place to collect away; what is under way to it still goes there',
    params: Type.Object({ placeId: idSchema('pup') }),
    replies: { 200: Type.Object({ dropped: Type.Boolean() }) },
    errors: ['not-found'],
    handle: async (req) => {
      const done = await store.dropPickup(db, req.params.placeId);
      if (!done) return refuse('not-found', { what: 'place' });
      await changed();
      return reply(200, { dropped: true });
    },
  });
}
