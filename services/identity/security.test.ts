// Sessions, passwords and proofs by mail over HTTP, identity and sellers behind a server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { password, startPeople, type PeopleApp } from '../../test/people.ts';
import { identityCalls } from './contract.ts';

let app: PeopleApp;
let sql: pg.Client;

before(async () => {
  app = await startPeople();
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});
after(async () => {
  await sql.end();
  await app.stop();
});

const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0' };
const next = 'a completely new pass phrase';

const login = (email: string, text = password) =>
  app.ask('POST', '/auth/login', { body: { email, password: text }, headers: firefox });

/** The newest secret that was made for an account, as its mail carries it. */
async function mailedTo(userId: string): Promise<string> {
  const { rows } = await sql.query(
    `select challenge_id from identity.challenge where user_id = $1
     order by created_at_ms desc limit 1`,
    [userId],
  );
  const challengeIds = [rows[0].challenge_id];
  const { letters } = await app.host.client(identityCalls).letters({ challengeIds });
  return letters[0]?.secret ?? '';
}

async function until401(token: string): Promise<void> {
  // Within a second, on a machine that is not busy: routes.test.ts.
  const end = performance.now() + 60_000;
  while ((await app.ask('GET', '/me', { token })).status !== 401) {
    assert.ok(performance.now() < end, 'the token still works after a minute');
    await pause(30);
  }
}

test('a forgotten password: ask, set, and every session is over', async () => {
  const ada = await app.login('forgot@shop.test');
  const known = await app.ask('POST', '/auth/password-reset', {
    body: { email: 'forgot@shop.test' },
  });
  const unknown = await app.ask('POST', '/auth/password-reset', {
    body: { email: 'none@shop.test' },
  });
  assert.equal(known.status, 202);
  const shape = ({ headers, ...rest }: typeof known) => {
    const { date: _, 'x-request-id': __, ...same } = headers;
    return { ...rest, headers: same };
  };
  assert.deepEqual(shape(known), shape(unknown));
  const token = await mailedTo(ada.userId);
  const weak = { token, password: 'short' };
  const refused = await app.ask('POST', '/auth/password-reset/confirm', { body: weak });
  assert.deepEqual([refused.status, refused.body.reason], [422, 'too-short']);
  const body = { token, password: next };
  assert.equal((await app.ask('POST', '/auth/password-reset/confirm', { body })).status, 204);
  await until401(ada.token);
  assert.equal((await app.ask('POST', '/auth/refresh', { cookie: ada.cookie })).status, 401);
  assert.equal((await login('forgot@shop.test')).status, 401);
  assert.equal((await login('forgot@shop.test', next)).status, 200);
  const again = await app.ask('POST', '/auth/password-reset/confirm', { body });
  assert.deepEqual([again.status, again.body.code], [410, 'challenge-invalid']);
});

test('who has no account waits as long for the answer as who has', async () => {
  await app.login('timing@shop.test');
  const took: Record<string, number[]> = { known: [], unknown: [] };
  for (let n = 0; n < 240; n += 1) {
    const who = n % 2 === 0 ? 'known' : 'unknown';
    const email = who === 'known' ? 'timing@shop.test' : 'no-timing@shop.test';
    // Only the answer counts here, so nothing may be used up.
    await sql.query('delete from identity.allowance');
    const from = performance.now();
    const answer = await app.ask('POST', '/auth/password-reset', { body: { email } });
    if (n >= 40) took[who]?.push(performance.now() - from);
    assert.equal(answer.status, 202);
  }
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
  const [known, unknown] = [median(took['known'] ?? []), median(took['unknown'] ?? [])];
  const ratio = known / unknown;
  assert.ok(ratio > 0.7 && ratio < 1.4, `medians ${known} and ${unknown} ms`);
});

test('a code signs in as a password does', async () => {
  const ada = await app.login('otp@shop.test');
  const body = { purpose: 'sign-in', email: 'otp@shop.test' };
  const asked = await app.ask('POST', '/auth/otp', { body });
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  const { challengeId, expiresAt } = asked.body;
  assert.ok(Date.parse(expiresAt) > Date.now());
  const code = await mailedTo(ada.userId);
  const wrong = code === '000000' ? '000001' : '000000';
  const no = await app.ask('POST', '/auth/otp/verify', { body: { challengeId, code: wrong } });
  assert.deepEqual([no.status, no.body.code], [401, 'code-wrong']);
  const bad = await app.ask('POST', '/auth/otp/verify', { body: { challengeId, code: '12345' } });
  assert.equal(bad.status, 422);
  const yes = await app.ask('POST', '/auth/otp/verify', { body: { challengeId, code } });
  assert.equal(yes.status, 200, JSON.stringify(yes.body));
  assert.match(String(yes.headers['set-cookie']), /^refresh=tsr_.*HttpOnly.*SameSite=Strict/);
  assert.equal(yes.body.user.userId, ada.userId);
  const me = await app.ask('GET', '/me', { token: yes.body.accessToken });
  assert.equal(me.body.emailVerified, true);
  const nothing = await app.ask('POST', '/auth/otp', { body: { purpose: 'sign-in' } });
  assert.equal(nothing.status, 422);
});

test('verifying my e-mail needs a token, and answers with nothing', async () => {
  const ada = await app.login('verify@shop.test');
  const body = { purpose: 'verify-email' };
  assert.equal((await app.ask('POST', '/auth/otp', { body })).status, 401);
  const { token } = ada;
  const before = await app.ask('GET', '/me', { token });
  assert.equal(before.body.emailVerified, false);
  const asked = await app.ask('POST', '/auth/otp', { token, body });
  const { challengeId } = asked.body;
  const code = await mailedTo(ada.userId);
  const eve = await app.login('verify-eve@shop.test');
  const theirs = { token: eve.token, body: { challengeId, code } };
  assert.equal((await app.ask('POST', '/auth/otp/verify', theirs)).status, 401);
  const mine = { token, body: { challengeId, code } };
  const done = await app.ask('POST', '/auth/otp/verify', mine);
  assert.deepEqual([done.status, done.body], [204, undefined]);
  assert.equal((await app.ask('GET', '/me', { token })).body.emailVerified, true);
});

test('my sessions: seen by device, ended one by one or all but this', async () => {
  const ada = await app.login('sessions@shop.test');
  const eve = await app.login('sessions-eve@shop.test');
  const phone = await login('sessions@shop.test');
  await pause(5);
  await app.ask('POST', '/auth/refresh', { cookie: phone.cookie });
  const list = await app.ask('GET', '/me/sessions', { token: ada.token });
  assert.equal(list.body.data.length, 2);
  const [newest, oldest] = list.body.data;
  assert.deepEqual([newest.device, newest.current], ['Firefox on Linux', false]);
  assert.deepEqual([oldest.device, oldest.current], [null, true]);
  assert.ok(newest.lastUsedAt > newest.startedAt, 'the refresh counts as a use');
  assert.equal(JSON.stringify(list.body).includes('network'), false);
  const path = `/me/sessions/${newest.sessionId}`;
  for (const sessionId of [newest.sessionId, newId('ses')]) {
    const theirs = await app.ask('DELETE', `/me/sessions/${sessionId}`, { token: eve.token });
    assert.deepEqual([theirs.status, theirs.body.code], [404, 'session-not-found']);
  }
  assert.equal((await app.ask('GET', '/me', { token: phone.body.accessToken })).status, 200);
  assert.equal((await app.ask('DELETE', path, { token: ada.token })).status, 204);
  assert.equal((await app.ask('DELETE', path, { token: ada.token })).status, 204, 'once more');
  await until401(phone.body.accessToken);
  const more = [await login('sessions@shop.test'), await login('sessions@shop.test')];
  const others = await app.ask('DELETE', '/me/sessions', { token: ada.token });
  assert.deepEqual(others.body, { ended: 2 });
  for (const one of more) await until401(one.body.accessToken);
  assert.equal((await app.ask('GET', '/me/sessions', { token: ada.token })).body.data.length, 1);
  const own = `/me/sessions/${oldest.sessionId}`;
  const out = await app.ask('DELETE', own, { token: ada.token });
  assert.deepEqual([out.status, out.cookie], [204, 'refresh=']);
  await until401(ada.token);
});

test('a new password with the old one: this device stays, the others end', async () => {
  const ada = await app.login('change@shop.test');
  const other = await login('change@shop.test');
  const { token } = ada;
  const change = (currentPassword: string, newPassword: string) =>
    app.ask('POST', '/me/password', { token, body: { currentPassword, newPassword } });
  const wrong = await change('not my password', next);
  assert.deepEqual([wrong.status, wrong.body.code], [403, 'password-wrong']);
  assert.equal((await change(password, 'short')).body.code, 'password-unsuitable');
  assert.equal((await change(password, next)).status, 204);
  await until401(other.body.accessToken);
  assert.equal((await app.ask('GET', '/me', { token })).status, 200);
  assert.equal((await login('change@shop.test')).status, 401);
  assert.equal((await login('change@shop.test', next)).status, 200);
  const guest = await app.ask('POST', '/auth/guest', { body: {} });
  const asGuest = await app.ask('POST', '/me/password', {
    token: guest.body.accessToken,
    body: { currentPassword: 'x', newPassword: next },
  });
  assert.equal(asGuest.status, 401);
});

test('a stolen session cannot guess the password', async () => {
  const { token } = await app.login('guess@shop.test');
  const body = { currentPassword: 'not my password', newPassword: next };
  const answers = [];
  for (let n = 0; n < 11; n += 1) {
    answers.push((await app.ask('POST', '/me/password', { token, body })).status);
  }
  assert.deepEqual(answers, [...Array.from({ length: 10 }, () => 403), 429]);
  const right = { currentPassword: password, newPassword: next };
  assert.equal((await app.ask('POST', '/me/password', { token, body: right })).status, 429);
});

test('an export is not given while a room is away, and an account is not erased', async () => {
  const { token } = await app.login('away@shop.test');
  const answer = await app.ask('GET', '/me/export', { token });
  assert.deepEqual([answer.status, answer.body.code], [503, 'room-unavailable']);
  const body = { currentPassword: password };
  const erase = await app.ask('DELETE', '/me', { token, body });
  assert.deepEqual([erase.status, erase.body.code], [503, 'room-unavailable']);
  assert.equal((await app.ask('GET', '/me', { token })).status, 200);
});
