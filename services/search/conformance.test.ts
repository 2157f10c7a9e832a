// One suite for every engine: what is found, in which order, how it is counted, what is suggested.
// The engine in memory always; OpenSearch where one runs (TEST_OPENSEARCH_URL), then both are
// also held against each other, and its index is built, swapped and followed.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { memoryEngine } from './engine-memory.ts';
import { openSearchEngine } from './engine-opensearch.ts';
import type { Engine, EngineQuery } from './engine.ts';
import { typed } from './model.ts';
import { beginIndex, feedOnce, writeRows, type FeedNeeds } from './opensearch-feed.ts';
import { alias } from './opensearch-index.ts';
import { openSearch, type OpenSearch } from './opensearch.ts';
import { cardRows } from './store.ts';
import { engineIndexes, engineLag, loadPage } from './store-engine.ts';
import { engineWorld, question, type EngineWorld } from './test-kit.ts';

const wait_ms_max = 20_000;
const url = await running(process.env['TEST_OPENSEARCH_URL']);
const engines = ['memory', ...(url === undefined ? [] : ['opensearch'])] as const;

/** The address when OpenSearch answers there, at once or after a while; undefined without. */
async function running(given: string | undefined): Promise<string | undefined> {
  const until_ms = performance.now() + wait_ms_max;
  while (given !== undefined && performance.now() < until_ms) {
    const path = '/_cluster/health?wait_for_status=yellow&timeout=1s';
    const signal = AbortSignal.timeout(3_000);
    const isUp = await fetch(given + path, { signal }).then(
      (one) => one.ok,
      () => false,
    );
    if (isUp) return given;
    await pause(250);
  }
  return undefined;
}

let shop: EngineWorld;
let search: OpenSearch | null = null;
let feed: FeedNeeds;
const made = new Map<string, Engine>();
let now_ms = Date.UTC(2026, 5, 1);

before(async () => {
  shop = await engineWorld();
  made.set('memory', memoryEngine(shop.tools));
  if (url === undefined) return;
  search = openSearch(url);
  const log = { warn: () => undefined, info: () => undefined };
  feed = { db: shop.db, search, log, now: () => (now_ms += 1) };
  await wipe();
  while (!(await feedOnce(feed)));
  await seen();
  const { books, lexicon } = shop.tools;
  made.set(
    'opensearch',
    openSearchEngine({ search, tools: shop.tools, books, lexicon, answer_ms: 20_000 }),
  );
});
after(async () => {
  if (search !== null) await wipe();
  const mark = process.env['TEST_OPENSEARCH_MARK'];
  if (search !== null && mark !== undefined) writeFileSync(mark, '');
  await search?.close();
  await shop.close();
});

const ask = (method: 'GET' | 'POST' | 'DELETE', path: string) =>
  search?.ask({ method, path, timeout_ms: 10_000 }) ?? Promise.resolve({});
const wipe = () => ask('DELETE', `/${alias}-*?ignore_unavailable=true`);
const seen = () => ask('POST', `/${alias}/_refresh`);

async function namesOf(rows: readonly number[]): Promise<string[]> {
  const cards = await cardRows(shop.db, rows, 'USD');
  const names = new Map(cards.map((card) => [card.rowNo, card.name]));
  return rows.flatMap((row) => names.get(row) ?? []);
}

function engineOf(name: string): Engine {
  const engine = made.get(name);
  assert.ok(engine, `${name} runs`);
  return engine;
}

async function found(name: string, q: string, more: Parameters<typeof question>[2] = {}) {
  const reply = await engineOf(name).find(question(shop, q, more));
  return { ...reply, names: await namesOf(reply.rows) };
}

for (const name of engines) {
  const find = (q: string, more: Parameters<typeof question>[2] = {}) => found(name, q, more);

  test(`${name}: words by weight, in any form and order, with accents or without`, async () => {
    assert.deepEqual((await find('falcon')).names, [
      'Gaming Laptop Falcon',
      'Running Shoes',
      'Walking Shoes',
    ]);
    const laptops = await find('laptops');
    assert.equal(laptops.total, 4);
    assert.equal(laptops.names.at(-1), 'Office Laptop', 'what is in stock comes first');
    assert.deepEqual((await find('shoe run')).names, ['Running Shoes']);
    assert.deepEqual((await find('CAFE table')).names, ['Café Table']);
    assert.equal((await find('SOHNE')).total, 2);
    assert.deepEqual((await find('unicorn')).names, ['Café Table'], 'descriptions count too');
    assert.deepEqual((await find('sku-4500-x')).names[0], 'City Tote');
    assert.deepEqual((await find('"quiet mornings"')).names, ['Café Table']);
    assert.deepEqual((await find('"mornings quiet"')).names, []);
  });

  test(`${name}: beginnings, other words, slips, and words left out`, async () => {
    assert.deepEqual((await find('lapt')).total, 4);
    assert.deepEqual((await find('purse')).names, ['City Tote']);
    const slip = await find('lapotp');
    assert.deepEqual([slip.corrected, slip.searchedFor, slip.total], ['laptop', 'laptop', 4]);
    assert.equal((await find('lapotp', { exact: true })).total, 0);
    const many = await find('laptop falcon zeppelin');
    assert.deepEqual([many.dropped, many.names], [['zeppelin'], ['Gaming Laptop Falcon']]);
    assert.equal((await find('qqqqqqqq')).total, 0);
  });

  test(`${name}: filters; facets do not filter themselves; what dropping each gives`, async () => {
    const acme = await find('laptop', { filter: { brands: ['Acme'] } });
    assert.equal(acme.total, 2);
    assert.deepEqual(
      new Map(acme.facets.brands),
      new Map([
        ['Acme', 2],
        ['Bolt', 1],
        ['Söhne', 1],
      ]),
    );
    assert.deepEqual([acme.facets.inStock, acme.facets.anyStock], [1, 2]);
    const red = { code: 'color', values: ['red'] };
    const none = await find('laptop', { filter: { brands: ['Acme'], attributes: [red] } });
    assert.equal(none.total, 0);
    assert.deepEqual(
      new Map(none.without),
      new Map([
        ['brand', 1],
        ['attr.color', 2],
      ]),
    );
    const computers = await find('', { path: 'computers' });
    assert.equal(computers.total, 4);
    const black = { code: 'color', values: ['black', 'oak'] };
    const dark = await find('', { filter: { attributes: [black] } });
    assert.equal(dark.total, 4);
    const colors = dark.facets.attributes.find(({ code }) => code === 'color');
    assert.equal(new Map(colors?.values).get('silver'), 2);
    const priced = await find('', { filter: { min_minor: 4_500, max_minor: 20_000 } });
    assert.deepEqual(priced.names.toSorted(), [
      'Café Table',
      'City Tote',
      'Running Shoes',
      'Walking Shoes',
    ]);
    assert.equal((await find('', { filter: { rating_x100: 450 } })).total, 1);
    assert.equal((await find('', { filter: { inStock: true } })).total, 7);
    assert.equal((await find('', { filter: { currency: 'EUR' } })).total, 0);
  });

  test(`${name}: every order, by cursor, gives everything once`, async () => {
    const sorts = ['newest', 'price-asc', 'price-desc', 'rating', 'popular'] as const;
    for (const sort of sorts) {
      const whole = (await find('', { sort })).names;
      const pages: string[] = [];
      let cursor: EngineQuery['after'] = null;
      do {
        const page: Awaited<ReturnType<typeof find>> = await find('', {
          sort,
          limit: 2,
          after: cursor,
        });
        pages.push(...page.names);
        cursor = page.last;
      } while (cursor !== null);
      assert.deepEqual(pages, whole, sort);
      assert.equal(pages.length, shop.world.products.length);
    }
    assert.equal((await find('', { sort: 'price-asc' })).names[0], 'Laptop Sleeve');
    assert.equal((await find('', { sort: 'popular' })).names[0], 'Running Shoes');
    const second = await find('laptop', { limit: 1, offset: 1 });
    assert.deepEqual(second.names, (await find('laptop')).names.slice(1, 2));
  });

  test(`${name}: suggestions complete words, name shelves and brands, forgive slips`, async () => {
    const suggest = async (q: string) => {
      const given = typed(q);
      assert.ok(given);
      return engineOf(name).suggest(given, 'USD');
    };
    const lap = await suggest('lap');
    assert.equal(lap.queries[0], 'laptop');
    assert.equal(lap.categories[0]?.categoryId, 'cat_laptops');
    assert.equal(lap.rows.length, 4);
    assert.deepEqual((await suggest('fal')).brands, ['Falcon']);
    assert.equal((await suggest('lapotp')).corrected, 'laptop');
    const nothing = await suggest('qqqqqqqq');
    assert.deepEqual([nothing.rows, nothing.queries, nothing.categories], [[], [], []]);
  });
}

if (url !== undefined) {
  test('both engines count the same', async () => {
    const asked: Parameters<typeof question>[2][] = [
      {},
      { path: 'computers' },
      { filter: { inStock: true } },
      { filter: { attributes: [{ code: 'color', values: ['black', 'silver'] }] } },
    ];
    for (const more of asked) {
      for (const q of ['', 'laptop', 'falcon', 'shoes']) {
        const [one, other] = [await found('memory', q, more), await found('opensearch', q, more)];
        assert.equal(other.total, one.total, q);
        for (const facet of ['brands', 'sellers'] as const) {
          assert.deepEqual(
            new Map(other.facets[facet]),
            new Map(one.facets[facet]),
            `${q} ${facet}`,
          );
        }
        // Only what is below the category that is shown is told of.
        const below = (of: typeof one) => {
          const shown = shop.labels.find(more?.path ?? '');
          const branch = shown === undefined ? null : shop.labels.branch(shown);
          const counts = of.facets.categories;
          return new Map(counts.filter(([id]) => branch?.includes(id) ?? true));
        };
        assert.deepEqual(below(other), below(one), q);
        const attributes = (of: typeof one) =>
          new Map(of.facets.attributes.map(({ code, values }) => [code, new Map(values)]));
        assert.deepEqual(attributes(other), attributes(one));
        const { prices, ratings, inStock, anyStock } = one.facets;
        assert.deepEqual([...other.facets.prices], [...prices]);
        assert.deepEqual([...other.facets.ratings], [...ratings]);
        assert.deepEqual([other.facets.inStock, other.facets.anyStock], [inStock, anyStock]);
      }
    }
  });

  test('changes follow, what comes late changes nothing, a tombstone stays', async () => {
    const [first] = shop.world.products;
    assert.ok(first);
    const rows = await loadPage(shop.db, { categoryId: '', rowNo: 0 }, 100);
    const old = rows.find((row) => row.product_id === first.productId);
    assert.ok(old);
    first.good.name = 'Gaming Laptop Heron';
    first.version = 2;
    await shop.write();
    while (!(await feedOnce(feed)));
    const live = (await engineIndexes(shop.db))[0]?.name ?? '';
    await writeRows(feed, live, [old]);
    await seen();
    assert.deepEqual((await found('opensearch', 'heron')).names, ['Gaming Laptop Heron']);
    assert.deepEqual((await found('opensearch', 'gaming falcon', { exact: true })).names, []);
    first.visible = false;
    first.version = 3;
    await shop.write();
    // Before the index hears of it: nothing is shown that must not be.
    const stale = await found('opensearch', 'heron');
    assert.deepEqual([stale.rows.length, stale.names], [1, []]);
    while (!(await feedOnce(feed)));
    await writeRows(feed, live, [old]);
    await seen();
    assert.equal((await found('opensearch', 'heron', { exact: true })).total, 0);
    assert.ok(((await engineLag(shop.db))?.lag_s ?? 99) < 5);
  });

  test('a new index is built beside the old one, and takes over in one step', async () => {
    const before = (await engineIndexes(shop.db)).map((one) => one.name);
    assert.equal(await beginIndex(feed), true);
    assert.equal(await beginIndex(feed), false, 'one is built already');
    assert.equal((await found('opensearch', '')).total, 8, 'the old one is asked meanwhile');
    while (!(await feedOnce(feed)));
    await seen();
    const after = (await engineIndexes(shop.db)).map((one) => one.name);
    assert.notDeepEqual(after, before);
    assert.deepEqual([before.length, after.length], [1, 1]);
    assert.equal((await found('opensearch', '')).total, 8);
    assert.deepEqual(Object.keys(await ask('GET', `/_alias/${alias}`)), after);
    await ask('DELETE', `/${after[0]}`);
    while (!(await feedOnce(feed)));
    while (!(await feedOnce(feed)));
    await seen();
    assert.equal((await found('opensearch', '')).total, 8, 'one that was lost is built anew');
  });
}
