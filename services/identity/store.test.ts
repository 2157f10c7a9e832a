import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import type { ManualClock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import { newRefreshToken } from '#kernel/auth/refresh.ts';
import { identityDeps, start_ms } from '../../test/people.ts';
import { addAddress, changeAddress, removeAddress } from './commands-address.ts';
import { addressesPerUser_max } from './contract.ts';
import type { Deps } from './deps.ts';
import { freeFailures_max, loginWait } from './model.ts';
import { identityQueries } from './queries.ts';
import * as store from './store.ts';
import * as sessions from './store-session.ts';

let deps: Deps;
let db: Db;
let clock: ManualClock;
let close: () => Promise<void>;

before(async () => {
  ({ deps, db, clock, close } = await identityDeps());
});
after(() => close());

const address = {
  name: 'Ada',
  line1: '1 Main Street',
  city: 'New York',
  state: 'NY',
  postalCode: '10001',
  country: 'US',
};

async function newGuest() {
  const userId = newId('usr');
  const sessionId = newId('ses');
  const { hash } = newRefreshToken();
  const guest = {
    userId,
    email: null,
    locale: 'en',
    sessionId,
    hash,
    network: 'n',
    device: '',
    now_ms: clock.now(),
  };
  const expiresAt_ms = clock.now() + 1_000_000;
  await store.insertGuests(db, [{ ...guest, expiresAt_ms, meta: eventMeta() }]);
  return { userId, sessionId, hash };
}

const registration = (email: string) => ({
  email,
  passwordHash: 'x',
  name: 'Ada',
  phone: null,
  locale: 'en',
});

test('of many registrations of one e-mail one makes the account', async () => {
  const made = await Promise.all(
    Array.from({ length: 20 }, () => store.insertAccount(db, registration('race@a.test'))),
  );
  assert.equal(made.filter((id) => id !== undefined).length, 1);
  const events = await db.rows<{ type: string }>(
    `select type from outbox where payload ->> 'userId' = $1 and type <> 'USER_REGISTERED'`,
    [made.find((id) => id !== undefined)],
  );
  // Losers that ran at the very same time may not have seen the winner to tell it.
  assert.ok(events.every(({ type }) => type === 'REGISTRATION_REPEATED'));
});

test('a repeated registration changes nothing and tells the owner', async () => {
  const userId = await store.insertAccount(db, registration('owner@a.test'));
  const other = { ...registration('owner@a.test'), passwordHash: 'evil', name: 'Mallory' };
  assert.equal(await store.insertAccount(db, other), undefined);
  const guest = await newGuest();
  assert.equal(await store.convertGuest(db, guest.userId, other), 'taken');
  const kept = await store.loginByEmail(db, 'owner@a.test', 'n');
  assert.equal(kept?.passwordHash, 'x');
  assert.equal(kept?.userId, userId);
  const told = await db.rows(
    `select 1 from outbox where type = 'REGISTRATION_REPEATED' and payload ->> 'userId' = $1`,
    [userId],
  );
  assert.equal(told.length, 2);
  assert.equal((await store.accountById(db, guest.userId))?.kind, 'guest');
});

test('versions of a person are without a gap, and no event holds personal data', async () => {
  const { userId } = await newGuest();
  assert.equal(await store.convertGuest(db, userId, registration('gap@a.test')), 'converted');
  await store.updateAccount(db, { userId, version: 2, name: 'Countess' });
  assert.equal(await store.updateAccount(db, { userId, version: 2, name: 'X' }), undefined);
  const events = await db.rows<{ type: string; agg_version: number; payload: unknown }>(
    'select type, agg_version, payload from outbox where agg_id = $1 order by position',
    [userId],
  );
  assert.deepEqual(
    events.map((event) => [event.type, event.agg_version]),
    [
      ['GUEST_CREATED', 1],
      ['USER_REGISTERED', 2],
      ['USER_UPDATED', 3],
    ],
  );
  assert.doesNotMatch(JSON.stringify(events), /a\.test|Countess/);
});

test('failures are counted as the model says, also when they come at once', async () => {
  const bucket = 'bucket-1';
  const tries = Array.from({ length: 50 }, () => sessions.chargeAttempt(db, bucket, start_ms));
  assert.equal((await Promise.all(tries)).filter(Boolean).length, freeFailures_max);
  for (let now_ms = start_ms; now_ms < start_ms + 2_000_000; now_ms += 2_500) {
    const attempts = await sessions.attemptsOf(db, bucket);
    assert.ok(attempts);
    const expected = loginWait(attempts, now_ms) === 0;
    assert.equal(await sessions.chargeAttempt(db, bucket, now_ms), expected, `at ${now_ms}`);
  }
});

test('of many uses of one refresh token one wins', async () => {
  const { hash, sessionId } = await newGuest();
  const now_ms = clock.now();
  const uses = Array.from({ length: 20 }, () =>
    sessions.rotateToken(db, { hash, next: newRefreshToken().hash, now_ms }),
  );
  const won = (await Promise.all(uses)).filter((one) => one !== undefined);
  assert.equal(won.length, 1);
  assert.equal(won[0]?.sessionId, sessionId);
  const tokens = await db.rows('select 1 from refresh_token where session_id = $1', [sessionId]);
  assert.equal(tokens.length, 2);
});

test('revocations are read once each, however late they commit', async () => {
  const first = await sessions.revocationsSince(db, '');
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let written = (): void => undefined;
  const isWritten = new Promise<void>((resolve) => (written = resolve));
  const slow = db.tx(async (tx) => {
    await sessions.insertRevocations(tx, [{ subject: 'slow', before_ms: 1 }]);
    written();
    await held;
  });
  await isWritten;
  await sessions.insertRevocations(db, [{ subject: 'fast', before_ms: 2 }]);
  const second = await sessions.revocationsSince(db, first.cursor);
  assert.deepEqual(second.revoked, [{ subject: 'fast', before_ms: 2 }]);
  release();
  await slow;
  const third = await sessions.revocationsSince(db, second.cursor);
  assert.deepEqual(third.revoked, [{ subject: 'slow', before_ms: 1 }]);
  const fourth = await sessions.revocationsSince(db, third.cursor);
  assert.deepEqual(fourth.revoked, []);
  const all = await sessions.revocationsSince(db, 'no cursor of ours');
  assert.ok(all.revoked.some((one) => one.subject === 'slow'));
});

test('more revocations than fit one page come with the next', async () => {
  const { cursor } = await sessions.revocationsSince(db, '');
  const list = Array.from({ length: 12_000 }, (_, i) => ({ subject: `s${i}`, before_ms: i }));
  await sessions.insertRevocations(db, list);
  const one = await sessions.revocationsSince(db, cursor);
  assert.equal(one.revoked.length, 10_000);
  await sessions.insertRevocations(db, [{ subject: 'meanwhile', before_ms: 1 }]);
  const two = await sessions.revocationsSince(db, one.cursor);
  assert.equal(two.revoked.length, 2_000);
  const three = await sessions.revocationsSince(db, two.cursor);
  assert.deepEqual(three.revoked, [{ subject: 'meanwhile', before_ms: 1 }]);
});

test('an address book has one default under concurrent changes, and a limit', async () => {
  const { userId } = await newGuest();
  const added = await Promise.all(
    Array.from({ length: 12 }, () => addAddress(deps, userId, { address, isDefault: true })),
  );
  assert.equal(added.length, 12);
  const defaults = async () =>
    db.rows<{ address_id: string }>(
      'select address_id from address where user_id = $1 and is_default',
      [userId],
    );
  const [first] = await defaults();
  assert.equal((await defaults()).length, 1);
  await removeAddress(deps, { userId, addressId: first?.address_id ?? '' });
  assert.equal((await defaults()).length, 1);
  for (let i = 11; i < addressesPerUser_max; i += 1) {
    await addAddress(deps, userId, { address, isDefault: false });
  }
  const over = await addAddress(deps, userId, { address, isDefault: false });
  assert.ok('code' in over && over.code === 'address-limit');
});

test('addresses come in the order asked for, to their owner only', async () => {
  const [ada, eve] = [await newGuest(), await newGuest()];
  const one = await addAddress(deps, ada.userId, { address, isDefault: false });
  const two = await addAddress(deps, ada.userId, {
    address: { ...address, line2: 'b' },
    isDefault: false,
  });
  assert.ok('addressId' in one && 'addressId' in two);
  const queries = identityQueries({ db, now: () => clock.now(), seller: async () => undefined });
  const ids = [two.addressId, one.addressId];
  const [mine, theirs, twice] = await Promise.all([
    queries.addresses({ userId: ada.userId, addressIds: ids }),
    queries.addresses({ userId: eve.userId, addressIds: [one.addressId] }),
    queries.addresses({ userId: ada.userId, addressIds: [one.addressId, one.addressId] }),
  ]);
  assert.ok('addresses' in mine);
  assert.deepEqual(
    mine.addresses.map((row) => row.addressId),
    ids,
  );
  assert.deepEqual(mine.addresses[1], { addressId: one.addressId, userId: ada.userId, ...address });
  assert.ok('code' in theirs && theirs.code === 'address-not-found');
  assert.ok('addresses' in twice && twice.addresses.length === 2);
  const stolen = await changeAddress(
    deps,
    { userId: eve.userId, addressId: one.addressId },
    { address, isDefault: true },
  );
  assert.ok('code' in stolen && stolen.code === 'address-not-found');
  await removeAddress(deps, { userId: ada.userId, addressId: one.addressId });
  const gone = await queries.addresses({ userId: ada.userId, addressIds: ids });
  assert.ok('code' in gone && gone.code === 'address-not-found');
});

test('the sweep removes what is of no use any more', async () => {
  const { hash } = await newGuest();
  assert.equal(await sessions.sweepSessions(db, clock.now()), 0);
  assert.ok((await sessions.sweepSessions(db, clock.now() + 1_000_001)) > 0);
  assert.equal(await sessions.refreshRecord(db, hash), undefined);
});

test('a search finds the beginning of e-mail or name, taken literally', async () => {
  await store.insertAccount(db, { ...registration('find.me@b.test'), name: 'Zoë 100%' });
  const filter = { kind: null, status: null, before: null, limit: 10 };
  const found = async (search: string) =>
    (await store.accountPage(db, { ...filter, search })).map((one) => one.email);
  assert.deepEqual(await found('FIND.me'), ['find.me@b.test']);
  assert.deepEqual(await found('zoë 100%'), ['find.me@b.test']);
  assert.deepEqual(await found('%'), []);
  assert.deepEqual(await found('_ind.me'), []);
});
