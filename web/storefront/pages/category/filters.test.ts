import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  appliedFilters,
  parseFilters,
  queryOf,
  searchOf,
  sorts,
  withoutFilters,
  type Filters,
} from './filters.ts';

const parse = (text: string) => parseFilters(new URLSearchParams(text));

test('an address is read, and what it cannot mean is left out', () => {
  const filters = parse(
    'brand=lumen&brand=lumen&minPrice=10&maxPrice=x&rating=9&inStock=true' +
      '&attr.case%20size=40%20mm&page=3&sort=no',
  );
  assert.deepEqual(filters.brands, ['lumen']);
  assert.equal(filters.minPrice, 10);
  assert.equal(filters.maxPrice, null);
  assert.equal(filters.rating, null);
  assert.equal(filters.inStock, true);
  assert.deepEqual(filters.attributes, [{ code: 'case size', values: ['40 mm'] }]);
  assert.equal(filters.page, 2);
  assert.equal(filters.sort, 'popular');
});

const word = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const filtersOf: fc.Arbitrary<Filters> = fc.record({
  brands: fc.uniqueArray(word, { maxLength: 4 }),
  minPrice: fc.option(fc.integer({ min: 0, max: 9_999 })),
  maxPrice: fc.option(fc.integer({ min: 0, max: 9_999 })),
  rating: fc.option(fc.integer({ min: 0, max: 5 })),
  inStock: fc.boolean(),
  attributes: fc
    .uniqueArray(
      fc.record({ code: word, values: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }) }),
      {
        selector: (one) => one.code,
        maxLength: 3,
      },
    )
    .map((list) => list.sort((a, b) => (a.code < b.code ? -1 : 1))),
  sort: fc.constantFrom(...sorts),
  page: fc.integer({ min: 0, max: 399 }),
});

test('one state has one address, and comes back from it', () => {
  fc.assert(
    fc.property(filtersOf, (filters) => {
      assert.deepEqual(parse(searchOf(filters)), structuredClone(filters));
    }),
  );
});

test('taking every applied filter away leaves none', () => {
  fc.assert(
    fc.property(filtersOf, (filters) => {
      let left = filters;
      for (;;) {
        const [first] = appliedFilters(left);
        if (first === undefined) break;
        assert.ok(appliedFilters(first.rest).length < appliedFilters(left).length);
        left = first.rest;
      }
      assert.deepEqual({ ...left, page: 0 }, withoutFilters(filters));
    }),
  );
});

test('the API is asked for what is set', () => {
  const query = queryOf(parse('attr.color=red&attr.color=blue&inStock=true'));
  assert.deepEqual(query['attr.color'], ['red', 'blue']);
  assert.equal(query['inStock'], true);
  assert.equal(queryOf(parse(''))['inStock'], null);
});
