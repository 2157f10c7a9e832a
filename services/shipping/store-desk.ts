/** SQL of places to collect and of the calendars of houses. */
import type { Sql } from '#kernel/db/db.ts';
import { pickupPlaces_max, type HouseCalendar, type PickupPlace } from './contract.ts';
import type { Versioned } from './store.ts';

const PICKUP = `
select place_id as "placeId", name, line1, line2, city, state, postal_code as "postalCode",
  country, opening, min_days as "minDays", max_days as "maxDays", max_weight_g, max_length_mm,
  active, version
from pickup_place`;

export const readPickup = (db: Sql) =>
  db.rows<Versioned<PickupPlace>>(`${PICKUP} order by place_id limit $1`, [pickupPlaces_max]);

export const readPlace = (db: Sql, placeId: string) =>
  db.row<Versioned<PickupPlace>>(`${PICKUP} where place_id = $1`, [placeId]);

/** Held until the commit: its version, undefined where it is not there. */
export async function lockPlace(tx: Sql, placeId: string): Promise<number | undefined> {
  const text = 'select version from pickup_place where place_id = $1 for update';
  return (await tx.row<{ version: number }>(text, [placeId]))?.version;
}

const SAVE_PICKUP = `
insert into pickup_place as p (place_id, name, line1, line2, city, state, postal_code, country,
  opening, min_days, max_days, max_weight_g, max_length_mm, active)
select "placeId", name, line1, line2, city, state, "postalCode", country, opening, "minDays",
  "maxDays", max_weight_g, max_length_mm, active
from jsonb_to_recordset($1::jsonb) as x("placeId" text, name text, line1 text, line2 text,
  city text, state text, "postalCode" text, country text, opening text, "minDays" int,
  "maxDays" int, max_weight_g int, max_length_mm int, active boolean)
on conflict (place_id) do update set name = excluded.name, line1 = excluded.line1,
  line2 = excluded.line2, city = excluded.city, state = excluded.state,
  postal_code = excluded.postal_code, country = excluded.country, opening = excluded.opening,
  min_days = excluded.min_days, max_days = excluded.max_days,
  max_weight_g = excluded.max_weight_g, max_length_mm = excluded.max_length_mm,
  active = excluded.active, version = p.version + 1`;

/** Places to collect, each whole. One statement; ids must differ. */
export async function savePickup(db: Sql, places: readonly PickupPlace[]): Promise<void> {
  if (places.length > 0) await db.run(SAVE_PICKUP, [JSON.stringify(places)]);
}

export async function dropPickup(tx: Sql, placeId: string): Promise<void> {
  await tx.run('delete from pickup_place where place_id = $1', [placeId]);
}

const HOUSES = `
select warehouse_id as "warehouseId", time_zone as "timeZone", cutoff_minute,
  rest_days as "restDays", holidays, version
from house_calendar order by warehouse_id limit 5000`;

export const readHouses = (db: Sql) => db.rows<Versioned<HouseCalendar>>(HOUSES);

// A calendar that is not there yet has no row to hold.
const LOCK_HOUSE = `
select pg_advisory_xact_lock(hashtext('shipping.house ' || $1)),
  (select version from house_calendar where warehouse_id = $1) as version`;

/** Held until the commit: its version, undefined where there is none. */
export async function lockHouse(tx: Sql, warehouseId: string): Promise<number | undefined> {
  return (
    (await tx.row<{ version: number | null }>(LOCK_HOUSE, [warehouseId]))?.version ?? undefined
  );
}

const SAVE_HOUSES = `
insert into house_calendar as h (warehouse_id, time_zone, cutoff_minute, rest_days, holidays)
select "warehouseId", "timeZone", cutoff_minute, "restDays", holidays
from jsonb_to_recordset($1::jsonb) as x("warehouseId" text, "timeZone" text, cutoff_minute int,
  "restDays" int[], holidays jsonb)
on conflict (warehouse_id) do update set time_zone = excluded.time_zone,
  cutoff_minute = excluded.cutoff_minute, rest_days = excluded.rest_days,
  holidays = excluded.holidays, version = h.version + 1`;

/** When parcels leave houses. One statement; ids must differ. */
export async function saveHouses(db: Sql, calendars: readonly HouseCalendar[]): Promise<void> {
  if (calendars.length > 0) await db.run(SAVE_HOUSES, [JSON.stringify(calendars)]);
}

export async function dropHouse(tx: Sql, warehouseId: string): Promise<void> {
  await tx.run('delete from house_calendar where warehouse_id = $1', [warehouseId]);
}
