import { batch } from '#kernel/core/batch.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Warehouse } from './contract.ts';
import * as store from './store.ts';

export type Queries = ReturnType<typeof inventoryQueries>;

const WAREHOUSES_FRESH_MS = 10_000;

/** The read path. Availability is read from the counters, never from a cache. */
export function inventoryQueries({ db, clock }: RoomContext) {
  const reads = batch({
    name: 'inventory.availability',
    size_max: 500,
    queue_max: 50_000,
    inFlight_max: 2,
    run: async (items: string[][]) => {
      const found = await store.readAvailable(db, [...new Set(items.flat())]);
      return items.map((ids) =>
        ids.map((variantId) => found.get(variantId) ?? { variantId, available: 0, held: 0 }),
      );
    },
  });
  let list: Promise<Warehouse[]> | undefined;
  let read_ms = -Infinity;

  /** Free and held units over all warehouses; 0 for a variant that was never stocked. */
  async function availability({ variantIds }: { variantIds: string[] }) {
    if (variantIds.length === 0) return { items: [] };
    const items = await reads.do(variantIds);
    return { items: isRefusal(items) ? [] : items };
  }

  /** Where the houses are: read again after 10 s, or at once after one was added here. */
  const warehouses = {
    all(): Promise<Warehouse[]> {
      if (!list || clock.monotonic() - read_ms > WAREHOUSES_FRESH_MS) {
        read_ms = clock.monotonic();
        list = store.readWarehouses(db);
        list.catch(() => warehouses.forget());
      }
      return list;
    },
    forget(): void {
      list = undefined;
    },
  };

  const levels = (filter: Parameters<typeof store.readLevels>[1]) => store.readLevels(db, filter);

  return { availability, warehouses, levels };
}
