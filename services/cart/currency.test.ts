// A cart counted in another currency: every line at the price of now, or nothing at all.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});

after(async () => {
  await app?.stop();
});

test('a cart changes its currency with all of its lines, or not at all', async () => {
  const first = await shop.product({ stock: 9, price: 20 });
  const second = await shop.product({ stock: 9, price: 5 });
  const set = (variantId: string, price: number) =>
    app.send('PUT', '/seller/prices', {
      token: shop.sellerToken,
      body: { prices: [{ variantId, currency: 'JPY', price }] },
    });
  await set(first.variantId, 2_980);
  const { token } = await shop.shopper();
  const add = (one: object) => app.post('/cart/items', { token, body: { ...one, quantity: 2 } });
  await add(first);
  await add(second);
  const to = (currency: string) => app.send('PUT', '/cart/currency', { token, body: { currency } });
  const refused = await to('JPY');
  assert.deepEqual([refused.status, refused.body.code], [409, 'price-missing']);
  assert.deepEqual(
    refused.body.items.map((one: { variantId: string }) => one.variantId),
    [second.variantId],
  );
  const still = (await app.get('/cart', { token })).body;
  assert.deepEqual([still.currency, still.subtotal], ['USD', 50], 'nothing changed');
  await set(second.variantId, 700);
  const done = await to('JPY');
  assert.equal(done.status, 200, JSON.stringify(done.body));
  assert.deepEqual([done.body.currency, done.body.subtotal], ['JPY', 7_360]);
  assert.deepEqual(done.body.changes, [], 'other prices are no rise');
  const more = (await add(second)).body;
  assert.deepEqual([more.currency, more.subtotal], ['JPY', 8_760], 'and stays in it');
  assert.equal((await to('USD')).body.subtotal, 60);
  assert.equal((await to('XXX')).status, 422);
});
