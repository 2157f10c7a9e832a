import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { fillCart, initiate } from '../../test/buyer.ts';
import { inventoryCalls } from './contract.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});

after(() => app.stop());

test('an adjustment that is repeated counts once, also when its reply was not kept', async () => {
  const { variantId } = await shop.product();
  const body = { variantId, warehouseId: shop.warehouses[0], delta: 3, reason: 'receipt' };
  const adjust = (key: string, delta = 3) =>
    app.post('/seller/inventory/adjustments', {
      token: shop.sellerToken,
      key,
      body: { ...body, delta },
    });
  const key = newId('key');
  assert.equal((await adjust(key)).body.onHand, 3);
  // The process died after the change and before it could keep what it answered.
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  await client.query('delete from inventory.idempotency where key = $1', [key]);
  await client.end();
  const again = await adjust(key);
  assert.deepEqual([again.status, again.body.onHand], [200, 3]);
  assert.equal((await adjust(newId('key'))).body.onHand, 6, 'another key is another change');
  const [one, two] = await Promise.all([adjust(newId('key'), -1), adjust(newId('key'), -1)]);
  assert.deepEqual([one.status, two.status], [200, 200]);
  const seller = { token: shop.sellerToken };
  await shop.product();
  const asked = `/seller/inventory?variantIds=${variantId},${newId('var')}`;
  const levels = (await app.get(asked, seller)).body.data;
  assert.deepEqual(
    levels.map((level: { variantId: string; onHand: number }) => [level.variantId, level.onHand]),
    [[variantId, 4]],
  );
  assert.equal((await app.get(`${asked},nonsense`, seller)).status, 422);
});

test('medusa#16569: the last unit by every entrance at once goes out of exactly one', async () => {
  const product = await shop.product({ stock: [1] });
  const { variantId, productId } = product;
  const buyers = await Promise.all(Array.from({ length: 4 }, () => shop.shopper()));
  const carts = await Promise.all(buyers.map(() => fillCart(app, [product])));
  const inventory = app.host.client(inventoryCalls);
  const shipTo = { country: 'US', state: 'NY', postalCode: '10001' };
  const lines = [{ variantId, productId, quantity: 1 }];
  const checkouts = buyers.map(async (buyer, nth) => {
    const opened = await initiate(app, buyer, { cartId: carts[nth] ?? '' });
    return opened.status === 201;
  });
  // What a granted exchange does, and whoever else calls the room.
  const holds = buyers.map(async () => {
    return !isRefusal(
      await inventory.hold({ sagaId: newId('saga'), lines, ttl_ms: 60_000, shipTo }),
    );
  });
  // What sellers do by hand, and their imports by the call behind them.
  const body = { variantId, warehouseId: shop.warehouses[0], delta: -1, reason: 'damage' };
  const byHand = buyers.map(async () => {
    const asked = { token: shop.sellerToken, key: newId('key'), body };
    return (await app.post('/seller/inventory/adjustments', asked)).status === 200;
  });
  const byImport = buyers.map(async () => {
    const one = { ref: newId('imp'), variantId, productId, sellerId: shop.sellerId };
    const warehouseId = shop.warehouses[0] ?? '';
    const change = { ...one, warehouseId, delta: -1, reason: 'damage' as const };
    const done = await inventory.adjust({ adjustments: [change] });
    return !isRefusal(done) && done.results[0]?.applied === true;
  });
  const won = await Promise.all([...checkouts, ...holds, ...byHand, ...byImport]);
  assert.equal(won.filter(Boolean).length, 1, JSON.stringify(won));
  const { items } = await inventory.availability({ variantIds: [variantId] });
  assert.equal(items[0]?.available, 0);
});
