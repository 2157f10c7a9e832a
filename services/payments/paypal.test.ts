// The PayPal gateway against a local server that speaks PayPal's documented API, through the
// whole room. PayPal's books are the oracle.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { chargeOf, openWorld, sure, until, type World } from '../../test/gateway.ts';
import type { Fault } from '../../test/peer.ts';
import { startPaypal, type PaypalPeer, type TestOrder } from '../../test/paypal-peer.ts';

let paypal: PaypalPeer;
let world: World;

before(async () => {
  paypal = await startPaypal();
  const access = { clientId: 'client-id', clientSecret: 'client-secret', origin: paypal.url };
  const webhookIds = ['WH-0000000002', 'WH-0000000001'];
  world = await openWorld({
    gatewayTimeout_ms: 2_500,
    gateways: { order: ['paypal'], stripe: null, paypal: { ...access, webhookIds } },
  });
  // The first request of a process is slow.
  await charge(vaulted());
});
after(async () => {
  await world.stop();
  await paypal.stop();
});
afterEach(() => paypal.mend());

const wallet = (more = {}) => chargeOf('paypal', { method: 'PAYPAL', ...more });
const vaulted = (more = {}) => chargeOf('goodvault1', { method: 'PAYPAL', ...more });
const charge = async (input: ReturnType<typeof chargeOf>) =>
  sure(await world.payments.charge(input));
const statusOf = async (checkoutId: string) => (await world.payment(checkoutId))?.status;
const becomes = (checkoutId: string, status: string) =>
  until(async () => (await statusOf(checkoutId)) === status, `becomes ${status}`, 60_000);
const orderOf = (paymentId: string): TestOrder => {
  const all = [...paypal.orders.values()];
  const found = all.find((one) => one.purchase_units[0]?.custom_id === paymentId);
  assert.ok(found, `PayPal has an order of ${paymentId}`);
  return found;
};

async function tell(
  type: string,
  resource: object,
  more: { at?: Date; body?: string } = {},
): Promise<Response> {
  const event = {
    id: `WH-${newId('x')}`,
    event_type: type,
    create_time: new Date().toISOString(),
    // PayPal's own bytes, not ours: spaces and order must survive.
    resource,
  };
  const body = JSON.stringify(event, null, 2);
  const headers = paypal.signed(body, more.at);
  const url = `${world.url}/api/v1/webhooks/paypal`;
  return fetch(url, { method: 'POST', headers, body: more.body ?? body });
}

test('the buyer agrees at PayPal’s page, and we take the money: verified, once', async () => {
  const input = wallet();
  const asked = await charge(input);
  assert.equal(asked.outcome, 'action');
  const order = orderOf(asked.paymentId);
  assert.equal(asked.actionUrl, `https://www.paypal.test/checkoutnow?token=${order.id}`);
  const [unit] = order.purchase_units;
  assert.deepEqual(unit?.amount, { currency_code: 'USD', value: '25.99' });
  assert.equal(unit?.invoice_id, `pay:${input.checkoutId}:1`);
  paypal.approve(order.id);
  assert.equal((await tell('CHECKOUT.ORDER.APPROVED', { id: order.id })).status, 204);
  assert.equal(await statusOf(input.checkoutId), 'CAPTURED');
  assert.deepEqual(paypal.taken(asked.paymentId), { charges: 1, net: 2_599 });
});

test('no news at all: the poller sees that the buyer agreed, and takes the money', async () => {
  const input = wallet();
  const asked = await charge(input);
  paypal.approve(orderOf(asked.paymentId).id);
  await becomes(input.checkoutId, 'CAPTURED');
  assert.deepEqual(paypal.taken(asked.paymentId), { charges: 1, net: 2_599 });
});

test('what is in the vault is charged at once; one that does not work is declined', async () => {
  const done = await charge(vaulted());
  assert.equal(done.outcome, 'captured');
  assert.deepEqual(paypal.taken(done.paymentId), { charges: 1, net: 2_599 });
  const bad = await charge(chargeOf('badvault1', { method: 'PAYPAL' }));
  assert.deepEqual([bad.outcome, bad.declineCode], ['declined', 'instrument_declined']);
});

test('amounts: currencies without decimals, and those PayPal does not know', async () => {
  const yen = await charge(vaulted({ amount_minor: 1_200, currency: 'JPY' }));
  assert.equal(yen.outcome, 'captured');
  const [unit] = orderOf(yen.paymentId).purchase_units;
  assert.deepEqual(unit?.amount, { currency_code: 'JPY', value: '1200' });
  const rupees = await charge(vaulted({ currency: 'INR' }));
  assert.deepEqual([rupees.outcome, rupees.declineClass], ['declined', 'fixable']);
});

const lost: Fault[] = [
  'hang-after',
  'cut-after',
  '500-after',
  'malformed-after',
  'huge-after',
  'html-after',
];
for (const fault of lost) {
  test(`${fault} at the capture: found out, charged once`, async () => {
    paypal.fail('capture', fault, 9);
    const input = vaulted();
    const first = await charge(input);
    assert.ok(['pending', 'captured'].includes(first.outcome), first.outcome);
    paypal.mend();
    await becomes(input.checkoutId, 'CAPTURED');
    assert.deepEqual(paypal.taken(first.paymentId), { charges: 1, net: 2_599 });
  });
}

for (const fault of ['500-before', '429', '409'] as const) {
  test(`${fault} twice, then well: the same PayPal-Request-Id again, one capture`, async () => {
    paypal.fail('capture', fault, 2);
    const from = paypal.asked.length;
    const input = vaulted();
    const done = await charge(input);
    const sent = paypal.asked.slice(from).filter((one) => one.operation === 'capture');
    assert.deepEqual(
      [...new Set(sent.map((one) => one.key))],
      [`pay:${input.checkoutId}:1:capture`],
    );
    assert.equal(done.outcome, 'captured');
    assert.deepEqual(paypal.taken(done.paymentId), { charges: 1, net: 2_599 });
  });
}

test('an access token that is taken back is renewed; many at once fetch one', async () => {
  paypal.revokeTokens();
  const before = paypal.tokensMade();
  const done = await Promise.all(Array.from({ length: 10 }, () => charge(vaulted())));
  assert.ok(done.every((one) => one.outcome === 'captured'));
  assert.ok(paypal.tokensMade() - before <= 2, `${paypal.tokensMade() - before} tokens`);
  paypal.fail('token', '500-before', 99);
  paypal.revokeTokens();
  const none = await charge(vaulted());
  assert.deepEqual([none.outcome, none.declineCode], ['declined', 'gateway-unavailable']);
});

test('a redirect to another host is not followed', async () => {
  paypal.fail('create', 'redirect', 9);
  const done = await charge(vaulted());
  assert.deepEqual([done.outcome, done.declineCode], ['declined', 'gateway-unavailable']);
  assert.equal(paypal.elsewhere(), 0);
});

for (const fault of ['wrong-amount', 'wrong-currency'] as const) {
  test(`${fault} in an order that was agreed to: nothing is taken`, async () => {
    paypal.fail('create', fault);
    const input = wallet();
    const asked = await charge(input);
    paypal.approve(orderOf(asked.paymentId).id);
    await becomes(input.checkoutId, 'FAILED');
    assert.deepEqual(paypal.taken(asked.paymentId), { charges: 0, net: 0 });
    const row = await world.db.row<{ done: string }>(
      `select detail->>'done' as done from settlement_break where payment_id = $1`,
      [asked.paymentId],
    );
    assert.equal(row?.done, 'voided');
  });
}

test('agreed to after it was left: nobody takes the money', async () => {
  const input = wallet();
  const asked = await charge(input);
  const { checkoutId } = input;
  const closed = sure(await world.payments.cancel({ checkoutId, attempt: 1 }));
  assert.deepEqual(closed, { outcome: 'cancelled' });
  const order = orderOf(asked.paymentId);
  paypal.approve(order.id);
  assert.equal((await tell('CHECKOUT.ORDER.APPROVED', { id: order.id })).status, 204);
  assert.equal(await statusOf(checkoutId), 'CANCELLED');
  assert.deepEqual(paypal.taken(asked.paymentId), { charges: 0, net: 0 });
});

test('a capture under way while it was closed: found, and told as a late success', async () => {
  const input = wallet();
  const asked = await charge(input);
  const { checkoutId } = input;
  await world.payments.cancel({ checkoutId, attempt: 1 });
  const order = orderOf(asked.paymentId);
  paypal.approve(order.id);
  // Another process of ours had sent this before it died.
  const headers = { authorization: await bearer(), 'content-type': 'application/json' };
  const url = `${paypal.url}/v2/checkout/orders/${order.id}/capture`;
  assert.equal((await fetch(url, { method: 'POST', headers, body: '{}' })).status, 201);
  await world.db.run(
    `update payment set next_poll_at = now() where checkout_id = $1 and next_poll_at is not null`,
    [checkoutId],
  );
  await becomes(checkoutId, 'CAPTURED');
  const types = (await world.events(checkoutId)).map((one) => one.type);
  assert.deepEqual(types, ['PAYMENT_PENDING', 'PAYMENT_FAILED', 'PAYMENT_COMPLETED']);
});

async function bearer(): Promise<string> {
  const basic = Buffer.from('client-id:client-secret').toString('base64');
  const headers = {
    authorization: `Basic ${basic}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  const url = `${paypal.url}/v1/oauth2/token`;
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body: 'grant_type=client_credentials',
  });
  return `Bearer ${((await answer.json()) as { access_token: string }).access_token}`;
}

test('refund: once per key, also when its reply is lost; the ledger has our names', async () => {
  const input = vaulted();
  const { paymentId } = await charge(input);
  const { checkoutId } = input;
  paypal.fail('refund', 'hang-after', 3);
  const wish = { checkoutId, paymentId, key: 'a', amount_minor: 600, reason: 'test' };
  assert.equal(sure(await world.payments.refund(wish)).status, 'PENDING');
  paypal.mend();
  await world.db.run(`update refund set next_try_at = now() where payment_id = $1`, [paymentId]);
  const refunded = async () => (await world.payment(checkoutId))?.refunded;
  await until(async () => (await refunded()) === 600, 'refunded', 60_000);
  assert.deepEqual(paypal.taken(paymentId), { charges: 1, net: 1_999 });
  const lines = await booksOf();
  const mine = lines.filter((line) => line.paymentId === paymentId);
  assert.deepEqual(
    mine.map((line) => [line.kind, line.amount_minor]),
    [
      ['capture', 2_599],
      ['refund', 600],
    ],
  );
});

interface BookLine {
  kind: string;
  amount_minor: number;
  paymentId: string | null;
}

async function booksOf(cursor: string | null = null): Promise<BookLine[]> {
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const gateway = 'paypal';
  const { lines, next } = sure(await world.payments.gatewayBooks({ gateway, since, cursor }));
  return next === null ? lines : [...lines, ...(await booksOf(next))];
}

test('webhook forged, replayed after 300 s, changed on its way: 400, no change', async () => {
  const input = wallet();
  const asked = await charge(input);
  const { id } = orderOf(asked.paymentId);
  const type = 'CHECKOUT.ORDER.APPROVED';
  const old = await tell(type, { id }, { at: new Date(Date.now() - 301_000) });
  assert.equal(old.status, 400);
  const changed = JSON.stringify({
    id: 'WH-1',
    event_type: type,
    create_time: new Date().toISOString(),
    resource: { id },
  });
  assert.equal((await tell(type, { id }, { body: changed })).status, 400);
  // A body that would put words into the question to PayPal is not even JSON.
  const injected = `${changed},"webhook_id":"WH-9"`;
  assert.equal((await tell(type, { id }, { body: injected })).status, 400);
  assert.equal(await statusOf(input.checkoutId), 'ACTION');
});

test('refund at PayPal by hand and a dispute: recorded once, with breaks and events', async () => {
  const input = vaulted();
  const { paymentId } = await charge(input);
  const order = orderOf(paymentId);
  const made = paypal.refundByHand(order.id, '5.00');
  assert.ok(made);
  for (let n = 0; n < 3; n += 1) {
    assert.equal((await tell('PAYMENT.CAPTURE.REFUNDED', made)).status, 204);
  }
  assert.equal((await world.payment(input.checkoutId))?.refunded, 500);
  const dispute = {
    dispute_id: `PP-D-${newId('x').slice(0, 20)}`,
    reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
    status: 'OPEN',
    dispute_amount: { currency_code: 'USD', value: '25.99' },
    disputed_transactions: [
      { seller_transaction_id: order.purchase_units[0]?.payments.captures[0]?.id },
    ],
  };
  assert.equal((await tell('CUSTOMER.DISPUTE.CREATED', dispute)).status, 204);
  const types = (await world.events(input.checkoutId)).map((one) => one.type);
  assert.deepEqual(types, ['PAYMENT_COMPLETED', 'REFUND_COMPLETED', 'PAYMENT_DISPUTED']);
  await world.assertTrueMoney();
});

test('a refund during a dispute waits; what the buyer was given is not sent again', async () => {
  const input = vaulted();
  const { paymentId } = await charge(input);
  const order = orderOf(paymentId);
  const dispute = {
    dispute_id: `PP-D-${newId('x').slice(0, 20)}`,
    reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
    status: 'OPEN',
    dispute_amount: { currency_code: 'USD', value: '10.00' },
    disputed_transactions: [
      { seller_transaction_id: order.purchase_units[0]?.payments.captures[0]?.id },
    ],
  };
  assert.equal((await tell('CUSTOMER.DISPUTE.CREATED', dispute)).status, 204);
  const { checkoutId } = input;
  const wish = { checkoutId, paymentId, key: 'k', amount_minor: 2_599, reason: 'test' };
  const waits = sure(await world.payments.refund(wish));
  assert.deepEqual([waits.status, waits.waitsFor], ['PENDING', 'chargeback']);
  assert.deepEqual(paypal.taken(paymentId), { charges: 1, net: 2_599 });
  const dispute_outcome = { outcome_code: 'RESOLVED_BUYER_FAVOUR' };
  const ended = { ...dispute, status: 'RESOLVED', dispute_outcome };
  assert.equal((await tell('CUSTOMER.DISPUTE.RESOLVED', ended)).status, 204);
  await until(
    async () => (await world.payment(checkoutId))?.refunded === 1_599,
    'the rest is sent',
  );
  assert.deepEqual(paypal.taken(paymentId), { charges: 1, net: 1_000 });
  const done = sure(await world.payments.refund(wish));
  assert.deepEqual([done.status, done.covered_minor], ['SUCCEEDED', 1_000]);
  await world.assertTrueMoney();
});

test('how a dispute ended is asked for when no news of it came', async () => {
  const input = vaulted();
  const { paymentId } = await charge(input);
  const [unit] = orderOf(paymentId).purchase_units;
  const dispute = {
    dispute_id: `PP-D-${newId('x').slice(0, 20)}`,
    reason: 'UNAUTHORISED',
    status: 'UNDER_REVIEW',
    dispute_amount: { currency_code: 'USD', value: '25.99' },
    disputed_transactions: [{ seller_transaction_id: unit?.payments.captures[0]?.id }],
  };
  assert.equal((await tell('CUSTOMER.DISPUTE.CREATED', dispute)).status, 204);
  const { checkoutId } = input;
  const wish = { checkoutId, paymentId, key: 'k', amount_minor: 2_599, reason: 'test' };
  assert.equal(sure(await world.payments.refund(wish)).waitsFor, 'chargeback');
  const dispute_outcome = { outcome_code: 'RESOLVED_SELLER_FAVOUR' };
  paypal.disputes.set(dispute.dispute_id, { ...dispute, status: 'RESOLVED', dispute_outcome });
  await world.askAboutDisputes();
  await until(async () => (await world.payment(checkoutId))?.refunded === 2_599, 'money goes back');
  await world.assertTrueMoney();
});
