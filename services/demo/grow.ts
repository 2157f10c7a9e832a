/**
 * Grows the catalogue to a million products and more. The people of the small world (sellers,
 * warehouses, categories) are made by calls, since the rooms tell others of them; the products are
 * copied into the tables, on two connections, while this process makes the next ones.
 */
import pg from 'pg';
import { assert } from '#kernel/core/assert.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import { demoWorld } from './catalogue.ts';
import { brandNames, grownId, grownSellers, growthMaker, type Maker } from './grow-model.ts';
import { isWhole, missingParts, Parts, type Step } from './grow-parts.ts';
import type { GrownWorld } from './grow-rows.ts';
import { slugOf } from './products.ts';
import { isInUse } from './store-grow-bulk.ts';
import * as store from './store-grow.ts';

/** From so many on, indexes are dropped first and made anew at the end. */
export const bulk_min = 50_000;
const heard_ms_max = 60_000;

export interface GrowOptions {
  client: Rpc['client'];
  databaseUrl: string;
  /** Products that there shall be, besides those of the small demo. */
  products: number;
  onProgress?(sentence: string): void;
  /** From so many missing ones on, indexes are made at the end; 50,000. */
  bulk_min?: number;
  /** Called when no room is asked for anything any more. */
  prepared?(): Promise<void>;
  /** Whether nobody is on: without it, the database is asked. */
  alone?: boolean;
}

export interface Growth {
  /** Made now; fewer when some were there. */
  added: number;
  took_s: number;
  /** A sentence that says how long its parts took. */
  told: string;
}

const sentences: Record<Step, string> = {
  rows: 'Making indexes',
  indexes: 'Done',
};

/** How long each step took, said as one sentence. */
class Watch {
  private readonly from_ms = performance.now();
  private readonly ends: [Step, number][] = [];

  seconds(): number {
    return (performance.now() - this.from_ms) / 1000;
  }

  end(step: Step): void {
    this.ends.push([step, this.seconds()]);
  }

  growth(added: number): Growth {
    const took_s = this.seconds();
    const parts = this.ends.map(([name, at_s], nth) => {
      return `${name} ${(at_s - (this.ends[nth - 1]?.[1] ?? 0)).toFixed(1)} s`;
    });
    const per_s = Math.round(added / Math.max(0.001, took_s));
    const took = `${took_s.toFixed(1)} s (${parts.join(', ')})`;
    return { added, took_s, told: `${added} products made in ${took}, ${per_s} a second.` };
  }
}

function done(answer: unknown): void {
  assert(!isRefusal(answer), `the large catalogue is refused: ${JSON.stringify(answer)}`);
}

async function prepare(client: Rpc['client'], maker: Maker) {
  const world = demoWorld();
  const shops = brandNames().slice(0, grownSellers);
  const sellers = shops.map((name, at) => ({
    sellerId: grownId('slr', name),
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
    categoryId: grownId('cat', path),
    parentId: known.get(`${department.slug}/${leaf.slug}`) ?? null,
    slug,
    name: noun,
  }));
  const shelves = world.categories
    .toSorted((a, b) => a.path.split('/').length - b.path.split('/').length)
    .map(({ categoryId, parentId, slug, name, names }) => {
      return { categoryId, parentId, slug, name, names };
    });
  const categories = [...shelves, ...aisles];
  const { attributes } = world;
  done(await client(catalogCalls).import({ categories, attributes, products: [] }));
  return {
    sellerIds: sellers.map((one) => one.sellerId),
    warehouseIds: warehouses.map((one) => one.warehouseId),
    categories: aisles.map(({ categoryId, name }) => ({ categoryId, name })),
  };
}

async function worldOf(options: GrowOptions, client: pg.Client): Promise<GrownWorld> {
  const maker = growthMaker();
  const rest = await prepare(options.client, maker);
  const brands = maker.brands.map((name) => ({
    brandId: grownId('brand', name),
    name,
    slug: slugOf(name),
  }));
  const pictures = await store.shelfPictures(client);
  return {
    maker,
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

function clientOf(databaseUrl: string): pg.Client {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'trueshelf-grow',
  });
  // What is asked next says what happened.
  client.on('error', () => undefined);
  return client;
}

/**
 * Makes what is missing of so many products. Safe to repeat and to kill: beside a running shop,
 * parts are whole or not there, and a repeat goes on; alone, many are made at once or not at all.
 */
export async function grow(options: GrowOptions): Promise<Growth> {
  const { databaseUrl, products, onProgress = () => undefined } = options;
  const [words, one, other] = [clientOf(databaseUrl), clientOf(databaseUrl), clientOf(databaseUrl)];
  const clients = [words, one, other];
  await Promise.all(clients.map((client) => client.connect()));
  try {
    onProgress('Opening aisles and brands');
    const world = await worldOf(options, words);
    await heard(words, world.sellerIds);
    await options.prepared?.();
    await Promise.all(clients.map(store.hurry));
    const parts = await missingParts(words, world.maker, products);
    const total = parts.reduce((sum, part) => sum + part.to - part.from, 0);
    const isBulk = total >= (options.bulk_min ?? bulk_min);
    const alone = isBulk && (options.alone ?? !(await isInUse(words)));
    const watch = new Watch();
    const tell = (added: number) => {
      const per_s = Math.round(added / watch.seconds());
      onProgress(`Making products: ${added} of ${total}, ${per_s} a second`);
    };
    const ended = (step: Step) => {
      watch.end(step);
      onProgress(sentences[step]);
    };
    const made = new Parts({ clients: [one, other], words, world, parts, tell, ended });
    const added = await (alone && parts.every(isWhole) ? made.atOnce() : made.beside(isBulk));
    return watch.growth(added);
  } finally {
    // Whatever became of it, and of one that was killed before.
    await Promise.all([one, other].map((client) => client.end()));
    await store.tidied(words, 'server').catch(() => undefined);
    await words.end();
  }
}
