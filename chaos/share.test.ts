// A share of all crash schedules that changes with the commit, so that a few dozen commits go
// through all of them. The whole is `npm run chaos:full`.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { runSchedules } from './campaign.ts';
import { drawn, further, matrix, victims, type Cell } from './points.ts';
import type { Result } from './schedule.ts';

/** How many of each victim: those that cost more are fewer. */
const share = { orchestrator: 40, gateway: 20, relay: 8, postgres: 22, everything: 4 };
const furtherShare = 9;
/** Later none is begun, and none takes longer than this: the share ends within five minutes. */
const begin_s_max = 170;
const schedule_ms_max = 75_000;

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    }).trim();
  } catch {
    return 'no commit';
  }
}

test('a share of the crash schedules, and everything is true after each', async (t) => {
  const seed = process.env['TRUESHELF_CHAOS_SEED'] ?? commit();
  const cells: Cell[] = victims.flatMap((victim) =>
    drawn(
      matrix().filter((cell) => cell.victim === victim),
      seed,
    ).slice(0, share[victim]),
  );
  cells.push(...drawn(further(), seed).slice(0, furtherShare));
  const schedules = cells.map((cell) => ({ cell, seed }));
  assert.ok(schedules.length >= 100);
  const results: Result[] = [];
  const started = performance.now();
  const elapsed_s = () => (performance.now() - started) / 1_000;
  await runSchedules(schedules, {
    onResult: (result) => results.push(result),
    stopped: () => elapsed_s() > begin_s_max,
    max_ms: schedule_ms_max,
  });
  const took_s = elapsed_s();
  const wrong = results.filter(({ problem, busy }) => problem !== undefined && !busy);
  const struck = results.filter(({ state }) => state === 'hit').length;
  const each = (took_s / results.length).toFixed(2);
  t.diagnostic(
    `seed ${seed}: ${results.length} schedules, ${struck} struck, ` +
      `${took_s.toFixed(0)} s, ${each} s each`,
  );
  for (const { id, state } of results) if (state === 'missed') t.diagnostic(`not passed: ${id}`);
  for (const { id, busy, problem } of results) if (busy) t.diagnostic(`busy: ${id}: ${problem}`);
  assert.deepEqual(
    wrong.map(({ id, seed: own, problem }) => `${id} (seed ${own}): ${problem}`),
    [],
  );
  // A machine that is too busy for all of them has done what it had time for.
  const late = took_s > begin_s_max;
  assert.ok(late || results.length === schedules.length);
  assert.ok(struck >= (late ? results.length * 0.95 : 100), `only ${struck} were struck`);
});
