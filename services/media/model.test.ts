import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileOf, fileSchemaPattern, kindOf, sizeProblem } from './model.ts';

const of = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
    ),
  );

test('a picture is what its first bytes say, whatever it is called', () => {
  const box = (brands: string) => of([0, 0, 0, 8 + brands.length], 'ftyp', brands);
  assert.equal(kindOf(of([0xff, 0xd8, 0xff, 0xe0])), 'jpeg');
  assert.equal(kindOf(of([0x89], 'PNG\r\n\x1a\n')), 'png');
  assert.equal(kindOf(of('GIF89a')), 'gif');
  assert.equal(kindOf(of('RIFF\x10\0\0\0WEBPVP8 ')), 'webp');
  assert.equal(kindOf(box('avif\0\0\0\0avifmif1')), 'avif');
  assert.equal(kindOf(box('mif1\0\0\0\0mif1avif')), 'avif');
  for (const no of [
    of(),
    of('<!doctype html><script>alert(1)</script>'),
    of('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    of('<?xml version="1.0"?><svg/>'),
    of('%PDF-1.7'),
    of('PK\x03\x04'),
    of('BM\0\0'),
    of('II*\0'),
    of('RIFF\x10\0\0\0WAVEfmt '),
    of([0xff, 0xd8]),
    of([0x89], 'PNG'),
    box('heic\0\0\0\0mif1heic'),
    // A brand beyond the first box is not its own.
    of([0, 0, 0, 16], 'ftypmp42\0\0\0\0', 'avif'),
    of([0, 0, 0, 1], 'ftyp'),
    of([0xff, 0xff, 0xff, 0xff], 'ftyp', 'x'.repeat(100)),
  ]) {
    assert.equal(kindOf(no), null, no.toString('latin1'));
  }
});

test('what is too large, too thin or moves is not read', () => {
  const of_ = (width: number, height: number, frames = 1) =>
    sizeProblem({ format: 'png', width, height, frames });
  assert.equal(of_(4000, 3000), null);
  assert.equal(of_(50, 50), null);
  assert.equal(of_(8192, 6103), null);
  assert.equal(of_(8192, 6104), 'pixels');
  assert.equal(of_(1, 100_000), 'side-short');
  assert.equal(of_(60, 100_000), 'side-long');
  assert.equal(of_(100, 100, 2), 'frames');
  assert.equal(
    sizeProblem({ format: undefined, width: undefined, height: undefined, frames: 1 }),
    'side-short',
  );
});

test('the name of a file holds the hash of its bytes and fits the address', () => {
  const name = fileOf(Buffer.from('abc'), '0123456789abcdef');
  assert.match(name, new RegExp(fileSchemaPattern));
  assert.ok(name.startsWith('ba7816bf8f01cfea'));
});
