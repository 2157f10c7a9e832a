/** Wires the search: what it learns from below, what it answers above. */
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { cardKeeper } from './answer.ts';
import { searchBooks } from './book.ts';
import { searchCalls } from './contract.ts';
import { behind_ms_max, documentFollower } from './follow.ts';
import { searchHabits } from './habits.ts';
import { consumers, drainer, reactions } from './intake.ts';
import { lexicon } from './lexicon.ts';
import { adminRoutes } from './routes-admin.ts';
import { searchRoutes } from './routes.ts';
import { dueState } from './store-due.ts';
import { reindexStep, walkOn } from './walk.ts';

const look_every_ms = 1_000;
const walk_every_ms = 30_000;
const habits_every_ms = 10_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, clock, log } = ctx;
  const catalog = ctx.client(catalogCalls);
  const words = lexicon(db);
  const needs = {
    db,
    clock,
    log,
    lexicon: words,
    catalog,
    all: catalog,
    pricing: ctx.client(pricingCalls),
    inventory: ctx.client(inventoryCalls),
  };
  const looking = drainer(needs);
  const follower = documentFollower(db, clock);
  const books = searchBooks(db, clock, words);
  const habits = searchHabits();
  const cards = cardKeeper(db, clock, follower);
  const tools = { db, clock, follower, books, lexicon: words, cards, habits };
  return {
    calls: { reindexStep: ({ after }: { after: string }) => reindexStep(needs, after) },
    routes: [...searchRoutes(tools), ...adminRoutes(tools)],
    reactions: reactions(looking.wake),
    tasks: [
      { name: 'search.look-up', every_ms: look_every_ms, run: looking.run },
      { name: 'search.follow', every_ms: behind_ms_max, run: () => follower.follow() },
      {
        name: 'search.walk',
        every_ms: walk_every_ms,
        run: async () => {
          const step = await walkOn(needs);
          if (step !== null && step.different.length > 0) {
            log.warn({ products: step.different.length }, 'search differed from the catalogue');
          }
        },
      },
      {
        name: 'search.habits',
        every_ms: habits_every_ms,
        run: async () => {
          await habits.flush(db);
          await habits.forget(db);
        },
      },
    ],
    samples: async () => {
      const { waiting, oldest_s } = await dueState(db);
      return [
        { name: 'search_waiting_products', labels: {}, value: waiting },
        { name: 'search_oldest_wait_seconds', labels: {}, value: oldest_s },
        { name: 'search_documents', labels: {}, value: follower.peek()?.live ?? 0 },
      ];
    },
    stop: () => habits.flush(db),
  };
}

export const search: Room = {
  name: 'search',
  folder: import.meta.dirname,
  events: null,
  calls: searchCalls,
  consumers,
  start,
};
