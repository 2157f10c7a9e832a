import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coversScope, isScope, newApiKey, parseApiKey, sameHash } from './api-key.ts';

test('a made key parses to its id and hash', () => {
  for (let i = 0; i < 200; i++) {
    const key = newApiKey();
    assert.match(key.token, /^tsk_live_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/);
    assert.deepEqual(parseApiKey(key.token), { id: key.id, hash: key.hash });
    assert.ok(!key.hash.includes(key.token.slice(-43)));
  }
});

test('anything else is not a key', () => {
  const { token } = newApiKey();
  const wrong = ['', 'tsk_live_', `${token}x`, token.slice(0, -1), token.replace('live', 'test')];
  for (const text of [...wrong, ` ${token}`, token.toUpperCase(), `${token}\n`]) {
    assert.equal(parseApiKey(text), undefined, text);
  }
});

test('hashes compare whole; malformed ones never match', () => {
  const { hash } = newApiKey();
  assert.equal(sameHash(hash, hash), true);
  assert.equal(sameHash(hash, newApiKey().hash), false);
  assert.equal(sameHash('', ''), false);
  assert.equal(sameHash('zz', 'zz'), false);
  assert.equal(sameHash(hash, hash.slice(0, 62)), false);
});

test('write covers read of the same resource only', () => {
  assert.equal(coversScope(['catalogue:read'], 'catalogue:read'), true);
  assert.equal(coversScope(['catalogue:write'], 'catalogue:read'), true);
  assert.equal(coversScope(['catalogue:read'], 'catalogue:write'), false);
  assert.equal(coversScope(['orders:write'], 'catalogue:read'), false);
  assert.equal(coversScope([], 'catalogue:read'), false);
  assert.equal(isScope('gift-cards:write'), true);
  assert.equal(isScope('*'), false);
});
