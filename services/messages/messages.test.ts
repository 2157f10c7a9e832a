// Conversations over HTTP in the whole app: who may write to whom about what, what each side sees,
// who is told, limits, an order that goes elsewhere, export and forgetting.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openShop } from '../../test/app.ts';
import { openReturns, type Body, type Buyer } from '../../test/returns.ts';
import { personalData } from './person.ts';
import { openDb } from '#kernel/db/db.ts';

const { app, shop, db, kit, close } = await openReturns();
const room = openDb({ url: app.databaseUrl, room: 'messages' });
after(async () => {
  await room.close();
  await close();
});

const send = (who: { token: string }, path: string, body: object) =>
  app.post(path, { token: who.token, key: newId('key'), body });
const get = async (who: { token: string }, path: string): Promise<Body> =>
  kit.ok(await app.get(path, { token: who.token }));
const seller = { token: shop.sellerToken };

async function bought(): Promise<{ buyer: Buyer; orderId: string; orderNumber: string }> {
  const buyer = await shop.shopper();
  const order = await kit.buy(buyer, [await shop.product({ stock: 5, price: 20 })]);
  return { buyer, orderId: order.orderId, orderNumber: order.orderNumber };
}

async function noticesOf(type: string, threadId: string): Promise<number> {
  const text = `select count(*)::int as count from notifications.notification
    where type = $1 and facts->>'threadId' = $2`;
  return (await db.query(text, [type, threadId])).rows[0].count;
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

test('a buyer asks, the seller answers; each sees what is unread and is told once', async () => {
  const { buyer, orderId, orderNumber } = await bought();
  const about = { orderId, sellerId: shop.sellerId };
  const asked = await send(buyer, '/messages', { about, text: ' Which colour? 4111111111111111 ' });
  assert.equal(asked.status, 201, JSON.stringify(asked.body));
  const { threadId } = asked.body;
  assert.deepEqual(asked.body.about, { kind: 'order', id: orderId, name: orderNumber });
  assert.ok(!asked.body.messages[0].text.includes('4111111111111111'));
  const again = kit.ok(await send(buyer, '/messages', { about, text: 'And when?' }));
  assert.deepEqual([again.threadId, again.lastSeq], [threadId, 2]);
  await until(
    'the seller is told',
    async () => (await noticesOf('message-received', threadId)) > 0,
  );

  const list = await get(seller, '/seller/messages?unread=true');
  const mine = list.data.find((one: Body) => one.threadId === threadId);
  assert.equal(mine.unread, 2);
  const whole = JSON.stringify(await get(seller, `/seller/messages/${threadId}`));
  assert.ok(!whole.includes('usr_') && !whole.includes('@'), 'nobody is named');
  kit.ok(await send(seller, `/seller/messages/${threadId}/read`, { seq: 2 }));
  const answer = kit.ok(await send(seller, `/seller/messages/${threadId}`, { text: 'Blue.' }));
  assert.deepEqual([answer.lastSeq, answer.unread, answer.messages[0].author], [3, 0, 'seller']);
  const seen = await get(buyer, `/messages/${threadId}`);
  assert.deepEqual([seen.unread, seen.messages.length], [1, 3]);
  assert.equal((await get(buyer, '/messages')).data[0].unread, 1);
  kit.ok(await send(buyer, `/messages/${threadId}/read`, { seq: 3 }));
  assert.equal((await get(buyer, `/messages/${threadId}`)).unread, 0);
  await until('the buyer is told', async () => (await noticesOf('message-answered', threadId)) > 0);
  assert.equal(await noticesOf('message-received', threadId), 1, 'one for all that was unread');
  const pages = await get(buyer, `/messages/${threadId}?limit=2`);
  assert.deepEqual([pages.messages.map((one: Body) => one.seq), pages.hasMore], [[3, 2], true]);
  const older = await get(buyer, `/messages/${threadId}?limit=2&before=2`);
  assert.deepEqual([older.messages.map((one: Body) => one.seq), older.hasMore], [[1], false]);
});

test('what is not theirs is not there; about what they did not buy nobody writes', async () => {
  const { buyer, orderId } = await bought();
  const other = await openShop(app);
  const stranger = await shop.shopper();
  const about = { orderId, sellerId: shop.sellerId };
  const { threadId } = kit.ok(await send(buyer, '/messages', { about, text: 'Hello' }));
  const foreign = await send(stranger, '/messages', { about, text: 'Hello' });
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'message-about-not-found']);
  const wrong = { orderId, sellerId: other.sellerId };
  assert.equal((await send(buyer, '/messages', { about: wrong, text: 'Hi' })).status, 404);
  for (const [who, path] of [
    [stranger, `/messages/${threadId}`],
    [{ token: other.sellerToken }, `/seller/messages/${threadId}`],
    [buyer, `/messages/${newId('thr')}`],
  ] as const) {
    assert.equal((await app.get(path, { token: who.token })).body.code, 'thread-not-found');
    assert.equal((await send(who, path, { text: 'Hi' })).status, 404);
    assert.equal((await send(who, `${path}/read`, { seq: 1 })).status, 404);
  }
  assert.equal((await send(buyer, `/messages/${threadId}`, { text: '   ' })).status, 422);
  const bad = await app.get('/messages?cursor=x', { token: buyer.token });
  assert.equal(bad.status, 422);
});

test('about a product: accounts ask, not guests; two at once are one conversation', async () => {
  const product = await shop.product({ stock: 5, price: 20 });
  const guest = await shop.shopper();
  const about = { productId: product.productId };
  const no = await send(guest, '/messages', { about, text: 'Is it blue?' });
  assert.deepEqual([no.status, no.body.code], [403, 'message-needs-account']);
  const user = { token: shop.adminToken };
  const both = await Promise.all(
    [1, 2].map((nth) => send(user, '/messages', { about, text: `${nth}` })),
  );
  assert.deepEqual(
    both.map((one) => one.status),
    [201, 201],
  );
  assert.equal(new Set(both.map((one) => one.body.threadId)).size, 1);
  assert.deepEqual(both.map((one) => one.body.lastSeq).sort(), [1, 2]);
});

test('how fast answers come is the median, once there are three', async () => {
  const other = await openShop(app);
  const at = `/sellers/${other.sellerId}/response`;
  assert.deepEqual(kit.ok(await app.get(at)), { asked: 0, answered: 0, median_s: null });
  for (const hours of [1, 2, 30]) {
    const buyer = await shop.shopper();
    const order = await kit.buy(buyer, [await other.product({ stock: 2, price: 9 })]);
    const about = { orderId: order.orderId, sellerId: other.sellerId };
    const { threadId } = kit.ok(await send(buyer, '/messages', { about, text: 'Hello?' }));
    const path = `/seller/messages/${threadId}`;
    kit.ok(await send({ token: other.sellerToken }, path, { text: 'Yes.' }));
    await db.query(
      `update messages.thread set asked_at = answered_at - $2 * interval '1 hour'
       where thread_id = $1`,
      [threadId, hours],
    );
  }
  assert.deepEqual(kit.ok(await app.get(at)), { asked: 3, answered: 3, median_s: 7_200 });
});

test('an order that goes elsewhere is told to its seller, in the conversation', async () => {
  const { buyer, orderId } = await bought();
  const { shippingAddress } = await get(buyer, `/orders/${orderId}`);
  const { phone: _, ...place } = shippingAddress;
  const body = { ...place, line1: '3 Lake Road' };
  const { addressId } = kit.ok(await app.post('/me/addresses', { token: buyer.token, body }));
  kit.ok(await send(buyer, `/orders/${orderId}/address`, { addressId }));
  let thread: Body;
  await until('the seller is told', async () => {
    const { data } = await get(seller, '/seller/messages?unread=true');
    thread = data.find((one: Body) => one.about.id === orderId);
    return thread !== undefined;
  });
  const { messages } = await get(seller, `/seller/messages/${thread.threadId}`);
  assert.deepEqual([messages[0].author, messages[0].note], ['shop', 'address-changed']);
});

test('thirty an hour and no more, from whichever conversation', async () => {
  const { buyer, orderId } = await bought();
  const about = { orderId, sellerId: shop.sellerId };
  const { threadId } = kit.ok(await send(buyer, '/messages', { about, text: 'Hello' }));
  await db.query(
    `insert into messages.message (thread_id, seq, author, user_id, body)
     select thread_id, n, 'buyer', buyer_id, 'x' from messages.thread, generate_series(2, 30) n
     where thread_id = $1`,
    [threadId],
  );
  const no = await send(buyer, `/messages/${threadId}`, { text: 'One more' });
  assert.deepEqual([no.status, no.body.code], [429, 'message-limit']);
  // One of the thirty, which began the conversation, is older than an hour.
  await db.query(
    `update messages.message set seq = case seq when 1 then 1 else seq + 100 end,
       at = case seq when 1 then at - interval '2 hours' else at end where thread_id = $1`,
    [threadId],
  );
  kit.ok(await send(buyer, `/messages/${threadId}`, { text: 'An hour later' }));
  await db.query('delete from messages.message where thread_id = $1 and seq > 2', [threadId]);
});

test('somebody takes what they wrote with them, and is forgotten', async () => {
  const { buyer, orderId } = await bought();
  const about = { orderId, sellerId: shop.sellerId };
  const { threadId } = kit.ok(await send(buyer, '/messages', { about, text: 'Mine' }));
  const held = await personalData(room, { userId: buyer.userId, after: null });
  assert.deepEqual(
    held.items.map((one) => (one.data as Body).text),
    ['Mine'],
  );
  const { forgetPeople } = await import('./store.ts');
  await forgetPeople(room, [buyer.userId]);
  assert.deepEqual((await personalData(room, { userId: buyer.userId, after: null })).items, []);
  assert.equal((await app.get(`/seller/messages/${threadId}`, seller)).status, 404);
});
