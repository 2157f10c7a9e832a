/**
 * Grows the catalogue to a million products and more. The people of the small world (sellers,
 * warehouses, categories) are made by calls, since the rooms tell others of them; the products are
 * copied into the tables part by part, on two connections, while this process makes the next part.
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
import { cut, piecesOf, RowWriter, type Cut, type GrownWorld } from './grow-rows.ts';
import { Pieces, type Piece } from './grow-words.ts';
import { slugOf } from './products.ts';
import * as store from './store-grow.ts';

const part_products = 4_000;
/** Cut together: few, so that what they are made of is gone before it grows old. */
const cut_products = 200;
const connections = 2;
/** From so many on, indexes are dropped first and made anew at the end. */
const bulk_min = 50_000;
const heard_ms_max = 60_000;

export interface GrowOptions {
  client: Rpc['client'];
  databaseUrl: string;
  /** Products that there shall be, besides those of the small demo. */
  products: number;
  onProgress?(sentence: string): void;
  /** From so many missing ones on, indexes are made at the end; 50,000. */
  bulk_min?: number;
}

export interface Growth {
  /** Made now; fewer when some were there. */
  added: number;
  took_s: number;
  /** A sentence that says how long its parts took. */
  told: string;
}

function growthOf(added: number, times: Record<'rows' | 'indexes' | 'statistics', number>): Growth {
  const took_s = Object.values(times).reduce((sum, one) => sum + one, 0);
  const parts = Object.entries(times).map(([name, s]) => `${name} ${s.toFixed(1)} s`);
  const per_s = Math.round(added / Math.max(0.001, took_s));
  const took = `${took_s.toFixed(1)} s (${parts.join(', ')})`;
  return { added, took_s, told: `${added} products made in ${took}, ${per_s} a second.` };
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

/** Has the search learn the words of products that nothing before them had. */
async function learn(client: pg.Client, cuts: readonly Cut[]): Promise<void> {
  const fresh = new Set<Piece>();
  for (const one of cuts) {
    for (const piece of piecesOf(one)) if (piece.lexemes === null) fresh.add(piece);
  }
  if (fresh.size === 0) return;
  const all = new Set([...fresh].flatMap((piece) => piece.search));
  const shown = new Set([...fresh].flatMap((piece) => (piece.shown ? piece.search : [])));
  const lexemes = await store.learnWords(client, [...all], [...shown]);
  for (const piece of fresh) piece.lexemes = piece.search.map((word) => lexemes.get(word) ?? word);
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

interface Work {
  world: GrownWorld;
  parts: Part[];
  tell(added: number): void;
}

/** Makes and writes parts, one connection each, until there are none; gives how many products. */
async function makeParts(clients: readonly pg.Client[], { world, parts, tell }: Work) {
  const { maker } = world;
  const pieces = new Pieces();
  let added = 0;
  const work = async (client: pg.Client) => {
    const writer = new RowWriter(world);
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const { from, to } = part;
      const count = to - from;
      const documentNo = await store.takeDocumentNumbers(client, count);
      writer.clear();
      for (let at = 0; at < count; at += cut_products) {
        const cuts = Array.from({ length: Math.min(cut_products, count - at) }, (_, step) => {
          return cut(maker, pieces, maker.make(from + at + step));
        });
        await learn(client, cuts);
        cuts.forEach((one, step) => {
          writer.put(one, documentNo + at + step);
        });
      }
      await store.writePart(client, writer);
      added += count;
      tell(added);
    }
  };
  await Promise.all(clients.map(work));
  return added;
}

/**
 * Makes what is missing of so many products. Safe to repeat and to kill: parts are whole or not
 * there, and a repeat goes on. On a busy machine 60 to 110 µs of this process and 110 to 130 of the
 * database a product, which two quiet cores turn into some 12,000 a second.
 */
export async function grow(options: GrowOptions): Promise<Growth> {
  const { databaseUrl, products, onProgress = () => undefined } = options;
  const clients = Array.from(
    { length: connections },
    () => new pg.Client({ connectionString: databaseUrl }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  const [first] = clients;
  assert(first !== undefined, 'there is a connection');
  try {
    onProgress('Opening aisles and brands');
    const world = await worldOf(options, first);
    await heard(first, world.sellerIds);
    await Promise.all(clients.map(store.hurry));
    const parts = await missingParts(first, world.maker, products);
    const total = parts.reduce((sum, part) => sum + part.to - part.from, 0);
    const from_ms = performance.now();
    const seconds = () => (performance.now() - from_ms) / 1000;
    if (total >= (options.bulk_min ?? bulk_min)) {
      await store.tidied(first, 'nobody');
      await store.dropSlowIndexes(first);
    }
    const tell = (added: number) => {
      const per_s = Math.round(added / seconds());
      onProgress(`Making products: ${added} of ${total}, ${per_s} a second`);
    };
    const added = await makeParts(clients, { world, parts, tell });
    const rows_s = seconds();
    onProgress('Making indexes');
    await store.makeSlowIndexes(clients);
    const indexes_s = seconds() - rows_s;
    onProgress('Taking statistics');
    if (added > 0) await store.settle(clients);
    return growthOf(added, {
      rows: rows_s,
      indexes: indexes_s,
      statistics: seconds() - rows_s - indexes_s,
    });
  } finally {
    // Whatever became of it, and of one that was killed before.
    await store.tidied(first, 'server').catch(() => undefined);
    await Promise.all(clients.map((client) => client.end()));
  }
}
