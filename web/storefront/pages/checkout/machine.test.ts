import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem } from '../../../client/problem.ts';
import { isMoving, mayPay, next, start, type Checkout, type Event, type Order } from './machine.ts';

const base = { server_ms: 0, local_ms: 0 };
const at = (minutes: number) => new Date(minutes * 60_000).toISOString();
const checkout = (status: string, more: Partial<Checkout> = {}) =>
  ({ checkoutId: 'chk_1', status, expiresAt: at(15), orderId: null, ...more }) as Checkout;
const order = (status: string, more: Partial<Order> = {}) =>
  ({
    orderId: 'ord_1',
    orderNumber: 'TS-1',
    status,
    paymentStatus: 'PENDING',
    currency: 'USD',
    createdAt: at(0),
    money: { refunds: [] },
    ...more,
  }) as unknown as Order;
const read = (status: string, more: Partial<Checkout> = {}): Event => ({
  type: 'read',
  checkout: checkout(status, more),
  base,
  bank: null,
});
const opened: Event = { type: 'opened', checkout: checkout('OPEN'), base, again: false };
const paying: Event = { type: 'paying', way: 'CARD' };
const problem = new ApiProblem({
  code: 'stock-too-low',
  status: 409,
  title: '',
  detail: '',
  requestId: '',
  retryable: false,
});
const pending = (actionUrl: string | null): Event => ({
  type: 'pending',
  order: { orderId: 'ord_1', orderNumber: 'TS-1', actionUrl, since: null },
});
const decline = (kind: 'fixable' | 'other' | 'final'): Event => ({
  type: 'troubled',
  trouble: { kind: 'declined', decline: { kind, code: 'x', way: 'CARD' } },
});
const run = (...events: Event[]) => events.reduce(next, start);
const stages = (...events: Event[]) => {
  let state = start;
  return events.map((event) => (state = next(state, event)).stage);
};

test('a purchase: details, hold, payment, order', () => {
  const placed: Event = { type: 'placed', orderId: 'ord_1', orderNumber: 'TS-1' };
  assert.deepEqual(stages({ type: 'opening' }, opened, paying, placed), [
    'opening',
    'open',
    'paying',
    'done',
  ]);
  const done = run(opened, paying, placed);
  for (const late of [read('OPEN'), read('EXPIRED'), opened, paying, decline('final')]) {
    assert.equal(next(done, late), done, 'nothing leads back from an order');
  }
});

test('while money may be moving nobody can pay, and nothing new begins', () => {
  const moving = [
    run(opened, paying),
    run(opened, paying, { type: 'unsure' }),
    run(opened, paying, pending('/bank')),
    run(opened, paying, pending(null)),
    run(read('PAYING')),
    run(read('PENDING', { orderId: 'ord_1' })),
  ];
  for (const state of moving) {
    assert.ok(isMoving(state) && !mayPay(state), state.stage);
    for (const event of [paying, { type: 'opening' }, { type: 'ask' }, { type: 'time-over' }]) {
      assert.equal(next(state, event as Event).stage, state.stage);
    }
  }
});

test('a decline keeps the hold, unless it is final', () => {
  const fixable = run(opened, paying, decline('fixable'));
  assert.equal(fixable.stage, 'open');
  assert.equal(fixable.decline?.kind, 'fixable');
  assert.equal(run(opened, paying, decline('other')).stage, 'open');
  const final = run(opened, paying, decline('final'));
  assert.deepEqual([final.stage, final.end?.why], ['over', 'declined']);
  const again = next(final, { ...opened, again: true });
  assert.deepEqual([again.stage, again.decline?.kind], ['open', 'final'], 'the way stays marked');
  assert.equal(next(again, paying).decline, null);
});

test('no reply: unknown, and a checkout that still says open does not let one pay again', () => {
  const unsure = run(opened, paying, { type: 'unsure' }, read('OPEN'));
  assert.equal(unsure.stage, 'unknown');
  assert.equal(run(opened, paying, { type: 'unsure' }, decline('other')).stage, 'open');
  const known = run(opened, paying, { type: 'unsure' }, read('COMPLETED', { orderId: 'ord_1' }));
  assert.deepEqual([known.stage, known.order?.orderId], ['finishing', 'ord_1']);
});

test('loaded again in the middle: what the server says counts', () => {
  assert.equal(run({ type: 'ask' }, read('OPEN')).stage, 'open');
  assert.equal(run({ type: 'ask' }, read('PAYING')).stage, 'elsewhere');
  const back = run({ type: 'ask' }, read('PAYING'), read('OPEN'));
  assert.deepEqual([back.stage, back.decline?.code], ['open', 'not-paid']);
  const bank = { orderId: 'ord_1', orderNumber: 'TS-1', actionUrl: '/bank', since: null };
  const action = run({ type: 'ask' }, { ...read('PENDING'), bank } as Event);
  assert.deepEqual([action.stage, action.order?.actionUrl], ['action', '/bank']);
  const silent = run({ type: 'ask' }, read('PENDING', { orderId: 'o' }));
  assert.equal(silent.stage, 'unknown');
  const asks = next(silent, read('PENDING', { orderId: 'o', actionUrl: '/bank' }));
  assert.deepEqual([asks.stage, asks.order?.actionUrl], ['action', '/bank'], 'told later');
  assert.equal(run({ type: 'ask' }, read('EXPIRED')).end?.why, 'expired');
  assert.equal(run({ type: 'ask' }, { type: 'missing' }).stage, 'missing');
});

test('the bank said no and the hold stands: open again, with the way that was tried marked', () => {
  const waiting = run(opened, paying, pending('/bank'));
  const noted = next(waiting, {
    type: 'order',
    order: order('PENDING', { paymentStatus: 'FAILED' }),
  });
  assert.ok(!mayPay(noted), 'what the order says opens nothing: the checkout does');
  const open = next(noted, read('OPEN'));
  assert.deepEqual(
    [open.stage, open.decline?.code, open.decline?.way, open.order],
    ['open', 'not-approved', 'CARD', null],
  );
  assert.ok(mayPay(open));
  const bank = { orderId: 'ord_1', orderNumber: 'TS-1', actionUrl: '/bank', since: null };
  const loaded = run({ type: 'ask' }, { ...read('OPEN'), bank } as Event);
  assert.deepEqual([loaded.stage, loaded.decline?.code], ['open', 'not-approved']);
  const given = next(waiting, { type: 'given-up', checkout: checkout('OPEN'), base });
  assert.deepEqual([given.stage, given.decline, given.order], ['open', null, null]);
});

test('the order tells the end: confirmed, being made, failed, money on its way back', () => {
  const waiting = run(opened, paying, pending('/bank'));
  const after = (one: Order) => next(waiting, { type: 'order', order: one });
  assert.equal(after(order('PENDING')).stage, 'action');
  assert.equal(after(order('PENDING', { paymentStatus: 'CAPTURED' })).stage, 'finishing');
  assert.equal(after(order('CONFIRMED')).stage, 'done');
  assert.equal(after(order('SHIPPED')).stage, 'done');
  const failed = after(order('FAILED'));
  assert.deepEqual([failed.stage, failed.end?.why], ['over', 'declined']);
  assert.equal(failed.decline?.code, 'not-approved');
  const refunds = [{ refundId: 'rfd_1', amount: 5, expectedBy: '2026-11-25' }];
  const back = after(order('FAILED', { money: { refunds } } as unknown as Partial<Order>));
  assert.deepEqual(back.end, {
    why: 'refunded',
    refund: { id: 'rfd_1', amount: 5, currency: 'USD', expectedBy: '2026-11-25' },
  });
});

test('at the end of the time only the hold is gone; a new one is told as such', () => {
  const over = run(opened, { type: 'time-over' });
  assert.deepEqual([over.stage, over.end?.why], ['over', 'expired']);
  assert.equal(over.checkout?.checkoutId, 'chk_1', 'what was shown stays');
  const refused = next(next(over, { type: 'opening' }), { type: 'refused', problem });
  assert.deepEqual([refused.stage, refused.refusal?.code], ['over', 'stock-too-low']);
  const again = next(refused, { ...opened, again: true });
  assert.deepEqual([again.stage, again.again, again.refusal], ['open', true, null]);
  const first = run({ type: 'opening' }, { type: 'refused', problem });
  assert.deepEqual([first.stage, first.refusal?.code], ['details', 'stock-too-low']);
  const other = run(opened, { type: 'opening' }, { type: 'refused', problem });
  assert.deepEqual([other.stage, other.refusal?.code], ['open', 'stock-too-low'], 'still held');
});

test('more time, or plainly none', () => {
  const open = run(opened, { type: 'extending' });
  assert.equal(open.extension, 'busy');
  const longer = checkout('OPEN', { expiresAt: at(30) });
  assert.equal(next(open, { type: 'extended', checkout: longer, base }).extension, 'done');
  const same: Event = { type: 'extended', checkout: checkout('OPEN'), base };
  assert.equal(next(open, same).extension, 'refused');
  for (const why of ['refused', 'wanted', 'trouble'] as const) {
    assert.equal(next(open, { type: 'not-extended', why }).extension, why);
  }
});
