import type { RateRequest, ShippingMethod } from './contract.ts';

export interface Zone {
  zone: string;
  countries: string[];
}

export interface Rate {
  zone: string;
  method: ShippingMethod['method'];
  currency: string;
  name: string;
  base_minor: number;
  per_kg_minor: number;
  free_over_minor: number | null;
  max_weight_g: number;
  minDays: number;
  maxDays: number;
}

export interface Tables {
  zones: readonly Zone[];
  rates: readonly Rate[];
}

/** The zone that names the country, else the one for all others. */
export function zoneOf(tables: Tables, country: string): string | undefined {
  const named = tables.zones.find((one) => one.countries.includes(country));
  return (named ?? tables.zones.find((one) => one.countries.includes('*')))?.zone;
}

/** What a parcel costs: base, plus each kilogram begun after the first; free above a sum. */
export function amountOf(rate: Rate, parcel: { weight_g: number; subtotal_minor: number }): number {
  if (rate.free_over_minor !== null && parcel.subtotal_minor >= rate.free_over_minor) return 0;
  const kilograms = Math.max(1, Math.ceil(parcel.weight_g / 1_000));
  return rate.base_minor + (kilograms - 1) * rate.per_kg_minor;
}

/** The ways this parcel can go, cheapest first. */
export function methodsFor(tables: Tables, request: RateRequest): ShippingMethod[] {
  const zone = zoneOf(tables, request.country);
  return tables.rates
    .filter(
      (rate) =>
        rate.zone === zone &&
        rate.currency === request.currency &&
        request.weight_g <= rate.max_weight_g,
    )
    .map((rate) => ({
      method: rate.method,
      name: rate.name,
      amount_minor: amountOf(rate, request),
      minDays: rate.minDays,
      maxDays: rate.maxDays,
      freeOver_minor: rate.free_over_minor,
    }))
    .sort((a, b) => a.amount_minor - b.amount_minor || (a.method < b.method ? 1 : -1));
}

const DAY_MS = 86_400_000;
/** A truck's day; beyond it the parcel needs longer than the zone's first day. */
const KM_PER_DAY = 1_000;

/**
 * First and last likely day of arrival, as UTC dates. Within the zone's days the nearer house
 * arrives sooner: each 1,000 km adds a day to the first one. Sundays do not count.
 */
export function arrival(
  now_ms: number,
  way: { minDays: number; maxDays: number; distance_km: number | null },
): { from: string; to: string } {
  const extra = Math.floor((way.distance_km ?? 0) / KM_PER_DAY);
  const first = Math.min(way.maxDays, way.minDays + extra);
  return { from: workday(now_ms, first), to: workday(now_ms, way.maxDays) };
}

function workday(now_ms: number, days: number): string {
  let at_ms = now_ms;
  for (let left = days; left > 0;) {
    at_ms += DAY_MS;
    if (weekday(at_ms) !== SUNDAY) left -= 1;
  }
  return new Date(at_ms).toISOString().slice(0, 10);
}

const SUNDAY = 0;
// 1 January 1970 was a Thursday.
const weekday = (ms: number) => (Math.floor(ms / DAY_MS) + 4) % 7;
