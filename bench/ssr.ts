// Pages of the storefront, rendered on the server: product and list pages that nobody asked for
// before ("cold": more addresses than the page store keeps, in turn, so that each is made anew),
// the same ones asked for again and again. Cold pages are asked for uncompressed, kept ones as
// gzip, as an edge cache does. Expected: a cold page costs about a millisecond of React beside
// what the API calls cost; a kept page costs a third to a half of a bare route of its size.
import type { Bench, Context } from './harness.ts';
import type { BenchServer } from './harness-server.ts';
import { stockShop } from './harness-shop.ts';
import { requestText, Wire } from './harness-wire.ts';
import { bareRoute, type Yardstick } from './harness-yardstick.ts';

const products = 1_000;
const locales = ['', '/de', '/es', '/hi', '/ar'];
/** Asked for again and again; far fewer than are kept. */
const kept_pages = 40;

interface Load {
  name: string;
  paths: string[];
  headers?: Record<string, string>;
  bar?: number;
  goal: number;
  yardstick: Yardstick;
}

async function read(ctx: Context, server: BenchServer, load: Load): Promise<void> {
  const { name, paths, headers = {}, yardstick } = load;
  const requests = paths.map((path) => requestText({ method: 'GET', path, headers }));
  await ctx.measure({
    figure: { name, goal: load.goal, yardstick, ...(load.bar ? { bar: load.bar } : {}) },
    clients: ctx.options.clients ?? 16,
    server,
    warmup_s: 3,
    open: () => new Wire(server.port),
    close: (wire) => wire.close(),
    step: async (worker) => {
      const reply = await worker.own.send(requests[worker.nth % requests.length] ?? '');
      if (reply.status !== 200) worker.fail(`status ${reply.status}`);
    },
  });
}

async function textOf(server: BenchServer, path: string): Promise<string> {
  const reply = await fetch(`${server.url}${path}`, { headers: { 'accept-encoding': 'identity' } });
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status}`);
  return reply.text();
}

export const bench: Bench = {
  name: 'ssr',
  question: 'How many pages of the storefront a second does the server render, and give out again?',
  seconds: 6,
  async run(ctx) {
    const database = await ctx.database();
    const server = await ctx.server(database, { BENCH_WEB: '1' });
    await stockShop(server, { products, units: 1_000 });
    const details = locales.flatMap((locale) =>
      Array.from({ length: products }, (_, n) => `${locale}/p/thing-${n}`),
    );
    const lists = locales.flatMap((locale) =>
      Array.from({ length: products }, (_, n) => `${locale}/c/things?minPrice=${n + 1}`),
    );
    const html = await textOf(server, '/p/thing-0');
    ctx.say(`a product page has ${Math.round(html.length / 1024)} kB`);
    const yardstick = await bareRoute(ctx, html);
    const cold = { bar: 500, goal: 1_000, yardstick };
    await read(ctx, server, { name: 'product page, cold', paths: details, ...cold });
    await read(ctx, server, { name: 'list page, cold', paths: lists, ...cold });
    const few = [...details.slice(0, kept_pages), ...lists.slice(0, kept_pages)];
    const headers = { 'accept-encoding': 'gzip' };
    await read(ctx, server, { name: 'both, kept', paths: few, headers, goal: 15_000, yardstick });
  },
};
