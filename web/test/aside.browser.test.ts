/**
 * What is put aside, in a real browser: saved for later and back, with what changed meanwhile, and
 * products side by side; both also without scripts.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { pricingCalls } from '#services/pricing/contract.ts';
import { fillCart } from '../../test/buyer.ts';
import { alive, assertAccessible, openBrowser, phone, type Opened } from './browser.ts';
import { openFloor, type Floor } from './checkout-kit.ts';

let floor: Floor;
const plain: Opened[] = [];

before(async () => {
  floor = await openFloor();
});
afterEach(async () => {
  for (const browser of plain.splice(0)) await browser.close();
  await floor.tidy();
});
after(() => floor.close());

/** A browser without scripts that has this cart. */
async function withoutScripts(cartId: string): Promise<Page> {
  const browser = await openBrowser({ javaScript: false });
  plain.push(browser);
  await browser.context.addCookies([{ name: 'cart', value: cartId, url: floor.app.url }]);
  return browser.page();
}

const setPrice = (variantId: string, base_minor: number) =>
  floor.app.host.client(pricingCalls).setPrices({
    prices: [{ variantId, currency: 'USD', base_minor, sale_minor: null }],
  });

test('saved for later: its price, what changed, put back, forgotten, undone', async () => {
  const [lamp, chair] = [
    await floor.shop.product({ stock: 5, price: 40 }),
    await floor.shop.product({ stock: 5, price: 60 }),
  ];
  const { page, browser } = await floor.shopper([lamp, { ...chair, quantity: 2 }], {
    viewport: phone,
  });
  await page.goto(`${floor.app.url}/cart`);
  await alive(page);
  await page
    .getByRole('button', { name: /^Save for later/ })
    .last()
    .click();
  const saved = page.getByRole('region', { name: 'Saved for later' });
  await saved.getByText('2 × $60.00').waitFor();
  assert.equal(await page.getByText('$40.00').first().isVisible(), true);
  await assertAccessible(page);
  await setPrice(chair.variantId, 4_500);
  await page.reload();
  await alive(page);
  await saved.getByText('The price fell; it was $60.00 when you saved it.').waitFor();
  await saved.getByRole('button', { name: /^Remove/ }).click();
  await saved.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await saved.getByText('2 × $45.00').waitFor();
  await saved.getByRole('button', { name: /^Move to cart/ }).click();
  await saved.waitFor({ state: 'hidden' });
  await page.getByText('Estimated total').or(page.getByText('Total before taxes')).waitFor();
  await page.getByText('$130.00').first().waitFor();
  // Two lines whose prices changed: what it comes to, each accepted or removed where it is told.
  await setPrice(lamp.variantId, 4_150);
  await setPrice(chair.variantId, 4_600);
  await page.reload();
  await alive(page);
  const changes = page.locator('main [role=status], main section, main div', {
    has: page.getByText('What changed since you were here'),
  });
  await page.getByText('your cart costs $3.50 more than before').waitFor();
  await assertAccessible(page);
  await changes
    .last()
    .getByRole('button', { name: /^Remove Thing/ })
    .first()
    .click();
  await page.getByText(/your cart costs \$(1\.50|2\.00) more than before/).waitFor();
  await page.getByRole('button', { name: /^Accept the change of Thing/ }).click();
  await page.getByText('What changed since you were here').waitFor({ state: 'detached' });
  assert.deepEqual(browser.problems, []);
});

test('with all saved the cart is empty and shows them; works without scripts', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const page = await withoutScripts(await fillCart(floor.app, [lamp]));
  await page.goto(`${floor.app.url}/cart`);
  await page.getByRole('button', { name: /^Save for later/ }).click();
  await page.getByText('Your cart is empty').waitFor();
  await page.getByRole('heading', { name: 'Saved for later' }).waitFor();
  await page.getByRole('button', { name: /^Move to cart/ }).click();
  await page.getByRole('heading', { name: 'Summary' }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Saved for later' }).count(), 0);
});

test('the place chosen in the cart tells delivery, tax, and how far to free delivery', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const { page } = await floor.shopper([lamp], { viewport: phone });
  await page.goto(`${floor.app.url}/cart`);
  await alive(page);
  const summary = page.getByRole('region', { name: 'Summary' });
  await summary.getByRole('button', { name: 'Choose a place' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('10001');
  await dialog.locator('button[type=submit]').click();
  await summary.getByText('Estimated total').waitFor();
  const list = await page.context().newPage();
  await list.goto(`${floor.app.url}/search?q=Thing`);
  await list.getByRole('button', { name: 'Filters' }).click();
  await list.getByText(/^Standard by \w+, \w+ \d+/).waitFor();
  await list.close();
  await summary.getByText(/more and delivery is free/).waitFor();
  assert.ok(await summary.getByRole('progressbar').isVisible());
  await assertAccessible(page);
});

async function slugOf(productId: string): Promise<string> {
  return (await floor.app.get(`/products/${productId}`)).body.slug as string;
}

test('compared: marked, side by side, what differs, taken out, what is gone', async () => {
  const goods = [
    await floor.shop.product({ stock: 90, price: 40 }),
    await floor.shop.product({ stock: 0, price: 60 }),
    await floor.shop.product({ stock: 5, price: 70 }),
  ];
  const slugs = await Promise.all(goods.map(({ productId }) => slugOf(productId)));
  const { page, browser } = await floor.shopper([]);
  for (const slug of slugs.slice(0, 2)) {
    await page.goto(`${floor.app.url}/p/${slug}`);
    await alive(page);
    await page
      .getByRole('checkbox', { name: /^Compare/ })
      .first()
      .check();
  }
  await page.getByRole('link', { name: '2 products to compare' }).click();
  await page.waitForURL(/\/compare\?items=/);
  const table = page.getByRole('table');
  await table.getByRole('row', { name: /^Stock In stock Sold out/ }).waitFor();
  const rows = await table.getByRole('row').count();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Show differences only' }).click();
  await page.waitForURL(/differences=true/);
  await table.getByRole('row', { name: /^Brand/ }).waitFor({ state: 'detached' });
  assert.ok((await table.getByRole('row').count()) < rows);
  await page.reload();
  await alive(page);
  assert.equal(await table.getByRole('columnheader').count(), 2, 'the address is the state');
  await table
    .getByRole('link', { name: /^Take out/ })
    .last()
    .click();
  await page.waitForURL((url) => !url.search.includes(slugs[1] ?? ''));
  await table.getByRole('columnheader').nth(1).waitFor({ state: 'detached' });
  const many = [...slugs, 'never-was', 'a-b', 'c-d'].join(',');
  await page.goto(`${floor.app.url}/compare?items=${many}`);
  await page.getByText('4 fit side by side').waitFor();
  await page.getByText('One product is no longer sold').waitFor();
  assert.deepEqual(browser.problems, []);
});

test('compared without scripts: a link on the product, and links on the page', async () => {
  const lamp = await floor.shop.product({ stock: 5, price: 40 });
  const slug = await slugOf(lamp.productId);
  const page = await withoutScripts('');
  await page.goto(`${floor.app.url}/p/${slug}`);
  await page
    .getByRole('link', { name: /^Compare/ })
    .first()
    .click();
  await page.waitForURL(`**/compare?items=${slug}`);
  assert.equal(await page.getByRole('columnheader').count(), 1);
  await page.getByLabel('Name of a product').fill('Thing');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.waitForURL(/q=Thing/);
  assert.match(page.url(), new RegExp(`items=${slug}`));
  await page.getByRole('link', { name: /^Take out/ }).click();
  await page.waitForURL(/\/compare$/);
  await page.getByText('Nothing to compare yet').waitFor();
});
