// The Stripe gateway against a local server that speaks Stripe's documented API, through the
// whole room: database, retries, poller, webhooks over HTTP. Stripe's books are the oracle.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import Stripe from 'stripe';
import type { ConfigOverrides } from '#kernel/config/config.ts';
import { newId } from '#kernel/core/id.ts';
import { chargeOf, openWorld, sure, until, type World } from '../../test/gateway.ts';
import type { Fault } from '../../test/peer.ts';
import { startStripe, type StripePeer, type TestIntent } from '../../test/stripe-peer.ts';

const secrets = ['whsec_new_and_long_enough', 'whsec_old_and_long_enough'] as const;
let stripe: StripePeer;
let world: World;

function configOf(capture: 'automatic' | 'manual', order = ['stripe' as const]) {
  return {
    gatewayTimeout_ms: 2_500,
    gateways: {
      order,
      paypal: null,
      stripe: {
        secretKey: 'sk_test_1',
        origin: stripe.url,
        webhookSecrets: secrets,
        capture,
        fields: null,
      },
    },
  } satisfies ConfigOverrides;
}

before(async () => {
  stripe = await startStripe();
  world = await openWorld(configOf('automatic'));
  // The first request of a process is slow.
  await charge(chargeOf('pm_card_visa'));
});
after(async () => {
  await world.stop();
  await stripe.stop();
});
afterEach(() => stripe.mend());

const charge = async (input: ReturnType<typeof chargeOf>) =>
  sure(await world.payments.charge(input));
const statusOf = async (checkoutId: string) => (await world.payment(checkoutId))?.status;
const becomes = (checkoutId: string, status: string) =>
  until(async () => (await statusOf(checkoutId)) === status, `becomes ${status}`, 60_000);
const oneOf = async (checkoutId: string) => {
  const row = await world.payment(checkoutId);
  assert.ok(row);
  return row;
};
const intentOf = (paymentId: string): TestIntent => {
  const all = [...stripe.intents.values()];
  const found = all.find((one) => one.metadata['trueshelf_payment'] === paymentId);
  assert.ok(found, `Stripe has an intent of ${paymentId}`);
  return found;
};

async function tell(object: object, more: { type?: string; at_s?: number; secret?: string } = {}) {
  const { type = 'payment_intent.succeeded', at_s, secret = secrets[0] } = more;
  const created = Math.floor(Date.now() / 1_000);
  const event = { id: `evt_${newId('x')}`, object: 'event', type, created, data: { object } };
  const payload = JSON.stringify(event);
  const timestamp = at_s ?? created;
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const send = () =>
    fetch(`${world.url}/api/v1/webhooks/stripe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': header },
      body: payload,
    });
  return { event, payload, send };
}

test('captured: amount, metadata, one charge; the keys sent are derived from ours', async () => {
  const input = chargeOf('pm_card_visa', { amount_minor: 2_599 });
  const done = await charge(input);
  assert.equal(done.outcome, 'captured');
  const intent = intentOf(done.paymentId);
  assert.deepEqual(
    [intent.amount_received, intent.currency, intent.metadata['trueshelf_key']],
    [2_599, 'usd', `pay:${input.checkoutId}:1`],
  );
  assert.equal(done.gatewayTransactionId, intent.latest_charge);
  const keys = stripe.asked.flatMap((one) => one.key ?? []);
  for (const step of ['create', 'confirm']) {
    assert.ok(keys.includes(`pay:${input.checkoutId}:1:${step}`), step);
  }
  assert.deepEqual(await charge(input), done);
  assert.deepEqual(stripe.taken(done.paymentId), { charges: 1, net: 2_599 });
});

test('declines come with their class, and a token that is none is fixable', async () => {
  const told = async (token: string) => {
    const { outcome, declineCode, declineClass } = await charge(chargeOf(token));
    return [outcome, declineCode, declineClass];
  };
  assert.deepEqual(await told('pm_declined'), ['declined', 'insufficient_funds', 'retryable']);
  assert.deepEqual(await told('pm_stolen'), ['declined', 'stolen_card', 'terminal']);
  assert.deepEqual(await told('pm_cvc'), ['declined', 'incorrect_cvc', 'fixable']);
  assert.deepEqual(await told('pm_unheard_of'), ['declined', 'resource_missing', 'fixable']);
  assert.deepEqual(await told('what:is.this'), ['declined', 'invalid_token', 'fixable']);
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
  test(`${fault} at the confirmation: found out, charged once`, async () => {
    stripe.fail('confirm', fault, 9);
    const input = chargeOf('pm_card_visa');
    const first = await charge(input);
    assert.ok(['pending', 'captured'].includes(first.outcome), first.outcome);
    stripe.mend();
    await becomes(input.checkoutId, 'CAPTURED');
    assert.deepEqual(stripe.taken(first.paymentId), { charges: 1, net: 2_599 });
    await world.assertTrueMoney();
  });
}

test('hang-before at the confirmation: nothing charged, asked, and closed at Stripe', async () => {
  stripe.fail('confirm', 'hang-before', 9);
  const input = chargeOf('pm_card_visa');
  const first = await charge(input);
  assert.equal(first.outcome, 'pending');
  stripe.mend();
  await becomes(input.checkoutId, 'FAILED');
  assert.equal(intentOf(first.paymentId).status, 'canceled');
  assert.deepEqual(stripe.taken(first.paymentId), { charges: 0, net: 0 });
});

for (const fault of ['500-before', '429', '409'] as const) {
  test(`${fault} twice, then well: the same key again, one charge`, async () => {
    stripe.fail('confirm', fault, 2);
    const from = stripe.asked.length;
    const done = await charge(chargeOf('pm_card_visa'));
    assert.ok(['captured', 'pending'].includes(done.outcome), done.outcome);
    const keys = stripe.asked.slice(from).filter((one) => one.operation === 'confirm');
    assert.equal(new Set(keys.map((one) => one.key)).size, 1);
    assert.ok(keys.length <= 3);
    await until(async () => stripe.taken(done.paymentId).charges === 1, 'one charge');
  });
}

test('saved-500 replay: a failure that Stripe keeps for a key is left behind', async () => {
  for (const operation of ['create payment_intents', 'confirm']) {
    stripe.fail(operation, 'saved-500');
    const input = chargeOf('pm_card_visa');
    const done = await charge(input);
    assert.equal(done.outcome, 'captured', operation);
    assert.deepEqual(stripe.taken(done.paymentId), { charges: 1, net: 2_599 });
  }
});

test('a redirect to another host is not followed, and nothing is charged by it', async () => {
  stripe.fail('create payment_intents', 'redirect', 9);
  stripe.fail('confirm', 'redirect', 9);
  const done = await charge(chargeOf('pm_card_visa'));
  assert.deepEqual([done.outcome, done.declineCode], ['declined', 'gateway-unavailable']);
  assert.equal(stripe.elsewhere(), 0);
});

test('the name of the intent is lost: surely not charged; a later attempt is', async () => {
  stripe.fail('create payment_intents', 'hang-after', 9);
  const input = chargeOf('pm_card_visa');
  const first = await charge(input);
  assert.deepEqual([first.outcome, first.declineCode], ['declined', 'gateway-unavailable']);
  stripe.mend();
  const second = await charge({ ...input, attempt: 2 });
  assert.equal(second.outcome, 'captured');
  assert.deepEqual(stripe.taken(first.paymentId), { charges: 0, net: 0 });
});

test('key pruned after 24 h: the state is asked for, nothing is charged twice', async () => {
  stripe.fail('confirm', 'hang-after', 9);
  const input = chargeOf('pm_card_visa');
  const first = await charge(input);
  assert.equal(first.outcome, 'pending');
  stripe.mend();
  stripe.forgetKeys();
  const again = await charge(input);
  assert.equal(again.outcome, 'captured');
  assert.deepEqual(stripe.taken(first.paymentId), { charges: 1, net: 2_599 });
});

test('key pruned, and the intent never named here: found in the list first', async () => {
  const input = chargeOf('pm_card_visa');
  const { token: _, ...facts } = input;
  const { beginPayments } = await import('./store.ts');
  const paymentId = newId('pay');
  const idemKey = `pay:${input.checkoutId}:1`;
  const row = { ...facts, paymentId, gateway: 'stripe', idemKey, status: 'INITIATED' as const };
  await beginPayments(world.db, [{ ...row, poll_ms: 60_000 }]);
  // Some process had made and confirmed it and died; somebody removed the name. Stripe forgot.
  const other = new Stripe('sk_test_1', { ...placeOf(stripe.url), maxNetworkRetries: 0 });
  const made = await other.paymentIntents.create({
    amount: 2_599,
    currency: 'usd',
    metadata: { trueshelf_key: idemKey, trueshelf_payment: paymentId },
  });
  await other.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
  stripe.forgetKeys();
  assert.equal((await charge(input)).outcome, 'captured');
  assert.deepEqual(stripe.taken(paymentId), { charges: 1, net: 2_599 });
});

function placeOf(url: string) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port), protocol: 'http' as const };
}

for (const fault of ['wrong-amount', 'wrong-currency'] as const) {
  test(`${fault} captured by Stripe: refunded in full, declined, a break`, async () => {
    stripe.fail('create payment_intents', fault);
    const done = await charge(chargeOf('pm_card_visa'));
    assert.deepEqual([done.outcome, done.declineCode], ['declined', 'amount-mismatch']);
    assert.deepEqual(stripe.taken(done.paymentId), { charges: 1, net: 0 });
    const row = await world.db.row<{ done: string; over: boolean }>(
      `select detail->>'done' as done, resolved_at is not null as over from settlement_break
       where payment_id = $1 and kind = 'capture-mismatch'`,
      [done.paymentId],
    );
    assert.deepEqual(row, { done: 'refunded', over: true });
  });
}

test('cancel makes the intent unable to capture, and says when it was too late', async () => {
  const open = chargeOf('pm_3ds');
  const asked = await charge(open);
  assert.equal(asked.outcome, 'action');
  assert.match(asked.actionUrl ?? '', /^https:\/\/hooks\.stripe\.test\//);
  const { checkoutId } = open;
  const of = { checkoutId, attempt: 1 };
  assert.deepEqual(sure(await world.payments.cancel(of)), { outcome: 'cancelled' });
  assert.equal(intentOf(asked.paymentId).status, 'canceled');
  // medusa#16407: after that the old intent cannot be captured any more.
  const paid = chargeOf('pm_card_visa');
  await charge(paid);
  const late = sure(await world.payments.cancel({ checkoutId: paid.checkoutId, attempt: 1 }));
  assert.equal(late.outcome, 'captured');
});

test('refund: once per key also after 24 h; a no of Stripe is kept as a break', async () => {
  const { paymentId } = await charge(chargeOf('pm_card_visa'));
  const { checkoutId } = await rowOf(paymentId);
  const wish = { checkoutId, paymentId, reason: 'test' };
  stripe.fail('create refunds', 'hang-after', 3);
  const first = sure(await world.payments.refund({ ...wish, key: 'a', amount_minor: 600 }));
  assert.equal(first.status, 'PENDING');
  stripe.mend();
  stripe.forgetKeys();
  await world.db.run(`update refund set next_try_at = now() where payment_id = $1`, [paymentId]);
  await until(async () => (await oneOf(checkoutId)).refunded === 600, 'refunded once', 60_000);
  assert.deepEqual(stripe.taken(paymentId), { charges: 1, net: 1_999 });
  // Somebody gives the rest back by hand; what we ask for then is refused, for good.
  const intent = intentOf(paymentId);
  stripe.refundByHand(intent.id, 1_999);
  const more = sure(await world.payments.refund({ ...wish, key: 'b', amount_minor: 1_000 }));
  assert.equal(more.status, 'PENDING');
  const kinds = await world.db.rows<{ kind: string }>(
    `select kind from settlement_break where payment_id = $1`,
    [paymentId],
  );
  assert.deepEqual(
    kinds.map((one) => one.kind.split(':')[0]),
    ['refund-refused'],
  );
});

async function rowOf(paymentId: string): Promise<{ checkoutId: string }> {
  const row = await world.db.row<{ checkoutId: string }>(
    `select checkout_id as "checkoutId" from payment where payment_id = $1`,
    [paymentId],
  );
  assert.ok(row);
  return row;
}

test('the ledger: every capture and refund once, over pages, with our names', async () => {
  const { paymentId } = await charge(chargeOf('pm_card_visa'));
  const { checkoutId } = await rowOf(paymentId);
  sure(
    await world.payments.refund({
      checkoutId,
      paymentId,
      key: 'l',
      amount_minor: 100,
      reason: 'test',
    }),
  );
  const lines = await booksOf('stripe');
  const mine = lines.filter((line) => line.paymentId === paymentId);
  assert.deepEqual(
    mine.map((line) => [line.kind, line.amount_minor]),
    [
      ['capture', 2_599],
      ['refund', 100],
    ],
  );
  const paid = [...stripe.intents.values()].filter((one) => one.amount_received > 0);
  assert.equal(lines.filter((line) => line.kind === 'capture').length, paid.length);
});

async function booksOf(gateway: string, cursor: string | null = null): Promise<BookLine[]> {
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const { lines, next } = sure(await world.payments.gatewayBooks({ gateway, since, cursor }));
  return next === null ? lines : [...lines, ...(await booksOf(gateway, next))];
}

interface BookLine {
  kind: string;
  amount_minor: number;
  paymentId: string | null;
}

test('webhook duplicates × 50, signed by Stripe’s library with either secret', async () => {
  for (const secret of secrets) {
    stripe.fail('confirm', 'hang-after', 3);
    stripe.fail('get payment_intents', 'hang-before', 99);
    const input = chargeOf('pm_card_visa');
    const { paymentId, outcome } = await charge(input);
    assert.equal(outcome, 'pending');
    const { send } = await tell(intentOf(paymentId), { secret });
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    assert.deepEqual([...new Set(answers.map((one) => one.status))], [204]);
    assert.equal(await statusOf(input.checkoutId), 'CAPTURED');
    const types = (await world.events(input.checkoutId)).map((one) => one.type);
    assert.deepEqual(types, ['PAYMENT_PENDING', 'PAYMENT_COMPLETED']);
    stripe.mend();
  }
});

test('webhook reordered, days late: an old decline does not undo a capture', async () => {
  const input = chargeOf('pm_card_visa');
  const { paymentId } = await charge(input);
  const intent = intentOf(paymentId);
  const failed = {
    ...intent,
    status: 'requires_payment_method',
    last_payment_error: { code: 'card_declined' },
  };
  const type = 'payment_intent.payment_failed';
  assert.equal((await (await tell(failed, { type })).send()).status, 204);
  assert.equal(await statusOf(input.checkoutId), 'CAPTURED');
});

test('webhook forged, replayed after 300 s, changed on its way or not JSON: 400', async () => {
  const input = chargeOf('pm_3ds');
  const { paymentId } = await charge(input);
  const paid = { ...intentOf(paymentId), status: 'succeeded', amount_received: 2_599 };
  const old = Math.floor(Date.now() / 1_000) - 301;
  const forged = await tell(paid, { secret: 'whsec_of_somebody_else' });
  const replayed = await tell(paid, { at_s: old });
  for (const one of [forged, replayed]) assert.equal((await one.send()).status, 400);
  const { payload } = await tell(paid);
  const bare = await fetch(`${world.url}/api/v1/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: payload,
  });
  assert.equal(bare.status, 400);
  assert.equal(await statusOf(input.checkoutId), 'ACTION');
});

test('webhook that claims another amount: Stripe is asked, and its word counts', async () => {
  const input = chargeOf('pm_card_visa');
  stripe.fail('confirm', 'hang-after', 3);
  const { paymentId } = await charge(input);
  stripe.mend();
  const wrong = { ...intentOf(paymentId), amount_received: 1 };
  assert.equal((await (await tell(wrong)).send()).status, 204);
  assert.equal(await statusOf(input.checkoutId), 'CAPTURED');
  assert.deepEqual(stripe.taken(paymentId), { charges: 1, net: 2_599 });
});

test('webhook for an unknown payment: parked, adopted when it appears', async () => {
  const input = chargeOf('pm_card_visa');
  const first = await charge(input);
  const intent = intentOf(first.paymentId);
  const paymentId = newId('pay');
  const theirs = { ...intent, id: `pi_${newId('x')}`, metadata: { trueshelf_payment: paymentId } };
  assert.equal((await (await tell(theirs)).send()).status, 204);
  const { token: _, ...facts } = chargeOf('pm_card_visa');
  const idemKey = `pay:${facts.checkoutId}:1`;
  const { beginPayments } = await import('./store.ts');
  const row = { ...facts, paymentId, gateway: 'stripe', idemKey, status: 'INITIATED' as const };
  await beginPayments(world.db, [{ ...row, poll_ms: 600_000 }]);
  await becomes(facts.checkoutId, 'CAPTURED');
});

test('refund at the dashboard, chargeback: recorded once, with break and event', async () => {
  const input = chargeOf('pm_card_visa');
  const { paymentId } = await charge(input);
  const intent = intentOf(paymentId);
  stripe.refundByHand(intent.id, 500);
  const refund = stripe.refunds.at(-1);
  assert.ok(refund);
  const told = await tell(refund, { type: 'refund.created' });
  for (let n = 0; n < 3; n += 1) assert.equal((await told.send()).status, 204);
  const row = await oneOf(input.checkoutId);
  assert.deepEqual([row.status, row.refunded], ['PARTIALLY_REFUNDED', 500]);
  const dispute = {
    id: `du_${newId('x')}`,
    object: 'dispute',
    amount: 2_599,
    currency: 'usd',
    reason: 'fraudulent',
    status: 'needs_response',
    payment_intent: intent.id,
    balance_transactions: [
      { fee: 1_500, currency: 'usd', net: -4_099 },
      { fee: -500, currency: 'usd', net: 500 },
    ],
  };
  const asks = { ...dispute, id: `${dispute.id}_asks`, status: 'warning_needs_response' };
  assert.equal((await (await tell(asks, { type: 'charge.dispute.created' })).send()).status, 204);
  for (let n = 0; n < 2; n += 1) {
    const type = 'charge.dispute.created';
    assert.equal((await (await tell(dispute, { type })).send()).status, 204);
  }
  const types = (await world.events(input.checkoutId)).map((one) => one.type);
  assert.deepEqual(types, [
    'PAYMENT_COMPLETED',
    'REFUND_COMPLETED',
    'PAYMENT_DISPUTED',
    'PAYMENT_DISPUTED',
  ]);
  const cases = await world.db.rows(
    `select taken, fee_minor, fee_currency from chargeback where payment_id = $1 order by taken`,
    [paymentId],
  );
  assert.deepEqual(cases, [
    { taken: false, fee_minor: 1_000, fee_currency: 'USD' },
    { taken: true, fee_minor: 1_000, fee_currency: 'USD' },
  ]);
  const kinds = await world.db.rows<{ kind: string; over: boolean }>(
    `select split_part(kind, ':', 1) as kind, resolved_at is not null as over
     from settlement_break where payment_id = $1 order by kind`,
    [paymentId],
  );
  assert.deepEqual(kinds, [
    { kind: 'chargeback', over: false },
    { kind: 'chargeback', over: false },
    { kind: 'refund-and-chargeback', over: false },
    { kind: 'refund-at-gateway', over: true },
  ]);
  await world.assertTrueMoney();
});

test('a chargeback that Stripe knows before us: refused, waiting, then as decided', async () => {
  for (const [end, status] of [
    ['won', 'SUCCEEDED'],
    ['lost', 'COVERED'],
  ] as const) {
    const { checkoutId, ...input } = chargeOf('pm_card_visa');
    const { paymentId } = await charge({ checkoutId, ...input });
    const intent = intentOf(paymentId);
    stripe.disputed.add(intent.id);
    const wish = { checkoutId, paymentId, key: 'k', amount_minor: 2_599, reason: 'test' };
    const refused = sure(await world.payments.refund(wish));
    assert.deepEqual([refused.status, refused.waitsFor], ['PENDING', null]);
    const dispute = {
      id: `du_${newId('x')}`,
      object: 'dispute',
      amount: 2_599,
      currency: 'usd',
      reason: 'fraudulent',
      payment_intent: intent.id,
      balance_transactions: [],
    };
    const news = async (state: string, type: string) => {
      const told = await tell({ ...dispute, status: state }, { type });
      assert.equal((await told.send()).status, 204);
    };
    await news('needs_response', 'charge.dispute.created');
    // The gateway may have made what it was asked for; it says that it has not.
    const aged = `update refund set sent_at = now() - interval '1 hour' where payment_id = $1`;
    await world.db.run(aged, [paymentId]);
    assert.equal(sure(await world.payments.refund(wish)).waitsFor, 'chargeback');
    assert.equal(stripe.refunds.filter((one) => one.payment_intent === intent.id).length, 0);
    stripe.disputed.delete(intent.id);
    // In the same second as it was opened.
    await news(end, 'charge.dispute.closed');
    await until(
      async () => sure(await world.payments.refund(wish)).status === status,
      `${end}: ${status}`,
    );
    const sent = stripe.refunds.filter((one) => one.payment_intent === intent.id).length;
    assert.equal(sent, end === 'won' ? 1 : 0);
  }
  await world.assertTrueMoney();
});

test('how a dispute ended is asked for when no news of it came', async () => {
  const { checkoutId, ...input } = chargeOf('pm_card_visa');
  const { paymentId } = await charge({ checkoutId, ...input });
  const dispute = {
    id: `du_${newId('x')}`,
    object: 'dispute',
    amount: 2_599,
    currency: 'usd',
    reason: 'fraudulent',
    status: 'under_review',
    payment_intent: intentOf(paymentId).id,
    balance_transactions: [{ fee: 1_500, currency: 'usd', net: -4_099 }],
  };
  const { send } = await tell(dispute, { type: 'charge.dispute.created' });
  assert.equal((await send()).status, 204);
  const wish = { checkoutId, paymentId, key: 'k', amount_minor: 2_599, reason: 'test' };
  assert.equal(sure(await world.payments.refund(wish)).waitsFor, 'chargeback');
  // Stripe does not know it yet.
  await world.askAboutDisputes();
  assert.equal(sure(await world.payments.refund(wish)).waitsFor, 'chargeback');
  stripe.disputes.set(dispute.id, { ...dispute, status: 'lost' });
  await world.askAboutDisputes();
  await until(
    async () => sure(await world.payments.refund(wish)).status === 'COVERED',
    'the chargeback is lost',
  );
  await world.assertTrueMoney();
});

test('three decimals: what Stripe cannot move is declined before it is asked', async () => {
  const before = stripe.intents.size;
  const odd = await charge(chargeOf('pm_card_visa', { currency: 'KWD', amount_minor: 5_124 }));
  assert.deepEqual(
    [odd.outcome, odd.declineCode, odd.declineClass],
    ['declined', 'amount_not_movable', 'fixable'],
  );
  assert.equal(stripe.intents.size, before, 'Stripe was not asked');
  const even = chargeOf('pm_card_visa', { currency: 'KWD', amount_minor: 5_120 });
  const paid = await charge(even);
  assert.equal(paid.outcome, 'captured');
  assert.equal(intentOf(paid.paymentId).amount, 5_120);
});
