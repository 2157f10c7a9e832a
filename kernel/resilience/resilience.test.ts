import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { manualClock } from '../core/clock.ts';
import { Failure, OutcomeUnknown } from '../core/error.ts';
import { findGuard, guard, listGuards } from './resilience.ts';
import type { GuardOptions } from './resilience.ts';

const quick: GuardOptions = {
  name: 'test',
  timeout_ms: 40,
  backoff: { first_ms: 1, max_ms: 5 },
};

function network(code: string): Error {
  return Object.assign(new Error(code), { code });
}

const codeOf = (error: unknown) => (error instanceof Failure ? error.code : String(error));
const run = (options: Partial<GuardOptions>, fn: (signal: AbortSignal) => Promise<unknown>) =>
  guard({ ...quick, ...options })
    .run(fn)
    .then((value) => `ok ${String(value)}`, codeOf);

/** Gives these answers one after the other; the last one for ever. Errors are thrown. */
function answers(...list: unknown[]) {
  let calls = 0;
  const fn = async () => {
    const answer = list[Math.min(calls, list.length - 1)];
    calls += 1;
    if (answer instanceof Error) throw answer;
    if (answer === 'hang') await new Promise(() => {});
    return answer;
  };
  return { fn, calls: () => calls };
}

test('values pass through, refusals and values of any kind included', async () => {
  assert.equal(await run({}, async () => 7), 'ok 7');
});

test('a call without an answer in time is unknown, told to stop and not repeated', async () => {
  const clock = manualClock(0);
  const guarded = guard({ ...quick, timeout_ms: 3000, clock });
  let told = false;
  let calls = 0;
  const result = guarded.run((signal) => {
    calls += 1;
    signal.addEventListener('abort', () => (told = true));
    return new Promise(() => {});
  });
  const settled = result.catch((error: unknown) => error);
  await clock.advance(2999);
  assert.equal(told, false);
  await clock.advance(1);
  const error = await settled;
  assert.ok(error instanceof OutcomeUnknown);
  assert.deepEqual(error.detail, { guard: 'test', timeout_ms: 3000 });
  assert.equal(told, true);
  assert.equal(calls, 1);
  assert.equal(clock.sleepers(), 0);
});

test('with retries a lost reply is asked for again', async () => {
  const { fn, calls } = answers('hang', network('ECONNRESET'), 'done');
  assert.equal(await run({ retries: 2 }, fn), 'ok done');
  assert.equal(calls(), 3);
});

test('a lost reply stays unknown when retries cannot connect or meet an open breaker', async () => {
  const refused = network('ECONNREFUSED');
  assert.equal(await run({ retries: 2 }, answers('hang', refused).fn), 'outcome-unknown');
  const breaker = { failures: 2, halfOpenAfter_ms: 60_000 };
  const { fn, calls } = answers('hang', refused);
  assert.equal(await run({ retries: 5, breaker }, fn), 'outcome-unknown');
  assert.equal(calls(), 2);
});

test('a clear answer after a lost reply counts', async () => {
  const conflict = new Failure('conflict');
  assert.equal(await run({ retries: 2 }, answers('hang', conflict).fn), 'conflict');
});

test('a connection never made is no outcome to wonder about', async () => {
  const wrapped = new TypeError('fetch failed', { cause: network('ECONNREFUSED') });
  assert.equal(await run({}, answers(network('ENOTFOUND')).fn), 'room-unavailable');
  const openCode = 'database-unavailable';
  assert.equal(await run({ openCode }, answers(wrapped).fn), 'database-unavailable');
  assert.equal(await run({}, answers(network('UND_ERR_SOCKET')).fn), 'outcome-unknown');
});

test('what is not retryable is not retried', async () => {
  for (const error of [new Failure('validation-failed'), new Error('bug')]) {
    const { fn, calls } = answers(error);
    await run({ retries: 3 }, fn);
    assert.equal(calls(), 1);
  }
  const { fn, calls } = answers(new Failure('overloaded'), 'done');
  assert.equal(await run({ retries: 3 }, fn), 'ok done');
  assert.equal(calls(), 2);
});

test('the breaker opens after failures in a row, lets one through, closes again', async () => {
  const states: string[] = [];
  const guarded = guard({
    ...quick,
    breaker: { failures: 3, halfOpenAfter_ms: 1_500 },
    onState: ({ state }) => states.push(state),
  });
  const { fn: failing, calls } = answers(network('ECONNREFUSED'));
  for (let i = 0; i < 3; i++) await assert.rejects(guarded.run(failing));
  await assert.rejects(guarded.run(failing), (error: unknown) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, 'room-unavailable');
    assert.equal(error.detail['breaker'], 'open');
    assert.equal(error.retryAfter_ms, 1_500);
    return true;
  });
  assert.equal(calls(), 3, 'nothing is sent while it is open');
  assert.equal(guarded.state().breaker, 'open');
  assert.equal(guarded.state().lastError, 'ECONNREFUSED');
  await pause(1_550);
  assert.equal(await guarded.run(async () => 'up'), 'up');
  assert.deepEqual(states, ['open', 'half-open', 'closed']);
  assert.equal(guarded.state().lastError, null);
});

test('answers about the request and bugs of ours do not open the breaker', async () => {
  const guarded = guard({ ...quick, breaker: { failures: 2, halfOpenAfter_ms: 1000 } });
  const harmless = [new Failure('not-found'), new TypeError('bug'), new Failure('conflict')];
  for (const error of harmless) await assert.rejects(guarded.run(answers(error).fn));
  const abort = new AbortController();
  abort.abort();
  const { fn, calls } = answers('x');
  for (let i = 0; i < 3; i++) await assert.rejects(guarded.run(fn, { signal: abort.signal }));
  assert.equal(calls(), 0);
  assert.equal(guarded.state().breaker, 'closed');
});

test('the bulkhead bounds what runs and what waits', async () => {
  const outcomes: string[] = [];
  const guarded = guard({
    ...quick,
    timeout_ms: 60_000,
    bulkhead: { max: 2, queue_max: 1 },
    onDone: ({ outcome }) => outcomes.push(outcome),
  });
  let end: () => void = () => {};
  const gate = new Promise<void>((resolve) => (end = resolve));
  const calls = Array.from({ length: 5 }, () => guarded.run(() => gate).then(() => 'ok', codeOf));
  await pause(5);
  assert.deepEqual([guarded.state().running, guarded.state().waiting], [2, 1]);
  end();
  assert.deepEqual(await Promise.all(calls), ['ok', 'ok', 'ok', 'overloaded', 'overloaded']);
  assert.deepEqual(outcomes.sort(), ['ok', 'ok', 'ok', 'rejected', 'rejected']);
});

test('an operator lists guards and holds one open', async () => {
  const guarded = guard({ ...quick, name: 'gateway.sandbox' });
  assert.ok(listGuards().some((one) => one.name === 'gateway.sandbox'));
  const release = findGuard('gateway.sandbox')?.holdOpen();
  assert.equal(guarded.state().breaker, 'held-open');
  assert.equal(await guarded.run(async () => 1).catch(codeOf), 'room-unavailable');
  release?.();
  assert.equal(await guarded.run(async () => 1), 1);
});

test('the caller can stop waiting, between tries too', async () => {
  const abort = new AbortController();
  const guarded = guard({ ...quick, retries: 5, backoff: { first_ms: 5000, max_ms: 5000 } });
  const { fn, calls } = answers(network('ECONNREFUSED'));
  const result = guarded.run(fn, { signal: abort.signal });
  setTimeout(() => abort.abort(new Error('gone')), 10);
  await assert.rejects(result, /gone/);
  assert.equal(calls(), 1);
});
