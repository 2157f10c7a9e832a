// Taking one's data along and leaving for good, in the whole app: what every room hands out, what
// stands in the way, and that afterwards nothing of the person is left where it need not be.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { sweepIdempotency } from '#kernel/http/idempotency.ts';
import { forgetPeople } from '#services/orders/person.ts';
import { openShop, startApp, type Answer, type App, type Shop } from './app.ts';
import { assertTrue, fillCart, initiate, openCheckout, pay } from './buyer.ts';
import { identityCalls } from '#services/identity/contract.ts';

let app: App;
let shop: Shop;
let sql: pg.Client;

before(async () => {
  app = await startApp({ config: { gatewayTimeout_ms: 2_000 } });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql.end();
  await app.stop();
});

const password = 'a long enough pass phrase';
type Body = Answer['body'];

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await pause(50);
  }
}

let people = 0;

/** Somebody whose every trace can be told: name, street, phone and e-mail hold one odd word. */
async function person() {
  people += 1;
  const word = `quokka${people}${'xyz'.repeat(2)}`;
  const [userId, addressId] = [newId('usr'), newId('addr')];
  const email = `${word}@example.test`;
  const address = {
    addressId,
    name: `Ada ${word}`,
    line1: `12 ${word} Street`,
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  };
  const user = { userId, email, name: `Ada ${word}`, password, roles: [], addresses: [address] };
  await app.host.client(identityCalls).import({ users: [user] } as never);
  const login = await app.post('/auth/login', { body: { email, password } });
  return { userId, addressId, word, email, token: login.body.accessToken as string };
}

type Person = Awaited<ReturnType<typeof person>>;

/** A wish and an alert whose words hold the odd word. */
async function wishes({ word, token }: Person): Promise<void> {
  const product = await shop.product({ stock: 3 });
  const body = { ...product, note: `for ${word}` };
  assert.equal((await app.post('/wishlist-items', { token, body })).status, 201);
  const alert = await app.post('/alerts', { token, body: { kind: 'appears', query: word } });
  assert.equal(alert.status, 201, JSON.stringify(alert.body));
}

/** A passkey whose name holds the odd word, and a wish that is noted. */
async function safeguards({ userId, word, token }: Person): Promise<void> {
  await sql.query(
    `insert into identity.passkey (passkey_id, user_id, credential_id, public_key, counter,
       transports, synced, name) values ($1, $2, $1, '', 0, '{}', true, $3)`,
    [newId('psk'), userId, `Phone of ${word}`],
  );
  const grid = [{ topic: 'sales', channel: 'email', enabled: true }];
  await app.send('PATCH', '/me/preferences', { token, body: { grid } });
}

async function buy(buyer: Person, paymentToken = 'tok_visa') {
  const product = await shop.product({ stock: 3 });
  const opened = await openCheckout(app, buyer, [product]);
  const paid = await pay(app, buyer, { checkoutId: opened.checkoutId, paymentToken });
  return { ...opened, ...paid.body } as {
    orderId: string;
    orderNumber: string;
    checkoutId: string;
  };
}

async function deliver(orderId: string): Promise<void> {
  const seller = { token: shop.sellerToken };
  await app.post(`/seller/orders/${orderId}/pick`, seller);
  const body = { carrier: 'Post', trackingNumber: 'PX 1' };
  await app.post(`/seller/orders/${orderId}/ship`, { ...seller, key: newId('key'), body });
  const admin = { token: shop.adminToken, key: newId('key') };
  const done = await app.post(`/admin/orders/${orderId}/deliver`, admin);
  assert.equal(done.body.status, 'DELIVERED', JSON.stringify(done.body));
}

const leave = (who: Pick<Person, 'token'>, currentPassword = password) =>
  app.send('DELETE', '/me', { token: who.token, body: { currentPassword } });

/** Every place in the database where the word still stands. */
async function tracesOf(word: string): Promise<string[]> {
  const { rows: tables } = await sql.query(
    `select table_schema as room, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { room, name } of tables) {
    const text = `select count(*)::int as count from "${room}"."${name}" t
      where t::text ilike '%' || $1 || '%'`;
    const { count } = (await sql.query(text, [word])).rows[0];
    if (count > 0) found.push(`${room}.${name}`);
  }
  return found;
}

test('an export has what every room holds, and nothing of anybody else', async () => {
  const [ada, eve] = [await person(), await person()];
  const order = await buy(ada);
  await buy(eve);
  const product = await shop.product({ stock: 3 });
  await app.post('/cart/items', { token: ada.token, body: { ...product, quantity: 2 } });
  await safeguards(ada);
  await wishes(ada);
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' };
  await app.send('PATCH', '/me/preferences', { token: ada.token, body: { quietHours } });
  await until('the mail is sent', async () => {
    const { body } = await app.get('/notifications', { token: ada.token });
    return body.data[0]?.status === 'SENT';
  });
  const answer = await app.get('/me/export', { token: ada.token });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.match(String(answer.headers['content-disposition']), /attachment; filename=".*\.json"/);
  assert.equal(answer.headers['cache-control'], 'no-store');
  const { rooms, userId } = answer.body;
  assert.equal(userId, ada.userId);
  const kinds = (room: string) => rooms[room].map((one: Body) => one.kind);
  assert.deepEqual(kinds('identity'), ['account', 'address', 'session', 'passkey']);
  assert.deepEqual(kinds('cart'), ['cart']);
  assert.equal(rooms.cart[0].data.lines[0].quantity, 2);
  assert.deepEqual(kinds('checkout'), ['checkout']);
  assert.equal(rooms.checkout[0].data.payments[0].status, 'CAPTURED');
  assert.equal(rooms.orders[0].data.orderNumber, order.orderNumber);
  assert.deepEqual(kinds('notifications'), ['preferences', 'notification', 'consent']);
  assert.deepEqual(kinds('wishes'), ['wishlist', 'wish', 'alert']);
  const text = JSON.stringify(answer.body);
  assert.ok(!text.includes(eve.word) && !text.includes(eve.userId));
  assert.ok(!/argon2|hash|tsr_|tok_visa/.test(text), 'no secrets');
  assert.equal((await app.get('/me/export')).status, 401);
});

test('an export of many things comes whole, page by page', async () => {
  const ada = await person();
  await sql.query(
    `insert into notifications.notification (notification_id, user_id, ref, type, channel, facts)
     select 'ntf_' || lpad(to_hex(n), 32, '0'), $1, 'ref' || n, 'order-shipped', 'EMAIL', '{}'
     from generate_series(1, 250) n`,
    [ada.userId],
  );
  await sql.query(
    `insert into identity.session (session_id, user_id, kind, network, started_at_ms,
       expires_at_ms)
     select 'ses_' || lpad(to_hex(n), 32, '0'), $1, 'user', 'n', n, n
     from generate_series(1, 200) n`,
    [ada.userId],
  );
  const { body } = await app.get('/me/export', { token: ada.token });
  const ids = body.rooms.notifications.map((one: Body) => one.data.notificationId);
  assert.equal(new Set(ids).size, 250);
  const sessions = body.rooms.identity.filter((one: Body) => one.kind === 'session');
  assert.equal(new Set(sessions.map((one: Body) => one.data.sessionId)).size, 201);
});

test('an export can be had five times an hour', async () => {
  const { token } = await person();
  const statuses = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await app.get('/me/export', { token })).status);
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429]);
});

test('nobody leaves with something open, and is told what', async () => {
  const ada = await person();
  const { orderId, orderNumber } = await buy(ada);
  const open = await leave(ada);
  assert.deepEqual([open.status, open.body.code], [409, 'account-in-use'], JSON.stringify(open));
  assert.deepEqual(open.body.unfinished, [
    { kind: 'order', id: orderNumber, reason: 'not-shipped' },
  ]);
  assert.equal((await app.get('/me', { token: ada.token })).status, 200, 'nothing happened');
  await deliver(orderId);
  const product = await shop.product({ stock: 3 });
  const cartId = await fillCart(app, [product]);
  const checkout = await initiate(app, ada, { cartId });
  const { checkoutId } = checkout.body;
  const held = await leave(ada);
  assert.deepEqual(held.body.unfinished, [
    { kind: 'checkout', id: checkoutId, reason: 'checkout-open' },
  ]);
  const key = newId('key');
  assert.equal(
    (await app.send('DELETE', `/checkout/${checkoutId}`, { token: ada.token, key })).status,
    204,
  );
  const wrong = await leave(ada, 'not my password');
  assert.deepEqual([wrong.status, wrong.body.code], [403, 'password-wrong']);
  const seller = await leave({ token: shop.sellerToken });
  assert.deepEqual(
    seller.body.unfinished.map((one: Body) => [one.kind, one.id, one.reason]),
    [['seller', shop.sellerId, 'member']],
  );
  const admin = await leave({ token: shop.adminToken });
  assert.deepEqual([admin.status, admin.body.code], [409, 'last-admin']);
  assert.equal((await leave(ada)).status, 204);
});

test('after leaving no room knows the person, and the books are as they were', async () => {
  const ada = await person();
  const { orderId, checkoutId } = await buy(ada);
  await deliver(orderId);
  const declined = await buy(ada, 'tok_stolen');
  assert.notEqual(declined.checkoutId, checkoutId);
  const product = await shop.product({ stock: 3 });
  await app.post('/cart/items', { token: ada.token, body: { ...product, quantity: 1 } });
  const address = { name: ada.word, line1: ada.word, city: 'X', postalCode: '1', country: 'US' };
  const key = newId('key');
  const added = await app.post('/me/addresses', { token: ada.token, key, body: address });
  await app.send('DELETE', `/me/addresses/${added.body.addressId}`, { token: ada.token });
  await safeguards(ada);
  await wishes(ada);
  await app.post('/auth/password-reset', { body: { email: ada.email } });
  await until('three mails are sent', async () => {
    const inbox = `//dev/mailbox?recipient=${encodeURIComponent(ada.email)}`;
    const { body } = await app.get(inbox, { headers: { accept: 'application/json' } });
    return body.data.length >= 4;
  });
  assert.ok((await tracesOf(ada.word)).length > 5, 'the search finds what there is');
  const [one, two] = await Promise.all([leave(ada), leave(ada)]);
  assert.ok([204, 401].includes(one.status) && [204, 401].includes(two.status));
  await until('tokens are dead', async () => {
    return (await app.get('/me', { token: ada.token })).status === 401;
  });
  const end = performance.now() + 60_000;
  // Replies to the staff that delivered the order are kept for a week, as all replies are.
  const swept = ['orders.idempotency_reply'];
  let traces = await tracesOf(ada.word);
  while (traces.join() !== swept.join() && performance.now() < end) {
    await forgetOrders();
    await pause(100);
    traces = await tracesOf(ada.word);
  }
  assert.deepEqual(traces, swept);
  const left = await sql.query('select 1 from notifications.consent where user_id = $1', [
    ada.userId,
  ]);
  assert.equal(left.rowCount, 0, 'what was agreed to goes too');
  await inOrders((db) => sweepIdempotency(db, { kept_h: 0 }));
  assert.deepEqual(await tracesOf(ada.word), []);
  const seen = await app.get(`/admin/orders/${orderId}`, { token: shop.adminToken });
  assert.equal(seen.body.status, 'DELIVERED');
  assert.deepEqual(
    [seen.body.shippingAddress.name, seen.body.shippingAddress.country],
    ['erased', 'US'],
  );
  assert.deepEqual(
    [seen.body.shippingAddress.postalCode, seen.body.shippingAddress.state],
    ['10', 'NY'],
  );
  const { rows } = await sql.query('select * from identity.account where user_id = $1', [
    ada.userId,
  ]);
  assert.deepEqual([rows[0].status, rows[0].email, rows[0].name], ['ERASED', null, '']);
  const again = { email: ada.email, password, name: 'New' };
  assert.equal((await app.post('/auth/register', { body: again })).status, 202);
  const login = await app.post('/auth/login', { body: { email: ada.email, password } });
  assert.notEqual(login.body.user.userId, ada.userId, 'the address is free again');
  const history = await app.get('/orders', { token: login.body.accessToken });
  assert.deepEqual(history.body.data, []);
  const admin = { token: shop.adminToken, headers: { 'if-match': `"${rows[0].version}"` } };
  const revive = await app.send('PATCH', `/admin/users/${ada.userId}`, {
    ...admin,
    body: { status: 'ACTIVE' },
  });
  assert.equal(revive.status, 404, 'who is gone is not brought back');
  await assertTrue(app.databaseUrl);
});

async function inOrders(work: (db: Db) => Promise<unknown>): Promise<void> {
  const db = openDb({ url: app.databaseUrl, room: 'orders' });
  await work(db).finally(() => db.close());
}

/** What the task of the orders room does once a minute. */
const forgetOrders = () => inOrders((db) => forgetPeople(db));

test('an order that slipped in keeps its address until it has arrived', async () => {
  const ada = await person();
  const { orderId } = await buy(ada);
  // As if the order had come between the question and the erasure.
  await sql.query('update orders."order" set user_id = user_id || \'x\' where order_id = $1', [
    orderId,
  ]);
  assert.equal((await leave(ada)).status, 204);
  await sql.query('update orders."order" set user_id = rtrim(user_id, \'x\') where order_id = $1', [
    orderId,
  ]);
  await until('orders know of it', async () => {
    const { rows } = await sql.query('select 1 from orders.erasure where user_id = $1', [
      ada.userId,
    ]);
    return rows.length === 1;
  });
  await forgetOrders();
  const street = async () =>
    (await app.get(`/admin/orders/${orderId}`, { token: shop.adminToken })).body.shippingAddress
      .line1;
  assert.match(await street(), /quokka/);
  await deliver(orderId);
  await forgetOrders();
  assert.equal(await street(), 'erased');
  const { rows } = await sql.query('select done_at from orders.erasure where user_id = $1', [
    ada.userId,
  ]);
  assert.ok(rows[0].done_at);
});

test('a guest leaves without a password', async () => {
  const guest = await shop.shopper();
  const done = await app.send('DELETE', '/me', { token: guest.token, body: {} });
  assert.equal(done.status, 204);
  await until('the token is dead', async () => {
    return (await app.get('/me', { token: guest.token })).status === 401;
  });
});
