// The notification centre, its stream, the preferences and the mails of accounts, in the whole app.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { openCheckout, pay } from '../../test/buyer.ts';

let app: App;
let shop: Shop;
let sql: pg.Client;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
});

after(async () => {
  await sql.end();
  await app.stop();
});

const password = 'a long enough pass phrase';
const asJson = { headers: { accept: 'application/json' } };
type Body = Answer['body'];

async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 60_000;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await pause(50);
  }
}

async function account() {
  const userId = newId('usr');
  const email = `${userId.slice(-12)}@example.test`;
  const user = { userId, email, name: 'Ada Moor', password, roles: [], addresses: [] };
  await app.host.client(identityCalls).import({ users: [user] } as never);
  const login = await app.post('/auth/login', { body: { email, password } });
  return { userId, email, token: login.body.accessToken as string };
}

/** The newest mail to somebody with this subject, whole. */
const mailTo = (email: string, subject: RegExp): Promise<Body> =>
  until(`${email} has a mail like ${String(subject)}`, async () => {
    const inbox = `//dev/mailbox?recipient=${encodeURIComponent(email)}`;
    const { body } = await app.get(inbox, asJson);
    const found = body.data.find((one: { subject: string }) => subject.test(one.subject));
    return found && (await app.get(`//dev/mailbox/${found.mailId}`, asJson)).body;
  });

async function buy(buyer: Awaited<ReturnType<Shop['shopper']>>): Promise<string> {
  const product = await shop.product({ stock: 3 });
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  return (await pay(app, buyer, { checkoutId })).body.orderNumber;
}

const toldTo = (token: string, count: number, query = '') =>
  until(`${count} things were told`, async () => {
    const { body } = await app.get(`/notifications?${query}`, { token });
    return body.data.length >= count ? (body.data as Body[]) : undefined;
  });

test('a forgotten password is mended by the link in the mail, which no list shows', async () => {
  const { email, token } = await account();
  await app.post('/auth/password-reset', { body: { email } });
  const mail = await mailTo(email, /new password/i);
  const link = /http\S+\/reset-password#token=(rst_\S+)/.exec(mail.text);
  assert.ok(link?.[1], mail.text);
  assert.match(mail.text, /good once and for (29|30) minutes/);
  assert.ok(mail.html.includes(link[1]));
  const next = 'a completely new pass phrase';
  const confirm = { token: link[1], password: next };
  assert.equal((await app.post('/auth/password-reset/confirm', { body: confirm })).status, 204);
  assert.equal((await app.get('/notifications', { token })).status, 401);
  const login = await app.post('/auth/login', { body: { email, password: next } });
  assert.equal(login.status, 200);
  const notice = await mailTo(email, /password was changed/);
  assert.match(notice.text, /If it was not you/);
  const [seen] = await toldTo(login.body.accessToken, 1);
  assert.deepEqual([seen.type, seen.topic], ['password-changed', 'account']);
  const { rows } = await sql.query('select facts, reason from notifications.notification');
  assert.ok(!JSON.stringify(rows).includes(link[1]));
});

test('a code comes by mail and signs in; who registers again is told so, once a day', async () => {
  const { email, userId } = await account();
  const body = { purpose: 'sign-in', email };
  const { challengeId } = (await app.post('/auth/otp', { body })).body;
  const mail = await mailTo(email, /sign-in code/);
  const code = /^\d{6}$/m.exec(mail.text)?.[0];
  const opened = await app.post('/auth/otp/verify', { body: { challengeId, code } });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const again = { email, password: 'another pass phrase', name: 'Eve' };
  for (let n = 0; n < 3; n += 1) await app.post('/auth/register', { body: again });
  await mailTo(email, /tried to register/);
  await pause(300);
  const { rows } = await sql.query(
    `select 1 from notifications.notification
     where user_id = $1 and type = 'registration-repeated'`,
    [userId],
  );
  assert.equal(rows.length, 1);
});

test('the centre: why, where to, filters, counts, read and unread; only my own', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  const [first, second] = [await buy(buyer), await buy(buyer)];
  const list = await toldTo(token, 2);
  const [entry] = list;
  assert.deepEqual([entry.orderNumber, entry.topic, entry.read], [second, 'orders', false]);
  assert.equal(entry.why, `You get this because of your order ${second}.`);
  assert.equal(entry.link, `/orders/${second}`);
  assert.match(entry.text, /getting it ready/);
  const unread = async () => (await app.get('/notifications/unread', { token })).body;
  const count = await unread();
  assert.equal(count.unread, 2);
  assert.deepEqual(count.byTopic[0], { topic: 'orders', unread: 2 });
  const path = `/notifications/${entry.notificationId}`;
  const mark = (read: boolean, as = token) =>
    app.send('PATCH', path, { token: as, body: { read } });
  const stranger = await shop.shopper();
  assert.equal((await mark(true, stranger.token)).status, 404);
  const marked = await mark(true);
  assert.deepEqual([marked.body.read, typeof marked.body.readAt], [true, 'string']);
  assert.equal((await mark(true)).body.readAt, marked.body.readAt, 'the first time counts');
  assert.equal((await unread()).unread, 1);
  const left = await app.get('/notifications?unread=true', { token });
  assert.deepEqual(
    left.body.data.map((one: Body) => one.orderNumber),
    [first],
  );
  assert.deepEqual((await app.get('/notifications?topic=sales', { token })).body.data, []);
  assert.equal((await app.get('/notifications?topic=none', { token })).status, 422);
  assert.equal((await mark(false)).body.readAt, null);
  const upTo = list[1].notificationId;
  const some = await app.post('/notifications/read-all', { token, body: { upTo } });
  assert.deepEqual(some.body, { changed: 1 });
  const none = await app.post('/notifications/read-all', { token, body: { topic: 'account' } });
  assert.deepEqual(none.body, { changed: 0 });
  const rest = await app.post('/notifications/read-all', { token, body: {} });
  assert.deepEqual(rest.body, { changed: 1 });
  assert.equal((await unread()).unread, 0);
  assert.equal((await app.get('/notifications/unread', { token: stranger.token })).body.unread, 0);
});

test('preferences: defaults, changes that merge, what is locked and why, quiet hours', async () => {
  const { token } = await account();
  const patch = (body: object) => app.send('PATCH', '/me/preferences', { token, body });
  const { body } = await app.get('/me/preferences', { token });
  assert.equal(body.grid.length, 24);
  assert.equal(body.quietHours, null);
  assert.deepEqual(
    body.channels.map((one: Body) => [one.channel, one.available, one.reason]),
    [
      ['email', true, null],
      ['sms', false, 'no-sms-gateway'],
      ['push', false, 'no-push-service'],
      ['in-app', true, null],
    ],
  );
  const off = { topic: 'orders', channel: 'email', enabled: false };
  const locked = await patch({ grid: [off, { topic: 'sales', channel: 'email', enabled: true }] });
  assert.deepEqual(
    [locked.status, locked.body.code, locked.body.reason],
    [409, 'preference-locked', 'order-mail-is-the-receipt'],
  );
  await patch({ grid: [{ topic: 'sales', channel: 'email', enabled: true }] });
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
  await patch({ quietHours });
  const both = await patch({ grid: [{ topic: 'stock', channel: 'in-app', enabled: false }] });
  const enabled = (topic: string, channel: string) =>
    both.body.grid.find((one: Body) => one.topic === topic && one.channel === channel).enabled;
  assert.deepEqual([enabled('sales', 'email'), enabled('stock', 'in-app')], [true, false]);
  assert.deepEqual(both.body.quietHours, quietHours);
  assert.deepEqual((await app.get('/me/preferences', { token })).body, both.body);
  for (const wrong of [
    { quietHours: { ...quietHours, timeZone: 'Mars/Base' } },
    { quietHours: { ...quietHours, to: '22:00' } },
    { quietHours: { ...quietHours, to: '25:00' } },
    { grid: [{ topic: 'none', channel: 'email', enabled: true }] },
    { cells: {} },
  ]) {
    assert.equal((await patch(wrong)).status, 422, JSON.stringify(wrong));
  }
  assert.equal((await patch({ quietHours: null })).body.quietHours, null);
  assert.equal((await app.get('/me/preferences')).status, 401);
});

test('what was agreed to and taken back is logged: what changed, when, for its owner', async () => {
  const { token, userId } = await account();
  const patch = (topic: string, channel: string, enabled: boolean) =>
    app.send('PATCH', '/me/preferences', { token, body: { grid: [{ topic, channel, enabled }] } });
  const log = async (query = '') => (await app.get(`/me/consents${query}`, { token })).body;
  assert.deepEqual((await log()).data, []);
  await patch('sales', 'email', true);
  await patch('sales', 'email', true);
  await patch('stock', 'in-app', true);
  await patch('sales', 'email', false);
  await patch('stock', 'in-app', false);
  const { data } = await log();
  assert.deepEqual(
    data.map((one: Body) => [one.topic, one.channel, one.given]),
    [
      ['stock', 'in-app', false],
      ['sales', 'email', false],
      ['sales', 'email', true],
    ],
    'the newest first; what was so before is no change',
  );
  assert.ok(Math.abs(Date.parse(data[0].at) - Date.now()) < 60_000);
  const first = await log('?limit=2');
  assert.equal(first.hasMore, true);
  const rest = await log(`?limit=2&cursor=${first.nextCursor}`);
  assert.deepEqual([...first.data, ...rest.data], data);
  assert.equal((await app.get('/me/consents?cursor=x', { token })).status, 422);
  assert.equal((await app.get('/me/consents')).status, 401);
  const stranger = await account();
  assert.deepEqual((await app.get('/me/consents', { token: stranger.token })).body.data, []);
  await sql.query(
    `insert into notifications.consent (consent_id, user_id, topic, channel, given)
     select 'cns_0' || lpad(n::text, 31, '0'), $1, 'sales', 'email', true
     from generate_series(1, 600) as n`,
    [userId],
  );
  await patch('sales', 'sms', true);
  const kept = await sql.query('select 1 from notifications.consent where user_id = $1', [userId]);
  assert.equal(kept.rowCount, 500);
  assert.equal((await log('?limit=1')).data[0].channel, 'sms', 'the oldest go');
});

test('a mail that is not urgent waits for the end of quiet hours', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  const now = new Date();
  const minutes = now.getUTCHours() * 60 + now.getUTCMinutes();
  const time = (at: number) => new Date(at * 60_000).toISOString().slice(11, 16);
  const quietHours = { from: time(minutes), to: time(minutes + 120), timeZone: 'UTC' };
  await app.send('PATCH', '/me/preferences', { token, body: { quietHours } });
  const number = await buy(buyer);
  const seller = { token: shop.sellerToken };
  await app.post(`/seller/orders/${number}/pick`, seller);
  const parcel = { carrier: 'Post', trackingNumber: 'PX 1' };
  await app.post(`/seller/orders/${number}/ship`, { ...seller, key: newId('key'), body: parcel });
  const [shipped, confirmed] = await toldTo(token, 2);
  assert.deepEqual([shipped.type, shipped.status], ['order-shipped', 'QUEUED']);
  await until('the confirmation is dealt with', async () => {
    const [, done] = await toldTo(token, 2);
    // This guest gave no e-mail, so there is nothing to send; it did not wait.
    return done.status === 'SKIPPED' ? true : undefined;
  });
  assert.equal(confirmed.type, 'order-confirmed');
  const { rows } = await sql.query(
    `select n.not_before, j.run_at from notifications.notification n
     join jobs._private_jobs j on j.payload::jsonb -> 'ids' ? n.notification_id
     where n.notification_id = $1`,
    [shipped.notificationId],
  );
  assert.equal(rows.length, 1, 'a job waits for it');
  assert.equal(rows[0].run_at.getTime(), rows[0].not_before.getTime());
  assert.ok(rows[0].run_at.getTime() > Date.now() + 100 * 60_000);
});

interface Told {
  id: string | undefined;
  event: string;
  data: Body;
}

/** Reads a stream until it has told enough; gives what it told. */
async function follow(
  token: string,
  enough: (told: Told[]) => boolean | Promise<boolean>,
  lastEventId?: string,
): Promise<Told[]> {
  const stop = new AbortController();
  const answer = await fetch(`${app.url}/api/v1/notifications/stream`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
    },
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]),
  });
  assert.match(answer.headers.get('content-type') ?? '', /text\/event-stream/);
  assert.ok(answer.body);
  let text = '';
  let found: Told[] | undefined;
  for await (const chunk of answer.body) {
    text += Buffer.from(chunk).toString();
    const told = text.split('\n\n').flatMap((frame): Told[] => {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data === undefined) return [];
      const event = /^event: (.*)$/m.exec(frame)?.[1] ?? '';
      return [{ id: /^id: (.*)$/m.exec(frame)?.[1], event, data: JSON.parse(data) }];
    });
    if (!(await enough(told))) continue;
    found = told;
    break;
  }
  stop.abort();
  if (found !== undefined) return found;
  throw new Error(`the stream ended: ${text}`);
}

test('the stream tells counts and news, and after a break what came meanwhile', async () => {
  const buyer = await shop.shopper();
  const { token } = buyer;
  let number = '';
  const told = await follow(token, async (list) => {
    if (list.length > 0 && number === '') number = await buy(buyer);
    return list.filter((one) => one.event === 'unread').length >= 2;
  });
  assert.deepEqual([told[0]?.event, told[0]?.data.unread], ['unread', 0]);
  const news = told.find((one) => one.event === 'notification');
  assert.equal(news?.data.orderNumber, number);
  assert.equal(told.findLast((one) => one.event === 'unread')?.data.unread, 1);
  // While nobody listens another one comes.
  const missed = await buy(buyer);
  await toldTo(token, 2);
  const again = await follow(
    token,
    (list) => list.some((one) => one.event === 'notification'),
    news?.id,
  );
  const numbers = again.filter((one) => one.event === 'notification');
  assert.deepEqual(
    numbers.map((one) => one.data.orderNumber),
    [missed],
  );
  let marked = false;
  const read = await follow(token, async (list) => {
    if (!marked && list.length > 0) {
      marked = true;
      await app.post('/notifications/read-all', { token, body: {} });
    }
    return list.some((one) => one.event === 'unread' && one.data.unread === 0);
  });
  assert.equal(read.at(-1)?.data.unread, 0);
  assert.equal((await fetch(`${app.url}/api/v1/notifications/stream`)).status, 401);
});
