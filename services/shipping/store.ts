/** SQL of zones, calendars, carriers and rates: small tables, read whole and kept in memory. */
import type { Sql } from '#kernel/db/db.ts';
import type { Calendar } from './calendar.ts';
import { zones_max } from './contract.ts';
import type { Carrier, Rate, Split, Tables, Zone } from './model.ts';
import { readHouses, readPickup } from './store-desk.ts';

/** With how often it was changed, from 1; a thing that is not there has 0. */
export type Versioned<Row> = Row & { version: number };

export interface ZoneRow {
  zone: string;
  name: string;
  countries: string[];
  timeZone: string;
  cutoff_minute: number | null;
  restDays: number[];
  holidays: { day: string; name: string }[];
}

const ZONES = `
select z.zone, z.name, z.countries, z.version, z.time_zone as "timeZone", z.cutoff_minute,
  z.rest_days as "restDays", coalesce((
    select json_agg(json_build_object('day', to_char(h.day, 'YYYY-MM-DD'), 'name', h.name)
      order by h.day)
    from holiday h where h.zone = z.zone), '[]') as holidays
from zone z order by z.zone limit $1`;

const RATES = `
select zone, method, currency, name, base_minor, per_kg_minor, free_over_minor, max_weight_g,
  min_days as "minDays", max_days as "maxDays", tiers, sizes, carrier, version
from rate where $1::text is null or zone = $1 order by zone, method, currency limit 20000`;

export const readZones = (db: Sql) => db.rows<Versioned<ZoneRow>>(ZONES, [zones_max]);

/** Of one zone, or of all. */
export const readRates = (db: Sql, zone: string | null) => db.rows<Versioned<Rate>>(RATES, [zone]);

const CARRIERS = `
select carrier, name, divisor_cm3, max_length_mm, max_girth_mm, version from carrier
order by carrier limit 200`;

export const readCarriers = (db: Sql) => db.rows<Versioned<Carrier>>(CARRIERS);

export async function readSplit(db: Sql): Promise<Versioned<{ split: Split }>> {
  const row = await db.row<Versioned<{ split: Split }>>('select split, version from parcel_rule');
  return row ?? { split: 'seller', version: 0 };
}

const SAVE_SPLIT = `
update parcel_rule set split = $1, version = version + 1 where version = $2 returning version`;

// Each of these changes a row of this version, or adds one where that is 0, and gives the version
// that it has then; undefined: it is at another one by now.
const versionOf = async (db: Sql, text: string, values: unknown[]) =>
  (await db.row<{ version: number }>(text, values))?.version;

export const saveSplit = (db: Sql, { split, version }: Versioned<{ split: Split }>) =>
  versionOf(db, SAVE_SPLIT, [split, version]);

const SAVE_CARRIER = `
with changed as (
  update carrier set name = $2, divisor_cm3 = $3, max_length_mm = $4, max_girth_mm = $5,
    version = version + 1
  where carrier = $1 and version = $6 returning version
), added as (
  insert into carrier (carrier, name, divisor_cm3, max_length_mm, max_girth_mm)
  select $1, $2, $3, $4, $5 where $6 = 0 on conflict (carrier) do nothing returning version
)
select version from changed union all select version from added`;

export function saveCarrier(db: Sql, one: Versioned<Carrier>) {
  const { carrier, name, divisor_cm3, max_length_mm, max_girth_mm, version } = one;
  const values = [carrier, name, divisor_cm3, max_length_mm, max_girth_mm, version];
  return versionOf(db, SAVE_CARRIER, values);
}

/** Everything that rates and dates go by. Six statements, once for each change. */
export async function readTables(db: Sql): Promise<Tables> {
  const [zones, rates, carriers, { split }, houses, pickup] = await Promise.all([
    readZones(db),
    readRates(db, null),
    readCarriers(db),
    readSplit(db),
    readHouses(db),
    readPickup(db),
  ]);
  return {
    zones: zones.map(({ zone, countries, ...rest }): Zone => {
      return { zone, countries, calendar: calendarOf(rest) };
    }),
    rates,
    carriers,
    split,
    pickup,
    houses: new Map(houses.map((one) => [one.warehouseId, calendarOf(one)])),
  };
}

type CalendarRow = Pick<ZoneRow, 'timeZone' | 'cutoff_minute' | 'restDays' | 'holidays'>;

function calendarOf({ timeZone, cutoff_minute, restDays, holidays }: CalendarRow): Calendar {
  const days = new Set(holidays.map((one) => one.day));
  return { timeZone, cutoff_minute, restDays, holidays: days };
}

// The rows alone would not keep two new zones apart.
const LOCK = `
select pg_advisory_xact_lock(hashtext('shipping.zones')), (select count(*) from (
  select zone from zone order by zone for update) z)`;

/** One change of zones at a time. */
export async function lockZones(tx: Sql): Promise<void> {
  await tx.rows(LOCK);
}

const SAVE_ZONE = `
insert into zone as z (zone, name, countries, time_zone, cutoff_minute, rest_days)
values ($1, $2, $3, $4, $5, $6)
on conflict (zone) do update set name = excluded.name, countries = excluded.countries,
  time_zone = excluded.time_zone, cutoff_minute = excluded.cutoff_minute,
  rest_days = excluded.rest_days, version = z.version + 1`;

const HOLIDAYS = `
insert into holiday (zone, day, name)
select $1, day, name from jsonb_to_recordset($2::jsonb) as x(day date, name text)`;

/** A zone with all of its holidays; whoever calls has locked zones and knows its version. */
export async function saveZone(tx: Sql, row: ZoneRow): Promise<void> {
  const { zone, name, countries, timeZone, cutoff_minute, restDays, holidays } = row;
  await tx.run(SAVE_ZONE, [zone, name, countries, timeZone, cutoff_minute, restDays]);
  await tx.run('delete from holiday where zone = $1', [zone]);
  await tx.run(HOLIDAYS, [zone, JSON.stringify(holidays)]);
}

const SAVE_RATE = `
with changed as (
  update rate set name = $4, base_minor = $5, per_kg_minor = $6, free_over_minor = $7,
    max_weight_g = $8, min_days = $9, max_days = $10, tiers = $11::jsonb, sizes = $12::jsonb,
    carrier = $13, version = version + 1
  where zone = $1 and method = $2 and currency = $3 and version = $14 returning version
), added as (
  insert into rate (zone, method, currency, name, base_minor, per_kg_minor, free_over_minor,
    max_weight_g, min_days, max_days, tiers, sizes, carrier)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13 where $14 = 0
  on conflict (zone, method, currency) do nothing returning version
)
select version from changed union all select version from added`;

export function saveRate(tx: Sql, rate: Versioned<Rate>) {
  return versionOf(tx, SAVE_RATE, [
    rate.zone,
    rate.method,
    rate.currency,
    rate.name,
    rate.base_minor,
    rate.per_kg_minor,
    rate.free_over_minor,
    rate.max_weight_g,
    rate.minDays,
    rate.maxDays,
    rate.tiers ? JSON.stringify(rate.tiers) : null,
    rate.sizes ? JSON.stringify(rate.sizes) : null,
    rate.carrier ?? null,
    rate.version,
  ]);
}

type RateKey = Pick<Rate, 'zone' | 'method' | 'currency'>;

const LOCK_RATE = `
select version from rate where zone = $1 and method = $2 and currency = $3 for update`;

/** Held until the commit: its version, undefined where it is not there. */
export const lockRate = (tx: Sql, { zone, method, currency }: RateKey) =>
  versionOf(tx, LOCK_RATE, [zone, method, currency]);

export async function dropRate(tx: Sql, { zone, method, currency }: RateKey): Promise<void> {
  const text = 'delete from rate where zone = $1 and method = $2 and currency = $3';
  await tx.run(text, [zone, method, currency]);
}

/** Keeps a zone, and a carrier where one is named, there until the commit. */
export async function holdZone(tx: Sql, { zone, carrier }: Pick<Rate, 'zone' | 'carrier'>) {
  await tx.rows('select 1 from zone where zone = $1 for key share', [zone]);
  await tx.rows('select 1 from carrier where carrier = $1 for key share', [carrier ?? null]);
}

/** How many rates stand on it; null: it is not there. Nothing new can until the commit. */
export const lockZone = (tx: Sql, zone: string) => {
  return lockOne(tx, 'select version from zone where zone = $1 for update', [zone, OF_ZONE]);
};

export const lockCarrier = (tx: Sql, carrier: string) => {
  const text = 'select version from carrier where carrier = $1 for update';
  return lockOne(tx, text, [carrier, OF_CARRIER]);
};

async function lockOne(tx: Sql, text: string, [name, counting]: [string, string]) {
  const row = await tx.row<{ version: number }>(text, [name]);
  return row ? { version: row.version, rates: await countRates(tx, counting, name) } : null;
}

const OF_ZONE = 'select count(*)::int as count from rate where zone = $1';
const OF_CARRIER = 'select count(*)::int as count from rate where carrier = $1';

async function countRates(tx: Sql, text: string, name: string): Promise<number> {
  return (await tx.row<{ count: number }>(text, [name]))?.count ?? 0;
}

/** A zone with its holidays and all of its rates. */
export async function dropZone(tx: Sql, zone: string): Promise<void> {
  await tx.run('delete from rate where zone = $1', [zone]);
  await tx.run('delete from zone where zone = $1', [zone]);
}

export async function dropCarrier(tx: Sql, carrier: string): Promise<void> {
  await tx.run('delete from carrier where carrier = $1', [carrier]);
}
