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
  const variants = list.reduce((sum, one) => sum + one.variants.length, 0) / list.length;
  assert.ok(variants > 1.5 && variants < 3, `${variants} variants a product`);
});

test('it is whole in every room, is found, and is not made twice', async () => {
  const options = { client: app.host.client, databaseUrl: app.databaseUrl };
  const first = await grow({ ...options, products: 300 });
  assert.equal(first.added, 300);
  assert.equal((await grow({ ...options, products: 450 })).added, 150, 'it goes on where it ended');
  assert.equal((await grow({ ...options, products: 450 })).added, 0);
  const report = await check({
    url: app.databaseUrl,
    rooms,
    wait_ms: 10_000,
    without: withoutFsync,
  });
  assert.equal(report.violations, 0, tableOf(report));
  // Both indexes follow their tables, each in its own second.
  for (const path of ['/products?size=1', '/search/products?size=1']) {
    const end = performance.now() + 15_000;
    const total = async () => (await app.get(path)).body.pagination.total as number;
    while ((await total()) !== 450) {
      assert.ok(performance.now() < end, `${path} never had all of them`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const { name, slug } = growthMaker().make(5);
  const hits = await app.get(`/search/products?q=${encodeURIComponent(name)}`);
  assert.equal(hits.body.products[0].slug, slug);
  const found = await app.get(`/search?q=${encodeURIComponent(name)}`);
  assert.equal(found.body.products[0].slug, slug);
});

test('the words it is found by are those that the catalogue would have cut', async () => {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  await client.query('set search_path = catalog');
  const { rows } = await client.query(
    `select count(*)::int as n, count(*) filter (where tsvector_to_array(w.words) <>
       tsvector_to_array(catalog.words_of(p.name, b.name, c.name, (select string_agg(e.value, ' ')
         from (select p.attributes as list union all
           select v.attributes from catalog.variant v where v.product_id = p.product_id) a,
           jsonb_each_text(a.list) e))))::int as other
     from catalog.product p join catalog.product_words w using (product_id)
     join catalog.category c using (category_id) join catalog.brand b using (brand_id)`,
  );
  await client.end();
  assert.deepEqual(rows, [{ n: 450, other: 0 }]);
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
