import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { edgesOf, pickOf, rangeOf } from './price-edges.ts';

const ranges = [
  { min: 0, max: 25 },
  { min: 25, max: 50 },
  { min: 50, max: 100 },
  { min: 100, max: null },
];
const edges = edgesOf(ranges);

test('no bounds: the thumbs are at the ends, and the ends are no bounds', () => {
  assert.deepEqual(pickOf(edges, { minPrice: null, maxPrice: null }), { low: 0, high: 4 });
  assert.deepEqual(rangeOf(edges, { low: 0, high: 4 }), { minPrice: null, maxPrice: null });
});

test('every place of the thumbs comes back from the prices it means', () => {
  for (let low = 0; low < 4; low += 1) {
    for (let high = low + 1; high <= 4; high += 1) {
      assert.deepEqual(pickOf(edges, rangeOf(edges, { low, high })), { low, high });
    }
  }
});

test('typed prices are inside the places, also far outside of the list', () => {
  const price = fc.option(fc.integer({ min: 0, max: 5_000 }));
  fc.assert(
    fc.property(price, price, (a, b) => {
      const { low, high } = pickOf(edges, { minPrice: a, maxPrice: b });
      assert.ok(low >= 0 && low < high && high <= 4);
      if (a !== null && (b === null || a <= b)) assert.ok((edges[low] ?? 0) <= a || low === 0);
    }),
  );
});
