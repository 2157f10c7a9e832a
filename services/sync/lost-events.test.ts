// Events are lost, repeated and mixed up, and the outboxes are emptied: after one comparison every
// copy is what its source is. A command that is killed between a repair and its note. And over
// HTTP: what operators see.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import {
  brokenCopies,
  copyDifferences,
  emptyOutboxes,
  forgetOrphansLater,
  orphanPrices,
  runJob,
  runnerOf,
  stockDifferences,
} from '../../test/copies.ts';
import { asOwner, type Owner } from '../../test/damage.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { jobs } from './jobs.ts';

const faults = {
  prng: prng(11),
  drop: 0.5,
  duplicate: 0.3,
  reorder: 0.5,
  stopped: new Set<string>(),
};
let app: App;
let shop: Shop;
let db: Db;
let owner: Owner;

async function open(): Promise<void> {
  shop = await openShop(app);
  db = openDb({ url: app.databaseUrl, room: 'sync', log: createLogger({ level: 'silent' }) });
  owner = await asOwner(app.databaseUrl);
}

async function close(): Promise<void> {
  await owner.end();
  await db.close();
  await app.stop();
}

/** Things with stock; some are renamed, some deleted, some given another price. */
async function business(): Promise<void> {
  const token = shop.sellerToken;
  const shopper = await shop.shopper();
  for (let n = 0; n < 12; n += 1) {
    const { productId, variantId } = await shop.product({ stock: 5 + n, price: 10 + n });
    const cart = { productId, variantId, quantity: 1 };
    await app.post('/cart/items', { token: shopper.token, key: newId('key'), body: cart });
    const path = `/seller/products/${productId}`;
    const act = async (method: 'PATCH' | 'POST' | 'DELETE', at: string, body?: object) => {
      const found = await app.get(path, { token });
      const headers = { 'if-match': String(found.headers['etag']) };
      const answer = await app.send(method, at, { token, headers, ...(body ? { body } : {}) });
      assert.ok(answer.status < 300, JSON.stringify(answer.body));
    };
    if (n % 3 === 0) await act('PATCH', path, { name: `Another thing ${n}` });
    if (n % 4 !== 1) continue;
    await act('POST', `${path}/archive`);
    await act('DELETE', path);
  }
}

describe('copies of which events were lost', () => {
  before(async () => {
    app = await startApp({ without: ['sync'], faults });
    await open();
  });
  after(close);

  test('one comparison of each makes every copy what its source is', async () => {
    await business();
    await emptyOutboxes(owner);
    const lost = await copyDifferences(owner);
    assert.ok(lost.length > 5, `only ${lost.length} differ`);
    const runner = runnerOf(app, db);
    for (const { name } of jobs) {
      const { run, found } = await runJob(db, runner, { job: name, accept: true });
      const left = found.filter((one) => one.state !== 'repaired');
      assert.deepEqual([run.state, left], ['done', []], `${name}: ${run.note}`);
    }
    assert.deepEqual(await copyDifferences(owner), []);
    for (const { name } of jobs) {
      const { run, found } = await runJob(db, runner, { job: name });
      assert.deepEqual([run.state, found], ['done', []], name);
    }
  });

  test('an hour later, over copies from an old backup, the same', async () => {
    const copies = ['catalog.variant_stock', 'catalog.variant_price', 'catalog.seller_copy'];
    const old = (table: string) => `public.old_${table.replace('.', '_')}`;
    for (const table of copies)
      await owner.run('create table ' + old(table) + ' as table ' + table);
    await business();
    await emptyOutboxes(owner);
    for (const table of copies) {
      await owner.run('delete from ' + table);
      await owner.run('insert into ' + table + ' select * from ' + old(table));
    }
    await owner.run(`update inventory.stock set updated_at = updated_at - interval '1 hour'`);
    await owner.run(`update sync.run set started_at = started_at - interval '1 hour'`);
    // Nine things are left of the twelve; an event that was under way may still have come.
    const found = await copyDifferences(owner);
    for (const kind of ['prices', 'stock']) {
      const lost = found.filter((one) => one.startsWith(kind));
      assert.ok(lost.length >= 5, `${kind}: ${lost.length} of ${found.length}`);
    }
    const runner = runnerOf(app, db);
    for (const { name } of jobs) {
      const { run } = await runJob(db, runner, { job: name, accept: true });
      assert.deepEqual([run.state, run.failed], ['done', 0], `${name}: ${run.note}`);
      if (name === 'stock') assert.ok((run.lag_ms ?? 0) >= 3_600_000, `${run.lag_ms}`);
    }
    assert.deepEqual(await copyDifferences(owner), []);
  });

  test('every copy that is broken by hand is told and mended', async () => {
    const broken = await brokenCopies(owner);
    const runner = runnerOf(app, db);
    for (const [job, key] of broken) {
      const look = await runJob(db, runner, { job, dry: true });
      const kinds = look.found.map((one) => [one.key.split(' ')[0], one.kind]);
      if (job === 'documents' && kinds.length === 0) {
        // Search's own walk, every half a minute, came by in between.
        const left = (await copyDifferences(owner)).filter((one) => one.startsWith(job));
        assert.deepEqual(left, []);
        continue;
      }
      assert.deepEqual(kinds, [[key, 'differs']], job);
      const { run } = await runJob(db, runner, { job });
      assert.deepEqual([run.differs, run.repaired, run.failed], [1, 1, 0], job);
    }
    assert.deepEqual(await copyDifferences(owner), []);
  });

  test('consumers stand still for an hour: one comparison rights it, and for good', async () => {
    Object.assign(faults, { drop: 0, duplicate: 0, reorder: 0 });
    const still = ['catalog.prices', 'catalog.stock', 'cart.copy'];
    for (const consumer of still) faults.stopped.add(consumer);
    await business();
    const changed = await owner.rows<{ variantId: string; currency: string }>(
      'select variant_id as "variantId", currency from catalog.variant_price limit 5',
    );
    const prices = changed.map((one) => ({ ...one, base_minor: 7_700, sale_minor: null }));
    await app.host.client(pricingCalls).setPrices({ prices });
    const kinds = (list: string[]) => new Set(list.map((one) => one.split(' ')[0]));
    const wrong = kinds(await copyDifferences(owner));
    for (const kind of ['prices', 'stock', 'carts']) assert.ok(wrong.has(kind), kind);
    for (const table of ['inventory.stock', 'pricing.price']) {
      await owner.run('update ' + table + " set updated_at = updated_at - interval '1 hour'");
    }
    await owner.run(`update sync.run set started_at = started_at - interval '1 hour'`);
    const runner = runnerOf(app, db);
    for (const { name } of jobs) {
      const { run } = await runJob(db, runner, { job: name, accept: true });
      assert.deepEqual([run.state, run.failed], ['done', 0], `${name}: ${run.note}`);
      if (name === 'stock') assert.ok((run.lag_ms ?? 0) >= 3_600_000, `${run.lag_ms}`);
    }
    assert.deepEqual(await copyDifferences(owner), [], 'right while they still stand');
    const behind = async () => {
      const { body } = await app.get('/admin/ops/outbox', { token: shop.adminToken });
      const list: { consumer: string; events: number }[] = body.consumers;
      return list.filter((one) => still.includes(one.consumer) && one.events > 0);
    };
    assert.equal((await behind()).length, 3, 'their events wait');
    faults.stopped.clear();
    const until = performance.now() + 60_000;
    while ((await behind()).length > 0) {
      assert.ok(performance.now() < until);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(await copyDifferences(owner), [], 'what is old changes nothing');
    // Prices of things that were deleted while their events waited.
    assert.ok((await orphanPrices(owner)).length > 0);
    const catalog = openDb({ url: app.databaseUrl, room: 'catalog' });
    await forgetOrphansLater(owner, catalog);
    await catalog.close();
    assert.deepEqual(await orphanPrices(owner), []);
    assert.deepEqual(await copyDifferences(owner), [], 'no price of a variant went with them');
  });

  test('a command that is killed after a repair is gone on with by the next', async () => {
    await owner.run('update catalog.variant_stock set available = 66');
    const broken = (await stockDifferences(owner)).length;
    assert.ok(broken > 10);
    const program = join(import.meta.dirname, '..', '..', 'bin', 'trueshelf.ts');
    const sync = async (env: Record<string, string>) => {
      const child = spawn(process.execPath, [program, 'sync', 'stock', '--json'], {
        env: { ...process.env, DATABASE_URL: app.databaseUrl, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      child.stdout.on('data', (data: Buffer) => (text += data.toString()));
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      return { code, signal, text };
    };
    const killed = await sync({ TRUESHELF_CRASH_AT: 'sync.repaired' });
    assert.equal(killed.signal, 'SIGKILL');
    const { code, text } = await sync({});
    assert.equal(code, 0, text);
    const [run] = JSON.parse(text).runs;
    assert.deepEqual(
      [run.state, run.differs, run.repaired, run.failed],
      ['done', broken, broken, 0],
    );
    assert.deepEqual(await stockDifferences(owner), []);
  });
});

describe('comparisons over HTTP', () => {
  before(async () => {
    app = await startApp();
    await open();
  });
  after(close);

  test('a dry run by an operator, its difference, and who may', async () => {
    const { variantId } = await shop.product({ stock: 3 });
    const token = shop.adminToken;
    const until = performance.now() + 60_000;
    while ((await stockDifferences(owner)).length > 0) assert.ok(performance.now() < until);
    await owner.run('update catalog.variant_stock set available = 1');
    const ask = (job: string, as: string) =>
      app.post(`/admin/ops/sync/${job}/run`, {
        token: as,
        key: newId('key'),
        body: { dryRun: true, reason: 'a test looks' },
      });
    assert.equal((await ask('stock', shop.sellerToken)).status, 403);
    const unknown = await ask('socks', token);
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'sync-job-not-found']);
    const asked = await ask('stock', token);
    assert.equal(asked.status, 202, JSON.stringify(asked.body));
    const { runId } = asked.body;
    let found = await app.get(`/admin/ops/sync/runs/${runId}/differences`, { token });
    while (found.body.run.state !== 'done') {
      assert.ok(performance.now() < until, JSON.stringify(found.body.run));
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = await app.get(`/admin/ops/sync/runs/${runId}/differences`, { token });
    }
    const [one] = found.body.data;
    assert.ok(one.key.startsWith(`${variantId} `));
    assert.deepEqual([found.body.data.length, one.kind, one.state], [1, 'differs', 'left']);
    const list = await app.get('/admin/ops/sync', { token });
    assert.deepEqual(
      list.body.jobs.map((job: { job: string }) => job.job),
      jobs.map((job) => job.name),
    );
    const runs = await app.get('/admin/ops/sync/runs?job=stock&limit=1', { token });
    assert.deepEqual([runs.body.data[0].runId, runs.body.hasMore], [runId, false]);
    const bad = await app.get('/admin/ops/sync/runs?cursor=nonsense', { token });
    assert.equal(bad.status, 422);
  });
});
