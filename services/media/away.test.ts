// A store of files that is away, and readers of pictures that are made to work too hard.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openFiles } from '#kernel/files/files.ts';
import { testBucket } from '#kernel/files/test-s3.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { drawn } from '../../test/pictures.ts';
import { mediaCommands } from './commands.ts';
import { converter } from './convert.ts';
import { openMedia } from './test-kit.ts';
import { sweep, type SweepNeeds } from './upkeep.ts';

const { home, db, admin, files, reading, close } = await openMedia();
after(close);

const ask = async () => ({ used: [] });
const needs: SweepNeeds = {
  ctx: { db, log: createLogger({ level: 'fatal' }) },
  files,
  ask: { review: ask, return: ask, product: ask },
};
const rows = async () => (await admin.query('select state from media.picture')).rows;

test('a bucket that is away: nothing is kept, and nothing is lost of what is there', async () => {
  const bucket = await testBucket();
  const far = openFiles({ filesUrl: bucket.url, home });
  const commands = mediaCommands({ db, files: far, converter: reading });
  const ownerId = newId('usr');
  const first = await drawn({ hue: 81 });
  const made = await commands.take({ ownerId, purpose: 'review', bytes: first });
  assert.ok(!isRefusal(made));
  const name = made.url.slice(1);
  assert.equal(bucket.files.get(name)?.type, 'image/webp');
  await bucket.stop();
  const bytes = await drawn({ hue: 82 });
  await assert.rejects(commands.take({ ownerId, purpose: 'review', bytes }), {
    code: 'files-away',
  });
  const states = (await rows()).filter((row) => row.state === 'GONE');
  assert.equal(states.length, 1);
  assert.equal(await sweep({ ...needs, files: far }), 0, 'its file may be there');
  assert.equal(await sweep(needs), 1);
});

test('a reader that takes too long or too much is ended, and the next one reads on', async () => {
  const heavy = await drawn({ width: 7_000, height: 7_000, format: 'png' });
  const light = await drawn({ hue: 91 });
  const code = (made: object) => ('code' in made ? made.code : 'done');
  const hurried = converter({ clock: systemClock, time_max_ms: 250 });
  const both = [hurried.convert('png', heavy), hurried.convert('png', heavy)];
  for (const one of await Promise.all(both)) assert.equal(code(one), 'picture-too-costly');
  hurried.stop();
  const narrow = converter({ clock: systemClock, memory_max: 90 * 1024 * 1024 });
  const [costly, fine] = [await narrow.convert('png', heavy), reading.convert('jpeg', light)];
  assert.equal(code(costly), 'picture-too-costly');
  assert.equal(code(await fine), 'done');
  narrow.stop();
  await assert.rejects(narrow.convert('jpeg', light), { code: 'overloaded' });
});
