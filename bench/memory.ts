// Resident memory of the one process that serves every room: at rest after it loaded the demo
// world, at rest after a restart, at its peak under orders, and at rest again. Expected: Node with
// its code is 90 MB, schemas and prepared statements of twelve rooms 60 MB; under load the young
// generation and the token cache grow it; what stays afterwards must not grow with orders.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Context } from './harness.ts';
import { pause } from './harness-load.ts';
import { memoryOf, treeMemory_mb } from './harness-proc.ts';
import { root } from './harness-postgres.ts';
import { serverEnv } from './harness-server.ts';
import { makeShoppers, stockShop } from './harness-shop.ts';
import { spawnServe, type Spawned } from './harness-spawn.ts';
import { Wire } from './harness-wire.ts';
import { purchase } from './orders.ts';

const rest_ms = 5_000;
const products = 200;

function keep(ctx: Context, server: Spawned, figure: { name: string; bar: number; goal: number }) {
  const { now_mb, peak_mb } = memoryOf(server.pid);
  const postgres = treeMemory_mb(ctx.postgres.pid);
  const memory_mb = { server: now_mb, serverPeak: peak_mb, postgres };
  ctx.keep({ ...figure, value: now_mb, unit: 'MB', memory_mb });
}

export const bench: Bench = {
  name: 'memory',
  question: 'How much memory does the shop need, at rest and under orders?',
  async run(ctx) {
    const database = await ctx.database();
    const home = join(root, '.trueshelf', 'bench', 'memory-home');
    ctx.defer(() => rmSync(home, { recursive: true, force: true }));
    const env = {
      ...serverEnv(database.url),
      NODE_ENV: 'development',
      TRUESHELF_HOME: home,
      TRUESHELF_RATE_LIMITS: '1000',
    };
    const spawned = async (): Promise<Spawned> => {
      const server = await spawnServe({ name: 'memory-server', through: 'command', env });
      ctx.defer(() => server.stop());
      return server;
    };
    ctx.say('first start, with the demo world');
    const first = await spawned();
    await pause(rest_ms);
    keep(ctx, first, { name: 'at rest after loading the demo', bar: 300, goal: 180 });
    await first.stop();
    const server = await spawned();
    await pause(rest_ms);
    keep(ctx, server, { name: 'at rest after a restart', bar: 300, goal: 180 });
    await orders(ctx, { server, database });
    const { peak_mb } = memoryOf(server.pid);
    ctx.keep({ name: 'peak under orders', value: peak_mb, unit: 'MB', bar: 700, goal: 400 });
    await pause(2 * rest_ms);
    keep(ctx, server, { name: 'at rest after orders', bar: 700, goal: 400 });
    await ctx.invariants({ url: database.url });
  },
};

interface Load {
  server: Spawned;
  database: Parameters<typeof makeShoppers>[0];
}

async function orders(ctx: Context, { server, database }: Load): Promise<void> {
  const { wares } = await stockShop(server, { products, units: 1_000_000 });
  const count = (ctx.options.seconds + 2) * 3_000;
  const shoppers = await makeShoppers(database, { count });
  const flow = { shoppers, journal: [], next: 0 };
  await ctx.measure({
    figure: { name: 'orders meanwhile' },
    clients: ctx.options.clients ?? 64,
    server,
    open: () => new Wire(server.port),
    close: (wire) => wire.close(),
    step: async (worker) => {
      const ware = wares[worker.nth % wares.length];
      if (ware === undefined) return;
      const lap = () => undefined;
      const fault = await purchase({ wire: worker.own, flow, ware, lap });
      if (fault !== undefined) worker.fail(fault);
    },
  });
}
