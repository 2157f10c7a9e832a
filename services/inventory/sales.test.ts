// Units set aside for a flash sale: out of the counters and back, whoever does what at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { assertTrue } from '../../test/buyer.ts';
import { inventoryCalls } from './contract.ts';

let app: App;
let shop: Shop;
let sql: pg.Client;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

const inventory = () => app.host.client(inventoryCalls);
const shipTo = { country: 'US', postalCode: '10001' };

async function freeOf(variantId: string): Promise<number> {
  const { items } = await inventory().availability({ variantIds: [variantId] });
  return items[0]?.available ?? 0;
}

async function saleOf(stock: number[], quantity: number) {
  const item = await shop.product({ stock });
  const saleId = newId('sale');
  const done = await inventory().allot({ saleId, items: [{ ...item, quantity }] });
  assert.ok(!isRefusal(done), JSON.stringify(done));
  const hold = (
    of: { tokenId?: string; sagaId?: string; quantity?: number; ttl_ms?: number } = {},
  ) => {
    const { tokenId = newId('tok'), sagaId = newId('saga'), ttl_ms = 60_000 } = of;
    const lines = [{ ...item, quantity: of.quantity ?? 1 }];
    return inventory().hold({ sagaId, lines, ttl_ms, shipTo, unit: { saleId, tokenId } });
  };
  const pool = async () => {
    const [one] = (await inventory().pools({ saleId })).pools;
    assert.ok(one);
    return { free: one.free, returned: one.returned };
  };
  return { ...item, saleId, hold, pool };
}

const settle = async (saleId: string, tokenId: string, makeVoid: boolean) => {
  const { units } = await inventory().settleUnits({ units: [{ tokenId, saleId, makeVoid }] });
  return units[0]?.state;
};

test('an allotment is all or none, from all houses, once; more is refused', async () => {
  const sale = await saleOf([3, 4], 5);
  assert.equal(await freeOf(sale.variantId), 2);
  const items = [{ variantId: sale.variantId, productId: sale.productId, quantity: 5 }];
  assert.ok(!isRefusal(await inventory().allot({ saleId: sale.saleId, items })), 'a repeat');
  assert.equal(await freeOf(sale.variantId), 2, 'a repeat changes nothing');
  const other = await shop.product({ stock: 9 });
  const both = [...items, { ...other, quantity: 1 }];
  const refused = await inventory().allot({ saleId: newId('sale'), items: both });
  assert.ok(isRefusal(refused));
  assert.deepEqual(refused.detail['items'], [
    { variantId: sale.variantId, requested: 5, available: 2 },
  ]);
  assert.equal(await freeOf(other.variantId), 9, 'none of it was taken');
  await inventory().endAllotment({ saleId: sale.saleId });
  await inventory().endAllotment({ saleId: sale.saleId });
  assert.equal(await freeOf(sale.variantId), 7);
  assert.deepEqual(await sale.pool(), { free: 0, returned: 5 });
});

test('a token has a unit, which comes back to the sale, or is sold', async () => {
  const sale = await saleOf([1, 2, 3], 4);
  const [sagaId, tokenId] = [newId('saga'), newId('tok')];
  const held = await sale.hold({ sagaId, tokenId, quantity: 3 });
  assert.ok(!isRefusal(held));
  assert.equal(
    held.lines.reduce((sum, take) => sum + take.quantity, 0),
    3,
  );
  assert.deepEqual(await sale.hold({ sagaId, tokenId, quantity: 3 }), held, 'a repeat');
  assert.equal(await freeOf(sale.variantId), 2, 'the shelf does not notice');
  assert.ok(isRefusal(await sale.hold({ tokenId })), 'a token is in one checkout');
  assert.ok(isRefusal(await sale.hold({ quantity: 2 })), 'no more than there is');
  assert.equal(await settle(sale.saleId, tokenId, true), 'held');
  await inventory().release({ sagaId, reason: 'left' });
  assert.deepEqual(await sale.pool(), { free: 4, returned: 0 });
  assert.equal(await freeOf(sale.variantId), 2);
  assert.equal(await settle(sale.saleId, tokenId, false), 'back');
  const again = newId('saga');
  assert.ok(!isRefusal(await sale.hold({ sagaId: again, tokenId })));
  await inventory().confirm({ sagaId: again, orderId: newId('ord') });
  assert.equal(await settle(sale.saleId, tokenId, true), 'sold');
  assert.ok(isRefusal(await sale.hold({ tokenId })), 'single use');
  assert.deepEqual(await sale.pool(), { free: 3, returned: 0 });
});

test('a void token never gets a unit, and one that holds one is not made void', async () => {
  const sale = await saleOf([3], 3);
  const tokenId = newId('tok');
  assert.equal(await settle(sale.saleId, tokenId, true), 'void');
  assert.ok(isRefusal(await sale.hold({ tokenId })));
  const tokens = Array.from({ length: 12 }, () => newId('tok'));
  const both = await Promise.all(
    tokens.map(async (one) => {
      const [held, state] = await Promise.all([
        sale.hold({ tokenId: one }),
        settle(sale.saleId, one, true),
      ]);
      return `${isRefusal(held) ? 'refused' : 'held'} ${state}`;
    }),
  );
  for (const one of both) assert.ok(one !== 'held void', one);
});

test('after the sale, what a checkout gives back goes onto the shelf', async () => {
  const sale = await saleOf([5], 4);
  const [one, two, three] = [newId('saga'), newId('saga'), newId('saga')];
  for (const sagaId of [one, two]) assert.ok(!isRefusal(await sale.hold({ sagaId })));
  const short = newId('tok');
  assert.ok(!isRefusal(await sale.hold({ sagaId: three, tokenId: short, ttl_ms: 1 })));
  await inventory().endAllotment({ saleId: sale.saleId });
  assert.ok(isRefusal(await sale.hold()), 'the sale is over');
  await Promise.all([
    inventory().confirm({ sagaId: one, orderId: newId('ord') }),
    inventory().release({ sagaId: two, reason: 'left' }),
  ]);
  for (let look = 0; (await sale.pool()).returned < 3 && look < 1_200; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.deepEqual(await sale.pool(), { free: 0, returned: 3 });
  assert.equal(await freeOf(sale.variantId), 4, 'five less the one that was sold');
});

test('thirty tokens for the last unit: exactly one has it', async () => {
  const sale = await saleOf([1], 1);
  const sagas = Array.from({ length: 30 }, () => newId('saga'));
  const held = await Promise.all(sagas.map((sagaId) => sale.hold({ sagaId })));
  assert.equal(held.filter((one) => !isRefusal(one)).length, 1);
  await Promise.all(sagas.map((sagaId) => inventory().release({ sagaId, reason: 'left' })));
  assert.deepEqual(await sale.pool(), { free: 1, returned: 0 });
});

test('holds, releases, ends and ordinary holds at once leave the books right', async () => {
  const sale = await saleOf([40, 40], 60);
  const jobs: Promise<unknown>[] = [];
  for (let n = 0; n < 60; n += 1) {
    const sagaId = newId('saga');
    const ordinary = newId('saga');
    const lines = [{ variantId: sale.variantId, productId: sale.productId, quantity: 1 }];
    jobs.push(
      sale.hold({ sagaId }).then(() => inventory().release({ sagaId, reason: 'left' })),
      inventory()
        .hold({ sagaId: ordinary, lines, ttl_ms: 60_000, shipTo })
        .then(() => inventory().release({ sagaId: ordinary, reason: 'left' })),
    );
    if (n === 40) jobs.push(inventory().endAllotment({ saleId: sale.saleId }));
  }
  await Promise.all(jobs);
  assert.equal(await freeOf(sale.variantId), 80);
  const { rows } = await sql.query(
    `select sum(free + returned)::int as there, sum(allotted)::int as allotted
     from inventory.sale_pool_line where sale_id = $1`,
    [sale.saleId],
  );
  assert.deepEqual(rows[0], { there: 60, allotted: 60 });
  await assertTrue(app.databaseUrl, { without: { F6: 'these tokens are of no sale' } });
});
