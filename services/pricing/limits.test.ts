// The dearest price can be bought in the largest line, and nobody sets a dearer one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { price_minor_max } from '#kernel/core/limit.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { openCheckout, ownAddress, pay } from '../../test/buyer.ts';

let app: App;
let shop: Shop;
const dearest = price_minor_max / 100;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
});

after(async () => {
  await app?.stop();
});

test('the dearest basket is shown, charged and ordered to the minor unit', async () => {
  const lines = [];
  for (let line = 0; line < 3; line += 1) {
    lines.push({ ...(await shop.product({ stock: 99, price: dearest })), quantity: 99 });
  }
  const buyer = await shop.shopper();
  const { checkoutId, total } = await openCheckout(app, buyer, lines);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.equal(paid.body.total, total);
});

test('a dearer price is refused at every door', async () => {
  await assert.rejects(shop.product({ price: dearest + 0.01 }), /too-large|amount-precision/);
  const { variantId } = await shop.product();
  const price = { variantId, currency: 'USD', price: dearest + 0.01 };
  const set = await app.send('PUT', '/seller/prices', {
    token: shop.sellerToken,
    body: { prices: [price] },
  });
  assert.equal(set.status, 422, JSON.stringify(set.body));
  assert.equal(set.body.code, 'amount-precision');
});
