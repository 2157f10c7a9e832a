/** Calendars of warehouses and places to collect, for operators. */
import { Type, type Static } from 'typebox';
import { idSchema, newId } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Client } from '#kernel/http/contract.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import { calendarFaults, pickupFaults } from './check.ts';
import { pickupPlaces_max, pickupPlaceSchema, type PickupPlace } from './contract.ts';
import { calendarFields, faultsOf, minuteOf, notTaken, version, withClock } from './desk-shapes.ts';
import type { Book } from './model.ts';
import type { Versioned } from './store.ts';
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
/** If-Match names the version that the change is based on; "0": there is no calendar yet. */
const change = { ...write, ifMatch: true } as const;
const read = { ...access, method: 'GET', limit: 'read', idempotency: 'none' } as const;

export function furnishRoutes(deps: FurnishDeps): Route[] {
  const places = [pickupList(deps), pickupOne(deps), ...pickupWrites(deps), dropPickup(deps)];
  return [...houseRoutes(deps), dropHouseRoute(deps), ...places];
}

const houseBody = Type.Object(calendarFields);
const houseParams = Type.Object({ warehouseId: idSchema('wh') });
const keptHouse = Type.Object({ ...houseBody.properties, version });
const shownHouse = Type.Object({
  warehouseId: Type.String(),
  name: Type.String(),
  /** null: it leaves by the calendar of the zone it sends to. */
  calendar: Type.Union([keptHouse, Type.Null()]),
});

const tagged = <Body extends { version: number }>(body: Body) =>
  reply(200, body, { etag: etagOf(body.version) });

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
      ...change,
      method: 'PUT',
      path: '/admin/warehouse-calendars/:warehouseId',
      summary: 'Set when parcels leave a warehouse: cut-off, days of rest, holidays',
      params: houseParams,
      body: houseBody,
      replies: { 200: keptHouse },
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
        const refused = await db.tx(async (tx) => {
          const known = await store.lockHouse(tx, warehouseId);
          if ((known ?? 0) !== req.ifMatch) return refuse('precondition-failed');
          await store.saveHouses(tx, [row]);
          return null;
        });
        if (refused) return refused;
        await changed();
        return tagged({ ...req.body, version: req.ifMatch + 1 });
      },
    }),
  ];
}

function dropHouseRoute({ db, changed }: FurnishDeps): Route {
  return route({
    ...change,
    method: 'DELETE',
    path: '/admin/warehouse-calendars/:warehouseId',
    summary: 'Let a warehouse send by the calendar of the zone again',
    params: houseParams,
    replies: { 200: Type.Object({ dropped: Type.Boolean() }) },
    errors: ['not-found'],
    handle: async (req) => {
      const { warehouseId } = req.params;
      const refused = await db.tx(async (tx) => {
        const not = notTaken(await store.lockHouse(tx, warehouseId), req.ifMatch, 'calendar');
        if (!not) await store.dropHouse(tx, warehouseId);
        return not;
      });
      if (refused) return refused;
      await changed();
      return reply(200, { dropped: true });
    },
  });
}

const { max_weight_g, max_length_mm, placeId: _, ...facts } = pickupPlaceSchema.properties;
const pickupBody = Type.Object({
  ...facts,
  maxWeightGrams: max_weight_g,
  maxLengthMillimetres: max_length_mm,
});
const shownPickup = Type.Object({ placeId: Type.String(), ...pickupBody.properties, version });

const placeOf = (placeId: string, body: Static<typeof pickupBody>): PickupPlace => {
  const { maxWeightGrams, maxLengthMillimetres, ...rest } = body;
  return {
    ...rest,
    placeId,
    max_weight_g: maxWeightGrams,
    max_length_mm: maxLengthMillimetres,
  };
};

const pickupJson = (place: Versioned<PickupPlace>) => {
  const { max_weight_g: weight, max_length_mm: length, ...rest } = place;
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
      return place ? tagged(pickupJson(place)) : refuse('not-found', { what: 'place' });
    },
  });
}

function pickupWrites({ db, book, changed }: FurnishDeps): Route[] {
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
        const place = placeOf(newId('pup'), req.body);
        const faults = pickupFaults(place);
        if (faults.length > 0) return faultsOf(faults);
        await store.savePickup(db, [place]);
        await changed();
        return reply(201, pickupJson({ ...place, version: 1 }), { etag: etagOf(1) });
      },
    }),
    route({
      ...change,
      method: 'PUT',
      path: '/admin/pickup-places/:placeId',
      summary: 'Change a place to collect, or close it',
      params: Type.Object({ placeId: idSchema('pup') }),
      body: pickupBody,
      replies: { 200: shownPickup },
      errors: ['validation-failed', 'not-found'],
      handle: async (req) => {
        const place = placeOf(req.params.placeId, req.body);
        const faults = pickupFaults(place);
        const refused = await db.tx(async (tx) => {
          const known = await store.lockPlace(tx, place.placeId);
          const not = notTaken(known, req.ifMatch, 'place');
          if (not) return not;
          if (faults.length > 0) return faultsOf(faults);
          await store.savePickup(tx, [place]);
          return null;
        });
        if (refused) return refused;
        await changed();
        return tagged(pickupJson({ ...place, version: req.ifMatch + 1 }));
      },
    }),
  ];
}

function dropPickup({ db, changed }: FurnishDeps): Route {
  return route({
    ...change,
    method: 'DELETE',
    path: '/admin/pickup-places/:placeId',
    summary: 'Take a place to collect away; what is under way to it still goes there',
    params: Type.Object({ placeId: idSchema('pup') }),
    replies: { 200: Type.Object({ dropped: Type.Boolean() }) },
    errors: ['not-found'],
    handle: async (req) => {
      const { placeId } = req.params;
      const refused = await db.tx(async (tx) => {
        const not = notTaken(await store.lockPlace(tx, placeId), req.ifMatch, 'place');
        if (!not) await store.dropPickup(tx, placeId);
        return not;
      });
      if (refused) return refused;
      await changed();
      return reply(200, { dropped: true });
    },
  });
}
