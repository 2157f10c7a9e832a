import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareClient } from './generate-client.ts';

test('the typed client knows the routes as they are', async () => {
  const stale = await compareClient({ write: false });
  assert.equal(stale, false, 'run node tools/generate-client.ts');
});
