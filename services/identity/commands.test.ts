import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { refreshRace_ms } from '#kernel/auth/refresh.ts';
import { tokens } from '#kernel/auth/token.ts';
import type { ManualClock } from '#kernel/core/clock.ts';
import { Failure } from '#kernel/core/error.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { anonymous, type Principal } from '#kernel/http/principal.ts';
import { guestPrincipal, identityDeps, password } from '../../test/people.ts';
import { changePerson, createAdmin, importPeople, register } from './commands.ts';
import { sessionCommands, type Opened } from './commands-session.ts';
import type { Deps } from './deps.ts';
import { failureWindow_ms, freeFailures_max, sessionsPerUser_max } from './model.ts';
import { accountById } from './store.ts';

let deps: Deps;
let db: Db;
let clock: ManualClock;
let ended: string[];
let config: Awaited<ReturnType<typeof identityDeps>>['config'];
let close: () => Promise<void>;

before(async () => {
  ({ deps, db, clock, ended, config, close } = await identityDeps());
});
after(() => close());

const ip = '192.0.2.1';
const device = '';

const login = (
  email: string,
  text = password,
  extra: { ip?: string; principal?: Principal } = {},
) =>
  sessionCommands(deps).login({
    email,
    password: text,
    ip,
    device,
    cartId: undefined,
    principal: anonymous,
    ...extra,
  });

async function person(email: string): Promise<Opened> {
  assert.equal(await register(deps, { email, password, name: 'Ada' }, anonymous), 'accepted');
  const opened = await login(email);
  assert.ok(!isRefusal(opened));
  return opened;
}

const codeOf = (value: unknown) => (isRefusal(value) ? value.code : 'ok');

test('registering twice sounds the same, and the first password stays', async () => {
  const first = await register(deps, { email: 'a@x.test', password, name: 'A' }, anonymous);
  const other = { email: 'A@X.test', password: 'another password', name: 'B' };
  assert.equal(await register(deps, other, anonymous), first);
  assert.equal(codeOf(await login('a@x.test', 'another password')), 'credentials-wrong');
  assert.equal(codeOf(await login('A@x.TEST')), 'ok');
});

test('a wrong password and an unknown e-mail get the same answer', async () => {
  await person('known@x.test');
  const wrong = await login('known@x.test', 'wrong password');
  const unknown = await login('unknown@x.test', 'wrong password');
  const senseless = await login('no address', 'wrong password');
  assert.deepEqual(wrong, unknown);
  assert.deepEqual(wrong, senseless);
});

test('each answer to a login costs one password check, whoever it is for', async () => {
  await person('cost@x.test');
  const checks: string[] = [];
  const counted: Deps['passwords'] = {
    ...deps.passwords,
    verify: (stored, text) => {
      checks.push('real');
      return deps.passwords.verify(stored, text);
    },
    verifyDummy: (text) => {
      checks.push('dummy');
      return deps.passwords.verifyDummy(text);
    },
  };
  const sessions = sessionCommands({ ...deps, passwords: counted });
  const rest = { password: 'wrong password', ip, device, cartId: undefined, principal: anonymous };
  for (const email of ['cost@x.test', 'no-cost@x.test', 'senseless']) {
    await sessions.login({ ...rest, email });
  }
  assert.deepEqual(checks, ['real', 'dummy', 'dummy']);
});

test('a guest becomes an account with the same id; its guest sessions end at login', async () => {
  const sessions = sessionCommands(deps);
  const guest = await sessions.guest({ email: 'g@x.test', ip, device });
  assert.ok(!isRefusal(guest));
  assert.equal(guest.user.kind, 'guest');
  const principal = guestPrincipal(guest.user.userId);
  const input = { email: 'g@x.test', password, name: 'G' };
  assert.equal(await register(deps, input, principal), 'accepted');
  const refreshed = await sessions.refresh(guest.refresh.token);
  assert.ok(!isRefusal(refreshed));
  assert.equal(refreshed.user.kind, 'guest', 'an old guest session gets no rights of the account');
  const opened = await login('g@x.test', password, { principal });
  assert.ok(!isRefusal(opened));
  assert.equal(opened.user.userId, guest.user.userId);
  assert.equal(codeOf(await sessions.refresh(refreshed.refresh.token)), 'session-ended');
});

test('the carts of a guest come along at login', async () => {
  await person('cart@x.test');
  const asked: unknown[] = [];
  const mergeCart: Deps['mergeCart'] = async (input) => {
    asked.push(input);
    return { cartId: 'cart_1', changes: [] };
  };
  const principal = guestPrincipal('usr_guest');
  const sessions = sessionCommands({ ...deps, mergeCart });
  const input = { email: 'cart@x.test', password, ip, device, principal };
  const opened = await sessions.login({ ...input, cartId: 'cart_9' });
  assert.ok(!isRefusal(opened));
  assert.deepEqual(opened.cart, { cartId: 'cart_1', changes: [] });
  const { userId } = opened.user;
  assert.deepEqual(asked, [{ fromCartId: 'cart_9', fromUserId: 'usr_guest', userId }]);
});

test('without the sellers room a login works, with a short token and no seller roles', async () => {
  await person('away@x.test');
  const memberships = () => Promise.reject(new Failure('room-unavailable'));
  const away = sessionCommands({ ...deps, memberships });
  const principal = anonymous;
  const opened = await away.login({
    email: 'away@x.test',
    password,
    ip,
    device,
    cartId: undefined,
    principal,
  });
  assert.ok(!isRefusal(opened));
  assert.equal(opened.expiresIn_s, 60);
  assert.deepEqual(opened.user.sellers, []);
});

test('after ten failures a login must wait, but not from a network the owner uses', async () => {
  await person('slow@x.test');
  const attacker = { ip: '198.51.100.7' };
  for (let i = 0; i < freeFailures_max; i += 1) {
    assert.equal(
      codeOf(await login('slow@x.test', 'wrong password', attacker)),
      'credentials-wrong',
    );
  }
  await assert.rejects(login('slow@x.test', password, attacker), (error) => {
    assert.ok(error instanceof Failure && error.code === 'too-many-requests');
    assert.equal(error.retryAfter_ms, 5_000);
    return true;
  });
  assert.equal(codeOf(await login('slow@x.test')), 'ok', 'the owner is not locked out');
  await clock.advance(5_000);
  assert.equal(codeOf(await login('slow@x.test', password, attacker)), 'ok');
  assert.equal(codeOf(await login('slow@x.test', 'wrong password', attacker)), 'credentials-wrong');
});

test('unknown e-mails wait as well: the pause tells nothing', async () => {
  for (let i = 0; i < freeFailures_max; i += 1) await login('nobody@x.test', 'wrong password');
  await assert.rejects(login('nobody@x.test', 'wrong password'), Failure);
  await clock.advance(failureWindow_ms + 1);
  assert.equal(codeOf(await login('nobody@x.test', 'wrong password')), 'credentials-wrong');
});

test('a refresh token works once; its replay ends the family, a race does not', async () => {
  const sessions = sessionCommands(deps);
  const first = await person('refresh@x.test');
  const second = await sessions.refresh(first.refresh.token);
  assert.ok(!isRefusal(second));
  assert.equal(codeOf(await sessions.refresh(first.refresh.token)), 'refresh-superseded');
  const third = await sessions.refresh(second.refresh.token);
  assert.ok(!isRefusal(third), 'the loser of a race harms nobody');
  await clock.advance(refreshRace_ms + 1);
  assert.equal(codeOf(await sessions.refresh(first.refresh.token)), 'session-ended');
  assert.equal(codeOf(await sessions.refresh(third.refresh.token)), 'session-ended');
  assert.equal(ended.length > 0, true);
  for (const text of ['', 'x', 'tsr_short', first.accessToken]) {
    assert.equal(codeOf(await sessions.refresh(text)), 'session-ended');
  }
});

test('a race of refreshes mints one successor and no second family', async () => {
  const sessions = sessionCommands(deps);
  const first = await person('tabs@x.test');
  const tries = Array.from({ length: 10 }, () => sessions.refresh(first.refresh.token));
  const codes = (await Promise.all(tries)).map(codeOf);
  assert.equal(codes.filter((code) => code === 'ok').length, 1);
  assert.equal(codes.filter((code) => code === 'refresh-superseded').length, 9);
  const row = await db.row<{ count: number }>(
    'select count(*)::int as count from session where user_id = $1',
    [first.user.userId],
  );
  assert.equal(row?.count, 1);
});

test('logout ends the session of the cookie and that of the token', async () => {
  const sessions = sessionCommands(deps);
  const opened = await person('out@x.test');
  await sessions.logout(opened.refresh.token, anonymous);
  assert.equal(codeOf(await sessions.refresh(opened.refresh.token)), 'session-ended');
  await sessions.logout(opened.refresh.token, anonymous);
  await sessions.logout(undefined, anonymous);
});

test('one person keeps a bounded number of sessions, the newest', async () => {
  const first = await person('many@x.test');
  for (let i = 0; i < sessionsPerUser_max; i += 1) {
    await clock.advance(1);
    await login('many@x.test');
  }
  const sessions = sessionCommands(deps);
  assert.equal(codeOf(await sessions.refresh(first.refresh.token)), 'session-ended');
});

test('a token is as old as the facts in it', async () => {
  await person('facts@x.test');
  const memberships = async () => {
    await clock.advance(500);
    return [];
  };
  const sessions = sessionCommands({ ...deps, memberships });
  const asked_ms = clock.now();
  const input = {
    email: 'facts@x.test',
    password,
    ip,
    device,
    cartId: undefined,
    principal: anonymous,
  };
  const opened = await sessions.login(input);
  assert.ok(!isRefusal(opened));
  const made = tokens({ key: config.tokenKey, issuer: config.publicUrl, clock });
  const session = made.verify(opened.accessToken);
  assert.ok(!isRefusal(session));
  assert.equal(session.issuedAt_ms, asked_ms);
});

test('a suspended person cannot log in or refresh; only the password tells why', async () => {
  const sessions = sessionCommands(deps);
  const opened = await person('bad@x.test');
  const { userId } = opened.user;
  const change = await changePerson(deps, { userId, version: 1 }, { status: 'SUSPENDED' });
  assert.ok(!isRefusal(change));
  assert.equal(codeOf(await sessions.refresh(opened.refresh.token)), 'session-ended');
  assert.equal(codeOf(await login('bad@x.test')), 'account-suspended');
  assert.equal(codeOf(await login('bad@x.test', 'wrong password')), 'credentials-wrong');
  const stale = await changePerson(deps, { userId, version: 1 }, { status: 'ACTIVE' });
  assert.equal(codeOf(stale), 'precondition-failed');
  await changePerson(deps, { userId, version: 2 }, { status: 'ACTIVE' });
  assert.equal(codeOf(await login('bad@x.test')), 'ok');
});

test('a login under way does not survive a suspension', async () => {
  const { user } = await person('under-way@x.test');
  const { userId } = user;
  const change = changePerson(deps, { userId, version: 1 }, { status: 'SUSPENDED' });
  const logins = Array.from({ length: 10 }, () => login('under-way@x.test'));
  await Promise.allSettled([change, ...logins]);
  const row = await db.row<{ count: number }>(
    'select count(*)::int as count from session where user_id = $1 and ended_at_ms is null',
    [userId],
  );
  assert.equal(row?.count, 0);
});

test('the first administrator is made once; the last one stays', async () => {
  // Hashing queues; without it all of them reach the database at once.
  const hash = await deps.passwords.hash(password);
  const parts = { db, passwords: { ...deps.passwords, hash: async () => hash } };
  const input = { email: 'root@x.test', password };
  // Nor must any of them win by having the only open connection.
  const open = () => db.tx((tx) => tx.row('select pg_sleep(0.05)'));
  await Promise.all(Array.from({ length: 4 }, open));
  const both = await Promise.all(
    Array.from({ length: 8 }, (_, i) => createAdmin(parts, { ...input, email: `root${i}@x.test` })),
  );
  assert.equal(both.filter((one) => !isRefusal(one)).length, 1);
  assert.ok(both.every((one) => !isRefusal(one) || one.code === 'admin-exists'));
  const admin = both.find((one) => !isRefusal(one));
  assert.ok(admin && !isRefusal(admin));
  const { userId } = admin;
  for (const change of [{ roles: [] }, { status: 'SUSPENDED' as const }]) {
    assert.equal(codeOf(await changePerson(deps, { userId, version: 1 }, change)), 'last-admin');
  }
  const more = { ...input, email: 'more@x.test', additional: true };
  assert.equal(codeOf(await createAdmin(parts, more)), 'ok');
  assert.equal(codeOf(await createAdmin(parts, more)), 'email-taken');
  assert.equal(codeOf(await changePerson(deps, { userId, version: 1 }, { roles: [] })), 'ok');
  assert.equal(
    codeOf(await createAdmin(parts, { ...input, password: 'short' })),
    'password-unsuitable',
  );
});

test('unknown roles and roles for guests are refused', async () => {
  const guest = await sessionCommands(deps).guest({ email: undefined, ip, device });
  assert.ok(!isRefusal(guest));
  const key = { userId: guest.user.userId, version: 1 };
  assert.equal(codeOf(await changePerson(deps, key, { roles: ['super'] })), 'validation-failed');
  assert.equal(codeOf(await changePerson(deps, key, { roles: ['king'] })), 'validation-failed');
  const nobody = { userId: 'usr_0', version: 1 };
  assert.equal(codeOf(await changePerson(deps, nobody, { roles: [] })), 'not-found');
});

test('a world is loaded once, with addresses and roles', async () => {
  const one = {
    userId: `usr_${'1'.repeat(32)}`,
    email: 'World@x.test',
    password,
    name: 'World',
    roles: ['support'],
    addresses: [
      {
        addressId: `addr_${'1'.repeat(32)}`,
        name: 'World',
        line1: '1 Main Street',
        city: 'Bristol',
        postalCode: 'BS1 4DJ',
        country: 'GB',
      },
    ],
  };
  assert.deepEqual(await importPeople(deps, [one]), { added: 1 });
  assert.deepEqual(await importPeople(deps, [one]), { added: 0 });
  assert.deepEqual((await accountById(db, one.userId))?.roles, ['support']);
  assert.equal(codeOf(await login('world@x.test')), 'ok');
  const row = await db.row('select 1 from address where user_id = $1 and is_default', [one.userId]);
  assert.ok(row);
});
