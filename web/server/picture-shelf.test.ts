import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pictureShelf } from './picture-shelf.ts';

const folder = mkdtempSync(join(tmpdir(), 'trueshelf-shelf-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const bytesThere = () =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

test('the shelf holds no more than it may; what was asked for longest ago goes', async () => {
  let at = 1_000;
  const shelf = pictureShelf({ folder, bytes_max: 1_000, now: () => (at += 1_000) });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    await shelf.put(name, Buffer.alloc(100, name));
  }
  assert.equal((await shelf.get('a'))?.toString('utf8', 0, 1), 'a', 'asked for, so young again');
  for (const name of ['i', 'j', 'k']) await shelf.put(name, Buffer.alloc(100, name));
  assert.ok(bytesThere() <= 1_000, String(bytesThere()));
  assert.equal(await shelf.get('b'), null);
  assert.notEqual(await shelf.get('a'), null);
  await shelf.put('large', Buffer.alloc(500));
  assert.equal(await shelf.get('large'), null, 'one picture must not push out ten');
});

test('what an earlier process left is counted too', async () => {
  const shelf = pictureShelf({ folder, bytes_max: 300, now: () => 1e12 });
  await shelf.put('new', Buffer.alloc(30));
  assert.ok(bytesThere() <= 300, String(bytesThere()));
});
