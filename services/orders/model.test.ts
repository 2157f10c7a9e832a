import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { isRefusal } from '#kernel/core/refusal.ts';
import { orderStatuses, type OrderStatus } from './contract.ts';
import {
  byWhom,
  cancelBar,
  completes,
  isFinal,
  mayMove,
  orderNumberOf,
  orderNumberPattern,
  planParcel,
  postalPrefix,
  sourcesOf,
  starts,
  transitions,
  type LineStatus,
  type Parcelled,
} from './model.ts';

const LEGAL = [
  'PENDING>CONFIRMED',
  'PENDING>FAILED',
  'PENDING>CANCELLED',
  'CONFIRMED>PROCESSING',
  'CONFIRMED>CANCELLED',
  'PROCESSING>SHIPPED',
  'PROCESSING>CANCELLED',
  'SHIPPED>DELIVERED',
  'SHIPPED>RETURNED',
  'DELIVERED>RETURNED',
  'RETURNED>REFUNDED',
];

test('exactly the moves of the state machine are legal', () => {
  const all = orderStatuses.flatMap((from) =>
    orderStatuses.filter((to) => mayMove(from, to)).map((to) => `${from}>${to}`),
  );
  assert.deepEqual(all.sort(), [...LEGAL].sort());
});

test('the constraint of the database allows the same moves', () => {
  const file = join(import.meta.dirname, 'migrations', '0001-create-orders.sql');
  const sql = readFileSync(file, 'utf8').split('order_transition_legal', 2)[1] ?? '';
  const pairs = [...sql.matchAll(/\('([A-Z]*)', '([A-Z]+)'\)/g)].map(([, a, b]) => `${a}>${b}`);
  assert.deepEqual(pairs.sort(), [...LEGAL, ...starts.map((one) => `>${one}`)].sort());
});

test('whatever is tried, only legal moves happen, and an ended order stays ended', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.array(fc.constantFrom(...orderStatuses), { maxLength: 40 }),
      (start, tries) => {
        let status: OrderStatus = start;
        for (const to of tries) {
          const before: OrderStatus = status;
          if (sourcesOf(to).includes(status)) status = to;
          if (status !== before) assert.ok(LEGAL.includes(`${before}>${status}`));
          if (isFinal(before)) assert.equal(status, before);
        }
      },
    ),
  );
});

test('every status can be reached, and every one leads to an end', () => {
  const reach = (from: OrderStatus, seen = new Set<OrderStatus>()): Set<OrderStatus> => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const to of transitions[from]) reach(to, seen);
    return seen;
  };
  assert.deepEqual([...reach('PENDING')].sort(), [...orderStatuses].sort());
  for (const status of orderStatuses) assert.ok([...reach(status)].some(isFinal), status);
});

test('order numbers are readable and use all 50 bits', () => {
  const form = new RegExp(`^${orderNumberPattern}$`);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
      assert.match(orderNumberOf(bytes), form);
    }),
  );
  const digits = new Set(
    Array.from({ length: 32 }, (_, value) => orderNumberOf(new Uint8Array(10).fill(value))),
  );
  assert.equal(digits.size, 32);
  assert.equal(orderNumberOf(Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 30, 31])), 'TS-01234567YZ');
  assert.throws(() => orderNumberOf(new Uint8Array(9)), /10 random bytes/);
});

const line = (lineNo: number, quantity: number, rest: Partial<Parcelled> = {}): Parcelled => {
  const status: LineStatus = 'PICKED';
  return { lineNo, sellerId: 'slr_1', quantity, shipped: 0, status, ...rest };
};

test('an order is cancellable until the first unit leaves', () => {
  const fresh = [line(1, 2, { status: 'NEW' })];
  assert.equal(cancelBar('CONFIRMED', fresh), null);
  assert.equal(cancelBar('PROCESSING', fresh), null);
  assert.equal(cancelBar('PROCESSING', [line(1, 2, { shipped: 1 })]), 'partly-shipped');
  assert.equal(cancelBar('PENDING', fresh), 'payment-pending');
  assert.equal(cancelBar('SHIPPED', fresh), 'on-its-way');
  assert.equal(cancelBar('DELIVERED', fresh), 'on-its-way');
  for (const ended of ['CANCELLED', 'FAILED', 'RETURNED', 'REFUNDED'] as const) {
    assert.equal(cancelBar(ended, fresh), 'ended');
  }
});

test('a parcel holds what is ready and never more than is left', () => {
  const lines = [line(1, 3, { shipped: 1 }), line(2, 2, { status: 'NEW' }), line(3, 1)];
  assert.deepEqual(planParcel(lines, undefined), [
    { lineNo: 1, quantity: 2 },
    { lineNo: 3, quantity: 1 },
  ]);
  const code = (items: { lineNo: number; quantity: number }[]) => {
    const plan = planParcel(lines, items);
    return isRefusal(plan) ? plan.code : plan;
  };
  assert.deepEqual(code([{ lineNo: 1, quantity: 2 }]), [{ lineNo: 1, quantity: 2 }]);
  assert.equal(code([{ lineNo: 1, quantity: 3 }]), 'line-already-shipped');
  assert.equal(code([{ lineNo: 2, quantity: 1 }]), 'order-status-conflict');
  assert.equal(code([{ lineNo: 4, quantity: 1 }]), 'line-not-found');
  // Two entries for one line are one.
  const twice = [
    { lineNo: 1, quantity: 1 },
    { lineNo: 1, quantity: 2 },
  ];
  assert.equal(code(twice), 'line-already-shipped');
  const gone = planParcel([line(1, 1, { shipped: 1, status: 'SHIPPED' })], undefined);
  assert.ok(isRefusal(gone) && gone.code === 'line-already-shipped');
  const unpicked = planParcel([line(1, 1, { status: 'NEW' })], undefined);
  assert.ok(isRefusal(unpicked) && unpicked.code === 'order-status-conflict');
});

test('parcels in any sizes add up to the order and complete it once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
      fc.array(
        fc.record({
          lineNo: fc.integer({ min: 1, max: 5 }),
          quantity: fc.integer({ min: 1, max: 5 }),
        }),
      ),
      (quantities, tries) => {
        let lines = quantities.map((quantity, index) => line(index + 1, quantity));
        let completed = 0;
        for (const item of [...tries, null]) {
          const plan = planParcel(lines, item ? [item] : undefined);
          if (isRefusal(plan)) continue;
          if (completes(lines, plan)) completed += 1;
          lines = lines.map((one) => {
            const sent = plan.find((part) => part.lineNo === one.lineNo)?.quantity ?? 0;
            assert.ok(one.shipped + sent <= one.quantity);
            return { ...one, shipped: one.shipped + sent };
          });
        }
        assert.ok(lines.every((one) => one.shipped === one.quantity));
        assert.equal(completed, 1);
      },
    ),
  );
});

test('events tell a region, and a customer hears who but not which person', () => {
  assert.equal(postalPrefix('94 105'), '94');
  assert.equal(postalPrefix('SW1A 1AA'), 'SW1');
  assert.equal(postalPrefix('110001'), '110');
  assert.equal(postalPrefix(''), '');
  assert.equal(byWhom('admin:usr_1'), 'admin');
  assert.equal(byWhom('checkout'), 'checkout');
});
