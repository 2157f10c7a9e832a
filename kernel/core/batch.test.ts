import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { AssertionFailure } from './assert.ts';
import { batch } from './batch.ts';
import { currentContext, runWith } from './context.ts';
import { Failure, OutcomeUnknown } from './error.ts';
import { isRefusal, refuse } from './refusal.ts';

function dataError(code: string): Error {
  return Object.assign(new Error('value violates a constraint'), { code });
}

const base = { name: 'test', size_max: 100, inFlight_max: 1, queue_max: 10_000 };

test('answers are positional, poisoned items isolated, limits kept, all answered', async () => {
  const kinds = fc.constantFrom('value', 'refusal', 'error', 'poison');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(kinds, fc.nat(3)), { maxLength: 120 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 4 }),
      async (items, size_max, inFlight_max) => {
        let out = 0;
        const done = new Map<number, number>();
        const wave = batch<number, number>({
          ...base,
          size_max,
          inFlight_max,
          run: async (indexes) => {
            out += 1;
            assert.ok(out <= inFlight_max && indexes.length <= size_max && indexes.length > 0);
            await turn();
            out -= 1;
            if (indexes.some((index) => items[index]?.[0] === 'poison')) throw dataError('23514');
            return indexes.map((index) => {
              done.set(index, (done.get(index) ?? 0) + 1);
              if (items[index]?.[0] === 'refusal') return refuse('stock-too-low', { index });
              if (items[index]?.[0] === 'error') return new Error(`own ${index}`);
              return index;
            });
          },
        });
        const answers: Promise<unknown>[] = [];
        for (const [index, [, pause]] of items.entries()) {
          answers.push(wave.do(index).catch((error: unknown) => ({ rejected: error })));
          if (pause === 0) await turn();
        }
        await wave.drain();
        assert.deepEqual(wave.stats(), { queued: 0, inFlight: 0 });
        for (const [index, [kind]] of items.entries()) {
          const answer = await answers[index];
          if (kind === 'value') assert.equal(answer, index);
          else if (kind === 'refusal') {
            assert.ok(isRefusal(answer) && answer.detail['index'] === index);
          } else {
            const { rejected } = answer as { rejected: Error };
            if (kind === 'error') assert.equal(rejected.message, `own ${index}`);
            else assert.deepEqual(rejected, dataError('23514'));
          }
          assert.equal(done.get(index) ?? 0, kind === 'poison' ? 0 : 1, 'done once');
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('requests of one turn go as one; later ones wait for the run and go together', async () => {
  const sizes: number[] = [];
  const wave = batch<number, number>({
    ...base,
    run: async (items) => {
      sizes.push(items.length);
      await delay(5);
      return items;
    },
  });
  const first = [1, 2, 3].map((item) => wave.do(item));
  await turn();
  const second = [4, 5].map((item) => wave.do(item));
  await turn();
  second.push(wave.do(6));
  assert.deepEqual(await Promise.all([...first, ...second]), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(sizes, [3, 3]);
});

test('nothing that may have happened is run again', async (t) => {
  const cases: [string, () => unknown, (error: unknown) => boolean][] = [
    ['outcome unknown', () => new OutcomeUnknown(), (e) => e instanceof OutcomeUnknown],
    ['reset', () => dataError('ECONNRESET'), (e) => e instanceof OutcomeUnknown],
    ['server shut down', () => dataError('57P01'), (e) => e instanceof OutcomeUnknown],
    [
      'driver lost the connection',
      () => new Error('Connection terminated unexpectedly'),
      (e) => e instanceof OutcomeUnknown,
    ],
    ['bug', () => new TypeError('x is undefined'), (e) => e instanceof TypeError],
    ['assertion', () => new AssertionFailure('never'), (e) => e instanceof AssertionFailure],
    ['cannot connect', () => new Failure('database-unavailable'), (e) => e instanceof Failure],
    ['statement timeout', () => dataError('57014'), (e) => e instanceof Error],
  ];
  for (const [name, make, expected] of cases) {
    await t.test(name, async () => {
      let runs = 0;
      const wave = batch<number, number>({
        ...base,
        run: async () => {
          runs += 1;
          throw make();
        },
      });
      const settled = await Promise.allSettled([1, 2, 3, 4].map((item) => wave.do(item)));
      assert.equal(runs, 1);
      for (const one of settled) assert.ok(one.status === 'rejected' && expected(one.reason));
    });
  }
});

test('a connection lost while halving reaches only the half that was out', async () => {
  const wave = batch<number, number>({
    ...base,
    run: async (items) => {
      if (items.length === 4) throw dataError('22003');
      if (items.includes(1)) throw new OutcomeUnknown();
      return items;
    },
  });
  const settled = await Promise.allSettled([1, 2, 3, 4].map((item) => wave.do(item)));
  const got = settled.map((one) => (one.status === 'fulfilled' ? one.value : 'unknown'));
  assert.deepEqual(got, ['unknown', 'unknown', 3, 4]);
});

test('a run that answers too few fails all of them as a bug, once', async () => {
  let runs = 0;
  const wave = batch<number, number>({
    ...base,
    run: async (items) => {
      runs += 1;
      return items.slice(1);
    },
  });
  const settled = await Promise.allSettled([wave.do(1), wave.do(2)]);
  for (const one of settled) {
    assert.ok(one.status === 'rejected' && one.reason instanceof AssertionFailure);
  }
  assert.equal(runs, 1);
});

test('the queue is bounded', async () => {
  const gate = Promise.withResolvers<void>();
  const wave = batch<number, number>({
    ...base,
    size_max: 2,
    queue_max: 3,
    run: async (items) => {
      await gate.promise;
      return items;
    },
  });
  const running = [wave.do(1), wave.do(2)];
  await turn();
  const waiting = [wave.do(3), wave.do(4), wave.do(5)];
  await assert.rejects(
    wave.do(6),
    (error) => error instanceof Failure && error.code === 'overloaded' && error.status === 503,
  );
  assert.deepEqual(wave.stats(), { queued: 3, inFlight: 1 });
  gate.resolve();
  assert.deepEqual(await Promise.all([...running, ...waiting]), [1, 2, 3, 4, 5]);
});

test('wait_ms holds the first item back, a full group or drain sends it', async () => {
  const sizes: number[] = [];
  const options = {
    ...base,
    size_max: 3,
    wait_ms: 60_000,
    run: async (items: number[]) => {
      sizes.push(items.length);
      return items;
    },
  };
  const wave = batch<number, number>(options);
  const one = wave.do(1);
  await delay(5);
  assert.deepEqual(sizes, []);
  await Promise.all([one, wave.do(2), wave.do(3)]);
  assert.deepEqual(sizes, [3]);
  const late = wave.do(4);
  await wave.drain();
  assert.equal(await late, 4);
  const soon = batch<number, number>({ ...options, wait_ms: 2 });
  assert.equal(await soon.do(9), 9);
  await soon.drain();
});

test('runs are outside the context of the request that set them off', async () => {
  const seen: unknown[] = [];
  const wave = batch<number, number>({
    ...base,
    run: async (items) => {
      seen.push(currentContext());
      return items;
    },
  });
  await runWith({ correlationId: 'corr_1' }, async () => {
    await wave.do(1);
    assert.equal(currentContext()?.correlationId, 'corr_1');
  });
  assert.deepEqual(seen, [undefined]);
});

test('100,000 items go in full groups, and every one has its own answer', async () => {
  const sizes: number[] = [];
  const wave = batch<number, number>({
    ...base,
    size_max: 500,
    inFlight_max: 2,
    queue_max: 200_000,
    run: async (items) => {
      sizes.push(items.length);
      return items;
    },
  });
  const answers: Promise<unknown>[] = [];
  for (let i = 0; i < 100_000; i += 1) answers.push(wave.do(i));
  const got = await Promise.all(answers);
  assert.ok(got.every((answer, i) => answer === i));
  assert.deepEqual(new Set(sizes), new Set([500]), 'as many statements as there must be');
});
