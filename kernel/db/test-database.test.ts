import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { connect, createServer, type AddressInfo } from 'node:net';
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

test('a pool that has ended hears nothing of the end of its database', async (t) => {
  const { url, drop } = await testDatabase([]);
  const target = new URL(url);
  const port = Number(target.port);
  // What the pool says last takes its time, as on a busy machine.
  let pause_ms = 0;
  const slow = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect(port, target.hostname);
    near.on('data', (chunk) => setTimeout(() => far.write(chunk), pause_ms));
    far.on('data', (chunk) => near.write(chunk)).on('error', () => undefined);
    near.on('error', () => undefined);
    far.on('close', () => near.end());
  });
  t.after(() => slow.close());
  await new Promise<void>((done) => slow.listen(0, '127.0.0.1', done));
  target.port = String((slow.address() as AddressInfo).port);
  const heard: string[] = [];
  const pool = new pg.Pool({ connectionString: target.href });
  pool.on('error', (error) => heard.push(error.message));
  const gone = new Promise((done) => pool.on('remove', done));
  await pool.query('select 1');
  pause_ms = 500;
  await pool.end();
  await drop();
  await gone;
  assert.deepEqual(heard, []);
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
