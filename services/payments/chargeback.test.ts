// A refund and a chargeback of the same payment: the buyer never has the money twice, and where
// both were faster than we are, it is on record.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { chargeOf, openWorld, sure, until, type World } from '../../test/gateway.ts';
import { coverOf } from './model-cover.ts';

const secret = 'a-secret-for-webhooks';
const WHOLE = 2_599;
let world: World;

before(async () => {
  world = await openWorld();
});
after(() => world.stop());

async function paid() {
  const input = chargeOf('tok_visa');
  const { paymentId } = sure(await world.payments.charge(input));
  return { checkoutId: input.checkoutId, paymentId };
}
type Paid = Awaited<ReturnType<typeof paid>>;

function post(path: string, body: string, headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/json' };
  return fetch(`${world.url}${path}`, { method: 'POST', headers: { ...type, ...headers }, body });
}

async function tell(body: object): Promise<void> {
  const text = JSON.stringify(body);
  const time = Math.floor(Date.now() / 1_000);
  const mac = createHmac('sha256', secret).update(`${time}.${text}`).digest('hex');
  const signed = { 'sandbox-signature': `t=${time},v1=${mac}` };
  const answer = await post('/api/v1/webhooks/sandbox', text, signed);
  assert.equal(answer.status, 204, await answer.text());
}

/** News of a chargeback, taken when this returns. */
async function dispute(of: Paid, status: 'needs_response' | 'won' | 'lost', amount_minor = WHOLE) {
  const told = { id: `gds_${of.paymentId.slice(4)}`, amount_minor, currency: 'USD' };
  const paymentRef = of.paymentId;
  const facts = { ...told, reason: 'fraudulent', status };
  await tell({ id: newId('gwe'), type: 'dispute.changed', paymentRef, dispute: facts });
}

const refund = async (
  of: Paid,
  more: { amount_minor?: number; key?: string; whole?: boolean } = {},
) => world.payments.refund({ ...of, key: 'k', amount_minor: WHOLE, reason: 'test', ...more });

const refunds = (of: Paid) =>
  world.db.rows<{ status: string; covered: number; waits: boolean }>(
    `select status, covered_minor as covered, waits_since is not null as waits
     from refund where payment_id = $1 order by refund_id`,
    [of.paymentId],
  );
const ends = (of: Paid, status: string) =>
  until(async () => (await refunds(of))[0]?.status === status, `the refund is ${status}`);
const sentBack = async (of: Paid) =>
  (await world.ledger(of.checkoutId)).flatMap((one) => (one.kind === 'refund' ? [one.amount] : []));
const twice = (of: Paid) =>
  world.db.row<{ over: number; resolved: boolean }>(
    `select (detail->>'over_minor')::int as over, resolved_at is not null as resolved
     from settlement_break where payment_id = $1 and kind = 'refund-and-chargeback'`,
    [of.paymentId],
  );

test('a lost chargeback covers what it has paid; of a whole refund, what it must', () => {
  const payment = { captured_minor: 300, refunding_minor: 150, covered_minor: 0, lost_minor: 100 };
  const one = { amount_minor: 150, covered_minor: 0, whole: false };
  assert.equal(coverOf(one, payment), 100);
  assert.equal(coverOf({ ...one, covered_minor: 100 }, { ...payment, covered_minor: 100 }), 0);
  assert.equal(coverOf({ ...one, whole: true }, payment), 0);
  assert.equal(coverOf({ ...one, whole: true }, { ...payment, refunding_minor: 250 }), 50);
  assert.equal(coverOf(one, { ...payment, lost_minor: 500 }), 150);
});

test('a chargeback is open: a refund waits and says why; lost: nothing is sent', async () => {
  const of = await paid();
  await dispute(of, 'needs_response');
  const asked = sure(await refund(of));
  assert.deepEqual(
    [asked.status, asked.waitsFor, asked.covered_minor],
    ['PENDING', 'chargeback', 0],
  );
  assert.deepEqual(sure(await refund(of)), asked);
  const get = await fetch(`${world.url}/api/v1/admin/payments/${of.paymentId}`, {
    headers: { authorization: `Bearer ${world.admin}` },
  });
  const [shown] = ((await get.json()) as { refunds: { waitsFor: string; waitsSince: string }[] })
    .refunds;
  assert.ok(shown?.waitsFor === 'chargeback' && shown.waitsSince !== null);
  const around = sure(await world.payments.ofCheckouts({ checkoutIds: [of.checkoutId] }));
  assert.equal(around.refunds[0]?.waitsFor, 'chargeback');
  assert.deepEqual(await sentBack(of), []);
  await dispute(of, 'lost');
  await ends(of, 'COVERED');
  const again = sure(await refund(of));
  assert.deepEqual([again.status, again.covered_minor, again.waitsFor], ['COVERED', WHOLE, null]);
  assert.deepEqual(await sentBack(of), []);
  const told = (await world.events(of.checkoutId)).find((one) => one.type === 'REFUND_COVERED');
  const facts = ['amount', 'left', 'isWhole'].map((name) => told?.payload[name]);
  assert.deepEqual(facts, [WHOLE, 0, true]);
  assert.equal(await twice(of), undefined);
  await world.assertTrueMoney();
});

test('a chargeback that is won: the refund goes on, once', async () => {
  const of = await paid();
  await dispute(of, 'needs_response');
  assert.equal(sure(await refund(of)).waitsFor, 'chargeback');
  await dispute(of, 'won');
  await ends(of, 'SUCCEEDED');
  assert.deepEqual(await sentBack(of), [WHOLE]);
  await world.assertTrueMoney();
});

test('the end of a chargeback that was never told is asked for', async () => {
  for (const [end, status] of [
    ['won', 'SUCCEEDED'],
    ['lost', 'COVERED'],
  ] as const) {
    const of = await paid();
    const body = (more: object) => JSON.stringify({ paymentRef: of.paymentId, ...more });
    const made = await post('/sandbox/desk/disputes', body({ status: 'needs_response' }));
    const { disputeId } = (await made.json()) as { disputeId: string };
    const isOpen = async () => sure(await refund(of)).waitsFor === 'chargeback';
    const rows = `select 1 as known from chargeback where payment_id = $1`;
    const known = async () => (await world.db.row(rows, [of.paymentId])) !== undefined;
    await until(known, 'the chargeback is told');
    assert.ok(await isOpen());
    await world.askAboutDisputes();
    assert.ok(await isOpen());
    await post('/sandbox/desk/disputes', body({ status: end, disputeId, quiet: true }));
    assert.ok(await isOpen());
    await world.askAboutDisputes();
    await ends(of, status);
    assert.deepEqual(await sentBack(of), end === 'won' ? [WHOLE] : []);
  }
  await world.assertTrueMoney();
});

test('lost in part: the rest is sent, and no more than is left is promised', async () => {
  const of = await paid();
  await dispute(of, 'lost', 1_000);
  const high = await refund(of, { amount_minor: 1_600, whole: true, key: 'high' });
  assert.ok('code' in high && high.code === 'refund-too-high' && high.detail.left_minor === 1_599);
  const small = sure(await refund(of, { amount_minor: 99, whole: true, key: 'small' }));
  assert.deepEqual([small.status, small.covered_minor], ['SUCCEEDED', 0]);
  const rest = sure(await refund(of));
  assert.deepEqual(
    [rest.status, rest.amount_minor, rest.covered_minor],
    ['SUCCEEDED', 2_500, 1_000],
  );
  assert.deepEqual(await sentBack(of), [99, 1_500]);
  await world.assertTrueMoney();
});

test('a refund that was sent before the chargeback: the truth, and a break', async () => {
  const of = await paid();
  await world.faults({ timeoutRate: 1, hang_ms: 5_000 });
  const asked = world.payments.refund({ ...of, key: 'k', amount_minor: WHOLE, reason: 'test' });
  await until(async () => (await sentBack(of)).length === 1, 'made there');
  await dispute(of, 'needs_response');
  await asked;
  await world.faults({});
  await world.db.run('update refund set next_try_at = now() where payment_id = $1', [of.paymentId]);
  await ends(of, 'SUCCEEDED');
  assert.deepEqual(await twice(of), { over: WHOLE, resolved: false });
  await dispute(of, 'won');
  assert.equal((await twice(of))?.resolved, true);
  assert.deepEqual(await sentBack(of), [WHOLE]);
  await world.assertTrueMoney();
});

test('a refund that was sent and never arrived is covered like any other', async () => {
  const of = await paid();
  await dispute(of, 'needs_response');
  await refund(of);
  await world.db.run(
    `update refund set sent_at = now() - interval '1 hour' where payment_id = $1`,
    [of.paymentId],
  );
  await dispute(of, 'lost');
  await ends(of, 'COVERED');
  assert.deepEqual(await sentBack(of), []);
  await world.assertTrueMoney();
});

test('news that a covered refund was made after all: booked, uncovered, and told', async () => {
  const of = await paid();
  await dispute(of, 'lost');
  const { refundId } = sure(await refund(of));
  assert.deepEqual(await refunds(of), [{ status: 'COVERED', covered: WHOLE, waits: false }]);
  const key = `rfd:${refundId}`;
  const wish = { key, chargeKey: `pay:${of.checkoutId}:1`, amount_minor: WHOLE, currency: 'USD' };
  const { transactionId: id } = sure(await world.sandbox.refund(wish));
  const news = { id: newId('gwe'), type: 'refund.made', paymentRef: of.paymentId };
  const wrong = { id, key, amount_minor: 1, currency: 'USD' };
  await tell({ ...news, refund: wrong });
  assert.equal((await refunds(of))[0]?.status, 'COVERED');
  for (let n = 0; n < 2; n += 1) await tell({ ...news, refund: { ...wrong, amount_minor: WHOLE } });
  assert.deepEqual(await refunds(of), [{ status: 'SUCCEEDED', covered: 0, waits: false }]);
  assert.deepEqual(await twice(of), { over: WHOLE, resolved: false });
  const told = (await world.events(of.checkoutId)).find((one) => one.type === 'REFUND_COMPLETED');
  assert.deepEqual([told?.payload['amount'], told?.payload['uncovered']], [WHOLE, WHOLE]);
  await world.assertTrueMoney();
});

test('refund and lost chargeback at the same moment, 12 times: covered, or a break', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, paid));
  await Promise.all(all.flatMap((of) => [refund(of), dispute(of, 'lost')]));
  for (const of of all) {
    await until(async () => (await refunds(of))[0]?.status !== 'PENDING', 'it ends');
    const [one] = await refunds(of);
    assert.equal((await sentBack(of)).length, one?.status === 'COVERED' ? 0 : 1);
    assert.equal((await twice(of)) === undefined, one?.status === 'COVERED');
  }
  await world.assertTrueMoney();
});
