// A payment that fails at the bank costs the shopper nothing, their cart included.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import {
  assertTrue,
  initiate,
  leave,
  openCheckout,
  orderOnce,
  ownAddress,
  pay,
  type Shopper,
} from '../../test/buyer.ts';
import { asOwner } from '../../test/damage.ts';
import { until } from '../../test/sale.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp({ config: { ...(await ownAddress()), gatewayTimeout_ms: 2_000 } });
  shop = await openShop(app);
});

after(async () => {
  await app?.stop();
});

async function payAtBank(
  buyer: Shopper,
  checkoutId: string,
  verb: 'approve' | 'decline',
): Promise<string> {
  const bank = await pay(app, buyer, { checkoutId, paymentToken: 'tok_3ds' });
  assert.equal(bank.status, 202, JSON.stringify(bank.body));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const answer = await app.post(`/${bank.body.actionUrl}/${verb}`, { body: {} });
  assert.equal(answer.status, 200);
  return bank.body.orderId;
}

const linesOf = async ({ token }: Shopper) => {
  const { body } = await app.get('/cart', { token });
  return (body.items ?? body.lines).map((line: { quantity: number }) => line.quantity);
};

test('the cart outlives a payment that failed, and ends with an order that is sure', async () => {
  const product = await shop.product({ stock: 2 });
  const buyer = await shop.shopper();
  const { checkoutId, cartId } = await openCheckout(app, buyer, [{ ...product, quantity: 2 }]);
  const failed = await payAtBank(buyer, checkoutId, 'decline');
  const { paymentStatus } = await orderOnce(app, buyer, { orderId: failed, status: 'PENDING' });
  assert.match(paymentStatus, /^(PENDING|FAILED)$/);
  assert.deepEqual(await linesOf(buyer), [2]);
  const left = await leave(app, buyer, checkoutId);
  assert.equal(left.status, 204, JSON.stringify(left.body));
  await orderOnce(app, buyer, { orderId: failed, status: 'FAILED' });
  assert.deepEqual(await linesOf(buyer), [2]);
  const again = await initiate(app, buyer, { cartId });
  assert.equal(again.status, 201, JSON.stringify(again.body));
  const orderId = await payAtBank(buyer, again.body.checkoutId, 'approve');
  await orderOnce(app, buyer, { orderId, status: 'CONFIRMED' });
  const until = performance.now() + 60_000;
  while ((await linesOf(buyer)).length > 0) {
    assert.ok(performance.now() < until, 'the cart is still there');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await assertTrue(app.databaseUrl);
});

test('who leaves is gone, also while the no of the bank is being taken in', async () => {
  const product = await shop.product({ stock: 1 });
  const buyer = await shop.shopper();
  const { checkoutId, cartId } = await openCheckout(app, buyer, [product]);
  const [owner, slow] = [await asOwner(app.databaseUrl), await asOwner(app.databaseUrl)];
  try {
    const bank = await pay(app, buyer, { checkoutId, paymentToken: 'tok_3ds' });
    assert.equal(bank.status, 202, JSON.stringify(bank.body));
    const { orderId, actionUrl } = bank.body;
    // Who takes it in has to wait for orders; no row is locked, which would hold up all news.
    await slow.run('begin');
    await slow.run('lock table orders."order" in share mode');
    assert.equal((await app.post(`/${actionUrl}/decline`, { body: {} })).status, 200);
    await until('it is being taken in', async () => {
      const waits = await owner.rows(
        `select from pg_stat_activity where datname = current_database()
         and wait_event_type = 'Lock'`,
      );
      return waits.length > 0 ? true : undefined;
    });
    const leaving = leave(app, buyer, checkoutId);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await slow.run('commit');
    const left = await leaving;
    assert.equal(left.status, 204, JSON.stringify(left.body));
    await orderOnce(app, buyer, { orderId, status: 'FAILED' });
    const again = await initiate(app, buyer, { cartId });
    assert.equal(again.status, 201, JSON.stringify(again.body));
  } finally {
    await Promise.all([owner.end(), slow.end()]);
  }
  await assertTrue(app.databaseUrl);
});
