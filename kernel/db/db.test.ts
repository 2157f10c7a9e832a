import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { type Db, openDb } from './db.ts';
import { connectTimeoutOf, planSettings } from './connection.ts';
import { failure, killRunning } from './test-faults.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let db: Db;
let admin: pg.Client;

before(async () => {
  database = await testDatabase([{ name: 'alpha' }, { name: 'beta' }]);
  db = openDb({ url: database.url, room: 'alpha', statementTimeout_ms: 1_000 });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`create table alpha.thing (id int primary key, n bigint not null default 0);
    grant all on alpha.thing to trueshelf_alpha; insert into alpha.thing values (1), (2)`);
});

after(async () => {
  await db.close();
  await admin.end();
  await database.drop();
});

test('values arrive as documented', async () => {
  const row = await db.row(
    `select $1::bigint as big, 12.50::numeric as price, '2026-02-28'::date as day,
       $2::timestamptz as at, '{"a":[1]}'::jsonb as doc, array[1,null]::bigint[] as list`,
    [9007199254740991n, new Date(5)],
  );
  assert.deepEqual(row, {
    big: 9007199254740991,
    price: '12.50',
    day: '2026-02-28',
    at: new Date(5),
    doc: { a: [1] },
    list: [1, null],
  });
  await assert.rejects(db.row('select 9007199254740992::bigint as big'), /too large/);
  assert.equal(await db.row('select 1 where false'), undefined);
  assert.equal(await db.run('update thing set n = 0'), 2);
});

test('a room works as its own role and cannot reach another room', async () => {
  const who = await db.row<{ role: string; schema: string }>(
    'select current_user::text as role, current_schema()::text as schema',
  );
  assert.deepEqual(who, { role: 'trueshelf_alpha', schema: 'alpha' });
  const denied = { code: '42501', message: /permission denied/ };
  await assert.rejects(db.rows('select * from beta.outbox'), denied);
  await assert.rejects(db.run('delete from beta.inbox'), denied);
  await assert.rejects(db.rows('select * from trueshelf.migration'), denied);
  await assert.rejects(db.run('create table mine (a int)'), denied);
  await assert.rejects(db.run('truncate inbox'), denied);
  await assert.rejects(
    db.tx((tx) => tx.rows('select * from beta.outbox')),
    denied,
  );
});

test('statements of one turn run in the order in which they were sent', async () => {
  const single = openDb({ url: database.url, room: 'alpha', pipelined: 1 });
  const text = 'update thing set n = n * 10 + $1 where id = 1 returning n';
  await single.run('update thing set n = 0 where id = 1');
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const got = await Promise.all(digits.map((digit) => single.row<{ n: number }>(text, [digit])));
  assert.deepEqual(got.at(-1), { n: 123456789 });
  await single.close();
});

test('one failing statement does not disturb its neighbours in the pipeline', async () => {
  const results = await Promise.allSettled([
    db.row('select 1 as ok'),
    db.row('select 1 / $1::int as bad', [0]),
    db.run('insert into thing values (1)'),
    db.row('no sql at all'),
    db.row('select 2 as ok'),
  ]);
  const codes = results.map((r) => (r.status === 'fulfilled' ? 'ok' : r.reason.code));
  assert.deepEqual(codes, ['ok', '22012', '23505', '42601', 'ok']);
});

test('a value that cannot be encoded fails alone, and its statement stays usable', async () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const text = 'select $1::jsonb as doc';
  await assert.rejects(db.row(text, [circular]), /circular/);
  assert.deepEqual(await db.row(text, ['{"a":1}']), { doc: { a: 1 } });
});

test('a write whose server process dies is unknown; a read is unavailable', async () => {
  const write = db.run('update thing set n = 7 from pg_sleep(30) where id = 1');
  const read = db.row('/* list */ select pg_sleep(30), 1 as dying');
  await Promise.all([
    assert.rejects(write, (error) => error instanceof OutcomeUnknown && error.retryable),
    killRunning(admin, 'set n = 7 from'),
  ]);
  await Promise.all([
    assert.rejects(read, failure('database-unavailable')),
    killRunning(admin, 'dying'),
  ]);
  assert.deepEqual(await db.row('select 1 as again'), { again: 1 });
});

test('every statement behind a lost one is answered too', async () => {
  const single = openDb({ url: database.url, room: 'alpha', pipelined: 1 });
  const waiting = [
    single.run('update thing set n = 8 from pg_sleep(30) where id = 1'),
    ...[1, 2, 3].map((n) => single.run('update thing set n = $1 where id = 2', [n])),
  ];
  const settled = Promise.allSettled(waiting);
  await killRunning(admin, 'set n = 8 from');
  for (const result of await settled) {
    assert.ok(result.status === 'rejected' && result.reason instanceof OutcomeUnknown);
  }
  assert.equal(await single.run('update thing set n = 0'), 2);
  await single.close();
});

test('the server cancels a statement that takes too long', async () => {
  await assert.rejects(db.row('select pg_sleep(5)'), failure('timeout'));
  assert.deepEqual(await db.row('select 1 as after'), { after: 1 });
});

test('a prepared statement outlives a migration that changes its columns', async () => {
  const text = 'select * from thing where id = 1';
  await db.row(text);
  await admin.query('alter table alpha.thing add column extra text');
  const rows = await Promise.all([db.row(text), db.row(text), db.tx((tx) => tx.row(text))]);
  for (const row of rows) assert.ok(row !== undefined && Object.hasOwn(Object(row), 'extra'));
  await admin.query('alter table alpha.thing drop column extra');
  assert.ok(!Object.hasOwn(Object(await db.tx((tx) => tx.row(text))), 'extra'));
});

test('items that say how many they are reach rows by key, small as the table was', async () => {
  await admin.query(`create table alpha.few (id text primary key, n int);
    insert into alpha.few select 'id' || g, g from generate_series(1, 60) g;
    analyze alpha.few`);
  const planOf = async (limit: string): Promise<string> => {
    const found = await admin.query<{ 'QUERY PLAN': string }>(
      `explain (generic_plan, costs off) with item as (
         select * from json_to_recordset($1::json) as t(id text, n int) ${limit}
       ) update alpha.few f set n = i.n from item i where f.id = i.id`,
    );
    return found.rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  const settings = Object.entries(planSettings.force_generic_plan);
  await admin.query(settings.map(([name, value]) => `set ${name} = ${value};`).join(''));
  assert.match(await planOf('limit $2::bigint'), /Index Cond/);
  assert.doesNotMatch(await planOf(''), /Index Cond/, 'otherwise the rule is no longer needed');
  await admin.query('reset all');
});

test('no server: unavailable, retryable, with a pause', async () => {
  const nobody = openDb({ url: 'postgres://a:b@127.0.0.1:1/c', room: 'alpha' });
  const check = (error: unknown): boolean =>
    failure('database-unavailable')(error) &&
    error instanceof Failure &&
    error.retryable &&
    (error.retryAfter_ms ?? 0) > 0;
  await assert.rejects(nobody.row('select 1'), check);
  await assert.rejects(nobody.run('update thing set n = 1'), check);
  await assert.rejects(
    nobody.tx((tx) => tx.row('select 1')),
    check,
  );
  await nobody.close();
});

test('the URL says how long opening a connection may take', async (t) => {
  const url = 'postgres://a:b@127.0.0.1/c';
  assert.equal(connectTimeoutOf(url), 5_000);
  assert.equal(connectTimeoutOf(`${url}?connect_timeout=60`), 60_000);
  for (const odd of ['0', '-1', 'x', '']) {
    assert.equal(connectTimeoutOf(`${url}?connect_timeout=${odd}`, 10_000), 10_000, odd);
  }
  // It takes connections and says nothing.
  const mute = createServer((socket) => socket.on('error', () => undefined));
  t.after(() => mute.close());
  await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done));
  const { port } = mute.address() as AddressInfo;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const hasty = `postgres://a:b@127.0.0.1:${port}/c?connect_timeout=1`;
  const asked = openDb({ url: hasty, room: 'alpha', log });
  await assert.rejects(asked.row('select 1'), failure('database-unavailable'));
  await asked.close();
});

test('a line that falls silent is cut, and its writes are unknown', async (t) => {
  // Passes everything on until it is told to swallow what the server says.
  const target = new URL(database.url);
  const port = Number(target.port);
  let silent = false;
  const proxy = createServer((near) => {
    const far = connect(port, target.hostname);
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => silent || near.write(chunk));
    near.on('error', () => undefined).on('close', () => far.destroy());
    far.on('error', () => undefined).on('close', () => near.destroy());
  });
  t.after(() => proxy.close());
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  const address = proxy.address() as AddressInfo;
  target.port = String(address.port);
  const slow = openDb({ url: target.href, room: 'alpha', statementTimeout_ms: 200 });
  await slow.row('select 1');
  silent = true;
  const started = performance.now();
  await assert.rejects(slow.run('update thing set n = 3'), OutcomeUnknown);
  assert.ok(performance.now() - started < 7_000, 'sooner than with the usual limit');
  silent = false;
  assert.deepEqual(await slow.row('select 1 as back'), { back: 1 });
  await slow.close();
});
