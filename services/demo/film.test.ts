// Films made without an encoder: what browsers need of the file, and captions in every language.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { captionsIn, renderFilm } from './film.ts';
import { vp8Of, webmOf } from './webm.ts';

const plain = (color: string) =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: color } });

test('a film holds the VP8 frames of its pictures, and says where each second begins', async () => {
  const colors = ['#800', '#080', '#008', '#888', '#fff'];
  const frames = await Promise.all(
    colors.map((one) => plain(one).webp({ quality: 50 }).toBuffer()),
  );
  const film = webmOf({ width: 64, height: 48, frame_ms: 500, frames });
  assert.equal(film.readUInt32BE(0), 0x1a45dfa3);
  for (const [at, frame] of frames.entries()) {
    const vp8 = vp8Of(frame);
    // RFC 6386, 9.1: the lowest bit of a key frame is 0, then its start code.
    assert.equal((vp8[0] ?? 1) & 1, 0);
    assert.deepEqual([...vp8.subarray(3, 6)], [0x9d, 0x01, 0x2a]);
    assert.ok(film.includes(vp8), `frame ${at}`);
  }
  // Positions of cues count from the first byte inside the segment.
  const segment = film.indexOf(Buffer.from('18538067', 'hex')) + 12;
  const cluster = Buffer.from('1f43b675', 'hex');
  const position = Buffer.from('f1', 'hex');
  let clusters = 0;
  for (let at = film.indexOf(position, segment); at >= 0; at = film.indexOf(position, at + 1)) {
    if (film.readUIntBE(at + 1, 6) !== 0x010000000000 || film[at + 8] !== 4) continue;
    const place = segment + film.readUInt32BE(at + 9);
    assert.deepEqual(film.subarray(place, place + 4), cluster);
    clusters += 1;
    if (clusters === 3) break;
  }
  assert.equal(clusters, 3, 'two frames a second, five frames');
});

test('a picture that is no lossy one is refused', async () => {
  const sharpest = await plain('#800').webp({ lossless: true }).toBuffer();
  assert.throws(() => vp8Of(sharpest), /lossy/);
});

test(
  'a demo film is small, comes with captions, and is made once',
  { timeout: 240_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trueshelf-film-'));
    try {
      const spec = { kind: 'headphones', color: 'teal', seed: 0, view: 0 };
      const { film, captions, seconds } = await renderFilm(spec, folder);
      const { size, mtimeMs } = await stat(join(folder, film));
      assert.ok(size < 300_000, `${size} bytes`);
      assert.equal(seconds, 6);
      assert.deepEqual(
        captions.map((one) => one.locale),
        ['en', 'de', 'es', 'hi', 'ar'],
      );
      const [first] = captions;
      assert.ok(first !== undefined);
      assert.match(await readFile(join(folder, first.file), 'utf8'), /^WEBVTT\n\n00:00\.000 --> /);
      assert.match(captionsIn('ar'), /-->/);
      assert.deepEqual(await renderFilm(spec, folder), { film, captions, seconds });
      assert.equal((await stat(join(folder, film))).mtimeMs, mtimeMs);
      assert.equal((await readdir(folder)).length, 6);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
