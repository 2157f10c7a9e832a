// A large catalogue as a file in the shape of a seller's export, and its way into a shop.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { prng } from '#kernel/core/prng.ts';
import type { Context } from './harness.ts';
import { pause } from './harness-load.ts';
import { cpuSample, cpuSplit, memoryOf, type CpuSplit } from './harness-proc.ts';
import { root } from './harness-postgres.ts';
import { serverEnv, startServer } from './harness-server.ts';
import { stockShop } from './harness-shop.ts';

export const departments = 10;
export const shelves = 12;
export const brands = 200;
const colours = ['black', 'white', 'red', 'blue', 'green', 'sand', 'teal', 'plum'];
const sizes = ['S', 'M', 'L', 'XL'];
const import_ms_max = 30 * 60_000;
const quiet_ms_max = 10 * 60_000;
const rows_per_write = 500;

/** Fields of a row that the importer is told to take. */
const mapping = [
  'name',
  'description',
  'brand',
  'category',
  'sku',
  'price',
  'salePrice',
  'stock',
  'weight_g',
  'rating',
  'reviewCount',
  'images',
  'group',
].map((field) => `${field}=${field}`);
const columns = [...mapping, 'option.color=color', 'option.size=size', 'attr.material=material'];

/** The slug of a shelf, by its rank of popularity from 0. */
export function shelfPath(rank: number): string {
  const department = rank % departments;
  return `department-${department}/shelf-${department}-${Math.floor(rank / departments)}`;
}

interface WorldFile {
  file: string;
  rows: number;
}

/**
 * Products with one to four variants each, in 120 categories and 200 brands, always the same. The
 * file is kept; about 450 bytes a row.
 */
export async function worldFile(products: number): Promise<WorldFile> {
  const folder = join(root, '.trueshelf', 'bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `products-${products}.ndjson`);
  const chance = prng(`bench-world-${products}`);
  const there = existsSync(file);
  const out = there ? undefined : createWriteStream(`${file}.part`);
  let rows = 0;
  let text = '';
  for (let n = 0; n < products; n += 1) {
    const made = productRows(n, chance);
    rows += made.length;
    if (!out) continue;
    text += made.map((row) => `${JSON.stringify(row)}\n`).join('');
    if (n % rows_per_write !== 0 && n !== products - 1) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  if (out) {
    out.end();
    await once(out, 'finish');
    renameSync(`${file}.part`, file);
  }
  return { file, rows };
}

function productRows(n: number, chance: ReturnType<typeof prng>): Record<string, unknown>[] {
  const rank = Math.floor(departments * shelves * chance.next() ** 2);
  const department = rank % departments;
  const shelf = Math.floor(rank / departments);
  const brand = chance.int(0, brands - 1);
  const price = chance.int(500, 50_000) / 100;
  const sale = chance.next() < 0.2 ? Math.floor(price * 80) / 100 : undefined;
  const count = chance.int(1, 4);
  const first = chance.int(0, colours.length - 1);
  return Array.from({ length: count }, (_, index) => ({
    group: `group-${n}`,
    name: `Brand ${brand} Article ${n}`,
    description: `Article ${n} for measurements, of plain make and honest weight. `.repeat(2),
    brand: `Brand ${brand}`,
    category: `Department ${department} > Shelf ${department} ${shelf}`,
    sku: `ART-${n}-${index}`,
    price,
    salePrice: sale,
    stock: chance.int(0, 200),
    weight_g: chance.int(50, 5_000),
    rating: chance.int(10, 50) / 10,
    reviewCount: chance.int(0, 900),
    images: [`https://images.example.test/${n}/${index}.jpg`],
    color: colours[(first + index) % colours.length],
    size: sizes[index % sizes.length],
    material: ['steel', 'wood', 'cotton', 'glass'][n % 4],
  }));
}

export interface Imported {
  took_s: number;
  peak_mb: number;
  cpu: CpuSplit;
}

export interface ImportInput {
  databaseUrl: string;
  file: string;
  /** The process of the database, for the split of CPU time. */
  postgres: number;
}

/** Runs `trueshelf import` on a file and watches its memory. The seller must be there. */
export async function runImport(input: ImportInput): Promise<Imported> {
  const { databaseUrl, file, postgres } = input;
  const args = [
    join(root, 'bin', 'trueshelf.ts'),
    'import',
    file,
    '--seller',
    'bench-goods',
    '--create-categories',
    '--map',
    columns.join(','),
  ];
  const started_ms = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...serverEnv(databaseUrl), PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: import_ms_max,
  });
  let output = '';
  let peak_mb = 0;
  const keep = (text: Buffer) => (output = (output + text.toString()).slice(-4_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const watched = { server: child.pid ?? 0, postgres };
  const from = cpuSample(watched);
  let to = from;
  const watch = setInterval(() => {
    to = cpuSample(watched);
    peak_mb = Math.max(peak_mb, memoryOf(child.pid ?? 0).peak_mb);
  }, 200);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the import ended with ${String(code)}: ${output}`);
  const took_s = (performance.now() - started_ms) / 1000;
  return { took_s, peak_mb, cpu: cpuSplit(from, to) };
}

/** A shop with a seller and three warehouses and nothing to sell. */
export async function emptyShop(databaseUrl: string): Promise<void> {
  const server = await startServer({ databaseUrl, name: 'empty-shop' });
  try {
    await stockShop(server, { products: 0, units: 0 });
  } finally {
    await server.stop();
  }
}

/** Imports a world and waits until every product is in the public list. */
export async function makeWorld(ctx: Context, url: string, products: number): Promise<void> {
  const { file, rows } = await worldFile(products);
  await emptyShop(url);
  ctx.say(`importing ${products} products, ${rows} variants`);
  const { took_s } = await runImport({ databaseUrl: url, file, postgres: ctx.postgres.pid });
  ctx.say(`imported in ${took_s.toFixed(0)} s; waiting for the list`);
  const server = await startServer({ databaseUrl: url, name: 'make-world' });
  try {
    const until_ms = performance.now() + quiet_ms_max;
    for (let last = -1; performance.now() < until_ms; await pause(2_000)) {
      const listed = await listedProducts(server.url);
      if (listed === last && listed >= products * 0.9) return;
      last = listed;
    }
    throw new Error('the products did not all reach the list');
  } finally {
    await server.stop();
  }
}

async function listedProducts(url: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/categories`);
  const body = (await answer.json()) as { categories: { productCount: number }[] };
  return body.categories.reduce((sum, one) => sum + one.productCount, 0);
}
