import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone_pictures, sight } from './sight.ts';

test('a code that stays in sight counts once', () => {
  const seen = sight();
  assert.deepEqual(seen.picture(['a']), ['a']);
  for (let n = 0; n < 100; n += 1) assert.deepEqual(seen.picture(['a']), []);
});

test('pictures in which it is blurred make no second one', () => {
  const seen = sight();
  seen.picture(['a']);
  for (let n = 0; n < gone_pictures - 1; n += 1) assert.deepEqual(seen.picture([]), []);
  assert.deepEqual(seen.picture(['a']), []);
});

test('after it was away it counts again: another person may hold a copy', () => {
  const seen = sight();
  seen.picture(['a']);
  for (let n = 0; n < gone_pictures; n += 1) seen.picture([]);
  assert.deepEqual(seen.picture(['a']), ['a']);
});

test('two codes side by side count once each, in whatever order they are read', () => {
  const seen = sight();
  assert.deepEqual(seen.picture(['a', 'b', 'a']), ['a', 'b']);
  for (let n = 0; n < 40; n += 1) assert.deepEqual(seen.picture([n % 2 ? 'a' : 'b']), []);
});
