/**
 * A coupon in a real browser: typed wrong and right, no longer fitting, taken out and put back,
 * through the checkout, over while it is open; from the right and without scripts.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { fillCart } from '../../test/buyer.ts';
import { alive, assertAccessible, openBrowser, phone, type Opened } from './browser.ts';
import { openFloor, toPayment, type Floor } from './checkout-kit.ts';

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

async function coupon(body: Record<string, unknown>): Promise<{ couponId: string }> {
  const token = floor.shop.adminToken;
  const made = await floor.app.post('/admin/coupons', {
    token,
    body: { name: 'Autumn', effect: { kind: 'percent', percent: 10 }, ...body },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body as { couponId: string };
}

const field = (page: Page) => page.getByLabel('Coupon code');

async function type(page: Page, code: string): Promise<void> {
  await field(page).fill(code);
  await field(page).press('Enter');
}

test('in the cart: wrong, right, no longer fitting, taken out and back', async () => {
  const lamp = await floor.shop.product({ stock: 9, price: 40 });
  const minimum = { code: 'HERBST', currency: 'USD', subtotalMin: 50 };
  await coupon({ ...minimum, endsAt: '2090-01-01T00:00:00Z' });
  const { page, browser } = await floor.shopper([{ ...lamp, quantity: 2 }], { viewport: phone });
  await page.goto(`${floor.app.url}/cart`);
  await alive(page);
  await type(page, 'nothing');
  await page.getByText('There is no coupon with this code.').waitFor();
  assert.equal(await field(page).inputValue(), 'nothing', 'what was typed stays');
  await type(page, 'her-bst');
  const given = page.locator('#coupon');
  await given.getByText('Autumn').waitFor();
  await given.getByText(/Valid until .*2090/).waitFor();
  await page.getByText('-$8.00').waitFor();
  await page.getByText('$72.00').first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'coupon');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'One less' }).first().click();
  await given.getByText('What this coupon is for has to cost $50.00 or more.').waitFor();
  await page.getByText('-$8.00').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Remove the coupon HERBST' }).click();
  await field(page).waitFor();
  await page.getByRole('button', { name: 'One more' }).first().click();
  await page.getByText('$80.00').first().waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('-$8.00').waitFor();
  assert.deepEqual(
    browser.problems.filter((one) => !/404|409/.test(one)),
    [],
  );
});

test('in the checkout: closed until asked for, taken off, and over while it is open', async () => {
  const lamp = await floor.shop.product({ stock: 9, price: 40 });
  const { couponId } = await coupon({ code: 'DESK' });
  const { page, browser } = await floor.shopper([lamp]);
  await toPayment(page, floor);
  const first = page.url();
  await page.getByText('Add a coupon').click();
  await type(page, 'desk');
  await page.getByText('Coupon DESK').waitFor();
  await page.getByText('-$4.00').waitFor();
  await page.waitForURL((url) => url.href !== first);
  await page.locator('#pay').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Remove the coupon DESK' }).click();
  await page.getByText('-$4.00').waitFor({ state: 'detached' });
  await page.locator('#pay').waitFor();
  await floor.app.post(`/admin/coupons/${couponId}/switch`, {
    token: floor.shop.adminToken,
    body: { enabled: false },
  });
  await page.getByText('Add a coupon').click();
  await type(page, 'desk');
  await page.getByText('This coupon is no longer valid.').waitFor();
  await page.locator('#pay').waitFor();
  assert.deepEqual(
    browser.problems.filter((one) => !/409/.test(one)),
    [],
  );
});

test('a coupon that is over before the checkout opens: on without it', async () => {
  const lamp = await floor.shop.product({ stock: 9, price: 40 });
  const { couponId } = await coupon({ code: 'BRIEF' });
  const { page } = await floor.shopper([lamp]);
  await page.goto(`${floor.app.url}/cart`);
  await alive(page);
  await type(page, 'brief');
  await page.locator('#coupon').waitFor();
  await floor.app.post(`/admin/coupons/${couponId}/switch`, {
    token: floor.shop.adminToken,
    body: { enabled: false },
  });
  const opened = toPayment(page, floor);
  await page.getByText('The coupon BRIEF takes nothing off').waitFor();
  await page.getByRole('button', { name: 'Go on without it' }).click();
  await opened;
  await page.getByText('Coupon BRIEF').waitFor({ state: 'detached' });
});

test('from right to left, and without scripts', async () => {
  const lamp = await floor.shop.product({ stock: 9, price: 40 });
  await coupon({ code: 'PLAIN', currency: 'USD', subtotalMin: 50 });
  const cartId = await fillCart(floor.app, [lamp]);
  const browser = await openBrowser({ javaScript: false });
  plain.push(browser);
  await browser.context.addCookies([{ name: 'cart', value: cartId, url: floor.app.url }]);
  const page = await browser.page();
  await page.goto(`${floor.app.url}/cart`);
  await field(page).fill('plain');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('What this coupon is for has to cost $50.00 or more.').waitFor();
  assert.equal(await field(page).inputValue(), 'plain');
  await page.locator('input[name=quantity]').fill('2');
  await page.getByRole('button', { name: 'Update' }).click();
  await field(page).fill('plain');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('-$8.00').waitFor();
  await page.goto(`${floor.app.url}/ar/cart`);
  await page.getByText('القسيمة PLAIN').waitFor();
  await page.goto(`${floor.app.url}/cart`);
  await page.getByRole('button', { name: 'Remove the coupon PLAIN' }).click();
  await page.getByText('-$8.00').waitFor({ state: 'detached' });
});
