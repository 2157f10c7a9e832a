import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublic, readOriginal, sourceOf } from './picture-source.ts';

const uploads = { read: async () => null };
const hosts = ['images.example.com', 'localhost'];

test('originals are ours, or of a host that the operator named', () => {
  assert.equal(sourceOf('images/a-1.webp', { hosts }), 'images/a-1.webp');
  const there = 'https://images.example.com/a/b.png?x=1';
  assert.equal(sourceOf(there, { hosts }), there);
  assert.equal(sourceOf('https://IMAGES.example.com/a', { hosts }), 'https://images.example.com/a');
  for (const bad of [
    'images/../secret',
    'media/../secret',
    'media/a.webp',
    'images/.hidden',
    'images/a/b.webp',
    'http://images.example.com/a',
    'https://images.example.com.evil.example/a',
    'https://images.example.com@evil.example/a',
    'https://user:word@images.example.com/a',
    'https://images.example.com:8443/a',
    'https://evil.example/?images.example.com',
    'file:///etc/passwd',
    'data:image/png;base64,AA',
    '//images.example.com/a',
    '',
  ]) {
    assert.equal(sourceOf(bad, { hosts }), null, bad);
  }
});

test('only addresses of the public internet are connected to', () => {
  for (const open of ['1.1.1.1', '8.8.8.8', '2606:4700:4700::1111', '2a00:1450:4001::1']) {
    assert.equal(isPublic(open), true, open);
  }
  for (const closed of [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    'nonsense',
  ]) {
    assert.equal(isPublic(closed), false, closed);
  }
});

test('a named host that leads inside is not asked', async () => {
  const options = { imagesFolder: '/nowhere', hosts, uploads };
  assert.equal(await readOriginal('https://localhost/a.png', options), null);
});

test('an original of ours that is not there is none', async () => {
  const options = { imagesFolder: '/nowhere', hosts, uploads };
  assert.equal(await readOriginal('images/none.webp', options), null);
  const file = `${'a'.repeat(40)}-${'b'.repeat(16)}.webp`;
  assert.equal(sourceOf(`media/${file}`, { hosts }), `media/${file}`);
  assert.equal(await readOriginal(`media/${file}`, options), null);
});
