import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitPriceOf } from './unit-price.ts';

test('small amounts are told for a hundred, larger ones for a thousand', () => {
  assert.deepEqual(unitPriceOf(12, '50 ml'), { price: 24, amount: 100, unit: 'milliliter' });
  assert.deepEqual(unitPriceOf(12, '250 ml'), { price: 4.8, amount: 100, unit: 'milliliter' });
  assert.deepEqual(unitPriceOf(12, '500ml'), { price: 24, amount: 1, unit: 'liter' });
  assert.deepEqual(unitPriceOf(3, '0,75 L'), { price: 4, amount: 1, unit: 'liter' });
  assert.deepEqual(unitPriceOf(8, '2 kg'), { price: 4, amount: 1, unit: 'kilogram' });
  assert.deepEqual(unitPriceOf(1, '50 g'), { price: 2, amount: 100, unit: 'gram' });
});

test('what is no amount has no price for a unit', () => {
  for (const content of [undefined, '', 'six', '0 ml', '5 m', '12 pieces', '-5 ml']) {
    assert.equal(unitPriceOf(5, content), null, content);
  }
});
