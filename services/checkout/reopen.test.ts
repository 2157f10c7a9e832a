// Opening a checkout again: after the cart changed, after one was left, while one is being paid.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { assertTrue, fillCart, initiate, leave, ownAddress, pay } from '../../test/buyer.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ config: { ...(await ownAddress()), gatewayTimeout_ms: 2_000 } });
  shop = await openShop(app);
});

after(async () => {
  await app?.stop();
});

test('units that the own open checkout holds are not sold out for its successor', async () => {
  const last = await shop.product({ stock: 1 });
  const other = await shop.product({ stock: 5 });
  const buyer = await shop.shopper();
  const cartId = await fillCart(app, [last]);
  const opened = await initiate(app, buyer, { cartId });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const added = await app.post('/cart/items', {
    token: buyer.token,
    body: { ...other, quantity: 1 },
  });
  assert.equal(added.body.cartId, cartId, JSON.stringify(added.body));
  const again = await initiate(app, buyer, { cartId });
  assert.equal(again.status, 201, JSON.stringify(again.body));
  assert.notEqual(again.body.checkoutId, opened.body.checkoutId);
  assert.equal(again.body.items.length, 2);
  const late = await pay(app, buyer, { checkoutId: opened.body.checkoutId });
  assert.equal(late.body.code, 'checkout-ended');
  const paid = await pay(app, buyer, { checkoutId: again.body.checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
});

test('what others hold is sold out, and the own checkout stays open', async () => {
  const product = await shop.product({ stock: 3 });
  const [buyer, rival] = [await shop.shopper(), await shop.shopper()];
  const cartId = await fillCart(app, [product]);
  const opened = await initiate(app, buyer, { cartId });
  const theirs = await initiate(app, rival, { cartId: await fillCart(app, [product]) });
  assert.deepEqual([opened.status, theirs.status], [201, 201]);
  await app.post('/cart/items', { token: buyer.token, body: { ...product, quantity: 2 } });
  const again = await initiate(app, buyer, { cartId });
  assert.equal(again.body.code, 'stock-too-low', JSON.stringify(again.body));
  assert.equal(again.body.items[0].available, 2);
  const { checkoutId } = opened.body;
  const still = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
  assert.equal(still.body.status, 'OPEN');
});

test('after one was left, asking twice gives one checkout', async () => {
  const product = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const cartId = await fillCart(app, [product]);
  const opened = await initiate(app, buyer, { cartId });
  assert.equal((await leave(app, buyer, opened.body.checkoutId)).status, 204);
  const second = await initiate(app, buyer, { cartId });
  const third = await initiate(app, buyer, { cartId });
  const both = await Promise.all([1, 2, 3].map(() => initiate(app, buyer, { cartId })));
  for (const answer of [second, third, ...both]) {
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    assert.equal(answer.body.checkoutId, second.body.checkoutId);
  }
  await leave(app, buyer, second.body.checkoutId);
});

test('a payment under way is not given up for another checkout of its cart', async () => {
  const product = await shop.product({ stock: 2 });
  const buyer = await shop.shopper();
  const cartId = await fillCart(app, [product]);
  const { body } = await initiate(app, buyer, { cartId });
  const { checkoutId } = body;
  const bank = await pay(app, buyer, { checkoutId, paymentToken: 'tok_3ds' });
  assert.equal(bank.status, 202, JSON.stringify(bank.body));
  const again = await app.post('/checkout/initiate', {
    token: buyer.token,
    key: newId('key'),
    body: {
      cartId,
      shippingAddressId: buyer.addressId,
      billingAddressId: buyer.addressId,
      shippingMethod: 'EXPRESS',
    },
  });
  assert.equal(again.status, 409, JSON.stringify(again.body));
  const order = await app.get(`/orders/${bank.body.orderId}`, { token: buyer.token });
  assert.equal(order.body.status, 'PENDING');
  assert.equal((await leave(app, buyer, checkoutId)).status, 204);
});

test('every invariant holds afterwards', async () => {
  await assertTrue(app.databaseUrl);
});
