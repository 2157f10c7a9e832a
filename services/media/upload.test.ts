// Sending pictures over HTTP: what is taken, what becomes of it, what is refused and why, how many
// at once, and that one cannot see or use what is another's.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { after, test } from 'node:test';
import pg from 'pg';
import sharp from 'sharp';
import { newId } from '#kernel/core/id.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { openShop, startApp } from '../../test/app.ts';
import * as limits from './contract.ts';
import { mediaCalls } from './contract.ts';
import { drawn, fetched, upload } from '../../test/pictures.ts';

const home = await mkdtemp(join(tmpdir(), 'media-'));
const app = await startApp({ config: { home } });
const shop = await openShop(app);
const db = new pg.Pool({ connectionString: app.databaseUrl, max: 2 });
after(async () => {
  await db.end();
  await app.stop();
  await rm(home, { recursive: true, force: true });
});

const buyer = await shop.shopper();
const stranger = await shop.shopper();

test('a picture is made anew: turned upright, without its place, not too large', async () => {
  const sent = await sharp({
    create: { width: 3_000, height: 2_000, channels: 3, background: 'teal' },
  })
    .withExif({ IFD0: { Copyright: 'Ada' }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const made = await upload(app, sent, buyer);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.deepEqual([made.body.width, made.body.height], [1_600, 2_400]);
  const { bytes, headers } = await fetched(
    app,
    `/pictures/${made.body.pictureId}/file`,
    buyer.token,
  );
  assert.equal(headers.get('content-type'), 'image/webp');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.match(headers.get('cache-control') ?? '', /private/);
  const facts = await sharp(bytes).metadata();
  assert.deepEqual([facts.format, facts.width, facts.height], ['webp', 1_600, 2_400]);
  assert.deepEqual([facts.exif, facts.xmp, facts.icc, facts.orientation], Array(4).fill(undefined));
  assert.ok(!bytes.includes('Ada'));

  const again = await upload(app, sent, buyer);
  assert.equal(again.body.pictureId, made.body.pictureId, 'the same bytes again are the same');
  const other = await upload(app, sent, stranger);
  assert.notEqual(other.body.pictureId, made.body.pictureId);
});

test('all kinds that are said to be taken are, whatever they are called', async () => {
  for (const format of ['png', 'webp', 'gif', 'avif'] as const) {
    const bytes = await drawn({ format });
    const made = await upload(app, bytes, { ...buyer, type: 'application/octet-stream' });
    assert.equal(made.status, 201, format + JSON.stringify(made.body));
  }
});

/** A PNG that claims a size, with all its pixels in a few bytes. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length);
    head.write(type, 4, 'latin1');
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])));
    return Buffer.concat([head, data, crc]);
  };
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set([8, 0, 0, 0, 0], 8);
  const raw = deflateSync(Buffer.alloc(Math.min(height * (width + 1), 4_000_000)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', ihdr),
    chunk('IDAT', raw),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

test('what is no picture, or one that is made to hurt, is refused and leaves nothing', async () => {
  const good = await drawn({ width: 900, height: 700, format: 'jpeg', hue: 7 });
  const frames = await sharp(
    await Promise.all([1, 2].map((hue) => drawn({ format: 'png', hue: hue * 99 }))),
    { join: { animated: true } },
  )
    .gif()
    .toBuffer();
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  );
  const cases: [string, Uint8Array, number, string, string?][] = [
    ['nothing', Buffer.alloc(0), 422, 'picture-broken'],
    [
      'a page called a picture',
      Buffer.from('<html><script>1</script>'),
      415,
      'picture-type-unknown',
    ],
    ['SVG with a script', svg, 415, 'picture-type-unknown'],
    ['a head without a body', good.subarray(0, 20), 422, 'picture-broken'],
    ['half a picture', good.subarray(0, good.length / 2), 422, 'picture-broken'],
    [
      'a page behind a head',
      Buffer.from('\x89PNG\r\n\x1a\n<script>', 'latin1'),
      422,
      'picture-broken',
    ],
    [
      'one kind behind the head of another',
      Buffer.concat([Buffer.from('GIF89a'), svg]),
      422,
      'picture-broken',
    ],
    ['a wall in some kilobytes', png(12_000, 12_000), 422, 'picture-size', 'pixels'],
    ['a thread', png(1, 100_000), 422, 'picture-size', 'side-short'],
    ['a ribbon', png(60, 60_000), 422, 'picture-size', 'side-long'],
    ['a film', frames, 422, 'picture-size', 'frames'],
    ['a dot', png(10, 10), 422, 'picture-size', 'side-short'],
    ['too little for its size', png(5_000, 9_000), 422, 'picture-broken'],
  ];
  const count = async () =>
    (await db.query('select count(*)::int as n from media.picture')).rows[0].n;
  const before = await count();
  for (const [what, bytes, status, code, reason] of cases) {
    const no = await upload(app, bytes, buyer);
    assert.deepEqual([what, no.status, no.body?.code], [what, status, code]);
    if (reason !== undefined) assert.equal(no.body.reason, reason, what);
  }
  const large = Buffer.concat([good, Buffer.alloc(limits.upload_bytes_max)]);
  assert.equal((await upload(app, large, buyer)).status, 413);
  const wrong = await upload(app, good, { ...buyer, type: 'text/html' });
  assert.equal(wrong.status, 415);
  assert.equal(await count(), before, 'nothing of them is kept');

  // A page hidden behind a good picture is left behind with all that is not its pixels.
  const both = Buffer.concat([good, Buffer.from('<script>alert(1)</script>PK\x03\x04')]);
  const made = await upload(app, both, buyer);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const kept = await fetched(app, `/pictures/${made.body.pictureId}/file`, buyer.token);
  assert.ok(!kept.bytes.includes('script') && !kept.bytes.includes('PK'));
});

test('whose a picture is, decides who sees and uses it', async () => {
  const { body: mine } = await upload(app, await drawn({ hue: 11 }), {
    ...buyer,
    path: '/pictures?purpose=return',
  });
  const at = `/pictures/${mine.pictureId}/file`;
  const status = async (path: string, token?: string) => (await fetched(app, path, token)).status;
  assert.equal(await status(at, buyer.token), 200);
  assert.equal(await status(at, stranger.token), 404);
  assert.equal(await status(at), 401);
  assert.equal(
    await status(`/seller${at}`, shop.sellerToken),
    404,
    'before it concerns the seller',
  );
  assert.equal(await status(`/seller${at}`, buyer.token), 401, 'a guest is no seller');
  assert.equal(await status(`/admin${at}`, shop.adminToken), 200);
  assert.equal(await status(`/admin${at}`, shop.sellerToken), 403);
  assert.equal(await status(`/${mine.url}`), 404, 'it is not public, not even by its name');

  const media = app.host.client(mediaCalls);
  const claim = (ownerId: string, ref: string, purpose: 'return' | 'review' = 'return') =>
    media.claim({
      ownerId,
      purpose,
      ref,
      pictureIds: [mine.pictureId],
      sellerIds: [shop.sellerId],
    });
  const code = async (work: ReturnType<typeof claim>) => {
    const done = await work;
    return 'code' in done ? done.code : 'taken';
  };
  assert.equal(await code(claim(stranger.userId, 'a')), 'picture-not-found');
  assert.equal(
    await code(claim(buyer.userId, 'a', 'review')),
    'picture-not-found',
    'sent for another purpose',
  );
  assert.equal(await code(claim(buyer.userId, 'ord_1:a')), 'taken');
  assert.equal(await code(claim(buyer.userId, 'ord_1:a')), 'taken', 'again for the same is fine');
  assert.equal(await code(claim(buyer.userId, 'ord_2:b')), 'picture-not-found', 'used elsewhere');
  assert.equal(await status(`/seller${at}`, shop.sellerToken), 200, 'now it concerns the seller');

  const theirs = await upload(app, await drawn({ hue: 12 }), {
    token: shop.sellerToken,
    path: '/seller/pictures',
  });
  assert.equal(theirs.status, 201);
  assert.equal(await status(`/${theirs.body.url}`), 200, 'a product picture is for everybody');
  const foreign = await upload(app, await drawn({ hue: 13 }), {
    token: shop.sellerToken,
    path: `/seller/pictures?sellerId=${newId('slr')}`,
  });
  assert.equal(foreign.status, 404);
  assert.equal(
    (await upload(app, await drawn(), { ...buyer, path: '/seller/pictures' })).status,
    401,
  );
  assert.equal((await upload(app, await drawn(), {})).status, 401);
  assert.equal(
    (await upload(app, await drawn(), { ...buyer, path: '/pictures?purpose=product' })).status,
    422,
  );
});

test('a picture of a product stays while a product of its seller shows it', async () => {
  const sent = { token: shop.sellerToken, path: '/seller/pictures' };
  const { body: made } = await upload(app, await drawn({ hue: 14 }), sent);
  const { productId } = await shop.product();
  const catalog = app.host.client(catalogCalls);
  const { pictureId, url } = made;
  const used = async (ownerId: string) => {
    const pictures = [{ pictureId, url, ref: '-', ownerId }];
    return (await catalog.picturesInUse({ pictures })).used;
  };
  assert.deepEqual(await used(shop.sellerId), []);
  const put = await app.send('PUT', `/seller/products/${productId}/images`, {
    token: shop.sellerToken,
    headers: { 'if-match': '"1"' },
    body: { images: [{ url, alt: 'A thing' }] },
  });
  assert.equal(put.status, 200, JSON.stringify(put.body));
  assert.deepEqual(await used(shop.sellerId), [pictureId]);
  assert.deepEqual(await used(newId('slr')), [], 'another seller does not keep it');
});

test('a thousand at once: a bounded number is read, the others are told to wait', async () => {
  const crowd = await Promise.all(Array.from({ length: 20 }, () => shop.shopper()));
  const bytes = await drawn({ width: 1_500, height: 1_500, hue: 99 });
  const heap_before = process.memoryUsage.rss();
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, nth) => upload(app, bytes, crowd[nth % 20])),
  );
  const by = Map.groupBy(answers, (one) => one.status);
  assert.deepEqual([...by.keys()].toSorted(), [201, 503]);
  for (const one of by.get(503) ?? []) {
    assert.equal(one.body.code, 'overloaded');
    assert.ok(Number(one.headers['retry-after']) > 0);
  }
  assert.ok((by.get(503)?.length ?? 0) > 100, 'most of them');
  assert.ok(process.memoryUsage.rss() - heap_before < 700 * 1024 * 1024);
  assert.equal((await upload(app, await drawn({ hue: 100 }), buyer)).status, 201, 'it goes on');
});

test('nobody fills the shelves, and what is counted is what is there', async () => {
  const greedy = await shop.shopper();
  const { rows } = await db.query(
    `insert into media.picture_quota (owner_id, pictures, unused, bytes)
     values ($1, $2, $2, 0) returning owner_id`,
    [greedy.userId, limits.unusedPerPerson_max - 1],
  );
  assert.equal(rows.length, 1);
  const two = await Promise.all(
    [1, 2].map(async (hue) => upload(app, await drawn({ hue: hue * 1_000 }), greedy)),
  );
  assert.deepEqual(two.map((one) => one.status).toSorted(), [201, 409]);
  const no = two.find((one) => one.status === 409);
  assert.deepEqual([no?.body.code, no?.body.reason], ['picture-quota', 'unused']);
  await db.query('delete from media.picture_quota where owner_id = $1', [greedy.userId]);
  await db.query('delete from media.picture where owner_id = $1', [greedy.userId]);

  const counted = await db.query(
    `select q.owner_id from media.picture_quota q left join (
       select owner_id, count(*) as n, count(*) filter (where ref is null) as unused,
         sum(bytes) as bytes from media.picture group by owner_id) p using (owner_id)
     where (q.pictures, q.unused, q.bytes) is distinct from (p.n, p.unused, p.bytes)`,
  );
  assert.deepEqual(counted.rows, []);
  const rowsOf = await db.query(
    "select count(*)::int as n from media.picture where state = 'READY'",
  );
  assert.equal((await readdir(join(home, 'files', 'media'))).length, rowsOf.rows[0].n + 1);
});
