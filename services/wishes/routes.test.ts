// Wishlists over HTTP and the real rooms: one thing once however often it is added at once, limits,
// pages, sharing and its end, gifts that owners do not see, and nothing of anybody else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId, newSecretId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { itemsPerWishlist_max, wishlistsPerUser_max } from './contract.ts';

type Body = Answer['body'];

let app: App;
let shop: Shop;
let sql: pg.Client;
let lamp: { productId: string; variantId: string };

before(async () => {
  app = await startApp();
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
  lamp = await shop.product({ stock: 5, price: 20 });
});

after(async () => {
  await sql.end();
  await app.stop();
});

const password = 'a long enough pass phrase';

async function person(): Promise<{ userId: string; token: string }> {
  const userId = newId('usr');
  const email = `${userId}@example.test`;
  const user = { userId, email, name: 'Ada', password, roles: [], addresses: [] };
  await app.host.client(identityCalls).import({ users: [user] } as never);
  const login = await app.post('/auth/login', { body: { email, password } });
  return { userId, token: login.body.accessToken as string };
}

const add = (token: string, body: object = lamp) => app.post('/wishlist-items', { token, body });
const tag = (version: number) => ({ 'if-match': `"${version}"` });

async function defaultList(token: string): Promise<Body> {
  const { body } = await app.get('/wishlists', { token });
  return body.data.find((one: Body) => one.isDefault);
}

const share = async (token: string, visibility: string, list?: Body): Promise<Body> => {
  const { listId, version } = list ?? (await defaultList(token));
  const headers = tag(version);
  const done = await app.send('PUT', `/wishlists/${listId}/share`, {
    token,
    headers,
    body: { visibility },
  });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  return done.body;
};

test('one thing pressed twenty times at once is on the list once, with its price', async () => {
  const { token } = await person();
  const answers = await Promise.all(Array.from({ length: 20 }, () => add(token)));
  assert.deepEqual(
    answers.map((one) => one.status).sort(),
    [...Array.from({ length: 19 }, () => 200), 201],
    JSON.stringify(answers[0]?.body),
  );
  assert.equal(new Set(answers.map((one) => one.body.itemId)).size, 1);
  const list = await defaultList(token);
  assert.deepEqual([list.name, list.items, list.visibility], ['', 1, 'private']);
  const { body } = await app.get(`/wishlists/${list.listId}/items`, { token });
  const [one] = body.data;
  assert.deepEqual(
    [one.price, one.addedPrice, one.currency, one.sold, one.inStock, one.wanted, one.bought],
    [20, 20, 'USD', true, true, 1, 0],
  );
  assert.match(one.slug, /^thing-/);
  const { body: found } = await app.get(`/wishlist-items?productIds=${lamp.productId}`, { token });
  assert.deepEqual(
    found.marks.map((mark: Body) => mark.itemId),
    [one.itemId],
  );
  const gone = await app.send('DELETE', `/wishlist-items/${one.itemId}`, { token });
  assert.equal(gone.status, 204);
  assert.equal((await defaultList(token)).items, 0);
});

test('first presses at once make one default list; a guest has to sign in', async () => {
  const { token } = await person();
  const things = await Promise.all([1, 2, 3, 4].map(() => shop.product({ stock: 1 })));
  const answers = await Promise.all(things.map((thing) => add(token, thing)));
  assert.deepEqual(
    answers.map((one) => one.status),
    [201, 201, 201, 201],
  );
  const { body } = await app.get('/wishlists', { token });
  assert.deepEqual(
    body.data.map((one: Body) => [one.isDefault, one.items]),
    [[true, 4]],
  );
  const guest = await shop.shopper();
  assert.equal((await add(guest.token)).status, 401);
  const unknown = await add(token, { ...lamp, variantId: newId('var') });
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'variant-not-found']);
});

test('lists are renamed, moved between, removed; limits hold at once and after', async () => {
  const { token, userId } = await person();
  const made = await Promise.all(
    Array.from({ length: wishlistsPerUser_max + 5 }, (_, at) =>
      app.post('/wishlists', { token, body: { name: `List ${at}` } }),
    ),
  );
  const good = made.filter((one) => one.status === 201);
  assert.equal(good.length, wishlistsPerUser_max);
  assert.ok(made.every((one) => one.status === 201 || one.body.code === 'wishlist-limit'));
  assert.equal(good.filter((one) => one.body.isDefault).length, 1);
  const first = await app.get('/wishlists?limit=15', { token });
  const rest = await app.get(`/wishlists?limit=15&cursor=${first.body.nextCursor}`, { token });
  const all = [...first.body.data, ...rest.body.data];
  assert.equal(new Set(all.map((one: Body) => one.listId)).size, wishlistsPerUser_max);
  const [from, to] = all.filter((one: Body) => !one.isDefault);
  const item = (await add(token, { ...lamp, listId: from.listId })).body;
  const moved = await app.send('PATCH', `/wishlist-items/${item.itemId}`, {
    token,
    headers: tag(item.version),
    body: { listId: to.listId, note: 'the <b>green</b> one', priority: 3, wanted: 2 },
  });
  assert.deepEqual(
    [moved.body.listId, moved.body.note, moved.body.priority, moved.body.wanted],
    [to.listId, 'the <b>green</b> one', 3, 2],
  );
  const stale = await app.send('PATCH', `/wishlist-items/${item.itemId}`, {
    token,
    headers: tag(item.version),
    body: { wanted: 9 },
  });
  assert.equal(stale.status, 412);
  const counts = await sql.query(
    'select list_id, items from wishes.wishlist where list_id = any($1) order by items',
    [[from.listId, to.listId]],
  );
  assert.deepEqual(
    counts.rows.map((row) => row.items),
    [0, 1],
  );
  await sql.query('update wishes.wishlist set items = $2 where list_id = $1', [
    from.listId,
    itemsPerWishlist_max,
  ]);
  const full = await add(token, { ...lamp, listId: from.listId });
  assert.deepEqual([full.status, full.body.code], [409, 'wishlist-full']);
  await sql.query('update wishes.wishlist set items = 0 where list_id = $1', [from.listId]);
  const { version, listId } = await defaultList(token);
  const gone = await app.send('DELETE', `/wishlists/${listId}`, { token, headers: tag(version) });
  assert.equal(gone.status, 204);
  assert.ok((await defaultList(token)).listId, 'another one is the default now');
  const { rows } = await sql.query(
    'select count(*)::int as n from wishes.wishlist where user_id = $1 and is_default',
    [userId],
  );
  assert.equal(rows[0].n, 1);
});

test('pages of things follow one another, also by priority', async () => {
  const { token } = await person();
  const things = await Promise.all([1, 2, 3, 4, 5].map(() => shop.product({ stock: 1 })));
  for (const [at, thing] of things.entries()) {
    await add(token, { ...thing, priority: (at % 3) + 1 });
  }
  const { listId } = await defaultList(token);
  for (const sort of ['newest', 'priority']) {
    const seen: Body[] = [];
    let cursor = '';
    for (;;) {
      const query = `sort=${sort}&limit=2${cursor}`;
      const { body } = await app.get(`/wishlists/${listId}/items?${query}`, { token });
      seen.push(...body.data);
      if (!body.hasMore) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    assert.equal(new Set(seen.map((one) => one.itemId)).size, 5);
    const order = seen.map((one) => one.priority);
    if (sort === 'priority') assert.deepEqual(order, [3, 2, 2, 1, 1]);
  }
  const bad = await app.get(`/wishlists/${listId}/items?cursor=WyJ4Il0`, { token });
  assert.equal(bad.status, 422);
});

test('nobody reads or changes the lists, things and alerts of another', async () => {
  const [ada, eve] = [await person(), await person()];
  const item = (await add(ada.token)).body;
  const list = await defaultList(ada.token);
  const { token } = eve;
  const headers = tag(list.version);
  const itemHeaders = tag(item.version);
  const tries: [string, string, object][] = [
    ['GET', `/wishlists/${list.listId}`, {}],
    ['GET', `/wishlists/${list.listId}/items`, {}],
    ['PATCH', `/wishlists/${list.listId}`, { headers, body: { name: 'mine' } }],
    ['PUT', `/wishlists/${list.listId}/share`, { headers, body: { visibility: 'public' } }],
    ['DELETE', `/wishlists/${list.listId}`, { headers }],
    ['GET', `/wishlist-items/${item.itemId}`, {}],
    ['PATCH', `/wishlist-items/${item.itemId}`, { headers: itemHeaders, body: { wanted: 2 } }],
    ['DELETE', `/wishlist-items/${item.itemId}`, {}],
    ['POST', '/wishlist-items', { body: { ...lamp, listId: list.listId } }],
  ];
  for (const [method, path, rest] of tries) {
    const answer = await app.send(method, path, { token, ...rest });
    assert.equal(answer.status, 404, `${method} ${path} ${JSON.stringify(answer.body)}`);
  }
  const own = (await add(token)).body;
  const taken = await app.send('PATCH', `/wishlist-items/${own.itemId}`, {
    token,
    headers: tag(own.version),
    body: { listId: list.listId },
  });
  assert.equal(taken.status, 404, 'nothing is put on the list of another');
  assert.deepEqual((await defaultList(ada.token)).items, 1);
});

test('a link opens a list until it is revoked; a new one does not revive the old', async () => {
  const { token } = await person();
  await add(token);
  const first = await share(token, 'link');
  assert.match(first.token, /^wsh_[0-9a-f]{32}$/);
  const open = await app.get(`/wishlists/shared/${first.token}`);
  assert.equal(open.status, 200);
  assert.deepEqual([open.body.own, open.body.data.length], [false, 1]);
  assert.ok(!JSON.stringify(open.body).includes('usr_'), 'it does not say whose it is');
  const second = await share(token, 'public');
  assert.notEqual(second.token, first.token);
  assert.equal((await app.get(`/wishlists/shared/${first.token}`)).status, 404);
  assert.equal((await app.get(`/wishlists/shared/${second.token}`)).status, 200);
  const ended = await share(token, 'private');
  assert.equal(ended.token, null);
  assert.equal((await app.get(`/wishlists/shared/${second.token}`)).status, 404);
  assert.equal((await app.get(`/wishlists/shared/${newSecretId('wsh')}`)).status, 404);
});

test('givers buy what is wanted and no more; the owner of a gift list sees none', async () => {
  const owner = await person();
  await add(owner.token, { ...lamp, wanted: 2 });
  const plain = await defaultList(owner.token);
  const gift = await app.send('PATCH', `/wishlists/${plain.listId}`, {
    token: owner.token,
    headers: tag(plain.version),
    body: { gift: true },
  });
  const list = await share(owner.token, 'link', gift.body);
  const path = `/wishlists/shared/${list.token}`;
  const { itemId } = (await app.get(path)).body.data[0];
  const givers = await Promise.all([person(), person(), person(), person()]);
  const buy = (token: string, quantity: number) =>
    app.send('PUT', `${path}/items/${itemId}/bought`, { token, body: { quantity } });
  const answers = await Promise.all(givers.map((giver) => buy(giver.token, 1)));
  assert.deepEqual(answers.map((one) => one.status).sort(), [200, 200, 409, 409]);
  assert.equal(answers.find((one) => one.status === 409)?.body.left, 0);
  const seen = await app.get(path, { token: givers[0]?.token ?? '' });
  assert.equal(seen.body.data[0].bought, 2);
  const nobody = await app.get(path);
  assert.deepEqual([nobody.body.gift, nobody.body.data[0].bought], [true, null], 'signed out');
  const mine = await app.get(path, { token: owner.token });
  assert.deepEqual([mine.body.own, mine.body.data[0].bought], [true, null]);
  const own = await app.get(`/wishlist-items/${itemId}`, { token: owner.token });
  assert.equal(own.body.bought, null);
  assert.equal((await buy(owner.token, 1)).status, 403, 'an answer would tell');
  const at = answers.findIndex((one) => one.status === 200);
  assert.deepEqual((await buy(givers[at]?.token ?? '', 0)).body, { bought: 1, mine: 0 });
});
