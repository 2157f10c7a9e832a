import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AssertionFailure } from './assert.ts';
import { idAt, idSchema, isId, newId, newSecretId } from './id.ts';
import { prng } from './prng.ts';

test('ids are unique, sort by birth and are version 7', () => {
  const before = Date.now();
  let last = '';
  const seen = new Set<string>();
  for (let i = 0; i < 200_000; i += 1) {
    const id = newId('evt');
    assert.ok(id > last, `${id} after ${last}`);
    seen.add(id);
    last = id;
  }
  assert.equal(seen.size, 200_000);
  const tails = new Set([...seen].map((id) => id.slice(-15)));
  assert.equal(tails.size, 200_000);
  const first = [...seen][0] ?? '';
  assert.match(first, /^evt_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  const born_ms = Number.parseInt(first.slice(4, 16), 16);
  assert.ok(Math.abs(born_ms - before) < 1_000, `${born_ms} is not about ${before}`);
});

test('isId and idSchema agree', () => {
  const { pattern } = idSchema('cart') as unknown as { pattern: string };
  assert.equal(pattern, '^cart_[0-9a-f]{32}$');
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^cart_[0-9a-f]{31,33}$/),
    fc.stringMatching(/^cart_[0-9A-F]{32}$/),
    fc.constantFrom(newId('cart'), newSecretId('cart'), newId('carts'), newId('car')),
    fc.constant(`${newId('cart')}\n`),
    fc.constant(newId('cart').replace('_', '-')),
  );
  const schema = new RegExp(pattern);
  fc.assert(fc.property(text, (value) => assert.equal(isId('cart', value), schema.test(value))));
  for (const not of [undefined, null, 7, [newId('cart')]]) assert.ok(!isId('cart', not));
  assert.ok(isId('cart', newId('cart')) && isId('cart', newSecretId('cart')));
  assert.throws(() => idSchema('Cart'), AssertionFailure);
  assert.throws(() => idSchema('a.*'), AssertionFailure);
});

test('secret ids carry no time and differ', () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => newSecretId('cart')));
  assert.equal(ids.size, 10_000);
  const starts = new Set([...ids].map((id) => id.slice(5, 11)));
  assert.ok(starts.size > 9_900);
});

test('idAt is the same for the same stream and sorts by its time', () => {
  const at = Date.UTC(2026, 0, 1);
  const one = idAt('prd', at, prng(1));
  assert.equal(one, idAt('prd', at, prng(1)));
  assert.notEqual(one, idAt('prd', at, prng(2)));
  assert.match(one, /^prd_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  assert.ok(idAt('prd', at + 1, prng(2)) > one);
  assert.throws(() => idAt('prd', -1, prng(1)), AssertionFailure);
});
