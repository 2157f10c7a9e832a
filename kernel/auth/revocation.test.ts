import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manualClock } from '../core/clock.ts';
import { always_ms, revocations } from './revocation.ts';
import type { Revocation } from './revocation.ts';

test('only tokens issued before the revocation die', () => {
  const revoked = revocations({ clock: manualClock(1000), kept_ms: 600_000 });
  revoked.revoke({ subject: 'ses_1', before_ms: 500 });
  assert.equal(revoked.isRevoked('ses_1', 499), true);
  assert.equal(revoked.isRevoked('ses_1', 500), false);
  assert.equal(revoked.isRevoked('ses_2', 1), false);
  revoked.revoke({ subject: 'ses_1', before_ms: 100 });
  assert.equal(revoked.isRevoked('ses_1', 499), true, 'an older revocation takes nothing back');
});

test('revocations are forgotten once no token can meet them', async () => {
  const clock = manualClock(1000);
  const revoked = revocations({ clock, kept_ms: 600_000 });
  revoked.revoke({ subject: 'ses_1', before_ms: always_ms });
  await clock.advance(600_001);
  revoked.revoke({ subject: 'ses_2', before_ms: always_ms });
  assert.equal(revoked.size(), 1);
});

test('memory is bounded, and overflow kills rather than revives', async () => {
  const clock = manualClock(10_000);
  const revoked = revocations({ clock, kept_ms: 600_000, entries_max: 3 });
  for (let i = 0; i < 10; i++) {
    revoked.revoke({ subject: `ses_${i}`, before_ms: always_ms });
    await clock.advance(10);
  }
  assert.equal(revoked.size(), 3);
  for (let i = 0; i < 10; i++) assert.equal(revoked.isRevoked(`ses_${i}`, 9_999), true);
  assert.equal(revoked.isRevoked('ses_fresh', clock.now()), false);
});

test('another process learns of a logout within a second, also after a failed poll', async () => {
  const clock = manualClock(10_000);
  const revoked = revocations({ clock, kept_ms: 600_000 });
  const stored: Revocation[] = [];
  const errors: unknown[] = [];
  let down = false;
  const source = {
    revokedSince: async (cursor: string) => {
      if (down) throw new Error('no database');
      const from = Number(cursor);
      return { revoked: stored.slice(from), cursor: String(stored.length) };
    },
  };
  const stop = new AbortController();
  const onError = (error: unknown) => errors.push(error);
  const following = revoked.follow(source, { signal: stop.signal, onError });
  await clock.advance(0);
  stored.push({ subject: 'ses_1', before_ms: always_ms });
  down = true;
  await clock.advance(500);
  assert.equal(errors.length, 1);
  assert.equal(revoked.isRevoked('ses_1', 9_000), false);
  down = false;
  await clock.advance(500);
  assert.equal(revoked.isRevoked('ses_1', 9_000), true);
  stop.abort();
  await following;
});
