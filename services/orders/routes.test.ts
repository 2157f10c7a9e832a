// Orders over HTTP in the whole app: what the customer, the seller and the operator see and do,
// what comes of it elsewhere, and what others do not see.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { openCheckout, orderOnce, pay } from '../../test/buyer.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});

after(async () => {
  await app.stop();
});

type Buyer = Awaited<ReturnType<Shop['shopper']>>;

async function buy(buyer: Buyer, quantity = 1, paymentMethod = 'CARD') {
  const product = await shop.product({ stock: 5, price: 20 });
  const checkout = await openCheckout(app, buyer, [{ ...product, quantity }]);
  const { checkoutId } = checkout;
  const paid = await pay(app, buyer, { checkoutId, paymentMethod });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  return {
    ...product,
    ...checkout,
    orderId: paid.body.orderId,
    orderNumber: paid.body.orderNumber,
  };
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const seller = (path: string, body?: object) =>
  app.post(`/seller/orders/${path}`, {
    token: shop.sellerToken,
    key: newId('key'),
    ...(body ? { body } : {}),
  });

test('a customer sees what was bought at the price that was shown', async () => {
  const buyer = await shop.shopper();
  const order = await buy(buyer, 2);
  const seen = await app.get(`/orders/${order.orderId}`, { token: buyer.token });
  assert.equal(seen.status, 200, JSON.stringify(seen.body));
  const { body } = seen;
  assert.equal(body.total, order.total);
  assert.equal(body.status, 'CONFIRMED');
  assert.equal(body.paymentStatus, 'CAPTURED');
  assert.equal(body.items[0].quantity, 2);
  assert.equal(body.shippingAddress.line1, '1 Main Street');
  assert.equal(body.shippingAddress.userId, undefined);
  assert.deepEqual(body.actions, [
    { action: 'cancel', allowed: true, reason: null },
    { action: 'cancel-items', allowed: true, reason: null },
    { action: 'change-address', allowed: true, reason: null },
    { action: 'return', allowed: false, reason: 'not-delivered' },
    { action: 'invoice', allowed: true, reason: null },
    { action: 'buy-again', allowed: true, reason: null },
  ]);
  assert.deepEqual(
    body.timeline.map((one: { status: string; by: string }) => [one.status, one.by]),
    [['CONFIRMED', 'checkout']],
  );
  assert.equal(body.payments[0].amount, order.total);
  const named = await app.get(`/orders/${order.orderNumber}`, { token: buyer.token });
  assert.equal(named.body.orderId, order.orderId);
  const again = await app.get(`/orders/${order.orderId}`, {
    token: buyer.token,
    headers: { 'if-none-match': String(seen.headers['etag']) },
  });
  assert.equal(again.status, 304);
});

test("another's order is not there, for reading, cancelling, watching and selling", async () => {
  const [buyer, stranger] = [await shop.shopper(), await shop.shopper()];
  const { orderId, orderNumber } = await buy(buyer);
  const { token } = stranger;
  for (const name of [orderId, orderNumber, newId('ord')]) {
    assert.equal((await app.get(`/orders/${name}`, { token })).status, 404);
    assert.equal((await app.get(`/orders/${name}/events`, { token })).status, 404);
    const cancel = await app.post(`/orders/${name}/cancel`, { token, key: newId('key'), body: {} });
    assert.equal(cancel.status, 404);
  }
  const mine = await app.get('/orders', { token });
  assert.deepEqual(mine.body.data, []);
  const other = await openShop(app);
  const foreign = { token: other.sellerToken };
  assert.equal((await app.get(`/seller/orders/${orderId}`, foreign)).status, 404);
  assert.equal((await app.post(`/seller/orders/${orderId}/pick`, foreign)).status, 404);
  assert.equal((await app.get(`/admin/orders/${orderId}`, foreign)).status, 403);
  assert.equal((await app.get(`/orders/${orderId}`)).status, 401);
});

test('lists go page by page; a broken cursor is told', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  const ids = [];
  for (let n = 0; n < 3; n += 1) ids.unshift((await buy(buyer)).orderId);
  const first = await app.get('/orders?limit=2', { token });
  assert.equal(first.body.hasMore, true);
  const next = await app.get(`/orders?limit=2&cursor=${first.body.nextCursor}`, { token });
  assert.equal(next.body.hasMore, false);
  const seen = [...first.body.data, ...next.body.data].map(
    (one: { orderId: string }) => one.orderId,
  );
  assert.deepEqual(seen, ids);
  assert.equal((await app.get('/orders?cursor=x', { token })).status, 422);
  assert.equal((await app.get('/orders?status=NEVER', { token })).status, 422);
  assert.deepEqual((await app.get('/orders?status=SHIPPED', { token })).body.data, []);
});

test('cancelling gives the stock and the money back, once', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  const { orderId, variantId, total } = await buy(buyer, 2);
  const path = `/orders/${orderId}/cancel`;
  const bare = await app.post(path, { token, body: {} });
  assert.equal(bare.body.code, 'idempotency-key-required');
  const key = newId('key');
  const body = { reason: 'changed-mind' };
  const [one, two] = [
    await app.post(path, { token, key, body }),
    await app.post(path, { token, key, body }),
  ];
  assert.equal(one.status, 200, JSON.stringify(one.body));
  assert.deepEqual(two.body, one.body);
  assert.equal(one.body.status, 'CANCELLED');
  assert.equal(one.body.actions[0].reason, 'ended');
  const late = await app.post(path, { token, key: newId('key'), body });
  assert.equal(late.body.code, 'order-not-cancellable');
  await until('the money is back', async () => {
    const { body: order } = await app.get(`/orders/${orderId}`, { token });
    return order.paymentStatus === 'REFUNDED' && order.payments[0].refunded === total;
  });
  await until('the units are back', async () => {
    const levels = await app.get(`/seller/inventory?variantId=${variantId}`, {
      token: shop.sellerToken,
    });
    return levels.body.data[0]?.available === 5;
  });
});

async function isToSend(orderId: string): Promise<boolean> {
  const list = await app.get('/seller/orders?toSend=true&limit=100', { token: shop.sellerToken });
  return list.body.data.some((one: { orderId: string }) => one.orderId === orderId);
}

/** As the seller's desk counts it. */
const waiting = async () =>
  (await app.get('/seller/waiting', { token: shop.sellerToken })).body.toSend;

test('a seller picks, packs and ships; the operator notes the arrival; mails tell it', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  const { orderId, orderNumber } = await buy(buyer, 2, 'COD');
  const before = await app.get(`/seller/orders/${orderNumber}`, { token: shop.sellerToken });
  assert.equal(before.body.shipTo.line1, '1 Main Street');
  assert.equal(JSON.stringify(before.body).includes(buyer.userId), false);
  assert.equal((await seller(`${orderId}/pack`)).body.code, 'order-status-conflict');
  assert.equal((await seller(`${orderId}/pick`)).body.status, 'PROCESSING');
  assert.equal((await seller(`${orderId}/pack`)).body.items[0].status, 'PACKED');
  const parcel = { carrier: 'Post', trackingNumber: 'PX 1' };
  const part = await seller(`${orderId}/ship`, { ...parcel, items: [{ lineNo: 1, quantity: 1 }] });
  assert.equal(part.body.status, 'PROCESSING');
  assert.equal(await isToSend(orderId), true, 'a unit is left');
  const barred = await app.post(`/orders/${orderId}/cancel`, {
    token,
    key: newId('key'),
    body: {},
  });
  assert.equal(barred.body.reason ?? barred.body.detail?.reason, 'partly-shipped');
  const waits = await waiting();
  assert.equal((await seller(`${orderId}/ship`, parcel)).body.status, 'SHIPPED');
  assert.equal(await isToSend(orderId), false);
  assert.deepEqual(await waiting(), { count: waits.count - 1, more: false });
  const own = await orderOnce(app, buyer, { orderId, status: 'SHIPPED' });
  assert.equal(own.shipments.length, 2);
  assert.equal(own.shipments[0].trackingNumber, 'PX 1');
  const admin = { token: shop.adminToken, key: newId('key') };
  const done = await app.post(`/admin/orders/${orderNumber}/deliver`, admin);
  assert.equal(done.body.status, 'DELIVERED', JSON.stringify(done.body));
  assert.match(done.body.timeline.at(-1).by, /^admin:usr_/);
  const afterwards = await app.get(`/seller/orders/${orderId}`, { token: shop.sellerToken });
  assert.equal(afterwards.body.shipTo.line1, null);
  await until('three things were told', async () => {
    const told = await app.get('/notifications', { token });
    const types = told.body.data.map((one: { type: string }) => one.type);
    return types.join() === 'order-delivered,order-shipped,order-confirmed';
  });
});

test('the operator finds orders by number, person, status, and cancels with a reason', async () => {
  const buyer = await shop.shopper();
  const { orderId, orderNumber } = await buy(buyer);
  const { adminToken: token } = shop;
  const ids = async (query: string) =>
    (await app.get(`/admin/orders?${query}`, { token })).body.data.map(
      (one: { orderId: string }) => one.orderId,
    );
  assert.deepEqual(await ids(`orderNumber=${orderNumber}`), [orderId]);
  assert.deepEqual(await ids(`userId=${buyer.userId}`), [orderId]);
  const body = { reason: 'fraud suspected' };
  const path = `/admin/orders/${orderId}/cancel`;
  const done = await app.post(path, { token, key: newId('key'), body });
  assert.equal(done.body.status, 'CANCELLED', JSON.stringify(done.body));
  assert.ok((await ids('status=CANCELLED&limit=100')).includes(orderId));
  assert.deepEqual(await ids(`status=CONFIRMED&userId=${buyer.userId}`), []);
});

test('a stream tells the present state at once and each change after it', async () => {
  const buyer = await shop.shopper();
  const { orderId } = await buy(buyer);
  const stop = new AbortController();
  const answer = await fetch(`${app.url}/api/v1/orders/${orderId}/events`, {
    headers: { authorization: `Bearer ${buyer.token}` },
    signal: stop.signal,
  });
  assert.match(answer.headers.get('content-type') ?? '', /text\/event-stream/);
  const told: string[] = [];
  let text = '';
  let picked = false;
  assert.ok(answer.body);
  for await (const chunk of answer.body) {
    text += Buffer.from(chunk).toString();
    told.splice(
      0,
      told.length,
      ...[...text.matchAll(/"status":"([A-Z]+)"/g)].map((m) => m[1] ?? ''),
    );
    if (told.length > 0 && !picked) {
      picked = true;
      await seller(`${orderId}/pick`);
    }
    if (told.includes('PROCESSING')) break;
  }
  stop.abort();
  assert.equal(told[0], 'CONFIRMED');
  assert.equal(told.at(-1), 'PROCESSING');
});
