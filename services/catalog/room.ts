/** The parts of the catalogue put together, without knowing how other rooms are reached. */
import type { Clock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Route } from '#kernel/http/route.ts';
import type { Task } from '#kernel/service.ts';
import type { Workshop } from './commands.ts';
import type { Counts } from './counts.ts';
import { importDesk, type ImportDesk } from './import-desk.ts';
import type { Neighbours } from './neighbours.ts';
import { publicSide } from './public-side.ts';
import type { ReadShop } from './queries.ts';
import { adminRoutes } from './routes-admin.ts';
import { importRoutes } from './routes-import.ts';
import { adminSide, ownerRoutes, sellerSide } from './routes-owner.ts';
import { shelfCache } from './shelf.ts';
import { upkeepTasks } from './upkeep.ts';

export interface CatalogParts {
  shop: Workshop;
  reading: ReadShop;
  desk: ImportDesk;
  counts: Counts;
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
  const front = publicSide(reading);
  const { pages } = front;
  const shop: Workshop = {
    db,
    shelf,
    neighbours,
    outbox,
    touched: (productIds) => pages.touched(productIds),
  };
  const desk = importDesk({ shop, clock }, log);
  return {
    shop,
    reading,
    desk,
    counts: front.counts,
    touched: (productIds) => pages.touched(productIds),
    routes: [
      ...front.routes,
      ...ownerRoutes(shop, sellerSide),
      ...ownerRoutes(shop, adminSide),
      ...adminRoutes(shop),
      ...importRoutes(shop, desk),
    ],
    tasks: upkeepTasks(shop),
  };
}
