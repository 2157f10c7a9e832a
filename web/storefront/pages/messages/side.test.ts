import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aboutIn, sideOf, threadPath, writerOf } from './side.ts';

test('the side is in the address, in every language', () => {
  assert.equal(sideOf('/account/messages'), 'buyer');
  assert.equal(sideOf('/ar/selling/messages/thr_1'), 'seller');
  assert.equal(threadPath('seller', 'thr_1'), '/selling/messages/thr_1');
});

test('a message is mine, theirs or of the shop', () => {
  assert.equal(writerOf({ author: 'buyer' }, 'buyer'), 'me');
  assert.equal(writerOf({ author: 'buyer' }, 'seller'), 'other');
  assert.equal(writerOf({ author: 'shop' }, 'seller'), 'shop');
});

test('what a new conversation is about', () => {
  const about = (text: string) => aboutIn(new URLSearchParams(text));
  assert.deepEqual(about('order=ord_1&seller=slr_1'), { orderId: 'ord_1', sellerId: 'slr_1' });
  assert.deepEqual(about('product=p'), { productId: 'p' });
  assert.equal(about('order=ord_1'), null);
});
