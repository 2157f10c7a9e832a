// A shopper walks from the home page to a department, a product and the cart: with scripts, by
// clicks; without them, by links and forms alone; and by keyboard through the skip link.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { alive, assertAccessible, openBrowser, phone, type Opened } from './browser.ts';

let app: App;
let shop: Shop;
let product: { productId: string; variantId: string };
const browsers: Opened[] = [];

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
  product = await shop.product({ stock: 4, price: 30 });
  await shop.product({ stock: 0, price: 12 });
  // Counts of departments are made behind; the header shows those that have something.
  await until(async () => {
    const { body } = await app.get('/categories');
    return body.categories.some((one: { productCount: number }) => one.productCount > 0);
  });
});

after(async () => {
  for (const browser of browsers) await browser.close();
  await app.stop();
});

async function until(holds: () => Promise<boolean>, limit_ms = 15_000): Promise<void> {
  const end = Date.now() + limit_ms;
  while (!(await holds())) {
    assert.ok(Date.now() < end, 'it never came true');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function open(options: Parameters<typeof openBrowser>[0] = {}): Promise<[Page, Opened]> {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true, ...options });
  browsers.push(browser);
  return [await browser.page(), browser];
}

const heading = (page: Page) => page.locator('main h1').innerText();
const department = (page: Page) => page.locator('header nav a').first();

test('with scripts: home, department, product, cart, and back again', async () => {
  const [page, browser] = await open();
  // A list that was asked for before the goods were in it is kept for up to 30 s.
  await until(async () => {
    await page.goto(app.url);
    return page.getByRole('heading', { name: /^In the spotlight: / }).isVisible();
  }, 60_000);
  await alive(page);
  await assertAccessible(page);
  const name = await department(page).innerText();
  await department(page).click();
  await page.waitForURL(/\/c\//);
  await page.locator('main h1', { hasText: name }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  assert.match(await page.title(), new RegExp(name));
  await alive(page);
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Thing 1', exact: true }).click();
  await page.waitForURL(/\/p\//);
  await page.getByRole('heading', { name: 'Thing 1', level: 1 }).waitFor();
  assert.match(await page.locator('main').innerText(), /Only 4 left/);
  await alive(page);
  await assertAccessible(page);
  await page.getByRole('button', { name: 'One more' }).click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  const drawer = page.getByRole('dialog', { name: 'Thing 1 is in your cart.' });
  await drawer.getByText('$60.00').first().waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'add', 'focus comes back');
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await drawer.getByText('$120.00').first().waitFor();
  await drawer.getByRole('button', { name: 'One less' }).click();
  await drawer.getByRole('button', { name: 'One less' }).click();
  await drawer.getByText('Cart, 2 items').waitFor();
  await drawer.getByText('$60.00').last().waitFor();
  await drawer.getByRole('link', { name: 'View cart' }).click();
  await page.waitForURL(/\/cart/);
  await page.getByRole('heading', { name: 'Your cart' }).waitFor();
  assert.match(await page.getByRole('region', { name: 'Summary' }).innerText(), /\$60\.00/);
  await alive(page);
  await assertAccessible(page);
  await page.goBack();
  await page.getByRole('heading', { name: 'Thing 1', level: 1 }).waitFor();
  assert.deepEqual(browser.problems, []);
});

test('the cart changes by the stepper, gives a line up and takes it back', async () => {
  const [page, browser] = await open();
  await page.goto(`${app.url}/p/${product.productId}`);
  assert.match(page.url(), /\/p\/thing-1/, 'the address is the product’s own');
  await alive(page);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByText('is in your cart').waitFor();
  await page.goto(`${app.url}/cart`);
  await alive(page);
  const summary = page.getByRole('region', { name: 'Summary' });
  await page.getByRole('button', { name: 'One more' }).click();
  await summary.getByText('$60.00').first().waitFor();
  await page.getByRole('button', { name: /Remove Thing 1/ }).click();
  await page.getByText('Your cart is empty').first().waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await summary.getByText('$60.00').first().waitFor();
  assert.deepEqual(browser.problems, []);
});

test('without scripts: links and forms do the same', async () => {
  const [page] = await open({ javaScript: false });
  await page.goto(app.url);
  await department(page).click();
  await page.getByRole('link', { name: 'Thing 1', exact: true }).click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  assert.match(page.url(), /\/cart$/);
  assert.equal(await heading(page), 'Your cart');
  assert.match(await page.locator('main').innerText(), /\$30\.00/);
  await page.getByRole('textbox', { name: /Quantity/ }).fill('3');
  await page.getByRole('button', { name: 'Update' }).click();
  assert.match(await page.locator('main').innerText(), /\$90\.00/);
  await page.getByRole('textbox', { name: /Quantity/ }).fill('500');
  await page.getByRole('button', { name: 'Update' }).click();
  assert.match(await page.locator('main').innerText(), /could not be changed/);
  await page.getByRole('button', { name: /Remove Thing 1/ }).click();
  assert.match(await page.locator('main').innerText(), /Your cart is empty/);
});

test('by keyboard: the skip link leads to the content', async () => {
  const [page] = await open();
  await page.goto(app.url);
  await alive(page);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#main');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
});

test('an address that is not there: a page of the shop with status 404', async () => {
  const [page] = await open();
  const answer = await page.goto(`${app.url}/no/such/page`);
  assert.equal(answer?.status(), 404);
  assert.equal(await heading(page), 'This page is not here');
  await alive(page);
  await assertAccessible(page);
});
