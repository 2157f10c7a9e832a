import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AssertionFailure } from './assert.ts';
import { prng } from './prng.ts';

const seed = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.string());

test('the same seed gives the same stream, on every machine', () => {
  fc.assert(
    fc.property(seed, (value) => {
      const [a, b] = [prng(value), prng(value)];
      const list = [1, 2, 3, 4, 5, 6, 7];
      for (let i = 0; i < 20; i += 1) {
        assert.equal(a.next(), b.next());
        assert.equal(a.int(-5, 5), b.int(-5, 5));
        assert.equal(a.pick(list), b.pick(list));
        assert.deepEqual(a.shuffle(list), b.shuffle(list));
        assert.deepEqual(a.bytes(9), b.bytes(9));
      }
    }),
  );
  // Pinned: a change here changes every seeded demo and every replay.
  const one = prng('trueshelf');
  const pinned = [one.int(0, 999_999), one.int(0, 999_999), one.int(0, 999_999)];
  assert.deepEqual(pinned, [203_207, 49_560, 207_704]);
});

test('different seeds give different streams', () => {
  const firsts = new Set(Array.from({ length: 10_000 }, (_, i) => prng(i).next()));
  assert.equal(firsts.size, 10_000);
  assert.notEqual(prng(1).next(), prng('1').next());
});

test('next is in [0, 1) and even; int keeps its bounds', () => {
  const chance = prng(7);
  const buckets = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i += 1) {
    const value = chance.next();
    assert.ok(value >= 0 && value < 1);
    const bucket = Math.floor(value * 10);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  for (const count of buckets) assert.ok(Math.abs(count - 10_000) < 500, `${buckets}`);
  fc.assert(
    fc.property(fc.integer(), fc.nat(), (min, span) => {
      const value = chance.int(min, min + span);
      assert.ok(Number.isInteger(value) && value >= min && value <= min + span);
    }),
  );
  assert.equal(chance.int(3, 3), 3);
  assert.throws(() => chance.int(2, 1), AssertionFailure);
  assert.throws(() => chance.pick([]), AssertionFailure);
});

test('shuffle keeps the elements and leaves its list alone', () => {
  fc.assert(
    fc.property(seed, fc.array(fc.integer()), (value, list) => {
      const copy = [...list];
      const shuffled = prng(value).shuffle(list);
      assert.deepEqual(list, copy);
      const order = (a: number, b: number): number => a - b;
      assert.deepEqual(shuffled.sort(order), copy.sort(order));
    }),
  );
});

test('every order of three comes up as often as the others', () => {
  const chance = prng(3);
  const counts = new Map<string, number>();
  for (let i = 0; i < 60_000; i += 1) {
    const order = chance.shuffle(['a', 'b', 'c']).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  for (const [order, count] of counts) assert.ok(Math.abs(count - 10_000) < 500, order);
});
