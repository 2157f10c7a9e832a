// What the shopper is told after two carts became one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergedLines } from './merge.ts';

type Change = Parameters<typeof mergedLines>[0][number];

const change = (type: Change['type'], variantId: string, [from, to]: [number, number]): Change => {
  return {
    type,
    variantId,
    from,
    to,
    name: variantId,
    itemId: `item_${variantId}`,
    available: null,
  };
};
const told = (changes: Change[]) =>
  mergedLines(changes).map(({ kind, variantId, from, to }) => `${kind} ${variantId} ${from} ${to}`);

test('each thing is named once, losses first', () => {
  const changes = [
    change('added', 'b', [0, 2]),
    change('quantity-raised', 'a', [90, 95]),
    change('quantity-capped', 'a', [104, 99]),
    change('quantity-raised', 'a', [95, 99]),
    change('line-dropped', 'c', [1, 0]),
  ];
  assert.deepEqual(told(changes), ['dropped c 1 0', 'capped a 104 99', 'added b 0 2']);
});

test('raised twice: from the first to the last', () => {
  const changes = [change('quantity-raised', 'a', [1, 3]), change('quantity-raised', 'a', [3, 4])];
  assert.deepEqual(told(changes), ['raised a 1 4']);
});

test('prices and stock are no part of the merge', () => {
  assert.deepEqual(told([change('price-rose', 'a', [1, 2])]), []);
});
