// The search over HTTP and its index: words, weights, slips, filters, facets, pages, rules, and
// that it follows what happens in the other rooms.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Value } from 'typebox/value';
import { systemClock } from '#kernel/core/clock.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { listSchema, searchSchema, suggestSchema } from './schemas.ts';

/** Whatever is asked: an answer or a refusal within this. */
const answer_ms = 50;
let app: App;
let shop: Shop;
const made = new Map<string, { productId: string; version: number; variantId: string }>();
const shelf = new Map<string, string>();

const goods = [
  { name: 'Gaming Laptop Falcon', brand: 'Acme', category: 'Laptops', price: 900, color: 'ash' },
  { name: 'Office Laptop', brand: 'Acme', category: 'Laptops', price: 700, color: 'silver' },
  { name: 'Laptop Sleeve', brand: 'Söhne', category: 'Bags', price: 30, color: 'red' },
  { name: 'Café Table', brand: 'Holz & Söhne', category: 'Furniture', price: 200, color: 'oak' },
  { name: 'Running Shoes', brand: 'Falcon', category: 'Shoes', price: 90, color: 'red' },
];

before(async () => {
  app = await startApp();
  shop = await openShop(app);
  for (const { category } of goods) {
    if (shelf.has(category)) continue;
    const names = category === 'Shoes' ? { de: 'Schuhe', ar: 'أحذية' } : {};
    const body = { name: category, parentId: null, names };
    const one = await app.post('/admin/categories', { token: shop.adminToken, body });
    shelf.set(category, one.body.categoryId);
  }
  for (const [at, one] of goods.entries()) await add(one, `SKU/${at}-X.1`);
  await until(async () => (await find('')).pagination.total === goods.length);
});
after(() => app.stop());

async function add(one: (typeof goods)[number], sku: string) {
  const { name, brand, category, price, color } = one;
  const answer = await app.post('/seller/products', {
    token: shop.sellerToken,
    body: {
      name,
      brand,
      description: 'Made with a unicorn in mind, for quiet mornings.',
      categoryId: shelf.get(category),
      currency: 'USD',
      variants: [{ sku, attributes: { color }, price }],
    },
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  const { productId, version, variants } = answer.body;
  made.set(name, { productId, version, variantId: variants[0].variantId });
  return answer.body;
}

async function until(ask: () => Promise<boolean>): Promise<number> {
  const from = systemClock.monotonic();
  while (!(await ask())) {
    assert.ok(systemClock.monotonic() < from + 60_000, 'it never came true');
    await systemClock.sleep(50);
  }
  return systemClock.monotonic() - from;
}

async function find(q: string, more = '') {
  const path = q === '' ? '/products?' : `/search?q=${encodeURIComponent(q)}`;
  const answer = await app.get(path + more);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const schema = q === '' ? listSchema : searchSchema;
  assert.deepEqual(Value.Errors(schema, answer.body).slice(0, 2), []);
  return answer.body;
}

const names = (body: { products: { name: string }[] }) => body.products.map((one) => one.name);

test('words of the name come before those of brand, shelf and attributes', async () => {
  assert.deepEqual(names(await find('falcon')), ['Gaming Laptop Falcon', 'Running Shoes']);
  const laptops = await find('laptop');
  assert.equal(laptops.pagination.total, 3);
  assert.equal(names(laptops).at(-1), 'Laptop Sleeve', 'what stands on the shelf comes first');
  assert.equal((await find('laptops')).pagination.total, 3, 'the stem finds both forms');
  assert.deepEqual(names(await find('shoe run')), ['Running Shoes'], 'stemmed, in any order');
  assert.deepEqual(names(await find('furniture oak')), ['Café Table']);
  assert.equal((await find('unicorn')).pagination.total, goods.length, 'descriptions count too');
});

test('accents and case do not matter; a SKU is found; phrases stand together', async () => {
  assert.deepEqual(names(await find('CAFE  (table)')), ['Café Table']);
  assert.equal((await find('SOHNE')).pagination.total, 2);
  assert.deepEqual(names(await find('sku/3-x.1')), ['Café Table']);
  assert.deepEqual(names(await find('"laptop falcon"')), ['Gaming Laptop Falcon']);
  assert.deepEqual(names(await find('"falcon laptop"')), []);
  assert.equal((await find('"quiet mornings"')).pagination.total, goods.length);
});

test('beginnings are found, slips are put right, and too many words are dropped', async () => {
  assert.deepEqual(names(await find('furn')), ['Café Table']);
  const slip = await find('lapotp');
  assert.deepEqual([slip.correctedQuery, slip.searchedFor], ['laptop', 'laptop']);
  assert.equal(slip.pagination.total, 3);
  assert.equal((await find('lapotp', '&exact=true')).pagination.total, 0);
  const many = await find('laptop falcon zeppelin');
  assert.deepEqual(many.droppedWords, ['zeppelin']);
  assert.deepEqual(names(many), ['Gaming Laptop Falcon']);
});

test('what is marked is what was searched for', async () => {
  const [first] = (await find('laptops acme')).products;
  const marked = first.highlight.name.map(([from, to]: number[]) => first.name.slice(from, to));
  assert.deepEqual(marked, ['Laptop']);
});

test('a facet does not filter itself; filters say what dropping them would give', async () => {
  const all = await find('laptop');
  const acme = await find('laptop', '&brand=Acme');
  assert.equal(acme.pagination.total, 2);
  assert.deepEqual(acme.facets.brands, all.facets.brands, 'other brands keep their counts');
  assert.deepEqual(acme.facets.availability, { inStock: 0, all: 2 });
  const red = await find('laptop', '&brand=Acme&attr.color=red');
  assert.equal(red.pagination.total, 0);
  assert.deepEqual(red.relax, [
    { drop: 'attr.color', total: 2 },
    { drop: 'brand', total: 1 },
  ]);
  const colours = (await find('', '&attr.color=red')).facets.attributes[0];
  assert.equal(
    colours.values.reduce((n: number, one: { count: number }) => n + one.count, 0),
    5,
  );
  assert.equal((await find('', '&minPrice=100&maxPrice=800')).pagination.total, 2);
  const inBags = await find('laptop', `&category=${shelf.get('Bags')}`);
  assert.deepEqual(names(inBags), ['Laptop Sleeve']);
});

test('orders and pages by cursor give everything once', async () => {
  for (const sort of ['relevance', 'newest', 'price-asc', 'price-desc', 'rating', 'popular']) {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await find('laptop', `&sort=${sort}&size=1${cursor}`);
      seen.push(...names(page));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    assert.equal(seen.length, 3, sort);
    assert.equal(new Set(seen).size, 3, sort);
  }
  assert.equal(names(await find('laptop', '&sort=price-asc'))[0], 'Laptop Sleeve');
});

test('suggestions complete words, name shelves and brands, and forgive slips', async () => {
  const ask = async (q: string) => {
    const answer = await app.get(`/search/suggest?q=${encodeURIComponent(q)}`);
    assert.equal(answer.status, 200);
    assert.deepEqual(Value.Errors(suggestSchema, answer.body).slice(0, 2), []);
    return answer.body;
  };
  const lap = await ask('lap');
  assert.deepEqual(lap.queries, [{ text: 'laptop' }]);
  assert.equal(lap.categories[0].name, 'Laptops');
  assert.equal(lap.products.length, 3);
  assert.deepEqual((await ask('acm')).brands, [{ name: 'Acme', slug: 'acme' }]);
  assert.deepEqual((await ask('office la')).queries, [{ text: 'office laptop' }]);
  assert.equal((await ask('lapotp')).correctedQuery, 'laptop');
});

test('other words are completed and put right, and shelves are found in any language', async () => {
  const ask = async (q: string) => (await app.get(`/search/suggest?q=${q}`)).body;
  assert.deepEqual((await ask('footwe')).queries, [{ text: 'footwear' }]);
  assert.deepEqual(names(await ask('footwe')), ['Running Shoes']);
  const slip = await find('foowtear');
  assert.deepEqual([slip.correctedQuery, names(slip)], ['footwear', ['Running Shoes']]);
  for (const begun of ['schu', 'أحذ']) {
    const found = await ask(encodeURIComponent(begun));
    assert.deepEqual(names(found), ['Running Shoes'], begun);
    assert.deepEqual(found.categories[0].name, 'Shoes', begun);
    assert.deepEqual([found.queries, found.correctedQuery], [[], null], begun);
  }
  assert.deepEqual(names(await find('schu')), ['Running Shoes']);
});

test('other words for a thing find it; a locale names shelves', async () => {
  assert.deepEqual(names(await find('footwear')), ['Running Shoes']);
  assert.equal((await find('computer')).pagination.total, 3, 'a laptop is a computer');
  assert.equal((await find('laptop', '&brand=acme')).pagination.total, 2, 'a brand by its slug');
  assert.deepEqual(names(await find('laptop', '&category=bags')), ['Laptop Sleeve']);
});

test('where nothing is found there are the nearest categories and products', async () => {
  const elsewhere = await find('shoes', '&category=laptops');
  assert.equal(elsewhere.pagination.total, 0);
  assert.deepEqual(names(elsewhere.nearest), ['Running Shoes']);
  assert.equal(elsewhere.nearest.categories[0].path, 'shoes');
  const nothing = await find('qqqqqqqqqqq');
  assert.equal(nothing.nearest.products.length, 0);
  assert.equal(nothing.nearest.categories.length, 4);
  const filtered = await find('laptop', '&brand=falcon');
  assert.deepEqual([filtered.relax, filtered.nearest], [[{ drop: 'brand', total: 3 }], null]);
});

test('synonyms, boosts and pins change what is found; what found nothing is told', async () => {
  const admin = { token: shop.adminToken };
  const set = async (path: string, body: object) => {
    const answer = await app.post(`/admin/search/${path}`, { ...admin, body });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  };
  assert.equal((await find('notebook', '&exact=true')).pagination.total, 0);
  const words = ['notebook', 'laptop', 'portable computer'];
  const synonym = await set('synonyms', { words });
  const total = async (q: string) => (await find(q, '&exact=true')).pagination.total;
  await until(async () => (await total('notebook')) === 3);
  assert.equal(await total('portable computer'), 3, 'of several words too');
  const path = `/admin/search/synonyms/${synonym.synonymId}`;
  const stale = { ...admin, headers: { 'if-match': '"7"' } };
  assert.equal((await app.send('DELETE', path, stale)).status, 412);
  const gone = await app.send('DELETE', path, { ...admin, headers: { 'if-match': '"1"' } });
  assert.equal(gone.status, 204);
  await until(async () => (await total('notebook')) === 0);

  await set('boosts', { kind: 'brand', key: 'Söhne', points: 10 });
  await until(async () => names(await find('laptop'))[0] === 'Laptop Sleeve');
  const again = { ...admin, body: { kind: 'brand', key: 'Söhne', points: 2 } };
  assert.equal((await app.post('/admin/search/boosts', again)).status, 409);
  const productIds = [made.get('Office Laptop')?.productId];
  await set('pins', { query: 'Laptop!', productIds });
  await until(async () => names(await find('laptop'))[0] === 'Office Laptop');
  assert.equal((await find('laptop')).products.length, 3, 'a pinned one is shown once');

  const bad = { ...admin, body: { words: ['laptop', 'LAPTOP '] } };
  assert.equal((await app.post('/admin/search/synonyms', bad)).status, 422);
  assert.equal((await app.post('/admin/search/pins', { token: shop.sellerToken })).status, 403);
  const report = await app.get('/admin/search/queries?zero=true', admin);
  const queries = report.body.data.map((one: { query: string }) => one.query);
  assert.ok(queries.includes('notebook') && !queries.includes('falcon'), queries.join());
});

test('prices, stock, names and tombstones follow within a second or so', async () => {
  const { productId, variantId } = made.get('Running Shoes') ?? { productId: '', variantId: '' };
  const token = shop.sellerToken;
  let least_ms = Infinity;
  // The quickest of some: a busy machine stops now and then.
  for (let price = 50; price < 60 && least_ms >= 3_000; price += 1) {
    const body = { prices: [{ variantId, currency: 'USD', price }] };
    const priced = await app.send('PUT', '/seller/prices', { token, body });
    assert.ok(priced.status < 300, JSON.stringify(priced.body));
    const lag_ms = await until(async () => (await find('shoes')).products[0].price === price);
    least_ms = Math.min(least_ms, lag_ms);
  }
  assert.ok(least_ms < 3_000, `a price is shown after ${least_ms} ms`);
  const { body: product, headers } = await app.get(`/seller/products/${productId}`, { token });
  assert.equal(product.name, 'Running Shoes');
  const changed = await app.send('PATCH', `/seller/products/${productId}`, {
    token,
    headers: { 'if-match': String(headers['etag']) },
    body: { name: 'Walking Shoes' },
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  await until(async () => names(await find('walking'))[0] === 'Walking Shoes');
  assert.equal((await find('running', '&exact=true')).pagination.total, 0);
  const archived = await app.post(`/seller/products/${productId}/archive`, {
    token,
    headers: { 'if-match': String(changed.headers['etag']) },
    body: {},
  });
  assert.ok(archived.status < 300, JSON.stringify(archived.body));
  await until(async () => (await find('shoes', '&exact=true')).pagination.total === 0);
});

test('a browser tells that somebody looks at a product; what is none is refused', async () => {
  const [product] = (await find('laptop')).products;
  const tell = (id: string) => app.post(`/products/${id}/viewed`, {});
  assert.equal((await tell(product.productId)).status, 204);
  assert.equal((await tell(`prod_${'0'.repeat(32)}`)).status, 204, 'nobody learns what there is');
  assert.equal((await tell('prod_1')).status, 404);
});

test('bad input gets an answer or a clear refusal at once', async () => {
  const warm = await find('laptop');
  assert.ok(warm.pagination.total > 0);
  const facets = Array.from({ length: 1_000 }, (_, n) => `attr.c${n}=1`);
  const tries: [string, number[]][] = [
    ['', [422]],
    ['q=', [422]],
    ['q=%00', [422]],
    ['q=a&size=101', [422]],
    [`q=${'x'.repeat(201)}`, [422]],
    [`q=${'x'.repeat(1_000_000)}`, [414, 422, 431]],
    [`q=laptop&${facets.join('&')}`, [414, 422, 431]],
    ['q=%25%25%25', [422]],
    ['q=*', [422]],
    ['q=laptop*', [200]],
    ['q=%27%3B drop table document%3B --', [200]],
    ['q=(a%2B)%2B%24', [200]],
    [`q=${encodeURIComponent('a\u0000b\u0007c')}`, [422]],
    [`q=${encodeURIComponent('👟🔥')}`, [422]],
    [`q=${encodeURIComponent('חליפה مكتب')}`, [200]],
    [`q=${encodeURIComponent("'&|!<->:*A")}`, [200]],
    ['q=laptop&sort=evil', [422]],
    ['q=laptop&page=1000000000', [422]],
    ['q=laptop&page=200&size=100', [422]],
    ['q=laptop&cursor=AAAA', [422]],
    ['q=laptop&currency=XXX', [422]],
    ['q=laptop&category=nowhere', [404]],
    ['q=laptop&minPrice=1e300', [200]],
    ['q=laptop&brand=__proto__', [200]],
    ['q=&nope=1', [422]],
  ];
  const others: [string, string, number[]][] = [
    ['search/suggest', `q=${'x'.repeat(1_000_000)}`, [414, 422, 431]],
    ['search/suggest', 'q=.*%2B%3F%7C%5B', [422]],
    ['search/suggest', `q=${encodeURIComponent('مكتب\u202e👟')}`, [200]],
    ['products', facets.join('&'), [414, 422, 431]],
    ['products', facets.slice(0, 60).join('&'), [422]],
    ['products', 'sort=relevance; drop table document', [422]],
    ['products', 'page=1000000000', [422]],
    ['products', `brand=${encodeURIComponent('\u0000\u001b[31m%_*')}`, [422]],
  ];
  const all = [...tries.map(([query, list]) => ['search', query, list] as const), ...others];
  for (const [path, query, statuses] of all) {
    // The best of a few: other tests run beside this one.
    let least_ms = Infinity;
    for (let times = 0; times < 12 && least_ms >= answer_ms; times += 1) {
      const from = systemClock.monotonic();
      const answer = await fetch(`${app.url}/api/v1/${path}?${query}`);
      await answer.arrayBuffer();
      least_ms = Math.min(least_ms, systemClock.monotonic() - from);
      assert.ok(statuses.includes(answer.status), `${query.slice(0, 40)}: ${answer.status}`);
    }
    assert.ok(least_ms < answer_ms, `${query.slice(0, 40)} took ${least_ms} ms`);
  }
});
