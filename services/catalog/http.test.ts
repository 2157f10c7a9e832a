import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';

let app: App;
let shop: Shop;
before(async () => {
  app = await startApp();
  shop = await openShop(app);
});
after(() => app.stop());

const admin = (more: object = {}) => ({ token: shop.adminToken, ...more });
const seller = (more: object = {}) => ({ token: shop.sellerToken, ...more });
const match = (version: number) => ({ 'if-match': `"${version}"` });

async function newCategory(name: string, parentId: string | null = null) {
  const made = await app.post('/admin/categories', admin({ body: { name, parentId } }));
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body as { categoryId: string; path: string; version: number };
}

async function newProduct(categoryId: string, more: object = {}) {
  const body = {
    name: 'Table Lamp',
    description: 'Bright.',
    brand: 'Lumen',
    categoryId,
    currency: 'USD',
    variants: [
      { sku: `R-${Math.random()}`, name: 'Red', attributes: { color: 'red' }, price: 20 },
      { sku: `B-${Math.random()}`, name: 'Blue', attributes: { color: 'blue' }, price: 15.5 },
    ],
    ...more,
  };
  return app.post('/seller/products', seller({ body }));
}

/** Asks until the answer fits; events and caches need a moment. */
async function until(ask: () => Promise<boolean>): Promise<void> {
  const deadline = systemClock.monotonic() + 60_000;
  while (!(await ask())) {
    assert.ok(systemClock.monotonic() < deadline, 'it never came true');
    await systemClock.sleep(50);
  }
}

test('a product from its creation to its page, with price and stock', async () => {
  const { categoryId } = await newCategory('Lamps');
  const made = await newProduct(categoryId);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { productId, variants, slug } = made.body;
  assert.equal(made.headers['location'], `/api/v1/seller/products/${productId}`);
  assert.equal(made.headers['etag'], '"1"');
  const page = await app.get(`/products/${productId}`);
  assert.equal(page.status, 200, JSON.stringify(page.body));
  assert.equal(page.body.price, 15.5);
  assert.equal(page.body.inStock, false);
  assert.equal(page.body.breadcrumb[0].name, 'Lamps');
  assert.deepEqual(page.body.options, [{ code: 'color', name: 'color', values: ['red', 'blue'] }]);
  assert.equal((await app.get(`/products/${slug}`)).body.productId, productId);
  const [red] = variants;
  const adjust = { variantId: red.variantId, warehouseId: shop.warehouses[0], delta: 3 };
  const done = await app.post(
    '/seller/inventory/adjustments',
    seller({ body: { ...adjust, reason: 'receipt' } }),
  );
  assert.equal(done.status, 200, JSON.stringify(done.body));
  await until(async () => (await app.get(`/products/${productId}`)).body.inStock);
  const stocked = (await app.get(`/products/${productId}`)).body;
  assert.equal(stocked.price, 20, 'what can be bought leads');
  assert.equal(stocked.variants[0].available, 3);
  await until(async () => {
    const list = await app.get(`/products?category=${categoryId}&inStock=true`);
    return list.body.products.length === 1;
  });
});

test('pages are cached by tag, and an unknown or malformed product is 404', async () => {
  const { categoryId } = await newCategory('Shelves');
  const { productId, version } = (await newProduct(categoryId)).body;
  const page = await app.get(`/products/${productId}`);
  const etag = String(page.headers['etag']);
  assert.match(String(page.headers['cache-control']), /public/);
  const again = await app.get(`/products/${productId}`, { headers: { 'if-none-match': etag } });
  assert.equal(again.status, 304);
  assert.equal((await app.get('/products/prod_00000000000000000000000000000000')).status, 404);
  assert.equal((await app.get('/products/no-such-slug')).status, 404);
  const path = `/seller/products/${productId}`;
  const archived = await app.post(`${path}/archive`, seller({ headers: match(version) }));
  assert.equal(archived.status, 200, JSON.stringify(archived.body));
  assert.equal((await app.get(`/products/${productId}`)).status, 410);
});

test('variants by any attribute', async () => {
  const { productId } = (await newProduct((await newCategory('Pots')).categoryId)).body;
  const all = await app.get(`/products/${productId}/variants`);
  assert.equal(all.body.variants.length, 2);
  const red = await app.get(`/products/${productId}/variants?color=red`);
  assert.deepEqual(
    red.body.variants.map((one: { name: string }) => one.name),
    ['Red'],
  );
  const two = await app.get(`/products/${productId}/variants?color=red&color=blue`);
  assert.equal(two.body.variants.length, 2);
  const none = await app.get(`/products/${productId}/variants?size=M`);
  assert.equal(none.body.variants.length, 0);
});

/** 25 products at 10, 20, … under one category, 5 of them one step lower. */
async function listedWorld() {
  const top = await newCategory('Listed');
  const low = await newCategory('Low', top.categoryId);
  for (let at = 1; at <= 25; at += 1) {
    const color = at % 2 === 0 ? 'red' : 'blue';
    const made = await newProduct(at <= 5 ? low.categoryId : top.categoryId, {
      name: `Item ${at}`,
      brand: at % 5 === 0 ? 'Fives' : 'Others',
      variants: [{ sku: `LIST-${at}`, attributes: { color }, price: at * 10 }],
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
  }
  const list = async (query: string) => {
    const answer = await app.get(`/products?category=${top.categoryId}&${query}`);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };
  await until(async () => (await list('size=1&page=0')).pagination.total === 25);
  return list;
}

test('the list filters, sorts, pages and counts', async () => {
  const list = await listedWorld();
  const cheap = await list('sort=price-asc&size=10');
  assert.deepEqual(
    cheap.products.map((one: { price: number }) => one.price),
    [10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
  );
  assert.deepEqual(cheap.pagination, { page: 0, size: 10, total: 25, totalIsExact: true });
  const second = await list(`sort=price-asc&size=10&cursor=${cheap.nextCursor}`);
  assert.equal(second.products[0].price, 110);
  const third = await list('sort=price-asc&size=10&page=2');
  assert.deepEqual([third.products.length, third.hasMore, third.nextCursor], [5, false, null]);
  for (const sort of ['newest', 'price-desc', 'rating', 'popular']) {
    const seen = new Set<string>();
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const part = await list(`sort=${sort}&size=10${cursor}`);
      for (const one of part.products) seen.add(one.productId);
      cursor = `&cursor=${part.nextCursor}`;
    }
    assert.equal(seen.size, 25, sort);
  }
  assert.equal((await list('attr.color=red')).pagination.total, 12);
  assert.equal((await list('attr.color=red&attr.color=blue')).pagination.total, 25);
  assert.equal((await list('minPrice=100&maxPrice=200')).pagination.total, 11);
  assert.equal((await list('inStock=true')).pagination.total, 0);
  assert.equal((await list('rating=4')).pagination.total, 0);
  const fives = await list('brand=Fives');
  assert.equal(fives.pagination.total, 5);
  type Count = { name: string; count: number };
  const brands = fives.facets.brands.map((one: Count) => [one.name, one.count]);
  assert.deepEqual(
    brands,
    [
      ['Others', 20],
      ['Fives', 5],
    ],
    'other brands stay to choose from',
  );
  assert.deepEqual(
    fives.facets.categories.map((one: { count: number }) => one.count),
    [1],
  );
  assert.deepEqual(cheap.facets.attributes[0].values, [
    { value: 'blue', count: 13 },
    { value: 'red', count: 12 },
  ]);
  const ranges = cheap.facets.priceRanges.map((one: { count: number }) => one.count);
  assert.equal(
    ranges.reduce((a: number, b: number) => a + b, 0),
    25,
  );
  assert.equal((await app.get(`/products?category=listed/low`)).body.pagination.total, 5);
  assert.equal((await list('brand=nobody')).pagination.total, 0);
});

test('nonsense in the query is refused', async () => {
  const wrong = [
    'page=-1',
    'size=0',
    'size=101',
    'page=1000000',
    'sort=random',
    'cursor=abc',
    'currency=XXX',
    'minPrice=x',
    'rating=6',
    'colour=red',
    `attr.${'x'.repeat(50)}=1`,
    'page=5000&size=100',
    "sort=price-asc'--",
    'currency=usd',
  ];
  for (const query of wrong) {
    const answer = await app.get(`/products?${query}`);
    assert.equal(answer.status, 422, `${query}: ${answer.status}`);
  }
  assert.equal((await app.get('/products?category=nowhere')).status, 404);
  assert.equal((await app.get('/products?brand=%27%20or%201=1--')).body.pagination.total, 0);
});

test('sellers write what is theirs, with If-Match; strangers and the public cannot', async () => {
  const { categoryId } = await newCategory('Owned');
  const made = await newProduct(categoryId);
  const path = `/seller/products/${made.body.productId}`;
  const body = { name: 'New name' };
  assert.equal((await app.send('PATCH', path, seller({ body }))).status, 428);
  const stale = await app.send('PATCH', path, seller({ body, headers: match(9) }));
  assert.equal(stale.status, 412);
  const done = await app.send('PATCH', path, seller({ body, headers: match(1) }));
  assert.equal(done.status, 200, JSON.stringify(done.body));
  assert.equal(done.headers['etag'], '"2"');
  const guest = await shop.shopper();
  assert.equal((await app.get(path, { token: guest.token })).status >= 401, true);
  assert.equal((await app.get(path)).status, 401);
  const other = await openShop(app);
  assert.equal((await app.get(path, { token: other.sellerToken })).status, 404);
  const foreign = await app.send('PATCH', path, {
    token: other.sellerToken,
    body,
    headers: match(2),
  });
  assert.equal(foreign.status, 404);
  const asAdmin = await app.send('PATCH', path.replace('seller', 'admin'), {
    token: other.adminToken,
    body: { description: 'Checked' },
    headers: match(2),
  });
  assert.equal(asAdmin.status, 200, JSON.stringify(asAdmin.body));
  const list = await app.get('/seller/products?q=new%20name', seller());
  assert.equal(list.body.data.length, 1);
  const named = async (needs: string) =>
    (await app.get(`/seller/products?q=new%20name&needs=${needs}`, seller())).body.data.length;
  const before = (await app.get('/seller/waiting', seller())).body;
  assert.deepEqual([await named('no-picture'), await named('low-stock')], [1, 1], 'none of either');
  const images = [{ url: 'https://example.test/lamp.jpg' }];
  const pictured = { body: { images }, headers: match(3) };
  assert.equal((await app.send('PUT', `${path}/images`, seller(pictured))).status, 200);
  assert.equal(await named('no-picture'), 0);
  const after = (await app.get('/seller/waiting', seller())).body;
  assert.equal(after.withoutPicture.count, before.withoutPicture.count - 1);
  assert.deepEqual(after.lowStock, before.lowStock);
});

test('variants and images change under the same version', async () => {
  const { productId } = (await newProduct((await newCategory('Edit')).categoryId)).body;
  const path = `/seller/products/${productId}`;
  const added = await app.post(
    `${path}/variants`,
    seller({
      headers: match(1),
      body: { sku: `G-${productId}`, attributes: { color: 'green' }, price: 9.99, salePrice: 8 },
    }),
  );
  assert.equal(added.status, 201, JSON.stringify(added.body));
  const green = added.body.variants[2];
  assert.deepEqual([green.name, green.price, green.salePrice], ['green', 9.99, 8]);
  const cents = { price: 9.999 };
  const precise = await app.send(
    'PATCH',
    `${path}/variants/${green.variantId}`,
    seller({
      headers: match(2),
      body: cents,
    }),
  );
  assert.equal(precise.status, 422);
  assert.equal(precise.body.code, 'amount-precision');
  const priced = await app.send(
    'PATCH',
    `${path}/variants/${green.variantId}`,
    seller({
      headers: match(2),
      body: { price: 12 },
    }),
  );
  assert.equal(priced.status, 200, JSON.stringify(priced.body));
  assert.equal(priced.body.variants[2].price, 12);
  const images = await app.send(
    'PUT',
    `${path}/images`,
    seller({
      headers: match(3),
      body: { images: [{ url: 'https://cdn.example.com/a.webp', alt: 'A' }] },
    }),
  );
  assert.equal(images.status, 200, JSON.stringify(images.body));
  for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'https://a:b@c.de/', '//x.y/']) {
    const bad = await app.send(
      'PUT',
      `${path}/images`,
      seller({
        headers: match(4),
        body: { images: [{ url }] },
      }),
    );
    assert.equal(bad.status, 422, url);
  }
  const gone = await app.send(
    'DELETE',
    `${path}/variants/${green.variantId}`,
    seller({
      headers: match(4),
    }),
  );
  assert.equal(gone.status, 200);
  assert.equal(gone.body.variants.length, 2);
});

test('categories: tree, counts, moves, refusals', async () => {
  const a = await newCategory('Tree A');
  const b = await newCategory('Tree B', a.categoryId);
  const cycle = await app.send(
    'PATCH',
    `/admin/categories/${a.categoryId}`,
    admin({
      body: { parentId: b.categoryId },
      headers: match(1),
    }),
  );
  assert.equal(cycle.status, 409);
  assert.equal(cycle.body.code, 'category-cycle');
  const twin = await app.post('/admin/categories', admin({ body: { name: 'Tree A' } }));
  assert.equal(twin.status, 409);
  const tree = await app.get('/categories');
  const shown = tree.body.categories.find((one: { name: string }) => one.name === 'Tree A');
  assert.equal(shown.children[0].path, 'tree-a/tree-b');
  for (const path of ['/categories', '/categories/tree-a']) {
    const strange = await app.get(`${path}?currency=XXX`);
    assert.deepEqual([strange.status, strange.body.code], [422, 'validation-failed'], path);
  }
  const asSeller = await app.post('/admin/categories', seller({ body: { name: 'Mine' } }));
  assert.equal(asSeller.status, 403);
});

test('an import over HTTP, its errors and its repeat', async () => {
  const csv = 'name,category,sku,price,stock\nPlate,Import,PL-1,4.5,7\nBad,Import,PL-2,x,1\n';
  const send = async () => {
    const response = await fetch(
      `${app.url}/api/v1/admin/imports?sellerId=${shop.sellerId}&createCategories=true`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${shop.adminToken}`, 'content-type': 'text/csv' },
        body: csv,
      },
    );
    const body = (await response.json()) as { importId: string };
    assert.equal(response.status, 202, JSON.stringify(body));
    let run = await app.get(`/admin/imports/${body.importId}`, admin());
    await until(async () => {
      run = await app.get(`/admin/imports/${body.importId}`, admin());
      return run.body.state === 'DONE';
    });
    return run.body;
  };
  const first = await send();
  assert.deepEqual([first.created, first.failed, first.rowDone], [1, 1, 2]);
  assert.equal(first.errors[0].line, 3);
  assert.equal(first.errors[0].column, 'price');
  const page = await app.get('/products/plate');
  assert.equal(page.body.variants[0].available, 7);
  await systemClock.sleep(5);
  await until(async () => (await send()).unchanged === 1);
  const wrong = await fetch(`${app.url}/api/v1/admin/imports?sellerId=x&map=foo=bar`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.adminToken}`, 'content-type': 'text/csv' },
    body: csv,
  });
  assert.equal(wrong.status, 422);
});
