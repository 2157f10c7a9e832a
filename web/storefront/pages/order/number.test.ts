import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderNumberIn } from './number.ts';

test('an order number is understood however it was typed', () => {
  const number = 'TS-7Q2M4K9ZX0';
  for (const typed of [
    number,
    ' ts-7q2m4k9zx0 ',
    'TS 7Q2M4 K9ZX0',
    '7Q2M4K9ZXO',
    'TS–7Q2M4K9ZX0',
    '#TS-7Q2M4-K9ZX0',
  ]) {
    assert.equal(orderNumberIn(typed), number, typed);
  }
  assert.equal(orderNumberIn('TS-II2M4K9ZXL'), 'TS-112M4K9ZX1');
  for (const other of ['', 'TS-', 'TS-7Q2M4K9ZX', 'TS-7Q2M4K9ZX00', 'TS-UQ2M4K9ZX0', '../admin']) {
    assert.equal(orderNumberIn(other), null, other);
  }
});
