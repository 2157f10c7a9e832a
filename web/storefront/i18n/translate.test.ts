import assert from 'node:assert/strict';
import { test } from 'node:test';
import { speechOf } from './translate.ts';

test('from the right, a minus stays with its digits, and the rest of an amount as it was', () => {
  const { money } = speechOf('ar');
  assert.equal(money(-1_299.5, 'USD'), '\u200f\u200e\u2066-1,299.50\u2069\u00a0US$\u200e');
  assert.equal(money(1_299.5, 'USD'), '\u200f1,299.50\u00a0US$\u200e');
  assert.equal(speechOf('en').money(-20, 'USD'), '-$20.00');
  assert.match(speechOf('de').money(-20, 'EUR'), /^-20,00\s€$/);
});
