// What is typed in the bench of suggestions: letter by letter, of every kind, the same each time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prng } from '#kernel/core/prng.ts';
import { plainWords } from '#services/search/contract.ts';
import { distance } from '#services/search/vocabulary.ts';
import { grounds } from './harness-grow.ts';
import { asked, distinct, kinds, slip, strokesOf, typings } from './harness-typing.ts';

const ground = grounds();
const list = typings(ground, { count: 400, products: 50_000, seed: 'test' });

test('a text grows by a letter, of any script, and never ends with a space', () => {
  assert.deepEqual(strokesOf('red mug'), ['r', 're', 'red', 'red m', 'red mu', 'red mug']);
  // Hindi vowels are letters of their own; a surrogate pair is one.
  assert.deepEqual(strokesOf('कप'), ['क', 'कप']);
  assert.deepEqual(strokesOf('a👟b'), ['a', 'a👟', 'a👟b']);
  assert.equal(strokesOf('x'.repeat(100)).length, 40);
});

test('every kind is typed, each text has a word, and requests are the same each time', () => {
  for (const { strokes } of list) {
    assert.ok(strokes.length > 0 && plainWords(strokes.at(-1) ?? '').length > 0, strokes.join());
  }
  const strokes = asked(list);
  assert.deepEqual(new Set(strokes.map((one) => one.kind)), new Set(kinds));
  const locales = new Set(list.map((one) => one.locale));
  assert.deepEqual(locales, new Set(['en', 'de', 'es', 'hi', 'ar']));
  const again = asked(typings(ground, { count: 400, products: 50_000, seed: 'test' }));
  assert.deepEqual(again, strokes);
  const once = distinct(strokes);
  assert.ok(once.length < strokes.length, 'people begin alike');
  assert.equal(new Set(once.map((one) => one.path)).size, once.length);
});

test('a slip is one away from the word', () => {
  const chance = prng('slips');
  for (let n = 0; n < 200; n += 1) assert.ok(distance(slip('lamps', chance), 'lamps', 2) <= 1);
});
