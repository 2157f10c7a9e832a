/** Wires the search: what it learns from below, what it answers above. */
import type { Room, RoomContext, RunningRoom, Task } from '#kernel/service.ts';
import { likeCalls } from './alike.ts';
import { searchCalls } from './contract.ts';
import { demandTask } from './demand.ts';
import { behind_ms_max, documentFollower, type Follower } from './follow.ts';
import type { Habits } from './habits.ts';
import { consumers, drainer, reactions } from './intake.ts';
import { lexicon } from './lexicon.ts';
import { neighboursOf } from './neighbours.ts';
import { publicSide } from './public-side.ts';
import { adminRoutes } from './routes-admin.ts';
import { dueState } from './store-due.ts';
import { searchEnds } from './sync.ts';
import { viewsTask, writeViews } from './views.ts';
import { reindexStep, walkOn, type WalkNeeds } from './walk.ts';

const look_every_ms = 1_000;
const walk_every_ms = 30_000;
const habits_every_ms = 10_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, clock, log } = ctx;
  const { orders, ...rooms } = neighboursOf(ctx);
  const { catalog } = rooms;
  const words = lexicon(db);
  const needs = {
    db,
    clock,
    log,
    lexicon: words,
    ...rooms,
    all: catalog,
  };
  const follower = documentFollower(db, clock);
  const url = ctx.config.openSearchUrl;
  const front = publicSide({ db, clock, log, url, catalog, lexicon: words, follower });
  const { habits, served, views } = front;
  const written = () => {
    follower.follow().catch(() => undefined);
    served.poke();
  };
  const looking = drainer({ ...needs, written });
  // Who serves begins to read at once, and has read before most people come.
  if (ctx.config.port !== 0) follower.begin();
  return {
    calls: {
      reindexStep: async ({ after }: { after: string }) => {
        if (after === '') await served.rebuild();
        return reindexStep(needs, after);
      },
      ...likeCalls(front.tools),
    },
    routes: [...front.routes, ...adminRoutes({ ...front.tools, habits })],
    reactions: reactions(looking.wake),
    sync: searchEnds(looking.wake),
    tasks: [
      demandTask({ db, clock, orders }),
      viewsTask({ db, clock }, views),
      ...tasksOf(ctx, { looking, follower, habits, needs }),
      ...served.tasks,
    ],
    samples: async () => {
      const { waiting, oldest_s } = await dueState(db);
      return [
        { name: 'search_waiting_products', labels: {}, value: waiting },
        { name: 'search_oldest_wait_seconds', labels: {}, value: oldest_s },
        { name: 'search_documents', labels: {}, value: follower.peek()?.live ?? 0 },
        { name: 'search_limited', labels: {}, value: served.limited() },
      ];
    },
    stop: async () => {
      await habits.flush(db);
      await writeViews({ db, clock }, views);
      await served.stop();
    },
  };
}

interface Running {
  looking: ReturnType<typeof drainer>;
  follower: Follower;
  habits: Habits;
  needs: WalkNeeds;
}

function tasksOf({ db, log }: RoomContext, { looking, follower, habits, needs }: Running): Task[] {
  return [
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
  ];
}

export const search: Room = {
  name: 'search',
  folder: import.meta.dirname,
  events: null,
  calls: searchCalls,
  consumers,
  start,
};
