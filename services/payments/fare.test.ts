import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methodFare } from './fare.ts';

test('half of five or more without an answer is failing, for two minutes', () => {
  let now = 1_000_000;
  const fare = methodFare({ monotonic: () => now });
  const note = (answers: string) => {
    for (const one of answers) fare.note('CARD', one === 'x');
  };
  note('xxxx');
  assert.equal(fare.failing('CARD'), false, 'four say nothing');
  note('x');
  assert.equal(fare.failing('CARD'), true);
  assert.equal(fare.failing('UPI'), false);
  note('.....');
  assert.equal(fare.failing('CARD'), true, 'half');
  note('.');
  assert.equal(fare.failing('CARD'), false);
  now += 110_000;
  note('xxxxxx');
  assert.equal(fare.failing('CARD'), true, 'the older ones count still');
  now += 10_000;
  note('.....');
  assert.equal(fare.failing('CARD'), true, 'the oldest count no more');
  now += 121_000;
  assert.equal(fare.failing('CARD'), false, 'all that is long ago');
});
