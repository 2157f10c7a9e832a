// What the pages of a storefront ask of the catalogue beside lists: product facts that move,
// categories by path, sitemaps.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { openCheckout, ownAddress } from '../../test/buyer.ts';

let app: App;
let shop: Shop;
before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
});
after(() => app.stop());

/** Asks until the answer fits, at most a minute. */
async function until(ask: () => Promise<boolean>): Promise<void> {
  const deadline = systemClock.monotonic() + 60_000;
  while (!(await ask())) {
    assert.ok(systemClock.monotonic() < deadline, 'it never came true');
    await systemClock.sleep(50);
  }
}

test('the last unit in a checkout is held, not gone', async () => {
  const item = await shop.product({ stock: 1, price: 10 });
  const path = `/products/${item.productId}`;
  assert.deepEqual((await app.get(path)).body.stock, { state: 'LOW', count: 1 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [{ ...item, quantity: 1 }]);
  await until(async () => (await app.get(path)).body.stock.state === 'HELD');
  const gone = await app.send('DELETE', `/checkout/${checkoutId}`, {
    token: buyer.token,
    key: 'x',
  });
  assert.ok(gone.status < 300, JSON.stringify(gone.body));
  await until(async () => (await app.get(path)).body.stock.state === 'LOW');
  assert.equal((await app.get(`${path}/variants`)).body.variants[0].stock.count, 1);
});

test('a reduced price stands beside the lowest of the days before', async () => {
  const { productId, variantId } = await shop.product({ stock: 9, price: 20 });
  const put = async (price: number, salePrice: number | null) => {
    const prices = [{ variantId, currency: 'USD', price, salePrice }];
    const done = await app.send('PUT', '/seller/prices', {
      token: shop.sellerToken,
      body: { prices },
    });
    assert.equal(done.status, 200, JSON.stringify(done.body));
  };
  const shown = async () => {
    const { price, salePrice, lowest30 } = (await app.get(`/products/${productId}`)).body;
    return JSON.stringify([price, salePrice, lowest30]);
  };
  assert.equal(await shown(), '[20,null,null]');
  await put(18, null);
  await put(25, null);
  await put(25, 19);
  await until(async () => (await shown()) === '[25,19,18]');
});

test('a category by id, path or slug, with the way to it and what is below', async () => {
  const token = shop.adminToken;
  const make = async (name: string, parentId: string | null) =>
    (await app.post('/admin/categories', { token, body: { name, parentId } })).body;
  const top = await make('Computers', null);
  const low = await make('Laptops', top.categoryId);
  const rule = { categoryId: top.categoryId, code: 'ram', name: 'Memory', kind: 'number' };
  const made = await app.post('/admin/attributes', { token, body: { ...rule, unit: 'GB' } });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  for (const key of [low.categoryId, 'laptops', 'computers%2Flaptops']) {
    const { status, body } = await app.get(`/categories/${key}`);
    assert.equal(status, 200, key);
    assert.deepEqual(
      body.breadcrumb.map((one: { path: string }) => one.path),
      ['computers', 'computers/laptops'],
    );
    assert.deepEqual(body.attributes, [
      { code: 'ram', name: 'Memory', kind: 'number', unit: 'GB', choices: [] },
    ]);
  }
  const { children } = (await app.get('/categories/computers')).body;
  assert.deepEqual(
    children.map((one: { name: string }) => one.name),
    ['Laptops'],
  );
  assert.equal((await app.get('/categories/nowhere')).status, 404);
});

test('names in the language asked for, and the usual ones where there are none', async () => {
  const token = shop.adminToken;
  const names = { de: 'Stühle', ar: 'كراسٍ' };
  const made = await app.post('/admin/categories', { token, body: { name: 'Chairs', names } });
  assert.deepEqual(made.body.names, names);
  const rule = { code: 'hue', name: 'Hue', names: { de: 'Farbton' }, kind: 'text' };
  const valueNames = { Red: { de: 'Rot' } };
  const defined = await app.post('/admin/attributes', { token, body: { ...rule, valueNames } });
  assert.equal(defined.status, 201, JSON.stringify(defined.body));
  assert.deepEqual(defined.body.valueNames, { red: { de: 'Rot' } });
  const { productId } = await shop.product({ price: 5, stock: 2 });
  const view = await app.get(`/seller/products/${productId}`, { token: shop.sellerToken });
  const patched = await app.send('PATCH', `/seller/products/${productId}`, {
    token: shop.sellerToken,
    headers: { 'if-match': String(view.headers['etag']) },
    body: { categoryId: made.body.categoryId, attributes: { hue: 'RED' } },
  });
  assert.equal(patched.status, 200, JSON.stringify(patched.body));
  const said = async (locale: string) => {
    const page = (await app.get(`/products/${productId}?locale=${locale}`)).body;
    const list = (await app.get(`/products?category=chairs&locale=${locale}`)).body;
    const [hue] = page.specs;
    const [facet] = list.facets.attributes;
    return [page.category.name, hue.name, hue.label, facet?.name, facet?.values[0].label].join();
  };
  await until(async () => (await said('de')) === 'Stühle,Farbton,Rot,Farbton,Rot');
  assert.equal(await said('de-AT'), 'Stühle,Farbton,Rot,Farbton,Rot');
  assert.equal(await said('ar'), 'كراسٍ,Hue,,Hue,');
  assert.equal(await said('fr'), 'Chairs,Hue,,Hue,');
  const nameAt = async (path: string) => JSON.stringify((await app.get(path)).body);
  for (const path of ['/categories?', '/categories/chairs?']) {
    assert.match(await nameAt(`${path}locale=de`), /Stühle/, path);
    assert.match(await nameAt(path), /Chairs/, path);
  }
  await until(async () => /Stühle/.test(await nameAt('/search/suggest?q=st%C3%BChl&locale=de')));
  await until(async () => (await app.get('/search?q=st%C3%BChle')).body.pagination.total === 1);
  for (const locale of ['german', 'DE', 'de_DE', '']) {
    assert.equal((await app.get(`/products?locale=${locale}`)).status, 422, locale);
  }
  const odd = { name: 'Odd', names: { german: 'Seltsam' } };
  assert.equal((await app.post('/admin/categories', { token, body: odd })).status, 422);
  const { categoryId } = made.body;
  const changed = await app.send('PATCH', `/admin/categories/${categoryId}`, {
    token,
    headers: { 'if-match': String(made.headers['etag']) },
    body: { names: { de: 'Sessel' } },
  });
  assert.equal(changed.body.name, 'Chairs', JSON.stringify(changed.body));
  assert.match(await nameAt('/categories?locale=de'), /Sessel/);
});

test('films and highlights of a product, and colours of its values', async () => {
  const token = shop.sellerToken;
  const colored = { code: 'tone', name: 'Tone', kind: 'text', colors: { Teal: '#1F7F83' } };
  const rule = await app.post('/admin/attributes', { token: shop.adminToken, body: colored });
  assert.equal(rule.status, 201, JSON.stringify(rule.body));
  assert.deepEqual(rule.body.colors, { teal: '#1f7f83' });
  const { productId } = await shop.product({ price: 5, stock: 2 });
  const at = `/seller/products/${productId}`;
  const captions = [{ locale: 'en', url: '/images/a.vtt' }];
  const video = {
    url: 'https://cdn.example/a.webm',
    poster: '/images/a.webp',
    seconds: 6,
    captions,
  };
  const highlights = { en: ['Holds 2 litres', 'Oven safe'], de: ['Fasst 2 Liter'], es: [] };
  const patch = async (body: object) => {
    const { headers } = await app.get(at, { token });
    return app.send('PATCH', at, { token, headers: { 'if-match': String(headers['etag']) }, body });
  };
  const done = await patch({ videos: [video], highlights });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  assert.deepEqual(done.body.highlights, { en: highlights.en, de: highlights.de });
  const [kept] = done.body.videos;
  const { videoId, ...rest } = kept;
  assert.match(videoId, /^vid_/);
  assert.deepEqual(rest, { ...video, title: '' });
  const repeat = await patch({ videos: [video], highlights });
  assert.equal(repeat.body.version, done.body.version, 'the same again changes nothing');
  const page = async (locale: string) =>
    (await app.get(`/products/${productId}?locale=${locale}`)).body;
  await until(async () => (await page('de-AT')).highlights[0] === 'Fasst 2 Liter');
  const shown = await page('ar');
  assert.deepEqual([shown.highlights, shown.highlightsLocale], [highlights.en, 'en']);
  assert.deepEqual(shown.videos, [kept]);
  const sku = 'T-1';
  const variant = { sku, attributes: { tone: 'teal' }, price: 5 };
  const etag = String((await app.get(at, { token })).headers['etag']);
  const added = await app.post(`${at}/variants`, {
    token,
    headers: { 'if-match': etag },
    body: variant,
  });
  assert.equal(added.status, 201, JSON.stringify(added.body));
  const toneOf = async () =>
    (await page('en')).options.find((one: { code: string }) => one.code === 'tone');
  await until(async () => (await toneOf())?.colors?.[0] === '#1f7f83');
  const wrong = [
    { videos: [{ ...video, url: 'javascript:alert(1)' }] },
    { videos: [{ ...video, captions: [{ locale: 'en', url: '//x' }] }] },
    { videos: [{ ...video, seconds: 0 }] },
    { videos: Array.from({ length: 6 }, () => video) },
    { highlights: { en: ['1', '2', '3', '4', '5', '6'] } },
    { highlights: { en: ['x'.repeat(161)] } },
    { highlights: { en: ['line\nbreak'] } },
    { highlights: { english: ['x'] } },
  ];
  for (const body of wrong) {
    const refused = await patch(body);
    assert.equal(refused.status, 422, JSON.stringify(body));
    assert.ok(refused.body.errors.length > 0);
  }
  assert.deepEqual((await page('en')).videos, [kept], 'nothing of it was kept');
});

test('sitemaps name what is for sale, a page at a time', async () => {
  for (let n = 0; n < 3; n += 1) await shop.product({ price: 5 });
  const whole = (await app.get('/sitemap/products')).body;
  assert.ok(whole.data.length >= 3);
  const seen: string[] = [];
  let cursor = '';
  for (;;) {
    const page = await app.get(`/sitemap/products?limit=2${cursor}`);
    assert.equal(page.status, 200, JSON.stringify(page.body));
    seen.push(...page.body.data.map((one: { slug: string }) => one.slug));
    if (!page.body.hasMore) break;
    cursor = `&cursor=${page.body.nextCursor}`;
  }
  assert.deepEqual(
    seen,
    whole.data.map((one: { slug: string }) => one.slug),
  );
  const index = (await app.get('/sitemap')).body;
  assert.deepEqual(index.productPages, [{ cursor: null }]);
  assert.equal(index.sellers.length, 1);
  assert.equal((await app.get('/sitemap/products?cursor=x')).status, 422);
  assert.equal((await app.get('/sitemap/products?limit=5001')).status, 422);
});
