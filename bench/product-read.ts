// The product page as JSON, warm, and the same page asked for with its ETag. Expected: the text is
// made once per change and kept; a request costs routing, limits and headers on top of a bare
// Fastify route, so about a third to a half of what that does.
import type { Bench, Context } from './harness.ts';
import type { BenchServer } from './harness-server.ts';
import { stockShop } from './harness-shop.ts';
import { requestText, Wire } from './harness-wire.ts';
import { bareRoute } from './harness-yardstick.ts';

const products = 1_000;
const fetches_at_once = 20;

interface Page {
  plain: string;
  known: string;
}

/** Fetches each page once, which also makes them warm, and notes the ETags. */
async function pagesOf(
  server: BenchServer,
  ids: string[],
): Promise<{ pages: Page[]; body: string }> {
  const pages: Page[] = [];
  let body = '';
  for (let from = 0; from < ids.length; from += fetches_at_once) {
    const some = ids.slice(from, from + fetches_at_once);
    const made = await Promise.all(
      some.map(async (id): Promise<Page> => {
        const path = `/api/v1/products/${id}`;
        const answer = await fetch(`${server.url}${path}`);
        body = await answer.text();
        if (answer.status !== 200) throw new Error(`product page: ${answer.status} ${body}`);
        const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
        const parts = { method: 'GET', path } as const;
        return { plain: requestText(parts), known: requestText({ ...parts, headers }) };
      }),
    );
    pages.push(...made);
  }
  return { pages, body };
}

async function read(
  ctx: Context,
  server: BenchServer,
  load: {
    name: string;
    status: number;
    requests: string[];
    yardstick: { name: string; value: number };
  },
): Promise<void> {
  const { name, status, requests, yardstick } = load;
  await ctx.measure({
    figure: { name, bar: 15_000, goal: 40_000, yardstick },
    clients: ctx.options.clients ?? 32,
    server,
    open: () => new Wire(server.port),
    close: (wire) => wire.close(),
    step: async (worker) => {
      // The square of an even chance: a few products get most of the views.
      const at = Math.floor(requests.length * Math.random() ** 2);
      const reply = await worker.own.send(requests[at] ?? '');
      if (reply.status !== status) worker.fail(`status ${reply.status}`);
    },
  });
}

export const bench: Bench = {
  name: 'product-read',
  question: 'How many product pages a second does the API give out?',
  seconds: 6,
  async run(ctx) {
    const database = await ctx.database();
    const server = await ctx.server(database);
    const { wares } = await stockShop(server, { products, units: 1_000 });
    ctx.say('reading every page once');
    const { pages, body } = await pagesOf(
      server,
      wares.map((ware) => ware.productId),
    );
    const yardstick = await bareRoute(ctx, body);
    const plain = pages.map((page) => page.plain);
    const known = pages.map((page) => page.known);
    await read(ctx, server, { name: 'product, 200', status: 200, requests: plain, yardstick });
    await read(ctx, server, { name: 'product, 304', status: 304, requests: known, yardstick });
  },
};
