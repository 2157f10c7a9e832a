// What a lease is worth when it was fought for: who gets a saga after waiting for its row must
// see all that was written until then.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import { openDb, type Db, type Sql } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { acquireSagas, insertSagas, postSignals, renewLeases, writeJournal } from './store-saga.ts';
import type { Acquired, JournalEntry, StepLog } from './store-saga.ts';

const lease = { owner: 'own_test', lease_ms: 30_000 };

let db: Db;
let drop: () => Promise<void>;

before(async () => {
  const database = await testDatabase([{ name: 'demo' }]);
  drop = database.drop;
  db = openDb({ url: database.url, room: 'demo' });
});

after(async () => {
  await db.close();
  await drop();
});

function entry(sagaId: string, logs: StepLog[], more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    sagaId,
    epoch: 1,
    status: 'WAITING',
    step: 'W',
    wakeAt: new Date(Date.now() + 60_000).toISOString(),
    lease_ms: 0,
    seen: 0,
    failed: false,
    result: null,
    logs,
    ...more,
  };
}

async function waiting(): Promise<string> {
  const sagaId = newId('saga');
  const saga = { sagaId, type: 'tea', key: sagaId, input: {}, correlationId: sagaId };
  await insertSagas(db, [saga], lease);
  await writeJournal(db, [entry(sagaId, [{ step: 'W', status: 'STARTED', output: null }])]);
  return sagaId;
}

/** Acquires a saga while a transaction that writes to it has not ended yet. */
async function acquireBehind(
  sagaId: string,
  write: (tx: Sql) => Promise<unknown>,
): Promise<Acquired> {
  let rows: Promise<Map<string, Acquired>> | undefined;
  await db.tx(async (tx) => {
    await write(tx);
    rows = acquireSagas(db, [{ sagaId, dueOnly: false, signal: null }], lease);
    await systemClock.sleep(200);
  });
  const row = (await rows)?.get(sagaId);
  assert.ok(row?.acquired);
  return row;
}

test('a signal that is posted while the lease is taken is seen by the run', async () => {
  const sagaId = await waiting();
  const row = await acquireBehind(sagaId, (tx) =>
    postSignals(tx, [{ sagaId, name: 'SETTLED', dedupe: 'evt_1', payload: { captured: true } }]),
  );
  assert.deepEqual(
    row.inbox.map(({ name, payload }) => [name, payload]),
    [['SETTLED', { captured: true }]],
  );
  assert.equal(row.signals, 1);
});

test('what another run wrote at the last moment is in the journal that is replayed', async () => {
  const sagaId = await waiting();
  const row = await acquireBehind(sagaId, (tx) =>
    writeJournal(tx, [entry(sagaId, [{ step: 'CHARGE', status: 'COMPLETED', output: 7 }])]),
  );
  assert.deepEqual(
    row.logs.flat().map(({ step, status }) => `${step} ${status}`),
    ['W STARTED', 'CHARGE COMPLETED'],
  );
});

test('an entry of an older epoch is not taken for written, even beside a newer one', async () => {
  const sagaId = await waiting();
  await acquireSagas(db, [{ sagaId, dueOnly: false, signal: null }], lease);
  const busy = { status: 'IN_PROGRESS', lease_ms: 1_000, wakeAt: null } as const;
  const replies = await writeJournal(db, [
    entry(sagaId, [], { ...busy, epoch: 1 }),
    entry(sagaId, [], { ...busy, epoch: 2 }),
  ]);
  assert.deepEqual(
    replies.map((reply) => reply?.sagaId ?? null),
    [null, sagaId],
  );
});

test('an end stays the end, whatever its writer believes', async () => {
  const sagaId = await waiting();
  const over = { status: 'COMPLETED', wakeAt: null, result: { tea: 'hot' } } as const;
  assert.ok((await writeJournal(db, [entry(sagaId, [], over)]))[0]);
  const pause = { status: 'IN_PROGRESS', wakeAt: null, failed: true } as const;
  assert.deepEqual(await writeJournal(db, [entry(sagaId, [], pause)]), [null]);
  const row = await db.row<{ status: string }>('select status from saga_state where saga_id = $1', [
    sagaId,
  ]);
  assert.equal(row?.status, 'COMPLETED');
});

test('batches that change the same sagas at the same time do not deadlock', async () => {
  const ids = Array.from({ length: 300 }, () => newId('saga'));
  const sagas = ids.map((sagaId) => ({
    sagaId,
    type: 'tea',
    key: sagaId,
    input: {},
    correlationId: sagaId,
  }));
  await insertSagas(db, sagas, lease);
  const dice = prng(7);
  for (let round = 0; round < 15; round += 1) {
    const runs = dice.shuffle(ids).map((sagaId) => ({ sagaId, epoch: 1 }));
    const entries = dice
      .shuffle(ids)
      .map((sagaId) => entry(sagaId, [], { status: 'IN_PROGRESS', wakeAt: null }));
    await Promise.all([renewLeases(db, runs, 30_000), writeJournal(db, entries)]);
  }
  const row = await db.row<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  assert.equal(row?.deadlocks, 0);
});
