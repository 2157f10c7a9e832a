// What reaches the shop from the sandbox gateway by itself: UPI answers, refunds by hand,
// chargebacks, news before their time, and secrets that change.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { chargeOf, openWorld, sure, until, type World } from '../../test/gateway.ts';
import { beginPayments } from './store.ts';

const secrets = ['the-new-secret-of-news', 'the-old-secret-of-news'] as const;
let world: World;

before(async () => {
  world = await openWorld({ sandboxWebhookSecret: secrets.join(',') });
});
after(() => world.stop());
beforeEach(() => world.faults({}));

const charge = async (input: ReturnType<typeof chargeOf>) =>
  sure(await world.payments.charge(input));
const statusOf = async (checkoutId: string) => (await world.payment(checkoutId))?.status;
const becomes = (checkoutId: string, status: string) =>
  until(async () => (await statusOf(checkoutId)) === status, `becomes ${status}`, 60_000);

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${world.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function tell(body: string, secret: string = secrets[0]) {
  const time = Math.floor(Date.now() / 1_000);
  const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return post('/api/v1/webhooks/sandbox', body, { 'sandbox-signature': `t=${time},v1=${mac}` });
}

function news(paymentRef: string, more: object = {}): string {
  const charge = { state: 'captured', paymentRef, amount_minor: 2_599, currency: 'USD' };
  const named = { transactionId: newId('gtx') };
  return JSON.stringify({
    id: newId('gwe'),
    type: 'charge.captured',
    charge: { ...charge, ...named, ...more },
  });
}

test('UPI: approved in the app, declined there, or never answered', async () => {
  await world.faults({ upi_ms: 300 });
  const ends = {
    tok_upi_approve: ['CAPTURED', undefined],
    tok_upi_decline: ['FAILED', 'upi_declined'],
    tok_upi_expire: ['FAILED', 'upi_expired'],
  } as const;
  for (const [token, [status, code]] of Object.entries(ends)) {
    const input = chargeOf(token, { method: 'UPI', currency: 'INR' });
    const first = await charge(input);
    assert.deepEqual([first.outcome, typeof first.actionUrl], ['action', 'string'], token);
    await becomes(input.checkoutId, status);
    const last = await charge(input);
    assert.deepEqual(last.declineCode, code, token);
  }
  await world.assertTrueMoney();
});

test('a secret that changes: the new and the old are believed, no other', async () => {
  for (const secret of secrets) {
    const input = chargeOf('tok_3ds');
    const { paymentId } = await charge(input);
    assert.equal((await tell(news(paymentId, { state: 'declined' }), secret)).status, 204);
    assert.equal(await statusOf(input.checkoutId), 'FAILED');
  }
  assert.equal((await tell(news(newId('pay')), 'a-secret-of-nobody-here')).status, 400);
});

test('news of an unknown payment: parked, and adopted when it appears', async () => {
  const input = chargeOf('tok_3ds');
  const paymentId = newId('pay');
  const body = news(paymentId, { state: 'declined', declineCode: 'late' });
  for (let n = 0; n < 3; n += 1) assert.equal((await tell(body)).status, 204);
  const { token: _, ...facts } = input;
  const idemKey = `pay:${input.checkoutId}:1`;
  const row = { ...facts, paymentId, gateway: 'sandbox', idemKey, status: 'INITIATED' as const };
  await beginPayments(world.db, [{ ...row, poll_ms: 600_000 }]);
  await becomes(input.checkoutId, 'FAILED');
  const parked = await world.db.rows<{ adopted: boolean }>(
    `select adopted_at is not null as adopted from parked_webhook where payment_id = $1`,
    [paymentId],
  );
  assert.deepEqual(parked, [{ adopted: true }]);
});

test('a refund by hand before the capture is known: kept, and taken afterwards', async () => {
  await world.faults({ webhooks: 'off', hang_ms: 3_300 });
  const input = chargeOf('tok_timeout_success');
  const pending = world.payments.charge(input);
  await until(async () => (await world.ledger(input.checkoutId)).length === 1, 'captured there');
  const row = await world.payment(input.checkoutId);
  const paymentRef = row?.paymentId ?? '';
  const made = await post('/sandbox/desk/refunds', { paymentRef, amount_minor: 599 });
  assert.equal(made.status, 201, await made.text());
  await pending;
  await until(
    async () => (await world.payment(input.checkoutId))?.refunded === 599,
    'the refund is booked',
  );
  assert.equal(await statusOf(input.checkoutId), 'PARTIALLY_REFUNDED');
  const rows = await world.db.rows<{ kind: string; over: boolean }>(
    `select split_part(kind, ':', 1) as kind, resolved_at is not null as over
     from settlement_break where payment_id = $1`,
    [paymentRef],
  );
  assert.deepEqual(rows, [{ kind: 'refund-at-gateway', over: true }]);
  await world.assertTrueMoney();
});

test('a chargeback and its end: one row, a break that closes, an event for each', async () => {
  const input = chargeOf('tok_visa');
  const { paymentId: paymentRef } = await charge(input);
  const opened = await post('/sandbox/desk/disputes', { paymentRef, status: 'needs_response' });
  const { disputeId } = (await opened.json()) as { disputeId: string };
  const told = async () =>
    (await world.events(input.checkoutId)).filter((one) => one.type === 'PAYMENT_DISPUTED');
  await until(async () => (await told()).length === 1, 'told');
  await post('/sandbox/desk/disputes', { paymentRef, disputeId, status: 'lost' });
  await until(async () => (await told()).length === 2, 'told again');
  // Old news of the same case change nothing.
  await post('/sandbox/desk/disputes', { paymentRef, disputeId, status: 'needs_response' });
  const get = await fetch(`${world.url}/api/v1/admin/payments/${paymentRef}`, {
    headers: { authorization: `Bearer ${world.admin}` },
  });
  const detail = (await get.json()) as {
    chargebacks: { status: string; won: boolean; amount: number }[];
    breaks: { kind: string; resolvedAt: string | null }[];
  };
  assert.deepEqual(
    detail.chargebacks.map((one) => [one.status, one.won, one.amount]),
    [['lost', false, 25.99]],
  );
  const [one] = detail.breaks;
  assert.ok(one?.kind === `chargeback:${disputeId}` && one.resolvedAt !== null);
  await world.assertTrueMoney();
});
