// Suggestions with every letter that is typed, over a large catalogue. First each box that nobody
// had before, by one person, so that no request waits for another: that is server time. Then what
// was asked before, by many at once, and at last people who type at a steady rate, some of it new.
// Expected: a kept answer costs what any kept page does, 60 to 80 µs; a new one is a look at up to
// 24 completions and, for a letter or two, at the 20,000 best known: 1 to 4 ms, whatever the size
// of the catalogue. Slips look at the vocabulary too.
import type { Bench, Context } from './harness.ts';
import { grounds, makeLargeWorld, untilWhole } from './harness-grow.ts';
import { cpuSample, cpuSplit, eachOf } from './harness-proc.ts';
import type { BenchServer } from './harness-server.ts';
import { asked, distinct, kinds, typings, type Stroke } from './harness-typing.ts';
import { jsonOf, requestText, Wire } from './harness-wire.ts';
import { bareRoute } from './harness-yardstick.ts';

const products_default = 1_000_000;
const texts_warm = 40;
const texts_cold = 300;
const texts_typed = 3_000;
const rate_default = 200;
const clients_typing = 64;

interface Asked {
  kind: Stroke['kind'];
  took_ms: number;
  /** Whether anything was suggested. */
  isAnswered: boolean;
}

interface Body {
  queries: unknown[];
  categories: unknown[];
  brands: unknown[];
  products: unknown[];
}

const textOf = ({ path }: Stroke) => requestText({ method: 'GET', path });

/** One after the other on one connection. */
async function askEach(server: BenchServer, strokes: readonly Stroke[]): Promise<Asked[]> {
  const wire = new Wire(server.port);
  const done: Asked[] = [];
  for (const stroke of strokes) {
    const from_ms = performance.now();
    const reply = await wire.send(textOf(stroke));
    const took_ms = performance.now() - from_ms;
    if (reply.status !== 200) throw new Error(`${stroke.path}: status ${reply.status}`);
    const body = jsonOf<Body>(reply);
    const lists = [body?.queries, body?.categories, body?.brands, body?.products];
    const isAnswered = lists.some((list) => (list?.length ?? 0) > 0);
    done.push({ kind: stroke.kind, took_ms, isAnswered });
  }
  wire.close();
  return done;
}

function spread(list: readonly Asked[]) {
  const times = list.map((one) => one.took_ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0;
  return { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), max_ms: at(1) };
}

const loop = 'closed, 1 client';

async function cold(ctx: Context, server: BenchServer, strokes: readonly Stroke[]): Promise<void> {
  ctx.say(`${strokes.length} boxes that nobody had before`);
  const watched = { server: server.pid, postgres: ctx.postgres.pid };
  const start = cpuSample(watched);
  const done: Asked[] = [];
  const name = 'never asked before';
  for (const kind of kinds) {
    const before = cpuSample(watched);
    const own = await askEach(
      server,
      strokes.filter((one) => one.kind === kind),
    );
    const each = eachOf([before, cpuSample(watched)], own.length);
    done.push(...own);
    const latency = spread(own);
    const answered = own.filter((one) => one.isAnswered).length;
    const note = `${Math.round((100 * answered) / Math.max(1, own.length))} % suggest something`;
    const figure = { value: latency.p50_ms, unit: 'ms', latency, each, note } as const;
    ctx.keep({ name: `${name}, ${kind}, p50`, ...figure, loop, done: own.length });
  }
  const end = cpuSample(watched);
  const latency = spread(done);
  const cost = { cpu: cpuSplit(start, end), each: eachOf([start, end], done.length) };
  const figure = { unit: 'ms', latency, loop, done: done.length, ...cost } as const;
  ctx.keep({ name: `${name}, p50`, value: latency.p50_ms, bar: 10, ...figure });
  ctx.keep({ name: `${name}, p99`, value: latency.p99_ms, unit: 'ms', bar: 50, goal: 10 });
}

export const bench: Bench = {
  name: 'suggest',
  question: 'How soon are there suggestions, letter by letter, and how many a second?',
  async run(ctx) {
    const products = Math.max(2_000, ctx.options.products ?? products_default);
    const database = await ctx.world(`grown-${products}`, (url) =>
      makeLargeWorld(ctx, url, products),
    );
    const server = await ctx.server(database);
    const body = await untilWhole(ctx, server, {
      path: 'search/suggest?q=black',
      name: `suggestion in ${products} products`,
    });
    const ground = grounds();
    const known = distinct(asked(typings(ground, { count: texts_cold, products, seed: 'cold' })));
    const warm = distinct(asked(typings(ground, { count: texts_warm, products, seed: 'warm' })));
    await askEach(server, warm);
    const seen = new Set(warm.map((one) => one.path));
    await cold(
      ctx,
      server,
      known.filter((one) => !seen.has(one.path)),
    );
    for (const { path } of known) seen.add(path);
    const requests = known.map(textOf);
    const yardstick = await bareRoute(ctx, body);
    const open = () => new Wire(server.port);
    const close = (wire: Wire) => wire.close();
    const how = { server, open, close };
    await ctx.measure({
      ...how,
      figure: { name: 'asked before', bar: 2_000, goal: 5_000, yardstick },
      clients: ctx.options.clients ?? 32,
      step: async (worker) => {
        const { status } = await worker.own.send(requests[worker.nth % requests.length] ?? '');
        if (status !== 200) worker.fail(`status ${status}`);
      },
    });
    const stream = asked(typings(ground, { count: texts_typed, products, seed: 'typed' }));
    const typed = stream.map(textOf);
    const rate = ctx.options.rate ?? rate_default;
    const first = stream.slice(0, rate * (ctx.options.seconds + 2));
    const fresh = distinct(first).filter((one) => !seen.has(one.path)).length;
    const figure = await ctx.measure({
      ...how,
      figure: {
        name: `typed at ${rate}/s`,
        note: `${Math.round((100 * fresh) / first.length)} % never asked before`,
      },
      clients: clients_typing,
      rate,
      step: async (worker) => {
        const { status } = await worker.own.send(typed[worker.nth % typed.length] ?? '');
        if (status !== 200) worker.fail(`status ${status}`);
      },
    });
    const { p99_ms = 0 } = figure.latency ?? {};
    ctx.keep({ name: `typed at ${rate}/s, p99`, value: p99_ms, unit: 'ms', bar: 50, goal: 10 });
    await server.stop();
  },
};
