import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathOf, stepAfter, stepOf, steps } from './steps.ts';

test('every step has an address of its own, and it leads there', () => {
  for (const id of [undefined, 'chk_1']) {
    for (const step of steps) {
      if (id === undefined && step === 'payment') continue;
      const { pathname, searchParams } = new URL(pathOf(id, step), 'http://shop');
      const found = pathname.split('/')[2];
      assert.equal(stepOf(found, searchParams), step);
    }
  }
});

test('nothing is paid before there is a checkout; nonsense leads to the start', () => {
  assert.equal(stepOf(undefined, new URLSearchParams('step=payment')), 'contact');
  assert.equal(stepOf('chk_1', new URLSearchParams('step=nonsense')), 'payment');
  assert.equal(stepAfter('contact'), 'address');
  assert.equal(stepAfter('payment'), 'payment');
});
