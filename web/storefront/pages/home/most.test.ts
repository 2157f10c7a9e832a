import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostOf } from './most.ts';

const of = (...ids: string[]) => ids.map((sellerId) => ({ sellerId }));

test('the seller of most; of as many the first; nobody of nothing', () => {
  assert.equal(mostOf(of('a', 'b', 'b')), 'b');
  assert.equal(mostOf(of('a', 'b', 'b', 'a', 'c')), 'a');
  assert.equal(mostOf([]), null);
});
