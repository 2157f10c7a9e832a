import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { followOutboxes, type SeenEvent } from './follow.ts';

let url: string;
let drop: () => Promise<void>;
let db: Db;
before(async () => {
  const database = await testDatabase();
  ({ url } = database);
  drop = () => database.drop();
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  db = openDb({ url, room: 'pricing', log });
});
after(async () => {
  await db.close();
  await drop();
});

const insert = `insert into pricing.outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  values ($1, 'price', $2, 1, '{"n": 1}', '{}')`;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await holds())) {
    assert.ok(performance.now() < end, 'it never came true');
    await systemClock.sleep(10);
  }
}

function follow(rest_ms = 60_000) {
  const seen: SeenEvent[] = [];
  const lost: string[] = [];
  const follower = followOutboxes({
    rooms: [{ room: 'pricing', db, types: ['PRICE_CHANGED'] }],
    clock: systemClock,
    onEvents: (events) => seen.push(...events),
    onLost: (reason) => lost.push(String(reason)),
    every_ms: 20,
    rest_ms,
  });
  return { seen, lost, follower };
}

test('sees what commits from now on, once, also behind a long transaction', async (t) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const slow = new pg.Client({ connectionString: url });
  await slow.connect();
  // Whatever happens: a transaction that stays open holds up the events of the whole server.
  t.after(() => Promise.all([client.end(), slow.end()]));
  await client.query(insert, ['PRICE_CHANGED', 'before']);
  // Followers begin at the oldest transaction of the server, whoever's that is.
  await until(async () => {
    const { rows } = await client.query(
      'select 1 from pricing.outbox where xid >= pg_snapshot_xmin(pg_current_snapshot())',
    );
    return rows.length === 0;
  });
  await slow.query('begin');
  await slow.query(insert, ['PRICE_CHANGED', 'slow']);
  const { seen, follower } = follow();
  t.after(() => follower.stop());
  await until(() => follower.following());
  await client.query(insert, ['PRICE_CHANGED', 'quick']);
  await client.query(insert, ['OTHER', 'unwanted']);
  await until(() => seen.length > 0);
  await systemClock.sleep(100);
  const ids = () => seen.map(({ aggregateId }) => aggregateId);
  assert.deepEqual(ids(), ['quick'], 'seen although an older transaction is open, and seen once');
  await slow.query('commit');
  await until(() => seen.length > 1);
  await systemClock.sleep(100);
  assert.deepEqual(ids(), ['quick', 'slow']);
  assert.deepEqual(seen[0]?.payload, { n: 1 });
});

test('rests when nobody asks, says that it may have missed some, and wakes again', async () => {
  const { lost, follower } = follow(60);
  await until(() => follower.following());
  await until(() => lost.length > 0);
  await systemClock.sleep(200);
  assert.deepEqual(lost, ['nobody asks']);
  await until(() => follower.following());
  await follower.stop();
});

test('says so when the outbox cannot be read', async () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const closing = openDb({ url, room: 'pricing', log });
  const lost: string[] = [];
  const follower = followOutboxes({
    rooms: [{ room: 'pricing', db: closing, types: ['PRICE_CHANGED'] }],
    clock: systemClock,
    onEvents: () => undefined,
    onLost: (reason) => lost.push(String(reason)),
    every_ms: 20,
  });
  await until(() => follower.following());
  await closing.close();
  await until(() => lost.length > 0);
  assert.equal(follower.following(), false);
  await follower.stop();
});
