import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { paymentStatuses, type PaymentStatus } from './contract.ts';
import type { GatewayCharge } from './gateway.ts';
import * as model from './model.ts';
import { isSigned } from './signed.ts';

const row: model.PaymentRow = {
  paymentId: 'pay_1',
  checkoutId: 'chk_1',
  sagaId: 'saga_1',
  quoteId: 'qte_1',
  userId: 'usr_1',
  attempt: 1,
  method: 'CARD',
  gateway: 'sandbox',
  gatewayRef: null,
  amount_minor: 1_000,
  currency: 'USD',
  authorized_minor: 0,
  captured_minor: 0,
  refunded_minor: 0,
  refunding_minor: 0,
  covered_minor: 0,
  status: 'INITIATED',
  idemKey: 'pay:chk_1:1',
  gatewayTransactionId: null,
  declineCode: null,
  declineClass: null,
  actionUrl: null,
  version: 0,
  polls: 0,
  createdAt: new Date(0),
};

const answer = (more: Partial<GatewayCharge>): GatewayCharge => ({
  state: 'captured',
  amount_minor: 1_000,
  currency: 'USD',
  ...more,
});

test('the key is of checkout and attempt, nothing else', () => {
  assert.equal(model.keyOf({ checkoutId: 'chk_1', attempt: 2 }), 'pay:chk_1:2');
});

test('captured is reached from every state without money, and left only by refunds', () => {
  const from = new Set(model.sourcesOf('CAPTURED'));
  for (const status of ['INITIATED', 'PENDING', 'ACTION', 'FAILED', 'CANCELLED'] as const) {
    assert.ok(from.has(status), status);
  }
  for (const status of paymentStatuses) {
    for (const paid of ['CAPTURED', 'REFUNDED', 'PARTIALLY_REFUNDED'] as const) {
      assert.ok(!model.sourcesOf(status).includes(paid), `${paid} to ${status}`);
    }
  }
});

test('money of another amount or currency is a mismatch, whatever it is', () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.constantFrom('USD', 'EUR', 'JPY'), (amount_minor, currency) => {
      const move = model.moveFor(row, answer({ amount_minor, currency }), 1);
      const fits = amount_minor === 1_000 && currency === 'USD';
      assert.equal(move === 'mismatch' ? 'mismatch' : move.to, fits ? 'CAPTURED' : 'mismatch');
    }),
  );
});

test('answers and what they make of an attempt', () => {
  const to = (more: Partial<GatewayCharge>): PaymentStatus | 'mismatch' => {
    const move = model.moveFor(row, answer(more), 700);
    return move === 'mismatch' ? move : move.to;
  };
  assert.equal(to({}), 'CAPTURED');
  assert.equal(to({ state: 'declined' }), 'FAILED');
  assert.equal(to({ state: 'pending', amount_minor: 0 }), 'PENDING');
  assert.equal(to({ state: 'action' }), 'ACTION');
  assert.equal(to({ state: 'cancelled' }), 'CANCELLED');
  const silent = model.moveFor(row, answer({ state: 'declined' }), 700);
  assert.ok(silent !== 'mismatch');
  assert.equal(silent.declineClass, 'terminal');
});

test('a decline that is then closed is told once', () => {
  const cancelled = model.moveTo('CANCELLED');
  assert.equal(model.eventOf({ ...row, status: 'FAILED' }, cancelled, 'reply'), null);
  const open = model.eventOf({ ...row, status: 'PENDING' }, cancelled, 'reply');
  assert.equal(open?.type, 'PAYMENT_FAILED');
  assert.equal(open?.payload['status'], 'CANCELLED');
});

test('what callers are told of each status', () => {
  const told = (status: PaymentStatus) => model.resultOf({ ...row, status }).outcome;
  assert.deepEqual(Object.fromEntries(paymentStatuses.map((status) => [status, told(status)])), {
    INITIATED: 'pending',
    PENDING: 'pending',
    ACTION: 'action',
    AUTHORIZED: 'pending',
    CAPTURED: 'captured',
    ACCEPTED: 'accepted',
    FAILED: 'declined',
    CANCELLED: 'declined',
    REFUNDED: 'captured',
    PARTIALLY_REFUNDED: 'captured',
  });
  const late = { ...row, status: 'CAPTURED' as const, declineCode: 'x', actionUrl: '/y' };
  const result = model.resultOf(late);
  assert.ok(!('declineCode' in result) && !('actionUrl' in result));
});

test('pauses grow, and stay at 30 s and at 10 min', () => {
  assert.equal(model.pollPause_ms(5_000, 0), 5_000);
  assert.equal(model.pollPause_ms(5_000, 1), 7_500);
  assert.equal(model.pollPause_ms(5_000, 1_000), 30_000);
  assert.equal(model.pollPause_ms(60_000, 3), 60_000);
  assert.equal(model.refundPause_ms(0), 2_000);
  assert.equal(model.refundPause_ms(1_000), 600_000);
  assert.deepEqual([0, 1, 2, 3].map(model.recheck_ms), [90_000, 300_000, 1_800_000, null]);
});

test('signatures: a known one, several of them, and what is none', () => {
  const raw = Buffer.from('{"a":1}');
  // printf '%s' '1000.{"a":1}' | openssl dgst -sha256 -hmac secret
  const mac = '79735020b7448fd0956ae8a025e12d8e8e654b3b2d7757e722076546bb0f8e3b';
  const check = (header: string | undefined, now_ms = 1_000_000) =>
    isSigned(raw, header, { secrets: ['secret'], now_ms });
  assert.equal(check(`t=1000,v1=${mac}`), true);
  assert.equal(check(`t=1000,v1=${'0'.repeat(64)},v1=${mac}`), true);
  assert.equal(check(`t=1000,v1=${mac}`, 1_300_000), true);
  assert.equal(check(`t=1000,v1=${mac}`, 1_301_000), false);
  assert.equal(check(`t=1000,v1=${mac}`, 699_000), false);
  assert.equal(check(`t=1001,v1=${mac}`), false);
  for (const none of [undefined, '', 't=1000', `v1=${mac}`, `t=1000,v1=${mac.slice(2)}`]) {
    assert.equal(check(none), false, none);
  }
  const many = `t=1000,${`v1=${'0'.repeat(64)},`.repeat(50)}v1=${mac}`;
  assert.equal(check(many), false);
});
