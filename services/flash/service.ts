import { live } from '#kernel/http/live.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { erasedIn, identityCalls, personalItemsPerPage_max } from '#services/identity/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { board as boardOf, type Board } from './board.ts';
import { flashCommands } from './commands.ts';
import { flashCalls } from './contract.ts';
import { demoSales } from './demo.ts';
import { saleDesk } from './desk.ts';
import { keeper as keeperOf } from './keeper.ts';
import { preflight as preflightOf } from './preflight.ts';
import { adminRoutes } from './routes-admin.ts';
import { flashRoutes, type Watch } from './routes.ts';
import { forgetPeople, heldOf } from './store-person.ts';

const tick_ms = 500;
const demo_ms = 2_000;
const warm_ms = 5_000;

async function start(ctx: RoomContext): Promise<RunningRoom> {
  const { db, clock, log } = ctx;
  const inventory = ctx.client(inventoryCalls);
  const board = boardOf(db);
  await board.refresh();
  const preflight = preflightOf({ ctx, board, inventory });
  const commands = flashCommands({ ctx, board, identity: ctx.client(identityCalls) });
  const keeper = keeperOf({ ctx, inventory, preflight, waits: commands.waits });
  const desk = saleDesk({
    ctx,
    preflight,
    board,
    keeper: {
      allot: keeper.allot,
      // Who pressed the button sees what it did.
      run: async () => {
        await keeper.run();
        await board.refresh();
      },
    },
  });
  const demo = demoSales({ ctx, desk });
  const streams = live<Watch>({
    clock,
    read: async (watches) => framesOf(board, watches),
    warn: (detail, message) => log.warn(detail, message),
  });
  const returned = async (saleId: string) => {
    const { pools } = await inventory.pools({ saleId });
    return pools.reduce((sum, one) => sum + one.returned, 0);
  };
  return {
    calls: {
      forCheckout: commands.forCheckout,
      demonstrate: demo.demonstrate,
      personalData: personalDataOf(db),
    },
    routes: [...flashRoutes({ board, commands, desk, streams, returned }), ...adminRoutes(desk)],
    reactions: {
      'flash.forget': async (tx, events) => {
        await forgetPeople(tx, erasedIn(events));
        await forgetReplies(tx, erasedIn(events));
      },
    },
    tasks: [
      {
        name: 'flash.tick',
        every_ms: tick_ms,
        run: async () => {
          await keeper.run();
          await board.refresh();
        },
      },
      { name: 'flash.warm', every_ms: warm_ms, run: desk.warmDue },
      ...(ctx.config.production
        ? []
        : [{ name: 'flash.demo', every_ms: demo_ms, run: () => demo.run() }]),
    ],
    stop: async () => {
      streams.stop();
      await keeper.stop();
    },
  };
}

/** The documents that have changed since they were told. */
function framesOf(board: Board, watches: readonly Watch[]) {
  const frames = new Map<Watch, { event: string; data: unknown }[]>();
  for (const watch of watches) {
    const shown = board.find(watch.saleId);
    if (!shown || shown.markVersion === watch.told) continue;
    watch.told = shown.markVersion;
    frames.set(watch, [{ event: 'watermark', data: shown.mark }]);
  }
  return frames;
}

function personalDataOf(db: RoomContext['db']) {
  return async ({ userId, after }: { userId: string; after: string | null }) => {
    const limit = personalItemsPerPage_max;
    const rows = await heldOf(db, { userId, after: after ?? '', limit });
    const items = rows.map(({ kind, data }) => ({ kind, data }));
    return { items, next: rows.length === limit ? (rows.at(-1)?.key ?? null) : null };
  };
}

export const flash: Room = {
  name: 'flash',
  folder: import.meta.dirname,
  events: null,
  calls: flashCalls,
  consumers: [{ name: 'flash.forget', from: { identity: ['USER_ERASED'] } }],
  start,
};
