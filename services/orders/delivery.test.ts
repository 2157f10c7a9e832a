import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { manualClock } from '#kernel/core/clock.ts';
import type { Variant } from '#services/catalog/contract.ts';
import type { Payment, Refund } from '#services/payments/contract.ts';
import { againOf } from './again.ts';
import type { OrderStatus } from './contract.ts';
import { expectedOf, moneyOf, parcelsOf, type Parcel } from './delivery.ts';
import { lookedUpGrant_ms, orderGrants } from './grant.ts';
import { againBar, invoiceBar, returnBar, transitions } from './model.ts';
import type { LineRow, WholeOrder } from './store-read.ts';

const day = (n: number) => ({ from: `2026-05-0${n}`, to: `2026-05-0${n + 2}` });
const waiting: Parcel = {
  shipmentId: null,
  sellerId: 'slr_1',
  carrier: null,
  trackingNumber: null,
  items: [],
  warehouseIds: [],
  shippedAt: null,
};

test('what has not left keeps its promise as long as it can, then says that it is late', () => {
  const own = day(3);
  const today = '2026-05-01';
  const expected = (now: ReturnType<typeof day>) => expectedOf(waiting, { own, now, today });
  assert.deepEqual(expected(day(3)), { expected: own, late: false });
  const later = { from: '2026-05-05', to: '2026-05-05' };
  assert.deepEqual(expected(day(5)), { expected: later, late: false });
  assert.deepEqual(expected(day(6)), { expected: day(6), late: true });
});

test('what has left is late once its last day is over', () => {
  const left = { ...waiting, shippedAt: '2026-05-01T10:00:00.000Z' };
  const [own, now] = [day(3), day(6)];
  const late = (today: string) => expectedOf(left, { own, now, today });
  assert.deepEqual(late('2026-05-05'), { expected: own, late: false });
  assert.deepEqual(late('2026-05-06'), { expected: own, late: true });
});

function line(lineNo: number, of: Partial<LineRow>): LineRow {
  return {
    lineNo,
    variantId: `var_${lineNo}`,
    productId: 'prod_1',
    sellerId: 'slr_1',
    warehouseIds: ['wh_1'],
    quantity: 2,
    unit_minor: 100,
    total_minor: 200,
    tax_minor: null,
    included_minor: 0,
    name: 'Thing',
    sku: null,
    imageUrl: null,
    status: 'NEW',
    shipped: 0,
    ...of,
  };
}

const orderWith = (status: OrderStatus, lines: LineRow[]) =>
  ({
    status,
    lines,
    shipments: [
      {
        shipmentId: 'shp_1',
        sellerId: 'slr_1',
        carrier: 'Post',
        trackingNumber: 'X',
        lines: [{ lineNo: 1, quantity: 1 }],
        shippedAt: '2026-05-01T10:00:00+00:00',
      },
    ],
  }) as unknown as WholeOrder;

test('parcels: one for each that left, one for the rest of each seller, with where from', () => {
  const lines = [
    line(1, { shipped: 1 }),
    line(2, { warehouseIds: ['wh_2', 'wh_1'] }),
    line(3, { sellerId: 'slr_2', warehouseIds: [] }),
    line(4, { sellerId: 'slr_2', shipped: 2, status: 'SHIPPED' }),
  ];
  const [left, mine, theirs, ...none] = parcelsOf(orderWith('PROCESSING', lines));
  assert.deepEqual([left?.shipmentId, left?.shippedAt], ['shp_1', '2026-05-01T10:00:00.000Z']);
  assert.deepEqual(left?.warehouseIds, ['wh_1']);
  assert.deepEqual(mine?.items, [
    { lineNo: 1, quantity: 1 },
    { lineNo: 2, quantity: 2 },
  ]);
  assert.deepEqual(mine?.warehouseIds, ['wh_1', 'wh_2']);
  assert.deepEqual(theirs?.items, [{ lineNo: 3, quantity: 2 }]);
  assert.deepEqual(none, []);
  for (const status of ['PENDING', 'FAILED', 'CANCELLED', 'RETURNED'] as const) {
    assert.deepEqual(parcelsOf(orderWith(status, lines)), [], status);
  }
});

const payment = (captured_minor: number, refunded_minor: number, status = 'CAPTURED') =>
  ({ captured_minor, refunded_minor, covered_minor: 0, status }) as Payment;

const refund = (amount_minor: number, doneAt: string | null): Refund => ({
  refundId: 'rfd_1',
  paymentId: 'pay_1',
  checkoutId: 'chk_1',
  amount_minor,
  currency: 'USD',
  reason: 'order-cancelled',
  status: doneAt === null ? 'PENDING' : 'SUCCEEDED',
  covered_minor: 0,
  waitsFor: null,
  refused: false,
  createdAt: '2026-05-01T10:00:00.000Z',
  doneAt,
});

test('money is where it is: due, on its way, back, and when the bank has booked it', () => {
  const state = (status: OrderStatus, payments: Payment[], refunds: Refund[] = []) =>
    moneyOf({ status, total_minor: 1_000, currency: 'USD' }, { payments, refunds });
  assert.equal(state('PENDING', []).state, 'unpaid');
  assert.equal(state('CONFIRMED', [payment(0, 0, 'ACCEPTED')]).state, 'pay-at-the-door');
  assert.equal(state('CONFIRMED', [payment(0, 0, 'FAILED'), payment(1_000, 0)]).state, 'paid');
  const due = state('CANCELLED', [payment(1_000, 0)]);
  assert.deepEqual([due.state, due.refundDue, due.refunding], ['refund-due', 10, 0]);
  const going = state('CANCELLED', [payment(1_000, 0)], [refund(1_000, null)]);
  assert.deepEqual([going.state, going.refundDue, going.refunding], ['refund-under-way', 0, 10]);
  assert.equal(going.refunds[0]?.expectedBy, null);
  const done = refund(1_000, '2026-05-02T10:00:00.000Z');
  const back = state('CANCELLED', [payment(1_000, 1_000)], [done]);
  assert.deepEqual([back.state, back.refunds[0]?.expectedBy], ['refunded', '2026-05-12']);
  const part = state('DELIVERED', [payment(1_000, 300)], [{ ...done, amount_minor: 300 }]);
  assert.deepEqual([part.state, part.refunded, part.refundDue], ['partly-refunded', 3, 0]);
  const waits = { ...refund(1_000, null), waitsFor: 'chargeback' as const };
  const held = state('CANCELLED', [payment(1_000, 0)], [waits]);
  assert.deepEqual([held.state, held.refunds[0]?.waitsFor], ['refund-waits', 'chargeback']);
  const bank = { ...done, status: 'COVERED' as const, covered_minor: 1_000 };
  const theirs = state('CANCELLED', [{ ...payment(1_000, 0), covered_minor: 1_000 }], [bank]);
  assert.deepEqual([theirs.state, theirs.refundDue, theirs.covered], ['charged-back', 0, 10]);
  assert.equal(theirs.refunds[0]?.expectedBy, null);
});

test('every status says why an order is not returned, invoiced or bought again', () => {
  for (const status of Object.keys(transitions) as OrderStatus[]) {
    assert.match(returnBar(status, undefined) ?? '', /^[a-z-]+$/);
    assert.match(invoiceBar(status) ?? 'none', /^[a-z-]+$/);
  }
  assert.equal(returnBar('DELIVERED', null), null);
  assert.equal(returnBar('DELIVERED', 'outside-window'), 'outside-window');
  assert.equal(returnBar('DELIVERED', undefined), 'not-known-now');
  assert.deepEqual(
    ['SHIPPED', 'CANCELLED', 'RETURNED'].map((one) => returnBar(one as OrderStatus, null)),
    ['not-delivered', 'ended', 'ended'],
  );
  assert.equal(againBar('FAILED'), null);
});

test('bought again: sold, withdrawn or out of stock; unknown stock is not called out', () => {
  const variant = (active: boolean) => ({ active, imageUrl: '/new.webp' }) as Variant;
  const lines = ['a', 'b', 'c', 'd'].map((variantId) => ({
    variantId,
    productId: 'prod_1',
    sellerId: 'slr_1',
    name: 'Thing',
    imageUrl: null,
    quantity: 2,
  }));
  const variants = new Map([
    ['a', variant(true)],
    ['b', variant(false)],
    ['d', variant(true)],
  ]);
  const available = new Map([
    ['a', 3],
    ['b', 3],
    ['d', 0],
  ]);
  const items = againOf(lines, { variants, available });
  assert.deepEqual(
    items.map((one) => [one.sold, one.reason, one.available]),
    [
      [true, null, 3],
      [false, 'withdrawn', null],
      [false, 'withdrawn', null],
      [false, 'out-of-stock', 0],
    ],
  );
  const unsure = againOf(lines, { variants, available: null });
  assert.deepEqual(
    unsure.map((one) => one.sold),
    [true, false, false, true],
  );
});

test('a grant opens one order until its time, and nobody else can make one', async () => {
  const clock = manualClock(1_800_000_000_500);
  const now = () => clock.now();
  const grants = orderGrants({ tokenKey: 'key', now });
  const orderId = newId('ord');
  const { token, expiresAt } = grants.issue(orderId, lookedUpGrant_ms);
  assert.deepEqual(grants.read(token), { orderId });
  assert.equal(orderGrants({ tokenKey: 'other', now }).read(token), 'wrong');
  for (let at = 4; at < token.length; at += 5) {
    const other = token[at] === 'A' ? 'B' : 'A';
    const forged = token.slice(0, at) + other + token.slice(at + 1);
    assert.notDeepEqual(grants.read(forged), { orderId }, `changed at ${at}`);
  }
  for (const text of ['', 'ogr_', token.slice(0, -1), `${token}A`, '../../etc']) {
    assert.equal(grants.read(text), 'wrong');
  }
  await clock.advance(Date.parse(expiresAt) - clock.now() - 1);
  assert.deepEqual(grants.read(token), { orderId });
  await clock.advance(1);
  assert.equal(grants.read(token), 'expired');
});
