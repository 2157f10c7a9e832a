import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Failure } from '#kernel/core/error.ts';
import { type Sentinel, sentinel } from './lock.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let admin: pg.Client;

before(async () => {
  database = await testDatabase([]);
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});

after(async () => {
  await admin.end();
  await database.drop();
});

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((done) => setTimeout(done, 5));
}

async function killSentinels(): Promise<void> {
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'trueshelf sentinel' and datname = current_database()`);
}

function open(t: { after(fn: () => Promise<void>): void }): Sentinel {
  const made = sentinel({ url: database.url });
  t.after(() => made.close());
  return made;
}

test('one process holds a lock at a time', async (t) => {
  const [one, two] = [open(t), open(t)];
  assert.deepEqual(await Promise.all([one.tryLock('relay'), one.tryLock('relay')]), [true, true]);
  assert.equal(await two.tryLock('relay'), false);
  assert.equal(await two.tryLock('other'), true);
  assert.ok(one.holds('relay') && !two.holds('relay'));
  await one.unlock('relay');
  assert.ok(!one.holds('relay'));
  assert.equal(await two.tryLock('relay'), true);
});

test('asked for many things at once, it answers each and the driver does not warn', async (t) => {
  const warnings: string[] = [];
  const note = (warning: Error) => void warnings.push(warning.message);
  process.on('warning', note);
  t.after(() => void process.off('warning', note));
  const one = open(t);
  const names = Array.from({ length: 20 }, (_, index) => `lock ${index}`);
  const taken = await Promise.all(names.map((name) => one.tryLock(name)));
  assert.ok(taken.every(Boolean));
  await new Promise((done) => setImmediate(done)); // warnings come on the next tick
  assert.deepEqual(warnings, []);
});

test('a notification reaches every listener of its channel', async (t) => {
  const [one, two] = [open(t), open(t)];
  const heard: string[] = [];
  await one.listen('outbox_orders', (payload) => heard.push(`one ${payload}`));
  await two.listen('outbox_orders', (payload) => heard.push(`two ${payload}`));
  await two.notify('outbox_orders', 'x');
  await two.notify('outbox_cart', 'y');
  await until(() => heard.length === 2);
  assert.deepEqual(heard.sort(), ['one x', 'two x']);
});

test('a lost connection loses the locks, says so, and listens again', async (t) => {
  const [one, two] = [open(t), open(t)];
  const heard: string[] = [];
  let lost: string[] = [];
  one.onLost((names) => (lost = names));
  await one.listen('bell', (payload) => heard.push(payload));
  await one.tryLock('relay-lost');
  await killSentinels();
  await until(() => lost.length > 0);
  assert.deepEqual(lost, ['relay-lost']);
  assert.ok(!one.holds('relay-lost'));
  await until(() => heard.includes('')); // told to look for what it missed
  assert.equal(await two.tryLock('relay-lost'), true);
  assert.equal(await one.tryLock('relay-lost'), false);
  await two.notify('bell', 'again');
  await until(() => heard.includes('again'));
});

test('without a server: unavailable', async (t) => {
  const nobody = sentinel({ url: 'postgres://a:b@127.0.0.1:1/c' });
  t.after(() => nobody.close());
  const check = (error: unknown): boolean =>
    error instanceof Failure && error.code === 'database-unavailable';
  await assert.rejects(nobody.tryLock('relay'), check);
  await assert.rejects(
    nobody.listen('bell', () => undefined),
    check,
  );
});
