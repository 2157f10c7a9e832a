import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alikeWords } from './alike-words.ts';

const shoes = { name: 'Shoes', names: { de: 'Schuhe', 'de-AT': 'Schuach' } };
const pans = { name: 'Pots & Pans', names: { de: 'Töpfe & Pfannen', es: 'Ollas y sartenes' } };

test('other words: everyday ones, narrower ones, and names in other languages', () => {
  const words = alikeWords([shoes, pans], [{ red: { de: 'Rot' } }]);
  assert.ok(words.get('bag')?.includes('tote'));
  assert.ok(words.get('couch')?.includes('sofa'));
  assert.equal(words.get('tote')?.includes('bag'), false, 'a tote is one bag of many');
  assert.deepEqual(words.get('schuhe'), ['shoes']);
  assert.deepEqual(words.get('pfannen'), ['pans']);
  assert.deepEqual(words.get('sartenes'), ['pans']);
  assert.deepEqual(words.get('rot'), ['red']);
  assert.equal(words.get('shoes'), undefined, 'nobody is given another language');
});
