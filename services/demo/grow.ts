/**
 * Grows the catalogue to a million products and more. The people of the small world (sellers,
 * warehouses, categories) are made by calls, since the rooms tell others of them; the products are
 * copied into the tables part by part, on two connections, while this process makes the next part.
 */
import pg from 'pg';
import { assert } from '#kernel/core/assert.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { idAt } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import { demoWorld } from './catalogue.ts';
import { brandNames, grownSellers, growthMaker, type Maker } from './grow-model.ts';
import { slugOf } from './products.ts';
import * as store from './store-grow.ts';

const part_products = 4_000;
const connections = 2;
/** From so many on, indexes are dropped first and made anew at the end. */
const bulk_min = 50_000;
const heard_ms_max = 60_000;
const born_ms = 1_701_388_800_000;

export interface GrowOptions {
  client: Rpc['client'];
  databaseUrl: string;
  /** Products that there shall be, besides those of the small demo. */
  products: number;
  onProgress?(sentence: string): void;
}

export interface Growth {
  /** Made now; fewer when some were there. */
  added: number;
  took_s: number;
}

function idOf(prefix: string, key: string): string {
  return idAt(prefix, born_ms, prng(`trueshelf-grow:${prefix}:${key}`));
}

function done(answer: unknown): void {
  assert(!isRefusal(answer), `the large catalogue is refused: ${JSON.stringify(answer)}`);
}

async function prepare(client: Rpc['client'], maker: Maker) {
  const world = demoWorld();
  const shops = brandNames().slice(0, grownSellers);
  const sellers = shops.map((name, at) => ({
    sellerId: idOf('slr', name),
    name: `${name} ${['Trading', 'Goods', 'Supply', 'Market'][at % 4]}`,
    slug: slugOf(`${name} store`),
    description: 'One of many sellers of the large demo catalogue.',
    status: 'APPROVED' as const,
  }));
  done(await client(sellersCalls).import({ sellers, members: [] }));
  const warehouses = world.warehouses.map((one) => ({
    warehouseId: one.warehouseId,
    name: one.name,
    latitude: one.latitude,
    longitude: one.longitude,
    country: one.country,
    state: one.region,
    sellerId: null,
  }));
  done(await client(inventoryCalls).addWarehouses({ warehouses }));
  const known = new Map(world.categories.map((one) => [one.path, one.categoryId]));
  const aisles = maker.aisles.map(({ department, leaf, noun, slug, path }) => ({
    categoryId: idOf('cat', path),
    parentId: known.get(`${department.slug}/${leaf.slug}`) ?? null,
    slug,
    name: noun,
  }));
  const shelves = world.categories
    .toSorted((a, b) => a.path.split('/').length - b.path.split('/').length)
    .map(({ categoryId, parentId, slug, name }) => ({ categoryId, parentId, slug, name }));
  done(await client(catalogCalls).import({ categories: [...shelves, ...aisles], products: [] }));
  return {
    sellerIds: sellers.map((one) => one.sellerId),
    warehouseIds: warehouses.map((one) => one.warehouseId),
    categories: aisles.map(({ categoryId, name }) => ({ categoryId, name })),
  };
}

async function worldOf(options: GrowOptions, client: pg.Client): Promise<store.GrownWorld> {
  const maker = growthMaker();
  const rest = await prepare(options.client, maker);
  const brands = maker.brands.map((name) => ({
    brandId: idOf('brand', name),
    name,
    slug: slugOf(name),
  }));
  const pictures = await store.shelfPictures(client);
  return {
    maker,
    lexemes: new Map(),
    ...rest,
    brandIds: await store.ensureBrands(client, brands),
    pictures: maker.aisles.map(({ department, leaf }) => {
      return pictures.get(`${department.slug}/${leaf.slug}`) ?? [];
    }),
  };
}

/** Sellers that are new start a walk over their goods; it must not meet a million of them. */
async function heard(client: pg.Client, sellerIds: readonly string[]): Promise<void> {
  const deadline_ms = performance.now() + heard_ms_max;
  while (!(await store.sellersAreKnown(client, sellerIds))) {
    assert(performance.now() < deadline_ms, 'the catalogue hears of its sellers');
    await systemClock.sleep(100);
  }
}

interface Part {
  from: number;
  to: number;
}

/** The parts that are not there yet; a part is whole or not there at all. */
async function missingParts(client: pg.Client, maker: Maker, products: number): Promise<Part[]> {
  const parts: Part[] = [];
  for (let from = 0; from < products; from += part_products) {
    parts.push({ from, to: Math.min(products, from + part_products) });
  }
  const idAtEnd = ({ to }: Part) => maker.make(to - 1).productId;
  const idAtStart = ({ from }: Part) => maker.make(from).productId;
  const ids = parts.flatMap((part) => [idAtStart(part), idAtEnd(part)]);
  const there = await store.existing(client, ids);
  const missing = parts.filter((part) => !there.has(idAtEnd(part)));
  // A smaller world ended inside of this part.
  return Promise.all(
    missing.map(async (part) => {
      if (!there.has(idAtStart(part))) return part;
      const list = Array.from({ length: part.to - part.from }, (_, at) => {
        return maker.make(part.from + at).productId;
      });
      const known = await store.existing(client, list);
      return { from: part.from + known.size, to: part.to };
    }),
  );
}

/**
 * Makes what is missing of so many products. Safe to repeat and to kill: parts are whole or not
 * there, and a repeat goes on. About 40 µs of this process and 100 µs of the database a product.
 */
export async function grow(options: GrowOptions): Promise<Growth> {
  const { databaseUrl, products, onProgress = () => undefined } = options;
  const clients = Array.from(
    { length: connections },
    () => new pg.Client({ connectionString: databaseUrl }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  try {
    const [first] = clients;
    assert(first !== undefined, 'there is a connection');
    onProgress('Opening aisles and brands');
    const world = await worldOf(options, first);
    await heard(first, world.sellerIds);
    await Promise.all(clients.map(store.hurry));
    const parts = await missingParts(first, world.maker, products);
    const total = parts.reduce((sum, part) => sum + part.to - part.from, 0);
    const from_ms = performance.now();
    if (total >= bulk_min) await store.dropSlowIndexes(first);
    let added = 0;
    const work = async (client: pg.Client) => {
      for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
        const { from, to } = part;
        const products = Array.from({ length: to - from }, (_, at) => world.maker.make(from + at));
        const words = store.wordsOfProducts(world, products);
        await store.learnWords(client, world.lexemes, words);
        const numbers = await store.takeRowNumbers(client, products.length);
        await store.writePart(client, store.sheetsOf(world, { products, ...numbers }));
        added += products.length;
        const per_s = Math.round(added / ((performance.now() - from_ms) / 1000));
        onProgress(`Making products: ${added} of ${total}, ${per_s} a second`);
      }
    };
    await Promise.all(clients.map(work));
    onProgress('Making indexes');
    await store.makeSlowIndexes(clients);
    onProgress('Taking statistics');
    if (added > 0) await store.settle(first);
    return { added, took_s: (performance.now() - from_ms) / 1000 };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
