import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normaliseEmail } from './contract.ts';
import {
  cleanRoles,
  expandScopes,
  failureWindow_ms,
  freeFailures_max,
  isActiveSuper,
  loginWait,
  pause_ms_max,
  pauseAfter,
} from './model.ts';
import { revocationsOf } from './reactions.ts';

test('one mailbox has one spelling: case, width and the domain in Unicode', () => {
  for (const spelling of ['Ada@Example.TEST', ' ada@example.test ', 'ａｄａ@example.test']) {
    assert.equal(normaliseEmail(spelling), 'ada@example.test');
  }
  assert.equal(normaliseEmail('a@BÜCHER.example'), 'a@xn--bcher-kva.example');
});

test('what cannot be an address is refused', () => {
  const wrong = [
    '', 'ada', 'ada@', '@example.test', 'a@b@example.test', 'a b@example.test', 'ada@localhost',
    'a\u0000@example.test', 'a\n@example.test', '.a@example.test', 'a..b@example.test',
    'ada@-x.test', 'ada@exa mple.test', '<a>@example.test', `${'a'.repeat(65)}@example.test`,
    `a@${'b'.repeat(250)}.test`, '\ud800@example.test',
  ]; // prettier-ignore
  for (const text of wrong) assert.equal(normaliseEmail(text), undefined, JSON.stringify(text));
});

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (text) => {
      const once = normaliseEmail(text);
      if (once !== undefined) assert.equal(normaliseEmail(once), once);
    }),
  );
});

test('ten failures are free, then the pause doubles up to five minutes', () => {
  assert.equal(pauseAfter(freeFailures_max - 1), 0);
  const pauses = [10, 11, 12, 13, 14, 15, 16, 17, 1000].map(pauseAfter);
  assert.deepEqual(pauses.slice(0, 4), [5_000, 10_000, 20_000, 40_000]);
  assert.equal(pauses.at(-1), pause_ms_max);
});

test('the wait counts from the last failure and ends with the window', () => {
  const attempts = { failures: 10, firstAt_ms: 0, lastAt_ms: 1_000 };
  assert.equal(loginWait(attempts, 2_000), 4_000);
  assert.equal(loginWait(attempts, 6_000), 0);
  assert.equal(loginWait({ ...attempts, lastAt_ms: failureWindow_ms }, failureWindow_ms + 1), 0);
});

test('roles are known ones, each once', () => {
  assert.deepEqual(cleanRoles(['support', 'super', 'support']), ['super', 'support']);
  assert.equal(cleanRoles(['owner']), undefined);
  assert.ok(isActiveSuper({ status: 'ACTIVE', roles: ['super'] }));
  assert.ok(!isActiveSuper({ status: 'SUSPENDED', roles: ['super'] }));
});

test('a key that may write may read', () => {
  assert.deepEqual(expandScopes(['orders:write', 'orders:read']), ['orders:write', 'orders:read']);
  assert.deepEqual(expandScopes(['finance:read']), ['finance:read']);
});

test('lost rights kill older tokens, new rights do not', () => {
  const event = (payload: Record<string, unknown>) => ({
    eventType: 'SELLER_MEMBER_CHANGED',
    eventId: 'evt_1',
    sagaId: null,
    timestamp: '2027-01-15T08:00:00.000Z',
    aggregate: { type: 'member', id: 'x', version: 1 },
    payload,
    metadata: { correlationId: 'c', causationId: null, source: 's', version: '1.0', lamport: 1 },
  });
  const before_ms = Date.parse('2027-01-15T08:00:01.000Z');
  assert.deepEqual(revocationsOf([event({ userId: 'usr_1', previousRole: null })]), []);
  assert.deepEqual(revocationsOf([event({ userId: 'usr_1', previousRole: 'owner' })]), [
    { subject: 'usr_1', before_ms },
  ]);
  assert.equal(revocationsOf([event({ userIds: ['usr_1', 'usr_2'] })]).length, 2);
});
