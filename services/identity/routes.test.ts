import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { password, startPeople, type PeopleApp } from '../../test/people.ts';
import { identityCalls } from './contract.ts';

let app: PeopleApp;

before(async () => {
  app = await startPeople();
});
after(() => app.stop());

const address = {
  name: 'Ada',
  line1: '1 Main Street',
  city: 'Bristol',
  postalCode: 'BS1 4DJ',
  country: 'GB',
};

const felt_ms: number[] = [];

/** Asks until the status comes, for what must be felt within a second. */
async function soon(status: number, ask: () => Promise<{ status: number }>) {
  const from = performance.now();
  let answer = await ask();
  while (answer.status !== status && performance.now() < from + 60_000) {
    await pause(50);
    answer = await ask();
  }
  assert.equal(answer.status, status, 'not within a minute');
  felt_ms.push(performance.now() - from);
}

test('register, log in, look at myself, refresh, log out', async () => {
  const body = { email: 'Ada@Shop.test', password, name: 'Ada' };
  const registered = await app.ask('POST', '/auth/register', { body });
  assert.equal(registered.status, 202);
  assert.equal(registered.cookie, undefined);
  const again = await app.ask('POST', '/auth/register', { body: { ...body, name: 'Eve' } });
  assert.deepEqual([again.status, again.body], [202, registered.body]);
  const login = await app.ask('POST', '/auth/login', {
    body: { email: 'ada@shop.test', password },
  });
  assert.equal(login.status, 200);
  assert.match(String(login.headers['set-cookie']), /^refresh=tsr_.*HttpOnly/);
  assert.match(String(login.headers['set-cookie']), /Path=\/;.*SameSite=Strict/);
  assert.equal(login.headers['cache-control'], 'no-store');
  const { accessToken: token, expiresIn, user } = login.body;
  assert.equal(expiresIn, 600);
  assert.equal(user.email, 'ada@shop.test');
  const me = await app.ask('GET', '/me', { token });
  assert.deepEqual([me.status, me.body.name, me.headers['etag']], [200, 'Ada', '"1"']);
  assert.ok(Math.abs(Date.parse(me.body.termsAcceptedAt) - Date.now()) < 60_000);
  const next = await app.ask('POST', '/auth/refresh', { cookie: login.cookie });
  assert.equal(next.status, 200);
  assert.notEqual(next.cookie, login.cookie);
  const loser = await app.ask('POST', '/auth/refresh', { cookie: login.cookie });
  assert.deepEqual([loser.status, loser.body.code], [401, 'refresh-superseded']);
  const out = await app.ask('POST', '/auth/logout', { token, cookie: next.cookie });
  assert.equal(out.status, 204);
  assert.equal(out.cookie, 'refresh=');
  const dead = await app.ask('GET', '/me', { token });
  assert.equal(dead.status, 401);
  assert.equal((await app.ask('POST', '/auth/refresh', { cookie: next.cookie })).status, 401);
});

test('unknown fields are refused and never believed', async () => {
  const body = { email: 'mass@shop.test', password, name: 'Mass' };
  for (const extra of [
    { roles: ['super'] },
    { status: 'ACTIVE' },
    { kind: 'user' },
    { userId: 'usr_1' },
  ]) {
    const answer = await app.ask('POST', '/auth/register', { body: { ...body, ...extra } });
    assert.equal(answer.status, 422, JSON.stringify(extra));
  }
  const { token } = await app.login('props@shop.test');
  for (const change of [{ roles: ['super'] }, { email: 'x@shop.test' }, { version: 9 }]) {
    const answer = await app.ask('PATCH', '/me', { token, ifMatch: 1, body: change });
    assert.equal(answer.status, 422, JSON.stringify(change));
  }
});

test('bad passwords and e-mails are explained', async () => {
  const ask = (body: object) => app.ask('POST', '/auth/register', { body });
  const short = await ask({ email: 'ok@shop.test', password: 'short', name: 'A' });
  assert.deepEqual(
    [short.status, short.body.code, short.body.reason],
    [422, 'password-unsuitable', 'too-short'],
  );
  const wrong = await ask({ email: 'no address', password, name: 'A' });
  assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/email']);
});

test('unknown e-mail and wrong password differ in nothing but the request id', async () => {
  await app.login('exists@shop.test');
  const ask = async (email: string) => {
    const answer = await app.ask('POST', '/auth/login', {
      body: { email, password: 'wrong password' },
    });
    const { requestId: _, ...body } = answer.body;
    const { date: __, 'x-request-id': ___, ...headers } = answer.headers;
    return { status: answer.status, body, headers };
  };
  assert.deepEqual(await ask('exists@shop.test'), await ask('absent@shop.test'));
});

test('a guest keeps its id and addresses when it becomes an account', async () => {
  const asked = { email: 'guest@shop.test', locale: 'de' };
  const guest = await app.ask('POST', '/auth/guest', { body: asked });
  assert.equal(guest.status, 201);
  const token = guest.body.accessToken;
  assert.equal((await app.ask('GET', '/me', { token })).body.locale, 'de', 'mails are in German');
  const bad = { body: { locale: 'no language' } };
  assert.equal((await app.ask('POST', '/auth/guest', bad)).status, 422);
  assert.match(guest.body.user.userId, /^usr_[0-9a-f]{32}$/);
  const added = await app.ask('POST', '/me/addresses', { token, body: address });
  assert.deepEqual([added.status, added.body.isDefault], [201, true]);
  const body = { email: 'guest@shop.test', password, name: 'G' };
  assert.equal((await app.ask('POST', '/auth/register', { token, body })).status, 202);
  const headers = { 'x-cart-id': `cart_${'0'.repeat(32)}` };
  const login = await app.ask('POST', '/auth/login', {
    token,
    headers,
    body: { email: 'guest@shop.test', password },
  });
  assert.equal(login.status, 200, 'the cart room is away and blocks nobody');
  assert.equal(login.body.user.userId, guest.body.user.userId);
  const book = await app.ask('GET', '/me/addresses', { token: login.body.accessToken });
  assert.equal(book.body.data[0].addressId, added.body.addressId);
  assert.equal((await app.ask('GET', '/me', { token })).status, 401, 'the guest session ended');
});

test('an address book: add, page, replace, remove; what is not mine is not there', async () => {
  const [ada, eve] = [await app.login('book@shop.test'), await app.login('eve@shop.test')];
  const ids: string[] = [];
  for (let i = 0; i < 3; i += 1) {
    const { body } = await app.ask('POST', '/me/addresses', { token: ada.token, body: address });
    ids.push(body.addressId);
  }
  const one = await app.ask('GET', '/me/addresses?limit=2', { token: ada.token });
  assert.deepEqual([one.body.data.length, one.body.hasMore], [2, true]);
  const two = await app.ask('GET', `/me/addresses?cursor=${one.body.nextCursor}`, {
    token: ada.token,
  });
  assert.deepEqual([two.body.data.length, two.body.nextCursor], [1, null]);
  assert.equal((await app.ask('GET', '/me/addresses?cursor=x', { token: ada.token })).status, 422);
  const path = `/me/addresses/${ids[2]}`;
  const body = { ...address, city: 'Bath', isDefault: true };
  const changed = await app.ask('PUT', path, { token: ada.token, body });
  assert.deepEqual(
    [changed.body.city, changed.body.isDefault, changed.body.version],
    ['Bath', true, 2],
  );
  for (const [method, options] of [
    ['GET', {}],
    ['PUT', { body }],
    ['DELETE', {}],
  ] as const) {
    const theirs = await app.ask(method, path, { token: eve.token, ...options });
    const nobody = await app.ask(method, `/me/addresses/addr_${'0'.repeat(32)}`, {
      token: eve.token,
      ...options,
    });
    assert.deepEqual([theirs.status, theirs.body.code], [404, 'address-not-found']);
    assert.equal(nobody.body.code, theirs.body.code);
  }
  assert.equal((await app.ask('DELETE', path, { token: ada.token })).status, 204);
  assert.equal((await app.ask('GET', path, { token: ada.token })).status, 404);
  const bad = await app.ask('POST', '/me/addresses', {
    token: ada.token,
    body: { ...address, country: 'gb' },
  });
  assert.equal(bad.status, 422);
});

test('the profile changes by version', async () => {
  const { token } = await app.login('profile@shop.test');
  const body = { name: 'Countess', phone: null };
  assert.equal((await app.ask('PATCH', '/me', { token, body })).status, 428);
  const changed = await app.ask('PATCH', '/me', { token, ifMatch: 1, body });
  assert.deepEqual(
    [changed.status, changed.body.name, changed.headers['etag']],
    [200, 'Countess', '"2"'],
  );
  assert.equal((await app.ask('PATCH', '/me', { token, ifMatch: 1, body })).status, 412);
});

test('a guest may give and change an e-mail; an account keeps its own', async () => {
  const guest = await app.ask('POST', '/auth/guest', { body: {} });
  const token = guest.body.accessToken;
  const put = (email: string, who = token) =>
    app.ask('PUT', '/me/contact', { token: who, body: { email } });
  const given = await put('First@Shop.test');
  assert.deepEqual([given.status, given.body.email], [200, 'first@shop.test']);
  assert.equal((await put('second@shop.test')).body.email, 'second@shop.test');
  assert.equal((await app.ask('GET', '/me', { token })).body.email, 'second@shop.test');
  const wrong = await put('no address');
  assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/email']);
  const account = await app.login('contact@shop.test');
  assert.equal((await put('other@shop.test', account.token)).status, 403);
});

test('a suspended person loses access soon, and only super may suspend', async () => {
  const admin = await app.login('super@shop.test', ['super']);
  const support = await app.login('support@shop.test', ['support']);
  const ada = await app.login('suspend@shop.test');
  const path = `/admin/users/${ada.userId}`;
  const body = { status: 'SUSPENDED' };
  for (const token of [support.token, ada.token]) {
    assert.equal((await app.ask('PATCH', path, { token, ifMatch: 1, body })).status, 403);
  }
  assert.equal((await app.ask('GET', path, { token: ada.token })).status, 403);
  const seen = await app.ask('GET', path, { token: support.token });
  assert.deepEqual([seen.body.email, seen.headers['etag']], ['suspend@shop.test', '"1"']);
  const done = await app.ask('PATCH', path, { token: admin.token, ifMatch: 1, body });
  assert.equal(done.status, 200);
  await soon(401, () => app.ask('GET', '/me', { token: ada.token }));
  const found = await app.ask('GET', '/admin/users?search=suspend', { token: admin.token });
  assert.deepEqual(
    found.body.data.map((one: { userId: string }) => one.userId),
    [ada.userId],
  );
  assert.equal('passwordHash' in found.body.data[0], false);
});

test('removed roles are gone soon', async () => {
  const admin = await app.login('super2@shop.test', ['super']);
  const support = await app.login('demoted@shop.test', ['support']);
  const path = `/admin/users/${support.userId}`;
  await app.ask('PATCH', path, { token: admin.token, ifMatch: 1, body: { roles: [] } });
  await soon(401, () => app.ask('GET', '/admin/users', { token: support.token }));
});

test('the quickest of these was felt within a second', () => {
  // A busy machine stops now and then.
  assert.ok(Math.min(...felt_ms) < 1_000, `${felt_ms.join()} ms`);
});

test('people come in pages, the newest first', async () => {
  const admin = await app.login('super3@shop.test', ['super']);
  const seen: string[] = [];
  let cursor = '';
  do {
    const query = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await app.ask('GET', `/admin/users?limit=3${query}`, { token: admin.token });
    seen.push(...body.data.map((one: { userId: string }) => one.userId));
    cursor = body.nextCursor ?? '';
  } while (cursor !== '');
  assert.equal(new Set(seen).size, seen.length);
  assert.deepEqual(seen, seen.toSorted().toReversed());
});

test('other processes hear of the end of a session from the source', async () => {
  const { token, cookie } = await app.login('elsewhere@shop.test');
  const { revokedSince } = app.host.client(identityCalls);
  const { cursor } = await revokedSince({ cursor: '' });
  await app.ask('POST', '/auth/logout', { token, cookie });
  const { revoked } = await revokedSince({ cursor });
  assert.equal(revoked.length, 1);
  assert.match(revoked[0]?.subject ?? '', /^ses_/);
});

test('over https the cookie is bound to the host', async () => {
  const secure = await startPeople({ publicUrl: 'https://shop.example' });
  try {
    const guest = await secure.ask('POST', '/auth/guest', { body: {} });
    assert.match(String(guest.headers['set-cookie']), /^__Host-refresh=.*Secure/);
    assert.doesNotMatch(String(guest.headers['set-cookie']), /Domain/i);
    const plain = await secure.ask('POST', '/auth/refresh', {
      cookie: (guest.cookie ?? '').replace('__Host-', ''),
    });
    assert.equal(plain.status, 401, 'a cookie without the prefix does not count');
    assert.equal((await secure.ask('POST', '/auth/refresh', { cookie: guest.cookie })).status, 200);
  } finally {
    await secure.stop();
  }
});
