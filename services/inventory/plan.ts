import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { Houses } from './commands.ts';
import type { inventoryCalls } from './contract.ts';
import { distance_km, mergeLines, nearestFirst } from './model.ts';
import { placeOf } from './places.ts';
import { readFree } from './store-plan.ts';

type Plan = (typeof inventoryCalls)['calls']['plan'];

/** Where units would leave from if they were held now. One statement. */
export function planner(db: Sql, houses: Pick<Houses, 'all'>) {
  return async ({ lines, shipTo }: CallInput<Plan>): Promise<CallOutput<Plan>> => {
    const wanted = mergeLines(lines);
    if (wanted.length === 0) return { takes: [] };
    const [all, free] = await Promise.all([
      houses.all(),
      readFree(
        db,
        wanted.map((line) => line.variantId),
      ),
    ]);
    const rank = new Map(nearestFirst(all, shipTo).map((id, at) => [id, at]));
    const point = placeOf(shipTo);
    const far = new Map(
      all.map((one) => [one.warehouseId, point ? distance_km(point, one) : null]),
    );
    const takes = wanted.flatMap(({ variantId, quantity }) => {
      let need = quantity;
      return free
        .filter((one) => one.variantId === variantId)
        .toSorted((a, b) => (rank.get(a.warehouseId) ?? 0) - (rank.get(b.warehouseId) ?? 0))
        .flatMap(({ warehouseId, free: units }) => {
          const take = Math.min(need, units);
          if (take === 0) return [];
          need -= take;
          const km = far.get(warehouseId) ?? null;
          return [{ variantId, warehouseId, quantity: take, distance_km: km }];
        });
    });
    return { takes };
  };
}
