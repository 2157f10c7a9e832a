import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openWorld, sure, until, type World } from '../../test/gateway.ts';
import { sandboxCalls } from './contract.ts';

let world: World;

before(async () => {
  world = await openWorld();
});
after(() => world.stop());
beforeEach(() => world.faults({}));

function request(token: string, more: { key?: string; amount_minor?: number } = {}) {
  return {
    key: newId('k'),
    paymentRef: newId('pay'),
    method: 'CARD',
    token,
    amount_minor: 1_000,
    currency: 'EUR',
    ...more,
  };
}

const linesOf = (key: string) =>
  world.bank.rows<{ kind: string; amount: number }>(
    `select kind, amount_minor as amount from gateway_txn where charge_key = $1 order by txn_id`,
    [key],
  );

test('same key and facts: same answer, one line; other facts: refused', async () => {
  const one = request('tok_visa');
  const first = sure(await world.sandbox.charge(one));
  assert.deepEqual(await world.sandbox.charge(one), first);
  const other = await world.sandbox.charge({ ...one, amount_minor: 999 });
  assert.ok(isRefusal(other) && other.code === 'sandbox-key-reused');
  assert.deepEqual(await linesOf(one.key), [{ kind: 'capture', amount: 1_000 }]);
});

test('one key 50 times at once, in a crowd: one line each', async () => {
  const [mine, ...others] = Array.from({ length: 100 }, () => request('tok_visa'));
  assert.ok(mine);
  const all = [...others, ...Array.from({ length: 50 }, () => mine)];
  const answers = await Promise.all(all.map((one) => world.sandbox.charge(one)));
  assert.ok(answers.every((one) => sure(one).state === 'captured'));
  assert.equal(new Set(answers.map((one) => sure(one).transactionId)).size, 100);
  for (const one of all.slice(90, 110)) assert.equal((await linesOf(one.key)).length, 1);
});

test('a lost reply: the outcome is in the ledger while the call still hangs', async () => {
  await world.faults({ hang_ms: 3_000, webhooks: 'off' });
  const one = request('tok_timeout_success');
  let over = false;
  const call = world.sandbox.charge(one).then(() => (over = true));
  await until(async () => (await linesOf(one.key)).length === 1, 'is in the ledger');
  assert.equal(over, false);
  await call;
  const broken = request('tok_error_success');
  await assert.rejects(world.sandbox.charge(broken), { code: 'sandbox-trouble' });
  assert.equal((await linesOf(broken.key)).length, 1);
  const { state } = sure(await world.sandbox.query({ key: broken.key }));
  assert.equal(state, 'captured');
});

test('query: absent until the charge comes; cancel: a key that can charge no more', async () => {
  const one = request('tok_visa');
  assert.deepEqual(await world.sandbox.query({ key: one.key }), { state: 'absent' });
  assert.deepEqual(await world.sandbox.cancel({ key: one.key }), { state: 'cancelled' });
  assert.equal(sure(await world.sandbox.charge(one)).state, 'cancelled');
  assert.deepEqual(await linesOf(one.key), []);
  const paid = request('tok_visa');
  await world.sandbox.charge(paid);
  assert.equal(sure(await world.sandbox.cancel({ key: paid.key })).state, 'captured');
});

test('cancel and charge of one key at once: one of them wins, and the ledger agrees', async () => {
  const ends = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const one = request('tok_visa');
      const [charged, gone] = await Promise.all([
        world.sandbox.charge(one),
        world.sandbox.cancel({ key: one.key }),
      ]);
      assert.equal(sure(charged).state, sure(gone).state);
      assert.equal((await linesOf(one.key)).length, sure(gone).state === 'captured' ? 1 : 0);
    }),
  );
  assert.equal(ends.length, 40);
});

test('refunds: once per key, never above the capture, at once as well', async () => {
  const one = request('tok_visa');
  const wish = { key: newId('k'), chargeKey: one.key, amount_minor: 400, currency: 'EUR' };
  const early = await world.sandbox.refund(wish);
  assert.ok(isRefusal(early) && early.code === 'sandbox-charge-not-found');
  await world.sandbox.charge(one);
  const first = sure(await world.sandbox.refund(wish));
  assert.deepEqual(await world.sandbox.refund(wish), first);
  const other = await world.sandbox.refund({ ...wish, amount_minor: 1 });
  assert.ok(isRefusal(other) && other.code === 'sandbox-key-reused');
  const many = await Promise.all(
    Array.from({ length: 10 }, () => world.sandbox.refund({ ...wish, key: newId('k') })),
  );
  assert.equal(many.filter((answer) => !isRefusal(answer)).length, 1);
  const lines = await linesOf(one.key);
  assert.deepEqual(
    lines.map((line) => line.amount),
    [1_000, 400, 400],
  );
});

test('faults and timers survive a restart', async () => {
  await world.faults({ slow_ms: 1_500, declineRate: 0 });
  const one = request('tok_slow');
  await world.sandbox.charge(one);
  const late = request('tok_late_success');
  await world.faults({ slow_ms: 1_500, late_ms: 1_200, declineRate: 1 });
  assert.equal(sure(await world.sandbox.charge(late)).state, 'declined');
  const other = await world.start(['sandbox']);
  const declined = sure(await other.client(sandboxCalls).charge(request('tok_visa')));
  assert.equal(declined.state, 'declined');
  for (const { key } of [one, late]) {
    await until(async () => (await linesOf(key)).length === 1, 'captured by itself');
  }
  await other.stop();
});

test('rates: every reply is lost, every charge an error, every charge declined', async () => {
  await world.faults({ errorRate: 1 });
  await assert.rejects(world.sandbox.charge(request('tok_visa')), { code: 'sandbox-trouble' });
  await world.faults({ declineRate: 1 });
  assert.equal(sure(await world.sandbox.charge(request('tok_visa'))).state, 'declined');
  await world.faults({ timeoutRate: 1, hang_ms: 300 });
  const from = Date.now();
  await world.sandbox.charge(request('tok_visa'));
  assert.ok(Date.now() - from >= 295);
});

test('webhooks that nobody takes are sent again', async () => {
  const one = request('tok_error_success');
  await assert.rejects(world.sandbox.charge(one));
  const sent = () =>
    world.bank.row<{ tries: number; done: boolean }>(
      `select tries, delivered_at is not null as done from webhook_out
       where body like '%' || $1 || '%'`,
      [one.paymentRef],
    );
  await until(async () => (await sent())?.done, 'delivered');
  await world.bank.run(
    `update webhook_out set delivered_at = null, next_at = now(), body = 'not json'
     where body like '%' || $1 || '%'`,
    [one.paymentRef],
  );
  const failed = () =>
    world.bank.row<{ tries: number; error: string }>(
      `select tries, last_error as error from webhook_out where body = 'not json' and tries >= 3`,
    );
  await until(failed, 'tried again', 6_000);
  assert.equal((await failed())?.error, 'answered 400');
});

test('fault switches are checked', async () => {
  const answer = await fetch(`${world.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ timeoutRate: 2 }),
  });
  assert.equal(answer.status, 422);
});
