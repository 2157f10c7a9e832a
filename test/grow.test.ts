// The large catalogue: the same on every run, believable in its shares, whole in every room.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { isId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { rooms } from '#services/directory.ts';
import { searchCalls } from '#services/search/contract.ts';
import { check, withoutFsync } from '../invariants/check.ts';
import { tableOf } from '../invariants/report.ts';
import { startApp, type App } from './app.ts';
import { growthMaker } from '#services/demo/grow-model.ts';
import { grow } from '#services/demo/grow.ts';
import { tables } from '#services/demo/grow-rows.ts';

let app: App;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

test('a product is the same whoever makes it, and needs no other', () => {
  const one = growthMaker();
  const other = growthMaker();
  const list = Array.from({ length: 500 }, (_, n) => one.make(n));
  assert.equal(hash(list.map(({ n }) => other.make(499 - n)).reverse()), hash(list));
  assert.equal(hash(one.make(900_000)), hash(other.make(900_000)));
  assert.ok(isId('prod', one.make(7).productId) && isId('var', one.make(7).variants[0]?.variantId));
});

test('a few brands, sellers and products have most of what there is', () => {
  const maker = growthMaker();
  const list = Array.from({ length: 20_000 }, (_, n) => maker.make(n));
  const share = (counts: number[], first: number) => {
    const sorted = counts.toSorted((a, b) => b - a);
    const sum = (part: number[]) => part.reduce((total, n) => total + n, 0);
    return sum(sorted.slice(0, first)) / sum(sorted);
  };
  const by = (key: (of: (typeof list)[number]) => number) => {
    const counts = new Map<number, number>();
    for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
    return [...counts.values()];
  };
  assert.equal(new Set(list.map((one) => one.slug)).size, list.length, 'slugs are unique');
  assert.equal(new Set(list.map((one) => one.productId)).size, list.length);
  assert.ok(
    share(
      by((one) => one.brand),
      120,
    ) > 0.5,
    'a fifth of the brands has half',
  );
  assert.ok(
    share(
      by((one) => one.seller),
      8,
    ) > 0.5,
  );
  assert.ok(
    share(
      by((one) => one.aisle),
      40,
    ) < 0.6,
    'no kind of goods has nearly all',
  );
  assert.ok(
    share(
      list.map((one) => one.sold),
      1_000,
    ) > 0.5,
    'a twentieth sells half',
  );
  const said = list.flatMap((one) => one.reviews);
  const reviewed = list.filter((one) => one.reviews.length > 0).length / list.length;
  assert.ok(reviewed > 0.15 && reviewed < 0.3, `${reviewed} of all products have reviews`);
  const stars = said.reduce((sum, one) => sum + one.stars, 0) / said.length;
  assert.ok(stars > 3.6 && stars < 4.6, `${stars} stars in the middle`);
  assert.equal(new Set(said.map((one) => one.reviewId)).size, said.length);
  const variants = list.reduce((sum, one) => sum + one.variants.length, 0) / list.length;
  assert.ok(variants > 1.5 && variants < 3, `${variants} variants a product`);
});

test('it is whole in every room, is found, and is not made twice', async () => {
  const options = { client: app.host.client, databaseUrl: app.databaseUrl };
  const first = await grow({ ...options, products: 300 });
  assert.equal(first.added, 300);
  assert.equal((await grow({ ...options, products: 450 })).added, 150, 'it goes on where it ended');
  assert.equal((await grow({ ...options, products: 450 })).added, 0);
  await holds();
  // The index follows its tables a second behind.
  const end = performance.now() + 60_000;
  const total = async () => (await app.get('/products?size=1')).body.pagination.total as number;
  while ((await total()) !== 450) {
    assert.ok(performance.now() < end, 'the list never had all of them');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { name, slug } = growthMaker().make(5);
  const found = await app.get(`/search?q=${encodeURIComponent(name)}`);
  assert.equal(found.body.products[0].slug, slug);
});

/** Keys, indexes, settings and rows of every table that products are in. */
async function stateOf(client: pg.Client) {
  const { rows } = await client.query(
    `select schemaname || '.' || indexname as name, indexdef as how from pg_indexes
     where schemaname = any($1) union all
     select oid::regclass::text, array_to_string(reloptions, ',') from pg_class
     where relkind = 'r' and relnamespace::regnamespace::text = any($1) union all
     select conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) || convalidated
     from pg_constraint where connamespace::regnamespace::text = any($1) order by 1`,
    [['catalog', 'search', 'reviews', 'sellers', 'inventory', 'pricing']],
  );
  return rows;
}

async function countsOf(client: pg.Client) {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await client.query('select count(*)::int as n from ' + table);
    counts[table] = rows[0].n;
  }
  return counts;
}

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  return client;
}

async function holds(): Promise<void> {
  const { databaseUrl: url } = app;
  const report = await check({ url, rooms, wait_ms: 60_000, without: withoutFsync });
  assert.equal(report.violations, 0, tableOf(report));
}

for (const alone of [false, true]) {
  const where = alone ? 'that nobody uses' : 'that runs';
  test(`many products in a shop ${where} leave keys and settings as they were`, async () => {
    const client = await connected();
    const before = await stateOf(client);
    const options = { client: app.host.client, databaseUrl: app.databaseUrl, alone };
    const products = alone ? 750 : 600;
    assert.equal((await grow({ ...options, products, bulk_min: 100 })).added, 150);
    assert.deepEqual(await stateOf(client), before);
    assert.equal((await countsOf(client))['search.fact'], products);
    await client.end();
    await holds();
  });
}

test('a growth that is ended leaves nothing, and is whole when it is repeated', async () => {
  const client = await connected();
  const [state, counts] = [await stateOf(client), await countsOf(client)];
  const options = {
    client: app.host.client,
    databaseUrl: app.databaseUrl,
    products: 2_900,
    bulk_min: 100,
    alone: true,
  };
  let ends: Promise<unknown> | undefined;
  const onProgress = (sentence: string) => {
    if (!sentence.startsWith('Making products')) return;
    ends ??= client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'trueshelf-grow'`,
    );
  };
  await assert.rejects(grow({ ...options, onProgress }));
  await ends;
  assert.deepEqual(await stateOf(client), state);
  assert.deepEqual(await countsOf(client), counts);
  assert.equal((await grow(options)).added, 2_150);
  await client.end();
  await holds();
});

const lastOfProducts = [
  'reviews.post',
  'reviews.purchase',
  'reviews.product_rating',
  'catalog.listing',
  'catalog.product',
];

test('what was ended between the commits of both halves is made whole', async () => {
  const client = await connected();
  const counts = await countsOf(client);
  const { productId } = growthMaker().make(2_000);
  const late = 'select variant_id from catalog.variant where product_id >= $1';
  for (const table of ['inventory.stock', 'inventory.stock_ledger', 'catalog.variant_stock']) {
    await client.query('delete from ' + table + ' where variant_id in (' + late + ')', [productId]);
  }
  const prices = 'delete from catalog.variant_price where variant_id in (';
  await client.query(prices + late + ')', [productId]);
  const posts = 'delete from reviews.post_transition where post_id in (select post_id from ';
  await client.query(posts + 'reviews.post where product_id >= $1)', [productId]);
  for (const table of lastOfProducts) {
    await client.query('delete from ' + table + ' where product_id >= $1', [productId]);
  }
  const options = { client: app.host.client, databaseUrl: app.databaseUrl, alone: true };
  assert.equal((await grow({ ...options, products: 2_900, bulk_min: 100 })).added, 900);
  assert.deepEqual(await countsOf(client), counts);
  await client.end();
  await holds();
});

test('the search index is as if each product had been looked up', async () => {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  const state = async () => {
    const { rows } = await client.query(
      `select d.product_id, d.version, d.live, d.text_no, d.name, d.attrs, d.skus, d.words::text,
         d.terms, f.in_stock, f.offers::text, f.rating_x100, f.review_count
       from search.document d join search.fact f using (row_no) order by product_id`,
    );
    return rows;
  };
  const before = await state();
  const step = app.host.client(searchCalls).reindexStep;
  let different = 0;
  for (let after = ''; ;) {
    const done = await step({ after });
    assert.ok(!isRefusal(done));
    different += done.different;
    if (done.after === '') break;
    ({ after } = done);
  }
  assert.equal(different, 0);
  const now = await state();
  const other = now.filter((row, at) => !isDeepStrictEqual(row, before[at]));
  assert.deepEqual(other.slice(0, 1), []);
  await client.end();
});
