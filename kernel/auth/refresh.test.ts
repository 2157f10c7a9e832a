import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideRefresh, hashRefreshToken, newRefreshToken, refreshExpiry } from './refresh.ts';
import { refreshFamily_ms, refreshIdle_ms, refreshRace_ms } from './refresh.ts';
import type { RefreshRecord } from './refresh.ts';

const fresh: RefreshRecord = { familyEnded: false, rotatedAt_ms: null, expiresAt_ms: 1000 };

test('tokens are long, differ, and only their hash is for keeping', () => {
  const made = Array.from({ length: 100 }, newRefreshToken);
  assert.equal(new Set(made.map((m) => m.token)).size, 100);
  for (const { token, hash } of made) {
    assert.equal(hashRefreshToken(token), hash);
    assert.match(hash, /^[0-9a-f]{64}$/);
    assert.ok(!hash.includes(token));
  }
  assert.equal(hashRefreshToken('tsr_short'), undefined);
  assert.equal(hashRefreshToken(`tsr_${'x'.repeat(1_000_000)}`), undefined);
});

test('the newest token rotates; unknown, expired and ended ones are only refused', () => {
  assert.deepEqual(decideRefresh(fresh, 999), { kind: 'rotate' });
  assert.deepEqual(decideRefresh(fresh, 1000), { kind: 'refuse', reason: 'expired' });
  assert.deepEqual(decideRefresh(undefined, 0), { kind: 'refuse', reason: 'unknown' });
  const ended = { ...fresh, familyEnded: true, rotatedAt_ms: 0 };
  assert.deepEqual(decideRefresh(ended, 999), { kind: 'refuse', reason: 'ended' });
});

test('an old token that comes back ends the family, also after its own expiry', () => {
  const rotated = { ...fresh, rotatedAt_ms: 100 };
  const late = 100 + refreshRace_ms + 1;
  assert.deepEqual(decideRefresh(rotated, late), { kind: 'end-family', reason: 'reused' });
});

test('two tabs that refresh at once: one rotates, one is refused, nobody is logged out', () => {
  const rotated = { ...fresh, rotatedAt_ms: 100 };
  const soon = decideRefresh(rotated, 100 + refreshRace_ms);
  assert.deepEqual(soon, { kind: 'refuse', reason: 'superseded' });
});

test('a token lives its idle time but never outlives its family', () => {
  assert.equal(refreshExpiry(1000, 1000), 1000 + refreshIdle_ms);
  const late = refreshFamily_ms - 5;
  assert.equal(refreshExpiry(late, 0), refreshFamily_ms);
});
