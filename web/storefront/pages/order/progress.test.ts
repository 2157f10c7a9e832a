import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  actionOf,
  expectedDays,
  headlineOf,
  isLate,
  movedDays,
  partsOf,
  stationsDone,
  stepsOf,
  type OwnOrder,
  type Parcel,
  type Refund,
} from './progress.ts';

const today = '2026-11-20';

const parcel = (change: Partial<Parcel> = {}): Parcel => ({
  shipmentId: null,
  sellerId: 'slr_a',
  carrier: null,
  trackingNumber: null,
  items: [{ lineNo: 1, quantity: 1 }],
  from: [],
  shippedAt: null,
  expectedFrom: '2026-11-23',
  expectedTo: '2026-11-25',
  late: false,
  arrivedAt: null,
  ...change,
});

const left = (nth: number, shippedAt: string) =>
  parcel({ shipmentId: `shp_${nth}`, carrier: 'Post', trackingNumber: `P ${nth}`, shippedAt });

type Moves = [OwnOrder['status'], string, string?, (string | null)?][];

function order(moves: Moves, change: Partial<OwnOrder> = {}): OwnOrder {
  const timeline = moves.map(([status, at, by = 'checkout', reason = null]) => {
    return { status, at, by, reason };
  });
  const status = moves.at(-1)?.[0] ?? 'CONFIRMED';
  const known = {
    status,
    timeline,
    deliveries: [parcel()],
    money: null,
    actions: [],
    cancellations: [],
  };
  return { ...known, ...change } as unknown as OwnOrder;
}

const told = (of: OwnOrder) => stepsOf(of, today).map((step) => `${step.state} ${step.what}`);

test('the way of an order: what happened, where it is, what comes', () => {
  assert.deepEqual(told(order([['CONFIRMED', '2026-11-20T10:00:00Z']])), [
    'now CONFIRMED',
    'ahead PROCESSING',
    'ahead SHIPPED',
    'ahead DELIVERED',
  ]);
  const pending = order([['PENDING', '2026-11-20T10:00:00Z']]);
  assert.deepEqual(told(pending).slice(0, 2), ['now PENDING', 'ahead CONFIRMED']);
  const done = order([
    ['CONFIRMED', '2026-11-20T10:00:00Z'],
    ['PROCESSING', '2026-11-20T11:00:00Z', 'seller'],
    ['SHIPPED', '2026-11-20T12:00:00Z', 'seller'],
    ['DELIVERED', '2026-11-22T12:00:00Z', 'admin'],
  ]);
  assert.ok(told(done).every((step) => step.startsWith('done ')));
});

test('a single parcel is told with its move, several each by themselves and by time', () => {
  const moves: Moves = [
    ['CONFIRMED', '2026-11-20T10:00:00Z'],
    ['PROCESSING', '2026-11-20T11:00:00Z', 'seller'],
    ['SHIPPED', '2026-11-20T14:00:00Z', 'seller'],
  ];
  const single = order(moves, { deliveries: [left(1, '2026-11-20T14:00:00Z')] });
  const step = stepsOf(single, today).find((one) => one.what === 'SHIPPED');
  assert.deepEqual(step?.parcel, { nth: 1, carrier: 'Post', trackingNumber: 'P 1' });
  const two = order(moves.slice(0, 2), {
    deliveries: [left(1, '2026-11-20T12:00:00Z'), parcel()],
  });
  assert.deepEqual(told(two), [
    'done CONFIRMED',
    'done PROCESSING',
    'now parcel',
    'ahead SHIPPED',
    'ahead DELIVERED',
  ]);
  assert.equal(headlineOf(two), 'partly');
});

test('lines that were taken off stand between the moves, with what and by whom', () => {
  const moves: Moves = [
    ['CONFIRMED', '2026-11-20T10:00:00Z'],
    ['PROCESSING', '2026-11-20T12:00:00Z', 'seller'],
  ];
  const items = [{ lineNo: 2, name: 'Lamp', quantity: 3 }];
  const off = { at: '2026-11-20T11:00:00Z', by: 'customer', reason: 'changed-mind', items };
  const of = order(moves, { cancellations: [off] });
  assert.deepEqual(told(of).slice(0, 3), [
    'done CONFIRMED',
    'done items-cancelled',
    'now PROCESSING',
  ]);
  const step = stepsOf(of, today)[1];
  assert.deepEqual([step?.by, step?.reason, step?.items], ['customer', 'changed-mind', items]);
});

test('a cancelled order tells its refund until the bank has it', () => {
  const refund: Refund = {
    refundId: 'ref_1',
    amount: 20,
    reason: 'cancelled',
    status: 'PENDING',
    covered: 0,
    waitsFor: null,
    needsAttention: false,
    createdAt: '2026-11-20T10:31:00Z',
    doneAt: null,
    expectedBy: null,
  };
  const moves: Moves = [
    ['CONFIRMED', '2026-11-20T10:00:00Z'],
    ['CANCELLED', '2026-11-20T10:30:00Z', 'customer', 'found-cheaper'],
  ];
  const of = (change: Partial<Refund>) =>
    order(moves, {
      deliveries: [],
      money: { refunds: [{ ...refund, ...change }] } as NonNullable<OwnOrder['money']>,
    });
  assert.deepEqual(told(of({})), [
    'done CONFIRMED',
    'problem CANCELLED',
    'now refund-begun',
    'ahead refund-sent',
  ]);
  const sent = { doneAt: '2026-11-20T10:32:00Z', expectedBy: '2026-11-30' };
  assert.deepEqual(told(of(sent)).slice(2), [
    'done refund-begun',
    'now refund-sent',
    'ahead refund-booked',
  ]);
  assert.equal(told(of({ ...sent, expectedBy: '2026-11-19' })).at(-1), 'done refund-sent');
});

test('expected days span what is still to come, and a move of them is told', () => {
  const arrived = parcel({ arrivedAt: '2026-11-19T10:00:00Z', expectedFrom: '2026-11-18' });
  const later = parcel({ expectedFrom: '2026-11-26', expectedTo: '2026-11-30', late: true });
  const before = { deliveries: [arrived, parcel()] };
  assert.deepEqual(expectedDays(before), { from: '2026-11-23', to: '2026-11-25' });
  assert.equal(expectedDays({ deliveries: [parcel({ expectedTo: null })] }), null);
  assert.ok(isLate({ deliveries: [parcel(), later] }) && !isLate(before));
  const now = { deliveries: [arrived, later] };
  assert.deepEqual(movedDays(before, now), { from: '2026-11-25', to: '2026-11-30' });
  assert.equal(movedDays(before, before), null);
  assert.equal(movedDays(before, { deliveries: [] }), null);
});

test('stations, and what may be done', () => {
  assert.deepEqual(
    (['PENDING', 'CONFIRMED', 'DELIVERED', 'CANCELLED', 'REFUNDED'] as const).map(stationsDone),
    [0, 1, 4, null, null],
  );
  const of = { actions: [{ action: 'cancel', allowed: true, reason: null }] };
  assert.deepEqual(actionOf(of, 'cancel').allowed, true);
  assert.deepEqual(actionOf(of, 'return'), { allowed: false, reason: 'not-offered-yet' });
});

test('what paid which part is told where credit paid some of it', () => {
  const payment = (method: string, status: string, amount: number) => {
    const rest = { currency: 'USD', refunded: 0, createdAt: today };
    return { paymentId: `pay_${method}`, method, status, amount, ...rest };
  };
  const card = payment('CARD', 'CAPTURED', 18.79);
  assert.deepEqual(partsOf({ payments: [card] } as unknown as OwnOrder), []);
  assert.deepEqual(partsOf({ payments: null } as unknown as OwnOrder), []);
  const payments = [
    card,
    payment('GIFT_CARD', 'PARTIALLY_REFUNDED', 8),
    payment('UPI', 'FAILED', 1),
  ];
  assert.deepEqual(
    partsOf({ payments } as unknown as OwnOrder).map(({ by, amount }) => [by, amount]),
    [
      ['other', 18.79],
      ['GIFT_CARD', 8],
    ],
  );
});
