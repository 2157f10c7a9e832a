// The product page, element by element, in a real browser: pictures by pointer and keyboard, other
// sellers, what it cost before, the price for a unit, sharing, and a product that is gone.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { newId } from '#kernel/core/id.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { alive, assertAccessible, openBrowser, type Opened } from './browser.ts';
import { until } from './world.ts';

let app: App;
let shop: Shop;
let browser: Opened;
const [balm, other] = [newId('prod'), newId('prod')];
const [balmVariant, otherVariant] = [newId('var'), newId('var')];
const number = '4006381333931';

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
  await stock();
  browser = await openBrowser({ reducedMotion: true });
});
afterEach(async () => {
  for (const page of browser.context.pages()) await page.close();
  // The pictures of these products are nowhere, and what is gone is meant to be.
  const real = browser.problems.splice(0).filter((text) => !text.includes('Failed to load'));
  assert.deepEqual(real, []);
});
after(async () => {
  await browser.close();
  await app.stop();
});

/** A balm of 50 ml with two pictures, and the same from elsewhere for more. */
async function stock(): Promise<void> {
  const { client } = app.host;
  const categoryId = newId('cat');
  const prices = [
    { variantId: balmVariant, currency: 'USD', base_minor: 1_200, sale_minor: null },
    { variantId: otherVariant, currency: 'USD', base_minor: 1_300, sale_minor: null },
  ];
  await client(pricingCalls).setPrices({ prices });
  const made = (productId: string, variantId: string, slug: string) => ({
    productId,
    sellerId: shop.sellerId,
    slug,
    name: 'Oat Balm',
    description: 'For hands.',
    brand: null,
    categoryId,
    attributes: { scent: 'none' },
    images: [1, 2].map((nth) => ({ url: `/images/${nth}.webp`, alt: '', variantId: null })),
    currency: 'USD',
    rating: 0,
    reviewCount: 0,
    variants: [
      {
        variantId,
        sku: slug,
        name: '50 ml',
        attributes: { content: '50 ml' },
        weight_g: 80,
        barcode: number,
      },
    ],
  });
  await client(catalogCalls).import({
    categories: [
      { categoryId, parentId: null, slug: 'care', name: 'Care', names: { de: 'Pflege' } },
    ],
    attributes: [
      {
        attributeId: newId('att'),
        code: 'scent',
        name: 'Scent',
        names: { de: 'Duft' },
        valueNames: { none: { de: 'ohne' } },
      },
    ],
    products: [made(balm, balmVariant, 'oat-balm'), made(other, otherVariant, 'oat-balm-too')],
  });
  await client(inventoryCalls).adjust({
    adjustments: [[balm, balmVariant] as const, [other, otherVariant] as const].map(
      ([productId, variantId]) => ({
        ref: `test:${variantId}`,
        variantId,
        productId,
        sellerId: shop.sellerId,
        warehouseId: shop.warehouses[0] ?? '',
        delta: 9,
        reason: 'demo' as const,
      }),
    ),
  });
  await until(async () => (await app.get('/products?inStock=true')).body.pagination.total === 2);
}

async function open(path = '/p/oat-balm'): Promise<Page> {
  const page = await browser.page();
  await page.goto(app.url + path);
  await alive(page);
  return page;
}

test('pictures: larger by key, wheel and button, moved by arrows, the next by key', async () => {
  const page = await open();
  await page.getByRole('button', { name: /^Enlarge the picture/ }).click();
  const frame = page.locator('[data-zoom]');
  const scale = async () => Number(await frame.getAttribute('data-zoom'));
  await frame.focus();
  await page.keyboard.press('+');
  await until(async () => (await scale()) === 1.5);
  const place = () => frame.locator('img').evaluate((image) => image.style.transform);
  const before = await place();
  await page.keyboard.press('ArrowRight');
  await until(async () => (await place()) !== before);
  await page.keyboard.press('0');
  await until(async () => (await scale()) === 1);
  await frame.hover();
  await page.mouse.wheel(0, -200);
  await until(async () => (await scale()) > 1.1);
  await page.getByText('1 of 2').waitFor();
  await frame.focus();
  await page.keyboard.press('PageDown');
  await page.getByText('2 of 2').waitFor();
  await page.getByRole('button', { name: 'Smaller', exact: true }).click();
  assert.equal(await scale(), 1, 'never smaller than its frame');
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await frame.waitFor({ state: 'hidden' });
});

test('two fingers make it larger, one moves it', async () => {
  const page = await open();
  await page.getByRole('button', { name: /^Enlarge the picture/ }).click();
  const frame = page.locator('[data-zoom]');
  await frame.waitFor();
  const spread = await frame.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const point = (type: string, pointerId: number, x: number) =>
      element.dispatchEvent(
        new PointerEvent(type, {
          pointerId,
          pointerType: 'touch',
          bubbles: true,
          clientX: box.left + box.width * x,
          clientY: box.top + box.height / 2,
        }),
      );
    // Made events are no real pointers, which is all that capturing wants.
    element.setPointerCapture = () => undefined;
    point('pointerdown', 1, 0.4);
    point('pointerdown', 2, 0.6);
    point('pointermove', 2, 0.8);
    point('pointerup', 2, 0.8);
    point('pointerup', 1, 0.4);
    return true;
  });
  assert.ok(spread);
  await until(async () => Number(await frame.getAttribute('data-zoom')) > 1.9);
});

test('all sellers of it, the price for a unit, and what it cost before', async () => {
  const page = await open();
  await page.getByText('$24.00 for 100 mL').waitFor();
  await page.locator('#offers').scrollIntoViewIfNeeded();
  const table = page.locator('#offers table');
  await page.getByRole('heading', { name: '2 sellers have this' }).waitFor();
  const rows = (await table.locator('tbody tr').allInnerTexts()).map((row) => row.split('\t'));
  assert.deepEqual(
    rows.map((row) => row.at(-1)?.trim()),
    ['Lowest total', '$1.00 more than the first'],
  );
  assert.equal(await page.getByText('Price over 90 days').count(), 0, 'it never was another');
  const prices = [{ variantId: balmVariant, currency: 'USD', base_minor: 1_200, sale_minor: 900 }];
  await app.host.client(pricingCalls).setPrices({ prices });
  await until(async () => (await app.get('/products/oat-balm')).body.salePrice === 9);
  await until(async () => {
    await page.reload();
    return page.getByText('Lowest price of the 30 days before: $12.00').isVisible();
  });
  await alive(page);
  await page.getByText(/\$3\.00 less than when you last looked/).waitFor();
  await page.getByText('Price over 90 days').click();
  await page.getByRole('cell', { name: '$12.00' }).waitFor();
  await assertAccessible(page);
});

test('sharing copies the address where the device has nothing to share with', async () => {
  const page = await open();
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: (text: string) => Promise.resolve(void (document.title = text)) },
    });
  });
  await page.getByText('Compare', { exact: true }).first().scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Link copied' }).waitFor();
  assert.match(await page.title(), /\/p\/oat-balm$/);
});

test('names in the language of the page', async () => {
  const page = await open('/de/p/oat-balm');
  assert.match(await page.locator('main').innerText(), /Duft\s+ohne/);
  await page.getByRole('navigation', { name: 'Sie sind hier' }).getByText('Pflege').waitFor();
});

test('what was withdrawn says so with 410, and shows what is near', async () => {
  const token = shop.sellerToken;
  const at = `/seller/products/${other}`;
  const { headers } = await app.get(at, { token });
  const gone = await app.post(`${at}/archive`, {
    token,
    headers: { 'if-match': String(headers['etag']) },
    body: {},
  });
  assert.equal(gone.status, 200, JSON.stringify(gone.body));
  const page = await browser.page();
  await until(async () => (await page.goto(`${app.url}/p/oat-balm-too`))?.status() === 410);
  await alive(page);
  await page.getByRole('heading', { name: 'This is no longer sold' }).waitFor();
  await page
    .getByRole('link', { name: /Oat Balm/ })
    .first()
    .waitFor();
  assert.match((await page.locator('meta[name=robots]').getAttribute('content')) ?? '', /noindex/);
  await assertAccessible(page);
});
