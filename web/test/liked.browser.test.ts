// What a product page shows beside the product, in a real browser: a film that plays when it is
// told to, highlights, colours; what is bought together, for you, under the cart; the switch.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { captionsIn, filmOf } from '#services/demo/film.ts';
import { recommendationsCalls } from '#services/recommendations/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { alive, assertAccessible, openBrowser, type Opened } from './browser.ts';
import { signIn, someone } from './person-kit.ts';
import { until } from './world.ts';

let app: App;
let shop: Shop;
let browser: Opened;
const goods: { productId: string; variantId: string; slug: string }[] = [];
let film: Buffer;

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
  for (let nth = 0; nth < 6; nth += 1) {
    const made = await shop.product({ price: 10 + nth, stock: 30 });
    goods.push({ ...made, slug: '' });
  }
  film = await filmOf({ kind: 'headphones', color: 'teal', seed: 0, view: 0 });
  await describe();
  await until(async () => (await app.get('/products?inStock=true')).body.pagination.total === 6);
  for (const one of goods) one.slug = (await app.get(`/products/${one.productId}`)).body.slug;
  await learn();
  browser = await openBrowser({ reducedMotion: true });
});
afterEach(async () => {
  for (const page of browser.context.pages()) await page.close();
  // Pictures of these products are nowhere.
  const real = browser.problems.splice(0).filter((text) => !text.includes('Failed to load'));
  assert.deepEqual(real, []);
});
after(async () => {
  await browser.close();
  await app.stop();
});

/** The first product gets a film, highlights, and a second colour. */
async function describe(): Promise<void> {
  const [first] = goods;
  const token = shop.sellerToken;
  const colors = { teal: '#1f7f83', black: '#26272b' };
  const body = { code: 'color', name: 'Colour', kind: 'text', colors };
  assert.equal((await app.post('/admin/attributes', { token: shop.adminToken, body })).status, 201);
  const at = `/seller/products/${first?.productId ?? ''}`;
  const tagged = async () => {
    return { 'if-match': String((await app.get(at, { token })).headers['etag']) };
  };
  const captions = [{ locale: 'en', url: '/images/film.vtt' }];
  const video = { url: '/images/film.webm', poster: '/images/film.webp', seconds: 6, captions };
  const highlights = { en: ['Holds two litres', 'Oven safe'], de: ['Fasst zwei Liter'] };
  const patch = { token, headers: await tagged(), body: { videos: [video], highlights } };
  const described = await app.send('PATCH', at, patch);
  assert.equal(described.status, 200, JSON.stringify(described.body));
  const [one] = described.body.variants;
  for (const [path, method, attributes] of [
    [`${at}/variants/${one.variantId}`, 'PATCH', { color: 'teal' }],
    [`${at}/variants`, 'POST', { color: 'mauve' }],
  ] as const) {
    const more = method === 'POST' ? { sku: 'X-2', price: 12 } : {};
    const done = await app.send(method, path, {
      token,
      headers: await tagged(),
      body: { ...more, attributes },
    });
    assert.ok(done.status < 300, JSON.stringify(done.body));
  }
}

/** The first two are bought together. */
async function learn(): Promise<void> {
  const ids = goods.map((one) => one.productId);
  const baskets = Array.from({ length: 100 }, (_, nth) => {
    const list = nth < 15 ? ids.slice(0, 2) : nth < 25 ? [ids[0], ids[2]] : [ids[3 + (nth % 3)]];
    return { products: list.flatMap((id) => id ?? []), earlier: [] };
  });
  const given = { ref: 'test', total: 100, from: 0, baskets };
  await app.host.client(recommendationsCalls).learn(given);
}

async function open(path: string): Promise<Page> {
  const page = await browser.page();
  await page.route('**/images/film.*', (route) => {
    const isFilm = route.request().url().endsWith('.webm');
    return isFilm
      ? route.fulfill({ body: film, contentType: 'video/webm' })
      : route.fulfill({ body: captionsIn('en'), contentType: 'text/vtt' });
  });
  await page.goto(app.url + path);
  await alive(page);
  return page;
}

const first = () => `/p/${goods[0]?.slug ?? ''}`;

/** Scrolls down until it is there. */
async function reach(page: Page, name: string): Promise<void> {
  const heading = page.getByRole('heading', { level: 2, name, exact: true });
  await until(async () => {
    await page.mouse.wheel(0, 500);
    return heading.isVisible();
  });
  await heading.scrollIntoViewIfNeeded();
}

test('a film is fetched and plays when it is told to, by key, with captions', async () => {
  const page = await open(first());
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.webm')) asked.push(request.url());
  });
  assert.equal(await page.locator('video').count(), 0);
  await page.getByRole('button', { name: 'Video, 0:06' }).press('Enter');
  const video = page.locator('video');
  await video.waitFor();
  const state = () =>
    video.evaluate((one: HTMLVideoElement) => ({
      paused: one.paused,
      at: one.currentTime,
      said: one.textTracks[0]?.mode,
      failed: one.error?.message,
    }));
  assert.deepEqual(await state(), { paused: true, at: 0, said: 'showing', failed: undefined });
  assert.deepEqual(asked, [], 'nothing is fetched before');
  await assertAccessible(page);
  await video.focus();
  await page.keyboard.press('Space');
  await until(async () => (await state()).at > 0.2);
  assert.equal((await state()).failed, undefined);
  await page.keyboard.press('Space');
  await until(async () => (await state()).paused);
});

test('a film that cannot be had is said, with a way to the file', async () => {
  const page = await open(first());
  await page.route('**/images/film.webm', (route) => route.fulfill({ status: 404, body: '' }));
  await page.getByRole('button', { name: 'Video, 0:06' }).click();
  await page.locator('video').focus();
  await page.keyboard.press('Space');
  await page.getByText('The video cannot be shown here.').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Open the file' }).count(), 1);
});

test('highlights in the language of the page or in their own; colours beside words', async () => {
  const page = await open(first());
  const list = page.getByRole('list', { name: 'What matters most' });
  assert.deepEqual(await list.getByRole('listitem').allTextContents(), [
    'Holds two litres',
    'Oven safe',
  ]);
  const choices = page.getByRole('group', { name: 'Colour' }).getByRole('link');
  assert.deepEqual(await choices.allTextContents(), ['teal', 'mauve, sold out']);
  assert.equal(await choices.nth(0).locator('circle').getAttribute('fill'), '#1f7f83');
  assert.equal(await choices.nth(1).locator('circle').count(), 0, 'a word is enough');
  await page.goto(`${app.url}/de${first()}`);
  await alive(page);
  assert.equal(await page.getByText('Fasst zwei Liter').count(), 1);
  await page.goto(`${app.url}/ar${first()}`);
  await alive(page);
  assert.equal(await page.locator('ul[lang=en] li').count(), 2);
});

test('what is bought together goes into the cart at once; bought as well is below', async () => {
  const page = await open(first());
  await reach(page, 'Frequently bought together');
  await reach(page, 'Customers also bought');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Add all 3 to cart' }).click();
  await page.getByText('All 3 are in your cart').waitFor();
  await page.goto(`${app.url}/cart`);
  await alive(page);
  assert.equal(await page.getByRole('button', { name: 'Remove' }).count(), 3);
  await reach(page, 'Similar to what is in your cart');
  await assertAccessible(page);
});

test('one of them sold out meanwhile is named, and the others are in the cart', async () => {
  const page = await open(first());
  await reach(page, 'Frequently bought together');
  const gone = goods[1]?.productId ?? '';
  const { body } = await app.get(`/products/${gone}`);
  const name = String(body.name);
  await page.route('**/api/v1/cart/items', async (route) => {
    const isGone = (route.request().postData() ?? '').includes(gone);
    if (!isGone) return route.continue();
    const problem = { code: 'stock-too-low', status: 409, title: '', detail: '', requestId: 'r' };
    return route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({ ...problem, type: 'x', instance: 'x', retryable: false }),
    });
  });
  await page.getByRole('button', { name: 'Add all 3 to cart' }).click();
  await page.getByText(`${name} could not be added`).waitFor();
});

test('for you: from what was looked at here, and orders only where switched on', async () => {
  const page = await open(first());
  await page.goto(app.url);
  await alive(page);
  await reach(page, 'For you');
  await page.getByText('From what you looked at in this browser.').waitFor();
  await reach(page, 'You looked at');
  await assertAccessible(page);
  const who = await someone(app);
  await signIn(page, app, who);
  await page.goto(`${app.url}/account/preferences`);
  await alive(page);
  const box = page.getByRole('checkbox', { name: 'Use my orders for what I am recommended' });
  await box.waitFor();
  assert.equal(await box.isChecked(), false, 'off until it is switched on');
  await box.click();
  const kept = async () =>
    (await app.get('/me/recommendations', { token: who.token })).body.personal;
  await until(async () => (await kept()) === true);
  await until(() => box.isChecked());
  await assertAccessible(page);
});
