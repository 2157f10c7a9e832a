import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { openDb } from './db.ts';
import { serverUrl, testDatabase } from './test-database.ts';

const rooms = [{ name: 'alpha' }];

async function names(): Promise<string[]> {
  const url = new URL(await serverUrl());
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const found = await client.query<{ name: string }>('select datname as name from pg_database');
  await client.end();
  return found.rows.map((row) => row.name);
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

test('each database is its own, migrated, and gone after drop', async (t) => {
  const one = await testDatabase(rooms);
  const started = performance.now();
  const two = await testDatabase(rooms);
  t.diagnostic(`a copy took ${(performance.now() - started).toFixed(0)} ms`);
  const db = openDb({ url: one.url, room: 'alpha' });
  await db.run("insert into inbox values ('a', 'b')");
  const other = openDb({ url: two.url, room: 'alpha' });
  assert.deepEqual(await other.rows('select * from inbox'), []);
  await other.close();
  await one.drop(); // also with a connection open
  await two.drop();
  await db.close();
  const left = await names();
  assert.ok(!left.includes(nameOf(one.url)) && !left.includes(nameOf(two.url)));
});

test('a database whose process died is dropped by the next process', async () => {
  const module = join(import.meta.dirname, 'test-database.ts');
  const run = (code: string): string => {
    const text = `const m = await import('${module}'); ${code}`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', text]);
    return child.stdout.toString().trim();
  };
  const code = "console.log((await m.testDatabase([{ name: 'alpha' }])).url); process.exit(0)";
  const left = nameOf(run(code));
  assert.match(left, /^test_\d+_1$/);
  assert.ok((await names()).includes(left));
  run('await m.serverUrl()');
  assert.ok(!(await names()).includes(left));
});
