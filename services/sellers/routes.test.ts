import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { password, startPeople, type Answer, type PeopleApp } from '../../test/people.ts';

let app: PeopleApp;

before(async () => {
  app = await startPeople();
});
after(() => app.stop());

async function soon(status: number, ask: () => Promise<Answer>): Promise<Answer> {
  const until = performance.now() + 60_000;
  let answer = await ask();
  while (answer.status !== status && performance.now() < until) {
    await pause(50);
    answer = await ask();
  }
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  return answer;
}

/** A token with today's rights. */
async function again(email: string): Promise<string> {
  const { body } = await app.ask('POST', '/auth/login', { body: { email, password } });
  return body.accessToken;
}

async function approved(name: string) {
  const email = `${name}@shop.test`;
  const { token, userId } = await app.login(email);
  const applied = await app.ask('POST', '/sellers/apply', { token, body: { name } });
  assert.equal(applied.status, 201, JSON.stringify(applied.body));
  const { sellerId } = applied.body;
  const admin = (await app.login('admin@shop.test', ['super'])).token;
  const path = `/admin/sellers/${sellerId}`;
  const done = await app.ask('POST', `${path}/approve`, { token: admin, ifMatch: 1 });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  return { sellerId, userId, email, admin, token: await again(email), path };
}

test('a seller applies, is invisible until approved, then has a public page', async () => {
  const { token } = await app.login('noor@shop.test');
  const body = { name: 'Noor Lights', description: 'Lamps' };
  const applied = await app.ask('POST', '/sellers/apply', { token, body });
  assert.deepEqual([applied.status, applied.body.status], [201, 'PENDING']);
  const { sellerId } = applied.body;
  assert.equal((await app.ask('GET', `/sellers/${sellerId}`)).status, 404);
  const admin = await app.login('chief@shop.test', ['super']);
  const waiting = await app.ask('GET', '/admin/sellers?status=PENDING', { token: admin.token });
  assert.ok(waiting.body.data.some((one: { sellerId: string }) => one.sellerId === sellerId));
  const path = `/admin/sellers/${sellerId}/approve`;
  assert.equal((await app.ask('POST', path, { token, ifMatch: 1 })).status, 403);
  assert.equal((await app.ask('POST', path, { token: admin.token })).status, 428);
  assert.equal((await app.ask('POST', path, { token: admin.token, ifMatch: 1 })).status, 200);
  const page = await app.ask('GET', `/sellers/${sellerId}`);
  const bySlug = await app.ask('GET', `/sellers/${page.body.slug}`);
  assert.equal(bySlug.body.sellerId, sellerId);
  const { name, slug, description, selling } = page.body;
  assert.deepEqual([name, slug, description], ['Noor Lights', 'noor-lights', 'Lamps']);
  assert.equal(selling, true);
  assert.equal('version' in page.body || 'status' in page.body, false);
  const guest = await app.ask('POST', '/auth/guest', { body: {} });
  const token2 = guest.body.accessToken;
  const tried = await app.ask('POST', '/sellers/apply', { token: token2, body: { name: 'Guest' } });
  assert.equal(tried.status, 401);
});

test('the profile is for members, the change for owners, by version', async () => {
  const one = await approved('june');
  const other = await approved('theo');
  const seen = await app.ask('GET', '/seller/profile', { token: one.token });
  assert.deepEqual([seen.status, seen.body.sellerId], [200, one.sellerId]);
  const foreign = `/seller/profile?sellerId=${other.sellerId}`;
  assert.equal((await app.ask('GET', foreign, { token: one.token })).status, 404);
  const change = { token: one.token, ifMatch: 2, body: { name: 'June & Co' } };
  assert.equal((await app.ask('PATCH', foreign, change)).status, 404);
  const changed = await app.ask('PATCH', '/seller/profile', change);
  assert.deepEqual([changed.status, changed.body.version, changed.body.slug], [200, 3, 'june']);
  const status = { ...change, ifMatch: 3, body: { status: 'APPROVED' } };
  assert.equal((await app.ask('PATCH', '/seller/profile', status)).status, 422);
});

test('members: invited once, changed and removed at once, the last owner stays', async () => {
  const shop = await approved('mara');
  const { token } = shop;
  await app.login('helper@shop.test');
  const body = { email: 'Helper@Shop.test', role: 'fulfilment' };
  const invited = await app.ask('POST', '/seller/members', { token, body });
  assert.equal(invited.status, 201);
  const open = await app.ask('GET', '/seller/invitations', { token });
  assert.equal(open.body.data.length, 1);
  assert.equal('token' in open.body.data[0], false);
  const accept = { body: { token: invited.body.token } };
  const stranger = await app.login('stranger@shop.test');
  const path = '/sellers/invitations/accept';
  assert.equal((await app.ask('POST', path, { ...accept, token: stranger.token })).status, 404);
  const helper = await again('helper@shop.test');
  assert.equal((await app.ask('POST', path, { ...accept, token: helper })).status, 200);
  assert.equal((await app.ask('POST', path, { ...accept, token: helper })).status, 404);
  const member = await again('helper@shop.test');
  const list = await app.ask('GET', '/seller/members', { token: member });
  assert.equal(list.body.data.length, 2);
  assert.ok(list.body.data.every((one: { email: unknown }) => one.email === null));
  const full = await app.ask('GET', '/seller/members', { token });
  const him = full.body.data.find((one: { role: string }) => one.role === 'fulfilment');
  assert.equal(him.email, 'helper@shop.test');
  const own = `/seller/members/${shop.userId}`;
  assert.equal((await app.ask('DELETE', own, { token: member })).status, 403);
  assert.equal((await app.ask('DELETE', own, { token })).body.code, 'last-owner');
  assert.equal((await app.ask('DELETE', `/seller/members/${him.userId}`, { token })).status, 204);
  await soon(401, () => app.ask('GET', '/seller/profile', { token: member }));
  await pause(1_100);
  const fresh = await again('helper@shop.test');
  assert.equal((await app.ask('GET', '/seller/profile', { token: fresh })).status, 403);
});

test('members of a suspended seller may look and not touch', async () => {
  const shop = await approved('sasha');
  const done = await app.ask('POST', `${shop.path}/suspend`, { token: shop.admin, ifMatch: 2 });
  assert.equal(done.status, 200);
  await soon(401, () => app.ask('GET', '/seller/profile', { token: shop.token }));
  // Tokens made up to a second after the suspension end with it when its event comes late.
  await pause(1_100);
  const token = await again(shop.email);
  assert.equal((await app.ask('GET', '/seller/profile', { token })).status, 200);
  const change = { token, ifMatch: 3, body: { name: 'Sasha 2' } };
  assert.equal((await app.ask('PATCH', '/seller/profile', change)).status, 403);
  const page = await app.ask('GET', `/sellers/${shop.sellerId}`);
  assert.deepEqual([page.status, page.body.selling], [200, false], 'the page says that it rests');
});

test('who was turned down has no public page', async () => {
  const { token } = await app.login('never@shop.test');
  const applied = await app.ask('POST', '/sellers/apply', { token, body: { name: 'Never In' } });
  const admin = (await app.login('admin@shop.test', ['super'])).token;
  const { sellerId } = applied.body;
  const path = `/admin/sellers/${sellerId}/suspend`;
  assert.equal((await app.ask('POST', path, { token: admin, ifMatch: 1 })).status, 200);
  assert.equal((await app.ask('GET', `/sellers/${sellerId}`)).status, 404);
});

test('an API key does what its scopes say, for its seller, until it is revoked', async () => {
  const shop = await approved('kim');
  const { token } = shop;
  const body = { name: 'ERP', scopes: ['profile:write'] };
  const made = await app.ask('POST', '/seller/api-keys', { token, body });
  assert.equal(made.status, 201);
  assert.match(made.body.key, /^tsk_live_/);
  const { key } = made.body;
  const seen = await app.ask('GET', '/seller/profile', { token: key });
  assert.deepEqual([seen.status, seen.body.sellerId], [200, shop.sellerId]);
  assert.equal((await app.ask('GET', '/seller/members', { token: key })).status, 403);
  assert.equal((await app.ask('POST', '/seller/api-keys', { token: key, body })).status, 403);
  assert.equal((await app.ask('GET', '/me', { token: key })).status, 403);
  const forged = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
  assert.equal((await app.ask('GET', '/seller/profile', { token: forged })).status, 401);
  const list = await app.ask('GET', '/seller/api-keys', { token });
  assert.equal('key' in list.body.data[0], false);
  const other = await approved('lou');
  const path = `/seller/api-keys/${made.body.keyId}`;
  assert.equal((await app.ask('DELETE', path, { token: other.token })).status, 404);
  assert.equal((await app.ask('DELETE', path, { token })).status, 204);
  assert.equal((await app.ask('DELETE', path, { token })).status, 404);
  await soon(401, () => app.ask('GET', '/seller/profile', { token: key }));
  const wrong = { name: 'X', scopes: ['admin:write'] };
  assert.equal((await app.ask('POST', '/seller/api-keys', { token, body: wrong })).status, 422);
});

test('who works for several sellers says which', async () => {
  const one = await approved('multi');
  await app.ask('POST', '/sellers/apply', { token: one.token, body: { name: 'Multi Two' } });
  const token = await again(one.email);
  const vague = await app.ask('GET', '/seller/profile', { token });
  assert.deepEqual([vague.status, vague.body.code], [422, 'seller-ambiguous']);
  const named = `/seller/profile?sellerId=${one.sellerId}`;
  assert.equal((await app.ask('GET', named, { token })).status, 200);
});
