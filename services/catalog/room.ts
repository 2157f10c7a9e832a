/** The parts of the catalogue put together, without knowing how other rooms are reached. */
import type { Clock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Route } from '#kernel/http/route.ts';
import type { Task } from '#kernel/service.ts';
import type { Workshop } from './commands.ts';
import { importDesk, type ImportDesk } from './import-desk.ts';
import type { Neighbours } from './neighbours.ts';
import { productLists } from './queries-list.ts';
import { productPages } from './queries-product.ts';
import type { ReadShop } from './queries.ts';
import { adminRoutes } from './routes-admin.ts';
import { importRoutes } from './routes-import.ts';
import { adminSide, ownerRoutes, sellerSide } from './routes-owner.ts';
import { publicRoutes } from './routes-public.ts';
import { shelfCache } from './shelf.ts';
import { recountIfChanged, sweepOnce } from './upkeep.ts';

/** Most pages of background work done in one round, so that a stop is not kept waiting. */
const sweepPages_max = 20;
const clear_every_ms = 2_000;

export interface CatalogParts {
  shop: Workshop;
  reading: ReadShop;
  desk: ImportDesk;
  routes: Route[];
  tasks: Task[];
  touched(productIds: readonly string[]): void;
}

export interface CatalogNeeds {
  db: Db;
  clock: Clock;
  log: { warn(detail: object, message: string): void };
  outbox: { poke(): void };
}

/** Builds everything; nothing runs before the routes are served and the tasks are started. */
export function catalogRoom(needs: CatalogNeeds, neighbours: Neighbours): CatalogParts {
  const { db, clock, outbox, log } = needs;
  const shelf = shelfCache(db, clock);
  const reading: ReadShop = { db, clock, shelf, neighbours };
  const pages = productPages(reading);
  const lists = productLists(reading);
  let cleared = -Infinity;
  let dirty = false;
  const clearLists = () => {
    // A seller wants to see what they changed; a storm of changes must not empty the cache.
    dirty = clock.monotonic() - cleared < clear_every_ms;
    if (dirty) return;
    cleared = clock.monotonic();
    lists.clear();
  };
  const shop: Workshop = {
    db,
    shelf,
    neighbours,
    outbox,
    touched: (productIds) => {
      pages.touched(productIds);
      clearLists();
    },
  };
  const desk = importDesk({ shop, clock }, log);
  let counted = '';
  return {
    shop,
    reading,
    desk,
    touched: (productIds) => pages.touched(productIds),
    routes: [
      ...publicRoutes({ shop: reading, pages, lists }),
      ...ownerRoutes(shop, sellerSide),
      ...ownerRoutes(shop, adminSide),
      ...adminRoutes(shop),
      ...importRoutes(shop, desk),
    ],
    tasks: [
      {
        name: 'catalog.sweep',
        every_ms: 1_000,
        run: async (signal) => {
          if (dirty) clearLists();
          for (let page = 0; page < sweepPages_max && !signal.aborted; page += 1) {
            if (!(await sweepOnce(shop))) return;
          }
        },
      },
      {
        name: 'catalog.count',
        every_ms: 10_000,
        run: async () => {
          counted = await recountIfChanged(shop, counted);
        },
      },
    ],
  };
}
