import { assert } from '#kernel/core/assert.ts';
import { placeOf, type Point } from './places.ts';
import type { Place, Warehouse } from './contract.ts';

export interface Request {
  lines: readonly { variantId: string; quantity: number }[];
  /** Warehouse ids, best first; those not named come last, by id. */
  preference: readonly string[];
}

export interface Counter {
  variantId: string;
  warehouseId: string;
  free: number;
}

export type Allocation =
  | { takes: { variantId: string; warehouseId: string; quantity: number }[] }
  | { short: { variantId: string; requested: number; available: number }[] };

/**
 * The rule that `hold_batch` in SQL implements, as a pure function: requests in arrival order,
 * each gets all lines, split over warehouses in its order of preference, or nothing. Tests
 * compare both on random input. Does not change its arguments.
 */
export function allocateInOrder(counters: Counter[], requests: Request[]): Allocation[] {
  const free = new Map(counters.map((one) => [`${one.variantId}:${one.warehouseId}`, one.free]));
  return requests.map((request) => {
    const rank = new Map(request.preference.map((id, index) => [id, index]));
    const slots = (variantId: string) =>
      counters
        .filter((one) => one.variantId === variantId)
        .map((one) => ({ ...one, free: free.get(`${variantId}:${one.warehouseId}`) ?? 0 }))
        .sort((a, b) => {
          const byRank =
            (rank.get(a.warehouseId) ?? Infinity) - (rank.get(b.warehouseId) ?? Infinity);
          if (byRank < 0 || byRank > 0) return byRank;
          return a.warehouseId < b.warehouseId ? -1 : 1;
        });
    const short = request.lines
      .map(({ variantId, quantity }) => ({
        variantId,
        requested: quantity,
        available: slots(variantId).reduce((sum, slot) => sum + slot.free, 0),
      }))
      .filter((line) => line.available < line.requested);
    if (short.length > 0) return { short };
    const takes = request.lines.flatMap(({ variantId, quantity }) => {
      let need = quantity;
      return slots(variantId).flatMap((slot) => {
        const take = Math.min(need, slot.free);
        if (take === 0) return [];
        need -= take;
        free.set(`${variantId}:${slot.warehouseId}`, slot.free - take);
        return [{ variantId, warehouseId: slot.warehouseId, quantity: take }];
      });
    });
    return { takes };
  });
}

/** Sums lines of the same variant, in order of first appearance: one counter, one decision. */
export function mergeLines<Line extends { variantId: string; quantity: number }>(
  lines: readonly Line[],
): Line[] {
  const merged = new Map<string, Line>();
  for (const line of lines) {
    const known = merged.get(line.variantId);
    merged.set(
      line.variantId,
      known ? { ...known, quantity: known.quantity + line.quantity } : line,
    );
  }
  return [...merged.values()];
}

const EARTH_KM = 6371;

/** Great-circle distance in km (haversine, R = 6371 km). */
export function distance_km(a: Point, b: Point): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const h =
    Math.sin(rad(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(rad(a.latitude)) *
      Math.cos(rad(b.latitude)) *
      Math.sin(rad(b.longitude - a.longitude) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Warehouse ids nearest to the place first; by id where the place is not known. */
export function nearestFirst(warehouses: readonly Warehouse[], place: Place): string[] {
  const point = placeOf(place);
  const far = (one: Warehouse) => (point ? distance_km(point, one) : 0);
  const sorted = warehouses
    .map((one) => ({ id: one.warehouseId, km: far(one) }))
    .sort((a, b) => a.km - b.km || (a.id < b.id ? -1 : 1));
  assert(sorted.length === warehouses.length, 'sorting keeps every warehouse');
  return sorted.map((one) => one.id);
}
