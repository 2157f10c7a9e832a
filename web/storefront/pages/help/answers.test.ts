import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saysAll } from './answers.ts';

test('a question is found by beginnings of its words, in any order, case and accent', () => {
  const text = 'How do I send something back? Within 30 days of delivery.';
  assert.ok(saysAll(text, ''));
  assert.ok(saysAll(text, 'BACK send'));
  assert.ok(saysAll(text, '30 deliv'));
  assert.ok(!saysAll(text, 'end'), 'the middle of a word is not its beginning');
  assert.ok(!saysAll(text, 'send wardrobe'));
  assert.ok(saysAll('Wie storniere ich? Rückgabe', 'ruckgabe'));
  assert.ok(saysAll('¿Dónde está mi pedido?', 'donde esta'));
  assert.ok(saysAll('मेरा ऑर्डर कहाँ है?', 'ऑर्डर'));
});
