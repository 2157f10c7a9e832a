import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { isRefusal } from '#kernel/core/refusal.ts';
import { chargeOf, openWorld, sure, until, type World } from '../../test/gateway.ts';

let world: World;

before(async () => {
  world = await openWorld();
});
after(() => world.stop());
beforeEach(() => world.faults({}));

const charge = async (input: ReturnType<typeof chargeOf>) =>
  sure(await world.payments.charge(input));

interface Expected {
  outcome: string;
  declineCode?: string;
  declineClass?: string;
  /** What the shop has on record in the end. */
  status: string;
  captured: number;
}

const tokens: Record<string, Expected> = {
  tok_visa: { outcome: 'captured', status: 'CAPTURED', captured: 1 },
  tok_declined: {
    outcome: 'declined',
    declineCode: 'insufficient_funds',
    declineClass: 'retryable',
    status: 'FAILED',
    captured: 0,
  },
  tok_cvc: {
    outcome: 'declined',
    declineCode: 'incorrect_cvc',
    declineClass: 'fixable',
    status: 'FAILED',
    captured: 0,
  },
  tok_stolen: {
    outcome: 'declined',
    declineCode: 'stolen_card',
    declineClass: 'terminal',
    status: 'FAILED',
    captured: 0,
  },
  tok_nonsense: {
    outcome: 'declined',
    declineCode: 'invalid_token',
    declineClass: 'fixable',
    status: 'FAILED',
    captured: 0,
  },
  tok_timeout_success: { outcome: 'pending', status: 'CAPTURED', captured: 1 },
  tok_timeout_declined: { outcome: 'pending', status: 'FAILED', captured: 0 },
  tok_error_success: { outcome: 'pending', status: 'CAPTURED', captured: 1 },
  tok_slow: { outcome: 'pending', status: 'CAPTURED', captured: 1 },
  tok_late_success: {
    outcome: 'declined',
    declineCode: 'insufficient_funds',
    declineClass: 'retryable',
    status: 'CAPTURED',
    captured: 1,
  },
};

for (const [token, expected] of Object.entries(tokens)) {
  for (const method of ['CARD', 'PAYPAL', 'UPI'] as const) {
    test(`${token} by ${method}: outcome, repeat and what is in the ledger`, async () => {
      await world.faults({
        slow_ms: 600,
        late_ms: 600,
        hang_ms: 3_300,
        webhooks: { delay_ms: 400 },
      });
      const input = chargeOf(token, { method });
      const first = await charge(input);
      assert.equal(first.outcome, expected.outcome);
      assert.equal(first.declineCode, expected.declineCode);
      assert.equal(first.declineClass, expected.declineClass);
      assert.deepEqual([first.amount_minor, first.currency, first.attempt], [2_599, 'USD', 1]);
      const again = await charge(input);
      assert.equal(again.paymentId, first.paymentId);
      const settled = async () => (await world.payment(input.checkoutId))?.status;
      await until(async () => (await settled()) === expected.status, `${token} settles`);
      const last = await charge(input);
      const outcome = expected.captured ? 'captured' : 'declined';
      assert.equal(last.outcome, outcome);
      const ledger = await world.ledger(input.checkoutId);
      assert.equal(ledger.length, expected.captured);
      assert.deepEqual(
        ledger.map((line) => [line.kind, line.amount, line.paymentRef]),
        expected.captured ? [['capture', 2_599, first.paymentId]] : [],
      );
      await world.assertTrueMoney();
    });
  }
}

test('a timeout is pending and never failed, and its event says who settled it', async () => {
  await world.faults({ webhooks: 'off', hang_ms: 4_000 });
  const input = chargeOf('tok_timeout_success');
  const from = Date.now();
  assert.equal((await charge(input)).outcome, 'pending');
  const took_ms = Date.now() - from;
  assert.ok(took_ms >= 990 && took_ms < 3_500, `${took_ms} ms`);
  await until(async () => (await world.payment(input.checkoutId))?.status === 'CAPTURED', 'poll');
  const events = await world.events(input.checkoutId);
  assert.deepEqual(
    events.map((one) => [one.type, one.version, one.payload['settledBy']]),
    [
      ['PAYMENT_PENDING', 1, 'reply'],
      ['PAYMENT_COMPLETED', 2, 'poll'],
    ],
  );
});

test('an event carries what checkout needs, with the saga it belongs to', async () => {
  const input = chargeOf('tok_stolen');
  const result = await charge(input);
  const [event] = await world.events(input.checkoutId);
  assert.deepEqual(event?.payload, {
    paymentId: result.paymentId,
    checkoutId: input.checkoutId,
    sagaId: input.sagaId,
    attempt: 1,
    amount: 2_599,
    currency: 'USD',
    paymentMethod: 'CARD',
    status: 'FAILED',
    settledBy: 'reply',
    failureCode: 'stolen_card',
    failureReason: 'stolen_card',
    declineClass: 'terminal',
    retryable: false,
  });
});

test('the same attempt 20 times at once is one capture', async () => {
  const input = chargeOf('tok_visa');
  const results = await Promise.all(Array.from({ length: 20 }, () => charge(input)));
  assert.deepEqual([...new Set(results.map((one) => one.outcome))], ['captured']);
  assert.equal(new Set(results.map((one) => one.paymentId)).size, 1);
  assert.equal((await world.ledger(input.checkoutId)).length, 1);
});

test('the same attempt from several processes at once is one capture', async (t) => {
  const others = await Promise.all([1, 2].map(() => world.start(['payments', 'sandbox'])));
  t.after(() => Promise.all(others.map((host) => host.stop())));
  const { paymentsCalls } = await import('./contract.ts');
  const clients = [world.payments, ...others.map((host) => host.client(paymentsCalls))];
  for (const token of ['tok_visa', 'tok_error_success', 'tok_timeout_success', 'tok_declined']) {
    const input = chargeOf(token);
    const ask = async (n: number) => clients[n % 3]?.charge(input);
    const asked = Array.from({ length: 20 }, (_, n) => ask(n));
    const results = (await Promise.all(asked)).map((one) => sure(one));
    assert.equal(new Set(results.map((one) => one?.paymentId)).size, 1, token);
    const money = token === 'tok_declined' ? 0 : 1;
    await until(
      async () =>
        ['CAPTURED', 'FAILED'].includes((await world.payment(input.checkoutId))?.status ?? ''),
      token,
    );
    assert.equal((await world.ledger(input.checkoutId)).length, money, token);
  }
  await world.assertTrueMoney();
});

test('many checkouts at once: one capture each', async () => {
  const inputs = Array.from({ length: 300 }, () => chargeOf('tok_visa'));
  const results = await Promise.all(inputs.map(charge));
  assert.ok(results.every((one) => one.outcome === 'captured'));
  await world.assertTrueMoney();
});

test('an attempt that is known with other facts is refused', async () => {
  const input = chargeOf('tok_visa');
  await charge(input);
  const other = await world.payments.charge({ ...input, amount_minor: 1 });
  assert.ok(isRefusal(other) && other.code === 'payment-mismatch');
  assert.equal((await world.ledger(input.checkoutId)).length, 1);
});

test('payment at the door is accepted, twice the same, and can be cancelled', async () => {
  const input = chargeOf('', { method: 'COD' });
  const first = await charge(input);
  assert.equal(first.outcome, 'accepted');
  assert.deepEqual(await charge(input), first);
  const { checkoutId, attempt } = input;
  assert.deepEqual(await world.payments.cancel({ checkoutId, attempt }), { outcome: 'cancelled' });
  assert.equal((await world.ledger(checkoutId)).length, 0);
});

test('methods: all of them with the sandbox', async () => {
  const { methods } = sure(await world.payments.methods({}));
  assert.deepEqual(methods, ['CARD', 'PAYPAL', 'UPI', 'COD']);
});

for (const [token, taken] of [
  ['tok_wrong_amount', [600, 'USD']],
  ['tok_wrong_currency', [500, 'EUR']],
] as const) {
  test(`wrong amount or currency, ${token}: given back, declined, told as a break`, async () => {
    const input = chargeOf(token, { amount_minor: 500 });
    const first = await charge(input);
    assert.deepEqual(
      [first.outcome, first.declineCode, first.declineClass],
      ['declined', 'amount-mismatch', 'retryable'],
    );
    const lines = await world.ledger(input.checkoutId);
    assert.deepEqual(
      lines.map((line) => [line.kind, line.amount]),
      [
        ['capture', taken[0]],
        ['refund', taken[0]],
      ],
    );
    const row = await world.db.row<{ kind: string; done: string; over: boolean; answer: object }>(
      `select kind, detail->>'done' as done, resolved_at is not null as over,
         detail->'answer' as answer
       from settlement_break where payment_id = $1`,
      [first.paymentId],
    );
    assert.deepEqual([row?.kind, row?.done, row?.over], ['capture-mismatch', 'refunded', true]);
    // Asking again, and closing it, changes nothing and asks nothing back twice.
    assert.deepEqual(await charge(input), first);
    const { checkoutId, attempt } = input;
    assert.deepEqual(sure(await world.payments.cancel({ checkoutId, attempt })), {
      outcome: 'cancelled',
    });
    assert.equal((await world.ledger(checkoutId)).length, 2);
  });
}

test('wrong amount while its refund is lost: pending, then given back once', async () => {
  await world.faults({ timeoutRate: 1, webhooks: 'off', hang_ms: 3_300 });
  const input = chargeOf('tok_wrong_amount', { amount_minor: 500 });
  assert.equal((await charge(input)).outcome, 'pending');
  await world.faults({});
  const settled = async () => (await world.payment(input.checkoutId))?.status;
  await until(async () => (await settled()) === 'FAILED', 'declined in the end');
  const kinds = (await world.ledger(input.checkoutId)).map((line) => line.kind);
  assert.deepEqual(kinds, ['capture', 'refund']);
});

test('a gateway that cannot be reached: surely not charged, and retryable', async (t) => {
  const shop = await world.start(['payments']);
  t.after(() => shop.stop());
  const { paymentsCalls } = await import('./contract.ts');
  const client = shop.client(paymentsCalls);
  const input = chargeOf('tok_visa');
  const result = sure(await client.charge(input));
  assert.deepEqual(
    [result.outcome, result.declineCode, result.declineClass],
    ['declined', 'gateway-unavailable', 'retryable'],
  );
  const { checkoutId, attempt } = input;
  assert.deepEqual(await client.cancel({ checkoutId, attempt }), { outcome: 'cancelled' });
});
