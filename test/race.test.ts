// Races over HTTP: many buyers and one unit, one cart paid many times, one key sent twice, and
// every answer a gateway can give. At the end every invariant holds.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Acknowledged } from '../invariants/invariant.ts';
import { openShop, startApp, type Answer, type App, type Shop } from './app.ts';
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
} from './buyer.ts';

const BUYERS = 30;
const ROUNDS = 200;
const ROUNDS_AT_ONCE = 4;

let app: App;
let shop: Shop;
let sql: pg.Client;
let shoppers: Shopper[];
const journal: Acknowledged[] = [];

before(async () => {
  const config = { ...(await ownAddress()), gatewayTimeout_ms: 1_500, settlePoll_ms: 300 };
  app = await startApp({ config });
  shop = await openShop(app);
  shoppers = await Promise.all(Array.from({ length: BUYERS }, () => shop.shopper()));
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
  const faults = { hang_ms: 2_500, slow_ms: 400, late_ms: 400 };
  assert.equal((await app.post('//sandbox/faults', { body: faults })).status, 200);
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

const first = () => shoppers[0] as Shopper;
const statuses = (answers: Answer[]) => answers.map(({ status }) => status);

/** Remembers an order that a buyer was told about. */
function acknowledge(checkoutId: string, { status, body }: Answer): void {
  if (status !== 200 && status !== 202) return;
  const { orderId, total, currency } = body;
  journal.push({ checkoutId, orderId, total_minor: Math.round(total * 100), currency });
}

async function count(text: string, values: unknown[]): Promise<number> {
  const { rows } = await sql.query<{ n: string }>(text, values);
  return Number(rows[0]?.n);
}

const captures = (checkoutId: string) =>
  count(
    `select count(*) as n from sandbox.gateway_txn where kind = 'capture' and charge_key like $1`,
    [`pay:${checkoutId}:%`],
  );
const ordersOf = (checkoutId: string) =>
  count('select count(*) as n from orders."order" where checkout_id = $1', [checkoutId]);

/** One unit, everybody at once: one wins; who leaves makes room for exactly one other. */
async function lastUnit(): Promise<void> {
  const product = await shop.product({ stock: 1 });
  const carts = await Promise.all(shoppers.map(() => fillCart(app, [product])));
  const entrants = shoppers.map((buyer, index) => ({ buyer, cartId: carts[index] ?? '' }));
  const answers = await Promise.all(
    entrants.map(({ buyer, cartId }) => initiate(app, buyer, { cartId })),
  );
  const won = answers.findIndex(({ status }) => status === 201);
  assert.deepEqual(statuses(answers).toSorted(), [201, ...Array(BUYERS - 1).fill(409)]);
  for (const { status, body } of answers) {
    if (status === 409) assert.equal(body.code, 'stock-too-low');
  }
  const winner = entrants[won];
  assert.ok(winner);
  const left = await leave(app, winner.buyer, answers[won]?.body.checkoutId);
  assert.equal(left.status, 204, JSON.stringify(left.body));
  const others = entrants.filter((one) => one !== winner).slice(0, 3);
  const again = await Promise.all(
    others.map(({ buyer, cartId }) => initiate(app, buyer, { cartId })),
  );
  assert.deepEqual(
    statuses(again).toSorted(),
    [201, 409, 409],
    'a unit that came back is for sale',
  );
  const second = again.findIndex(({ status }) => status === 201);
  const { checkoutId } = again[second]?.body ?? {};
  const paid = await pay(app, others[second]?.buyer as Shopper, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  acknowledge(checkoutId, paid);
}

test(`the last unit: ${BUYERS} buyers at once, ${ROUNDS} rounds, one winner each`, async () => {
  let round = 0;
  const lane = async () => {
    while (round < ROUNDS) {
      round += 1;
      await lastUnit();
    }
  };
  await Promise.all(Array.from({ length: ROUNDS_AT_ONCE }, lane));
  assert.equal(await count('select count(*) as n from inventory.stock where on_hand > 0', []), 0);
});

test('two lines of one variant count together', async () => {
  const product = await shop.product({ stock: 3 });
  const cartId = await fillCart(app, [
    { ...product, quantity: 2 },
    { ...product, quantity: 2 },
  ]);
  const answer = await initiate(app, first(), { cartId });
  assert.equal(answer.status, 409, JSON.stringify(answer.body));
  assert.equal(answer.body.code, 'stock-too-low');
  const line = { ...product, quantity: 2 };
  const held = await app.host.client(inventoryCalls).hold({
    sagaId: newId('saga'),
    lines: [line, line],
    ttl_ms: 1_000,
    shipTo: { country: 'US', postalCode: '10001' },
  });
  assert.ok(isRefusal(held) && held.code === 'stock-too-low');
});

test('one unit in each of two houses: two are sold, three are refused before payment', async () => {
  const product = await shop.product({ stock: [1, 1] });
  const three = await fillCart(app, [{ ...product, quantity: 3 }]);
  const refused = await initiate(app, first(), { cartId: three });
  assert.equal(refused.status, 409, JSON.stringify(refused.body));
  assert.equal(refused.body.code, 'stock-too-low');
  const { checkoutId } = await openCheckout(app, first(), [{ ...product, quantity: 2 }]);
  const paid = await pay(app, first(), { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  acknowledge(checkoutId, paid);
});

test('a cart taken to checkout 20 times at once is one checkout', async () => {
  const product = await shop.product({ stock: 40 });
  const cartId = await fillCart(app, [product]);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => initiate(app, first(), { cartId })),
  );
  const made = answers.filter(({ status }) => status === 201);
  assert.ok(made.length > 0);
  assert.equal(new Set(made.map(({ body }) => body.checkoutId)).size, 1);
  for (const { status, body } of answers) {
    if (status !== 201) assert.equal(body.code, 'checkout-in-progress', JSON.stringify(body));
  }
  assert.equal(
    await count(
      `select count(*) as n from inventory.reservation r
       join checkout.saga_input i using (saga_id)
       where i.input->>'cartId' = $1 and r.status = 'held'`,
      [cartId],
    ),
    1,
  );
});

for (const [how, keys] of [
  ['by 20 different requests', () => Array.from({ length: 20 }, () => newId('key'))],
  ['by one request sent 20 times', () => Array<string>(20).fill(newId('key'))],
] as const) {
  test(`a checkout paid 20 times at once, ${how}: one order, one capture`, async () => {
    const product = await shop.product({ stock: 40 });
    const { checkoutId } = await openCheckout(app, first(), [product]);
    const answers = await Promise.all(keys().map((key) => pay(app, first(), { checkoutId, key })));
    const good = answers.filter(({ status }) => status === 200);
    assert.ok(good.length > 0, JSON.stringify(answers.map(({ body }) => body)));
    assert.equal(new Set(good.map(({ body }) => body.orderId)).size, 1);
    for (const { status, body } of answers) {
      if (status !== 200) assert.equal(body.code, 'request-in-progress', JSON.stringify(body));
    }
    assert.equal(await captures(checkoutId), 1);
    assert.equal(await ordersOf(checkoutId), 1);
    acknowledge(checkoutId, good[0] as Answer);
  });
}

test('a key is for one request: a repeat gets the same, another body is refused', async () => {
  const product = await shop.product({ stock: 5 });
  const { checkoutId } = await openCheckout(app, first(), [product]);
  const key = newId('key');
  const once = await pay(app, first(), { checkoutId, key });
  assert.equal(once.status, 200, JSON.stringify(once.body));
  acknowledge(checkoutId, once);
  const twice = await pay(app, first(), { checkoutId, key });
  assert.equal(twice.status, 200);
  assert.deepEqual(twice.body, once.body);
  assert.equal(twice.headers['idempotent-replayed'], 'true');
  const other = await pay(app, first(), { checkoutId, key, paymentToken: 'tok_declined' });
  assert.equal(other.status, 422);
  assert.equal(other.body.code, 'idempotency-key-reused');
  // Whoever else has the key has another key.
  const stranger = await pay(app, shoppers[1] as Shopper, { checkoutId, key });
  assert.equal(stranger.status, 404);
  assert.equal(await captures(checkoutId), 1);
});

test('a key that is in flight runs once', async () => {
  const product = await shop.product({ stock: 5 });
  const { checkoutId } = await openCheckout(app, first(), [product]);
  const key = newId('key');
  const paymentToken = 'tok_timeout_success';
  const flight = pay(app, first(), { checkoutId, key, paymentToken });
  const begun = 'select count(*) as n from payments.payment where checkout_id = $1';
  const until = performance.now() + 60_000;
  while ((await count(begun, [checkoutId])) === 0) {
    assert.ok(performance.now() < until, 'nobody asked for the money');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const second = await pay(app, first(), { checkoutId, key, paymentToken });
  assert.equal(second.status, 409, JSON.stringify(second.body));
  assert.equal(second.body.code, 'request-in-progress');
  assert.ok(second.headers['retry-after']);
  const answer = await flight;
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  acknowledge(checkoutId, answer);
  await orderOnce(app, first(), { orderId: answer.body.orderId, status: 'CONFIRMED' });
  assert.equal(await captures(checkoutId), 1);
});

interface Outcome {
  token: string;
  status: number;
  /** Told by the gateway's news before its reply was given up. */
  sooner?: number;
  outcome?: string;
  /** What the order comes to. */
  becomes?: 'CONFIRMED' | 'FAILED';
  method?: string;
}

const outcomes: Outcome[] = [
  { token: 'tok_visa', status: 200, becomes: 'CONFIRMED' },
  { token: 'tok_declined', status: 402, outcome: 'retryable' },
  { token: 'tok_cvc', status: 402, outcome: 'fixable' },
  { token: 'tok_stolen', status: 402, outcome: 'terminal' },
  { token: 'tok_timeout_success', status: 202, becomes: 'CONFIRMED' },
  { token: 'tok_timeout_declined', status: 202, becomes: 'FAILED' },
  { token: 'tok_error_success', status: 202, sooner: 200, becomes: 'CONFIRMED' },
  { token: 'tok_slow', status: 202, becomes: 'CONFIRMED' },
  { token: 'at-the-door', status: 200, becomes: 'CONFIRMED', method: 'COD' },
];

for (const { token, status, sooner, outcome, becomes, method } of outcomes) {
  test(`${token} is answered ${status}${becomes ? ` and ends ${becomes}` : ''}`, async () => {
    const product = await shop.product({ stock: 1 });
    const buyer = first();
    const { checkoutId } = await openCheckout(app, buyer, [product]);
    const of = { checkoutId, paymentToken: token, ...(method ? { paymentMethod: method } : {}) };
    const answer = await pay(app, buyer, of);
    const told = answer.status === sooner ? sooner : status;
    assert.equal(answer.status, told, JSON.stringify(answer.body));
    acknowledge(checkoutId, answer);
    if (becomes) {
      await orderOnce(app, buyer, { orderId: answer.body.orderId, status: becomes });
      return;
    }
    assert.equal(answer.body.code, 'payment-declined');
    assert.equal(answer.body.outcome, outcome);
    const again = await pay(app, buyer, { checkoutId });
    if (outcome === 'terminal') {
      assert.equal(again.status, 409, JSON.stringify(again.body));
      assert.equal(again.body.code, 'checkout-ended');
      assert.equal(await ordersOf(checkoutId), 0);
      await openCheckout(app, buyer, [product]);
      return;
    }
    assert.equal(again.status, 200, JSON.stringify(again.body));
    acknowledge(checkoutId, again);
    assert.equal(await captures(checkoutId), 1);
  });
}

async function atTheBank(verb: 'approve' | 'decline') {
  const product = await shop.product({ stock: 1 });
  const { checkoutId } = await openCheckout(app, first(), [product]);
  const answer = await pay(app, first(), { checkoutId, paymentToken: 'tok_3ds' });
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  acknowledge(checkoutId, answer);
  const { actionUrl, orderId } = answer.body;
  const pressed = await app.post(`/${new URL(actionUrl, app.url).pathname}/${verb}`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.equal(pressed.status, 200, JSON.stringify(pressed.body));
  return { checkoutId, orderId: orderId as string };
}

test('tok_3ds waits for the shopper at the bank, whose yes confirms the order', async () => {
  const { orderId } = await atTheBank('approve');
  await orderOnce(app, first(), { orderId, status: 'CONFIRMED' });
});

test('tok_3ds and a no at the bank: the last unit stays held for another card', async () => {
  const { checkoutId, orderId } = await atTheBank('decline');
  const until = performance.now() + 60_000;
  let answer: Answer;
  do {
    assert.ok(performance.now() < until, 'the bank has said no, and nobody may pay again');
    await new Promise((resolve) => setTimeout(resolve, 100));
    answer = await pay(app, first(), { checkoutId, paymentToken: 'tok_visa' });
  } while (answer.status !== 200);
  assert.equal(answer.body.orderId, orderId);
  await orderOnce(app, first(), { orderId, status: 'CONFIRMED' });
});

test('tok_late_success: money that comes after the decline makes the order after all', async () => {
  const product = await shop.product({ stock: 1 });
  const { checkoutId } = await openCheckout(app, first(), [product]);
  const answer = await pay(app, first(), { checkoutId, paymentToken: 'tok_late_success' });
  assert.equal(answer.status, 402, JSON.stringify(answer.body));
  const until = performance.now() + 60_000;
  let shown: Answer;
  do {
    assert.ok(performance.now() < until, 'no order came of the late capture');
    await new Promise((resolve) => setTimeout(resolve, 100));
    shown = await app.get(`/checkout/${checkoutId}`, { token: first().token });
  } while (shown.body.status !== 'COMPLETED');
  await orderOnce(app, first(), { orderId: shown.body.orderId, status: 'CONFIRMED' });
});

test('tok_late_success of a checkout that was left: the money goes back', async () => {
  const product = await shop.product({ stock: 1 });
  const { checkoutId } = await openCheckout(app, first(), [product]);
  const answer = await pay(app, first(), { checkoutId, paymentToken: 'tok_late_success' });
  assert.equal(answer.status, 402, JSON.stringify(answer.body));
  await leave(app, first(), checkoutId);
  await openCheckout(app, first(), [product]);
});

test('every invariant holds, and every order that a buyer was told about is there', async () => {
  assert.ok(journal.length > ROUNDS);
  await assertTrue(app.databaseUrl, { journal, wait_ms: 60_000 });
});
