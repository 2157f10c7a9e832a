import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownLocale, labelIn, labelsIn, localesOf, nameIn } from './languages.ts';

const shoes = { name: 'Shoes', names: { de: 'Schuhe', 'de-AT': 'Schuach' } };
const colors = { red: { de: 'Rot' } };

test('a name in the language, in the language it belongs to, or the one without', () => {
  assert.equal(nameIn(shoes, ''), 'Shoes');
  assert.equal(nameIn(shoes, 'de'), 'Schuhe');
  assert.equal(nameIn(shoes, 'de-AT'), 'Schuach');
  assert.equal(nameIn(shoes, 'de-CH'), 'Schuhe');
  assert.equal(nameIn(shoes, 'es'), 'Shoes');
});

test('locales that nothing is named in are one and the same', () => {
  const known = localesOf([shoes, { names: {}, valueNames: { red: { es: 'Rojo' } } }]);
  assert.deepEqual([...known].sort(), ['de', 'de-AT', 'es']);
  assert.deepEqual(
    ['de-AT', 'de-CH', 'en', 'fr-CA', undefined].map((one) => knownLocale(known, one)),
    ['de-AT', 'de', '', '', ''],
  );
});

test('values in any case have their names, and what sellers type is never taken for more', () => {
  assert.deepEqual(labelIn(colors, 'Red', 'de'), { label: 'Rot' });
  assert.deepEqual(labelIn(colors, 'red', ''), {}, 'nothing is said twice');
  assert.deepEqual(labelIn(colors, 'constructor', 'de'), {});
  assert.deepEqual(labelIn(colors, '__proto__', 'de'), {});
  assert.deepEqual(labelsIn(colors, ['red', 'XL'], 'de'), { labels: ['Rot', 'XL'] });
  assert.deepEqual(labelsIn(colors, ['XL'], 'de'), {});
});
