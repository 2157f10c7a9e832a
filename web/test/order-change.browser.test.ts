/**
 * What a buyer changes of an order that goes on: single items taken off it, another address,
 * before it is packed; and what they write to its seller. Bought over HTTP, changed in a real
 * browser.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { openCheckout, pay, type Shopper } from '../../test/buyer.ts';
import { assertAccessible, openBrowser, phone, type Opened } from './browser.ts';

let app: App;
let shop: Shop;
const browsers: Opened[] = [];

before(async () => {
  app = await startApp({ web: true });
  shop = await openShop(app);
});

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
});

after(() => app.stop());

const address = {
  name: 'Ada Moor',
  line1: '12 Hill Street',
  city: 'New York',
  state: 'NY',
  postalCode: '10001',
  country: 'US',
};

async function open(): Promise<[Page, Opened]> {
  const browser = await openBrowser({ viewport: phone, reducedMotion: true });
  browsers.push(browser);
  return [await browser.page(), browser];
}

/** A guest in this browser and over HTTP. */
async function enter(page: Page): Promise<Shopper> {
  await page.goto(`${app.url}/offline`);
  const token = await page.evaluate(async () => {
    const response = await fetch('/api/v1/auth/guest', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    localStorage.setItem('trueshelf.session', 'guest');
    return ((await response.json()) as { accessToken: string }).accessToken;
  });
  const { addressId } = (await app.post('/me/addresses', { token, body: address })).body;
  return { token, addressId };
}

async function buy(buyer: Shopper, prices: number[]) {
  const lines = [];
  for (const price of prices) lines.push(await shop.product({ stock: 5, price }));
  const { checkoutId } = await openCheckout(app, buyer, lines);
  const { status, body } = await pay(app, buyer, { checkoutId });
  assert.ok(status < 300, JSON.stringify(body));
  const token = buyer.token;
  const order = (await app.get(`/orders/${body.orderId}`, { token })).body;
  const at = (language = '') => `${app.url}${language}/orders/${order.orderNumber}`;
  return { order, at };
}

test('one item is cancelled: chosen, counted, gone, and the rest stays', async () => {
  const [page, browser] = await open();
  const { order, at } = await buy(await enter(page), [20, 35]);
  await page.goto(at());
  await page.getByRole('button', { name: 'Cancel order' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel this order?' });
  await dialog.getByLabel('Only some items').check();
  const send = dialog.getByRole('button', { name: 'Cancel these items' });
  await send.click({ force: true });
  await dialog.getByText('Choose what to cancel.').first().waitFor();
  const [item] = order.items;
  await dialog.getByRole('checkbox', { name: item.name }).check();
  await dialog.getByText(/\$[\d.]+, \$[\d.]+ of it tax, to the way you paid/).waitFor();
  await dialog.getByText('What you paid for delivery stays').waitFor();
  await assertAccessible(page);
  await send.click();
  await page.getByRole('heading', { name: 'Cancelled items' }).waitFor();
  await page.locator('[data-cancelled]').waitFor();
  await page
    .getByText(/refunded/)
    .first()
    .waitFor();
  await assertAccessible(page);
  // One line is left: there is nothing to choose between.
  await page.getByRole('button', { name: 'Cancel order' }).click();
  await dialog.waitFor();
  assert.equal(await dialog.getByLabel('Only some items').count(), 0);
  await page.goto(at('/ar'));
  await page.getByRole('heading', { name: 'منتجات ملغاة' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});

test('an item that is packed meanwhile stays, and says what can be done', async () => {
  const [page] = await open();
  const { order, at } = await buy(await enter(page), [20, 35]);
  await page.goto(at());
  await page.getByRole('button', { name: 'Cancel order' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel this order?' });
  await dialog.getByLabel('Only some items').check();
  await dialog.getByRole('checkbox', { name: order.items[0].name }).check();
  const picked = await app.post(`/seller/orders/${order.orderId}/pick`, {
    token: shop.sellerToken,
    key: newId('key'),
  });
  assert.equal(picked.status, 200);
  await dialog.getByRole('button', { name: 'Cancel these items' }).click();
  await dialog.getByText('It is too late to cancel').waitFor();
  await dialog.getByText('Being packed: it can be sent back').first().waitFor();
  await assertAccessible(page);
});

test('another address of the same region; one further away says what to do', async () => {
  const [page, browser] = await open();
  const buyer = await enter(page);
  const { at } = await buy(buyer, [20]);
  for (const more of [{ line1: '3 Lake Road' }, { line1: '1 Sea View', state: 'CA' }]) {
    const body = { ...address, ...more };
    assert.equal((await app.post('/me/addresses', { token: buyer.token, body })).status, 201);
  }
  await page.goto(at());
  await page.getByRole('button', { name: 'Change the address' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send it elsewhere?' });
  await dialog.getByText('Other region: tax and delivery would be others').waitFor();
  await dialog.getByText('It goes here now').waitFor();
  assert.equal(await dialog.getByRole('radio').count(), 1);
  await dialog.getByRole('radio').check();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Send it there' }).click();
  await page.locator('address').getByText('3 Lake Road').waitFor();
  await page.goto(at('/ar'));
  await page.getByRole('button', { name: 'تغيير العنوان' }).click();
  await page.getByRole('dialog', { name: 'إرساله إلى مكان آخر؟' }).getByRole('radio').waitFor();
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});

test('a message to the seller of an order, and the answer', async () => {
  const [page, browser] = await open();
  const { order, at } = await buy(await enter(page), [20]);
  await page.goto(at());
  await page.getByRole('link', { name: /^Contact Shop/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Write to the seller' }).waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Please write something.').waitFor();
  await page.getByLabel('Your message').fill('Is it blue?');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForURL(/\/account\/messages\/thr_/);
  await page.getByText('Is it blue?').waitFor();
  const token = shop.sellerToken;
  const { data } = (await app.get('/seller/messages?unread=true', { token })).body;
  const { threadId } = data.find(
    (one: { about: { id: string } }) => one.about.id === order.orderId,
  );
  const body = { text: 'It is.' };
  const path = `/seller/messages/${threadId}`;
  assert.equal((await app.post(path, { token, key: newId('key'), body })).status, 200);
  await page.goto(`${app.url}/account/messages`);
  await page.getByText('1 new').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: `Order ${order.orderNumber}` }).click();
  await page.getByText('It is.').waitFor();
  await page.goto(`${app.url}/ar/account/messages/${threadId}`);
  await page.getByText('It is.').waitFor();
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await assertAccessible(page);
  assert.deepEqual(browser.problems, []);
});
