// What went wrong with money at other shops, in public, each as a test with their name on it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { armFailpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { openShop, startApp, type App, type Shop } from './app.ts';
import { assertTrue, initiate, leave, openCheckout, orderOnce, ownAddress, pay } from './buyer.ts';

const secret = 'a-secret-for-news-of-tests';
let app: App;
let shop: Shop;
let sql: pg.Client;

before(async () => {
  const config = { ...(await ownAddress()), gatewayTimeout_ms: 1_500 };
  app = await startApp({ config: { ...config, sandboxWebhookSecret: secret } });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

const faults = (body: object) => app.post('//sandbox/faults', { body });
beforeEach(() => faults({}));

async function eventually(what: string, check: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < until, `${what}: not within a minute`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const count = async (text: string, values: unknown[]): Promise<number> =>
  Number((await sql.query(`select count(*) as n from ${text}`, values)).rows[0].n);

const ordersOf = (checkoutId: string) =>
  count('orders."order" where checkout_id = $1', [checkoutId]);

/** What the gateway has taken and given back for a checkout. */
async function moneyOf(checkoutId: string): Promise<{ captures: number; net: number }> {
  const { rows } = await sql.query(
    `select count(*) filter (where kind = 'capture')::int as captures,
       coalesce(sum(case kind when 'capture' then amount_minor else -amount_minor end), 0)::int
         as net
     from sandbox.gateway_txn where charge_key like $1`,
    [`pay:${checkoutId}:%`],
  );
  return rows[0];
}

async function opened(price = 20) {
  const item = await shop.product({ stock: 1, price });
  const buyer = await shop.shopper();
  return { item, buyer, ...(await openCheckout(app, buyer, [item])) };
}

function news(charge: object) {
  const body = JSON.stringify({ id: newId('gwe'), type: 'charge.captured', charge });
  const time = Math.floor(Date.now() / 1_000);
  const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return fetch(`${app.url}/api/v1/webhooks/sandbox`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sandbox-signature': `t=${time},v1=${mac}` },
    body,
  });
}

test('medusa#13301, spree#13938, pinelab#620: browser, webhook and its retry at once', async () => {
  const { buyer, checkoutId } = await opened();
  await faults({ webhooks: 'off', hang_ms: 2_500 });
  const key = newId('key');
  const press = () => pay(app, buyer, { checkoutId, key, paymentToken: 'tok_timeout_success' });
  const first = press();
  const row = async () =>
    (
      await sql.query(
        `select p.payment_id, g.txn_id, p.amount_minor, p.currency from payments.payment p
         join sandbox.gateway_txn g on g.payment_ref = p.payment_id where p.checkout_id = $1`,
        [checkoutId],
      )
    ).rows[0];
  await eventually('captured there', async () => (await row()) !== undefined);
  const { payment_id: paymentRef, txn_id: transactionId, currency, amount_minor } = await row();
  const fact = { state: 'captured', paymentRef, transactionId, currency };
  const told = { ...fact, amount_minor: Number(amount_minor) };
  const answers = await Promise.all([press(), ...[1, 2, 3].map(() => news(told)), press()]);
  assert.ok(answers.every((one) => one.status < 500));
  const { body } = await first;
  await orderOnce(app, buyer, { orderId: body.orderId, status: 'CONFIRMED' });
  assert.equal(await ordersOf(checkoutId), 1);
  assert.equal((await moneyOf(checkoutId)).captures, 1);
  const mails = `notifications.notification where ref = $1 and type = 'order-confirmed'`;
  await eventually('told', async () => (await count(mails, [body.orderId])) === 1);
});

test('mercur#776: died after the capture, before the order: there is an order', async () => {
  const { buyer, checkoutId } = await opened();
  armFailpoint({ name: 'checkout.CHARGE_1.d' }, () => {
    throw new Error('died with the money taken');
  });
  const answer = await pay(app, buyer, { checkoutId });
  assert.ok(answer.status >= 500, JSON.stringify(answer.body));
  await eventually('an order', async () => (await ordersOf(checkoutId)) === 1);
  const placed = await sql.query('select order_id from orders."order" where checkout_id = $1', [
    checkoutId,
  ]);
  await orderOnce(app, buyer, { orderId: placed.rows[0].order_id, status: 'CONFIRMED' });
  assert.equal((await moneyOf(checkoutId)).captures, 1);
});

test('mercur#909: a finished cart completed again: the same order, nothing goes back', async () => {
  const { buyer, checkoutId, cartId } = await opened();
  const first = await pay(app, buyer, { checkoutId });
  const again = await pay(app, buyer, { checkoutId });
  assert.deepEqual(again.body, first.body);
  const anew = await initiate(app, buyer, { cartId });
  assert.equal(anew.body.orderId ?? anew.body.detail?.orderId, first.body.orderId);
  assert.equal(await count('payments.refund', []), 0);
  assert.equal((await moneyOf(checkoutId)).captures, 1);
});

test('medusa#16407: the total changed after a payment began: the old one cannot take', async () => {
  const { item, buyer, checkoutId, cartId } = await opened(20);
  const bank = await pay(app, buyer, { checkoutId, paymentToken: 'tok_3ds' });
  assert.equal((await leave(app, buyer, checkoutId)).status, 204);
  const prices = [
    { variantId: item.variantId, currency: 'USD', base_minor: 1_500, sale_minor: null },
  ];
  await app.host.client(pricingCalls).setPrices({ prices } as never);
  const second = await initiate(app, buyer, { cartId });
  assert.equal(second.status, 201, JSON.stringify(second.body));
  // The bank's page of the first is still open in another tab.
  const { pathname } = new URL(bank.body.actionUrl, app.url);
  await app.post(`/${pathname}/approve`, { body: {} });
  const paid = await pay(app, buyer, { checkoutId: second.body.checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.deepEqual(await moneyOf(checkoutId), { captures: 0, net: 0 });
  const { net } = await moneyOf(second.body.checkoutId);
  assert.equal(net, Math.round(second.body.total * 100));
});

test('medusa#15589, Spree: pressed 5 times with one key: one charge at the gateway', async () => {
  const { buyer, checkoutId } = await opened();
  const key = newId('key');
  const answers = await Promise.all(
    [1, 2, 3, 4, 5].map(() => pay(app, buyer, { checkoutId, key })),
  );
  assert.ok(answers.every((one) => [200, 409].includes(one.status)));
  assert.ok(answers.some((one) => one.status === 200));
  assert.equal(await count('sandbox.charge where key like $1', [`pay:${checkoutId}:%`]), 1);
  assert.equal((await moneyOf(checkoutId)).captures, 1);
});

test('medusa#14205: a payment that failed uses up no order number', async () => {
  const { buyer, checkoutId } = await opened();
  for (const paymentToken of ['tok_declined', 'tok_cvc']) {
    assert.equal((await pay(app, buyer, { checkoutId, paymentToken })).status, 402);
  }
  assert.equal(await ordersOf(checkoutId), 0);
  assert.equal((await pay(app, buyer, { checkoutId })).status, 200);
  assert.equal(await ordersOf(checkoutId), 1);
});

test('Saleor 45 s, Spree 10 min: the hold ends while the gateway thinks: money back', async () => {
  const { item, buyer, checkoutId } = await opened();
  await faults({ slow_ms: 2_500 });
  const slow = await pay(app, buyer, { checkoutId, paymentToken: 'tok_slow' });
  assert.equal(slow.status, 202, JSON.stringify(slow.body));
  const hold = `inventory.reservation where saga_id = (
    select saga_id from checkout.checkout where checkout_id = $1)`;
  await sql.query(
    `update inventory.reservation set expires_at = now() - interval '1 s' where saga_id = (
       select saga_id from checkout.checkout where checkout_id = $1)`,
    [checkoutId],
  );
  await eventually(
    'swept',
    async () => (await count(`${hold} and status = 'held'`, [checkoutId])) === 0,
  );
  const rival = await shop.shopper();
  const theirs = await openCheckout(app, rival, [item]);
  assert.equal((await pay(app, rival, { checkoutId: theirs.checkoutId })).status, 200);
  await orderOnce(app, buyer, { orderId: slow.body.orderId, status: 'FAILED' });
  await eventually('money back', async () => {
    const { captures, net } = await moneyOf(checkoutId);
    return captures === 1 && net === 0;
  });
});

/** A charge that belongs to no run of a saga. */
async function chargeOf(checkoutId: string, token: string) {
  const { rows } = await sql.query(
    `select c.saga_id as "sagaId", c.user_id as "userId", q.quote_id as "quoteId",
       q.total_minor::int as amount_minor, q.currency
     from checkout.checkout c join pricing.quote q using (checkout_id)
     where c.checkout_id = $1 order by q.quote_id desc limit 1`,
    [checkoutId],
  );
  const charge = { ...rows[0], checkoutId, attempt: 50, method: 'CARD', token };
  return app.host.client(paymentsCalls).charge(charge);
}

/** A capture that nobody waits for any more: told by the gateway, after the purchase has ended. */
async function lateCapture(checkoutId: string): Promise<void> {
  // Taken after the call has returned: what a reply tells is for a caller, and there is none.
  await faults({ late_ms: 300 });
  const told = await chargeOf(checkoutId, 'tok_late_success');
  assert.ok(!isRefusal(told));
  assert.equal(told.outcome, 'declined');
  await isBack(checkoutId);
}

/** The attempt has taken its money, and given it back. */
async function isBack(checkoutId: string): Promise<void> {
  await eventually('the late money is back', async () => {
    const { rows: found } = await sql.query(
      `select count(*) filter (where kind = 'capture')::int as captures,
         coalesce(sum(case kind when 'capture' then amount_minor else -amount_minor end), 0)::int
           as net
       from sandbox.gateway_txn where charge_key = $1`,
      [`pay:${checkoutId}:50`],
    );
    return found[0].captures === 1 && found[0].net === 0;
  });
}

const ends = {
  FAILED: async () => {
    const { buyer, checkoutId } = await opened();
    await faults({ slow_ms: 60_000 });
    const slow = await pay(app, buyer, { checkoutId, paymentToken: 'tok_slow' });
    assert.equal(slow.status, 202);
    await leave(app, buyer, checkoutId);
    return { buyer, checkoutId, orderId: slow.body.orderId as string };
  },
  CANCELLED: async () => {
    const { buyer, checkoutId } = await opened();
    const { orderId } = (await pay(app, buyer, { checkoutId })).body;
    const of = { token: buyer.token, key: newId('key'), body: {} };
    assert.equal((await app.post(`/orders/${orderId}/cancel`, of)).status, 200);
    // Until then whatever else is under way for this checkout is closed.
    await eventually('its own money is back', async () => (await moneyOf(checkoutId)).net === 0);
    return { buyer, checkoutId, orderId: orderId as string };
  },
  CONFIRMED: async () => {
    const { buyer, checkoutId } = await opened();
    const { orderId } = (await pay(app, buyer, { checkoutId })).body;
    return { buyer, checkoutId, orderId: orderId as string };
  },
};

for (const [status, reach] of Object.entries(ends)) {
  test(`B9: late success on an order that is ${status}: that money goes back, once`, async () => {
    const { buyer, checkoutId, orderId } = await reach();
    await orderOnce(app, buyer, { orderId, status });
    await faults({});
    await lateCapture(checkoutId);
    const { body } = await app.get(`/orders/${orderId}`, { token: buyer.token });
    assert.equal(body.status, status, 'the order stays as it was');
  });
}

test('a payment that is faster than the cancelling of its order goes back too', async () => {
  const { buyer, checkoutId } = await opened();
  const { orderId } = (await pay(app, buyer, { checkoutId })).body;
  // The gateway has the money, and its answer does not come.
  const charge = chargeOf(checkoutId, 'tok_timeout_success');
  const taken = `sandbox.gateway_txn where charge_key = $1 and kind = 'capture'`;
  await eventually('taken', async () => (await count(taken, [`pay:${checkoutId}:50`])) === 1);
  const of = { token: buyer.token, key: newId('key'), body: {} };
  assert.equal((await app.post(`/orders/${orderId}/cancel`, of)).status, 200);
  await isBack(checkoutId);
  await charge;
});

test('B9: late success on a checkout that has ended without an order: it goes back', async () => {
  const { buyer, checkoutId } = await opened();
  await leave(app, buyer, checkoutId);
  await lateCapture(checkoutId);
  assert.equal(await ordersOf(checkoutId), 0);
});

test('every invariant holds afterwards', async () => {
  await assertTrue(app.databaseUrl, { wait_ms: 60_000 });
});
