// What is left of pictures: a sender that is killed leaves nothing that the sweep does not find,
// what nobody uses goes and what somebody uses stays, whoever is away.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import type { AskedPicture } from './contract.ts';
import { showPictures } from './store.ts';
import { drawn } from '../../test/pictures.ts';
import { openMedia } from './test-kit.ts';
import { sweep, type SweepNeeds } from './upkeep.ts';

const { home, url, db, admin, files, commands, close } = await openMedia();
const { take, claim, shown } = commands;
after(close);

const used = new Set<string>();
let away = false;
const ask = async ({ pictures }: { pictures: AskedPicture[] }) => {
  if (away) throw new Error('away');
  return { used: pictures.flatMap((one) => (used.has(one.pictureId) ? [one.pictureId] : [])) };
};
const needs: SweepNeeds = {
  ctx: { db, log: createLogger({ level: 'fatal' }) },
  files,
  ask: { review: ask, return: ask, product: ask },
};

const shelf = () => readdir(join(home, 'files', 'media')).catch(() => [] as string[]);
const rows = async () =>
  (await admin.query('select picture_id as id, state, file from media.picture order by 1')).rows;
const age = (where = 'true') =>
  admin.query(`update media.picture set keep_until = now() - interval '1 minute' where ${where}`);
const quota = async (ownerId: string) =>
  (await admin.query('select * from media.picture_quota where owner_id = $1', [ownerId])).rows[0];

async function sent(ownerId: string, hue: number, purpose: 'review' | 'product' = 'review') {
  const made = await take({ ownerId, purpose, bytes: await drawn({ hue }) });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  return made;
}

test('a sender killed at any point leaves a row at most, and the sweep takes it away', async () => {
  const picture = join(home, 'picture.png');
  await writeFile(picture, await drawn({ width: 2_000, height: 2_000, format: 'png', hue: 5 }));
  const ownerId = newId('usr');
  const run = async (crashAt: string) => {
    const of = JSON.stringify({ url: url, home, ownerId, picture });
    const child = spawn(process.execPath, [join(import.meta.dirname, 'test-child.ts'), of], {
      env: { ...process.env, TRUESHELF_CRASH_AT: crashAt },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (crashAt === '') {
      // In the middle of the reading, wherever that is.
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
    }
    const [, signal] = await once(child, 'exit');
    assert.equal(signal, 'SIGKILL', crashAt);
  };
  await run('');
  assert.deepEqual([await rows(), await shelf()], [[], []], 'nothing was noted yet');
  await run('media.noted');
  assert.deepEqual([(await rows()).map((row) => row.state), await shelf()], [['STORING'], []]);
  await run('media.written');
  const states = (await rows()).map((row) => row.state);
  assert.deepEqual([states, (await shelf()).length], [['STORING', 'STORING'], 1]);
  assert.equal((await quota(ownerId)).pictures, 2);
  assert.equal(await sweep(needs), 0, 'it might still be going on');
  await age();
  assert.equal(await sweep(needs), 2);
  assert.deepEqual([await rows(), await shelf()], [[], []]);
  const { pictures, unused, bytes } = await quota(ownerId);
  assert.deepEqual([pictures, unused, Number(bytes)], [0, 0, 0]);
});

test('what nobody uses goes, what somebody uses stays, and who is away loses nothing', async () => {
  const ownerId = newId('usr');
  const [unused, kept, dropped] = await Promise.all([1, 2, 3].map((hue) => sent(ownerId, hue)));
  assert.ok(unused && kept && dropped);
  for (const one of [kept, dropped]) {
    const of = { ownerId, purpose: 'review' as const, ref: `ord_${one.pictureId}:1` };
    const done = await claim({ ...of, pictureIds: [one.pictureId], sellerIds: [] });
    assert.ok(!isRefusal(done));
  }
  used.add(kept.pictureId).add(dropped.pictureId);
  assert.deepEqual((await quota(ownerId)).unused, 1);
  await age();
  away = true;
  assert.equal(await sweep(needs), 1, 'what was never used needs no answer');
  away = false;
  await age();
  assert.equal(await sweep(needs), 0);
  used.delete(dropped.pictureId);
  assert.equal(await sweep(needs), 0, 'asked again after some days only');
  await age();
  assert.equal(await sweep(needs), 1);
  assert.deepEqual(
    (await rows()).map((row) => row.id),
    [kept.pictureId],
  );
  assert.deepEqual(
    await shelf(),
    (await rows()).map((row) => row.file),
  );
  const { pictures, unused: open } = await quota(ownerId);
  assert.deepEqual([pictures, open], [1, 0]);
});

test('of claiming and sweeping at once one wins', async () => {
  const ownerId = newId('usr');
  const many = await Promise.all(Array.from({ length: 10 }, (_, nth) => sent(ownerId, 50 + nth)));
  await age(`owner_id = '${ownerId}'`);
  const claims = many.map(({ pictureId }) =>
    claim({
      ownerId,
      purpose: 'review',
      ref: `ord_r:${many.findIndex((one) => one.pictureId === pictureId)}`,
      pictureIds: [pictureId],
      sellerIds: [],
    }),
  );
  const [done] = await Promise.all([Promise.all(claims), sweep(needs), sweep(needs)]);
  for (const [at, one] of done.entries()) {
    const there = (await rows()).some((row) => row.id === many[at]?.pictureId);
    assert.equal(there, !isRefusal(one), 'what was taken is there');
  }
});

test('what readers see follows the latest word of reviews', async () => {
  const ownerId = newId('usr');
  const [one, two] = await Promise.all([sent(ownerId, 71), sent(ownerId, 72)]);
  const ids = [one.pictureId, two.pictureId];
  const ref = 'ord_s:1';
  await claim({ ownerId, purpose: 'review', ref, pictureIds: ids, sellerIds: [] });
  const seen = async () =>
    Promise.all([one, two].map(async ({ url }) => (await shown({ file: url.slice(7) })).shown));
  assert.deepEqual(await seen(), [false, false]);
  await db.tx((tx) => showPictures(tx, [{ ref, version: 2, ids }]));
  assert.deepEqual(await seen(), [true, true]);
  await db.tx((tx) => showPictures(tx, [{ ref, version: 4, ids: [two.pictureId] }]));
  await db.tx((tx) => showPictures(tx, [{ ref, version: 3, ids }]));
  assert.deepEqual(await seen(), [false, true], 'a late word changes nothing');
});
