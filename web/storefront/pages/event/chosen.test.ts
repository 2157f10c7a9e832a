import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countOf,
  itemsOf,
  nothing,
  stepTo,
  totalOf,
  withCount,
  without,
  withSeat,
} from './chosen.ts';

const kinds = [
  { typeId: 'a', price: 48.1 },
  { typeId: 'b', price: 0.3 },
];
const seat = (name: string, typeId = 'a') => ({ seat: name, typeId });

test('of a kind it is seats or a number, whichever was chosen last', () => {
  const two = withSeat(withSeat(withCount(nothing, 'a', 3), seat('S/A/1'), 2), seat('S/A/2'), 2);
  assert.deepEqual(itemsOf(two, kinds), [{ typeId: 'a', quantity: 2, seats: ['S/A/1', 'S/A/2'] }]);
  assert.equal(withSeat(two, seat('S/A/3'), 2), two, 'no more than the limit');
  const one = withSeat(two, seat('S/A/1'), 2);
  assert.equal(countOf(one, 'a'), 1);
  const best = withCount(two, 'a', 4);
  assert.deepEqual(itemsOf(best, kinds), [{ typeId: 'a', quantity: 4 }]);
  assert.deepEqual(itemsOf(without(two, ['S/A/1', 'S/A/2']), kinds), []);
});

test('sums of prices are exact', () => {
  const chosen = withCount(withCount(nothing, 'a', 3), 'b', 1);
  assert.equal(totalOf(chosen, kinds), 144.6);
});

test('arrows go through rows of different lengths and stay at the edges', () => {
  const rows = [
    ['A1', 'A2', 'A3'],
    ['B1', 'B2'],
  ];
  assert.equal(stepTo(rows, 'A1', 'ArrowRight'), 'A2');
  assert.equal(stepTo(rows, 'A3', 'ArrowRight'), null);
  assert.equal(stepTo(rows, 'A3', 'ArrowDown'), 'B2');
  assert.equal(stepTo(rows, 'B1', 'ArrowUp'), 'A1');
  assert.equal(stepTo(rows, 'B1', 'ArrowDown'), null);
  assert.equal(stepTo(rows, 'A1', 'End'), 'A3');
  assert.equal(stepTo(rows, 'none', 'End'), null);
});
