import assert from 'node:assert/strict';
import { test } from 'node:test';
import { added, changed, idsOf, isSending, kept } from './shelf.ts';

test('photos are added while there is room, sent, and in the list once', () => {
  let nth = 0;
  const key = () => `k${(nth += 1)}`;
  const small = new Blob(['abc']);
  const first = added([kept('pic_0')], [small, new Blob(['x'.repeat(20)]), small], {
    max: 3,
    bytes_max: 10,
    key,
  });
  assert.equal(first.left, 1, 'the fourth has no room');
  assert.deepEqual(
    first.photos.map((one) => one.problem),
    [null, null, 'payload-too-large'],
  );
  assert.ok(isSending(first.photos));
  const there = changed(first.photos, 'k1', { pictureId: 'pic_1' });
  assert.ok(!isSending(there));
  assert.deepEqual(idsOf(there), ['pic_0', 'pic_1']);
  const again = changed(
    [...there, { key: 'k9', pictureId: null, file: small, problem: null }],
    'k9',
    {
      pictureId: 'pic_1',
    },
  );
  assert.deepEqual(idsOf(again), ['pic_0', 'pic_1'], 'the same bytes are the same picture');
  const failed = changed(there, 'k1', { pictureId: null, problem: 'picture-broken' });
  assert.deepEqual([idsOf(failed), isSending(failed)], [['pic_0'], false]);
});
