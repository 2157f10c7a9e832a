import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrival } from './dates.ts';

test('days of arrival leave out Sundays', () => {
  const friday = Date.parse('2026-11-20T15:00:00Z');
  const { from, to } = arrival(friday, { minDays: 2, maxDays: 5 });
  assert.equal(from.toISOString().slice(0, 10), '2026-11-23');
  assert.equal(to.toISOString().slice(0, 10), '2026-11-26');
});
