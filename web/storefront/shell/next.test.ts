// After signing in one goes on inside this shop, and nowhere else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeNext, withNext } from './next.ts';

test('paths of the shop are kept with query and fragment, without their language', () => {
  assert.equal(safeNext('/cart'), '/cart');
  assert.equal(safeNext('/search?q=a%20b#top'), '/search?q=a%20b#top');
  assert.equal(safeNext('/de/account/addresses'), '/account/addresses');
  assert.equal(safeNext('/'), '/');
});

test('other sites are refused in every spelling', () => {
  const evil = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/..//evil.example',
    '/./\\evil.example',
    '/de//evil.example',
    '/de/..//evil.example',
    '/\tevil',
    '/ /evil',
    'javascript:alert(1)',
    'cart',
    '',
    `/${'x'.repeat(3_000)}`,
    null,
    undefined,
  ];
  for (const text of evil) assert.equal(safeNext(text), null, String(text));
});

test('an entrance is no place to go on to: that would be a circle', () => {
  assert.equal(safeNext('/sign-in?next=/cart'), null);
  assert.equal(safeNext('/de/sign-up'), null);
});

test('an entrance carries the way back', () => {
  assert.equal(withNext('/sign-in', null), '/sign-in');
  assert.equal(withNext('/sign-in', '/a?b=c&d'), '/sign-in?next=%2Fa%3Fb%3Dc%26d');
});
