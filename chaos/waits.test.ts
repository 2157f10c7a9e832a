// A wait that has no end ends the schedule, says what it was for, and leaves nobody waiting.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pause } from './client.ts';
import { AppProcess } from './process.ts';
import { insist } from './insist.ts';
import { Late, Waits } from './waits.ts';

const never = () => new Promise<never>(() => undefined);

test('work without an end is late, and what it waits for is told', async () => {
  const waits = new Waits(60);
  const work = waits.during('a process that is gone', () => waits.during('its port', never));
  await assert.rejects(waits.orLate(work), (error: Error) => {
    assert.ok(error instanceof Late);
    assert.match(error.message, /^not over after \d+ s, load [\d.]+; waited for: a process that/);
    assert.match(error.message, /a process that is gone \([\d.]+ s\); its port \([\d.]+ s\)$/);
    return true;
  });
});

test('loops that wait end when the time is over, and what was over is not told', async () => {
  const waits = new Waits(80);
  await waits.during('what comes', () => Promise.resolve());
  await assert.rejects(
    waits.during('what fails', () => Promise.reject(new TypeError('no'))),
    TypeError,
  );
  const tries = insist({ waits }, 'what never works', () => Promise.reject(new Error('no')));
  await assert.rejects(tries, /waited for: what never works \([\d.]+ s\)$/);
});

test('who is given up waits no longer', async () => {
  const waits = new Waits();
  const tries = insist({ waits }, 'what never works', () => Promise.reject(new Error('no')));
  const told = assert.rejects(tries, Late);
  await pause(10);
  waits.end();
  await told;
});

test('work that ends in time ends as it does', async () => {
  assert.equal(await new Waits(5_000).orLate(Promise.resolve(7)), 7);
  await assert.rejects(new Waits(5_000).orLate(Promise.reject(new TypeError('no'))), TypeError);
});

test('who died before anybody listened is heard', async () => {
  const one = new AppProcess('gateway');
  await one.kill();
  let heard = 0;
  one.onStrike(() => (heard += 1));
  assert.equal(heard, 1);
});
