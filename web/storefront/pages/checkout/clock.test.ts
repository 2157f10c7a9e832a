import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as clock from './clock.ts';

const minute = 60_000;

test('the server’s clock runs on by the monotonic one, whatever the device believes', () => {
  const base = { server_ms: 1_000_000, local_ms: 500 };
  assert.equal(clock.serverNow(base, 500), 1_000_000);
  assert.equal(clock.serverNow(base, 90_500), 1_090_000);
  assert.equal(clock.serverNow(base, 400), 1_000_000, 'it never runs back');
  assert.equal(clock.skewOf(base, 1_000_000 + 10 * minute), 10 * minute);
  assert.equal(clock.skewOf(base, 1_000_000 - 10 * minute), -10 * minute);
  assert.equal(clock.skewOf(base, 1_010_000), 0, 'some seconds are nothing to tell');
});

test('a late reply does not set the clock back, and a slept-through time counts', () => {
  const base = { server_ms: 1_000_000, local_ms: 0 };
  const late = { server_ms: 1_009_000, local_ms: 10_000 };
  assert.equal(clock.betterBase(base, late), base);
  const slept = { server_ms: 1_600_000, local_ms: 20_000 };
  assert.equal(clock.betterBase(base, slept), slept);
  const set = { server_ms: 900_000, local_ms: 20_000 };
  assert.equal(clock.betterBase(base, set), set, 'a server that was set right counts');
  assert.equal(clock.betterBase(null, late), late);
});

test('phases end at five, two, one and zero minutes', () => {
  const phases = [15, 5.001, 5, 2.001, 2, 1.001, 1, 0.001, 0, -3].map((minutes) =>
    clock.phaseOf(minutes * minute),
  );
  assert.deepEqual(phases, [
    'calm',
    'calm',
    'five',
    'five',
    'two',
    'two',
    'one',
    'one',
    'over',
    'over',
  ]);
});

test('minutes while there is time, seconds for the last two', () => {
  assert.deepEqual(clock.shownLeft(15 * minute), { minutes: 15, seconds: null });
  assert.deepEqual(clock.shownLeft(14.2 * minute), { minutes: 15, seconds: null });
  assert.deepEqual(clock.shownLeft(2 * minute + 1), { minutes: 3, seconds: null });
  assert.deepEqual(clock.shownLeft(2 * minute), { minutes: 2, seconds: 0 });
  assert.deepEqual(clock.shownLeft(65_400), { minutes: 1, seconds: 6 });
  assert.deepEqual(clock.shownLeft(-5), { minutes: 0, seconds: 0 });
});

test('the next look comes when something on screen changes', () => {
  assert.equal(clock.untilNextChange_ms(14.5 * minute), 0.5 * minute);
  assert.equal(clock.untilNextChange_ms(14 * minute), minute);
  assert.equal(clock.untilNextChange_ms(2 * minute + 700), 700);
  assert.equal(clock.untilNextChange_ms(90_300), 300);
  assert.equal(clock.untilNextChange_ms(90_000), 1_000);
  assert.equal(clock.untilNextChange_ms(0), 0);
});

test('read out at the start, five, two, one and the end; once each', () => {
  const told: (string | null)[] = [];
  let before: clock.Phase | null = null;
  for (let left = 15 * minute; left >= -1_000; left -= 500) {
    const now = clock.phaseOf(left);
    const say = clock.announced(before, now);
    if (say !== null) told.push(say);
    before = now;
  }
  assert.deepEqual(told, ['start', 'five', 'two', 'one', 'over']);
  assert.equal(clock.announced('two', 'calm'), null, 'an extension is told by itself');
  assert.equal(clock.announced('calm', 'one'), 'one', 'a tab that slept hears the newest only');
});
