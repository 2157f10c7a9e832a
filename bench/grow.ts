// How fast `trueshelf demo --products` makes a catalogue: products with their variants, prices,
// stock, lists and what the search knows of them, indexes and statistics at the end included. Two
// connections copy rows while this process makes the next ones, so the ceiling is CPU: expected are
// 15,000 to 20,000 a second on two cores, of which keys and indexes take nearly half. The yardstick
// makes the same products and copies each as one line of JSON into a table without keys.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { fillSettings } from '#kernel/db/embedded-settings.ts';
import { copyIn, copyText } from '#services/demo/copy-in.ts';
import { growthMaker } from '#services/demo/grow-model.ts';
import type { Bench, Context } from './harness.ts';
import { root } from './harness-postgres.ts';
import { cpuSample, cpuSplit, eachOf, memoryOf } from './harness-proc.ts';
import { serverEnv } from './harness-server.ts';

const products_default = 100_000;
const grow_ms_max = 30 * 60_000;
const part_products = 4_000;

/** Products a second as lines of JSON in a plain table. */
async function plainCopy(ctx: Context, products: number): Promise<number> {
  const database = await ctx.postgres.database({ rooms: [] });
  await database.query('create table line (text text)');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const maker = growthMaker();
  const from_ms = performance.now();
  for (let from = 0; from < products; from += part_products) {
    const count = Math.min(part_products, products - from);
    const lines = Array.from({ length: count }, (_, at) => {
      return `${copyText(JSON.stringify(maker.make(from + at)))}\n`;
    });
    await copyIn(client, 'copy line from stdin', Buffer.from(lines.join('')));
  }
  const per_s = products / ((performance.now() - from_ms) / 1000);
  await client.end();
  await database.drop();
  return per_s;
}

export const bench: Bench = {
  name: 'grow',
  question: 'How many products a second does the large demo catalogue take?',
  settings: fillSettings,
  async run(ctx) {
    const products = ctx.options.products ?? products_default;
    const plain = await plainCopy(ctx, products);
    ctx.keep({ name: 'the same products as lines of JSON', value: plain, unit: '/s' });
    const database = await ctx.database();
    ctx.say(`making ${products} products`);
    const args = [join(root, 'bin', 'trueshelf.ts'), 'demo', '--products', String(products)];
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...serverEnv(database.url), PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: grow_ms_max,
    });
    let output = '';
    const keep = (text: Buffer) => (output = (output + text.toString()).slice(-4_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const watched = { server: child.pid ?? 0, postgres: ctx.postgres.pid };
    const from = cpuSample(watched);
    let to = from;
    let peak_mb = 0;
    const watch = setInterval(() => {
      to = cpuSample(watched);
      peak_mb = Math.max(peak_mb, memoryOf(watched.server).peak_mb);
    }, 100);
    const code = await new Promise((resolve) => child.once('exit', resolve));
    clearInterval(watch);
    const told = /made in ([\d.]+) s \(([^)]*)\)/.exec(output);
    if (code !== 0 || told === null) throw new Error(`growing ended: ${String(code)} ${output}`);
    ctx.keep({
      name: `products made, of ${products}`,
      value: products / Number(told[1]),
      unit: '/s',
      bar: 20_000,
      yardstick: { name: 'the same products as lines of JSON', value: plain },
      cpu: cpuSplit(from, to),
      each: eachOf([from, to], products),
      done: products,
      note: told[2] ?? '',
    });
    ctx.keep({ name: 'peak memory of the command', value: peak_mb, unit: 'MB', bar: 700 });
    const [size] = await database.query<{ mb: number }>(
      'select (pg_database_size(current_database()) / 1048576)::int as mb',
    );
    ctx.keep({ name: 'size of the database', value: size?.mb ?? 0, unit: 'MB' });
    await ctx.server(database);
    await ctx.invariants({ url: database.url });
  },
};
