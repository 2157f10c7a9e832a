// Copies that somebody broke by hand are found and repaired; who may run; what is left when a run
// dies; rooms that are away, rows that cannot be written, sources that shrink.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock, type Clock } from '#kernel/core/clock.ts';
import { Failure } from '#kernel/core/error.ts';
import { armFailpoint } from '#kernel/core/failpoint.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import { asOwner, type Owner } from '../../test/damage.ts';
import { askFor, makeStock, runJob, runnerOf, stockDifferences } from '../../test/copies.ts';
import { restAfter } from './review.ts';
import { readRun } from './store-run.ts';

const never = new AbortController().signal;
const rows = 25_000;
const nth = (n: number) => `var_x${String(n).padStart(8, '0')}`;

let app: App;
let shop: Shop;
let db: Db;
let owner: Owner;
let house: string;

/** One of each kind, far apart. */
async function breakStock(): Promise<void> {
  const one = (text: string, n: number) => owner.run(text, [nth(n)]);
  await one('delete from catalog.variant_stock where variant_id = $1', 7);
  await one('update catalog.variant_stock set version = 0 where variant_id = $1', 9_999);
  await one('update catalog.variant_stock set available = 77 where variant_id = $1', 10_000);
  await one(
    `insert into catalog.variant_stock select $1, warehouse_id, 5, 1
     from catalog.variant_stock where variant_id like 'var_x%' limit 1`,
    rows + 50,
  );
  await one('update catalog.variant_stock set version = 99 where variant_id = $1', 20_000);
}

const plain = (found: { key: string; kind: string; state: string }[]) =>
  found.map(({ key, kind, state }) => `${key.split(' ')[0]} ${kind} ${state}`);

describe('copies and their sources', () => {
  before(async () => {
    app = await startApp({ without: ['sync'] });
    shop = await openShop(app);
    const log = createLogger({ level: 'silent' });
    db = openDb({ url: app.databaseUrl, room: 'sync', log });
    owner = await asOwner(app.databaseUrl);
    house = shop.warehouses[0] ?? '';
    await makeStock(owner, { warehouseId: house, rows, tag: 'var_x' });
  });
  after(async () => {
    await owner.end();
    await db.close();
    await app.stop();
  });

  test('a dry run tells what differs, a run repairs it, a second one changes nothing', async () => {
    const runner = runnerOf(app, db);
    await breakStock();
    const aged = `update inventory.stock set updated_at = now() - interval '1 hour'
      where variant_id = any($1)`;
    await owner.run(aged, [[nth(7), nth(20_000)]]);
    const kinds = [
      `${nth(7)} missing`,
      `${nth(9_999)} stale`,
      `${nth(10_000)} differs`,
      `${nth(20_000)} ahead`,
      `${nth(rows + 50)} extra`,
    ];
    const look = await runJob(db, runner, { job: 'stock', dry: true });
    assert.deepEqual(
      plain(look.found),
      kinds.map((one) => `${one} left`),
    );
    assert.equal(look.run.compared, rows);
    assert.equal((await stockDifferences(owner)).length, 5);

    const { run, found } = await runJob(db, runner, { job: 'stock' });
    assert.equal(run.state, 'done', run.note ?? '');
    const { missing, stale, differs, extra, ahead, repaired, failed } = run;
    assert.deepEqual([missing, stale, differs, extra, ahead], [1, 1, 1, 1, 1]);
    assert.deepEqual([repaired, failed], [4, 0]);
    const lagOf = (n: number) => found.find((one) => one.key.startsWith(nth(n)))?.lag_ms ?? null;
    assert.deepEqual([lagOf(20_000), lagOf(rows + 50)], [null, null]);
    const [hour, moment] = [lagOf(7) ?? 0, lagOf(9_999) ?? 0];
    assert.ok(hour >= 3_600_000 && hour < 3_700_000 && moment < 100_000, `${hour} ${moment}`);
    assert.equal(run.lag_ms, hour);
    assert.deepEqual(
      plain(found),
      kinds.map((one) => `${one} ${one.endsWith('ahead') ? 'left' : 'repaired'}`),
    );
    // A copy that is newer than its source is told, and never overwritten.
    assert.deepEqual(await stockDifferences(owner), [nth(20_000)]);
    await owner.run(
      'update catalog.variant_stock set version = 1 + 20000 % 3 where variant_id = $1',
      [nth(20_000)],
    );

    const before = await owner.rows('select xmin::text, * from catalog.variant_stock order by 2');
    const again = await runJob(db, runner, { job: 'stock' });
    assert.deepEqual([again.run.state, again.run.compared, again.found], ['done', rows, []]);
    const later = await owner.rows('select xmin::text, * from catalog.variant_stock order by 2');
    assert.deepEqual(later, before);
  });

  test('a run by itself rests between pages, one that is waited for does not', async () => {
    let rests = 0;
    // Whoever keeps the lease sleeps longer.
    const sleep: Clock['sleep'] = (ms, signal) => {
      if (ms > 2_000) return systemClock.sleep(ms, signal);
      rests += 1;
      return Promise.resolve();
    };
    const runner = runnerOf(app, db, { clock: { ...systemClock, sleep } });
    for (const askedBy of ['test', null]) {
      rests = 0;
      await runner.ask({ job: 'stock', dry: true, acceptShrink: false, askedBy });
      assert.equal(await runner.work(never), 'done');
      assert.equal(rests, askedBy === null ? 2 : 0, 'three pages');
    }
    assert.deepEqual([restAfter(100), restAfter(5_000)], [300, 2_000]);
  });

  test('two at once: one works, the other steps back', async () => {
    await breakStock();
    const [one, two] = [runnerOf(app, db), runnerOf(app, db)];
    const [first, second] = await Promise.all([askFor(one, 'stock'), askFor(two, 'stock')]);
    assert.equal(first.runId, second.runId);
    const ends = await Promise.all([one.work(never), two.work(never)]);
    assert.deepEqual(ends.toSorted(), ['busy', 'done']);
    const run = await readRun(db, first.runId);
    assert.equal(run?.repaired, 4);
    // One of them changed an hour ago at its source; the run before found it right.
    assert.ok(run.lag_ms !== null && run.lag_ms < 1_000_000, `${run.lag_ms}`);
    await owner.run('update catalog.variant_stock set version = 1 + 20000 % 3 where version = 99');
    assert.deepEqual(await stockDifferences(owner), []);
  });

  test('a run that dies is gone on with, and what it did is counted once', async () => {
    for (const point of ['sync.noted', 'sync.repaired', 'sync.written']) {
      await owner.run(
        `update catalog.variant_stock set available = 66
         where variant_id like 'var_x%' and right(variant_id, 3) = '123' and available < 51`,
      );
      const broken = (await stockDifferences(owner)).length;
      assert.ok(broken > 5);
      const runner = runnerOf(app, db);
      const { runId } = await askFor(runner, 'stock');
      armFailpoint({ name: point }, () => {
        throw new Error('died here');
      });
      assert.equal(await runner.work(never), 'resting');
      assert.match((await readRun(db, runId))?.note ?? '', /died here/);
      await owner.run('update sync.run set next_at = now()');
      assert.equal(await runnerOf(app, db).work(never), 'done');
      const run = await readRun(db, runId);
      assert.deepEqual([run?.differs, run?.repaired, run?.failed], [broken, broken, 0], point);
      assert.deepEqual(await stockDifferences(owner), []);
    }
  });

  test('told to stop it hands over, and another goes on at its key', async () => {
    const stop = new AbortController();
    let pages = 0;
    const ctx = wrapped('catalog', 'syncSums', () => {
      pages += 1;
      if (pages === 2) stop.abort();
    });
    const one = runnerOf(app, db, ctx);
    const { runId } = await askFor(one, 'stock');
    assert.equal(await one.work(stop.signal), 'stopped');
    const left = await readRun(db, runId);
    assert.deepEqual([left?.compared, left?.place?.[0]], [20_000, nth(20_000)]);
    assert.equal(await runnerOf(app, db).work(never), 'done');
    assert.equal((await readRun(db, runId))?.compared, rows);
  });

  test('a source that is away: the run says so, rests, and goes on later', async () => {
    let away = true;
    const ctx = wrapped('inventory', 'syncWalk', () => {
      if (away) throw new Failure('room-unavailable', {});
    });
    const runner = runnerOf(app, db, ctx);
    const { runId } = await askFor(runner, 'stock');
    assert.equal(await runner.work(never), 'resting');
    const run = await readRun(db, runId);
    // A machine may be so slow that the first rest is over before the look behind it.
    assert.ok(run?.state === 'running' && run.tries >= 1);
    assert.match(run?.note ?? '', /room-unavailable/);
    await owner.run('update sync.run set next_at = next_at + $1::interval where run_id = $2', [
      '1 hour',
      runId,
    ]);
    assert.equal(await runner.work(never), 'nothing');
    away = false;
    await owner.run(`update sync.run set next_at = now() where state = 'running'`);
    assert.equal(await runner.work(never), 'done');
  });

  test('a row that cannot be written is named, and the others are repaired', async () => {
    await owner.run(
      `update catalog.variant_stock set available = 66
       where variant_id like 'var_x%' and right(variant_id, 3) = '123' and available < 51`,
    );
    const broken = await stockDifferences(owner);
    const bad = broken[3] ?? '';
    await owner.run(
      `create function catalog.refuse_row() returns trigger language plpgsql as $$
       begin raise exception 'this row is refused' using errcode = '23514'; end $$`,
    );
    await owner.run(
      `create trigger refused before update on catalog.variant_stock for each row
       when (new.variant_id = '` +
        bad +
        `') execute function catalog.refuse_row()`,
    );
    const { run, found } = await runJob(db, runnerOf(app, db), { job: 'stock' });
    await owner.run('drop trigger refused on catalog.variant_stock');
    assert.deepEqual([run.state, run.repaired, run.failed], ['done', broken.length - 1, 1]);
    const failed = found.filter((one) => one.state === 'failed');
    assert.deepEqual(
      failed.map((one) => one.key.split(' ')[0]),
      [bad],
    );
    assert.deepEqual(await stockDifferences(owner), [bad]);
    await runJob(db, runnerOf(app, db), { job: 'stock' });
    assert.deepEqual(await stockDifferences(owner), []);
  });

  test('a source that lost a quarter of its rows stops the run, which asks', async () => {
    await owner.run(
      `delete from inventory.stock where variant_id > $1 and variant_id like 'var_x%'`,
      [nth(18_000)],
    );
    const runner = runnerOf(app, db);
    const refused = await runJob(db, runner, { job: 'stock' });
    assert.equal(refused.run.state, 'refused');
    assert.match(refused.run.note ?? '', /18000 rows and had 25000.*accept-shrink/);
    assert.equal((await stockDifferences(owner)).length, rows - 18_000);
    const { run } = await runJob(db, runner, { job: 'stock', accept: true });
    assert.deepEqual([run.state, run.extra, run.repaired], ['done', 7_000, 7_000]);
    assert.deepEqual(await stockDifferences(owner), []);
  });
});

/** The rooms as they are, with something that happens before one of their calls. */
function wrapped(room: string, call: string, first: () => void): Pick<RoomContext, 'client'> {
  const client = ((set: Parameters<RoomContext['client']>[0]) => {
    const real = app.host.client(set) as Record<string, (input: unknown) => Promise<unknown>>;
    if (set.room !== room) return real;
    const changed = async (input: unknown) => {
      first();
      return real[call]?.(input);
    };
    return { ...real, [call]: changed };
  }) as RoomContext['client'];
  return { client };
}
