import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { OutcomeUnknown } from '#kernel/core/error.ts';
import { type Db, openDb } from './db.ts';
import { failure, killRunning } from './test-faults.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let db: Db;
let admin: pg.Client;

before(async () => {
  database = await testDatabase([{ name: 'alpha' }]);
  db = openDb({ url: database.url, room: 'alpha' });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  // A slow commit: the trigger runs when COMMIT does.
  await admin.query(`create table alpha.thing (id int primary key, n bigint not null default 0);
    create table alpha.slow (id int);
    create function alpha.wait() returns trigger language plpgsql as
      'begin perform pg_sleep(30); return null; end';
    create constraint trigger at_commit after insert on alpha.slow deferrable initially deferred
      for each row execute function alpha.wait();
    grant all on alpha.thing, alpha.slow to trueshelf_alpha;`);
});

beforeEach(() => admin.query('truncate alpha.thing; insert into alpha.thing values (1), (2)'));

after(async () => {
  await db.close();
  await admin.end();
  await database.drop();
});

const sum = async (): Promise<unknown> => db.row('select sum(n)::int as sum from thing');

test('all or nothing', async () => {
  const got = await db.tx(async (tx) => {
    await tx.run('update thing set n = 1');
    return tx.rows('select id, n from thing order by id');
  });
  assert.deepEqual(got, [
    { id: 1, n: 1 },
    { id: 2, n: 1 },
  ]);
  const bug = new Error('a bug');
  const broken = db.tx(async (tx) => {
    await tx.run('update thing set n = 5');
    throw bug;
  });
  await assert.rejects(broken, (error) => error === bug);
  assert.deepEqual(await sum(), { sum: 2 });
});

test('an error that the work swallowed still fails the transaction', async () => {
  const swallowed = db.tx(async (tx) => {
    await tx.run('update thing set n = 5');
    await tx.run('insert into thing values (1)').catch(() => undefined);
  });
  await assert.rejects(swallowed, { code: '23505' });
  assert.deepEqual(await sum(), { sum: 0 });
});

test('a statement that was not waited for fails the transaction too', async () => {
  const careless = db.tx(async (tx) => {
    tx.run('insert into thing values (1)').catch(() => undefined);
    return 'done';
  });
  await assert.rejects(careless, { code: '23505' });
});

test('a statement after the end is refused', async () => {
  const leaked = await db.tx(async (tx) => tx);
  await assert.rejects(leaked.run('update thing set n = 9'), /after the end/);
});

test('read only refuses writes', async () => {
  const work = db.tx((tx) => tx.run('update thing set n = 1'), { readOnly: true });
  await assert.rejects(work, { code: '25006' });
});

test('a deadlock runs the whole work again', async () => {
  let runs = 0;
  const bothRead = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const cross = (first: number, second: number): Promise<void> =>
    db.tx(async (tx) => {
      runs += 1;
      await tx.run('update thing set n = n + 1 where id = $1', [first]);
      bothRead[first - 1]?.resolve();
      await Promise.all(bothRead.map((each) => each.promise));
      await tx.run('update thing set n = n + 1 where id = $1', [second]);
    });
  await Promise.all([cross(1, 2), cross(2, 1)]);
  assert.equal(runs, 3);
  assert.deepEqual(await sum(), { sum: 4 });
});

test('a serialization failure runs the work again, at most three times', async () => {
  let runs = 0;
  const again = await db.tx(async (tx) => {
    runs += 1;
    await tx.run('set transaction isolation level serializable');
    const before = await tx.row<{ n: number }>('select n from thing where id = 1');
    if (runs === 1) await admin.query('update alpha.thing set n = 10 where id = 1');
    // Wrapped, as a handler might: what the server said first decides.
    await tx.run('update thing set n = $1 where id = 1', [Number(before?.n) + 1]).catch((cause) => {
      throw new Error('wrapped', { cause });
    });
    return runs;
  });
  assert.equal(again, 2);
  assert.deepEqual(await sum(), { sum: 11 });
  let tries = 0;
  const never = db.tx(async (tx) => {
    tries += 1;
    await tx.run("do $$ begin raise exception using errcode = '40001'; end $$");
  });
  await assert.rejects(never, { code: '40001' });
  assert.equal(tries, 3);
});

test('the deadline ends the transaction, also a work that hangs elsewhere', async () => {
  const statement = db.tx((tx) => tx.row('select pg_sleep(4)'), { deadline_ms: 150 });
  await assert.rejects(statement, failure('timeout'));
  const started = performance.now();
  const hangs = db.tx(
    async (tx) => {
      await tx.run('update thing set n = 5');
      await new Promise(() => undefined);
    },
    { deadline_ms: 150 },
  );
  await assert.rejects(hangs, failure('timeout'));
  assert.ok(performance.now() - started < 9_000, 'sooner than without a deadline');
  assert.deepEqual(await sum(), { sum: 0 });
  const locked = await db.row('select id from thing where id = 1 for update');
  assert.deepEqual(locked, { id: 1 });
});

test('lost before COMMIT: nothing happened; lost during COMMIT: unknown', async () => {
  const early = db.tx(async (tx) => {
    await tx.run('update thing set n = 5');
    await tx.row('select pg_sleep(30), 1 as early');
  });
  await Promise.all([
    assert.rejects(early, failure('database-unavailable')),
    killRunning(admin, 'as early'),
  ]);
  const late = db.tx((tx) => tx.run('insert into slow values (1)'));
  await Promise.all([
    assert.rejects(late, (error) => error instanceof OutcomeUnknown),
    killRunning(admin, 'commit'),
  ]);
  assert.deepEqual(await sum(), { sum: 0 });
});

test('more transactions than connections wait for their turn', async () => {
  const work = Array.from({ length: 30 }, () =>
    db.tx((tx) => tx.run('update thing set n = n + 1 where id = 1')),
  );
  await Promise.all(work);
  assert.deepEqual(await sum(), { sum: 30 });
});
