import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectAtRest } from './collect-at-rest.ts';

const mb = 1_048_576;
const rush_ms = 1_500;
// By itself V8 gets round to it after a quarter of a minute.
const rest_ms_max = 10_000;

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Work that leaves a lot behind, with a turn of the loop now and then. */
async function rush(): Promise<void> {
  const until_ms = performance.now() + rush_ms;
  const kept: unknown[] = [];
  while (performance.now() < until_ms || kept.length < 200) {
    kept.push(Array.from({ length: 20_000 }, (_, at) => ({ at })));
    if (kept.length % 10 === 0) await new Promise<void>((done) => setImmediate(done));
    if (kept.length > 400) kept.length = 300;
  }
}

test('what a rush took is given back once it is over', async (t) => {
  t.after(collectAtRest());
  await rush();
  const rushed = process.memoryUsage().heapTotal;
  const until_ms = performance.now() + rest_ms_max;
  const given = () => (rushed - process.memoryUsage().heapTotal) / mb;
  while (given() < 100 && performance.now() < until_ms) await pause(200);
  assert.ok(given() >= 100, `gave back ${given()} of ${rushed / mb} MB`);
});
