// Common words: the most popular products are checked for them instead of looking them up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { candidateFinder, type Candidates } from './candidates.ts';
import { createProduct } from './commands.ts';
import { listingFollower } from './listing-follow.ts';
import type { ListingIndex } from './listing-index.ts';
import { record_words, word } from './listing-index.ts';
import { wholeTerms, wordsOf } from './model-search.ts';
import { popularRows } from './popular.ts';
import { category, kit, sellerId, type Kit } from './test-kit.ts';
import { Vocabulary } from './vocabulary.ts';

let k: Kit;
let index: ListingIndex;
const vocabulary = new Vocabulary([
  ['lamp', 30],
  ['green', 15],
]);
const open = {
  brands: null,
  sellers: null,
  min_minor: null,
  max_minor: null,
  rating_x100: null,
  inStock: null,
  tokens: [],
};

before(async () => {
  k = await kit();
  const { categoryId } = await category(k, 'Lamps');
  for (let n = 1; n <= 30; n += 1) {
    const made = await createProduct(k.shop, {
      sellerId,
      name: `${n % 2 === 0 ? 'Green' : 'Blue'} Lamp ${n}`,
      description: '',
      categoryId,
      currency: 'USD',
      variants: [{ sku: `L-${n}`, price_minor: n * 100 }],
    });
    assert.ok(!isRefusal(made));
  }
  await k.db.run('update listing set review_count = price_minor / 100');
  index = await listingFollower(k.db, systemClock).index('USD');
});
after(() => k.close());

const pricesOf = ({ places }: Candidates) =>
  places.map(({ leaf, at }) => leaf.facts[at * record_words + word.price]);

const wish = (text: string) => ({
  index,
  terms: wholeTerms(wordsOf(text), vocabulary),
  vocabulary,
  categories: [...index.leaves.keys()],
  filter: open,
  sort: 'popular' as const,
});

test('looked up or checked among the most popular: the same products come first', async () => {
  const exact = await candidateFinder(k.db, systemClock).find(wish('green lamp'));
  assert.deepEqual([exact.exact, exact.places.length], [true, 15]);
  const limits = { dense_products: 10, look_max: 10 };
  const dense = await candidateFinder(k.db, systemClock, limits).find(wish('green lamp'));
  assert.equal(dense.exact, false);
  assert.deepEqual(pricesOf(dense), pricesOf(exact).slice(0, 5));
});

test('filters and orders have products of their own checked', async () => {
  const limits = { dense_products: 10, look_max: 4 };
  const finder = candidateFinder(k.db, systemClock, limits);
  const cheap = await finder.find({ ...wish('green'), sort: 'price-asc' });
  assert.deepEqual(pricesOf(cheap).sort(), [200, 2800, 3000, 400]);
  const low = await finder.find({ ...wish('green'), filter: { ...open, max_minor: 900 } });
  assert.ok(pricesOf(low).includes(800));
});

test('the most reviewed of a category, exactly', () => {
  const prices = popularRows(index, [...index.leaves.keys()], 7).map((rowNo) => {
    const place = index.find(rowNo);
    assert.ok(place !== null);
    return place.leaf.facts[place.at * record_words + word.price];
  });
  assert.deepEqual(prices, [3000, 2900, 2800, 2700, 2600, 2500, 2400]);
});
