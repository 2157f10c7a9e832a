// Who may run, and what is left when one dies: two at once, one that is told to stop, one that
// sleeps through its lease, and one that is killed between a repair and its note.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { openShop, startApp, type App, type Shop } from '../../test/app.ts';
import {
  asOwner,
  contextOf,
  orphanHold,
  reconcileApart,
  strayCapture,
  type Owner,
} from '../../test/damage.ts';
import { reconciliationRunner, usualTimes } from './runner.ts';
import { listBreaks } from './store-break.ts';
import { listRuns, unfinishedRun } from './store-run.ts';

const times = { ...usualTimes, grace_ms: 0, confirm_ms: 1 };
const never = new AbortController().signal;
const all = { state: null, class: null, about: null, before: null, limit: 100 };

let app: App;
let shop: Shop;
let db: Db;
let owner: Owner;

async function statusOf(sagaId: string): Promise<string | undefined> {
  const { holds } = await app.host.client(inventoryCalls).holdsOf({ sagaIds: [sagaId] });
  return holds[0]?.status;
}

const ask = (runner: ReturnType<typeof reconciliationRunner>) =>
  runner.ask({ kind: 'asked', span: 'full', askedBy: 'test' });

describe('runs of reconciliation', () => {
  before(async () => {
    app = await startApp({ without: ['reconciliation'], config: { gatewayTimeout_ms: 2_000 } });
    shop = await openShop(app);
    const log = createLogger({ level: 'silent' });
    db = openDb({ url: app.databaseUrl, room: 'reconciliation', log });
    owner = await asOwner(app.databaseUrl);
  });
  after(async () => {
    await owner.end();
    await db.close();
    await app.stop();
  });

  test('two at once: one works, the other steps back, and money goes back once', async () => {
    const paymentId = await strayCapture(app);
    const [one, two] = [1, 2].map(() => reconciliationRunner(contextOf(app, db), times));
    assert.ok(one && two);
    const [first, second] = await Promise.all([ask(one), ask(two)]);
    assert.equal(first?.runId, second?.runId);
    const ends = await Promise.all([one.work(never), two.work(never)]);
    assert.deepEqual(ends.toSorted(), ['busy', 'done']);
    const [run] = await listRuns(db, null, 1);
    assert.deepEqual([run?.state, run?.found, run?.repaired], ['done', 1, 1]);
    const refunds = await owner.rows('select 1 from payments.refund where payment_id = $1', [
      paymentId,
    ]);
    assert.equal(refunds.length, 1);
  });

  test('told to stop it hands over, and another goes on at its page', async () => {
    const sagaId = await orphanHold(app, shop);
    const stop = new AbortController();
    const [one, two] = [1, 2].map(() => reconciliationRunner(contextOf(app, db), times));
    assert.ok(one && two);
    await ask(one);
    const seen: string[] = [];
    const end = await one.work(stop.signal, ({ part }) => {
      seen.push(part);
      if (part.startsWith('orders')) stop.abort();
    });
    assert.equal(end, 'stopped');
    const left = await unfinishedRun(db);
    assert.deepEqual([left?.state, left?.part], ['running', 3]);
    const rest: string[] = [];
    assert.equal(await two.work(never, ({ part }) => void rest.push(part)), 'done');
    assert.ok(!rest.some((part) => seen.includes(part)), rest.join());
    assert.equal(await statusOf(sagaId), 'released');
  });

  test('what only one of two looks sees is no break', async () => {
    const sagaId = await orphanHold(app, shop);
    const ctx = contextOf(app, db);
    const moving: RoomContext = {
      ...ctx,
      client: ((set: Parameters<RoomContext['client']>[0]) => {
        const real = ctx.client(set) as Record<string, (input: unknown) => Promise<unknown>>;
        if (set.room !== 'inventory') return real;
        const heldHolds = async (input: unknown) => {
          const page = await real['heldHolds']?.(input);
          await real['release']?.({ sagaId, reason: 'its own saga, at this moment' });
          return page;
        };
        return { ...real, heldHolds };
      }) as RoomContext['client'],
    };
    const runner = reconciliationRunner(moving, times);
    await ask(runner);
    assert.equal(await runner.work(never), 'done');
    assert.deepEqual(await listBreaks(db, { ...all, about: { name: 'sagaId', id: sagaId } }), []);
  });

  test('who sleeps through its lease repairs nothing and writes nothing', async () => {
    const gate = Promise.withResolvers<void>();
    const asleep = Promise.withResolvers<void>();
    const ctx = contextOf(app, db);
    const sleepy: RoomContext = {
      ...ctx,
      // As in a process that is paused: what should wake it does not.
      clock: {
        ...systemClock,
        sleep: (ms, signal) => (ms < 50 ? systemClock.sleep(ms, signal) : gate.promise),
      },
      client: ((set: Parameters<RoomContext['client']>[0]) => {
        const real = ctx.client(set) as Record<string, (input: unknown) => Promise<unknown>>;
        if (set.room !== 'inventory') return real;
        const holdsOf = async (input: unknown) => {
          const found = await real['holdsOf']?.(input);
          asleep.resolve();
          await gate.promise;
          return found;
        };
        return { ...real, holdsOf };
      }) as RoomContext['client'],
    };
    const sleeper = reconciliationRunner(sleepy, { ...times, lease_ms: 300 });
    const sagaId = await orphanHold(app, shop);
    await ask(sleeper);
    const end = sleeper.work(never);
    await asleep.promise;
    const awake = reconciliationRunner(ctx, times);
    const until = performance.now() + 60_000;
    while ((await awake.work(never)) === 'busy') assert.ok(performance.now() < until);
    assert.equal(await statusOf(sagaId), 'released');
    const before = await listBreaks(db, all);
    gate.resolve();
    assert.equal(await end, 'busy');
    assert.deepEqual(
      (await listBreaks(db, all)).map(({ age_s: _, ...one }) => one),
      before.map(({ age_s: _, ...one }) => one),
    );
  });

  test(
    'killed between a repair and its note: the next one finishes',
    { timeout: 240_000 },
    async () => {
      const sagaId = await orphanHold(app, shop);
      const killed = await reconcileApart(app, { TRUESHELF_CRASH_AT: 'reconciliation.repaired' });
      assert.equal(killed.signal, 'SIGKILL', killed.text);
      const [open] = await listBreaks(db, { ...all, state: 'open' });
      assert.equal(open?.subject, sagaId);
      // As if its lease had run out.
      await owner.run('update reconciliation.runner set lease_until = now()');
      const next = reconciliationRunner(contextOf(app, db), times);
      assert.equal(await next.work(never), 'done');
      const [closed] = await listBreaks(db, { ...all, about: { name: 'sagaId', id: sagaId } });
      assert.deepEqual([closed?.state, closed?.breakId], ['repaired', open?.breakId]);
      await orphanHold(app, shop);
      const dry = await reconcileApart(app, {}, '--dry-run');
      assert.equal(dry.code, 1, dry.text);
      const found = JSON.parse(dry.text) as { dryRun: boolean; breaks: { class: string }[] };
      assert.deepEqual([found.dryRun, found.breaks[0]?.class], [true, 'hold-without-order']);
      assert.equal((await listBreaks(db, { ...all, state: 'open' })).length, 0);
    },
  );
});
