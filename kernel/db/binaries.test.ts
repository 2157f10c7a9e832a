import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findBinaries, makeLinks } from './binaries.ts';

test('finds the programs of this platform', () => {
  const found = findBinaries();
  for (const file of [found.initdb, found.postgres, found.pgCtl]) assert.ok(existsSync(file), file);
  assert.ok(found.major >= 18);
});

test('makes the library links that a blocked install script would have made', (t) => {
  const home = mkdtempSync(join(tmpdir(), 'trueshelf-links-'));
  t.after(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, 'native', 'lib'), { recursive: true });
  writeFileSync(join(home, 'native', 'lib', 'libpq.so.5.18'), 'library');
  const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
    source: 'native/lib/libpq.so.5.18',
    target: join('native', 'lib', name),
  }));
  writeFileSync(join(home, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  makeLinks(home);
  makeLinks(home);
  assert.equal(readFileSync(join(home, 'native', 'lib', 'libpq.so'), 'utf8'), 'library');
  assert.equal(readFileSync(join(home, 'native', 'lib', 'libpq.so.5'), 'utf8'), 'library');
});
