// Deadlines are the database's: a machine whose clock is wrong charges for nothing that is not
// held, and an extension counts once whatever dies in the middle of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { systemClock, type Clock } from '#kernel/core/clock.ts';
import { armFailpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { openDb } from '#kernel/db/db.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { assertTrue, openCheckout, orderOnce, ownAddress, pay } from '../../test/buyer.ts';
import { databaseClock } from './database-clock.ts';

let app: App;
let shop: Shop;
let sql: pg.Client;

/** An hour behind, as after a bad start of a machine. */
const slow: Clock = {
  now: () => systemClock.now() - 3_600_000,
  date: () => new Date(systemClock.now() - 3_600_000),
  sleep: (ms, signal) => systemClock.sleep(ms, signal),
  monotonic: () => systemClock.monotonic(),
};

before(async () => {
  const config = { ...(await ownAddress()), gatewayTimeout_ms: 2_000, hold_s: 40 };
  app = await startApp({ config, clock: slow });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

test('a clock an hour behind: the hold still outlives the gateway’s worst case', async () => {
  const product = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const bank = await pay(app, buyer, { checkoutId, paymentToken: 'tok_3ds' });
  assert.equal(bank.status, 202, JSON.stringify(bank.body));
  const { rows } = await sql.query<{ left: number }>(
    `select extract(epoch from r.expires_at - now())::int as left
     from inventory.reservation r join checkout.checkout using (saga_id) where checkout_id = $1`,
    [checkoutId],
  );
  assert.ok((rows[0]?.left ?? 0) > 55, `${rows[0]?.left} s are left`);
  await app.post(`/${bank.body.actionUrl}/approve`, { body: {} });
  await orderOnce(app, buyer, { orderId: bank.body.orderId, status: 'CONFIRMED' });
});

test('a crash inside an extension counts it once, and tells it once', async () => {
  const product = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  let died = 0;
  armFailpoint({ name: 'checkout.EXTEND_1.d' }, () => {
    died += 1;
    throw new Error('died with the reply in its hands');
  });
  const { token } = buyer;
  const key = newId('key');
  const first = await app.post(`/checkout/${checkoutId}/extend`, { token, key });
  assert.ok(first.status >= 500, JSON.stringify(first.body));
  assert.equal(died, 1);
  const end = performance.now() + 60_000;
  const done = `select from checkout.saga_step_log l join checkout.checkout using (saga_id)
    where checkout_id = $1 and l.step = 'EXTEND_1' and l.status = 'COMPLETED'`;
  while ((await sql.query(done, [checkoutId])).rows.length === 0) {
    assert.ok(performance.now() < end, 'the saga did not go on');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rows } = await sql.query(
    `select extensions, (select count(*)::int from checkout.outbox
       where agg_id = checkout_id and type = 'CHECKOUT_EXTENDED') as told
     from checkout.checkout where checkout_id = $1`,
    [checkoutId],
  );
  assert.deepEqual(rows, [{ extensions: 1, told: 1 }]);
  const again = await app.post(`/checkout/${checkoutId}/extend`, { token, key: newId('key') });
  assert.equal(again.status, 200, JSON.stringify(again.body));
  await assertTrue(app.databaseUrl);
});

/** A run takes the saga, and stands still: a deadline that is being acted on looks like this. */
async function taken(checkoutId: string, status: 'IN_PROGRESS' | 'WAITING'): Promise<void> {
  const done = await sql.query(
    `update checkout.saga_state s set status = $2,
       due_at = now() + interval '1 hour', lease_until = now() + interval '1 hour'
     from checkout.checkout c where c.saga_id = s.saga_id and c.checkout_id = $1
       and s.status = case $2 when 'WAITING' then 'IN_PROGRESS' else 'WAITING' end`,
    [checkoutId, status],
  );
  assert.equal(done.rowCount, 1);
}

test('only a payment is told as one: not the end of the time, nor after a decline', async () => {
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [await shop.product({ stock: 1 })]);
  const shown = async () => {
    const { body } = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
    return body.status as string;
  };
  const shownOf = async (status: 'IN_PROGRESS' | 'WAITING') => {
    await taken(checkoutId, status);
    return shown();
  };
  assert.equal(await shownOf('IN_PROGRESS'), 'OPEN');
  assert.equal(await shownOf('WAITING'), 'OPEN');
  const declined = await pay(app, buyer, { checkoutId, paymentToken: 'tok_declined' });
  assert.equal(declined.status, 402, JSON.stringify(declined.body));
  assert.equal(await shownOf('IN_PROGRESS'), 'OPEN');
  assert.equal(await shownOf('WAITING'), 'OPEN');
  const paid = pay(app, buyer, { checkoutId, paymentToken: 'tok_timeout_success' });
  const seen = new Set<string>();
  const end = performance.now() + 60_000;
  for (let now = await shown(); now !== 'PENDING' && now !== 'COMPLETED'; now = await shown()) {
    seen.add(now);
    assert.ok(performance.now() < end, [...seen].join());
  }
  assert.ok(seen.has('PAYING'), [...seen].join());
  await orderOnce(app, buyer, { orderId: (await paid).body.orderId, status: 'CONFIRMED' });
});

test('the database’s time goes on by itself, and is read when it is old', async () => {
  let read = 0;
  let elapsed_ms = 0;
  const db = openDb({ url: app.databaseUrl, room: 'checkout' });
  after(() => db.close());
  const counted = {
    rows: db.rows.bind(db),
    run: db.run.bind(db),
    row: async <T>(text: string) => {
      read += 1;
      return db.row<T>(text);
    },
  };
  const time = databaseClock(counted, { monotonic: () => elapsed_ms });
  time.note(new Date(1_000_000));
  elapsed_ms = 30_000;
  assert.equal(await time.now(), 1_030_000);
  elapsed_ms = 60_001;
  const now_ms = await time.now();
  assert.ok(Math.abs(now_ms - Date.now()) < 60_000);
  assert.equal(read, 1);
});
