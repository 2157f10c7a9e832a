import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prng } from '#kernel/core/prng.ts';
import { ask } from './ask.ts';
import { famousOf } from './famous.ts';
import { fact, factWords, SearchIndex, type FoundRow } from './index.ts';
import { Matcher, type Group } from './match.ts';

const words = ['lamp', 'oak', 'blue', 'small', 'rare'];
const docs = 30_000;

function rowOf(rowNo: number, more: Partial<FoundRow> = {}): FoundRow {
  const chance = prng(`famous ${rowNo}`);
  return {
    rowNo,
    productId: `prod_${rowNo.toString(16).padStart(32, '0')}`,
    live: true,
    textNo: 1,
    categoryId: `cat_${rowNo % 7}`,
    brand: 'Acme',
    sellerId: 'slr_1',
    inStock: chance.next() < 0.8,
    rating_x100: 400,
    reviewCount: Math.floor(chance.next() ** -1.5),
    wanted: 0,
    prices: [['USD', 1_000]],
    attributes: [],
    // Every tenth has the first word twice, in other parts.
    terms: [
      'Alamp',
      ...words
        .slice(1, 4)
        .filter((_, at) => chance.next() < 0.3 - at / 20)
        .map((word) => `A${word}`),
      ...(rowNo === docs - 3 ? ['Crare'] : []),
    ],
    ...more,
  };
}

function world(): SearchIndex {
  const index = new SearchIndex();
  for (let rowNo = 1; rowNo <= docs; rowNo += 1) index.put(rowOf(rowNo));
  for (const _ of index.loaded());
  return index;
}

const index = world();
const matcher = new Matcher();
const groupOf = (...all: string[]): Group =>
  all.flatMap((word) => {
    const list = index.terms.find(word);
    return list === undefined ? [] : [{ list, percent: 100 }];
  });
const rank = (doc: number) => {
  const word = (of: keyof typeof fact) => index.facts[doc * factWords + fact[of]] ?? 0;
  return (word('inStock') === 1 ? 500 : 0) + word('fame');
};
const noFilter = {
  currency: 'USD',
  categories: null,
  brands: null,
  sellers: null,
  min_minor: null,
  max_minor: null,
  rating_x100: null,
  inStock: null,
  attributes: [],
};
const plain = {
  sort: 'relevance',
  after: null,
  offset: 0,
  limit: 6,
  edges: [],
  boosts: null,
  lean: true,
  filter: noFilter,
} as const;

test('the best known come in their order, none that is gone, and are kept for a minute', () => {
  const found = famousOf(index, 0);
  assert.equal(found.length, 20_000);
  assert.equal(new Set(found).size, found.length);
  // As texts: a difference between lists of 20,000 takes a minute to be shown.
  const all = Array.from({ length: docs }, (_, doc) => rank(doc)).sort((a, b) => b - a);
  assert.ok([...found].map(rank).join() === all.slice(0, found.length).join());
  const [first] = found;
  assert.ok(first !== undefined);
  const rowNo = index.facts[first * factWords + fact.rowNo] ?? 0;
  index.put(rowOf(rowNo, { live: false }));
  assert.equal(famousOf(index, 59_000), found);
  assert.equal(famousOf(index, 61_000).includes(first), false);
});

test('a broad question finds the same six among the best known as among all', () => {
  for (const groups of [[groupOf('lamp')], [groupOf('lamp'), groupOf('oak', 'blue')]]) {
    const exact = matcher.match(index, groups);
    const some = matcher.among(groups, { docs: famousOf(index, 200_000), enough: 60 });
    assert.equal(some.docs.length, 60);
    const points = new Map([...exact.docs].map((doc, at) => [doc, exact.points[at]]));
    some.docs.forEach((doc, at) => {
      assert.equal(some.points[at], points.get(doc));
    });
    const best = (from: typeof exact) => ask(index, { ...plain, docs: from }).page;
    if (groups.length === 1) assert.deepEqual(best(some), best(exact));
  }
});

test('whether anything has all words is what finding them all says', () => {
  const cases = [['lamp'], ['oak', 'blue'], ['oak', 'blue', 'small'], ['rare'], ['rare', 'oak']];
  for (const list of [...cases, ['lamp', 'missing'], []]) {
    const groups = list.map((word) => groupOf(word));
    const exact = matcher.match(index, groups).docs.length > 0;
    assert.equal(matcher.some(index, groups), exact, list.join());
  }
});

test('a list of shelves counts as a filter by them does', () => {
  const numbers = [1, 3].map((n) => index.byCategory.numberOf(`cat_${n}`) ?? -1);
  const filter = { ...noFilter, categories: numbers };
  const question = { ...plain, sort: 'newest', lean: false, filter } as const;
  const listed = ask(index, { ...question, docs: null });
  const all = matcher.match(index, [groupOf('lamp')]);
  const filtered = ask(index, { ...question, docs: all });
  assert.deepEqual(listed.page, filtered.page);
  assert.equal(listed.total, filtered.total);
  assert.equal(listed.without.get('category'), listed.total);
  assert.equal(filtered.without.get('category'), index.live);
  assert.deepEqual(listed.brands, filtered.brands);
});
