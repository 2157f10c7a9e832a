import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isRefusal } from '#kernel/core/refusal.ts';
import { effectiveRole, keepsOwner, membershipsOf, moveTo, nameKey, slugOf } from './model.ts';

test('a seller is approved, suspended and let in again, and nothing else', () => {
  const all = ['PENDING', 'APPROVED', 'SUSPENDED'] as const;
  const allowed = all.flatMap((from) =>
    all.filter((to) => !isRefusal(moveTo(from, to))).map((to) => `${from}>${to}`),
  );
  assert.deepEqual(allowed, [
    'PENDING>APPROVED',
    'PENDING>SUSPENDED',
    'APPROVED>SUSPENDED',
    'SUSPENDED>APPROVED',
  ]);
});

test('slugs are readable, bounded and fit an address', () => {
  assert.equal(slugOf('  Café & Söhne GmbH '), 'cafe-sohne-gmbh');
  assert.equal(slugOf('漢字'), 'seller');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      assert.match(slugOf(name), /^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$/);
    }),
  );
});

test('names that look the same are the same', () => {
  assert.equal(nameKey('ＡＣＭＥ   Tools\u200b'), nameKey('acme tools'));
});

test('members of a suspended seller may only look', () => {
  assert.equal(effectiveRole('owner', 'SUSPENDED'), 'read-only');
  assert.equal(effectiveRole('finance', 'PENDING'), 'finance');
  const row = { sellerId: 'slr_1', role: 'owner', status: 'SUSPENDED' } as const;
  assert.deepEqual(membershipsOf([row]), [{ sellerId: 'slr_1', role: 'read-only' }]);
});

test('the last owner stays one', () => {
  assert.equal(keepsOwner(['a', 'b'], 'a', null), true);
  assert.equal(keepsOwner(['a'], 'b', null), true);
  assert.equal(keepsOwner(['a'], 'a', 'owner'), true);
  assert.ok(isRefusal(keepsOwner(['a'], 'a', null)));
  assert.ok(isRefusal(keepsOwner(['a'], 'a', 'finance')));
});
