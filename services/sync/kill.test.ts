/**
 * Runs that are killed at any moment are gone on with by the next process, and what they did is
 * counted once. `TRUESHELF_SYNC_KILLS` says how often; each kill costs the start of a process.
 */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { makeStock, stockDifferences } from '../../test/copies.ts';
import { asOwner, type Owner } from '../../test/damage.ts';
import { until } from '../../test/sale.ts';
import { askForRun, readRun } from './store-run.ts';

const kills = Number(process.env['TRUESHELF_SYNC_KILLS'] ?? '4');
const rows = 40_000;
const program = join(import.meta.dirname, '..', '..', 'test', 'sync-killed.ts');

let database: TestDatabase;
let db: Db;
let owner: Owner;

before(async () => {
  database = await testDatabase(['sync', 'inventory', 'catalog']);
  db = openDb({ url: database.url, room: 'sync', log: createLogger({ level: 'silent' }) });
  owner = await asOwner(database.url);
  await owner.run(
    `insert into inventory.warehouse (warehouse_id, name, latitude, longitude, country)
     values ('wh_1', 'One', 1, 1, 'US')`,
  );
  await makeStock(owner, { warehouseId: 'wh_1', rows, tag: 'var_k' });
});
after(async () => {
  await owner?.end();
  await db?.close();
  await database?.drop();
});

async function worker(): Promise<ChildProcess> {
  const child = fork(program, [database.url], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [word] = await once(child, 'message');
  assert.equal(word, 'ready');
  return child;
}

/** Breaks every hundredth row that is told of and asks for a run; how many differ. */
async function damage(): Promise<{ runId: string; broken: number }> {
  await owner.run(
    `update catalog.variant_stock set available = 66
     where right(variant_id, 2) = '23' and available < 51`,
  );
  const broken = (await stockDifferences(owner)).length;
  const wish = { job: 'stock', dry: false, acceptShrink: false, askedBy: 'test' };
  const run = await askForRun(db, newId('run'), wish);
  assert.ok(run !== undefined);
  return { runId: run.runId, broken };
}

async function assertWhole({ runId, broken }: { runId: string; broken: number }): Promise<void> {
  const run = await readRun(db, runId);
  const counted = [run?.state, run?.compared, run?.differs, run?.repaired, run?.failed];
  assert.deepEqual(counted, ['done', rows, broken, broken, 0]);
  assert.deepEqual(await stockDifferences(owner), []);
}

/** One process does what is to be done; how long that takes. */
async function undisturbed(): Promise<number> {
  const child = await worker();
  const began = performance.now();
  child.send('go');
  await once(child, 'exit');
  return performance.now() - began;
}

/** Waits until a run has got somewhere since it stood at `place`, or is over. */
async function goesOn(runId: string, place: unknown): Promise<true> {
  return until('the run went on', async () => {
    const run = await readRun(db, runId);
    const moved = run?.state === 'done' || JSON.stringify(run?.place) !== JSON.stringify(place);
    return moved ? true : undefined;
  });
}

test(`killed ${kills} times, nothing is lost and nothing is counted twice`, async () => {
  const chance = prng(Number(process.env['TRUESHELF_SYNC_SEED'] ?? '3'));
  let run = await damage();
  const whole_ms = await undisturbed();
  await assertWhole(run);
  run = await damage();
  const ran = { runs: 0, midway: 0 };
  let next = worker();
  for (let struck = 0; struck < kills; struck += 1) {
    const child = await next;
    next = worker();
    const ended = once(child, 'exit');
    const stood = await readRun(db, run.runId);
    child.send('go');
    // Every other one anywhere in a run; the rest when it has certainly done something, which no
    // clock can tell of a machine that slows down.
    const after_ms = chance.next() * 1.2 * whole_ms;
    if (struck % 2 === 0) await goesOn(run.runId, stood?.place ?? null);
    else await new Promise((resolve) => setTimeout(resolve, after_ms));
    child.kill('SIGKILL');
    await ended;
    const now = await readRun(db, run.runId);
    if (now?.state !== 'done') {
      if (now?.place !== null) ran.midway += 1;
      continue;
    }
    await assertWhole(run);
    ran.runs += 1;
    run = await damage();
  }
  // The last one is told to stop, hands over at once, and its successor goes on.
  const last = await next;
  const over = once(last, 'exit');
  last.send('go');
  const began = performance.now();
  last.kill('SIGTERM');
  assert.deepEqual(await over, [0, null]);
  assert.ok(performance.now() - began < 25_000, 'it hands over within 25 seconds');
  await undisturbed();
  await assertWhole(run);
  assert.ok(ran.runs + ran.midway > 0, 'each died before it did anything');
  if (kills > 20) process.stderr.write(`${kills} kills, ${JSON.stringify(ran)}\n`);
});
