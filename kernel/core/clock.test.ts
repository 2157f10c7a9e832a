import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionFailure } from './assert.ts';
import { manualClock, systemClock } from './clock.ts';

test('a manual clock stands still until it is advanced', async () => {
  const clock = manualClock(1_000);
  assert.equal(clock.now(), 1_000);
  assert.equal(clock.monotonic(), 0);
  await clock.advance(250);
  assert.equal(clock.now(), 1_250);
  assert.equal(clock.monotonic(), 250);
  assert.equal(clock.date().getTime(), 1_250);
  assert.equal(manualClock(new Date(5)).now(), 5);
  await assert.rejects(clock.advance(-1), AssertionFailure);
});

test('sleepers wake in order of time, then of arrival, each at its own time', async () => {
  const clock = manualClock(0);
  const log: string[] = [];
  const sleeper = async (name: string, ms: number): Promise<void> => {
    await clock.sleep(ms);
    log.push(`${name}@${clock.now()}`);
  };
  const all = [sleeper('c', 30), sleeper('a', 10), sleeper('b', 20), sleeper('a2', 10)];
  await clock.advance(9);
  assert.deepEqual(log, []);
  assert.equal(clock.sleepers(), 4);
  await clock.advance(21);
  assert.deepEqual(log, ['a@10', 'a2@10', 'b@20', 'c@30']);
  await Promise.all(all);
  assert.equal(clock.sleepers(), 0);
});

test('a sleep begun on the way is honoured within one advance', async () => {
  const clock = manualClock(0);
  const ticks: number[] = [];
  const loop = (async () => {
    for (let i = 0; i < 5; i += 1) {
      await clock.sleep(100);
      ticks.push(clock.now());
    }
  })();
  await clock.advance(350);
  assert.deepEqual(ticks, [100, 200, 300]);
  assert.equal(clock.now(), 350);
  await clock.advance(150);
  await loop;
  assert.deepEqual(ticks, [100, 200, 300, 400, 500]);
});

test('an aborted sleep rejects with the reason and is forgotten, on both clocks', async () => {
  const clock = manualClock(0);
  for (const each of [clock, systemClock]) {
    const stop = new AbortController();
    const reason = new Error('stop');
    const sleep = each.sleep(60_000, stop.signal);
    stop.abort(reason);
    await assert.rejects(sleep, reason);
    await assert.rejects(each.sleep(1, stop.signal), reason);
  }
  assert.equal(clock.sleepers(), 0);
});

test('the system clock sleeps, and does not mistake a month for no time', async () => {
  const start = systemClock.monotonic();
  await systemClock.sleep(15);
  assert.ok(systemClock.monotonic() - start >= 14);
  assert.ok(Math.abs(systemClock.now() - systemClock.date().getTime()) < 60_000);
  const stop = new AbortController();
  let woke = false;
  const month = systemClock.sleep(31 * 24 * 3_600_000, stop.signal).then(
    () => (woke = true),
    () => undefined,
  );
  await systemClock.sleep(10);
  assert.equal(woke, false);
  stop.abort();
  await month;
});
