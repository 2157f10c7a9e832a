// What is wanted: units sold are counted once, fade without being written, and put products first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { manualClock, systemClock } from '#kernel/core/clock.ts';
import { idAt } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { until } from '#kernel/events/test-shop.ts';
import { ask } from './ask.ts';
import { countDemand, halfLife_ms, wantedAt } from './demand.ts';
import { documentFollower } from './follow.ts';
import { fact, factWords } from './index.ts';
import { writeDocuments } from './store.ts';
import { viewCounts, viewsPerUnit, writeViews } from './views.ts';

let database: { url: string; drop(): Promise<void> };
let db: Db;
const chance = prng('demand');
const ids = [0, 1, 2].map(() => idAt('prod', 1_700_000_000_000, chance));
const now_ms = Date.UTC(2026, 5, 1);

before(async () => {
  database = await testDatabase(['search']);
  db = openDb({ url: database.url, room: 'search' });
  const rows = ids.map((productId, at) => ({
    productId,
    version: 1,
    live: true,
    sellerId: 'slr_1',
    categoryId: 'cat_1',
    slug: `kettle-${at}`,
    name: 'Red Kettle',
    brand: 'Acme',
    imageUrl: null,
    attrs: '',
    skus: [],
    words: "'kettl':1A",
    terms: 'Akettl',
    inStock: true,
    offers: { USD: ['var_1', 1, 2_000, 2_000] as [string, number, number, number] },
    rating_x100: 0,
    reviewCount: at,
  }));
  await writeDocuments(db, rows);
});
after(async () => {
  await db.close();
  await database.drop();
});

/** The orders room: orders of these units, each made at a time. */
function orders(
  list: readonly { at_ms: number; products: { productId: string; units: number }[] }[],
) {
  const made = list.map((one) => ({ ...one, id: idAt('ord', one.at_ms, chance) }));
  return {
    sold: async ({ after, before }: { after: string; before: string }) => {
      const next = made.find((one) => one.id > after && one.id < before);
      return { products: next?.products ?? [], last: next?.id ?? null };
    },
  };
}

async function countAll(given: ReturnType<typeof orders>) {
  const needs = { db, clock: systemClock, orders: given };
  while (await countDemand(needs, now_ms));
}

const demands = async () => {
  const text = 'select product_id, demand from fact';
  const rows = await db.rows<{ product_id: string; demand: number }>(text);
  const found = new Map(rows.map((row) => [row.product_id, row.demand]));
  return ids.map((id) => found.get(id) ?? 0);
};

/** Units that a kept number is worth. */
const unitsOf = (demand: number) => Math.round(2 ** wantedAt(demand, now_ms) - 1);

async function order(sort: 'popular' | 'relevance') {
  const index = await documentFollower(db, { ...systemClock, now: () => now_ms }).index();
  const filter = {
    currency: 'USD',
    categories: null,
    brands: null,
    sellers: null,
    min_minor: null,
    max_minor: null,
    rating_x100: null,
    inStock: null,
    attributes: [],
  };
  const all = {
    docs: null,
    filter,
    sort,
    after: null,
    offset: 0,
    limit: 9,
    edges: [],
    boosts: null,
  };
  const { page } = ask(index, all);
  assert.ok(page.every(({ doc }) => index.facts[doc * factWords + fact.live] === 1));
  return page.map(({ doc }) => ids.indexOf(index.productId(doc)));
}

test('without sales the order by popularity goes by reviews', async () => {
  assert.deepEqual(await order('popular'), [2, 1, 0]);
  assert.deepEqual(await order('relevance'), [2, 1, 0]);
});

test('units are counted once, and an older one is worth less', async () => {
  const [a = '', b = ''] = ids;
  const given = orders([
    { at_ms: now_ms - 2 * halfLife_ms, products: [{ productId: a, units: 40 }] },
    {
      at_ms: now_ms - 1_000,
      products: [
        { productId: a, units: 2 },
        { productId: b, units: 30 },
      ],
    },
  ]);
  await countAll(given);
  const once = await demands();
  assert.deepEqual(once.map(unitsOf), [12, 30, 0]);
  await countAll(given);
  assert.deepEqual(await demands(), once);
});

test('what is wanted comes first, by popularity and among what is found', async () => {
  assert.deepEqual(await order('popular'), [1, 0, 2]);
  assert.deepEqual(await order('relevance'), [1, 0, 2]);
});

test('a running index takes up what was counted', async () => {
  const follower = documentFollower(db, { ...systemClock, now: () => now_ms });
  const index = await follower.index();
  const doc = [0, 1, 2].find((one) => index.productId(one) === ids[2]) ?? -1;
  const before = index.facts[doc * factWords + fact.popular] ?? 0;
  const products = [{ productId: ids[2] ?? '', units: 500 }];
  await countAll(orders([{ at_ms: now_ms - 10, products }]));
  // It reads what no running transaction of the whole server is older than.
  await until(async () => {
    await follower.follow();
    return (index.facts[doc * factWords + fact.popular] ?? 0) > before;
  });
});

test('views count once an hour for an address, not for ever, and little', async () => {
  const clock = manualClock(now_ms);
  const views = viewCounts(clock);
  const [a = '', b = ''] = ids;
  assert.deepEqual(
    [views.note(a, '10.0.0.1'), views.note(a, '10.0.0.1'), views.note(b, '10.0.0.1')],
    [true, false, true],
  );
  for (let n = 0; n < 5_000; n += 1) views.note(a, `10.1.${n >> 8}.${n & 255}`);
  assert.deepEqual(views.take(), [
    { productId: a, views: 100 },
    { productId: b, views: 1 },
  ]);
  assert.equal(views.note(b, '10.0.0.1'), false, 'taking them forgets nobody');
  await clock.advance(2 * 3_600_000 + 1);
  views.note(b, '10.0.0.2');
  await clock.advance(3_600_000 + 1);
  assert.equal(views.note(b, '10.0.0.1'), true, 'it is another hour');
  for (let n = 0; n < 20_000; n += 1) views.note(`prod_${n}`, '10.0.0.3');
  assert.equal(views.take().length, 5_000);
});

test('what is looked at is wanted a little: fifty views are a unit', async () => {
  const [, , c = ''] = ids;
  const before = (await demands()).map(unitsOf);
  const views = viewCounts(systemClock);
  for (let n = 0; n < 2 * viewsPerUnit; n += 1) views.note(c, `10.2.0.${n}`);
  const clock = { now: () => now_ms };
  await writeViews({ db, clock }, views);
  const after = (await demands()).map(unitsOf);
  assert.deepEqual(
    after.map((units, at) => units - (before[at] ?? 0)),
    [0, 0, 2],
  );
  await writeViews({ db, clock }, views);
  assert.deepEqual((await demands()).map(unitsOf), after, 'once');
  await writeViews({ db, clock: systemClock }, viewCounts(systemClock));
});
