import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import { chargeOf, openWorld, sure, until, type World } from '../../test/gateway.ts';
import { beginRefund } from './store-refund.ts';
import { beginPayments, claimDue } from './store.ts';

let world: World;

before(async () => {
  world = await openWorld();
});
after(() => world.stop());
beforeEach(() => world.faults({}));

const charge = async (input: ReturnType<typeof chargeOf>) =>
  sure(await world.payments.charge(input));
const cancel = async (checkoutId: string, attempt = 1) =>
  sure(await world.payments.cancel({ checkoutId, attempt }));
const resolve = async (checkoutId: string, attempt = 1) =>
  sure(await world.payments.resolve({ checkoutId, attempt }));
const statusOf = async (checkoutId: string) => (await world.payment(checkoutId))?.status;
const becomes = (checkoutId: string, status: string, time_ms?: number) =>
  until(async () => (await statusOf(checkoutId)) === status, `becomes ${status}`, time_ms);

function signed(body: string, more: { secret?: string; at_s?: number } = {}) {
  const { secret = 'a-secret-for-webhooks', at_s = Math.floor(Date.now() / 1_000) } = more;
  const mac = createHmac('sha256', secret).update(`${at_s}.${body}`).digest('hex');
  return `t=${at_s},v1=${mac}`;
}

async function post(body: string, signature: string | undefined): Promise<Response> {
  return fetch(`${world.url}/api/v1/webhooks/sandbox`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature ? { 'sandbox-signature': signature } : {}),
    },
    body,
  });
}

function news(paymentRef: string, more: object = {}): string {
  const charge = { state: 'captured', paymentRef, amount_minor: 2_599, currency: 'USD' };
  return JSON.stringify({
    id: newId('gwe'),
    type: 'charge.captured',
    charge: { ...charge, chargeId: newId('gch'), transactionId: newId('gtx'), ...more },
  });
}

test('resolve: absent, then what the gateway has', async () => {
  const input = chargeOf('tok_timeout_success');
  assert.deepEqual(await resolve(input.checkoutId), { outcome: 'absent' });
  await world.faults({ webhooks: 'off' });
  await charge(input);
  const found = await resolve(input.checkoutId);
  assert.equal(found.outcome, 'captured');
  assert.equal((await world.ledger(input.checkoutId)).length, 1);
  // Somebody had been told 'pending' and waits: this may be another caller, so it is news.
  const [, told] = await world.events(input.checkoutId);
  assert.deepEqual([told?.type, told?.payload['settledBy']], ['PAYMENT_COMPLETED', 'poll']);
});

test('an attempt begun and never sent: resolve says absent, a repeat charges', async () => {
  const input = chargeOf('tok_visa');
  const { token: _, ...facts } = input;
  const row = {
    ...facts,
    paymentId: newId('pay'),
    gateway: 'sandbox',
    idemKey: `pay:${input.checkoutId}:1`,
    status: 'INITIATED' as const,
    poll_ms: 60_000,
  };
  await beginPayments(world.db, [row]);
  assert.deepEqual(await resolve(input.checkoutId), { outcome: 'absent' });
  const done = await charge(input);
  assert.deepEqual([done.outcome, done.paymentId], ['captured', row.paymentId]);
});

test('an orphan that nobody repeats is closed at the gateway and fails', async () => {
  const input = chargeOf('tok_visa');
  const { token: _, ...facts } = input;
  await beginPayments(world.db, [
    {
      ...facts,
      paymentId: newId('pay'),
      gateway: 'sandbox',
      idemKey: `pay:${input.checkoutId}:1`,
      status: 'INITIATED',
      poll_ms: 0,
    },
  ]);
  await becomes(input.checkoutId, 'FAILED');
  // The request that was thought lost arrives after all: it does not charge.
  const late = sure(
    await world.sandbox.charge({
      key: `pay:${input.checkoutId}:1`,
      paymentRef: newId('pay'),
      method: 'CARD',
      token: 'tok_visa',
      amount_minor: 2_599,
      currency: 'USD',
    }),
  );
  assert.equal(late.state, 'cancelled');
  assert.equal((await world.ledger(input.checkoutId)).length, 0);
});

test('cancel: before it begins, while it is open, after a decline, and too late', async () => {
  const never = chargeOf('tok_visa');
  assert.deepEqual(await cancel(never.checkoutId), { outcome: 'cancelled' });
  assert.equal((await charge(never)).outcome, 'declined');
  assert.deepEqual(await world.ledger(never.checkoutId), []);

  const slow = chargeOf('tok_slow');
  await charge(slow);
  assert.deepEqual(await cancel(slow.checkoutId), { outcome: 'cancelled' });
  assert.deepEqual(await cancel(slow.checkoutId), { outcome: 'cancelled' });
  assert.deepEqual(
    (await world.events(slow.checkoutId)).map((one) => one.type),
    ['PAYMENT_PENDING', 'PAYMENT_FAILED'],
  );

  const late = chargeOf('tok_late_success');
  await world.faults({ late_ms: 2_000 });
  await charge(late);
  assert.deepEqual(await cancel(late.checkoutId), { outcome: 'cancelled' });
  await new Promise((done) => setTimeout(done, 2_500));
  assert.deepEqual(await world.ledger(late.checkoutId), []);
  assert.equal(await statusOf(late.checkoutId), 'CANCELLED');

  const paid = chargeOf('tok_visa');
  await charge(paid);
  assert.equal((await cancel(paid.checkoutId)).outcome, 'captured');
  await world.assertTrueMoney();
});

test('cancel against a late success, 30 times: cancelled, or captured and told', async () => {
  const ends = new Set<string>();
  // Slower each time, until the machine is quick enough for some to come before the capture.
  for (let late_ms = 250; ends.size < 2 && late_ms <= 16_000; late_ms *= 4) {
    await world.faults({ late_ms });
    const lane = async (_: unknown, n: number) => {
      const input = chargeOf('tok_late_success');
      await charge(input);
      await new Promise((done) => setTimeout(done, late_ms * (0.4 + n * 0.06)));
      const end = await cancel(input.checkoutId);
      const lines = (await world.ledger(input.checkoutId)).length;
      assert.equal(lines, end.outcome === 'captured' ? 1 : 0);
      ends.add(end.outcome);
    };
    await Promise.all(Array.from({ length: 30 }, lane));
  }
  assert.deepEqual([...ends].sort(), ['cancelled', 'captured']);
  await world.assertTrueMoney();
});

test('a late success becomes captured, with an event that wakes checkout', async () => {
  await world.faults({ late_ms: 100 });
  const input = chargeOf('tok_late_success');
  assert.equal((await charge(input)).outcome, 'declined');
  await becomes(input.checkoutId, 'CAPTURED');
  const events = await world.events(input.checkoutId);
  assert.deepEqual(
    events.map((one) => [one.type, one.version, one.payload['settledBy']]),
    [
      ['PAYMENT_FAILED', 1, 'reply'],
      ['PAYMENT_COMPLETED', 2, 'webhook'],
    ],
  );
});

test('refund: in parts, by key, never above what was captured', async () => {
  const { paymentId, ...rest } = await charge(chargeOf('tok_visa'));
  const row = await world.db.row<{ checkoutId: string }>(
    `select checkout_id as "checkoutId" from payment where payment_id = $1`,
    [paymentId],
  );
  const checkoutId = row?.checkoutId ?? '';
  const refund = async (key: string, amount_minor: number) =>
    sure(await world.payments.refund({ checkoutId, paymentId, key, amount_minor, reason: 'test' }));
  assert.equal(rest.outcome, 'captured');
  const first = await refund('a', 600);
  assert.equal(first.status, 'SUCCEEDED');
  assert.deepEqual(await refund('a', 600), first);
  assert.equal((await world.payment(checkoutId))?.status, 'PARTIALLY_REFUNDED');
  assert.equal((await refund('b', 99_999)).status, 'SUCCEEDED');
  assert.equal((await refund('c', 1)).status, 'SUCCEEDED');
  const payment = await world.payment(checkoutId);
  assert.deepEqual([payment?.status, payment?.refunded], ['REFUNDED', 2_599]);
  assert.deepEqual(
    (await world.ledger(checkoutId)).map((line) => [line.kind, line.amount]),
    [
      ['capture', 2_599],
      ['refund', 600],
      ['refund', 1_999],
    ],
  );
  const told = (await world.events(checkoutId)).filter((one) => one.type === 'REFUND_COMPLETED');
  assert.deepEqual(
    told.map((one) => one.payload['amount']),
    [600, 1_999],
  );
  await world.assertTrueMoney();
});

test('refunds at once, of one key and of many: the sum is what was captured', async () => {
  const input = chargeOf('tok_visa');
  const { paymentId } = await charge(input);
  const { checkoutId } = input;
  const wishes = Array.from({ length: 24 }, (_, n) =>
    world.payments.refund({
      checkoutId,
      paymentId,
      key: `key-${n % 8}`,
      amount_minor: 1_000,
      reason: 'race',
    }),
  );
  await Promise.all(wishes);
  await until(async () => (await world.payment(checkoutId))?.status === 'REFUNDED', 'all back');
  const back = (await world.ledger(checkoutId)).filter((line) => line.kind === 'refund');
  assert.equal(
    back.reduce((sum, line) => sum + line.amount, 0),
    2_599,
  );
  await world.assertTrueMoney();
});

test('a refund that waited for another one is promised what that one left', async () => {
  const input = chargeOf('tok_visa');
  const { paymentId } = await charge(input);
  const { checkoutId } = input;
  const made = { orderId: null, reason: 'race', firstTry_ms: 0, whole: false };
  const begin = (key: string, amount_minor: number) => (tx: Sql) =>
    beginRefund(tx, { ...made, refundId: newId('rfd'), paymentId, key, amount_minor });
  let second: ReturnType<typeof beginRefund> | undefined;
  await world.db.tx(async (tx) => {
    assert.equal((await begin('first', 600)(tx))?.amount_minor, 600);
    second = world.db.tx(begin('second', 99_999));
    await until(async () => (await world.db.rows(WAITING)).length > 0, 'the second one waits');
  });
  assert.equal((await second)?.amount_minor, 1_999);
  await until(async () => (await world.payment(checkoutId))?.status === 'REFUNDED', 'all back');
  await world.assertTrueMoney();
});

const WAITING = `select w.pid from pg_locks w join pg_locks t using (pid)
  where not w.granted and t.relation = 'payment'::regclass`;

test('a refund whose reply is lost is pending, then done once', async () => {
  const input = chargeOf('tok_visa');
  const { paymentId } = await charge(input);
  const { checkoutId } = input;
  await world.faults({ timeoutRate: 1, hang_ms: 5_000 });
  const wish = { checkoutId, paymentId, key: 'lost', amount_minor: 2_599, reason: 'test' };
  const made = sure(await world.payments.refund(wish));
  // Asked again with the same key the gateway answers at once, so this may be known already.
  assert.ok(['PENDING', 'SUCCEEDED'].includes(made.status));
  await world.faults({});
  await until(async () => (await world.payment(checkoutId))?.status === 'REFUNDED', 'refunded');
  assert.equal((await world.ledger(checkoutId)).length, 2);
  await world.assertTrueMoney();
});

test('a refund that the gateway is too broken for is taken up by the task', async () => {
  const input = chargeOf('tok_visa');
  const { paymentId } = await charge(input);
  await world.faults({ latency_ms: 3_300 });
  const { checkoutId } = input;
  const wish = { checkoutId, paymentId, key: 'later', amount_minor: 100, reason: 'test' };
  assert.equal(sure(await world.payments.refund(wish)).status, 'PENDING');
  assert.equal((await world.payment(checkoutId))?.refunded, 0);
  await world.faults({});
  await until(async () => (await world.payment(checkoutId))?.refunded === 100, 'refunded', 60_000);
  await world.assertTrueMoney();
});

test('refund refusals: no such payment, another checkout, nothing captured', async () => {
  const input = chargeOf('tok_declined');
  const { paymentId } = await charge(input);
  const wish = { checkoutId: input.checkoutId, key: 'k', amount_minor: 1, reason: 'test' };
  const nothing = await world.payments.refund({ ...wish, paymentId });
  assert.ok(isRefusal(nothing) && nothing.code === 'payment-not-captured');
  const other = await world.payments.refund({ ...wish, paymentId, checkoutId: newId('chk') });
  assert.ok(isRefusal(other) && other.code === 'payment-not-found');
});

test('a refund that the gateway refuses stays pending, with a break and one event', async () => {
  const input = chargeOf('tok_visa');
  const { paymentId } = await charge(input);
  const { checkoutId } = input;
  const key = `pay:${checkoutId}:1`;
  await world.bank.run(`update charge set state = 'declined' where key = $1`, [key]);
  const wish = { checkoutId, paymentId, key: 'no', amount_minor: 100, reason: 'test' };
  for (let n = 0; n < 3; n += 1) {
    assert.equal(sure(await world.payments.refund(wish)).status, 'PENDING');
  }
  const told = (await world.events(checkoutId)).filter((one) => one.type === 'REFUND_FAILED');
  assert.equal(told.length, 1);
  const breaks = await world.db.rows<{ kind: string }>(
    `select kind from settlement_break where payment_id = $1`,
    [paymentId],
  );
  assert.equal(breaks.length, 1);
  assert.match(breaks[0]?.kind ?? '', /^refund-refused:rfd_/);
  await world.bank.run(`update charge set state = 'captured' where key = $1`, [key]);
  await world.db.run(`update refund set next_try_at = now() where payment_id = $1`, [paymentId]);
  await until(async () => (await world.payment(checkoutId))?.refunded === 100, 'refunded');
  await world.assertTrueMoney();
});

test('a cancelled order gives its money back in full, told once or twice', async () => {
  const input = chargeOf('tok_visa');
  const { paymentId } = await charge(input);
  const { checkoutId } = input;
  const order = { orderId: newId('ord'), paymentId, checkoutId };
  await world.cancelOrder(order);
  await until(async () => (await world.payment(checkoutId))?.status === 'REFUNDED', 'refunded');
  const told = (await world.events(checkoutId)).find((one) => one.type === 'REFUND_COMPLETED');
  assert.equal(told?.payload['orderId'], order.orderId);
  await world.assertTrueMoney();
});

test('webhook: duplicates, the other way round, and while the reply is on its way', async () => {
  await world.faults({ webhooks: 'duplicate', hang_ms: 0 });
  const inputs = ['tok_visa', 'tok_timeout_success', 'tok_error_success'].map((token) =>
    chargeOf(token),
  );
  await Promise.all(inputs.map(charge));
  for (const { checkoutId } of inputs) await becomes(checkoutId, 'CAPTURED');
  const sent = async () =>
    world.bank.row<{ waiting: number; done: number }>(
      `select count(*) filter (where delivered_at is null)::int as waiting,
         count(delivered_at)::int as done from webhook_out`,
    );
  await until(async () => (await sent())?.waiting === 0, 'all delivered');
  for (const { checkoutId } of inputs) {
    const done = (await world.events(checkoutId)).filter((one) => one.type === 'PAYMENT_COMPLETED');
    assert.equal(done.length, 1);
  }
  await world.assertTrueMoney();
});

test('webhook: forged, old, changed, unreadable ones are refused and change nothing', async () => {
  const input = chargeOf('tok_declined');
  const { paymentId } = await charge(input);
  const body = news(paymentId);
  const now_s = Math.floor(Date.now() / 1_000);
  const bad: [string, string | undefined][] = [
    [body, undefined],
    [body, 'nonsense'],
    [body, signed(body, { secret: 'another-secret-altogether' })],
    [body, signed(body, { at_s: now_s - 301 })],
    [body, signed(body, { at_s: now_s + 310 })],
    [`${body} `, signed(body)],
    [body, signed(body).replace(/t=\d+/, `t=${now_s - 1}`)],
    ['{"id":"x"}', signed('{"id":"x"}')],
    ['no json', signed('no json')],
  ];
  for (const [text, signature] of bad) {
    const answer = await post(text, signature);
    assert.equal(answer.status, 400, `${signature}`);
    assert.equal(((await answer.json()) as { code: string }).code, 'webhook-refused');
  }
  assert.equal(await statusOf(input.checkoutId), 'FAILED');
});

test('webhook: a replay changes nothing more; wrong money is kept as a break', async () => {
  const input = chargeOf('tok_3ds');
  const { paymentId } = await charge(input);
  const wrong = news(paymentId, { amount_minor: 1 });
  assert.equal((await post(wrong, signed(wrong))).status, 204);
  assert.equal(await statusOf(input.checkoutId), 'ACTION');
  const declined = news(paymentId, {
    state: 'declined',
    declineCode: 'no',
    declineClass: 'terminal',
  });
  for (let n = 0; n < 3; n += 1) assert.equal((await post(declined, signed(declined))).status, 204);
  const events = await world.events(input.checkoutId);
  assert.deepEqual(
    events.map((one) => one.type),
    ['PAYMENT_PENDING', 'PAYMENT_FAILED'],
  );
});

test('webhook about a payment that is not ours is parked, once', async () => {
  const body = news(newId('pay'));
  for (let n = 0; n < 2; n += 1) assert.equal((await post(body, signed(body))).status, 204);
  const rows = await world.db.rows(`select 1 from parked_webhook where webhook_id = $1`, [
    `sandbox:${(JSON.parse(body) as { id: string }).id}`,
  ]);
  assert.equal(rows.length, 1);
});

test('pollers at once: a due attempt is claimed by one of them', async () => {
  const input = chargeOf('tok_slow');
  await world.faults({ slow_ms: 60_000 });
  await charge(input);
  await world.db.run(`update payment set next_poll_at = now() where checkout_id = $1`, [
    input.checkoutId,
  ]);
  const claims = await Promise.all([1, 2, 3, 4].map(() => claimDue(world.db, 100, 60_000)));
  const mine = claims.flat().filter((row) => row.checkoutId === input.checkoutId);
  assert.ok(mine.length <= 1);
});

test('3-D Secure: approved at the page, captured by its webhook', async () => {
  const input = chargeOf('tok_3ds');
  const asked = await charge(input);
  assert.equal(asked.outcome, 'action');
  const url = `${world.url}${asked.actionUrl}`;
  const page = await fetch(`${url}?return=/orders/1`);
  const html = await page.text();
  assert.equal(page.status, 200);
  assert.match(html, /\$25\.99/);
  assert.match(html, /Approve/);
  assert.match(page.headers.get('content-security-policy') ?? '', /style-src 'sha256-/);
  const form = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
  const done = await fetch(`${url}/approve?return=/orders/1`, form);
  assert.equal(done.status, 200);
  assert.match(await done.text(), /Payment approved[\s\S]*href="\/orders\/1"/);
  await becomes(input.checkoutId, 'CAPTURED');
  // A second press, or the other button, decides nothing any more.
  const late = await fetch(`${url}/decline`, form);
  assert.match(await late.text(), /Payment approved/);
  assert.equal((await world.ledger(input.checkoutId)).length, 1);
  assert.equal((await fetch(`${url}?return=//evil.test`)).status, 422);
});

test('3-D Secure: nobody comes to the page, and the attempt ends', async () => {
  const input = chargeOf('tok_3ds');
  const { actionUrl } = await charge(input);
  await world.db.run(
    `update payment set created_at = now() - interval '16 minutes', next_poll_at = now()
     where checkout_id = $1`,
    [input.checkoutId],
  );
  await becomes(input.checkoutId, 'FAILED');
  const html = await (await fetch(`${world.url}${actionUrl}`)).text();
  assert.match(html, /This payment is over/);
});

test('admin: the list pages, the detail shows journal and refunds, others may not', async () => {
  const input = chargeOf('tok_visa');
  const { paymentId } = await charge(input);
  const get = (path: string, token?: string) =>
    fetch(`${world.url}${path}`, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  assert.equal((await get('/api/v1/admin/payments')).status, 401);
  const first = (await (await get('/api/v1/admin/payments?limit=2', world.admin)).json()) as {
    data: { paymentId: string }[];
    nextCursor: string;
  };
  assert.equal(first.data[0]?.paymentId, paymentId);
  const next = await get(`/api/v1/admin/payments?limit=2&cursor=${first.nextCursor}`, world.admin);
  const second = (await next.json()) as typeof first;
  assert.ok((second.data[0]?.paymentId ?? '') < (first.data[1]?.paymentId ?? ''));
  assert.equal((await get('/api/v1/admin/payments?cursor=x', world.admin)).status, 422);
  const found = await get(`/api/v1/admin/payments/${paymentId}`, world.admin);
  const detail = (await found.json()) as { captured: number; journal: { amount: number }[] };
  assert.equal(detail.captured, 25.99);
  assert.deepEqual(detail.journal.map((line) => line.amount).sort(), [-25.99, 25.99]);
  assert.equal((await get('/sandbox/ledger')).status, 401);
  const ledger = (await (
    await get(`/sandbox/ledger?paymentRef=${paymentId}`, world.admin)
  ).json()) as { data: { kind: string; amount: number }[] };
  assert.deepEqual(
    ledger.data.map((line) => [line.kind, line.amount]),
    [['capture', 25.99]],
  );
  const { payments } = sure(await world.payments.ofCheckout({ checkoutId: input.checkoutId }));
  assert.deepEqual(
    payments.map((one) => one.status),
    ['CAPTURED'],
  );
});
