// How long a checkout keeps units and prices: ten extensions for who needs time, fewer while
// others wait, and through the bank's no.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
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
  type Shopper,
} from '../../test/buyer.ts';

let app: App;
let shop: Shop;
let sql: pg.Client;

before(async () => {
  app = await startApp({ config: { ...(await ownAddress()), gatewayTimeout_ms: 2_000 } });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

/** When the prices of a checkout end, and when its units do. */
async function deadlines(checkoutId: string): Promise<{ prices: Date; units: Date }> {
  const { rows } = await sql.query<{ prices: Date; units: Date }>(
    `select q.expires_at as prices, r.expires_at as units
     from checkout.checkout c join pricing.quote q using (quote_id)
     join inventory.reservation r using (saga_id) where c.checkout_id = $1`,
    [checkoutId],
  );
  const [row] = rows;
  assert.ok(row);
  return row;
}

test('the hold can be extended ten times by the hold time, and the prices with it', async () => {
  const item = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [item]);
  const before = (await deadlines(checkoutId)).units;
  const extend = () =>
    app.post(`/checkout/${checkoutId}/extend`, { token: buyer.token, key: newId('key') });
  let until = before.toISOString();
  for (let turn = 1; turn <= 10; turn += 1) {
    const { prices, units } = await deadlines(checkoutId);
    assert.ok(prices >= units, `the price ends before the hold at extension ${turn}`);
    const longer = await extend();
    assert.equal(longer.status, 200, JSON.stringify(longer.body));
    assert.ok(Date.parse(longer.body.expiresAt) > Date.parse(until));
    until = longer.body.expiresAt;
  }
  const { prices, units } = await deadlines(checkoutId);
  assert.ok(prices >= units);
  assert.equal(units.toISOString(), until);
  const last = await extend();
  assert.deepEqual([last.status, last.body.code], [409, 'extensions-used-up']);
  assert.equal((await pay(app, buyer, { checkoutId })).status, 200);
});

test('a hold that others wait for is not extended, and stands until its deadline', async () => {
  const item = await shop.product({ stock: 2 });
  const [buyer, rival] = [await shop.shopper(), await shop.shopper()];
  const { checkoutId, cartId } = await openCheckout(app, buyer, [{ ...item, quantity: 2 }]);
  const extend = () =>
    app.post(`/checkout/${checkoutId}/extend`, { token: buyer.token, key: newId('key') });
  await app.post('/cart/items', { token: buyer.token, body: { ...item, quantity: 1 } });
  const more = await initiate(app, buyer, { cartId });
  assert.equal(more.body.code, 'stock-too-low', 'refused by their own hold');
  assert.equal((await extend()).status, 200, 'nobody is in their own way');
  const theirs = { cartId: await fillCart(app, [item]) };
  assert.equal((await initiate(app, rival, theirs)).body.code, 'stock-too-low');
  const refused = await extend();
  assert.deepEqual([refused.status, refused.body.code], [409, 'hold-wanted']);
  assert.deepEqual(refused.body.variantIds, [item.variantId]);
  const still = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
  assert.equal(still.body.status, 'OPEN');
  // With enough for everybody nobody waits any more.
  const [warehouseId] = shop.warehouses;
  const { variantId } = item;
  const receipt = { variantId, warehouseId, delta: 1, reason: 'receipt' };
  await app.post('/seller/inventory/adjustments', { token: shop.sellerToken, body: receipt });
  assert.equal((await extend()).status, 200);
  assert.equal((await pay(app, buyer, { checkoutId })).status, 200);
});

const readCheckout = async ({ token }: Shopper, checkoutId: string) =>
  (await app.get(`/checkout/${checkoutId}`, { token })).body;

const freeUnits = async (variantId: string): Promise<number> => {
  const { body } = await app.get(`/seller/inventory?variantId=${variantId}`, {
    token: shop.sellerToken,
  });
  return body.data.reduce((sum: number, one: { available: number }) => sum + one.available, 0);
};

/** Pays with a card that asks at the bank, where this is said. */
async function payAtBank(
  buyer: Shopper,
  checkoutId: string,
  verb: 'approve' | 'decline' | null,
): Promise<string> {
  const bank = await pay(app, buyer, { checkoutId, paymentToken: 'tok_3ds' });
  assert.equal(bank.status, 202, JSON.stringify(bank.body));
  if (verb === null) return bank.body.orderId;
  const answer = await app.post(`/${bank.body.actionUrl}/${verb}`, { body: {} });
  assert.equal(answer.status, 200);
  return bank.body.orderId;
}

async function becomesOpen(buyer: Shopper, checkoutId: string) {
  const until = performance.now() + 60_000;
  for (;;) {
    const checkout = await readCheckout(buyer, checkoutId);
    if (checkout.status === 'OPEN') return checkout;
    assert.ok(performance.now() < until, `the checkout is ${checkout.status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('declined at the bank: the last unit stays, and another way pays it', async () => {
  const last = await shop.product({ stock: 1 });
  const [buyer, rival] = [await shop.shopper(), await shop.shopper()];
  const { checkoutId, total } = await openCheckout(app, buyer, [last]);
  const theirs = { cartId: await fillCart(app, [last]) };
  const orderId = await payAtBank(buyer, checkoutId, 'decline');
  const open = await becomesOpen(buyer, checkoutId);
  assert.ok(Date.parse(open.expiresAt) - Date.parse(open.serverTime) > 4 * 60_000);
  const { prices, units } = await deadlines(checkoutId);
  assert.ok(prices >= units);
  const order = await orderOnce(app, buyer, { orderId, status: 'PENDING' });
  assert.equal(order.paymentStatus, 'FAILED', 'the order says why it waits');
  assert.equal((await initiate(app, rival, theirs)).body.code, 'stock-too-low');
  const fixable = await pay(app, buyer, { checkoutId, paymentToken: 'tok_cvc' });
  assert.equal(fixable.status, 402);
  // And once more at the bank, which then says yes.
  const again = await payAtBank(buyer, checkoutId, 'approve');
  assert.equal(again, orderId, 'one checkout, one order');
  const done = await orderOnce(app, buyer, { orderId, status: 'CONFIRMED' });
  assert.deepEqual([done.paymentStatus, done.total], ['CAPTURED', total]);
  assert.equal(await freeUnits(last.variantId), 0);
});

test('declined at the bank, then paid at the door: the order says so', async () => {
  const item = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [item]);
  const orderId = await payAtBank(buyer, checkoutId, 'decline');
  await becomesOpen(buyer, checkoutId);
  const way = { checkoutId, paymentMethod: 'COD', paymentToken: 'cash' };
  const placed = await pay(app, buyer, way);
  assert.deepEqual([placed.status, placed.body.orderId], [200, orderId]);
  const order = await orderOnce(app, buyer, { orderId, status: 'CONFIRMED' });
  assert.deepEqual([order.paymentMethod, order.paymentStatus], ['COD', 'PENDING']);
});

test('another way while the bank waits: that payment is closed, the hold stays', async () => {
  const item = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [item]);
  const orderId = await payAtBank(buyer, checkoutId, null);
  const giveUp = (key: string) =>
    app.send('DELETE', `/checkout/${checkoutId}/payment`, { token: buyer.token, key });
  // Another tab pressed meanwhile: that joins the payment, and starts no other one later.
  await pay(app, buyer, { checkoutId, paymentToken: 'tok_visa' });
  const [one, two] = await Promise.all([giveUp('a'), giveUp('b')]);
  assert.deepEqual([one.status, two.status], [200, 200], JSON.stringify([one.body, two.body]));
  assert.equal((await readCheckout(buyer, checkoutId)).status, 'OPEN');
  assert.equal(await freeUnits(item.variantId), 0);
  const paid = await pay(app, buyer, { checkoutId });
  assert.deepEqual([paid.status, paid.body.orderId], [200, orderId], JSON.stringify(paid.body));
  const late = await giveUp('c');
  assert.deepEqual([late.status, late.body.code], [409, 'cart-already-ordered']);
  const { rows } = await sql.query(
    'select attempt, status from payments.payment where checkout_id = $1 order by attempt',
    [checkoutId],
  );
  assert.deepEqual(rows, [
    { attempt: 1, status: 'CANCELLED' },
    { attempt: 2, status: 'CAPTURED' },
  ]);
});

test('declined at the bank and left: order, hold and checkout end', async () => {
  const item = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [item]);
  const orderId = await payAtBank(buyer, checkoutId, 'decline');
  await becomesOpen(buyer, checkoutId);
  assert.equal((await leave(app, buyer, checkoutId)).status, 204);
  await orderOnce(app, buyer, { orderId, status: 'FAILED' });
  assert.equal(await freeUnits(item.variantId), 1);
  assert.equal((await readCheckout(buyer, checkoutId)).status, 'RELEASED');
});

test('declined for good after the bank had said no: everything goes back', async () => {
  const item = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId } = await openCheckout(app, buyer, [item]);
  const orderId = await payAtBank(buyer, checkoutId, 'decline');
  await becomesOpen(buyer, checkoutId);
  const stolen = await pay(app, buyer, { checkoutId, paymentToken: 'tok_stolen' });
  assert.deepEqual([stolen.status, stolen.body.outcome], [402, 'terminal']);
  await orderOnce(app, buyer, { orderId, status: 'FAILED' });
  assert.equal(await freeUnits(item.variantId), 1);
});

test('every invariant holds afterwards', async () => {
  await assertTrue(app.databaseUrl);
});
