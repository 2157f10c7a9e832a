// The index against a plain list of rows: whatever was put and removed, each answer is the one
// that filtering and sorting the rows gives.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { valuesCounted_max } from '#kernel/core/dictionary.ts';
import { ListingIndex, record_words, type ListedRow, type Place } from './listing-index.ts';
import {
  ask,
  keysOf,
  type Found,
  type IndexFilter,
  type IndexQuery,
  type IndexSort,
  type Tally,
} from './listing-query.ts';

const edges = [10, 20];
const categories = ['c1', 'c2', 'c3'];
const tokens = ['color=red', 'color=blue', 'size=s', 'size=m', 'size=l'];

const rowArbitrary: fc.Arbitrary<ListedRow> = fc.record({
  rowNo: fc.integer({ min: 1, max: 40 }),
  categoryId: fc.constantFrom(...categories),
  brandId: fc.constantFrom(null, 'b1', 'b2'),
  sellerId: fc.constantFrom('s1', 's2'),
  price_minor: fc.integer({ min: 0, max: 30 }),
  rating_x100: fc.integer({ min: 0, max: 500 }),
  reviewCount: fc.integer({ min: 0, max: 3 }),
  sold: fc.integer({ min: 0, max: 2 }),
  inStock: fc.boolean(),
  created_ms: fc.integer({ min: 1, max: 5 }),
  attributes: fc.uniqueArray(fc.constantFrom(...tokens), { maxLength: 4 }),
});

function placeOf(index: ListingIndex, rowNo: number): Place {
  const place = index.find(rowNo);
  assert.ok(place !== null);
  return place;
}

interface Wanted {
  categories: string[];
  brands: string[] | null;
  sellers: string[] | null;
  min: number | null;
  max: number | null;
  rating: number | null;
  inStock: boolean | null;
  colors: string[] | null;
  sizes: string[] | null;
  sort: IndexSort;
  offset: number;
  limit: number;
}

const some = (...values: string[]) => fc.option(fc.subarray(values, { minLength: 1 }));
const wantedArbitrary: fc.Arbitrary<Wanted> = fc.record({
  categories: fc.subarray(categories),
  brands: some('b1', 'b2', 'unknown'),
  sellers: some('s1', 's2'),
  min: fc.option(fc.integer({ min: 0, max: 30 })),
  max: fc.option(fc.integer({ min: 0, max: 30 })),
  rating: fc.option(fc.integer({ min: 0, max: 500 })),
  inStock: fc.option(fc.boolean()),
  colors: some('color=red', 'color=blue'),
  sizes: some('size=s', 'size=m'),
  sort: fc.constantFrom('newest', 'price-asc', 'price-desc', 'rating', 'popular', 'best-selling'),
  offset: fc.integer({ min: 0, max: 6 }),
  limit: fc.integer({ min: 1, max: 6 }),
});

function built(steps: (ListedRow | number)[]): { index: ListingIndex; rows: ListedRow[] } {
  const index = new ListingIndex(edges);
  const rows = new Map<number, ListedRow>();
  for (const step of steps) {
    if (typeof step === 'number') {
      index.remove(step);
      rows.delete(step);
    } else {
      index.put(step);
      rows.set(step.rowNo, step);
    }
  }
  return { index, rows: [...rows.values()] };
}

function filterOf(index: ListingIndex, wanted: Wanted): IndexFilter {
  const numbers = (find: (text: string) => number | undefined, texts: string[] | null) =>
    texts === null ? null : texts.flatMap((text) => find(text) ?? []);
  const token = (list: string[] | null) =>
    list === null
      ? []
      : [
          {
            code: index.tokens.codes.number(list[0]?.split('=')[0] ?? ''),
            any: list.flatMap((text) => index.tokens.find(text) ?? []),
          },
        ];
  return {
    brands: numbers((text) => index.brands.find(text), wanted.brands),
    sellers: numbers((text) => index.sellers.find(text), wanted.sellers),
    min_minor: wanted.min,
    max_minor: wanted.max,
    rating_x100: wanted.rating,
    inStock: wanted.inStock,
    tokens: [...token(wanted.colors), ...token(wanted.sizes)],
  };
}

type Check = [name: string, holds: (row: ListedRow) => boolean];

function checksOf(wanted: Wanted): Check[] {
  const { brands, sellers, min, max, rating, inStock, colors, sizes } = wanted;
  const checks: Check[] = [];
  if (brands) checks.push(['brand', (row) => brands.includes(row.brandId ?? '')]);
  if (sellers) checks.push(['seller', (row) => sellers.includes(row.sellerId)]);
  if (min !== null || max !== null) {
    const within = (n: number) => n >= (min ?? 0) && n <= (max ?? 99);
    checks.push(['price', (row) => within(row.price_minor)]);
  }
  if (rating !== null) checks.push(['rating', (row) => row.rating_x100 >= rating]);
  if (inStock !== null) checks.push(['inStock', (row) => row.inStock === inStock]);
  const has = (any: string[]) => (row: ListedRow) =>
    any.some((one) => row.attributes.includes(one));
  if (colors) checks.push(['color', has(colors)]);
  if (sizes) checks.push(['size', has(sizes)]);
  return checks;
}

const passing = (rows: ListedRow[], checks: Check[], but = '') =>
  rows.filter((row) => checks.every(([name, holds]) => name === but || holds(row)));

function tallied(list: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort();
}

const names = (pairs: [number, number][], text: (n: number) => string) =>
  pairs.map(([n, count]): [string, number] => [text(n), count]).sort();

/** The facets against counting what passes all filters but the facet's own. */
function checkTally(index: ListingIndex, tally: Tally, of: { base: ListedRow[]; checks: Check[] }) {
  const { base, checks } = of;
  const brands = passing(base, checks, 'brand').flatMap((row) => row.brandId ?? []);
  assert.deepEqual(
    names(tally.brands, (n) => index.brands.text(n)),
    tallied(brands),
  );
  const shown = (code: string) =>
    passing(base, checks, code).flatMap((row) =>
      row.attributes.filter((one) => one.startsWith(code)),
    );
  assert.deepEqual(
    names(tally.tokens, (n) => index.tokens.text(n)),
    tallied([...shown('color'), ...shown('size')]),
  );
  const priced = passing(base, checks, 'price');
  const range = (n: number) => (n < 10 ? 0 : n < 20 ? 1 : 2);
  assert.deepEqual(
    tally.prices,
    [0, 1, 2].map((at) => priced.filter((row) => range(row.price_minor) === at).length),
  );
  const rated = passing(base, checks, 'rating');
  assert.deepEqual(
    tally.ratings,
    [0, 1, 2, 3, 4, 5].map(
      (at) => rated.filter((row) => Math.floor(row.rating_x100 / 100) === at).length,
    ),
  );
  const open = passing(base, checks, 'inStock');
  const stocked = open.filter((one) => one.inStock).length;
  assert.deepEqual([tally.anyStock, tally.inStock], [open.length, stocked]);
  assert.deepEqual(
    names(tally.categories, (n) => index.categories.text(n)),
    tallied(passing(base, checks).map((row) => row.categoryId)),
  );
}

/** The page and the one after it against sorting what matches. */
function checkOrder(index: ListingIndex, query: IndexQuery, matches: ListedRow[]) {
  const { offset, limit, sort } = query;
  const keyOf = keysOf(sort ?? 'newest');
  const key = ({ rowNo }: ListedRow) => {
    const { leaf, at } = placeOf(index, rowNo);
    return keyOf(leaf.facts, at * record_words);
  };
  const sign = sort === 'price-asc' ? 1 : -1;
  const order = [...matches]
    .sort((a, b) => key(a) - key(b) || sign * (a.rowNo - b.rowNo))
    .map((row) => row.rowNo);
  const rows = (found: Found) => found.rows.map((row) => row.rowNo);
  const found = ask(index, query);
  assert.deepEqual(rows(found), order.slice(offset, offset + limit));
  assert.equal(found.hasMore, order.length > offset + limit);
  const last = found.rows.at(-1);
  if (last === undefined) return;
  const next = ask(index, { ...query, offset: 0, after: last });
  assert.deepEqual(rows(next), order.slice(offset + limit, offset + 2 * limit));
}

function checkAnswer(made: (ListedRow | number)[], wanted: Wanted) {
  const { index, rows } = built(made);
  const base = rows.filter((row) => wanted.categories.includes(row.categoryId));
  const checks = checksOf(wanted);
  const query = {
    filter: filterOf(index, wanted),
    categories: wanted.categories.flatMap((one) => index.categories.find(one) ?? []),
    candidates: null,
    sort: wanted.sort,
    after: null,
    offset: wanted.offset,
    limit: wanted.limit,
  };
  const found = ask(index, query);
  const matches = passing(base, checks);
  assert.equal(found.total, matches.length);
  assert.equal(found.without.get('all'), base.length);
  for (const name of ['brand', 'seller', 'price', 'rating', 'inStock'] as const) {
    const own = checks.some(([one]) => one === name);
    assert.equal(found.without.get(name), own ? passing(base, checks, name).length : undefined);
  }
  checkTally(index, found.tally, { base, checks });
  checkOrder(index, query, matches);
}

test('answers are those of filtering and sorting the rows', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: rowArbitrary },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
  );
  const steps = fc.array(step, { maxLength: 80, size: 'max' });
  fc.assert(fc.property(steps, wantedArbitrary, checkAnswer), { numRuns: 1000 });
});

test('candidates of a search keep their order, in the categories asked for', () => {
  const row = (rowNo: number, categoryId: string): ListedRow => ({
    rowNo,
    categoryId,
    brandId: null,
    sellerId: 's1',
    price_minor: rowNo,
    rating_x100: 0,
    reviewCount: 0,
    sold: 0,
    inStock: true,
    created_ms: 1,
    attributes: [],
  });
  const { index } = built([row(1, 'c1'), row(2, 'c2'), row(3, 'c1'), row(4, 'c1')]);
  const places = [4, 2, 1].map((rowNo) => placeOf(index, rowNo));
  const open = { brands: null, sellers: null, min_minor: null, max_minor: null };
  const found = ask(index, {
    filter: { ...open, rating_x100: null, inStock: null, tokens: [] },
    categories: [index.categories.number('c1')],
    candidates: places,
    sort: null,
    after: null,
    offset: 0,
    limit: 5,
  });
  assert.deepEqual(
    found.rows.map((one) => one.rowNo),
    [4, 1],
  );
  assert.equal(found.total, 2);
});

test('thousands of values are filtered by and not counted, and old texts are noticed', () => {
  const index = new ListingIndex(edges);
  const many = valuesCounted_max + 5;
  const row = (rowNo: number, serial: string): ListedRow => ({
    rowNo,
    categoryId: 'c1',
    brandId: null,
    sellerId: 's1',
    price_minor: 1,
    rating_x100: 0,
    reviewCount: 0,
    sold: 0,
    inStock: true,
    created_ms: rowNo,
    attributes: [`serial=${serial}`, 'color=red'],
  });
  for (let n = 1; n <= many; n += 1) index.put(row(n, String(n)));
  const code = index.tokens.codes.number('serial');
  assert.equal(index.tokens.isWide(code), true);
  const serial = (n: number) => ({ code, any: [index.tokens.find(`serial=${n}`) ?? -1] });
  const query = (tokens: { code: number; any: number[] }[]): IndexQuery => ({
    filter: {
      brands: null,
      sellers: null,
      min_minor: null,
      max_minor: null,
      rating_x100: null,
      inStock: null,
      tokens,
    },
    categories: [index.categories.number('c1')],
    candidates: null,
    sort: 'newest',
    after: null,
    offset: 0,
    limit: 5,
  });
  for (const n of [1, valuesCounted_max, many]) {
    assert.deepEqual(
      ask(index, query([serial(n)])).rows.map((one) => one.rowNo),
      [n],
    );
  }
  const red = index.tokens.find('color=red');
  const counted = ask(index, query([])).tally.tokens.find(([token]) => token === red);
  assert.equal(counted?.[1], many);
  index.remove(many);
  assert.equal(ask(index, query([serial(many)])).total, 0);
  assert.equal(index.isBloated, false);
  for (let n = 0; n < 110_000; n += 1) index.put(row(1, `x${n}`));
  assert.equal(index.isBloated, true);
  assert.equal(ask(index, query([])).total, many - 1);
});
