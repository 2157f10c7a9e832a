// The saga engine against a real journal: what a crash leaves at each point, a second runner on
// the same tables takes up. A "crash" here is a step that throws; real kills are tested with the
// checkout.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, Refusal } from '#kernel/core/refusal.ts';
import { defineErrors } from '#kernel/core/error.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { silentLogger } from '#kernel/telemetry/log.ts';
import { sagaRunner, type SagaRunner } from './runner.ts';
import type { Saga } from './saga.ts';
import { acquireSagas, insertSagas, writeJournal } from './store-saga.ts';

defineErrors({
  'no-more-tea': {
    status: 409,
    title: 'No more tea',
    explain: 'For tests of sagas.',
    retryable: false,
  },
});

let db: Db;
let drop: () => Promise<void>;
const runners: SagaRunner[] = [];

before(async () => {
  const database = await testDatabase([{ name: 'demo' }]);
  drop = database.drop;
  db = openDb({ url: database.url, room: 'demo' });
});

afterEach(async () => {
  await Promise.all(runners.splice(0).map((one) => one.stop(1_000)));
});

after(async () => {
  await db.close();
  await drop();
});

function runner(run: (saga: Saga<unknown>) => Promise<unknown>): SagaRunner {
  const made = sagaRunner({ room: 'demo', db, clock: systemClock, log: silentLogger });
  made.define({ type: 'tea', run });
  runners.push(made);
  return made;
}

const start = (key = newId('key')) => ({ sagaId: newId('saga'), type: 'tea', key, input: {} });
const far = () => new Date(Date.now() + 60_000).toISOString();
const past = () => new Date(Date.now() - 1_000).toISOString();

async function statusOf(sagaId: string) {
  return db.row<{ status: string; epoch: number }>(
    'select status, epoch from saga_state where saga_id = $1',
    [sagaId],
  );
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < until, 'it did not come about within a minute');
    await systemClock.sleep(50);
  }
}

/** Lets the lease of a saga run out, as if its process had died long ago. */
async function abandon(sagaId: string): Promise<void> {
  await db.run(
    `update saga_state set lease_until = now() - interval '1 s', due_at = now() - interval '1 s'
     where saga_id = $1`,
    [sagaId],
  );
}

test('steps run once in order, and the result is kept', async () => {
  const done: string[] = [];
  const one = runner(async (saga) => {
    for (const name of ['A', 'B', 'C']) {
      await saga.step(name, {
        do: async () => {
          done.push(name);
          return name;
        },
      });
    }
    return { tea: 'hot' };
  });
  const saga = start();
  const driven = await one.start(saga);
  assert.equal(driven.status, 'COMPLETED');
  assert.deepEqual(done, ['A', 'B', 'C']);
  const again = await one.start({ ...saga, sagaId: newId('saga') });
  assert.deepEqual(again, {
    status: 'COMPLETED',
    result: { tea: 'hot' },
    fresh: false,
    sagaId: saga.sagaId,
  });
  assert.deepEqual(done, ['A', 'B', 'C']);
});

test('a refused step is data; failing undoes the done, newest first, with the reason', async () => {
  const undone: string[] = [];
  const one = runner(async (saga) => {
    for (const name of ['A', 'B']) {
      await saga.step(name, {
        do: async () => name,
        undo: async (output, reason) => void undone.push(`${output} ${reason.code}`),
      });
    }
    const last = await saga.step('C', { do: async () => refuse('no-more-tea', { cups: 0 }) });
    return isRefusal(last) ? saga.fail(last) : last;
  });
  const driven = await one.start(start());
  assert.deepEqual(undone, ['B no-more-tea', 'A no-more-tea']);
  assert.equal(driven.status, 'COMPENSATED');
  assert.ok(driven.status === 'COMPENSATED' && driven.refusal instanceof Refusal);
  assert.deepEqual(driven.status === 'COMPENSATED' && driven.refusal.detail, { cups: 0 });
});

test('sleeps until a signal, which is read once, and says how it stands', async () => {
  const one = runner(async (saga) => {
    const first = await saga.wait('W1', { signals: ['GO'], until: far(), say: 'ready' });
    const second = await saga.wait('W2', { signals: ['GO'], until: far(), say: 'once more' });
    return [first.payload, second.payload];
  });
  const saga = start();
  assert.deepEqual(await one.start(saga), {
    status: 'WAITING',
    said: 'ready',
    fresh: true,
    sagaId: saga.sagaId,
  });
  const go = { sagaId: saga.sagaId, name: 'GO' };
  const first = await one.signal({ ...go, dedupe: '1', payload: 1 });
  assert.deepEqual(first, { status: 'WAITING', said: 'once more' });
  const repeat = await one.signal({ ...go, dedupe: '1', payload: 1 });
  assert.deepEqual(repeat, { status: 'WAITING', said: 'once more' });
  const last = await one.signal({ ...go, dedupe: '2', payload: 2 });
  assert.deepEqual(last, { status: 'COMPLETED', result: [1, 2] });
});

test('wakes by itself when its time has come, not before', async () => {
  const one = runner(async (saga) => {
    const wake = await saga.wait('W', { signals: ['GO'], until: past() });
    return wake.name;
  });
  one.begin();
  const saga = start();
  const driven = await one.start(saga);
  assert.notEqual(driven.status, 'COMPENSATED');
  await eventually(async () => (await statusOf(saga.sagaId))?.status === 'COMPLETED');
});

test('what a dead process began is asked about before it is repeated', async () => {
  const calls: string[] = [];
  let alive = false;
  const code = async (saga: Saga<unknown>) =>
    saga.step<string>('PAY', {
      do: async () => {
        calls.push('do');
        if (!alive) throw new Error('the reply was lost');
        return 'paid';
      },
      resolve: async () => {
        calls.push('resolve');
        return { done: 'paid already' };
      },
    });
  const saga = start();
  await assert.rejects(runner(code).start(saga), /lost/);
  alive = true;
  await abandon(saga.sagaId);
  const second = runner(code);
  second.begin();
  await eventually(async () => (await statusOf(saga.sagaId))?.status === 'COMPLETED');
  assert.deepEqual(calls, ['do', 'resolve']);
  const found = await second.find('tea', saga.key);
  assert.equal(found?.result, 'paid already');
});

test('a step journalled after is done again under the same key when its run died', async () => {
  const made = new Map<string, string>();
  let deaths = 1;
  const code = async (saga: Saga<unknown>) => {
    const cup = await saga.step('CUP', {
      journal: 'after',
      do: async () => {
        if (!made.has(saga.id)) made.set(saga.id, newId('cup'));
        return made.get(saga.id) ?? '';
      },
    });
    await saga.step('POUR', {
      journal: 'after',
      do: async () => {
        deaths -= 1;
        if (deaths >= 0) throw new Error('died here');
        return null;
      },
    });
    return cup;
  };
  const saga = start();
  await assert.rejects(runner(code).start(saga), /died here/);
  const [cup] = made.values();
  await abandon(saga.sagaId);
  runner(code).begin();
  await eventually(async () => (await statusOf(saga.sagaId))?.status === 'COMPLETED');
  const [log] = await db.rows<{ output: string }>(
    `select output from saga_step_log where saga_id = $1 and step = 'CUP'`,
    [saga.sagaId],
  );
  assert.equal(log?.output, cup);
  assert.equal(made.size, 1);
});

test('undoing goes on where it was cut off, and nothing new is begun', async () => {
  const seen: string[] = [];
  let broken = true;
  const code = async (saga: Saga<unknown>) => {
    await saga.step('A', { do: async () => 'a', undo: async () => void seen.push('undo A') });
    await saga.step('B', {
      do: async () => 'b',
      undo: async (_, reason) => {
        seen.push(`undo B ${reason.code}`);
        if (broken) throw new Error('cut off');
      },
    });
    // Code that takes another way when it is replayed: it must not begin anything either.
    if (!broken) await saga.step('C', { do: async () => void seen.push('never') });
    await saga.fail(refuse('no-more-tea'));
  };
  const saga = start();
  await assert.rejects(runner(code).start(saga), /cut off/);
  assert.equal((await statusOf(saga.sagaId))?.status, 'COMPENSATING');
  broken = false;
  await abandon(saga.sagaId);
  runner(code).begin();
  await eventually(async () => (await statusOf(saga.sagaId))?.status === 'COMPENSATED');
  assert.deepEqual(seen, ['undo B no-more-tea', 'undo B no-more-tea', 'undo A']);
});

test('what began and was not heard of is asked about, and undone with the rest', async () => {
  const seen: string[] = [];
  const code = async (saga: Saga<unknown>) =>
    saga.step<string>('PAY', {
      do: async () => {
        seen.push('do');
        throw new Error('the reply was lost');
      },
      resolve: async () => {
        seen.push('asked');
        return { done: 'paid' };
      },
      undo: async (output) => void seen.push(`gave back what was ${output}`),
    });
  const saga = start();
  await assert.rejects(runner(code).start(saga), /lost/);
  // From outside, as an operator does it: the step is on record as begun, and no more.
  await db.run(
    `update saga_state set status = 'COMPENSATING',
       result = '{"code": "no-more-tea", "detail": {}}' where saga_id = $1`,
    [saga.sagaId],
  );
  await abandon(saga.sagaId);
  runner(code).begin();
  await eventually(async () => (await statusOf(saga.sagaId))?.status === 'COMPENSATED');
  assert.deepEqual(seen, ['do', 'asked', 'gave back what was paid']);
});

test('a run whose lease was taken over is fenced: it writes nothing more', async () => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const one = runner(async (saga) => {
    await saga.step('SLOW', {
      do: async () => {
        begun.resolve();
        await gate.promise;
        return 'late';
      },
    });
    return 'from the sleeper';
  });
  const saga = start();
  const driven = one.start(saga);
  await begun.promise;
  await abandon(saga.sagaId);
  const lease = { owner: 'other', lease_ms: 60_000 };
  const request = { sagaId: saga.sagaId, dueOnly: true, signal: null };
  const taken = (await acquireSagas(db, [request], lease)).get(saga.sagaId);
  assert.equal(taken?.acquired, true);
  assert.equal(taken?.epoch, 2);
  gate.resolve();
  assert.equal((await driven).status, 'BUSY');
  const entry = {
    sagaId: saga.sagaId,
    epoch: 1,
    status: 'COMPLETED' as const,
    step: null,
    wakeAt: null,
    lease_ms: 0,
    seen: 0,
    failed: false,
    result: null,
    logs: [{ step: 'FORGED', status: 'COMPLETED' as const, output: null }],
  };
  assert.deepEqual(await writeJournal(db, [entry]), [null]);
  const forged = await db.rows('select 1 from saga_step_log where step = $1', ['FORGED']);
  assert.deepEqual(forged, []);
});

test('a run that stood still asks whose the saga is before it does anything else', async () => {
  let stood_ms = 0;
  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + stood_ms };
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const did: string[] = [];
  const code = (who: string, slow: () => Promise<void>) => async (saga: Saga<unknown>) => {
    await saga.step('FIRST', { journal: 'after', do: slow });
    await saga.step('SECOND', { journal: 'after', do: async () => did.push(who) });
    return who;
  };
  const sleeper = sagaRunner({ room: 'demo', db, clock, log: silentLogger });
  runners.push(sleeper);
  const run = code('sleeper', async () => {
    begun.resolve();
    await gate.promise;
  });
  sleeper.define({ type: 'tea', run });
  const [lost, kept] = [start(), start()];
  const driven = [sleeper.start(lost), sleeper.start(kept)];
  await begun.promise;
  await abandon(lost.sagaId);
  const request = { sagaId: lost.sagaId, dueOnly: true, signal: null };
  await acquireSagas(db, [request], { owner: 'other', lease_ms: 60_000 });
  stood_ms = 40_000;
  gate.resolve();
  const [first, second] = await Promise.all(driven);
  assert.deepEqual([first?.status, second?.status], ['BUSY', 'COMPLETED']);
  assert.deepEqual(did, ['sleeper'], 'only the saga that nobody took over went on');
});

test('what is refused to a later run is barred for an earlier; the first bars none', async () => {
  const barred: string[] = [];
  const code = async (saga: Saga<unknown>) => {
    const made = await saga.step('POUR', {
      journal: 'after',
      do: async () => refuse('no-more-tea'),
      bar: async ({ code: why }) => void barred.push(`${saga.id} ${why}`),
    });
    assert.ok(isRefusal(made));
    return saga.fail(made);
  };
  const one = runner(code);
  assert.equal((await one.start(start())).status, 'COMPENSATED');
  assert.deepEqual(barred, []);
  const saga = start();
  await insertSagas(db, [{ ...saga, correlationId: 'corr' }], { owner: 'dead', lease_ms: 0 });
  await abandon(saga.sagaId);
  one.begin();
  await eventually(async () => (await statusOf(saga.sagaId))?.status === 'COMPENSATED');
  assert.deepEqual(barred, [`${saga.sagaId} no-more-tea`]);
});

test('twenty starts of one key at once make one saga', async () => {
  let runs = 0;
  const one = runner(async (saga) => {
    await saga.step('ONCE', {
      do: async () => {
        runs += 1;
        await systemClock.sleep(20);
        return null;
      },
    });
    return 'tea';
  });
  const key = newId('key');
  const driven = await Promise.all(Array.from({ length: 20 }, () => one.start(start(key))));
  assert.equal(runs, 1);
  assert.equal(driven.filter((one_) => one_.fresh).length, 1);
  assert.equal(new Set(driven.map((one_) => one_.sagaId)).size, 1);
  assert.ok(driven.every((one_) => one_.status === 'COMPLETED'));
});

test('a signal that is posted while the saga is busy is found before it sleeps', async () => {
  const one = runner(async (saga) => {
    await saga.step('BUSY', {
      do: async () => {
        await db.tx((tx) =>
          one.post(tx, [{ sagaId: saga.id, name: 'NEWS', dedupe: 'n', payload: 'fresh' }]),
        );
        return null;
      },
    });
    const wake = await saga.wait('W', { signals: ['NEWS'], until: far() });
    return wake.payload;
  });
  const driven = await one.start(start());
  assert.deepEqual(driven.status === 'COMPLETED' && driven.result, 'fresh');
});

test('a posted signal wakes a sleeping saga without anybody asking', async () => {
  const one = runner(async (saga) => {
    const wake = await saga.wait('W', { signals: ['NEWS'], until: far() });
    return wake.payload;
  });
  const saga = start();
  await one.start(saga);
  const signal = { sagaId: saga.sagaId, name: 'NEWS', dedupe: 'n', payload: 7 };
  const posted = await db.tx((tx) => one.post(tx, [signal]));
  assert.deepEqual(posted, [{ sagaId: saga.sagaId, status: 'WAITING' }]);
  await eventually(async () => (await statusOf(saga.sagaId))?.status === 'COMPLETED');
});

test('several runners recover many abandoned sagas, each once at a time', async () => {
  let running = 0;
  let worst = 0;
  const busy = new Set<string>();
  const code = async (saga: Saga<unknown>) => {
    assert.ok(!busy.has(saga.id), 'two runs of one saga at once');
    busy.add(saga.id);
    running += 1;
    worst = Math.max(worst, running);
    await saga.step('WORK', {
      do: async () => {
        await systemClock.sleep(5);
        return null;
      },
    });
    running -= 1;
    busy.delete(saga.id);
    return null;
  };
  const ids = Array.from({ length: 60 }, () => newId('saga'));
  await db.run(
    `insert into saga_state (saga_id, type, key, status, lease_until, due_at)
    select id, 'tea', id, 'STARTED', now() - interval '1 minute', now() - interval '1 minute'
    from unnest($1::text[]) id`,
    [ids],
  );
  for (let n = 0; n < 3; n += 1) runner(code).begin();
  await eventually(async () => {
    const left = await db.rows(
      `select 1 from saga_state where saga_id = any($1::text[]) and status <> 'COMPLETED'`,
      [ids],
    );
    return left.length === 0;
  });
  assert.ok(worst > 1);
});

test('a saga that hangs does not hold up the recovery of others', async () => {
  let hang = true;
  const one = runner(async (saga) => {
    if ((saga.input as { slow?: boolean }).slow) {
      await saga.step('SLOW', {
        do: async () => {
          while (hang) await systemClock.sleep(20);
          return true;
        },
      });
      return 'slow';
    }
    return (await saga.wait('W', { signals: [], until: past() })).name;
  });
  const slow = { ...start(), input: { slow: true } };
  const quick = { ...start(), input: {} };
  const lease = { owner: 'own_dead', lease_ms: 1 };
  await insertSagas(db, [{ ...slow, correlationId: slow.sagaId }], lease);
  one.begin();
  await eventually(async () => (await statusOf(slow.sagaId))?.epoch === 2);
  await insertSagas(db, [{ ...quick, correlationId: quick.sagaId }], lease);
  await eventually(async () => (await statusOf(quick.sagaId))?.status === 'COMPLETED');
  assert.equal((await statusOf(slow.sagaId))?.status, 'IN_PROGRESS');
  hang = false;
  await eventually(async () => (await statusOf(slow.sagaId))?.status === 'COMPLETED');
});
