import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addressOf,
  appliedFilters,
  browsingSorts,
  parseFilters,
  queryOf,
  relaxed,
  sorts,
  withoutFilters,
  type Filters,
  type Place,
} from './filters.ts';

const department: Place = { path: '/c/x', keep: [], sorts: browsingSorts, usual: 'popular' };
const search: Place = { path: '/search', keep: [['q', 'a b']], sorts, usual: 'relevance' };

const parse = (text: string, place = department) =>
  parseFilters(new URLSearchParams(text.split('?')[1] ?? ''), place);

test('an address is read, and what it cannot mean is left out', () => {
  const filters = parse(
    '?brand=lumen&brand=lumen&minPrice=10&maxPrice=x&rating=9&inStock=true' +
      '&attr.case%20size=40%20mm&page=3&sort=relevance&view=rows&seller=north',
  );
  assert.deepEqual(filters.brands, ['lumen']);
  assert.deepEqual(filters.sellers, ['north']);
  assert.equal(filters.minPrice, 10);
  assert.equal(filters.maxPrice, null);
  assert.equal(filters.rating, null);
  assert.equal(filters.inStock, true);
  assert.deepEqual(filters.attributes, [{ code: 'case size', values: ['40 mm'] }]);
  assert.equal(filters.page, 2);
  assert.equal(filters.view, 'rows');
  assert.equal(filters.sort, 'popular', 'there is no relevance without words');
  assert.equal(parse('?sort=popular', search).sort, 'popular');
  assert.equal(parse('', search).sort, 'relevance');
});

test('prices are read as people type them: a comma, the wrong way round', () => {
  const filters = parse('?minPrice=80&maxPrice=12,50');
  assert.deepEqual([filters.minPrice, filters.maxPrice], [12.5, 80]);
  assert.equal(parse('?minPrice=1,299.90').minPrice, 1_299.9);
});

const word = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const words = (maxLength: number) => fc.uniqueArray(word, { maxLength });
const price = fc.option(fc.integer({ min: 0, max: 9_999 }));
const filtersOf = (place: Place): fc.Arbitrary<Filters> =>
  fc
    .record({
      brands: words(4),
      sellers: words(2),
      minPrice: price,
      maxPrice: price,
      rating: fc.option(fc.integer({ min: 0, max: 5 })),
      inStock: fc.boolean(),
      attributes: fc
        .uniqueArray(
          fc.record({ code: word, values: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }) }),
          { selector: (one) => one.code, maxLength: 3 },
        )
        .map((list) => list.sort((a, b) => (a.code < b.code ? -1 : 1))),
      sort: fc.constantFrom(...place.sorts),
      view: fc.constantFrom('grid' as const, 'rows' as const),
      page: fc.integer({ min: 0, max: 399 }),
    })
    .filter((one) => (one.minPrice ?? 0) <= (one.maxPrice ?? 1e6));

for (const place of [department, search]) {
  test(`${place.path}: one state has one address, and comes back from it`, () => {
    fc.assert(
      fc.property(filtersOf(place), (filters) => {
        const address = addressOf(place, filters);
        assert.deepEqual(parse(address, place), structuredClone(filters));
        assert.equal(address.includes('q=a+b'), place === search);
      }),
    );
  });
}

test('taking every applied filter away leaves none', () => {
  fc.assert(
    fc.property(filtersOf(department), (filters) => {
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

test('what the API proposes to drop is dropped, and nothing else', () => {
  const filters = parse('?brand=a&seller=s&minPrice=1&rating=4&inStock=true&attr.ram=8&page=2');
  const kept = (drop: string) =>
    appliedFilters(relaxed(filters, drop) ?? filters).map((one) => one.kind);
  const all = ['brand', 'seller', 'price', 'rating', 'stock', 'attribute'];
  const without = (kind: string) => all.filter((one) => one !== kind);
  assert.deepEqual(kept('brand'), without('brand'));
  assert.deepEqual(kept('seller'), without('seller'));
  assert.deepEqual(kept('price'), without('price'));
  assert.deepEqual(kept('rating'), without('rating'));
  assert.deepEqual(kept('inStock'), without('stock'));
  assert.deepEqual(kept('attr.ram'), without('attribute'));
  assert.deepEqual(kept('all'), []);
  assert.equal(relaxed(filters, 'brand')?.page, 0);
  assert.equal(relaxed(filters, 'colour of the moon'), null);
});

test('the API is asked for what is set', () => {
  const query = queryOf(parse('?attr.color=red&attr.color=blue&inStock=true'));
  assert.deepEqual(query['attr.color'], ['red', 'blue']);
  assert.equal(query['inStock'], true);
  assert.equal(queryOf(parse(''))['inStock'], null);
});
