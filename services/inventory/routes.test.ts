import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';

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
});
