import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateOfZip } from './zip-state.ts';

test('a ZIP code says its state', () => {
  const known = { '10001': 'NY', '94105-1234': 'CA', '02139': 'MA', '73301': 'TX', '99501': 'AK' };
  for (const [zip, state] of Object.entries(known)) assert.equal(stateOfZip(zip), state);
  for (const odd of ['1234', '00000', 'SW1A 1AA', '', '123456']) {
    assert.equal(stateOfZip(odd), undefined, odd);
  }
});
