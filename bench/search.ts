// Searches and suggestions over a large catalogue, one request after the other on a few
// connections: a colour or a department that a tenth of all products has, a kind of goods, brands,
// names, and slips. Each is asked once: nothing comes from memory but the index.
import pg from 'pg';
import { prng } from '#kernel/core/prng.ts';
import type { Bench, Context } from './harness.ts';
import { grounds, makeLargeWorld, untilWhole } from './harness-grow.ts';
import { cpuSample, cpuSplit, eachOf } from './harness-proc.ts';
import type { BenchServer } from './harness-server.ts';
import { requestText, Wire } from './harness-wire.ts';

const worlds_default = [100_000, 1_000_000];
const queries_max = 600;
const visitors = 2;

/** A slip of the hand: two neighbouring letters changed places, in the longest word. */
function mistyped(text: string): string {
  const words = text.split(' ');
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
  const at = Math.max(1, longest.length >> 1);
  const slip = longest.slice(0, at) + (longest[at + 1] ?? '') + (longest[at] ?? '');
  return words.map((word) => (word === longest ? slip + longest.slice(at + 2) : word)).join(' ');
}

/** What shoppers type: kinds of goods, with a colour or a brand, a name, and slips. */
function queries(count: number, products: number): string[] {
  const chance = prng('bench-search');
  const { product, aisle, brandName } = grounds();
  return Array.from({ length: count }, () => {
    const kind = chance.next();
    const one = product(chance.int(0, products - 1));
    const { noun, shelf, department } = aisle(one.aisle);
    const colour = one.variants[0]?.attributes['color'] ?? 'black';
    const brand = brandName(one.brand);
    if (kind < 0.1) return colour;
    if (kind < 0.2) return department;
    if (kind < 0.35) return noun;
    if (kind < 0.45) return shelf;
    if (kind < 0.6) return `${colour} ${noun}`;
    if (kind < 0.7) return `${brand} ${noun}`;
    if (kind < 0.75) return brand;
    if (kind < 0.9) return one.name;
    return mistyped(chance.next() < 0.5 ? noun : `${brand} ${noun}`);
  });
}

/** What the box holds while these are typed, a letter at a time. */
function keystrokes(texts: readonly string[]): string[] {
  const typed = texts.flatMap((text) =>
    Array.from({ length: text.length }, (_, at) => text.slice(0, at + 1)),
  );
  return [...new Set(typed.filter((text) => !text.endsWith(' ')))];
}

async function askAll(server: BenchServer, paths: readonly string[]): Promise<number[]> {
  const times_ms: number[] = [];
  let next = 0;
  const visitor = async () => {
    const wire = new Wire(server.port);
    for (let at = next++; at < paths.length; at = next++) {
      const request = requestText({ method: 'GET', path: paths[at] ?? '' });
      const from_ms = performance.now();
      const reply = await wire.send(request);
      if (reply.status !== 200) throw new Error(`${paths[at]}: status ${reply.status}`);
      times_ms.push(performance.now() - from_ms);
    }
    wire.close();
  };
  await Promise.all(Array.from({ length: visitors }, visitor));
  return times_ms.sort((a, b) => a - b);
}

/** The plainest search there is, on its own connection: the words looked up, nothing else. */
async function rawQueries(databaseUrl: string, texts: readonly string[]): Promise<number[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const times_ms: number[] = [];
  for (const text of texts) {
    const from_ms = performance.now();
    await client.query(
      "select row_no from search.document where words @@ plainto_tsquery('english', $1)",
      [text],
    );
    times_ms.push(performance.now() - from_ms);
  }
  await client.end();
  return times_ms.sort((a, b) => a - b);
}

interface Question {
  name: string;
  paths: readonly string[];
  bar: number;
  goal: number;
  /** Of the plainest search, p99 in milliseconds. */
  raw_ms: number;
}

async function measure(ctx: Context, server: BenchServer, of: Question): Promise<void> {
  ctx.say(`${of.name}: ${of.paths.length} requests`);
  const watched = { server: server.pid, postgres: ctx.postgres.pid };
  const before = cpuSample(watched);
  const from_ms = performance.now();
  const times_ms = await askAll(server, of.paths);
  const after = cpuSample(watched);
  const per_s = times_ms.length / ((performance.now() - from_ms) / 1000);
  const at = (share: number) => times_ms[Math.floor(share * (times_ms.length - 1))] ?? 0;
  ctx.keep({
    name: `${of.name}, p99`,
    value: at(0.99),
    unit: 'ms',
    bar: of.bar,
    goal: of.goal,
    yardstick: { name: 'raw tsv @@ query, p99', value: of.raw_ms },
    latency: { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), max_ms: at(1) },
    cpu: cpuSplit(before, after),
    each: eachOf([before, after], times_ms.length),
    done: times_ms.length,
    loop: `closed, ${visitors} clients`,
    note: `${Math.round(per_s)}/s`,
  });
}

export const bench: Bench = {
  name: 'search',
  question: 'How long do searches and suggestions take that nobody asked before?',
  async run(ctx) {
    const { products } = ctx.options;
    const worlds = products === undefined ? worlds_default : [Math.max(2_000, products)];
    for (const world of worlds) {
      const database = await ctx.world(`grown-${world}`, (url) => makeLargeWorld(ctx, url, world));
      const server = await ctx.server(database);
      await untilWhole(ctx, server, {
        path: 'search?q=black',
        name: `search in ${world} products`,
      });
      const texts = [...new Set(queries(queries_max, world))];
      const path = (kind: string, text: string) => `/api/v1/${kind}?q=${encodeURIComponent(text)}`;
      const raw = await rawQueries(database.url, texts.slice(0, 200));
      const raw_ms = raw[Math.floor(0.99 * (raw.length - 1))] ?? 0;
      ctx.keep({ name: `raw tsv @@ query in ${world} products, p99`, value: raw_ms, unit: 'ms' });
      const searches = texts.map((text) => path('search', text));
      const name = `searches in ${world} products`;
      await measure(ctx, server, { name, paths: searches, bar: 200, goal: 50, raw_ms });
      const typed = keystrokes(texts.slice(0, 100)).map((text) => path('search/suggest', text));
      const typing = `suggestions in ${world} products`;
      await measure(ctx, server, { name: typing, paths: typed, bar: 50, goal: 10, raw_ms });
      await server.stop();
    }
  },
};
