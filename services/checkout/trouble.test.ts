// Checkouts in trouble: late news, holds that are gone, runs that die where nothing was written.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openDb } from '#kernel/db/db.ts';
import { rpc } from '#kernel/http/rpc.ts';
import { insertSagas } from '#kernel/saga/store-saga.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import {
  assertTrue,
  fillCart,
  initiate,
  leave,
  openCheckout,
  orderOnce,
  ownAddress,
  pay,
} from '../../test/buyer.ts';
import { quoteRequest } from './model.ts';
import { openCheckouts } from './store.ts';

let app: App;
let shop: Shop;
let sql: pg.Client;

before(async () => {
  // A hold that every charge has to prolong.
  const config = {
    ...(await ownAddress()),
    gatewayTimeout_ms: 2_000,
    hold_s: 40,
    internalSecret: secret,
  };
  app = await startApp({ config });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

const secret = 'c'.repeat(40);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function eventually(check: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < until, 'it did not come about within a minute');
    await sleep(50);
  }
}

const isThere = async (text: string, values: unknown[]) =>
  (await sql.query(text, values)).rows.length > 0;

const sagaOf = async (checkoutId: string): Promise<string> => {
  const text = 'select saga_id from checkout.checkout where checkout_id = $1';
  return (await sql.query(text, [checkoutId])).rows[0].saga_id;
};

/** The hold runs out, and its units go to somebody else. */
async function loseHold(sagaId: string): Promise<void> {
  const past = `update inventory.reservation set expires_at = now() - interval '1 s'
    where saga_id = $1 and status = 'held'`;
  await sql.query(past, [sagaId]);
  const swept = `select from inventory.reservation where saga_id = $1 and status = 'expired'`;
  await eventually(() => isThere(swept, [sagaId]));
}

test('news of an earlier attempt do not end the payment that is under way', async () => {
  const product = await shop.product({ stock: 2 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const declined = await pay(app, buyer, { checkoutId, paymentToken: 'tok_declined' });
  assert.equal(declined.status, 402);
  const bank = await pay(app, buyer, { checkoutId, paymentToken: 'tok_3ds' });
  assert.equal(bank.status, 202, JSON.stringify(bank.body));
  // What a webhook that outran the reply of the first attempt leaves behind.
  await sql.query(
    `with told as (
       update payments.payment set version = version + 1
       where checkout_id = $1 and attempt = 1 returning *
     )
     insert into payments.outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
     select 'PAYMENT_FAILED', 'payment', payment_id, version, saga_id, jsonb_build_object(
       'paymentId', payment_id, 'checkoutId', checkout_id, 'sagaId', saga_id, 'attempt', 1,
       'amount', amount_minor, 'currency', currency, 'paymentMethod', method, 'status', 'FAILED',
       'failureCode', 'insufficient_funds', 'failureReason', 'insufficient_funds',
       'declineClass', 'retryable', 'retryable', true, 'settledBy', 'webhook'), '{}'
     from told`,
    [checkoutId],
  );
  const sagaId = await sagaOf(checkoutId);
  const read = `select from checkout.saga_step_log where saga_id = $1 and step = 'GATEWAY_1'
    and status = 'COMPLETED'`;
  await eventually(() => isThere(read, [sagaId]));
  const { orderId, actionUrl } = bank.body;
  assert.equal((await app.post(`/${actionUrl}/approve`, { body: {} })).status, 200);
  const order = await orderOnce(app, buyer, { orderId, status: 'CONFIRMED' });
  assert.equal(order.paymentStatus, 'CAPTURED');
});

test('the page of the bank is with the checkout when its reply was lost', async () => {
  const product = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const faults = (body: object) => app.post('//sandbox/faults', { body });
  await faults({ timeoutRate: 1 });
  const lost = await pay(app, buyer, { checkoutId, paymentToken: 'tok_3ds' });
  await faults({});
  assert.deepEqual([lost.status, lost.body.actionUrl], [202, undefined]);
  let page: string | undefined;
  await eventually(async () => {
    const { body } = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
    page = body.actionUrl;
    return page !== undefined;
  });
  assert.equal((await app.post(`/${page}/approve`, { body: {} })).status, 200);
  await orderOnce(app, buyer, { orderId: lost.body.orderId, status: 'CONFIRMED' });
});

test('nothing is charged for units that are not held any more', async () => {
  const product = await shop.product({ stock: 1 });
  const [buyer, rival] = [await shop.shopper(), await shop.shopper()];
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  await loseHold(await sagaOf(checkoutId));
  await openCheckout(app, rival, [product]);
  const late = await pay(app, buyer, { checkoutId });
  assert.equal(late.body.code, 'hold-gone', JSON.stringify(late.body));
  const { rows } = await sql.query('select from sandbox.charge where key like $1', [
    `pay:${checkoutId}:%`,
  ]);
  assert.equal(rows.length, 0, 'the gateway never heard of it');
});

test('a run that died before its first write, its hold over, leaves no checkout', async () => {
  const product = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId, cartId } = await openCheckout(app, buyer, [product]);
  const sagaId = await sagaOf(checkoutId);
  await sql.query('delete from checkout.saga_journal where saga_id = $1', [sagaId]);
  await sql.query(
    `update checkout.saga_state set status = 'STARTED', wake_at = null,
       lease_until = now() + interval '1 hour'
     where saga_id = $1`,
    [sagaId],
  );
  await loseHold(sagaId);
  await sql.query(
    `update checkout.saga_state set lease_until = now() - interval '1 s',
       due_at = now() - interval '1 s'
     where saga_id = $1`,
    [sagaId],
  );
  const over = `select from checkout.saga_state where saga_id = $1 and status = 'COMPENSATED'`;
  await eventually(() => isThere(over, [sagaId]));
  const again = await initiate(app, buyer, { cartId });
  assert.equal(again.status, 201, JSON.stringify(again.body));
  const paid = await pay(app, buyer, { checkoutId: again.body.checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
});

test('what a later run was refused, an earlier one that wakes up does not get', async () => {
  const product = await shop.product({ stock: 1 });
  const [buyer, rival] = [await shop.shopper(), await shop.shopper()];
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const { rows } = await sql.query('select input from checkout.saga_input where saga_id = $1', [
    await sagaOf(checkoutId),
  ]);
  await leave(app, buyer, checkoutId);
  const other = await openCheckout(app, rival, [product]);

  // A process that stood still before its hold: its saga is taken over, finds nothing, and ends.
  const [sagaId, lateId] = [newId('saga'), newId('chk')];
  const input = { ...rows[0].input, checkoutId: lateId, quoteId: newId('qte') };
  const db = openDb({ url: app.databaseUrl, room: 'checkout' });
  const begun = { sagaId, type: 'checkout', key: lateId, input, correlationId: 'corr' };
  await insertSagas(db, [begun], { owner: 'sleeper', lease_ms: 0 });
  const over = `select from checkout.saga_state where saga_id = $1 and status = 'COMPENSATED'`;
  await eventually(() => isThere(over, [sagaId]));
  await leave(app, rival, other.checkoutId);

  // It wakes up, and goes on where it was: the unit is free again.
  const meta = JSON.stringify({ correlationId: 'corr', causationId: null, lamport: 1 });
  const free = `select from inventory.stock where variant_id = $1 and on_hand > reserved`;
  await eventually(() => isThere(free, [product.variantId]));
  const calls = rpc({ clock: systemClock, origins: { inventory: app.url }, secret });
  const { variantId, productId } = product;
  const lines = [{ variantId, productId, quantity: 1 }];
  const { shipTo } = quoteRequest(input);
  const hold = { sagaId, lines, ttl_ms: 60_000, shipTo };
  const held = await calls.client(inventoryCalls).hold(hold);
  await calls.close();
  assert.ok(isRefusal(held) && held.code === 'hold-gone', JSON.stringify(held));
  const { userId, cartId, quoteId } = input;
  const facts = { userId, cartId, quoteId, currency: 'USD', total_minor: 1, payload: {}, meta };
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const late = { checkoutId: lateId, sagaId, epoch: 1, expiresAt, ...facts };
  assert.deepEqual(await openCheckouts(db, [late]), [false]);
  await db.close();
});

test('a use that a later run was refused is not held by an earlier one that wakes up', async () => {
  const product = await shop.product({ stock: 9 });
  const coupon = {
    name: 'One',
    effect: { kind: 'percent', percent: 10 },
    code: 'ONCE',
    usesMax: 1,
  };
  const made = await app.post('/admin/coupons', { token: shop.adminToken, body: coupon });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const open = async (buyer: Awaited<ReturnType<typeof shop.shopper>>) => {
    const cartId = await fillCart(app, [product]);
    const headers = { 'x-cart-id': cartId };
    await app.post('/cart/coupons', { headers, body: { code: 'ONCE' } });
    const { status, body } = await initiate(app, buyer, { cartId });
    assert.equal(status, 201, JSON.stringify(body));
    return body.checkoutId as string;
  };
  const [buyer, rival] = [await shop.shopper(), await shop.shopper()];
  const checkoutId = await open(buyer);
  const { rows } = await sql.query('select input from checkout.saga_input where saga_id = $1', [
    await sagaOf(checkoutId),
  ]);
  await leave(app, buyer, checkoutId);
  const used = `select from pricing.coupon where held > 0 and definition->>'name' = 'One'`;
  await eventually(async () => !(await isThere(used, [])));
  const other = await open(rival);

  // A process that stood still before its quote: its saga is taken over, is refused, and ends.
  const lateId = newId('chk');
  const input = { ...rows[0].input, checkoutId: lateId, quoteId: newId('qte') };
  const db = openDb({ url: app.databaseUrl, room: 'checkout' });
  const begun = { sagaId: newId('saga'), type: 'checkout', key: lateId, input };
  await insertSagas(db, [{ ...begun, correlationId: 'corr' }], { owner: 'sleeper', lease_ms: 0 });
  await db.close();
  const over = `select from checkout.saga_state where saga_id = $1 and status = 'COMPENSATED'`;
  await eventually(() => isThere(over, [begun.sagaId]));
  await leave(app, rival, other);
  await eventually(async () => !(await isThere(used, [])));

  // It wakes up, and goes on where it was: the use is free again.
  const calls = rpc({ clock: systemClock, origins: { pricing: app.url }, secret });
  const late = await calls.client(pricingCalls).quote(quoteRequest(input));
  await calls.close();
  assert.ok(isRefusal(late), JSON.stringify(late));
  assert.equal(late.code, 'coupon-not-valid');
  assert.ok(!(await isThere(used, [])), 'nobody would give it back');
});

test('every invariant holds afterwards', async () => {
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});
