// The search over HTTP: words, beginnings, slips, filters over what was found, nothing found, and
// suggestions while somebody types.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Value } from 'typebox/value';
import { systemClock } from '#kernel/core/clock.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { searchSchema, suggestSchema } from './schemas.ts';

let app: App;
let shop: Shop;

const goods = [
  { name: 'Gaming Laptop Falcon', brand: 'Acme', category: 'Laptops', price: 1500, color: 'black' },
  { name: 'Office Laptop', brand: 'Acme', category: 'Laptops', price: 700, color: 'silver' },
  { name: 'Laptop Sleeve', brand: 'Söhne', category: 'Bags', price: 30, color: 'red' },
  { name: 'Café Table', brand: 'Holz & Söhne', category: 'Furniture', price: 200, color: 'oak' },
  { name: 'Running Shoes', brand: 'Falcon', category: 'Shoes', price: 90, color: 'red' },
];

before(async () => {
  app = await startApp();
  shop = await openShop(app);
  const ids = new Map<string, string>();
  for (const { category } of goods) {
    if (ids.has(category)) continue;
    const body = { name: category, parentId: null };
    const made = await app.post('/admin/categories', { token: shop.adminToken, body });
    ids.set(category, made.body.categoryId);
  }
  for (const [at, { name, brand, category, price, color }] of goods.entries()) {
    const made = await app.post('/seller/products', {
      token: shop.sellerToken,
      body: {
        name,
        brand,
        description: 'Words of a description are not searched: unicorn.',
        categoryId: ids.get(category),
        currency: 'USD',
        variants: [{ sku: `SKU/${at}-X.1`, attributes: { color }, price }],
      },
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
  }
  await until(async () => (await app.get('/products')).body.pagination.total === goods.length);
});
after(() => app.stop());

async function until(ask: () => Promise<boolean>): Promise<void> {
  const deadline = systemClock.monotonic() + 10_000;
  while (!(await ask())) {
    assert.ok(systemClock.monotonic() < deadline, 'it never came true');
    await systemClock.sleep(50);
  }
}

async function search(q: string, more = '') {
  const answer = await app.get(`/search?q=${encodeURIComponent(q)}${more}`);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.deepEqual(Value.Errors(searchSchema, answer.body).slice(0, 2), []);
  return answer.body;
}

const names = (body: { products: { name: string }[] }) => body.products.map((one) => one.name);

test('words of the name come before those of brand, category and attributes', async () => {
  assert.deepEqual(names(await search('falcon')), ['Gaming Laptop Falcon', 'Running Shoes']);
  const laptops = await search('laptop');
  assert.equal(laptops.pagination.total, 3);
  assert.deepEqual([laptops.searchedFor, laptops.correctedQuery], ['laptop', null]);
  assert.deepEqual(names(await search('laptops')).length, 3, 'the plural finds the singular');
  assert.deepEqual(names(await search('acme office')), ['Office Laptop']);
  assert.deepEqual(names(await search('furniture oak')), ['Café Table']);
  assert.equal((await search('unicorn', '&exact=true')).pagination.total, 0);
});

test('other words for the same thing find it', async () => {
  assert.deepEqual(names(await search('trainers')), [], 'no product here is one');
  assert.deepEqual(names(await search('footwear')), ['Running Shoes']);
  assert.deepEqual(names(await search('computer')).length, 3, 'a laptop is a computer');
  assert.equal((await search('grey')).pagination.total, 0);
});

test('accents, case and punctuation do not matter, and a SKU is found as it is', async () => {
  assert.deepEqual(names(await search('CAFE  (table)')), ['Café Table']);
  assert.equal((await search('söhne')).pagination.total, 2);
  assert.equal((await search('SOHNE')).pagination.total, 2);
  assert.deepEqual(names(await search('sku/4-x.1')), ['Running Shoes']);
});

test('an unfinished word finds what it begins, and a slip what was meant', async () => {
  assert.equal((await search('lapt')).pagination.total, 3);
  const slip = await search('gamnig latpop');
  assert.deepEqual(names(slip), ['Gaming Laptop Falcon']);
  assert.deepEqual(
    [slip.query, slip.searchedFor, slip.correctedQuery],
    ['gamnig latpop', 'gaming laptop', 'gaming laptop'],
  );
  const exact = await search('gamnig latpop', '&exact=true');
  assert.deepEqual([exact.pagination.total, exact.correctedQuery], [0, null]);
});

test('filters, facets, orders and pages work over what was found', async () => {
  const all = await search('laptop', '&sort=price-asc');
  assert.deepEqual(names(all), ['Laptop Sleeve', 'Office Laptop', 'Gaming Laptop Falcon']);
  assert.deepEqual(
    all.facets.categories.map((one: { slug: string; count: number }) => [one.slug, one.count]),
    [
      ['laptops', 2],
      ['bags', 1],
    ],
  );
  const black = await search('laptop', '&attr.color=black');
  assert.deepEqual(names(black), ['Gaming Laptop Falcon']);
  assert.equal(black.facets.attributes[0].values.length, 3);
  assert.deepEqual(names(await search('laptop', '&category=bags')), ['Laptop Sleeve']);
  const none = await search('laptop', '&brand=falcon');
  assert.deepEqual([none.relax, none.nearest], [{ drop: 'brand', total: 3 }, null]);
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const page = await search('laptop', `&size=1${cursor}`);
    seen.push(...names(page));
    if (!page.hasMore) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  assert.deepEqual(seen, names(await search('laptop')));
  assert.deepEqual(names(await search('laptop', '&size=1&page=2')), seen.slice(2));
});

test('where nothing is found there are the nearest categories and products', async () => {
  const { nearest, pagination } = await search('purple laptop');
  assert.equal(pagination.total, 0);
  assert.equal(nearest.categories[0].path, 'laptops');
  assert.equal(nearest.products.length, 3);
  const elsewhere = await search('shoes', '&category=laptops');
  assert.deepEqual(names(elsewhere.nearest), ['Running Shoes']);
  const nothing = await search('qqqqqqqqqqq');
  assert.equal(nothing.nearest.products.length, 0);
  assert.equal(nothing.nearest.categories.length, 4);
});

test('suggestions: queries, categories, brands and products', async () => {
  const suggest = async (q: string) => {
    const answer = await app.get(`/search/suggest?q=${encodeURIComponent(q)}`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.deepEqual(Value.Errors(suggestSchema, answer.body).slice(0, 2), []);
    return answer.body;
  };
  const lap = await suggest('lap');
  assert.deepEqual(
    lap.queries.map((one: { text: string }) => one.text),
    ['laptop'],
  );
  assert.deepEqual([lap.categories[0].path, lap.categories[0].count], ['laptops', 2]);
  assert.equal(lap.products.length, 3);
  const two = await suggest('gaming l');
  assert.deepEqual(
    two.queries.map((one: { text: string }) => one.text),
    ['gaming laptop'],
  );
  assert.deepEqual(names(two), ['Gaming Laptop Falcon']);
  assert.deepEqual((await suggest('fal')).brands, [{ name: 'Falcon', slug: 'falcon' }]);
  const slip = await suggest('latpop');
  assert.deepEqual([slip.correctedQuery, slip.products.length], ['laptop', 3]);
  const nothing = await suggest('qqqqqqqqqqq');
  assert.deepEqual([nothing.products, nothing.queries, nothing.categories], [[], [], []]);
});

test('a renamed product is found by its new name, one that is gone by none', async () => {
  const [card] = (await search('sleeve')).products;
  const path = `/seller/products/${card.productId}`;
  const token = shop.sellerToken;
  const renamed = await app.send('PATCH', path, {
    token,
    headers: { 'if-match': '"1"' },
    body: { name: 'Laptop Sheath' },
  });
  assert.equal(renamed.status, 200, JSON.stringify(renamed.body));
  await until(async () => (await search('sheath')).pagination.total === 1);
  await until(async () => (await search('sleeve', '&exact=true')).pagination.total === 0);
  await app.post(`${path}/archive`, { token, headers: { 'if-match': '"2"' } });
  await until(async () => (await search('sheath', '&exact=true')).pagination.total === 0);
});

test('nonsense is refused', async () => {
  const wrong = ['', 'q=', 'q=%21%21', 'q=%00', `q=${'x'.repeat(201)}`, 'q=a&sort=best', 'q=a&x=1'];
  for (const query of [...wrong, 'q=a&cursor=abc', 'q=a&currency=XXX', 'q=a&size=101']) {
    assert.equal((await app.get(`/search?${query}`)).status, 422, query);
  }
  assert.equal((await app.get('/search?q=a&category=nowhere')).status, 404);
  for (const query of ['', 'q=', 'q=%27']) {
    assert.equal((await app.get(`/search/suggest?${query}`)).status, 422, query);
  }
  for (const text of ["'; drop table x; --", "x\\' | ':*", '!!a & (b | c):*', '日本語 मराठी']) {
    assert.equal((await app.get(`/search?q=${encodeURIComponent(text)}`)).status, 200, text);
  }
});
