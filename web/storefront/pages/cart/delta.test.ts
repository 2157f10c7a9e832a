import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cart } from '../../state/cart.ts';
import { priceDelta } from './delta.ts';

const cart = (changes: [type: string, itemId: string, from: number, to: number][]) =>
  ({
    items: [
      { itemId: 'a', quantity: 3 },
      { itemId: 'b', quantity: 1 },
    ],
    changes: changes.map(([type, itemId, from, to]) => ({ type, itemId, from, to })),
  }) as unknown as Cart;

test('prices that changed, times what is in the cart, to the cent', () => {
  assert.equal(priceDelta(cart([['price-rose', 'a', 0.1, 0.3]]), 2), 0.6);
  const both = cart([
    ['price-rose', 'a', 10, 11.1],
    ['price-fell', 'b', 9.99, 5],
  ]);
  assert.equal(priceDelta(both, 2), -1.69);
  assert.equal(priceDelta(cart([['price-fell', 'a', 500, 400]]), 0), -300);
});

test('quantities and lines that are gone are no prices', () => {
  const other = cart([
    ['low-stock', 'a', 3, 1],
    ['removed', 'b', 1, 0],
    ['price-rose', 'gone', 1, 2],
  ]);
  assert.equal(priceDelta(other, 2), 0);
});
