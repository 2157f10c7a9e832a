// Coupons from the operator's hand to the order and back: read whatever way they are typed, held
// with the quote, consumed with the order, given back; never used more often than they may be,
// whoever asks at the same moment.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDb, type Db } from '#kernel/db/db.ts';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import {
  assertTrue,
  fillCart,
  initiate,
  leave,
  ownAddress,
  pay,
  type Shopper,
  type Wanted,
} from '../../test/buyer.ts';

let app: App;
let shop: Shop;
let db: Db;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
  db = openDb({ url: app.databaseUrl, room: 'pricing' });
});

after(async () => {
  await db?.close();
  await app?.stop();
});

type Body = Record<string, unknown>;

const post = (path: string, body: Body, key?: string) =>
  app.post(path, { token: shop.adminToken, body, ...(key ? { key } : {}) });

async function add(body: Body): Promise<Answer['body']> {
  const made = await post('/admin/coupons', { name: 'A tenth', effect: tenth, ...body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

const tenth = { kind: 'percent', percent: 10 };
const couponOf = async (couponId: string) =>
  (await app.get(`/admin/coupons/${couponId}`, { token: shop.adminToken })).body;

async function cartWith(lines: Wanted[], code: string, token?: string): Promise<Answer> {
  const cartId = await fillCart(app, lines);
  return apply(cartId, code, token);
}

const apply = (cartId: string, code: string, token?: string) =>
  app.post('/cart/coupons', {
    body: { code },
    headers: { 'x-cart-id': cartId },
    ...(token ? { token } : {}),
  });

/** A checkout of a new cart with a coupon. */
async function opened(buyer: Shopper, lines: Wanted[], code: string): Promise<Answer> {
  const cart = await cartWith(lines, code);
  assert.equal(cart.status, 200, JSON.stringify(cart.body));
  return initiate(app, buyer, { cartId: cart.body.cartId });
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await holds())) {
    assert.ok(performance.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('from the cart to the order one number, and the use is the order’s', async () => {
  const cheap = await shop.product({ stock: 9, price: 9.99 });
  const dear = await shop.product({ stock: 9, price: 100 });
  const { couponId, status, sentence } = await add({ code: 'Straße-10', usesMax: 5 });
  assert.deepEqual([status, sentence], ['running', '10 % off on everything.']);
  const cart = await cartWith([cheap, dear], ' stras\u200Bse 10 ');
  assert.equal(cart.status, 200, JSON.stringify(cart.body));
  assert.equal(cart.body.discount, 11);
  const { code, reason, discounts } = cart.body.coupon;
  assert.deepEqual([code, reason], ['STRASSE10', null]);
  assert.deepEqual(discounts, [{ name: 'A tenth', amount: 11, code: 'STRASSE10' }]);
  const buyer = await shop.shopper();
  const headers = { 'x-cart-id': cart.body.cartId };
  const place = '/cart/estimate?country=US&state=NY&postalCode=10001';
  const estimate = await app.get(place, { headers });
  const open = await initiate(app, buyer, { cartId: cart.body.cartId });
  assert.equal(open.status, 201, JSON.stringify(open.body));
  const { subtotal, discount, total, checkoutId } = open.body;
  assert.deepEqual([subtotal, discount], [109.99, 11]);
  assert.equal(estimate.body.methods[0].total, total, 'what was estimated is what it costs');
  assert.deepEqual(open.body.discounts, [{ name: 'A tenth', amount: 11, code: 'STRASSE10' }]);
  const before_ = await couponOf(couponId);
  assert.deepEqual([before_.held, before_.used], [1, 0]);
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.equal(paid.body.total, total);
  const order = await app.get(`/orders/${paid.body.orderId}`, { token: buyer.token });
  const off = order.body.items.map((one: Answer['body']) => one.discount);
  assert.deepEqual(off.sort(), [1, 10], 'its part of it stands in each line');
  const used = await couponOf(couponId);
  assert.deepEqual([used.held, used.used], [0, 1]);
  const cancelled = await app.post(`/orders/${paid.body.orderId}/cancel`, {
    token: buyer.token,
    key: newId('key'),
    body: {},
  });
  assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
  await until(async () => (await couponOf(couponId)).used === 0, 'it is given back');
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});

test('why a coupon takes nothing off, and the cart as it was', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const other = await shop.product({ stock: 9, price: 20 });
  const cartId = await fillCart(app, [product]);
  const why = async (code: string) => {
    const answer = await apply(cartId, code);
    assert.equal(answer.status, 409, JSON.stringify(answer.body));
    assert.equal(answer.body.code, 'coupon-not-valid');
    return answer.body.reason;
  };
  await add({ code: 'SOON', startsAt: '2090-01-01T00:00:00Z' });
  assert.equal(await why('soon'), 'not-yet');
  await add({ code: 'LATE', endsAt: '2020-01-01T00:00:00Z' });
  assert.equal(await why('LATE'), 'over');
  const { couponId } = await add({ code: 'SWITCHED' });
  await post(`/admin/coupons/${couponId}/switch`, { enabled: false });
  assert.equal(await why('SWITCHED'), 'over');
  await add({ code: 'EURO', currency: 'EUR', effect: { kind: 'amount', amount: 5 } });
  assert.equal(await why('EURO'), 'currency');
  await add({ code: 'KNOWN', accountsOnly: true });
  assert.equal(await why('KNOWN'), 'account-needed');
  await add({ code: 'MUCH', currency: 'USD', subtotalMin: 50 });
  assert.equal(await why('MUCH'), 'too-little');
  await add({ code: 'MANY', quantityMin: 3 });
  assert.equal(await why('MANY'), 'too-few');
  await add({ code: 'OTHERS', productIds: [other.productId] });
  assert.equal(await why('OTHERS'), 'no-line');
  const cart = await app.get('/cart', { headers: { 'x-cart-id': cartId } });
  assert.deepEqual([cart.body.coupon, cart.body.items.length], [null, 1]);
});

test('a change of the cart: it stays, says why it takes nothing off, and comes back', async () => {
  const product = await shop.product({ stock: 9, price: 30 });
  await add({ code: 'FIFTY', currency: 'USD', subtotalMin: 50 });
  const cart = await cartWith([{ ...product, quantity: 2 }], 'FIFTY');
  assert.equal(cart.body.discount, 6);
  const { cartId } = cart.body;
  const headers = { 'x-cart-id': cartId };
  const path = `/cart/items/${cart.body.items[0].itemId}`;
  const less = await app.send('PUT', path, { headers, body: { quantity: 1 } });
  const { coupon } = less.body;
  assert.deepEqual([less.body.discount, coupon.reason, coupon.least], [0, 'too-little', 50]);
  const buyer = await shop.shopper();
  const refused = await initiate(app, buyer, { cartId });
  assert.equal(refused.status, 409, JSON.stringify(refused.body));
  assert.deepEqual([refused.body.code, refused.body.reason], ['coupon-not-valid', 'too-little']);
  assert.equal(refused.body.least, 50);
  const own = { token: buyer.token };
  const gone = await app.send('DELETE', '/cart/coupons/FIFTY', own);
  assert.equal(gone.body.coupon, null);
  assert.equal((await app.send('DELETE', '/cart/coupons/FIFTY', own)).status, 200);
  assert.equal((await initiate(app, buyer, { cartId })).status, 201);
});

test('thirty at once on the last use: one of them has it', async () => {
  const product = await shop.product({ stock: 99, price: 10 });
  const { couponId } = await add({ code: 'LASTONE', usesMax: 1 });
  const buyers = await Promise.all(Array.from({ length: 30 }, () => shop.shopper()));
  const carts = await Promise.all(buyers.map(() => cartWith([product], 'LASTONE')));
  const answers = await Promise.all(
    buyers.map((buyer, at) => {
      return initiate(app, buyer, { cartId: carts[at]?.body.cartId });
    }),
  );
  const won = answers.filter((one) => one.status === 201);
  assert.equal(won.length, 1);
  const lost = answers.filter((one) => one.status !== 201);
  assert.ok(lost.every((one) => one.status === 409 && one.body.reason === 'used-up'));
  assert.equal((await couponOf(couponId)).held, 1);
  const winner = buyers[answers.findIndex((one) => one.status === 201)] as Shopper;
  const checkoutId = won[0]?.body.checkoutId as string;
  assert.equal((await leave(app, winner, checkoutId)).status, 204);
  assert.deepEqual((await couponOf(couponId)).held, 0, 'what was left is given back');
  const next = await opened(buyers[29] as Shopper, [product], 'LASTONE');
  assert.equal(next.status, 201, JSON.stringify(next.body));
});

test('their own open checkout is not in the way of a changed cart', async () => {
  const product = await shop.product({ stock: 9, price: 10 });
  await add({ code: 'MINE', usesMax: 1 });
  const buyer = await shop.shopper();
  const first = await opened(buyer, [product], 'MINE');
  assert.equal(first.status, 201);
  const { cartId } = first.body;
  const { token } = buyer;
  const seen = await app.get('/cart', { token });
  assert.deepEqual([seen.body.coupon.reason, seen.body.discount], [null, 1]);
  const path = `/cart/items/${seen.body.items[0].itemId}`;
  await app.send('PUT', path, { token, body: { quantity: 2 } });
  const second = await initiate(app, buyer, { cartId });
  assert.equal(second.status, 201, JSON.stringify(second.body));
  assert.equal(second.body.discount, 2);
});

test('so often by one person, so much for all, and each code of a batch once', async () => {
  const product = await shop.product({ stock: 99, price: 100 });
  const buyer = await shop.shopper();
  await add({ code: 'ONCE', usesPerPerson: 1 });
  const first = await opened(buyer, [product], 'ONCE');
  assert.equal((await pay(app, buyer, { checkoutId: first.body.checkoutId })).status, 200);
  const again = await opened(buyer, [product], 'ONCE');
  assert.deepEqual([again.status, again.body.reason], [409, 'used-by-you']);
  const budget = await add({ code: 'POT', currency: 'USD', budget: 15 });
  const one = await opened(await shop.shopper(), [product], 'POT');
  assert.equal(one.status, 201);
  const two = await cartWith([product], 'POT');
  assert.deepEqual([two.status, two.body.reason], [409, 'used-up']);
  assert.equal((await couponOf(budget.couponId)).spent, 10);
  const low = await app.send('PUT', `/admin/coupons/${budget.couponId}`, {
    token: shop.adminToken,
    headers: { 'if-match': `"${budget.version}"` },
    body: { name: 'Pot', effect: tenth, currency: 'USD', budget: 5 },
  });
  assert.equal(low.status, 422, JSON.stringify(low.body));
});

test('codes by the thousand in pages, read as CSV, and one of them used', async () => {
  const product = await shop.product({ stock: 9, price: 10 });
  const { couponId } = await add({ usesPerCode: 1 });
  const key = newId('key');
  const path = `/admin/coupons/${couponId}/batches`;
  const asked = await post(path, { count: 12_000 }, key);
  assert.equal(asked.status, 201, JSON.stringify(asked.body));
  assert.equal((await post(path, { count: 12_000 }, key)).body.batchId, asked.body.batchId);
  const token = shop.adminToken;
  await until(async () => {
    const list = await app.get(path, { token });
    return list.body.data[0].made === 12_000;
  }, 'all are made');
  const csv = await fetch(`${app.url}/api/v1/admin/coupons/${couponId}/codes.csv`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const lines = (await csv.text()).trim().split('\r\n').slice(1);
  const codes = new Set(lines.map((line) => line.split(',')[0] ?? ''));
  assert.equal(codes.size, 12_000);
  const [code = ''] = codes;
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  const typed = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ');
  const open = await opened(await shop.shopper(), [product], typed);
  assert.equal(open.status, 201, JSON.stringify(open.body));
  const second = await cartWith([product], code);
  assert.deepEqual([second.status, second.body.reason], [409, 'used-up']);
});

test('free delivery by a coupon, and a place that it is not for', async () => {
  const product = await shop.product({ stock: 9, price: 10 });
  await add({ code: 'SENDIT', effect: { kind: 'free-shipping' } });
  const open = await opened(await shop.shopper(), [product], 'SENDIT');
  assert.deepEqual([open.body.shipping, open.body.discount], [0, 0]);
  assert.equal(open.body.discounts[0].code, 'SENDIT');
  await add({ code: 'ALPS', places: ['CH'] });
  const far = await opened(await shop.shopper(), [product], 'ALPS');
  assert.deepEqual([far.status, far.body.reason], [409, 'place']);
});

test('a coupon for a price list is for its members, beside the price of the list', async () => {
  const product = await shop.product({ stock: 9, price: 100 });
  const list = await post('/admin/price-lists', { name: 'Firms' });
  const { listId } = list.body;
  const [member, other] = [await shop.shopper(), await shop.shopper()];
  await post(`/admin/price-lists/${listId}/members`, { userIds: [member.userId] });
  const made = await add({ code: 'FIRMS', segments: [listId] });
  assert.deepEqual(made.segments, [listId]);
  const stranger = await cartWith([product], 'FIRMS', other.token);
  assert.deepEqual([stranger.status, stranger.body.reason], [409, 'members']);
  const nobody = await cartWith([product], 'FIRMS');
  assert.deepEqual([nobody.status, nobody.body.reason], [409, 'members']);
  const { token } = member;
  const filled = await app.post('/cart/items', { token, body: { ...product, quantity: 1 } });
  assert.ok(filled.status < 300, JSON.stringify(filled.body));
  const mine = await app.post('/cart/coupons', { token, body: { code: 'FIRMS' } });
  assert.equal(mine.status, 200, JSON.stringify(mine.body));
  const open = await initiate(app, member, { cartId: mine.body.cartId });
  assert.deepEqual([open.status, open.body.discount], [201, 10], JSON.stringify(open.body));
});

test('an order of nothing: no gateway is asked, and no way to pay is needed', async () => {
  const product = await shop.product({ stock: 9, price: 100 });
  await add({ code: 'GIFT', effect: { kind: 'percent', percent: 100 } });
  const buyer = await shop.shopper();
  const open = await opened(buyer, [product], 'GIFT');
  assert.equal(open.body.total, 0, JSON.stringify(open.body));
  const { checkoutId } = open.body;
  const done = await app.post(`/checkout/${checkoutId}/pay`, {
    token: buyer.token,
    key: newId('key'),
    body: {},
  });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  const { body } = await app.get(`/orders/${done.body.orderId}`, { token: buyer.token });
  assert.deepEqual([body.status, body.total], ['CONFIRMED', 0]);
  const paid = await app.get(`/admin/payments?checkoutId=${checkoutId}`, {
    token: shop.adminToken,
  });
  assert.deepEqual(
    paid.body.data.map(({ gateway, status, captured }: Body) => [gateway, status, captured]),
    [['free', 'CAPTURED', 0]],
  );
  const cancelled = await app.post(`/orders/${done.body.orderId}/cancel`, {
    token: buyer.token,
    key: newId('key'),
    body: { reason: 'changed-mind' },
  });
  assert.equal(cancelled.body.status, 'CANCELLED');
});

test('who tries codes that are none is stopped for a while', async () => {
  const product = await shop.product({ stock: 9, price: 10 });
  const cartId = await fillCart(app, [product]);
  for (let n = 0; n < 10; n += 1) {
    const answer = await apply(cartId, `NONE${n}`);
    assert.deepEqual([answer.status, answer.body.code], [404, 'coupon-not-found']);
  }
  const stopped = await apply(cartId, 'NONE10');
  assert.deepEqual([stopped.status, stopped.body.code], [429, 'too-many-requests']);
  assert.ok(Number(stopped.headers['retry-after']) > 500);
  await db.run('delete from coupon_guess');
  assert.equal((await apply(cartId, 'NONE11')).status, 404);
});

test('a price is explained with a coupon, for a customer and a time', async () => {
  const product = await shop.product({ stock: 9, price: 50 });
  const { couponId } = await add({ code: 'WHY', startsAt: '2090-01-01T00:00:00Z' });
  const lines = [{ variantId: product.variantId, quantity: 2 }];
  const ask = { currency: 'USD', lines, country: 'US', coupon: 'why' };
  const now = await post('/admin/prices/explain', ask);
  assert.deepEqual([now.body.coupon.reason, now.body.total], ['not-yet', 100]);
  const then = await post('/admin/prices/explain', { ...ask, at: '2090-01-02T00:00:00Z' });
  assert.deepEqual(then.body.coupon, { couponId, code: 'WHY', name: 'A tenth', reason: null });
  assert.deepEqual(then.body.steps.at(-1), {
    stage: 'COUPON',
    lineNo: 1,
    promotionId: couponId,
    name: 'A tenth',
    amount: -10,
  });
  assert.equal((await post('/admin/prices/explain', { ...ask, coupon: 'nil' })).status, 404);
});
