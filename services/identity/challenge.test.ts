// Links and codes that go out by mail, on a manual clock: what they open, once, and for how long.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ManualClock } from '#kernel/core/clock.ts';
import { newSecretId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { anonymous, type Principal } from '#kernel/http/principal.ts';
import { guestPrincipal, identityDeps, password } from '../../test/people.ts';
import * as challenges from './commands-challenge.ts';
import { register } from './commands.ts';
import { sessionCommands, type Opened } from './commands-session.ts';
import type { Deps } from './deps.ts';
import { challengeSecrets, codeTries_max, lifetime_ms } from './model-challenge.ts';
import { accountById } from './store.ts';
import { sweepChallenges } from './store-challenge.ts';

let deps: Deps;
let db: Db;
let clock: ManualClock;
let ended: string[];
let close: () => Promise<void>;

before(async () => {
  ({ deps, db, clock, ended, close } = await identityDeps());
});
after(() => close());

const hour_ms = 3_600_000;
const entry = (principal: Principal = anonymous) => {
  return { ip: '192.0.2.1', device: 'Firefox on Linux', cartId: undefined, principal };
};
const codeOf = (value: unknown) => (isRefusal(value) ? value.code : 'ok');

async function login(email: string, text = password) {
  return sessionCommands(deps).login({ email, password: text, ...entry() });
}

/** An account that has just logged in. */
async function person(email: string): Promise<Opened> {
  await register(deps, { email, password, name: 'Ada' }, anonymous);
  const opened = await login(email);
  assert.ok(!isRefusal(opened));
  return opened;
}

let places = 0;
/** Each from another network, so that only the limit of a test is met. */
async function ask(purpose: 'reset' | 'sign-in', email: string): Promise<string> {
  places += 1;
  const ip = `10.${Math.floor(places / 250)}.${places % 250}.1`;
  const asked = await challenges.askByEmail(deps, purpose, { email, ip });
  assert.ok(!isRefusal(asked));
  return asked.challengeId;
}

async function secretOf(challengeId: string): Promise<string> {
  const [letter] = await challenges.lettersFor(deps, [challengeId]);
  assert.ok(letter, 'there is a letter to write');
  return letter.secret;
}

const reset = (token: string, next = 'a completely new pass phrase') =>
  challenges.confirmReset(deps, { token, password: next });

const use = (challengeId: string, code: string, principal?: Principal) =>
  challenges.useCode(deps, { challengeId, code }, entry(principal));

test('a link sets a new password once, ends all sessions, and is not kept readable', async () => {
  const { user } = await person('reset@x.test');
  const challengeId = await ask('reset', 'Reset@X.test');
  const token = await secretOf(challengeId);
  assert.match(token, /^rst_[0-9a-f]{32}[\w-]{43}$/);
  const kept = await db.row('select * from challenge where challenge_id = $1', [challengeId]);
  const told = await db.rows('select payload from outbox where agg_id = $1', [challengeId]);
  const readable = JSON.stringify([kept, told]);
  assert.ok(!readable.includes(token) && !readable.includes(token.slice(-43)));
  ended.length = 0;
  assert.equal(await reset(token), 'done');
  assert.equal(ended.length, 1);
  assert.equal(codeOf(await login('reset@x.test')), 'credentials-wrong');
  assert.equal(codeOf(await login('reset@x.test', 'a completely new pass phrase')), 'ok');
  assert.equal(codeOf(await reset(token, 'yet another pass phrase')), 'challenge-invalid');
  assert.equal((await accountById(db, user.userId))?.emailVerified, true, 'the mail was read');
});

test('of 30 uses of one link at once exactly one succeeds', async () => {
  await person('race@x.test');
  const token = await secretOf(await ask('reset', 'race@x.test'));
  const uses = Array.from({ length: 30 }, (_, n) => reset(token, `pass phrase number ${n}`));
  const answers = (await Promise.all(uses)).map(codeOf);
  assert.equal(answers.filter((one) => one === 'ok').length, 1);
  assert.equal(answers.filter((one) => one === 'challenge-invalid').length, 29);
});

test('a link ends after half an hour and by the use of another', async () => {
  await person('over@x.test');
  const [one, two] = [await ask('reset', 'over@x.test'), await ask('reset', 'over@x.test')];
  const [first, second] = [await secretOf(one), await secretOf(two)];
  const forged = challengeSecrets('another key').secretOf(one, 'reset');
  assert.equal(codeOf(await reset(forged)), 'challenge-invalid');
  assert.equal(codeOf(await reset(`${first}x`)), 'challenge-invalid');
  assert.equal(await reset(first), 'done');
  assert.equal(codeOf(await reset(second)), 'challenge-invalid');
  const late = await secretOf(await ask('reset', 'over@x.test'));
  await clock.advance(lifetime_ms.reset + 1);
  assert.equal(codeOf(await reset(late)), 'challenge-invalid');
});

test('an unsuitable password leaves the link good; codes are no links', async () => {
  await person('unfit@x.test');
  const challengeId = await ask('reset', 'unfit@x.test');
  const token = await secretOf(challengeId);
  assert.equal(codeOf(await reset(token, 'short')), 'password-unsuitable');
  assert.equal(codeOf(await reset(token, 'unfit@x.test')), 'password-unsuitable');
  assert.equal(codeOf(await use(challengeId, token)), 'code-wrong');
  const other = await ask('sign-in', 'unfit@x.test');
  const asLink = `rst_${other.slice(4)}${'A'.repeat(43)}`;
  assert.equal(codeOf(await reset(asLink)), 'challenge-invalid');
  assert.equal(await reset(token), 'done');
});

test('nobody is told apart: same answer, same rows, no letter for who is absent', async () => {
  const { user } = await person('there@x.test');
  await db.run("update account set status = 'SUSPENDED' where user_id = $1", [user.userId]);
  await person('known@x.test');
  const shapes = new Set<string>();
  for (const email of ['known@x.test', 'unknown@x.test', 'there@x.test']) {
    places += 1;
    const ip = `10.9.${places}.1`;
    const asked = await challenges.askByEmail(deps, 'sign-in', { email, ip });
    assert.ok(!isRefusal(asked));
    shapes.add(JSON.stringify({ ...asked, challengeId: asked.challengeId.length }));
    const rows = await db.row<{ count: number }>(
      `select (select count(*) from challenge where challenge_id = $1)::int
         + (select count(*) from outbox where agg_id = $1)::int as count`,
      [asked.challengeId],
    );
    assert.equal(rows?.count, 2);
    const letters = await challenges.lettersFor(deps, [asked.challengeId]);
    assert.equal(letters.length, email === 'known@x.test' ? 1 : 0);
  }
  assert.equal(shapes.size, 1);
  assert.equal(
    codeOf(await challenges.askByEmail(deps, 'reset', { email: 'no', ip: '::1' })),
    'validation-failed',
  );
});

test('six digits sign in once, bring the rights of the account, and prove the e-mail', async () => {
  const { user } = await person('code@x.test');
  const challengeId = await ask('sign-in', 'code@x.test');
  const code = await secretOf(challengeId);
  assert.match(code, /^\d{6}$/);
  const answers = await Promise.all(Array.from({ length: 5 }, () => use(challengeId, code)));
  const opened = answers.filter((one) => !isRefusal(one)) as Opened[];
  assert.equal(opened.length, 1);
  assert.equal(opened[0]?.user.userId, user.userId);
  const again = await sessionCommands(deps).refresh(opened[0]?.refresh.token);
  assert.equal(codeOf(again), 'ok');
  assert.equal(codeOf(await use(challengeId, code)), 'code-wrong');
  assert.equal((await accountById(db, user.userId))?.emailVerified, true);
});

test('a code has five tries, also when they come at once, and ten minutes', async () => {
  await person('tries@x.test');
  const challengeId = await ask('sign-in', 'tries@x.test');
  const code = await secretOf(challengeId);
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const tries = Array.from({ length: 50 }, () => use(challengeId, wrong));
  assert.ok((await Promise.all(tries)).every((one) => codeOf(one) === 'code-wrong'));
  const row = await db.row('select attempts from challenge where challenge_id = $1', [challengeId]);
  assert.deepEqual(row, { attempts: codeTries_max });
  assert.equal(codeOf(await use(challengeId, code)), 'code-wrong', 'used up');
  const late = await ask('sign-in', 'tries@x.test');
  const lateCode = await secretOf(late);
  await clock.advance(lifetime_ms['sign-in'] + 1);
  assert.equal(codeOf(await use(late, lateCode)), 'code-wrong');
  assert.equal(codeOf(await use(newSecretId('chl'), code)), 'code-wrong');
});

test('only its holder verifies an e-mail; a guest without one is told', async () => {
  const { user } = await person('verify@x.test');
  const asked = await challenges.askToVerify(deps, { userId: user.userId, ip: '10.8.0.1' });
  assert.ok(!isRefusal(asked));
  const { challengeId } = asked;
  const code = await secretOf(challengeId);
  assert.equal(codeOf(await use(challengeId, code)), 'code-wrong');
  const stranger = guestPrincipal('usr_1');
  assert.equal(codeOf(await use(challengeId, code, stranger)), 'code-wrong');
  const holder: Principal = { ...anonymous, kind: 'user', id: user.userId, sessionId: 'ses_1' };
  assert.equal(await use(challengeId, code, holder), 'verified');
  assert.equal((await accountById(db, user.userId))?.emailVerified, true);
  const guest = await sessionCommands(deps).guest({ email: undefined, ip: '::1', device: '' });
  assert.ok(!isRefusal(guest));
  const none = await challenges.askToVerify(deps, { userId: guest.user.userId, ip: '::1' });
  assert.equal(codeOf(none), 'email-missing');
});

test('a verified guest that becomes an account of another e-mail is not verified', async () => {
  const guest = await sessionCommands(deps).guest({ email: 'g@x.test', ip: '::1', device: '' });
  assert.ok(!isRefusal(guest));
  const { userId } = guest.user;
  const asked = await challenges.askToVerify(deps, { userId, ip: '10.8.1.1' });
  assert.ok(!isRefusal(asked));
  const code = await secretOf(asked.challengeId);
  assert.equal(await use(asked.challengeId, code, guestPrincipal(userId)), 'verified');
  const input = { email: 'other@x.test', password, name: 'G' };
  await register(deps, input, guestPrincipal(userId));
  assert.deepEqual((await accountById(db, userId))?.emailVerified, false);
});

test('mails to one address are limited; a stranger does not use up all', async () => {
  await person('often@x.test');
  for (const email of ['often@x.test', 'never@x.test']) {
    const from = (ip: string) => challenges.askByEmail(deps, 'reset', { email, ip });
    for (let n = 0; n < 5; n += 1) assert.equal(codeOf(await from('203.0.113.7')), 'ok');
    await assert.rejects(from('203.0.113.7'), ({ code, retryAfter_ms }) => {
      return code === 'too-many-requests' && retryAfter_ms > hour_ms - 10_000;
    });
    assert.equal(codeOf(await from('198.51.100.9')), 'ok', 'the owner, elsewhere');
  }
  await clock.advance(hour_ms + 1);
  const later = await challenges.askByEmail(deps, 'reset', {
    email: 'often@x.test',
    ip: '203.0.113.7',
  });
  assert.equal(codeOf(later), 'ok');
});

test('30 requests at once do not slip through the limit', async () => {
  const asks = Array.from({ length: 30 }, () =>
    challenges.askByEmail(deps, 'reset', { email: 'flood@x.test', ip: '203.0.113.8' }),
  );
  const done = (await Promise.allSettled(asks)).filter((one) => one.status === 'fulfilled');
  assert.equal(done.length, 5);
});

test('a reset forgets failed logins, so that the owner does not wait', async () => {
  await person('paused@x.test');
  for (let n = 0; n < 10; n += 1) await login('paused@x.test', 'wrong password');
  await assert.rejects(login('paused@x.test'), { code: 'too-many-requests' });
  assert.equal(await reset(await secretOf(await ask('reset', 'paused@x.test'))), 'done');
  assert.equal(codeOf(await login('paused@x.test', 'a completely new pass phrase')), 'ok');
});

test('what is over is swept', async () => {
  await ask('reset', 'swept@x.test');
  await clock.advance(48 * hour_ms);
  assert.ok((await sweepChallenges(db, clock.now())) > 0);
  for (const table of ['challenge', 'allowance']) {
    assert.deepEqual(await db.rows('select 1 from ' + table), []);
  }
});
