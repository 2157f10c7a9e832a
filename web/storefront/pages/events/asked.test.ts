import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyAsked, queryFor, readAsked } from './asked.ts';

test('what makes no sense in an address is left out', () => {
  const asked = readAsked(new URLSearchParams('organiser=me&q=a&city=%20Oslo%20&when=13&cursor=x'));
  assert.deepEqual(asked, { q: '', city: 'Oslo', when: '', organiser: '', cursor: 'x' });
});

test('the API is asked only for what was asked', () => {
  assert.deepEqual(queryFor(emptyAsked, 0), {});
  const query = queryFor({ ...emptyAsked, q: 'jazz', when: '7' }, 90_001);
  assert.deepEqual(query, { q: 'jazz', until: '1970-01-08T00:02:00.000Z' });
  const whose = `slr_${'0a'.repeat(16)}`;
  const theirs = readAsked(new URLSearchParams({ organiser: whose }));
  assert.deepEqual(queryFor(theirs, 0), { sellerId: whose });
});
