// Passkeys over HTTP, with a device in software whose answers can be wrong in every part: each
// wrong one is refused for its own reason, and a challenge is answered once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { authenticator, type Wrong } from '../../test/authenticator.ts';
import { password, startPeople, type Answer, type PeopleApp } from '../../test/people.ts';
import { challengeOf, partyOf, passkeysPerUser_max } from './model-passkey.ts';
import { openCeremony } from './store-passkey.ts';
import { identityDeps } from '../../test/people.ts';

const where = { origin: 'https://shop.example', rpId: 'shop.example' };
let app: PeopleApp;
let sql: pg.Client;

before(async () => {
  app = await startPeople({ publicUrl: where.origin });
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});
after(async () => {
  await sql.end();
  await app.stop();
});

type Device = ReturnType<typeof authenticator>;
type Person = Awaited<ReturnType<PeopleApp['login']>>;

const post = (path: string, who: { token?: string }, body?: unknown) =>
  app.ask('POST', path, { ...who, ...(body === undefined ? {} : { body }) });

async function challengeFor(path: string, who: { token?: string } = {}): Promise<string> {
  const asked = await post(path, who);
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  return asked.body.challenge as string;
}

/** Adds a passkey as a browser would, but for what is wrong. */
async function add(who: Person, device: Device, wrong: Wrong = {}): Promise<Answer> {
  const challenge = await challengeFor('/me/passkeys/options', who);
  const credential = device.create(challenge, wrong);
  return post('/me/passkeys', who, { name: 'My phone', credential });
}

async function signIn(device: Device, wrong: Wrong = {}): Promise<Answer> {
  const challenge = await challengeFor('/auth/passkey/options');
  return post('/auth/passkey', {}, { credential: device.get(challenge, wrong) });
}

const reasonOf = ({ status, body }: Answer) => [status, body.code, body.reason];
const refused = (reason: string) => [401, 'passkey-refused', reason];

/** Makes the person's login older than a proof may be. */
const age = (who: Person) =>
  sql.query('update identity.session set started_at_ms = 1, proved_at_ms = null where user_id=$1', [
    who.userId,
  ]);

test('a passkey is added, named, used to sign in, renamed and removed', async () => {
  const ada = await app.login('passkey@shop.test');
  const device = authenticator(where);
  const asked = await post('/me/passkeys/options', ada);
  const { rp, user, authenticatorSelection, attestation } = asked.body;
  assert.deepEqual(rp, { id: 'shop.example', name: 'shop.example' });
  assert.deepEqual([user.name, attestation], ['passkey@shop.test', 'none']);
  assert.deepEqual(authenticatorSelection, {
    residentKey: 'required',
    userVerification: 'required',
  });
  const credential = device.create(asked.body.challenge);
  const added = await post('/me/passkeys', ada, { name: 'My phone', credential });
  assert.equal(added.status, 201, JSON.stringify(added.body));
  const { passkeyId } = added.body;
  const again = await post('/me/passkeys/options', ada);
  assert.deepEqual(
    again.body.excludeCredentials.map(({ id }: { id: string }) => id),
    [device.credentialId],
  );
  const opened = await signIn(device, { userHandle: ada.userId });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  assert.equal(opened.body.user.userId, ada.userId);
  assert.match(String(opened.headers['set-cookie']), /^__Host-refresh=tsr_.*HttpOnly/);
  const token = opened.body.accessToken as string;
  const path = `/me/passkeys/${passkeyId}`;
  const renamed = await app.ask('PATCH', path, { token, body: { name: 'Old phone' } });
  assert.deepEqual([renamed.status, renamed.body.name], [200, 'Old phone']);
  const list = (await app.ask('GET', '/me/passkeys', { token })).body.data;
  assert.equal(list.length, 1);
  assert.ok(list[0].lastUsedAt >= list[0].createdAt);
  assert.deepEqual(Object.keys(list[0]).sort(), [
    'createdAt',
    'lastUsedAt',
    'name',
    'passkeyId',
    'synced',
  ]);
  assert.equal((await app.ask('DELETE', path, { token })).status, 204);
  assert.deepEqual(reasonOf(await signIn(device)), refused('passkey-unknown'));
  const { rows } = await sql.query(
    `select type, payload->>'userId' as "userId" from identity.outbox
     where agg_type = 'passkey' and agg_id = $1 order by agg_version`,
    [passkeyId],
  );
  assert.deepEqual(rows, [
    { type: 'PASSKEY_ADDED', userId: ada.userId },
    { type: 'PASSKEY_REMOVED', userId: ada.userId },
  ]);
});

const lies: [string, Wrong][] = [
  ['another origin', { origin: 'https://shop.example.evil.test' }],
  ['the same name without encryption', { origin: 'http://shop.example' }],
  ['another domain', { rpId: 'evil.test' }],
  ['a person whom the device did not verify', { unverified: true }],
  ['an answer to another question', { type: 'payment.get' }],
];

test('what does not verify is refused, to be added and to sign in', async () => {
  const ada = await app.login('lies@shop.test');
  const device = authenticator(where);
  for (const [what, wrong] of lies) {
    const answer = await add(ada, authenticator(where), wrong);
    assert.deepEqual(reasonOf(answer), refused('not-verified'), what);
  }
  assert.equal((await add(ada, device)).status, 201);
  for (const [what, wrong] of lies) {
    assert.deepEqual(reasonOf(await signIn(device, wrong)), refused('not-verified'), what);
  }
  const forged = { signature: Buffer.alloc(70, 1).toString('base64url') };
  assert.deepEqual(reasonOf(await signIn(device, forged)), refused('not-verified'));
  const handle = { userHandle: newId('usr') };
  assert.deepEqual(reasonOf(await signIn(device, handle)), refused('not-verified'));
  const framed = { crossOrigin: true };
  assert.deepEqual(reasonOf(await signIn(device, framed)), refused('challenge-over'));
  assert.equal((await signIn(device)).status, 200);
  assert.deepEqual(reasonOf(await signIn(authenticator(where))), refused('passkey-unknown'));
});

test('a challenge is answered once, in time, by whom and for what it was made', async () => {
  const ada = await app.login('once@shop.test');
  const eve = await app.login('once-eve@shop.test');
  const device = authenticator(where, false);
  const add2 = (who: Person, credential: unknown) =>
    post('/me/passkeys', who, { name: 'Key', credential });
  const first = await challengeFor('/me/passkeys/options', ada);
  const theirs = await add2(eve, authenticator(where).create(first));
  assert.deepEqual(reasonOf(theirs), refused('challenge-over'), 'the challenge of another person');
  assert.equal((await add2(ada, device.create(first))).status, 201);
  assert.deepEqual(reasonOf(await add2(ada, device.create(first))), refused('challenge-over'));
  const own = await add(ada, device);
  assert.deepEqual([own.status, own.body.code], [409, 'passkey-known']);
  const stolen = await add(eve, device);
  assert.deepEqual([stolen.status, stolen.body.code], [409, 'passkey-known']);

  const credential = device.get(await challengeFor('/auth/passkey/options'));
  const use = () => post('/auth/passkey', {}, { credential });
  const answers = await Promise.all(Array.from({ length: 10 }, use));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.deepEqual(reasonOf(await use()), refused('challenge-over'), 'replayed');
  const forProof = await challengeFor('/me/proof/options', ada);
  const swapped = await post('/auth/passkey', {}, { credential: device.get(forProof) });
  assert.deepEqual(reasonOf(swapped), refused('challenge-over'), 'made for a proof');
  const made = device.get(await challengeFor('/auth/passkey/options'), {
    challenge: 'A'.repeat(43),
  });
  assert.deepEqual(reasonOf(await post('/auth/passkey', {}, { credential: made })), [
    ...refused('challenge-over'),
  ]);

  const late = device.get(await challengeFor('/auth/passkey/options'));
  await sql.query('update identity.ceremony set expires_at_ms = $1', [Date.now() - 1]);
  const over = await post('/auth/passkey', {}, { credential: late });
  assert.deepEqual(reasonOf(over), refused('challenge-over'), 'expired');
  const nonsense = { ...late, response: { ...late.response, clientDataJSON: 'e30' } };
  const answer = await post('/auth/passkey', {}, { credential: nonsense });
  assert.deepEqual(reasonOf(answer), refused('challenge-over'));
  const more = { credential: { ...late, clientExtensionResults: { a: 1 } } };
  assert.equal((await post('/auth/passkey', {}, more)).status, 422);
});

test('a counter that goes back is refused, also of two uses at once', async () => {
  const ada = await app.login('counter@shop.test');
  const device = authenticator(where);
  assert.equal((await add(ada, device)).status, 201);
  assert.equal((await signIn(device, { counter: 7 })).status, 200);
  for (const counter of [7, 3, 0]) {
    assert.deepEqual(reasonOf(await signIn(device, { counter })), refused('counter-behind'));
  }
  const forged = { counter: 3, signature: Buffer.alloc(70, 1).toString('base64url') };
  assert.deepEqual(
    reasonOf(await signIn(device, forged)),
    refused('not-verified'),
    'nobody without the key makes us believe in a copy',
  );
  const both = await Promise.all([signIn(device, { counter: 9 }), signIn(device, { counter: 9 })]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401]);
  const silent = authenticator(where, false);
  assert.equal((await add(ada, silent)).status, 201);
  for (let n = 0; n < 2; n += 1) assert.equal((await signIn(silent)).status, 200);
});

test('an old login proves itself before keys change: by password or passkey', async () => {
  const ada = await app.login('proof@shop.test');
  const eve = await app.login('proof-eve@shop.test');
  const [device, other] = [authenticator(where), authenticator(where)];
  const added = await add(ada, device);
  assert.equal((await add(eve, other)).status, 201);
  const remove = () => app.ask('DELETE', `/me/passkeys/${added.body.passkeyId}`, ada);
  const needed = [403, 'proof-needed'];
  const challenge = await challengeFor('/me/passkeys/options', ada);
  await age(ada);
  const credential = authenticator(where).create(challenge);
  for (const answer of [
    await post('/me/passkeys/options', ada),
    await post('/me/passkeys', ada, { name: 'x', credential }),
    await remove(),
  ]) {
    assert.deepEqual([answer.status, answer.body.code], needed);
  }
  const byPassword = (currentPassword: string) => post('/me/proof', ada, { currentPassword });
  const wrong = await byPassword('not my password');
  assert.deepEqual([wrong.status, wrong.body.code], [403, 'password-wrong']);
  assert.equal((await byPassword(password)).status, 204);
  assert.equal((await post('/me/passkeys/options', ada)).status, 200);
  await age(ada);
  const asked = await post('/me/proof/options', ada);
  assert.equal(asked.body.allowCredentials[0].id, device.credentialId);
  const notHers = { passkey: other.get(asked.body.challenge) };
  assert.deepEqual(reasonOf(await post('/me/proof', ada, notHers)), refused('passkey-unknown'));
  assert.deepEqual((await remove()).body.code, 'proof-needed');
  const signIn2 = await challengeFor('/auth/passkey/options');
  const unbound = { passkey: device.get(signIn2) };
  assert.deepEqual(reasonOf(await post('/me/proof', ada, unbound)), refused('challenge-over'));
  await post('/me/proof', ada, { currentPassword: password });
  const forKeys = { passkey: device.get(await challengeFor('/me/passkeys/options', ada)) };
  assert.deepEqual(reasonOf(await post('/me/proof', ada, forKeys)), refused('challenge-over'));
  await age(ada);
  const mine = { passkey: device.get(await challengeFor('/me/proof/options', ada)) };
  assert.equal((await post('/me/proof', ada, mine)).status, 204);
  const theirs = await app.ask('DELETE', `/me/passkeys/${added.body.passkeyId}`, eve);
  assert.deepEqual([theirs.status, theirs.body.code], [404, 'passkey-not-found']);
  assert.equal((await remove()).status, 204);
  const none = await post('/me/proof/options', ada);
  assert.deepEqual([none.status, none.body.code], [404, 'passkey-not-found']);
  const guest = await app.ask('POST', '/auth/guest', { body: {} });
  const asGuest = await post('/me/passkeys/options', { token: guest.body.accessToken });
  assert.equal(asGuest.status, 401);
});

test('twenty are the most; a suspended account does not open; both without a trace', async () => {
  const ada = await app.login('full@shop.test');
  const device = authenticator(where);
  assert.equal((await add(ada, device)).status, 201);
  const rows = Array.from({ length: passkeysPerUser_max - 2 }, () => newId('psk'));
  await sql.query(
    `insert into identity.passkey (passkey_id, user_id, credential_id, public_key, counter,
       transports, synced, name)
     select id, $2, id, '\\x00', 0, '{}', false, 'x' from unnest($1::text[]) as t(id)`,
    [rows, ada.userId],
  );
  const challenges = await Promise.all([
    challengeFor('/me/passkeys/options', ada),
    challengeFor('/me/passkeys/options', ada),
  ]);
  const last = await Promise.all(
    challenges.map((one) => {
      const credential = authenticator(where).create(one);
      return post('/me/passkeys', ada, { name: 'x', credential });
    }),
  );
  assert.deepEqual(last.map(({ status }) => status).sort(), [201, 409], 'two for one place');
  const full = await post('/me/passkeys/options', ada);
  assert.deepEqual([full.status, full.body.code], [409, 'passkey-limit']);
  await sql.query("update identity.account set status='SUSPENDED' where user_id=$1", [ada.userId]);
  const closed = await signIn(device);
  assert.deepEqual([closed.status, closed.body.code], [403, 'account-suspended']);
});

test('names are written by people: no number of a card, not empty, not endless', async () => {
  const ada = await app.login('names@shop.test');
  for (const name of ['', 'x'.repeat(61), '4111 1111 1111 1111']) {
    const challenge = await challengeFor('/me/passkeys/options', ada);
    const credential = authenticator(where).create(challenge);
    assert.equal((await post('/me/passkeys', ada, { name, credential })).status, 422, name);
  }
});

test('no passkeys at an address of numbers; challenges that are over make room', async () => {
  assert.equal(partyOf('http://127.0.0.1:3000'), undefined);
  assert.equal(partyOf('http://[::1]:3000'), undefined);
  assert.deepEqual(partyOf('http://localhost:3000'), {
    id: 'localhost',
    origin: 'http://localhost:3000',
  });
  assert.equal(challengeOf({ clientDataJSON: '%' }), undefined);
  const { db, clock, close } = await identityDeps();
  const asked = { purpose: 'sign-in', userId: null } as const;
  for (let n = 0; n < 30; n += 1) await openCeremony(db, asked, clock.now());
  await clock.advance(3_600_000);
  for (let n = 0; n < 10; n += 1) await openCeremony(db, asked, clock.now());
  const rows = await db.rows('select 1 from ceremony');
  assert.equal(rows.length, 10);
  await close();
});
