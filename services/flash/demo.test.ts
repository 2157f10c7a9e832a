// The sales that the demo world has: announced by themselves, one at a time, and the next when one
// is over.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openShop, startApp } from '../../test/app.ts';
import { assertTrue } from '../../test/buyer.ts';
import { deskOf, join, person, until, type Rig } from '../../test/sale.ts';
import { flashCalls } from './contract.ts';

let rig: Rig;

before(async () => {
  const app = await startApp();
  const shop = await openShop(app);
  rig = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
});

after(async () => {
  await rig?.sql.end();
  await rig?.app.stop();
});

const shown = async () => (await rig.app.get('/flash-sales')).body.data;

test('a sale is announced and opens; when it is over the next is announced', async () => {
  const { variantId } = await rig.shop.product({ stock: 9, price: 20 });
  const ware = { variantId, name: 'Twos', quantity: 2, price_minor: 1_200, currency: 'USD' };
  const demonstrate = rig.app.host.client(flashCalls).demonstrate;
  assert.deepEqual(await demonstrate({ wares: [ware] }), { wares: 1 });
  const first = await until('the first sale', async () => (await shown())[0]);
  assert.equal(first.allocation, 2);
  assert.equal(first.items[0].price, 12);
  const starts_s = (Date.parse(first.startsAt) - Date.now()) / 1_000;
  assert.ok(starts_s > 120 && starts_s <= 180, `starts in ${starts_s} s`);
  const desk = deskOf(rig);
  await desk.act(first.saleId, 'pre-queue');
  await until('the open line', async () => {
    const { status } = await rig.app.get(`/flash-sales/${first.saleId}/watermark`);
    return status === 200 ? true : undefined;
  });
  assert.equal((await join(rig, first.saleId, await person(rig))).number, 0);
  assert.equal((await shown()).length, 1, 'one at a time');
  await desk.act(first.saleId, 'end');
  const all = await until('the second sale', async () => {
    const list = await shown();
    return list.length === 2 ? list : undefined;
  });
  assert.deepEqual(
    all.map((one: { state: string }) => one.state),
    ['ANNOUNCED', 'ENDED'],
  );
  await demonstrate({ wares: [] });
  await assertTrue(rig.app.databaseUrl);
});
