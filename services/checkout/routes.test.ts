// The checkout as a shopper meets it over HTTP, with every room running.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';

let app: App;
let hasty: App;
let shop: Shop;

before(async () => {
  // Tokens of one count in the other.
  const same = { tokenKey: newSigningKey(), publicUrl: 'http://localhost:9' };
  app = await startApp({ config: same });
  shop = await openShop(app);
  // The same shop through a second process whose holds last two seconds.
  hasty = await startApp({ databaseUrl: app.databaseUrl, config: { ...same, hold_s: 2 } });
});

after(async () => {
  await hasty.stop();
  await app.stop();
});

type Shopper = Awaited<ReturnType<Shop['shopper']>>;

async function cartOf(
  buyer: Shopper,
  item: { productId: string; variantId: string },
  quantity = 1,
) {
  const body = { productId: item.productId, variantId: item.variantId, quantity };
  const added = await app.post('/cart/items', { token: buyer.token, body });
  assert.ok(added.status < 300, JSON.stringify(added.body));
  return added.body.cartId as string;
}

function initiate(
  buyer: Shopper,
  cartId: string,
  { at = app, ...more }: { at?: App; [field: string]: unknown } = {},
) {
  const { addressId } = buyer;
  const body = { cartId, shippingAddressId: addressId, billingAddressId: addressId, ...more };
  return at.post('/checkout/initiate', { token: buyer.token, key: newId('key'), body });
}

function pay(buyer: Shopper, checkoutId: string, { token = 'tok_visa', method = 'CARD' } = {}) {
  const body = { paymentMethod: method, paymentToken: token };
  return app.post(`/checkout/${checkoutId}/pay`, { token: buyer.token, key: newId('key'), body });
}

async function setPrice(variantId: string, price: number): Promise<void> {
  const body = { prices: [{ variantId, currency: 'USD', price }] };
  const set = await app.send('PUT', '/seller/prices', { token: shop.sellerToken, body });
  assert.equal(set.status, 200, JSON.stringify(set.body));
}

async function available(variantId: string): Promise<number> {
  const path = `/seller/inventory?variantId=${variantId}`;
  const { body } = await app.get(path, { token: shop.sellerToken });
  return body.data.reduce((sum: number, one: { available: number }) => sum + one.available, 0);
}

test('a price that rose is refused with its changes, and goes through when accepted', async () => {
  const item = await shop.product({ stock: 5, price: 20 });
  const buyer = await shop.shopper();
  const cartId = await cartOf(buyer, item, 2);
  await setPrice(item.variantId, 25);
  const refused = await initiate(buyer, cartId);
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, 'price-changed');
  assert.deepEqual(refused.body.changes[0], {
    type: 'price-rose',
    variantId: item.variantId,
    name: 'Thing 1, One',
    from: 20,
    to: 25,
  });
  assert.equal(await available(item.variantId), 5);
  await setPrice(item.variantId, 30);
  const stale = await initiate(buyer, cartId, { acceptChanges: refused.body.changesToken });
  assert.equal(stale.body.code, 'price-changed');
  const done = await initiate(buyer, cartId, { acceptChanges: stale.body.changesToken });
  assert.equal(done.status, 201, JSON.stringify(done.body));
  assert.equal(done.body.subtotal, 60);
  assert.equal(done.body.total, stale.body.total);
  const paid = await pay(buyer, done.body.checkoutId);
  assert.equal(paid.body.total, done.body.total);
});

test('a price that changes after the checkout opened changes nothing for it', async () => {
  const item = await shop.product({ stock: 5, price: 20 });
  const buyer = await shop.shopper();
  const opened = await initiate(buyer, await cartOf(buyer, item));
  await setPrice(item.variantId, 99);
  const paid = await pay(buyer, opened.body.checkoutId);
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.equal(paid.body.total, opened.body.total);
});

test('a drop applies at once', async () => {
  const item = await shop.product({ stock: 5, price: 20 });
  const buyer = await shop.shopper();
  const cartId = await cartOf(buyer, item);
  await setPrice(item.variantId, 15);
  const opened = await initiate(buyer, cartId);
  assert.equal(opened.body.subtotal, 15);
  assert.equal(opened.body.changes[0].type, 'price-fell');
});

test('leaving gives the units back; a left checkout cannot be paid', async () => {
  const item = await shop.product({ stock: 2 });
  const buyer = await shop.shopper();
  const opened = await initiate(buyer, await cartOf(buyer, item, 2));
  assert.equal(await available(item.variantId), 0);
  const path = `/checkout/${opened.body.checkoutId}`;
  const left = await app.send('DELETE', path, { token: buyer.token });
  assert.equal(left.status, 204);
  assert.equal(await available(item.variantId), 2);
  const late = await pay(buyer, opened.body.checkoutId);
  assert.deepEqual([late.status, late.body.code], [409, 'checkout-ended']);
  const shown = await app.get(path, { token: buyer.token });
  assert.equal(shown.body.status, 'RELEASED');
});

test('a hold ends by itself at its deadline, and its units are free again', async () => {
  const item = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const cartId = await cartOf(buyer, item);
  const opened = await initiate(buyer, cartId, { at: hasty });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const left_ms = Date.parse(opened.body.expiresAt) - Date.parse(opened.body.serverTime);
  assert.ok(left_ms > 0 && left_ms <= 2_000, `${left_ms} ms`);
  const until = Date.now() + 60_000;
  const status = async () => {
    const shown = await app.get(`/checkout/${opened.body.checkoutId}`, { token: buyer.token });
    return shown.body.status as string;
  };
  while ((await status()) === 'OPEN') {
    assert.ok(Date.now() < until, 'still open long after its deadline');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(await status(), 'EXPIRED');
  // The checkout is over a moment before its units are free.
  while ((await available(item.variantId)) !== 1) {
    assert.ok(Date.now() < until, 'still held long after its end');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const again = await initiate(buyer, cartId);
  assert.equal(again.status, 201, JSON.stringify(again.body));
});

test('the same purchase asked for again is the same checkout', async () => {
  const item = await shop.product({ stock: 3 });
  const buyer = await shop.shopper();
  const cartId = await cartOf(buyer, item);
  const first = await initiate(buyer, cartId);
  const second = await initiate(buyer, cartId);
  assert.equal(second.body.checkoutId, first.body.checkoutId);
  const express = await initiate(buyer, cartId, { shippingMethod: 'EXPRESS' });
  assert.notEqual(express.body.checkoutId, first.body.checkoutId);
  assert.ok(express.body.shipping > first.body.shipping);
  assert.equal(await available(item.variantId), 2);
});

test("another's checkout, cart and address are not there", async () => {
  const item = await shop.product({ stock: 3 });
  const [buyer, stranger] = [await shop.shopper(), await shop.shopper()];
  const cartId = await cartOf(buyer, item);
  const opened = await initiate(buyer, cartId);
  const path = `/checkout/${opened.body.checkoutId}`;
  const { token } = stranger;
  const tries = [
    await app.get(path, { token }),
    await pay(stranger, opened.body.checkoutId),
    await app.post(`${path}/extend`, { token, key: newId('key') }),
    await app.send('DELETE', path, { token }),
    await initiate(stranger, cartId),
    await initiate(stranger, await cartOf(stranger, item), { billingAddressId: buyer.addressId }),
  ];
  assert.deepEqual(
    tries.map((one) => one.status),
    [404, 404, 404, 404, 404, 404],
  );
});

test('a decline keeps the hold, and the next attempt pays the same total', async () => {
  const item = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const opened = await initiate(buyer, await cartOf(buyer, item));
  const declined = await pay(buyer, opened.body.checkoutId, { token: 'tok_declined' });
  assert.equal(declined.status, 402);
  assert.equal(declined.body.outcome, 'retryable');
  assert.equal(await available(item.variantId), 0);
  const paid = await pay(buyer, opened.body.checkoutId);
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.equal(paid.body.total, opened.body.total);
  const again = await pay(buyer, opened.body.checkoutId);
  assert.equal(again.body.orderId, paid.body.orderId);
});

test('cash on delivery makes an order that is not paid yet', async () => {
  const item = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const opened = await initiate(buyer, await cartOf(buyer, item));
  const placed = await pay(buyer, opened.body.checkoutId, { token: 'cash', method: 'COD' });
  assert.equal(placed.status, 200, JSON.stringify(placed.body));
  assert.deepEqual([placed.body.status, placed.body.paymentStatus], ['CONFIRMED', 'PENDING']);
});

test('what cannot be bought is refused with the reason', async () => {
  const item = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const cartId = await cartOf(buyer, item, 2);
  const short = await initiate(buyer, cartId);
  assert.equal(short.status, 409);
  assert.deepEqual(short.body.items, [{ variantId: item.variantId, requested: 2, available: 1 }]);
  const empty = await app.send('DELETE', '/cart', { token: buyer.token });
  assert.ok(empty.status < 300, JSON.stringify(empty.body));
  assert.equal((await initiate(buyer, cartId)).body.code, 'cart-empty');
  const unkeyed = await app.post('/checkout/initiate', {
    token: buyer.token,
    body: { cartId, shippingAddressId: buyer.addressId, billingAddressId: buyer.addressId },
  });
  assert.deepEqual([unkeyed.status, unkeyed.body.code], [400, 'idempotency-key-required']);
});
