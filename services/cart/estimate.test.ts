// What a cart would cost at a place, before there is an address: the same as the checkout says.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { fillCart, initiate } from '../../test/buyer.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});
after(() => app?.stop());

const estimate = (cartId: string, query: string) =>
  app.get(`/cart/estimate?${query}`, { headers: { 'x-cart-id': cartId } });

test('by postcode it is what the checkout charges there, to the cent', async () => {
  const item = await shop.product({ stock: 9, price: 31 });
  const cartId = await fillCart(app, [{ ...item, quantity: 2 }]);
  const told = await estimate(cartId, 'country=US&postalCode=10001');
  assert.equal(told.status, 200, JSON.stringify(told.body));
  const [standard] = told.body.methods;
  assert.equal(standard.method, 'STANDARD');
  assert.ok(standard.freeOver > 62 && standard.shipping > 0 && standard.tax > 0);
  const opened = await initiate(app, await shop.shopper(), { cartId });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  assert.deepEqual(
    [standard.shipping, standard.tax, standard.total],
    [opened.body.shipping, opened.body.tax, opened.body.total],
  );
});

test('from the stated sum on delivery is free', async () => {
  const item = await shop.product({ stock: 9, price: 40 });
  const cartId = await fillCart(app, [{ ...item, quantity: 2 }]);
  const [standard] = (await estimate(cartId, 'country=US&postalCode=94105')).body.methods;
  assert.ok(standard.freeOver <= 80);
  assert.equal(standard.shipping, 0);
  assert.equal(standard.total, 80 + standard.tax);
});

test('where tax depends on more than the place it is not told as none', async () => {
  const item = await shop.product({ stock: 9, price: 40 });
  const cartId = await fillCart(app, [item]);
  const odd = await estimate(cartId, 'country=US&postalCode=nowhere');
  assert.equal(odd.body.methods[0].tax, null);
  const none = await estimate(cartId, 'country=US');
  assert.equal(none.body.methods[0].tax, null, 'there are places without postal codes');
  assert.equal((await estimate(cartId, 'postalCode=10001')).status, 422);
  const empty = await app.get('/cart/estimate?country=US&postalCode=10001');
  assert.deepEqual([empty.status, empty.body.code], [409, 'cart-empty']);
});
