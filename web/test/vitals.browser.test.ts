// What a first visit feels like on a slow phone: when the largest thing is there, whether anything
// jumps, and how long a press takes. Measured by the browser itself, on pages that are kept. Times
// are the best of three tries, because a busy machine only adds to them, and by how much is chance;
// what jumps and how many bytes are sent (see budget.test.ts) is no matter of chance and is counted
// in every try.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { openShop, startApp, type App } from '../../test/app.ts';
import { alive, openBrowser, phone, slowDown, type Opened } from './browser.ts';
import { addToCart, fillAddress } from './checkout-kit.ts';

const LARGEST_MAX_MS = 1_800;
const SHIFT_MAX = 0.05;
const PRESS_MAX_MS = 150;

let app: App;
let browser: Opened;
let paths: Record<string, string>;
let things: { productId: string; variantId: string }[];
const folder = mkdtempSync(join(tmpdir(), 'trueshelf-vitals-'));

before(async () => {
  const square = sharp({ create: { width: 800, height: 800, channels: 3, background: '#cce' } });
  await square.webp().toFile(join(folder, 'a.webp'));
  app = await startApp({ web: { imagesFolder: folder }, config: { home: folder } });
  const shop = await openShop(app);
  const made = await Promise.all(
    Array.from({ length: 24 }, async () => shop.product({ stock: 9, price: 30 })),
  );
  for (const { productId } of made) {
    const token = shop.sellerToken;
    const body = { images: [{ url: '/images/a.webp', alt: 'A thing' }] };
    const { headers } = await app.get(`/seller/products/${productId}`, { token });
    const etag = { 'if-match': String(headers['etag']) };
    await app.send('PUT', `/seller/products/${productId}/images`, { token, body, headers: etag });
  }
  things = made;
  const product = (await app.get(`/products/${made[0]?.productId}`)).body;
  const coloured = await app.post('/seller/products', {
    token: shop.sellerToken,
    body: {
      name: 'Lamp',
      description: 'Stands where it is put.',
      brand: 'Testers',
      categoryId: product.category.categoryId,
      currency: 'USD',
      variants: ['red', 'blue'].map((color) => ({
        sku: `LAMP-${color}`,
        name: color,
        attributes: { color },
        price: 30,
      })),
    },
  });
  assert.equal(coloured.status, 201, JSON.stringify(coloured.body));
  const lamp = (await app.get(`/products/${coloured.body.productId}`)).body;
  assert.equal(product.imageUrl, '/images/a.webp');
  paths = { home: '/', list: `/c/${product.category.path}`, product: `/p/${product.slug}` };
  paths['coloured'] = `/p/${lamp.slug}`;
  browser = await openBrowser({ viewport: phone });
});

after(async () => {
  await browser?.close();
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Vitals {
  largest_ms: number;
  shift: number;
  press_ms: number;
}

/** Installs observers before the page begins. */
async function watched(): Promise<Page> {
  const page = await browser.page();
  await page.addInitScript(() => {
    const vitals = { largest_ms: 0, shift: 0, press_ms: 0 };
    Object.assign(globalThis, { vitals });
    const watch = (type: string, take: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
        type,
        buffered: true,
        ...(type === 'event' ? { durationThreshold: 16 } : {}),
      } as PerformanceObserverInit);
    watch('largest-contentful-paint', (entry) => (vitals.largest_ms = entry.startTime));
    watch('layout-shift', (entry) => {
      const shift = entry as unknown as { value: number; hadRecentInput: boolean };
      if (!shift.hadRecentInput) vitals.shift += shift.value;
    });
    watch('event', (entry) => (vitals.press_ms = Math.max(vitals.press_ms, entry.duration)));
  });
  return page;
}

const read = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { vitals: Vitals }).vitals);

/** A busy machine only ever adds to a time, so the best of three tries is nearest to the truth. */
async function best(visit: () => Promise<Page>, by: 'largest_ms' | 'press_ms'): Promise<Vitals> {
  const tries: Vitals[] = [];
  for (let nth = 0; nth < 3; nth += 1) {
    const page = await visit();
    tries.push(await read(page));
    await page.close();
  }
  const [first] = tries.toSorted((a, b) => a[by] - b[by]);
  assert.ok(first);
  return { ...first, shift: Math.max(...tries.map(({ shift }) => shift)) };
}

/** As if this browser had never been here. */
async function forget(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.clearBrowserCache');
  await session.send('Network.clearBrowserCookies');
  await session.send('Storage.clearDataForOrigin', { origin: app.url, storageTypes: 'all' });
}

for (const name of ['home', 'list', 'product']) {
  test(`${name}: there in ${LARGEST_MAX_MS} ms on a slow phone, and nothing jumps`, async (t) => {
    const url = app.url + (paths[name] ?? '');
    await fetch(url); // somebody was there before: the page and its pictures are kept
    const first = await browser.page();
    await first.goto(url);
    await alive(first);
    await first.close();
    const { largest_ms, shift } = await best(async () => {
      const page = await watched();
      await forget(page);
      await slowDown(page);
      await page.goto(url);
      await alive(page);
      return page;
    }, 'largest_ms');
    t.diagnostic(`largest after ${Math.round(largest_ms)} ms, moved by ${shift.toFixed(4)}`);
    assert.ok(largest_ms > 0 && largest_ms <= LARGEST_MAX_MS, `largest after ${largest_ms} ms`);
    assert.ok(shift <= SHIFT_MAX, `shifted by ${shift}`);
  });
}

/** The slowest answer to a press, of the best of three tries. */
async function pressed(path: string, presses: (page: Page) => Promise<void>): Promise<number> {
  const { press_ms, shift } = await best(async () => {
    const page = await watched();
    await page.goto(app.url + path);
    await alive(page);
    await slowDown(page);
    await presses(page);
    await page.waitForTimeout(300);
    return page;
  }, 'press_ms');
  assert.ok(shift <= SHIFT_MAX, `shifted by ${shift}`);
  assert.ok(press_ms > 0 && press_ms <= PRESS_MAX_MS, `${press_ms} ms`);
  return press_ms;
}

test(`product: a press is answered within ${PRESS_MAX_MS} ms on a slow phone`, async (t) => {
  const took_ms = await pressed(paths['coloured'] ?? '', async (page) => {
    for (const color of ['red', 'blue', 'red']) {
      await page.locator(`main a[href="?color=${color}"]`).click();
      await page.waitForURL((url) => url.searchParams.get('color') === color);
    }
  });
  t.diagnostic(`choosing a variant: ${took_ms} ms`);
  const added_ms = await pressed(paths['product'] ?? '', async (page) => {
    await page.getByRole('button', { name: 'One more' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('is in your cart').waitFor();
  });
  t.diagnostic(`adding to the cart: ${added_ms} ms`);
});

test(`list: a press is answered within ${PRESS_MAX_MS} ms on a slow phone`, async (t) => {
  const took_ms = await pressed(paths['list'] ?? '', async (page) => {
    await page
      .getByRole('button', { name: /^Add to cart:/ })
      .first()
      .click();
    await page.getByText('is in your cart').waitFor();
  });
  t.diagnostic(`adding from a list: ${took_ms} ms`);
});

test('checkout: nothing jumps on a slow phone, from first field to running time', async (t) => {
  const page = await watched();
  await page.goto(app.url + (paths['product'] ?? ''));
  await alive(page);
  await addToCart(page, things.slice(0, 1));
  await slowDown(page);
  await page.goto(`${app.url}/checkout`);
  await alive(page);
  await page.getByLabel('E-mail').fill('ada@example.test');
  const goOn = () => page.locator('#go-on').click();
  await goOn();
  await page.waitForURL(/step=address/);
  await fillAddress(page);
  await goOn();
  await page.waitForURL(/step=delivery/);
  await goOn();
  await page.locator('#pay').waitFor();
  await page
    .locator('[data-hold]')
    .getByText(/minutes left/)
    .waitFor();
  await page.waitForTimeout(3_000);
  const { shift, press_ms } = await read(page);
  t.diagnostic(`moved by ${shift.toFixed(4)}, slowest press ${press_ms} ms`);
  assert.ok(shift <= SHIFT_MAX, `shifted by ${shift}`);
  await page.close();
});
