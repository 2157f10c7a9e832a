import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Intervals } from './intervals.ts';

const things = [{ variantId: 'var_1', stock: [2, 1] }];
const one = (quantity: number) => [{ variantId: 'var_1', quantity }];
const claim = (id: string, from_us: number, to_us: number) => {
  return { id, userId: 'usr_1', from_us, to_us };
};
const sample = (step: number, units: number) => ({ step, free: new Map([['var_1', units]]) });

test('H1: more promised at one instant than was ever there is oversold', () => {
  const seen = new Intervals();
  seen.claim(claim('chk_1', 10, 100), one(2));
  seen.claim(claim('chk_2', 50, 90), one(2));
  assert.equal(seen.oversold(things).length, 1);
});

test('H1: who gave up, or may have, no longer counts; what came in does', () => {
  const over = new Intervals();
  over.claim(claim('chk_1', 10, 100), one(2));
  over.end({ id: 'chk_1' }, 49);
  over.claim(claim('chk_2', 50, 90), one(2));
  assert.deepEqual(over.oversold(things), []);
  const more = new Intervals();
  more.claim(claim('chk_1', 10, 100), one(2));
  more.supply('var_1', 1, 40);
  more.claim(claim('chk_2', 50, 90), one(2));
  assert.deepEqual(more.oversold(things), []);
});

test('H1: an order outlives the checkouts of its shopper', () => {
  const seen = new Intervals();
  seen.claim(claim('ord_1', 10, Number.POSITIVE_INFINITY), one(3));
  seen.end({ userId: 'usr_1' }, 20);
  seen.claim(claim('chk_2', 50, 90), one(1));
  assert.equal(seen.oversold(things).length, 1);
});

test('H1: an order of which its owner was told while it was being cancelled may be over', () => {
  const seen = new Intervals();
  seen.end({ id: 'ord_1' }, 20);
  seen.claim(claim('ord_1', 30, Number.POSITIVE_INFINITY), one(3));
  seen.claim(claim('chk_2', 50, 90), one(1));
  assert.deepEqual(seen.oversold(things), []);
});

test('H2: refused although enough was free all the while', () => {
  const seen = new Intervals();
  const items = [{ variantId: 'var_1', requested: 2, available: 1 }];
  seen.refuse({ userId: 'usr_1', span: { from: 5, to: 9 }, items });
  const codes = (free: ReturnType<typeof sample>[]) => seen.misjudged(free).map((x) => x.code);
  assert.deepEqual(codes([sample(1, 2), sample(7, 3), sample(10, 0)]), ['H2']);
  // For a moment there was less, and that much was told.
  assert.deepEqual(codes([sample(1, 2), sample(7, 1), sample(8, 2)]), []);
  assert.deepEqual(codes([sample(1, 2), sample(5, 1), sample(8, 2)]), []);
});

test('H3: told is what was free at some moment, or free but for an own checkout', () => {
  const items = [{ variantId: 'var_1', requested: 4, available: 3 }];
  const seen = new Intervals();
  seen.refuse({ userId: 'usr_1', span: { from: 5, to: 9 }, items });
  const free = [sample(1, 2), sample(7, 1)];
  assert.deepEqual(
    seen.misjudged(free).map((x) => x.code),
    ['H3'],
  );
  seen.claim(claim('chk_1', 1, 90), one(1));
  assert.deepEqual(seen.misjudged(free), []);
  const lost = new Intervals();
  lost.refuse({ userId: 'usr_1', span: { from: 5, to: 9 }, items });
  lost.unsure('usr_2');
  assert.equal(lost.misjudged(free).length, 1, 'somebody else missed an answer');
  lost.unsure('usr_1');
  assert.deepEqual(lost.misjudged(free), []);
});
