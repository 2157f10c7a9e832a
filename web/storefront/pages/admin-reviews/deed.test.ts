import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deedOfKey, deedsOf, stepTo } from './deed.ts';

test('what can be done with a post follows from where it stands', () => {
  const of = (state: 'PENDING' | 'PUBLISHED' | 'HIDDEN', photos: 'NONE' | 'WAITING' | 'SHOWN') =>
    deedsOf({ state, picturesState: photos, reports: 0 });
  assert.deepEqual(of('PENDING', 'NONE'), ['approve', 'reject']);
  assert.deepEqual(of('PENDING', 'WAITING'), ['approve', 'reject', 'reject-photos']);
  assert.deepEqual(of('PUBLISHED', 'WAITING'), ['approve', 'reject', 'reject-photos']);
  assert.deepEqual(of('PUBLISHED', 'SHOWN'), ['reject', 'reject-photos']);
  assert.deepEqual(of('HIDDEN', 'NONE'), ['approve']);
  assert.deepEqual(deedsOf({ state: 'PUBLISHED', picturesState: 'NONE', reports: 2 }), [
    'approve',
    'reject',
  ]);
});

test('keys walk the list and stay inside it', () => {
  assert.equal(stepTo(0, 'j', 3), 1);
  assert.equal(stepTo(2, 'J', 3), 2);
  assert.equal(stepTo(1, 'ArrowUp', 3), 0);
  assert.equal(stepTo(0, 'k', 3), 0);
  assert.equal(stepTo(0, 'Tab', 3), null);
  assert.deepEqual(['a', 'R', 'p', 'x'].map(deedOfKey), [
    'approve',
    'reject',
    'reject-photos',
    null,
  ]);
});
