// Category lists of 20 with facets over a large catalogue, asked for as shoppers do: popular
// shelves first (zipf), mostly page one by newest, some sorted, filtered or turned to a later page.
// Expected: pages that were asked for before come from memory, at a third to a half of the rate of
// a bare route; others are counted in memory, 30 ns a product in their category, and PostgreSQL
// only gives the cards that are not kept yet.
import { prng } from '#kernel/core/prng.ts';
import type { Bench, Context } from './harness.ts';
import { grounds, makeLargeWorld, untilWhole } from './harness-grow.ts';
import { cpuSample, cpuSplit, eachOf } from './harness-proc.ts';
import type { BenchServer } from './harness-server.ts';
import { requestText, Wire } from './harness-wire.ts';
import { bareRoute } from './harness-yardstick.ts';

const worlds_default = [100_000, 1_000_000];
/** Lists asked for the first time, and by how many at once. */
const unseen_max = 2_000;
const visitors = 4;
const requests_distinct = 20_000;
const sorts = ['price-asc', 'price-desc', 'rating', 'popular'];

/** Ranks from 0 with chance falling as 1/(rank+1). */
function zipf(count: number, chance: ReturnType<typeof prng>): () => number {
  const weights = Array.from({ length: count }, (_, rank) => 1 / (rank + 1));
  const total = weights.reduce((sum, one) => sum + one, 0);
  return () => {
    let left = chance.next() * total;
    for (let rank = 0; rank < count; rank += 1) {
      left -= weights[rank] ?? 0;
      if (left <= 0) return rank;
    }
    return count - 1;
  };
}

/** Queries in the proportions of a shop: 55 % plain, 15 % later pages, 15 % sorts, 15 % filters. */
function queries(count: number): string[] {
  const chance = prng('bench-list-read');
  const { shelves, brands } = grounds();
  const shelf = zipf(shelves.length, chance);
  return Array.from({ length: count }, () => {
    const path = shelves[shelf()] ?? '';
    const category = chance.next() < 0.3 ? (path.split('/')[0] ?? '') : path;
    const base = `category=${encodeURIComponent(category)}`;
    const kind = chance.next();
    if (kind < 0.55) return base;
    if (kind < 0.7) return `${base}&page=${chance.int(1, 5)}`;
    if (kind < 0.85) return `${base}&sort=${chance.pick(sorts)}`;
    if (kind < 0.9) return `${base}&brand=${chance.pick(brands)}`;
    if (kind < 0.95)
      return `${base}&minPrice=${chance.int(5, 100)}&maxPrice=${chance.int(101, 400)}`;
    return `${base}&inStock=true&attr.color=${chance.pick(['black', 'red', 'blue'])}`;
  });
}

/** Asks for lists that nobody asked for before, a few at a time; their latencies. */
async function askFirst(server: BenchServer, requests: string[]): Promise<number[]> {
  const times_ms: number[] = [];
  let next = 0;
  const visitor = async () => {
    const wire = new Wire(server.port);
    for (let at = next++; at < requests.length; at = next++) {
      const from_ms = performance.now();
      const reply = await wire.send(requests[at] ?? '');
      if (reply.status !== 200) throw new Error(`list: status ${reply.status}`);
      times_ms.push(performance.now() - from_ms);
    }
    wire.close();
  };
  await Promise.all(Array.from({ length: visitors }, visitor));
  return times_ms.sort((a, b) => a - b);
}

async function readLists(ctx: Context, products: number): Promise<void> {
  const database = await ctx.world(`grown-${products}`, (url) =>
    makeLargeWorld(ctx, url, products),
  );
  const server = await ctx.server(database);
  const distinct = queries(requests_distinct);
  const name = `list of ${products} products`;
  const body = await untilWhole(ctx, server, { path: `products?${distinct[0]}`, name });
  const requests = distinct.map((query) =>
    requestText({ method: 'GET', path: `/api/v1/products?${query}` }),
  );
  const watched = { server: server.pid, postgres: ctx.postgres.pid };
  const before = cpuSample(watched);
  const times_ms = await askFirst(server, [...new Set(requests)].slice(0, unseen_max));
  const after = cpuSample(watched);
  const at = (share: number) => times_ms[Math.floor(share * (times_ms.length - 1))] ?? 0;
  ctx.keep({
    name: `lists of ${products} never asked for, p99`,
    value: at(0.99),
    unit: 'ms',
    bar: 50,
    latency: { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), max_ms: at(1) },
    cpu: cpuSplit(before, after),
    each: eachOf([before, after], times_ms.length),
    done: times_ms.length,
    loop: `closed, ${visitors} clients`,
  });
  await ctx.measure({
    figure: {
      name: `lists of ${products} products`,
      bar: 2_000,
      goal: 10_000,
      yardstick: await bareRoute(ctx, body),
    },
    clients: ctx.options.clients ?? 32,
    server,
    warmup_s: 4,
    open: () => new Wire(server.port),
    close: (wire) => wire.close(),
    step: async (worker) => {
      const reply = await worker.own.send(requests[worker.nth % requests.length] ?? '');
      if (reply.status !== 200) worker.fail(`status ${reply.status}`);
    },
  });
  await server.stop();
}

export const bench: Bench = {
  name: 'list-read',
  question: 'How many category lists with facets a second, over a large catalogue?',
  seconds: 8,
  async run(ctx) {
    const { products } = ctx.options;
    // Below this some of the shelves that are asked for would not be there.
    const worlds = products === undefined ? worlds_default : [Math.max(2_000, products)];
    for (const world of worlds) await readLists(ctx, world);
  },
};
