import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { corrected, estimate, queryText, typedTerms, wholeTerms, wordsOf } from './model-search.ts';
import { distance, Vocabulary } from './vocabulary.ts';

const book = new Vocabulary([
  ['laptop', 50],
  ['laptops', 5],
  ['lamp', 80],
  ['gaming', 20],
  ['berry', 3],
  ['berries', 4],
  ['usb', 9],
  ['us', 1],
]);

test('completions: most products first', () => {
  assert.deepEqual(book.completions('la', 9), ['lamp', 'laptop', 'laptops']);
  assert.deepEqual(book.completions('la', 1), ['lamp']);
  assert.deepEqual(book.completions('laptops', 9), ['laptops']);
  assert.deepEqual(book.completions('z', 9), []);
});

test('offered: one of singular and plural, the one with more products', () => {
  assert.deepEqual(book.offered('la', 9), ['lamp', 'laptop']);
  assert.deepEqual(book.offered('berr', 9), ['berries']);
  assert.deepEqual(book.offered('laptops', 9), ['laptops']);
  assert.deepEqual(book.offered('u', 1), ['usb']);
});

test('singular and plural, as far as they are words', () => {
  assert.deepEqual(book.forms('laptop'), ['laptop', 'laptops']);
  assert.deepEqual(book.forms('laptops'), ['laptops', 'laptop']);
  assert.deepEqual(book.forms('berry'), ['berry', 'berries']);
  assert.deepEqual(book.forms('berries'), ['berries', 'berry']);
  assert.deepEqual(book.forms('lamps'), ['lamps', 'lamp']);
});

test('slips: one in short words, two in long ones, never in tiny ones', () => {
  assert.equal(book.nearest('latpop'), 'laptop');
  assert.equal(book.nearest('lpatpo'), 'laptop');
  assert.equal(book.nearest('lmap'), 'lamp');
  assert.equal(book.nearest('gamnig'), 'gaming');
  assert.equal(book.nearest('usbb'), 'usb');
  assert.equal(book.nearest('xy'), null);
  assert.equal(book.nearest('zzzzzzz'), null);
  assert.deepEqual(corrected(wordsOf('Gamnig lamps 2048'), book), ['gaming', 'lamps', '2048']);
  assert.equal(corrected(['laptop', 'lamps'], book), null, 'nothing to correct');
});

test('distance is that of the whole table, cut off above the largest', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
  const plain = (a: string, b: string): number => {
    if (a === '' || b === '') return a.length + b.length;
    const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
    return Math.min(
      plain(a.slice(0, -1), b) + 1,
      plain(a, b.slice(0, -1)) + 1,
      plain(a.slice(0, -1), b.slice(0, -1)) + (a.at(-1) === b.at(-1) ? 0 : 1),
      swapped ? plain(a.slice(0, -2), b.slice(0, -2)) + 1 : Infinity,
    );
  };
  fc.assert(
    fc.property(letters, letters, fc.integer({ min: 0, max: 3 }), (a, b, max) => {
      const exact = plain(a, b);
      const found = distance(a, b, max);
      assert.ok(exact <= max ? found === exact : found > max, `${a} ${b}: ${found}, ${exact}`);
    }),
    { numRuns: 300 },
  );
});

test('a query for PostgreSQL holds nothing but words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      for (const word of wordsOf(text)) assert.match(word, /^[\p{L}\p{N}\p{M}]{1,40}$/u);
    }),
  );
  const words = wordsOf("Café-Laptops' | !x");
  assert.deepEqual(words, ['cafe', 'laptops', 'x']);
  assert.equal(
    queryText(wholeTerms(['cafe', 'laptops'], book), { weights: 'A' }),
    "('cafe':A) & ('laptops':A | 'laptop':A)",
  );
  assert.equal(queryText(typedTerms(['gaming', 'zeb'], book)), "('gaming') & ('zeb' | 'zeb':*)");
  assert.equal(estimate(wholeTerms(['gaming', 'laptop'], book), book), 20);
});
