import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { orderEvent, sampleOrder } from './test-kit.ts';
import { accountNoticeOf, kinds, noticeOf, noticeTypes, planFor } from './model.ts';
import {
  channels,
  gridOf,
  keyOf,
  lockOf,
  minutesOf,
  noPreferences,
  quietUntil,
  timeOf,
  timeZoneOf,
  topics,
  wants,
  type Preferences,
} from './preference.ts';

const at = (iso: string) => Date.parse(iso);
const nights = { from: 22 * 60, to: 7 * 60, timeZone: 'Europe/Berlin' };

test('nothing is advertised unasked, and two mails cannot be switched off', () => {
  const grid = gridOf(noPreferences);
  assert.equal(grid.length, topics.length * channels.length);
  const on = grid.filter((cell) => cell.enabled).map(keyOf);
  assert.ok(!on.includes('sales:email') && !on.some((key) => /sms|push/.test(key)));
  assert.deepEqual(grid.filter((cell) => cell.locked).map(keyOf), [
    'orders:email',
    'account:email',
  ]);
  for (const cell of grid) assert.equal(cell.reason !== null, cell.locked);
  const all = Object.fromEntries(grid.map((cell) => [keyOf(cell), false]));
  const none: Preferences = { cells: all, quiet: null };
  assert.deepEqual(
    gridOf(none)
      .filter((cell) => cell.enabled)
      .map(keyOf),
    ['orders:email', 'account:email'],
  );
});

test('quiet hours over midnight and within a day, to the minute', () => {
  const until = (iso: string, quiet = nights) => {
    const ms = quietUntil(quiet, at(iso));
    return ms === null ? null : new Date(ms).toISOString();
  };
  assert.equal(until('2026-01-10T20:59:59Z'), null, 'a second before 22:00 in Berlin');
  assert.equal(until('2026-01-10T21:00:00Z'), '2026-01-11T06:00:00.000Z');
  assert.equal(until('2026-01-11T05:59:59.999Z'), '2026-01-11T06:00:00.000Z');
  assert.equal(until('2026-01-11T06:00:00Z'), null);
  const noon = { from: 12 * 60, to: 13 * 60 + 30, timeZone: 'Asia/Kolkata' };
  assert.equal(until('2026-01-10T07:00:00Z', noon), '2026-01-10T08:00:00.000Z');
  assert.equal(until('2026-01-10T08:00:00Z', noon), null);
  assert.equal(quietUntil(null, 0), null);
});

test('quiet hours end at the local time also when the clocks change in between', () => {
  // Berlin, 29 March 2026: 02:00 becomes 03:00; 25 October: 03:00 becomes 02:00.
  const spring = quietUntil(nights, at('2026-03-28T22:00:00Z'));
  assert.equal(new Date(spring ?? 0).toISOString(), '2026-03-29T05:00:00.000Z');
  const autumn = quietUntil(nights, at('2026-10-24T22:00:00Z'));
  assert.equal(new Date(autumn ?? 0).toISOString(), '2026-10-25T06:00:00.000Z');
});

test('quiet hours end within a day, and no quiet follows at once', () => {
  const zones = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
  fc.assert(
    fc.property(
      fc.record({
        from: fc.integer({ min: 0, max: 1439 }),
        to: fc.integer({ min: 0, max: 1439 }),
        timeZone: fc.constantFrom(...zones),
      }),
      fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') }),
      (quiet, now_ms) => {
        fc.pre(quiet.from !== quiet.to);
        const end_ms = quietUntil(quiet, now_ms);
        if (end_ms === null) return;
        assert.ok(end_ms > now_ms - 3_600_000 && end_ms <= now_ms + 26 * 3_600_000);
      },
    ),
  );
});

test('times of day and time zones are read as people write them', () => {
  assert.equal(minutesOf('07:05'), 425);
  assert.equal(timeOf(425), '07:05');
  for (const text of ['24:00', '7:05', '07:60', '', '07:05:00']) {
    assert.equal(minutesOf(text), undefined, text);
  }
  assert.equal(timeZoneOf('Europe/Berlin'), 'Europe/Berlin');
  for (const name of ['Mars/Base', '', '../etc']) assert.equal(timeZoneOf(name), undefined);
});

const order = sampleOrder('usr_1');
const shipped = noticeOf(orderEvent(order, 'ORDER_STATUS_CHANGED', { to: 'SHIPPED' }));
const confirmed = noticeOf(orderEvent(order, 'ORDER_CREATED', { status: 'CONFIRMED' }));
const night_ms = at('2026-01-10T23:00:00Z');

test('at night only what is urgent goes out; the centre has it all at once', () => {
  assert.ok(shipped && confirmed);
  const quiet: Preferences = { cells: {}, quiet: nights };
  const later = planFor(shipped, quiet, night_ms);
  const plan = { status: 'QUEUED', reason: null, inApp: true };
  assert.deepEqual(later, { ...plan, notBefore: '2026-01-11T06:00:00.000Z' });
  assert.deepEqual(planFor(confirmed, quiet, night_ms), { ...plan, notBefore: null });
  const silent: Preferences = { cells: { 'orders:in-app': false }, quiet: null };
  assert.equal(planFor(shipped, silent, night_ms).inApp, false);
});

test('what is switched off is noted and not sent', () => {
  const cells = { 'stock:email': false };
  assert.equal(wants({ cells, quiet: null }, { topic: 'stock', channel: 'email' }), false);
  const always = noticeTypes.filter((type) => ['orders', 'account'].includes(kinds[type].topic));
  for (const type of always) {
    const { topic } = kinds[type];
    assert.notEqual(
      lockOf({ topic, channel: 'email' }),
      null,
      'what an order and an account need is locked',
    );
  }
});

const identityEvent = (eventType: string, payload: object) => ({
  ...orderEvent(order, eventType),
  payload: { ...payload },
  aggregate: { type: 'user', id: 'chl_1', version: 7 },
});

test('what happens to accounts is told; what concerns nobody is not', () => {
  const made = (purpose: string, userId: string | null = 'usr_1') =>
    accountNoticeOf(identityEvent('CHALLENGE_MADE', { challengeId: 'chl_1', purpose, userId }));
  assert.deepEqual(
    ['reset', 'sign-in', 'verify-email', 'other'].map((purpose) => made(purpose)?.type),
    ['password-reset', 'sign-in-code', 'verify-email', undefined],
  );
  assert.equal(made('reset')?.ref, 'chl_1');
  assert.equal(made('reset', null), null);
  const changed = accountNoticeOf(identityEvent('PASSWORD_CHANGED', { userId: 'usr_1' }));
  assert.deepEqual([changed?.type, changed?.ref], ['password-changed', 'usr_1:7']);
  const key = accountNoticeOf(identityEvent('PASSKEY_ADDED', { userId: 'usr_1' }));
  assert.equal(key?.type, 'passkey-added');
  const again = accountNoticeOf(identityEvent('REGISTRATION_REPEATED', { userId: 'usr_1' }));
  assert.deepEqual([again?.type, again?.ref], ['registration-repeated', 'usr_1:2026-05-02']);
  const code = made('sign-in');
  assert.ok(code && again);
  assert.equal(planFor(code, noPreferences, 0).inApp, false, 'a code is nothing to keep');
  assert.equal(planFor(again, noPreferences, 0).inApp, true);
});
