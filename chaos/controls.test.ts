// The harness sees what it is there to see: a database that forgets, a gateway that charges twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doubleCharge, forgetfulDatabase } from './controls.ts';

test('a database with synchronous_commit off loses acknowledged orders', async (t) => {
  const { acknowledged, lost } = await forgetfulDatabase('control', 1);
  t.diagnostic(`${lost} of ${acknowledged} acknowledged orders are lost`);
  assert.ok(lost > 0);
});

test('a gateway that charges twice is seen', async () => {
  const { state, problem } = await doubleCharge('control');
  assert.equal(state, 'wrong');
  assert.match(problem ?? '', /captures in the gateway's ledger|'M[79]'|Q7/);
});
