import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom } from './page.ts';

const rows = Array.from({ length: 3 }, () => ({ id: newId('usr') }));
const keyOf = (row: { id: string }) => [row.id];

test('a page that is not the last one leads to the next', () => {
  const page = pageFrom(rows, 2, keyOf);
  assert.deepEqual([page.data.length, page.hasMore], [2, true]);
  assert.equal(idCursor(page.nextCursor ?? '', 'usr'), rows[1]?.id);
});

test('the last page leads nowhere, also when it is full', () => {
  for (const limit of [3, 4]) {
    const page = pageFrom(rows, limit, keyOf);
    assert.deepEqual([page.data.length, page.hasMore, page.nextCursor], [3, false, null]);
  }
  assert.deepEqual(pageFrom([], 2, keyOf), { data: [], nextCursor: null, hasMore: false });
});

test('no cursor starts at the beginning; what is no cursor of this list is refused', () => {
  assert.equal(idCursor(undefined, 'usr'), null);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const other = [rows[0]?.id, 'a'];
  const wrong = ['', 'x', encode([newId('ord')]), encode(other), encode({}), encode([1])];
  for (const text of wrong) assert.ok(isRefusal(idCursor(text, 'usr')), text);
});
