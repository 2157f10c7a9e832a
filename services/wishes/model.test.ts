import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { alertKey, alertOf, anchorOf, isDue, linkToken, plainText, subjectOf } from './model.ts';

const none = { waiting: false, idle: false, below_minor: null, over_minor: null, came: null };

test('a look leads to something only when it is true and somebody waits', () => {
  const stock = (available: number, held = 0) => ({ kind: 'back', available, held }) as const;
  assert.equal(isDue(stock(3), none), false);
  assert.equal(isDue(stock(3), { ...none, waiting: true }), true);
  assert.equal(isDue(stock(0), { ...none, waiting: true }), false);
  assert.equal(isDue(stock(3), { ...none, idle: true }), false, 'it was there all the time');
  assert.equal(isDue(stock(3), { ...none, idle: true, came: 3 }), true, 'there was nothing else');
  assert.equal(isDue(stock(5), { ...none, idle: true, came: 3 }), false, 'others had some');
  assert.equal(isDue(stock(0), { ...none, idle: true }), true, 'it went: they wait again');
  assert.equal(isDue(stock(0, 1), { ...none, idle: true }), false, 'it may come back from a hold');
  const price = (price_minor: number | null) => ({ kind: 'cheaper', price_minor }) as const;
  assert.equal(isDue(price(99), { ...none, below_minor: 100 }), true);
  assert.equal(isDue(price(100), { ...none, below_minor: 100 }), false);
  assert.equal(isDue(price(null), { ...none, below_minor: 100 }), false);
  assert.equal(isDue(price(100), { ...none, over_minor: 100 }), true, 'the drop is over');
});

test('a link does one thing with one alert, and nobody else can make it', () => {
  const [ours, theirs] = [alertKey('one'), alertKey('two')];
  const id = newId('alr');
  const token = linkToken(ours, 'stop', id);
  assert.equal(alertOf(ours, 'stop', token), id);
  assert.equal(alertOf(ours, 'confirm', token), null);
  assert.equal(alertOf(theirs, 'stop', token), null);
  assert.equal(alertOf(ours, 'stop', token.replace(id, newId('alr'))), null);
  for (const bad of ['', '.', id, `${id}.`, 'x'.repeat(100)]) {
    assert.equal(alertOf(ours, 'stop', bad), null, bad);
  }
});

test('words in another order are the same thing; texts are kept plain', () => {
  assert.equal(subjectOf.appears(['lamp', 'green']), subjectOf.appears(['green', 'lamp']));
  assert.equal(anchorOf(['a', 'lantern', 'lamp']), 'lantern');
  assert.equal(plainText('  two\nlines ', '/note'), 'two\nlines');
  assert.equal(typeof plainText('turned \u202e text', '/note'), 'object');
});
