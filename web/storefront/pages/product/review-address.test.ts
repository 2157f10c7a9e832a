import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reviewChoice, withChoice } from './review-address.ts';

test('the choice of reviews goes into the address and comes out of it', () => {
  const search = new URLSearchParams('color=red');
  assert.deepEqual(reviewChoice(search), { sort: 'helpful', stars: null });
  const choice = { sort: 'lowest', stars: 2 } as const;
  const there = withChoice(search, choice);
  assert.equal(there, '?color=red&review-sort=lowest&review-stars=2');
  assert.deepEqual(reviewChoice(new URLSearchParams(there)), choice);
  const back = withChoice(new URLSearchParams(there), { sort: 'helpful', stars: null });
  assert.equal(back, '?color=red');
});

test('what cannot be read counts as not said', () => {
  for (const text of ['review-sort=x&review-stars=6', 'review-stars=2.5', 'review-stars=22']) {
    const read = reviewChoice(new URLSearchParams(text));
    assert.deepEqual(read, { sort: 'helpful', stars: null });
  }
});
