import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { itemsPerBasket_max } from './contract.ts';
import { counted, filled, merged, orderIdAt, scored, strength, surprise } from './model.ts';

test('surprise is the log-likelihood ratio of a table of four, and nothing where chance is', () => {
  // Dunning (1993), table 1, "the swiss": 110 together, 2442 and 111 alone, 29114 neither.
  const found = surprise({ both: 110, a: 110 + 2442, b: 110 + 111, total: 31_777 });
  assert.equal(found.toFixed(2), '270.72');
  assert.equal(surprise({ both: 10, a: 100, b: 100, total: 1_000 }), 0);
  assert.equal(surprise({ both: 5, a: 100, b: 100, total: 1_000 }), 0, 'less than chance');
});

test('surprise is never negative, infinite or nothing that is a number', () => {
  const count = fc.integer({ min: 0, max: 1e7 });
  fc.assert(
    fc.property(fc.tuple(count, count, count, count), ([both, moreA, moreB, rest]) => {
      const a = both + moreA;
      const b = both + moreB;
      const found = surprise({ both, a, b, total: both + moreA + moreB + rest });
      assert.ok(Number.isFinite(found) && found >= 0, String(found));
    }),
  );
});

const partner = { productId: 'a', otherId: 'b', together: 0, later: 0, a: 50, b: 50 };

test('accidents and best sellers do not win', () => {
  const rare = { ...partner, together: 1, a: 1, b: 1 };
  assert.equal(strength(rare, 'together', 1e6), 0, 'once is an accident');
  const seller = { ...partner, otherId: 'x', together: 40, a: 50, b: 80_000 };
  const friend = { ...partner, otherId: 'y', together: 20, a: 50, b: 40 };
  const of = { kind: 'together', total: 100_000, limit: 9 } as const;
  assert.deepEqual(
    scored([seller, friend], of).map(([id]) => id),
    ['y'],
  );
  const later = { ...partner, later: 20 };
  assert.equal(strength(later, 'together', 1e5), 0);
  assert.ok(strength(later, 'also', 1e5) > 0);
});

test('what goes with several things adds up, without the things themselves', () => {
  const lists = [
    [['x', 4] as const, ['y', 3] as const, ['b', 9] as const],
    [['y', 3] as const, ['z', 1] as const],
  ];
  assert.deepEqual(merged(lists, new Set(['a', 'b'])), ['y', 'x', 'z']);
  assert.deepEqual(filled([['a'], ['b', 'a'], ['c', 'd']], 3), ['a', 'b', 'c']);
});

test('baskets are counted once for each thing, however often it is named', () => {
  const sum = counted([
    { products: ['a', 'b', 'a'], earlier: ['c', 'a', 'c'] },
    { products: ['b'], earlier: [] },
    { products: [], earlier: ['a'] },
  ]);
  assert.equal(sum.baskets, 2);
  assert.deepEqual(Object.fromEntries(sum.items), { a: 1, b: 2 });
  assert.deepEqual(
    [...sum.pairs.values()].sort((x, y) => (x.a + x.b < y.a + y.b ? -1 : 1)),
    [
      { a: 'a', b: 'b', together: 1, later: 0 },
      { a: 'a', b: 'c', together: 0, later: 1 },
      { a: 'b', b: 'c', together: 0, later: 1 },
    ],
  );
  const large = Array.from({ length: 300 }, (_, n) => `p${n}`);
  const bound = counted([{ products: large, earlier: large.map((id) => `e${id}`) }]);
  assert.equal(bound.items.size, itemsPerBasket_max);
  assert.equal(bound.pairs.size, 190 + 20 * 20);
});

test('ids of orders made later come later', () => {
  assert.ok(orderIdAt(1_700_000_000_000) < orderIdAt(1_700_000_000_001));
  assert.ok(orderIdAt(-5).startsWith('ord_0000'));
});
