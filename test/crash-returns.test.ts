// A return while processes die: every step of its saga done twice, as a run that died after the
// effect and before the journal does it, and one real SIGKILL between the gateway's yes and our
// note of it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Pool } from 'undici';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { newId } from '#kernel/core/id.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { openShop, sender, startApp, type App, type Shop } from './app.ts';
import { assertTrue, ownAddress } from './buyer.ts';
import { runDoubled } from './return-saga.ts';
import { returnKit, type Body, type Bought, type Buyer } from './returns.ts';

let database: TestDatabase;
let config: Record<string, unknown>;

before(async () => {
  database = await testDatabase();
  await installJobs({ url: database.url });
  config = {
    ...(await ownAddress()),
    tokenKey: newSigningKey(),
    internalSecret: 'a'.repeat(40),
    sandboxWebhookSecret: 'b'.repeat(40),
    rateLimitMultiplier: 0,
  };
});

after(() => database.drop());

interface World {
  app: App;
  shop: Shop;
  kit: ReturnType<typeof returnKit>;
  buyer: Buyer;
  order: Bought;
  one: Body;
  variantId: string;
}

/** A shop where a parcel came back and was inspected. */
async function inspectedReturn(more: object = {}): Promise<World> {
  const app = await startApp({ databaseUrl: database.url, config });
  const shop = await openShop(app);
  const kit = returnKit(app, shop);
  const buyer = await shop.shopper();
  const product = await shop.product({ stock: 4, price: 7 });
  const order = await kit.delivered(buyer, [{ ...product, quantity: 2 }]);
  const one = await kit.announce(buyer, order, { items: [{ lineNo: 1, quantity: 2 }], ...more });
  await kit.inspected(one, [{ lineNo: 1, received: 2, restock: 1, writeOff: 1 }]);
  return { app, shop, kit, buyer, order, one, variantId: product.variantId };
}

test('every step of a refund done twice, and all of them again: one effect each', async () => {
  const world = await inspectedReturn();
  await world.app.stop();
  await runDoubled(world.one.returnId, { databaseUrl: database.url, config });
  const app = await startApp({ databaseUrl: database.url, config });
  try {
    const { shop, one, order } = world;
    const { body } = await app.get(`/admin/returns/${one.returnId}`, { token: shop.adminToken });
    assert.deepEqual([body.status, body.money.refunded], ['REFUNDED', order.total]);
    await assertTrue(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `select sum(on_hand)::int as units from inventory.stock where variant_id = $1`,
      [world.variantId],
    );
    await client.end();
    assert.equal(rows[0].units, 3, 'one of two came back onto the shelf');
  } finally {
    await app.stop();
  }
});

test('every step of an exchange done twice: one replacement', async () => {
  const world = await inspectedReturn({ resolution: 'EXCHANGE' });
  await world.app.stop();
  await runDoubled(world.one.returnId, { databaseUrl: database.url, config });
  const app = await startApp({ databaseUrl: database.url, config });
  const { shop, one } = world;
  const { body } = await app.get(`/admin/returns/${one.returnId}`, { token: shop.adminToken });
  assert.equal(body.status, 'EXCHANGED');
  await assertTrue(database.url).finally(() => app.stop());
});

/** Leases of the dead have run out, as if a minute had passed. */
async function letTimePass(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    update returns.saga_state set lease_until = lease_until - interval '60 s',
      due_at = due_at - interval '60 s'
    where status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING');
    update payments.refund set next_try_at = next_try_at - interval '60 s'`);
  await client.end();
}

test('killed between the money going back and our note of it: it goes back once', async () => {
  const world = await inspectedReturn();
  await world.app.stop();
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'serve-child.ts'), JSON.stringify({ url: database.url, config })],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TRUESHELF_CRASH_AT: 'return.MONEY.d' },
    },
  );
  await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), once(child, 'exit')]);
  const pool = new Pool(String(config['publicUrl']), { connections: 2 });
  const granted = await sender(pool)('POST', `/seller/returns/${world.one.returnId}/approve`, {
    token: world.shop.sellerToken,
    key: newId('key'),
    body: {},
  }).catch(() => null);
  assert.ok(granted === null || granted.status === 200);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
  await pool.destroy();
  await letTimePass();
  const app = await startApp({ databaseUrl: database.url, config });
  try {
    const kit = returnKit(app, world.shop);
    const done = await kit.returnOnce(world.one.returnId, 'REFUNDED');
    assert.equal(done.money.refunded, world.order.total);
    const order = await kit.order(world.buyer, world.order);
    assert.equal(order.money.refunds.length, 1);
    await assertTrue(database.url);
  } finally {
    await app.stop();
  }
});
