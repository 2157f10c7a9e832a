// Category lists of 20 with facets over a large catalogue, asked for as shoppers do: popular
// shelves first (zipf), mostly page one by newest, some sorted, filtered or turned to a later page.
// Expected: popular lists come from memory, at half the rate of a bare route; the long tail costs
// a few milliseconds of PostgreSQL each, bounded by samples above 10,000 matches.
import { prng } from '#kernel/core/prng.ts';
import type { Bench } from './harness.ts';
import { brands, departments, makeWorld, shelfPath, shelves } from './harness-world.ts';
import { requestText, Wire } from './harness-wire.ts';
import { bareRoute } from './harness-yardstick.ts';

const products_default = 100_000;
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
  const shelf = zipf(departments * shelves, chance);
  return Array.from({ length: count }, () => {
    const path = shelfPath(shelf());
    const category = chance.next() < 0.3 ? path.split('/')[0] : path;
    const base = `category=${category}`;
    const kind = chance.next();
    if (kind < 0.55) return base;
    if (kind < 0.7) return `${base}&page=${chance.int(1, 5)}`;
    if (kind < 0.85) return `${base}&sort=${chance.pick(sorts)}`;
    if (kind < 0.9) return `${base}&brand=brand-${chance.int(0, brands - 1)}`;
    if (kind < 0.95)
      return `${base}&minPrice=${chance.int(5, 100)}&maxPrice=${chance.int(101, 400)}`;
    return `${base}&inStock=true&attr.color=${chance.pick(['black', 'red', 'blue'])}`;
  });
}

export const bench: Bench = {
  name: 'list-read',
  question: 'How many category lists with facets a second, over a large catalogue?',
  seconds: 8,
  async run(ctx) {
    // Below this some of the shelves that are asked for would not be there.
    const products = Math.max(2_000, ctx.options.products ?? products_default);
    const database = await ctx.world(`catalog-${products}`, (url) => makeWorld(ctx, url, products));
    const server = await ctx.server(database);
    const distinct = queries(requests_distinct);
    const first = await fetch(`${server.url}/api/v1/products?${distinct[0]}`);
    const body = await first.text();
    if (first.status !== 200) throw new Error(`list: ${first.status} ${body}`);
    const yardstick = await bareRoute(ctx, body);
    const requests = distinct.map((query) =>
      requestText({ method: 'GET', path: `/api/v1/products?${query}` }),
    );
    const clients = ctx.options.clients ?? 32;
    await ctx.measure({
      figure: { name: `lists of ${products} products`, bar: 2_000, goal: 10_000, yardstick },
      clients,
      server,
      warmup_s: 4,
      open: () => new Wire(server.port),
      close: (wire) => wire.close(),
      step: async (worker) => {
        const reply = await worker.own.send(requests[worker.nth % requests.length] ?? '');
        if (reply.status !== 200) worker.fail(`status ${reply.status}`);
      },
    });
  },
};
