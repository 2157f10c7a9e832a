// Files in a folder and in a bucket keep the same promises.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FilesAway } from './file.ts';
import { openFiles } from './files.ts';
import { bucketOf } from './s3.ts';
import { testBucket } from './test-s3.ts';

const home = await mkdtemp(join(tmpdir(), 'files-'));
const bucket = await testBucket();
after(async () => {
  await bucket.stop();
  await rm(home, { recursive: true, force: true });
});

const name = 'media/one-1.webp';
const stores = {
  disk: openFiles({ filesUrl: null, home }),
  s3: openFiles({ filesUrl: bucket.url, home }),
};

for (const [kind, files] of Object.entries(stores)) {
  test(`${kind}: what is put is there until it is removed`, async () => {
    assert.equal(files.kind, kind);
    assert.equal(await files.get(name), null);
    const bytes = Buffer.from([0, 1, 2, 255]);
    await files.put(name, bytes, 'image/webp');
    assert.deepEqual(await files.get(name), bytes);
    await files.put(name, Buffer.from('anew'), 'image/webp');
    assert.equal(String(await files.get(name)), 'anew');
    await files.remove(name);
    await files.remove(name);
    assert.equal(await files.get(name), null);
  });

  test(`${kind}: a name that leads elsewhere is a bug`, async () => {
    for (const bad of [
      '../x/y.webp',
      'media/../x.webp',
      'media/x',
      '/media/x.webp',
      'a/b/c.webp',
    ]) {
      await assert.rejects(async () => files.get(bad), /no name of a file/, bad);
    }
  });
}

test('disk: nothing half written is left or shown', async () => {
  const folder = join(home, 'files', 'media');
  const blocked = openFiles({ filesUrl: null, home: join(home, 'blocked') });
  await writeFile(join(home, 'blocked'), 'a file where a folder should be');
  await assert.rejects(blocked.put(name, Buffer.from('x'), 'image/webp'), FilesAway);
  await assert.rejects(blocked.get(name), FilesAway);
  await stores.disk.put(name, Buffer.from('x'), 'image/webp');
  assert.deepEqual(await readdir(folder), ['one-1.webp']);
});

test('s3: a bucket that stumbles is asked again, one that stays away is said to be', async () => {
  const { s3 } = stores;
  bucket.trouble.status = 503;
  bucket.trouble.times = 2;
  await s3.put(name, Buffer.from('kept'), 'image/webp');
  assert.equal(bucket.files.get(name)?.type, 'image/webp');
  bucket.trouble.status = 0;
  bucket.trouble.times = 1;
  assert.equal(String(await s3.get(name)), 'kept');
  bucket.trouble.status = 500;
  bucket.trouble.times = 3;
  await assert.rejects(s3.get(name), FilesAway);
  bucket.trouble.times = 3;
  await assert.rejects(s3.remove(name), FilesAway);
  assert.ok(bucket.files.has(name));
});

test('s3: a wrong secret opens nothing', async () => {
  const wrong = bucket.url.replace('a%2Fsecret', 'another');
  const before = bucket.served();
  await assert.rejects(openFiles({ filesUrl: wrong, home }).get(name), FilesAway);
  assert.equal(bucket.served(), before);
});

test('the address of a bucket is read strictly', () => {
  const good = bucketOf(
    's3://KEY:se%2Fcret@s3.eu-central-1.amazonaws.com/my-bucket?region=eu-central-1',
  );
  assert.deepEqual(good, {
    base: 'https://s3.eu-central-1.amazonaws.com/my-bucket',
    region: 'eu-central-1',
    accessKeyId: 'KEY',
    secretAccessKey: 'se/cret',
  });
  assert.equal(bucketOf('s3://k:s@host:9000/b-1/shop/')?.base, 'https://host:9000/b-1/shop');
  assert.equal(bucketOf('s3+http://k:s@host/bucket')?.base, 'http://host/bucket');
  for (const bad of [
    'https://k:s@host/bucket',
    's3://host/bucket',
    's3://k@host/bucket',
    's3://k:s@host',
    's3://k:s@host/',
    's3://k:s@host/../x',
    's3://k:%zz@host/bucket',
    'nonsense',
  ]) {
    assert.equal(bucketOf(bad), undefined, bad);
  }
});
