import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  armFailpoint,
  failpoint,
  failpointsWatched,
  listFailpoints,
  watchFailpoints,
} from './failpoint.ts';

const script = `
  import { writeSync } from 'node:fs';
  import { failpoint } from ${JSON.stringify(new URL('failpoint.ts', import.meta.url).href)};
  process.on('exit', () => writeSync(1, 'exit'));
  for (let i = 1; i <= 5; i += 1) {
    failpoint('other');
    writeSync(1, 'before' + i + ' ');
    try { failpoint('orders.paid'); } finally { writeSync(1, 'after' + i + ' '); }
  }
`;

function child(crashAt: string): { signal: string | null; status: number | null; out: string } {
  const args = ['--input-type=module', '--eval', script];
  const env = { ...process.env, TRUESHELF_CRASH_AT: crashAt };
  const done = spawnSync(process.execPath, args, { env, encoding: 'utf8', timeout: 60_000 });
  return { signal: done.signal, status: done.status, out: done.stdout + done.stderr };
}

test('the process dies by SIGKILL at the n-th pass, and nothing runs after', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), (hit) => {
      const { signal, out } = child(`orders.paid#${hit}`);
      assert.equal(signal, 'SIGKILL');
      let expected = '';
      for (let i = 1; i < hit; i += 1) expected += `before${i} after${i} `;
      assert.equal(out, `${expected}before${hit} `);
    }),
    { numRuns: 4 },
  );
  assert.equal(child('orders.paid').out, 'before1 ');
});

test('another name, a hit never reached or no setting leave the process alone', () => {
  for (const crashAt of ['orders', 'orders.paid#6', '']) {
    const { signal, status, out } = child(crashAt);
    assert.equal(signal, null);
    assert.equal(status, 0);
    assert.match(out, /after5 exit$/);
  }
});

test('a setting that cannot be read stops the process and names the variable', () => {
  const { status, out } = child('orders.paid#zero');
  assert.notEqual(status, 0);
  assert.match(out, /TRUESHELF_CRASH_AT/);
});

test('passed crash points are listed with their hits, once somebody watches', () => {
  failpoint('before');
  assert.equal(failpointsWatched(), false);
  watchFailpoints();
  assert.equal(failpointsWatched(), true);
  failpoint('b.second');
  failpoint('a.first');
  failpoint('b.second');
  assert.deepEqual(listFailpoints(), [
    { name: 'a.first', hits: 1 },
    { name: 'b.second', hits: 2 },
  ]);
});

test('an armed point acts once, at its hit, counted from the arming', () => {
  const acts: string[] = [];
  failpoint('orders.paid');
  armFailpoint({ name: 'orders.paid', hit: 2 }, () => acts.push('struck'));
  failpoint('orders.paid');
  assert.deepEqual(acts, []);
  for (let pass = 0; pass < 4; pass += 1) failpoint('orders.paid');
  assert.deepEqual(acts, ['struck']);
});
