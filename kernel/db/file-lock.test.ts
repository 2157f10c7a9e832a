import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { withFileLock } from './file-lock.ts';
import { LaunchError } from './launch-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'file-lock-'));
after(() => rmSync(folder, { recursive: true }));

test('who comes while the lock is held waits for it', async () => {
  const file = join(folder, 'waits');
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} in`);
    await systemClock.sleep(60);
    order.push(`${name} out`);
  };
  const first = withFileLock(file, 60_000, work('first'));
  await systemClock.sleep(5);
  await Promise.all([first, withFileLock(file, 60_000, work('second'))]);
  assert.deepEqual(order, ['first in', 'first out', 'second in', 'second out']);
});

test('after wait_ms it gives up, and the lock goes when the work throws', async () => {
  const file = join(folder, 'gives-up');
  const over = Promise.withResolvers<void>();
  const held = withFileLock(file, 1_000, async () => {
    await over.promise;
    throw new Error('the work failed');
  });
  await systemClock.sleep(5);
  await assert.rejects(
    withFileLock(file, 50, async () => undefined),
    (error) => error instanceof LaunchError && error.code === 'busy',
  );
  over.resolve();
  await assert.rejects(held, /the work failed/);
  assert.equal(await withFileLock(file, 50, async () => 'free'), 'free');
});
