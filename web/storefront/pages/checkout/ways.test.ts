import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kept } from '../payments/kept.ts';
import { waysOf } from './ways.ts';

const today = new Date('2026-11-20T12:00:00Z');
const kept = (name: string, more: Partial<Kept> = {}): Kept => ({
  methodId: `pmt_${name}`,
  method: 'CARD',
  brand: 'visa',
  last4: '4242',
  expiryMonth: null,
  expiryYear: null,
  isDefault: false,
  createdAt: '',
  lastUsedAt: '',
  ...more,
});
const order = (list: Kept[], last: string | null, offered = ['CARD', 'UPI', 'COD']) =>
  waysOf({ offered, kept: list, last, today }).map(({ way }) => way);

test('what is kept first, in its order; what was used last before all', () => {
  const list = [kept('a'), kept('b')];
  assert.deepEqual(order(list, null), ['pmt_a', 'pmt_b', 'CARD', 'UPI', 'COD']);
  assert.deepEqual(order(list, 'UPI'), ['UPI', 'pmt_a', 'pmt_b', 'CARD', 'COD']);
  assert.deepEqual(order(list, 'pmt_b'), ['pmt_b', 'pmt_a', 'CARD', 'UPI', 'COD']);
  assert.deepEqual(order([], 'pmt_gone'), ['CARD', 'UPI', 'COD']);
});

test('what has expired is last, even the one used last; to the last day it has not', () => {
  const old = kept('old', { expiryMonth: 10, expiryYear: 2026 });
  const now = kept('now', { expiryMonth: 11, expiryYear: 2026 });
  assert.deepEqual(order([old, now], 'pmt_old'), ['pmt_now', 'CARD', 'UPI', 'COD', 'pmt_old']);
});

test('a method that is not offered is not, kept or not', () => {
  assert.deepEqual(order([kept('a')], 'CARD', ['UPI']), ['UPI']);
});
