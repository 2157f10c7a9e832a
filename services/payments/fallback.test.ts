// Several gateways at once: who may charge is on record before it is asked, and the next one has
// its turn only when the first has surely not charged. The books of all peers are the oracle.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { armFailpoint } from '#kernel/core/failpoint.ts';
import { findGuard } from '#kernel/resilience/resilience.ts';
import { chargeOf, openWorld, sure, until, type World } from '../../test/gateway.ts';
import { startPaypal, type PaypalPeer } from '../../test/paypal-peer.ts';
import { startStripe, type StripePeer } from '../../test/stripe-peer.ts';

let stripe: StripePeer;
let paypal: PaypalPeer;
let world: World;

before(async () => {
  stripe = await startStripe();
  paypal = await startPaypal();
  const webhookSecrets = ['whsec_long_enough'];
  const access = { clientId: 'client-id', clientSecret: 'client-secret', origin: paypal.url };
  world = await openWorld({
    gatewayTimeout_ms: 2_500,
    gateways: {
      order: ['stripe', 'paypal', 'sandbox'],
      stripe: {
        secretKey: 'sk_test_1',
        origin: stripe.url,
        webhookSecrets,
        capture: 'manual',
        fields: null,
      },
      paypal: { ...access, webhookIds: ['WH-0000000001'] },
    },
  });
  // The first requests of a process are slow.
  await charge(chargeOf('pm_card_visa'));
  await charge(chargeOf('paypal:goodvault1'));
});
after(async () => {
  await world.stop();
  await Promise.all([stripe.stop(), paypal.stop()]);
});
afterEach(async () => {
  stripe.mend();
  paypal.mend();
  // A good answer in between: failures in a row would open the breaker, which is its own test.
  await charge(chargeOf('pm_card_visa'));
});

/** A card that both a page's gateways know. */
const both = 'stripe:pm_card_visa.paypal:goodvault1';
const all = `${both}.sandbox:tok_visa`;

const charge = async (input: ReturnType<typeof chargeOf>) =>
  sure(await world.payments.charge(input));
const becomes = (checkoutId: string, status: string) =>
  until(async () => (await world.payment(checkoutId))?.status === status, status, 60_000);

async function turnsOf(paymentId: string): Promise<string[]> {
  const rows = await world.db.rows<{ gateway: string; now_at: string }>(
    `select t.gateway, p.gateway as now_at from gateway_turn t join payment p using (payment_id)
     where payment_id = $1 order by turn`,
    [paymentId],
  );
  return [...rows.map((row) => row.gateway), ...rows.slice(-1).map((row) => `-> ${row.now_at}`)];
}

/** What all gateways together have of a payment. */
async function takenBy(paymentId: string, checkoutId: string): Promise<number[]> {
  const sandbox = (await world.ledger(checkoutId)).length;
  return [stripe.taken(paymentId).charges, paypal.taken(paymentId).charges, sandbox];
}

test('manual capture: set aside, compared, then taken', async () => {
  const input = chargeOf('pm_card_visa');
  const done = await charge(input);
  assert.equal(done.outcome, 'captured');
  const verbs = stripe.asked.map((one) => one.operation);
  assert.deepEqual(verbs.slice(-3), ['create payment_intents', 'confirm', 'capture']);
  assert.deepEqual(await takenBy(done.paymentId, input.checkoutId), [1, 0, 0]);
});

test('wrong amount set aside: voided, never captured', async () => {
  stripe.fail('create payment_intents', 'wrong-amount');
  const input = chargeOf('pm_card_visa');
  const done = await charge(input);
  assert.deepEqual([done.outcome, done.declineCode], ['declined', 'amount-mismatch']);
  assert.deepEqual(await takenBy(done.paymentId, input.checkoutId), [0, 0, 0]);
  const intent = [...stripe.intents.values()].at(-1);
  assert.equal(intent?.status, 'canceled');
});

test('authorization voided when the purchase is undone (Q3)', async () => {
  stripe.fail('capture', 'hang-before', 99);
  const input = chargeOf('pm_card_visa');
  const first = await charge(input);
  assert.equal(first.outcome, 'pending');
  assert.equal((await world.payment(input.checkoutId))?.status, 'AUTHORIZED');
  const { checkoutId } = input;
  assert.deepEqual(sure(await world.payments.cancel({ checkoutId, attempt: 1 })), {
    outcome: 'cancelled',
  });
  const [intent] = [...stripe.intents.values()].slice(-1);
  assert.equal(intent?.status, 'canceled');
  assert.equal((await world.payment(checkoutId))?.status, 'CANCELLED');
});

test('died between authorization and capture: taken by whoever finds it, once', async () => {
  stripe.fail('capture', 'hang-before', 3);
  const input = chargeOf('pm_card_visa');
  const first = await charge(input);
  stripe.mend();
  await becomes(input.checkoutId, 'CAPTURED');
  assert.deepEqual(await takenBy(first.paymentId, input.checkoutId), [1, 0, 0]);
});

for (const fault of ['500-before', 'hang-before', 'hang-after', '429', 'redirect'] as const) {
  test(`${fault} before money could move: the next gateway charges, alone`, async () => {
    stripe.fail('create payment_intents', fault, 9);
    const input = chargeOf(both);
    const done = await charge(input);
    assert.equal(done.outcome, 'captured');
    assert.deepEqual(await turnsOf(done.paymentId), ['stripe', '-> paypal']);
    assert.deepEqual(await takenBy(done.paymentId, input.checkoutId), [0, 1, 0]);
    assert.deepEqual(await charge(input), done);
  });
}

test('the first two away: the third charges', async () => {
  stripe.fail('create payment_intents', '500-before', 9);
  paypal.fail('create', '500-before', 9);
  const input = chargeOf(all);
  const done = await charge(input);
  assert.equal(done.outcome, 'captured');
  assert.deepEqual(await turnsOf(done.paymentId), ['stripe', 'paypal', '-> sandbox']);
  assert.deepEqual(await takenBy(done.paymentId, input.checkoutId), [0, 0, 1]);
  await world.assertTrueMoney();
});

for (const fault of ['hang-after', '500-after', 'cut-after', 'malformed-after'] as const) {
  test(`${fault} once money could move: no other gateway is asked`, async () => {
    stripe.fail('confirm', fault, 9);
    const input = chargeOf(all);
    const first = await charge(input);
    assert.ok(['pending', 'captured'].includes(first.outcome));
    stripe.mend();
    await becomes(input.checkoutId, 'CAPTURED');
    assert.deepEqual(await takenBy(first.paymentId, input.checkoutId), [1, 0, 0]);
    assert.deepEqual(await turnsOf(first.paymentId), []);
  });
}

test('a decline is an answer: no other gateway is tried with the same card', async () => {
  const input = chargeOf('stripe:pm_declined.paypal:goodvault1');
  const done = await charge(input);
  assert.equal(done.outcome, 'declined');
  assert.deepEqual(await takenBy(done.paymentId, input.checkoutId), [0, 0, 0]);
});

test('crash after the attempt was handed on: the next gateway charges, never both', async () => {
  const input = chargeOf(both);
  const { handOn } = await import('./store-gateway.ts');
  const { beginPayments } = await import('./store.ts');
  const { token: _, ...facts } = input;
  const paymentId = `pay_${'7'.repeat(32)}`;
  const idemKey = `pay:${input.checkoutId}:1`;
  const row = { ...facts, paymentId, gateway: 'stripe', idemKey, status: 'INITIATED' as const };
  await beginPayments(world.db, [{ ...row, poll_ms: 60_000 }]);
  const move = { paymentId, from: 'stripe', to: 'paypal', reason: 'test' };
  assert.equal(await handOn(world.db, move), true);
  assert.equal(await handOn(world.db, move), false);
  const done = await charge(input);
  assert.equal(done.outcome, 'captured');
  assert.deepEqual(await takenBy(paymentId, input.checkoutId), [0, 1, 0]);
});

for (const [point, fault, taken] of [
  ['payments.charge.named', undefined, [1, 0, 0]],
  ['payments.charge.name-kept', undefined, [1, 0, 0]],
  ['payments.capture.authorized', undefined, [1, 0, 0]],
  ['payments.capture.answered', undefined, [1, 0, 0]],
  ['payments.charge.handed-on', '500-before', [0, 1, 0]],
] as const) {
  test(`died at ${point}: asked again, one gateway has the money, once`, async () => {
    if (fault) stripe.fail('create payment_intents', fault, 9);
    const input = chargeOf(both);
    armFailpoint({ name: point }, () => {
      throw new Error('died here');
    });
    await assert.rejects(charge(input), /died here/);
    stripe.mend();
    const done = await charge(input);
    assert.equal(done.outcome, 'captured');
    assert.deepEqual(await takenBy(done.paymentId, input.checkoutId), taken);
  });
}

test('slow to name its charge: finds the attempt handed on, and sends nothing', async () => {
  const input = chargeOf(both);
  const { handOn, nameCharge } = await import('./store-gateway.ts');
  const { beginPayments } = await import('./store.ts');
  const { token: _, ...facts } = input;
  const paymentId = `pay_${'8'.repeat(32)}`;
  const idemKey = `pay:${input.checkoutId}:1`;
  const row = { ...facts, paymentId, gateway: 'stripe', idemKey, status: 'INITIATED' as const };
  await beginPayments(world.db, [{ ...row, poll_ms: 60_000 }]);
  await handOn(world.db, { paymentId, from: 'stripe', to: 'paypal', reason: 'test' });
  assert.equal(await nameCharge(world.db, { paymentId, gateway: 'stripe', ref: 'pi_1' }), false);
});

test('an open breaker shows itself, and sends what it can to the next gateway', async () => {
  stripe.fail('create payment_intents', '500-before', 99);
  for (let n = 0; n < 6; n += 1) await charge(chargeOf(both));
  assert.equal(findGuard('gateway.stripe')?.state().breaker, 'open');
  const asked = stripe.asked.length;
  const input = chargeOf(both);
  const done = await charge(input);
  assert.equal(done.outcome, 'captured');
  assert.equal(stripe.asked.length, asked, 'not even asked');
  assert.deepEqual(await takenBy(done.paymentId, input.checkoutId), [0, 1, 0]);
});
