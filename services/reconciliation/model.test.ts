// The rules about what counts as a difference, without a database.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReviewedHold, ReviewedOrder, ReviewedPayment } from './contract.ts';
import * as model from './model.ts';

const at = '2026-11-20T10:00:00.000Z';
const hold: ReviewedHold = {
  sagaId: 'saga_1',
  reservationId: 'res_1',
  status: 'held',
  orderId: null,
  units: 2,
  lines: [],
  expiresAt: at,
  createdAt: at,
};
const payment: ReviewedPayment = {
  paymentId: 'pay_1',
  checkoutId: 'chk_1',
  sagaId: 'saga_1',
  userId: 'usr_1',
  attempt: 1,
  method: 'CARD',
  gateway: 'sandbox',
  status: 'CAPTURED',
  amount_minor: 1_000,
  captured_minor: 1_000,
  refunded_minor: 0,
  refunding_minor: 0,
  currency: 'USD',
  createdAt: at,
  updatedAt: at,
};
const order: ReviewedOrder = {
  orderId: 'ord_1',
  orderNumber: 'TS-1',
  checkoutId: 'chk_1',
  sagaId: 'saga_1',
  userId: 'usr_1',
  paymentId: 'pay_1',
  status: 'CONFIRMED',
  paymentMethod: 'CARD',
  paymentStatus: 'CAPTURED',
  total_minor: 1_000,
  currency: 'USD',
  createdAt: at,
  updatedAt: at,
};

test('a hold is an orphan only when its saga surely is at an end', () => {
  for (const saga of ['open', 'unknown'] as const) {
    assert.equal(model.orphanOf(hold, saga), undefined, saga);
  }
  for (const saga of ['ended', 'absent'] as const) {
    assert.equal(model.orphanOf(hold, saga)?.class, 'hold-without-order', saga);
  }
  assert.equal(model.orphanOf({ ...hold, status: 'consumed' }, 'ended'), undefined);
});

test('captured money is without order while it is neither an order nor on its way back', () => {
  const of = { order: undefined, saga: 'ended' } as const;
  assert.equal(model.unorderedOf(payment, of)?.money?.amount_minor, 1_000);
  const half = { ...payment, refunding_minor: 400 };
  assert.equal(model.unorderedOf(half, of)?.money?.amount_minor, 600);
  assert.equal(model.unorderedOf({ ...payment, refunding_minor: 1_000 }, of), undefined);
  assert.equal(model.unorderedOf(payment, { ...of, order }), undefined);
  const cancelled = { ...order, status: 'CANCELLED' };
  assert.ok(model.unorderedOf(payment, { ...of, order: cancelled }));
  for (const saga of ['open', 'unknown'] as const) {
    assert.equal(model.unorderedOf(payment, { ...of, saga }), undefined, saga);
  }
});

test('several payments of one order are well while together they are not too much', () => {
  const parts = [600, 400].map((captured_minor) => ({ ...payment, captured_minor }));
  assert.equal(model.surplusOf(order, parts), undefined);
  const more = model.surplusOf(order, [...parts, { ...payment, captured_minor: 1 }]);
  assert.deepEqual(more?.money, { amount_minor: 1, currency: 'USD' });
});

test('an order needs its units and a payment, once it is more than pending', () => {
  assert.equal(model.unsuppliedOf(order, { ...hold, status: 'consumed' }), undefined);
  assert.ok(model.unsuppliedOf(order, undefined));
  assert.ok(model.unsuppliedOf(order, { ...hold, status: 'expired' }));
  assert.equal(model.unsuppliedOf({ ...order, status: 'CANCELLED' }, undefined), undefined);
  assert.equal(model.unpaidOf(order, [payment]), undefined);
  assert.equal(model.unpaidOf(order, [{ ...payment, status: 'ACCEPTED' }]), undefined);
  assert.ok(model.unpaidOf(order, [{ ...payment, status: 'FAILED' }]));
  assert.equal(model.unpaidOf({ ...order, total_minor: 0 }, []), undefined);
});

test('our books against the gateway, both ways', () => {
  const books = { captured_minor: 1_000, refunded_minor: 0, currency: 'USD' };
  assert.equal(model.mismatchOf(payment, books), undefined);
  assert.equal(model.mismatchOf(payment, undefined)?.class, 'gateway-capture-missing');
  const lost = { ...payment, status: 'FAILED', captured_minor: 0 };
  assert.equal(model.mismatchOf(lost, books)?.class, 'gateway-capture-lost');
  assert.equal(model.mismatchOf(lost, undefined), undefined);
  const refunded = model.mismatchOf(payment, { ...books, refunded_minor: 250 });
  assert.deepEqual(
    [refunded?.class, refunded?.money?.amount_minor],
    ['gateway-amount-differs', 250],
  );
  assert.ok(model.mismatchOf(payment, { ...books, currency: 'EUR' }));
  const promised = { ...payment, refunding_minor: 250 };
  assert.equal(model.mismatchOf(promised, { ...books, refunded_minor: 250 }), undefined);
  assert.equal(model.mismatchOf(promised, books), undefined);
});

test('each kind of settlement break has words of its own', () => {
  const noted = {
    paymentId: 'pay_1',
    checkoutId: 'chk_1',
    detail: {},
    amount_minor: 1_000,
    currency: 'USD',
    createdAt: at,
    healed: false,
  };
  const say = (kind: string) => model.settlementOf({ ...noted, kind }).sentence;
  assert.match(say('chargeback:dp_1'), /disputes the payment/);
  assert.match(say('refund-at-gateway:re_1'), /not through us/);
  assert.match(say('something-new'), /differ/);
});
