// The bank's page in a real browser: the shopper confirms or declines, and the order follows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, phone, type Opened } from '../web/test/browser.ts';
import { openShop, startApp, type App, type Shop } from './app.ts';

let app: App;
let shop: Shop;
let browser: Opened;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
  browser = await openBrowser({ viewport: phone });
});

after(async () => {
  await browser?.close();
  await app.stop();
});

/** A checkout paid with a card that wants the shopper's word; gives the order and the page. */
async function payWithConfirmation() {
  const { productId, variantId } = await shop.product({ stock: 5, price: 30 });
  const { token, addressId } = await shop.shopper();
  const added = await app.post('/cart/items', {
    token,
    body: { productId, variantId, quantity: 1 },
  });
  const { cartId } = added.body;
  const places = { shippingAddressId: addressId, billingAddressId: addressId };
  const opened = await app.post('/checkout/initiate', {
    token,
    key: 'open',
    body: { cartId, ...places },
  });
  const paid = await app.post(`/checkout/${opened.body.checkoutId}/pay`, {
    token,
    key: 'pay',
    body: { paymentMethod: 'CARD', paymentToken: 'tok_3ds' },
  });
  assert.equal(paid.status, 202, JSON.stringify(paid.body));
  assert.match(paid.body.actionUrl, /\/sandbox\/3ds\//);
  const order = async () => (await app.get(`/orders/${paid.body.orderId}`, { token })).body;
  const status = async () => (await order()).status;
  const payment = async () => (await order()).paymentStatus;
  const leave = () => app.send('DELETE', `/checkout/${opened.body.checkoutId}`, { token });
  return { url: new URL(paid.body.actionUrl, app.url).href, status, payment, leave, variantId };
}

async function becomes(status: () => Promise<string>, wanted: string): Promise<void> {
  const until = Date.now() + 15_000;
  for (;;) {
    const now = await status();
    if (now === wanted) return;
    assert.ok(Date.now() < until, `the order is ${now}, not ${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('approved at the bank: the order is confirmed', async () => {
  const { url, status } = await payWithConfirmation();
  assert.equal(await status(), 'PENDING');
  const page = await browser.page();
  await page.goto(url);
  await page.getByRole('button', { name: /confirm|approve|yes/i }).click();
  await becomes(status, 'CONFIRMED');
  await page.close();
});

test('declined at the bank: held for another way to pay, and free again when left', async () => {
  const { url, status, payment, leave, variantId } = await payWithConfirmation();
  const page = await browser.page();
  await page.goto(url);
  await page.getByRole('button', { name: /decline|reject|no/i }).click();
  await becomes(payment, 'FAILED');
  assert.equal(await status(), 'PENDING');
  await page.close();
  const available = async () => {
    const path = `/seller/inventory?variantId=${variantId}`;
    return (await app.get(path, { token: shop.sellerToken })).body.data[0].available;
  };
  assert.equal(await available(), 4);
  assert.equal((await leave()).status, 204);
  await becomes(status, 'FAILED');
  assert.equal(await available(), 5);
});

test('the documentation shows every route and finds one by a word', async () => {
  const page = await browser.page();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${app.url}/docs`);
  assert.ok((await page.getByText('/checkout/initiate').count()) > 0);
  assert.deepEqual(errors, []);
  await page.close();
});
