// How the index learns, on a real database: in whatever order things are heard, what stands there
// in the end is how things are; late news never win, and what is gone stays gone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { idAt } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { until } from '#kernel/events/test-shop.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import type { ProductSnapshot } from '#services/catalog/contract.ts';
import { documentFollower } from './follow.ts';
import { drain, reactions, type IntakeNeeds } from './intake.ts';
import { lexicon } from './lexicon.ts';
import { dueState, noteProducts } from './store-due.ts';
import { walkOn } from './walk.ts';

let database: { url: string; drop(): Promise<void> };
let db: Db;
before(async () => {
  database = await testDatabase(['search']);
  db = openDb({ url: database.url, room: 'search' });
});
after(async () => {
  await db.close();
  await database.drop();
});

const chance = prng('intake');
const productId = idAt('prod', 1_700_000_000_000, chance);
const variantId = idAt('var', 1_700_000_000_000, chance);

/** The other rooms as they are now; `during` happens while a product is looked up. */
const truth = {
  version: 1,
  name: 'Red Kettle',
  visible: true,
  there: true,
  price: 2_000,
  available: 3,
  away: false,
  during: async () => undefined as unknown,
  /** Happens while the walk waits to look again. */
  meanwhile: async (): Promise<void> => undefined,
};

function snapshot(): ProductSnapshot {
  const { version, name, visible } = truth;
  const variant = {
    variantId,
    productId,
    sellerId: 'slr_1',
    sku: 'K-1',
    name: 'standard',
    brand: 'Acme',
    productName: name,
    categoryId: 'cat_1',
    attributes: { color: 'red' },
    weight_g: 1,
    imageUrl: null,
    active: visible,
    version,
  };
  return {
    productId,
    sellerId: 'slr_1',
    name,
    slug: 'red-kettle',
    brand: 'Acme',
    version,
    categoryId: 'cat_1',
    status: 'ACTIVE',
    imageUrl: null,
    variants: [variant],
    description: 'Boils.',
    categoryPath: 'kitchen/kettles',
    attributes: {},
    visible,
    rating: 4,
    reviewCount: 2,
    inStock: true,
    createdAt: '2026-01-01T00:00:00.000Z',
  };
}

function needs() {
  const products = async () => {
    if (truth.away) throw new Error('the catalogue is away');
    const found = truth.there ? [snapshot()] : [];
    await truth.during();
    return { products: found };
  };
  const made = {
    db,
    clock: { sleep: async () => truth.meanwhile() },
    log: { warn: () => undefined },
    lexicon: lexicon(db),
    catalog: { products, variants: async () => ({ variants: snapshot().variants }) },
    all: { productsAfter: async () => ({ products: truth.there ? [snapshot()] : [] }) },
    pricing: {
      prices: async ({ currency }: { currency: string }) => ({
        prices: [
          {
            variantId,
            currency,
            base_minor: 2_500,
            sale_minor: truth.price,
            version: 1,
            effective_minor: truth.price,
          },
        ],
      }),
    },
    inventory: {
      availability: async () => ({
        items: [{ variantId, available: truth.available, held: 0 }],
      }),
    },
  };
  return made as unknown as IntakeNeeds & Parameters<typeof walkOn>[0];
}

function event(eventType: string, payload: Record<string, unknown>, version = 1): EventEnvelope {
  const aggregate = { type: 'product', id: productId, version };
  const metadata = { correlationId: 'c', causationId: null, source: 's', version: '1', lamport: 1 };
  const at = '2026-01-01T00:00:00.000Z';
  return { eventType, eventId: 'evt_1', sagaId: null, timestamp: at, aggregate, payload, metadata };
}

async function hear(consumer: string, ...events: EventEnvelope[]): Promise<void> {
  const handle = reactions(() => undefined)[consumer];
  assert.ok(handle !== undefined);
  await db.tx((tx) => handle(tx, events));
}

async function shown() {
  const row = await db.row<Record<string, unknown>>(
    `select d.version, d.name, d.live, f.live as found, f.in_stock, f.offers->'USD'->2 as price,
       f.rating_x100 from document d join fact f using (row_no) where d.product_id = $1`,
    [productId],
  );
  return row;
}

test('what was heard is looked up once, and news meanwhile are looked up again', async () => {
  await hear('search.products', event('PRODUCT_CREATED', {}), event('PRODUCT_UPDATED', {}, 2));
  truth.during = async () => {
    truth.during = async () => undefined;
    Object.assign(truth, { version: 2, name: 'Blue Kettle', price: 1_500 });
    await hear('search.products', event('PRODUCT_UPDATED', {}, 2));
  };
  await drain(needs());
  assert.deepEqual(await shown(), {
    version: 2,
    name: 'Blue Kettle',
    live: true,
    found: true,
    in_stock: true,
    price: 1_500,
    rating_x100: 400,
  });
  assert.equal((await dueState(db)).waiting, 0);
});

test('an older version that comes late changes nothing', async () => {
  const late = needs();
  truth.version = 1;
  truth.name = 'Red Kettle';
  await hear('search.products', event('PRODUCT_UPDATED', {}, 1));
  await drain(late);
  assert.equal((await shown())?.['name'], 'Blue Kettle');
  Object.assign(truth, { version: 2, name: 'Blue Kettle' });
});

test('ratings are told by events, the newest wins', async () => {
  const rating = (sum: number, version: number) =>
    event('RATING_CHANGED', { productId, count: 10, sum, version }, version);
  await hear('search.ratings', rating(45, 5), rating(20, 4));
  await hear('search.ratings', rating(10, 3));
  assert.equal((await shown())?.['rating_x100'], 450);
  await hear('search.products', event('PRODUCT_UPDATED', {}, 2));
  await drain(needs());
  assert.equal((await shown())?.['rating_x100'], 450, "the catalogue's copy does not win");
});

test('stock is looked up when it comes or goes, and not when it only changes', async () => {
  const stock = (available: number) => event('STOCK_CHANGED', { productId, variantId, available });
  await hear('search.stock', stock(2));
  assert.equal((await dueState(db)).waiting, 0);
  truth.available = 0;
  await hear('search.stock', stock(0));
  assert.equal((await dueState(db)).waiting, 1);
  await drain(needs());
  assert.equal((await shown())?.['in_stock'], false);
});

test('while a room is away nothing is lost', async () => {
  truth.away = true;
  truth.price = 900;
  await hear('search.prices', event('PRICE_CHANGED', { variantId, currency: 'USD' }));
  await assert.rejects(drain(needs()), /away/);
  assert.equal((await dueState(db)).waiting, 1);
  truth.away = false;
  await db.run('update due set next_at = now()');
  await drain(needs());
  assert.equal((await shown())?.['price'], 900);
});

test('a document that was lost comes back in its row, as a newer text', async () => {
  const rowOf = async () =>
    db.row<{ row_no: string; text_no: number; documents: number }>(
      `select row_no, text_no, (select count(*)::int from document) as documents from fact
       where product_id = $1`,
      [productId],
    );
  const before = await rowOf();
  await db.run('delete from document where product_id = $1', [productId]);
  await hear('search.products', event('PRODUCT_UPDATED', {}, 2));
  await drain(needs());
  assert.equal((await shown())?.['name'], 'Blue Kettle');
  assert.deepEqual(await rowOf(), { ...before, text_no: (before?.text_no ?? 0) + 1, documents: 1 });
});

test('what cannot be written holds up nothing else', async () => {
  const others = Array.from({ length: 7 }, (_, at) => `prod_0${at}`);
  const bad = 'prod_03';
  const ids = [...others, productId];
  // PostgreSQL has no text with a zero character.
  let name = 'Red\u0000Kettle';
  const products = async ({ productIds }: { productIds: string[] }) => ({
    products: productIds.map((id) => ({
      ...snapshot(),
      ...(id === productId ? {} : { productId: id, variants: [] }),
      ...(id === bad ? { name } : {}),
    })),
  });
  const some = { ...needs(), catalog: { ...needs().catalog, products } } as unknown as IntakeNeeds;
  await noteProducts(db, ids);
  await assert.rejects(drain(some), /Unicode|null/);
  const left = await db.rows('select product_id, tries from due');
  assert.deepEqual(left, [{ product_id: bad, tries: 1 }]);
  name = 'Red Kettle';
  await db.run('update due set next_at = now()');
  await drain(some);
  assert.equal((await dueState(db)).waiting, 0);
  await db.run('delete from fact where product_id = any($1)', [others]);
  await db.run('delete from document where product_id = any($1)', [others]);
});

test('the walk finds what no event told', async () => {
  Object.assign(truth, { version: 3, name: 'Green Kettle' });
  const step = await walkOn(needs());
  assert.deepEqual(step?.different, [productId]);
  await drain(needs());
  assert.equal((await shown())?.['name'], 'Green Kettle');
  assert.deepEqual((await walkOn(needs()))?.different, []);
  await drain(needs());
});

test('what an event tells meanwhile did not differ', async () => {
  Object.assign(truth, { version: 4, name: 'Grey Kettle' });
  truth.meanwhile = async () => {
    await hear('search.products', event('PRODUCT_UPDATED', {}, 4));
    await drain(needs());
  };
  assert.deepEqual((await walkOn(needs()))?.different, []);
  assert.equal((await shown())?.['name'], 'Grey Kettle');
  truth.meanwhile = async () => undefined;
  await drain(needs());
});

test('the index follows; what is gone leaves a tombstone that late news do not wake', async () => {
  const follower = documentFollower(db, systemClock);
  assert.equal((await follower.index()).live, 1);
  truth.there = false;
  await hear('search.products', event('PRODUCT_DELETED', { productId, variantIds: [] }, 5));
  await drain(needs());
  // It reads what no running transaction of the whole server is older than.
  await until(async () => {
    await follower.follow();
    return (await follower.index()).live === 0;
  });
  truth.there = true;
  await hear('search.products', event('PRODUCT_UPDATED', {}, 3));
  await drain(needs());
  assert.equal((await shown())?.['live'], false);
});
