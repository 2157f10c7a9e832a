/** Days on the way by zone and method, and when the parcels of a way are there; pure. */
import type { Calendar } from './calendar.ts';
import type { RateRequest, RatedParcel, ShippingMethod } from './contract.ts';
import { arrival, spanOf, type Book, type PlannedTake } from './model.ts';

export interface Asking {
  book(): Book;
}

interface Days {
  minDays: number;
  maxDays: number;
  calendar?: Calendar;
}

/** How long a method takes to a country; undefined where it does not go. */
export function wayOf(
  book: Book,
  { country, method }: { country: string; method: string },
): Days | undefined {
  const zone = book.zoneOf(country);
  const calendar = zone?.calendar ? { calendar: zone.calendar } : {};
  if (method === 'PICKUP') {
    const places = book.pickupOf(country);
    if (places.length === 0) return undefined;
    const minDays = places.reduce((least, one) => Math.min(least, one.minDays), Infinity);
    const maxDays = places.reduce((most, one) => Math.max(most, one.maxDays), 0);
    return { minDays, maxDays, ...calendar };
  }
  const rate = book.tables.rates.find((one) => one.zone === zone?.zone && one.method === method);
  return rate && { minDays: rate.minDays, maxDays: rate.maxDays, ...calendar };
}

/** The parcels of a way with the days on which they are there, each by the houses it leaves. */
export function dated(
  way: ShippingMethod,
  of: { book: Book; request: RateRequest; takes: readonly PlannedTake[]; now_ms: number },
): ShippingMethod {
  const { book, request, takes, now_ms } = of;
  const calendar = book.zoneOf(request.country)?.calendar;
  const days = { minDays: way.minDays, maxDays: way.maxDays, ...(calendar ? { calendar } : {}) };
  const datesOf = ({ lines, warehouseId }: RatedParcel) => {
    const variants = new Set(lines.map((lineNo) => request.goods?.[lineNo - 1]?.variantId));
    const from = takes.filter(
      (one) =>
        variants.has(one.variantId) && (warehouseId === null || one.warehouseId === warehouseId),
    );
    if (from.length === 0) return arrival(now_ms, { ...days, distance_km: null });
    return spanOf(
      from.map(({ warehouseId: id, distance_km }) => {
        const house = book.house(id);
        return arrival(now_ms, { ...days, distance_km, ...(house ? { house } : {}) });
      }),
    );
  };
  return { ...way, parcels: way.parcels.map((one) => ({ ...one, arrives: datesOf(one) })) };
}
