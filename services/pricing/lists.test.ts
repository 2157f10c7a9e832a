// Price lists and prices with a time: a member's price is theirs and nobody else's, a sale begins
// at its second without anything having to run, and what stood before is in the history.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, startApp, type App, type Answer, type Shop } from '../../test/app.ts';
import {
  assertTrue,
  leave,
  openCheckout,
  ownAddress,
  pay,
  type Shopper,
} from '../../test/buyer.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ config: await ownAddress() });
  shop = await openShop(app);
});

after(async () => {
  await app?.stop();
});

const post = (path: string, body: Record<string, unknown>) =>
  app.post(path, { token: shop.adminToken, body });

async function made(path: string, body: Record<string, unknown>): Promise<Answer['body']> {
  const answer = await post(path, body);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

async function priceFor(variantId: string, token?: string): Promise<number> {
  const { body } = await app.get(`/prices?variantIds=${variantId}`, token ? { token } : {});
  const { price, salePrice } = body.data[0];
  return salePrice ?? price;
}

const idOf = async ({ token }: Shopper) => (await app.get('/me', { token })).body.userId as string;

/** Until it holds: copies of what prices are follow within a second or two. */
async function until(check: () => Promise<void>): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    try {
      await check();
      return;
    } catch (thrown) {
      if (turn >= 600) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

test('a member sees, is quoted and pays the price of the list, and gets the discount', async () => {
  const product = await shop.product({ stock: 20, price: 100 });
  const { variantId, productId } = product;
  const { listId } = await made('/admin/price-lists', { name: 'Firms' });
  const prices = [{ variantId, currency: 'USD', price: 90 }];
  await made(`/admin/price-lists/${listId}/prices`, { prices });
  const [member, other] = [await shop.shopper(), await shop.shopper()];
  const userIds = [await idOf(member)];
  const joined = await post(`/admin/price-lists/${listId}/members`, { userIds });
  assert.equal(joined.body.added, 1, JSON.stringify(joined.body));
  assert.deepEqual(
    [await priceFor(variantId), await priceFor(variantId, other.token)],
    [100, 100],
    'what everybody is shown stays',
  );
  assert.equal(await priceFor(variantId, member.token), 90);
  const { promotionId } = await made('/admin/promotions', {
    name: 'For members',
    stage: 'MEMBER',
    segments: [listId],
    productIds: [productId],
    effect: { kind: 'percent', percent: 10 },
  });
  const { checkoutId, total } = await openCheckout(app, member, [product]);
  const cart = await app.get('/cart', { token: member.token });
  assert.deepEqual(
    [cart.body.subtotal, cart.body.discount, cart.body.discounts],
    [90, 9, [{ name: 'For members', amount: 9 }]],
    'the cart says without a coupon what is taken off',
  );
  const open = await app.get(`/checkout/${checkoutId}`, { token: member.token });
  assert.deepEqual([open.body.subtotal, open.body.discount], [90, 9]);
  const paid = await pay(app, member, { checkoutId });
  assert.equal(paid.body.total, total);
  const why = await app.get(`/admin/prices/orders/${paid.body.orderId}`, {
    token: shop.adminToken,
  });
  const steps = why.body.lines?.[0].steps.map((one: Answer['body']) => [one.stage, one.amount]);
  assert.deepEqual(steps?.slice(0, 2), [
    ['BASE', 100],
    ['LIST', -10],
  ]);
  const { checkoutId: plain } = await openCheckout(app, other, [product]);
  const theirs = await app.get(`/checkout/${plain}`, { token: other.token });
  assert.deepEqual([theirs.body.subtotal, theirs.body.discount], [100, 0]);
  await leave(app, other, plain);
  await post(`/admin/promotions/${promotionId}/switch`, { enabled: false });
  await post(`/admin/price-lists/${listId}/switch`, { enabled: false });
  assert.equal(await priceFor(variantId, member.token), 100, 'a list that is off counts no more');
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});

test('a list for a country lowers what goes there; a dearer list price does nothing', async () => {
  const product = await shop.product({ stock: 20, price: 100 });
  const { variantId } = product;
  const { listId } = await made('/admin/price-lists', { name: 'US', countries: ['US'] });
  const at = (price: number) => ({ prices: [{ variantId, currency: 'USD', price }] });
  await made(`/admin/price-lists/${listId}/prices`, at(130));
  const buyer = await shop.shopper();
  const quoted = async () => {
    const { checkoutId } = await openCheckout(app, buyer, [product]);
    const { body } = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
    await leave(app, buyer, checkoutId);
    await app.send('DELETE', '/cart', { token: buyer.token });
    return body.subtotal;
  };
  assert.equal(await quoted(), 100);
  await made(`/admin/price-lists/${listId}/prices`, at(75));
  assert.equal(await quoted(), 75);
  await post(`/admin/price-lists/${listId}/switch`, { enabled: false });
});

test('a sale begins and ends at its second, and the price before it is known', async () => {
  const product = await shop.product({ stock: 20, price: 100 });
  const { variantId, productId } = product;
  const now_ms = Date.now();
  const time = (ms: number) => new Date(now_ms + ms).toISOString();
  const body = {
    prices: [
      {
        variantId,
        currency: 'USD',
        kind: 'sale',
        price: 80,
        from: time(2_500),
        until: time(20_000),
      },
    ],
  };
  const send = (more: Record<string, unknown>) =>
    app.post('/seller/price-schedules', {
      token: shop.sellerToken,
      body: { prices: [{ ...body.prices[0], ...more }] },
    });
  assert.equal((await send({ price: 101 })).body.code, 'sale-above-base');
  assert.equal((await send({ until: null })).status, 422);
  assert.equal((await send({ currency: 'EUR' })).body.code, 'price-missing');
  const saved = await send({});
  assert.equal(saved.status, 201, JSON.stringify(saved.body));
  const early = await priceFor(variantId);
  if (Date.now() < now_ms + 2_500) assert.equal(early, 100, 'not before its time');
  await until(async () => {
    assert.equal(await priceFor(variantId), 80);
  });
  const shown_ms = Date.now() - now_ms;
  assert.ok(shown_ms >= 2_500 && shown_ms < 10_000, `at its second: shown after ${shown_ms} ms`);
  await until(async () => {
    const page = (await app.get(`/products/${productId}`)).body.variants[0];
    assert.deepEqual([page.price, page.salePrice, page.lowest30], [100, 80, 100]);
  });
  await until(async () => {
    const history = await app.get(`/prices/${variantId}/history`);
    assert.deepEqual(history.body.past.length, 1);
  });
  await until(async () => {
    assert.equal(await priceFor(variantId), 100);
  });
  const list = await app.get('/seller/price-schedules', { token: shop.sellerToken });
  await until(async () => {
    const left = await app.get('/seller/price-schedules', { token: shop.sellerToken });
    assert.deepEqual(left.body.data, [], JSON.stringify(list.body.data));
  });
});

test('a new price is there at its time, and what a seller sets after it stands', async () => {
  const { variantId } = await shop.product({ stock: 20, price: 100 });
  const from = new Date(Date.now() + 1_000).toISOString();
  const saved = await app.post('/seller/price-schedules', {
    token: shop.sellerToken,
    body: { prices: [{ variantId, currency: 'USD', kind: 'base', price: 120, from }] },
  });
  assert.equal(saved.status, 201, JSON.stringify(saved.body));
  await until(async () => {
    assert.equal(await priceFor(variantId), 120);
  });
  const set = await app.send('PUT', '/seller/prices', {
    token: shop.sellerToken,
    body: { prices: [{ variantId, currency: 'USD', price: 95 }] },
  });
  assert.equal(set.status, 200, JSON.stringify(set.body));
  assert.equal(await priceFor(variantId), 95);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.equal(await priceFor(variantId), 95, 'the schedule is over');
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});
