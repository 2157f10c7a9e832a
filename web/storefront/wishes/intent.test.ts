import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intentIn } from './intent.ts';

test('what was pressed before signing in is done within half an hour, and nothing else', () => {
  const one = { productId: 'p', variantId: 'v', name: 'Lamp' };
  const text = JSON.stringify({ ...one, at_ms: 1_000 });
  assert.deepEqual(intentIn(text, 2_000), one);
  assert.equal(intentIn(text, 1_000 + 31 * 60_000), null);
  assert.equal(intentIn(text, 0), null);
  for (const bad of ['', 'null', '[]', '{"productId":1}', JSON.stringify(one)]) {
    assert.equal(intentIn(bad, 2_000), null);
  }
});
