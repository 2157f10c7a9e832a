/** SQL of zones, calendars, carriers and rates: small tables, read whole and kept in memory. */
import type { Sql } from '#kernel/db/db.ts';
import type { Calendar } from './calendar.ts';
import { zones_max } from './contract.ts';
import type { Carrier, Rate, Split, Tables, Zone } from './model.ts';
import { readHouses, readPickup } from './store-desk.ts';

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
select z.zone, z.name, z.countries, z.time_zone as "timeZone", z.cutoff_minute,
  z.rest_days as "restDays", coalesce((
    select json_agg(json_build_object('day', to_char(h.day, 'YYYY-MM-DD'), 'name', h.name)
      order by h.day)
    from holiday h where h.zone = z.zone), '[]') as holidays
from zone z order by z.zone limit $1`;

const RATES = `
select zone, method, currency, name, base_minor, per_kg_minor, free_over_minor, max_weight_g,
  min_days as "minDays", max_days as "maxDays", tiers, sizes, carrier
from rate order by zone, method, currency limit 20000`;

export const readZones = (db: Sql): Promise<ZoneRow[]> => db.rows<ZoneRow>(ZONES, [zones_max]);

const CARRIERS = `
select carrier, name, divisor_cm3, max_length_mm, max_girth_mm from carrier
order by carrier limit 200`;

export const readCarriers = (db: Sql): Promise<Carrier[]> => db.rows<Carrier>(CARRIERS);

export async function readSplit(db: Sql): Promise<Split> {
  return (await db.row<{ split: Split }>('select split from parcel_rule'))?.split ?? 'seller';
}

export async function saveSplit(db: Sql, split: Split): Promise<void> {
  await db.run('update parcel_rule set split = $1, version = version + 1', [split]);
}

const SAVE_CARRIER = `
insert into carrier as c (carrier, name, divisor_cm3, max_length_mm, max_girth_mm)
values ($1, $2, $3, $4, $5)
on conflict (carrier) do update set name = excluded.name, divisor_cm3 = excluded.divisor_cm3,
  max_length_mm = excluded.max_length_mm, max_girth_mm = excluded.max_girth_mm,
  version = c.version + 1`;

export async function saveCarrier(db: Sql, one: Carrier): Promise<void> {
  const { carrier, name, divisor_cm3, max_length_mm, max_girth_mm } = one;
  await db.run(SAVE_CARRIER, [carrier, name, divisor_cm3, max_length_mm, max_girth_mm]);
}

/** Everything that rates and dates go by. Six statements, once for each change. */
export async function readTables(db: Sql): Promise<Tables> {
  const [zones, rates, carriers, split, houses, pickup] = await Promise.all([
    readZones(db),
    db.rows<Rate>(RATES),
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

/** A zone with all of its holidays. */
export async function saveZone(tx: Sql, row: ZoneRow): Promise<void> {
  const { zone, name, countries, timeZone, cutoff_minute, restDays, holidays } = row;
  await tx.run(SAVE_ZONE, [zone, name, countries, timeZone, cutoff_minute, restDays]);
  await tx.run('delete from holiday where zone = $1', [zone]);
  await tx.run(HOLIDAYS, [zone, JSON.stringify(holidays)]);
}

const SAVE_RATE = `
insert into rate as r (zone, method, currency, name, base_minor, per_kg_minor, free_over_minor,
  max_weight_g, min_days, max_days, tiers, sizes, carrier)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13)
on conflict (zone, method, currency) do update set name = excluded.name,
  base_minor = excluded.base_minor, per_kg_minor = excluded.per_kg_minor,
  free_over_minor = excluded.free_over_minor, max_weight_g = excluded.max_weight_g,
  min_days = excluded.min_days, max_days = excluded.max_days, tiers = excluded.tiers,
  sizes = excluded.sizes, carrier = excluded.carrier, version = r.version + 1`;

export async function saveRate(tx: Sql, rate: Rate): Promise<void> {
  await tx.run(SAVE_RATE, [
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
  ]);
}

export async function dropRate(
  tx: Sql,
  { zone, method, currency }: Pick<Rate, 'zone' | 'method' | 'currency'>,
): Promise<boolean> {
  const text = 'delete from rate where zone = $1 and method = $2 and currency = $3';
  return (await tx.run(text, [zone, method, currency])) > 0;
}

/** Keeps a zone, and a carrier where one is named, there until the commit. */
export async function holdZone(tx: Sql, { zone, carrier }: Pick<Rate, 'zone' | 'carrier'>) {
  await tx.rows('select 1 from zone where zone = $1 for key share', [zone]);
  await tx.rows('select 1 from carrier where carrier = $1 for key share', [carrier ?? null]);
}

/** How many rates stand on it; null: it is not there. Nothing new can until the commit. */
export async function lockZone(tx: Sql, zone: string): Promise<number | null> {
  if (!(await tx.row('select 1 from zone where zone = $1 for update', [zone]))) return null;
  return countRates(tx, OF_ZONE, zone);
}

export async function lockCarrier(tx: Sql, carrier: string): Promise<number | null> {
  if (!(await tx.row('select 1 from carrier where carrier = $1 for update', [carrier])))
    return null;
  return countRates(tx, OF_CARRIER, carrier);
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
