// One mail per order, kind and channel, whatever is delivered, crashes or is refused in between:
// real inbox, real job queue, real SMTP.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, beforeEach, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Letter, User } from '#services/identity/contract.ts';
import type { Order } from '#services/orders/contract.ts';
import { smtpPost } from './post.ts';
import { sendTask } from './reactions.ts';
import { sendNotices, type SendNeeds } from './send.ts';
import { listCentre } from './store-centre.ts';
import * as store from './store.ts';
import { orderEvent, sampleOrder, sampleUser } from './test-kit.ts';
import { openWorld, type World } from './test-world.ts';

let world: World;
let db: Db;
let queue: World['queue'];
let events: World['events'];
let received: World['smtp']['received'];
let answers: World['smtp']['answers'];
let needs: SendNeeds;
let direct: SendNeeds;
const orders = new Map<string, Order>();
const users = new Map<string, User>();
const letters = new Map<string, Letter>();
const atOnce = { status: 'QUEUED', reason: null, inApp: true, notBefore: null } as const;

before(async () => {
  world = await openWorld();
  ({ db, queue, events } = world);
  ({ received, answers } = world.smtp);
  needs = {
    db,
    post: null,
    sender: 'Shop <mail@shop.example.test>',
    publicUrl: 'https://shop.example.test',
    orders: async (ids) => ids.flatMap((id) => orders.get(id) ?? []),
    users: async (ids) => ids.flatMap((id) => users.get(id) ?? []),
    grants: async (ids) => new Map(ids.map((id) => [id, 'ogr_grant'])),
    letters: async (ids) => ids.flatMap((id) => letters.get(id) ?? []),
    alerts: async () => [],
    offers: async () => [],
    now: () => Date.now(),
    warn: () => undefined,
  };
  direct = { ...needs, post: world.post };
});

after(() => world.close());

beforeEach(async () => {
  for (const table of ['notification', 'mailbox', 'inbox']) await db.run('delete from ' + table);
  received.length = 0;
  answers.length = 0;
});

function bought(change: Partial<User> = {}): Order {
  const user = sampleUser(change);
  const order = sampleOrder(user.userId);
  users.set(user.userId, user);
  orders.set(order.orderId, order);
  return order;
}

const created = (order: Order) => {
  const { currency, total_minor: totalAmount, paymentMethod, cartId, paymentId } = order;
  return orderEvent(order, 'ORDER_CREATED', {
    currency,
    totalAmount,
    paymentMethod,
    cartId,
    paymentId,
    status: 'CONFIRMED',
    items: [],
    shippingAddress: { country: 'US', postalPrefix: '62' },
  });
};

/** The row of one confirmation, without the queue. */
async function queued(order: Order): Promise<string> {
  const notificationId = newId('ntf');
  const { userId, orderId: ref, orderNumber } = order;
  const notice = { userId, ref, type: 'order-confirmed', channel: 'EMAIL' } as const;
  await store.queueNotices(db, [{ ...notice, ...atOnce, notificationId, facts: { orderNumber } }]);
  return notificationId;
}

const statusOf = async (notificationId: string) =>
  db.row<{ status: string; reason: string | null; attempts: number }>(
    'select status, reason, attempts from notification where notification_id = $1',
    [notificationId],
  );

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await check())) {
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await pause(20);
  }
}

const mails = () => store.listMails(db, { before: null, limit: 100, recipient: null });

test('the same event five times, at once and again with another id: one mail', async () => {
  await queue.start({ [sendTask]: ({ ids }: { ids: string[] }) => sendNotices(needs, ids) });
  const order = bought();
  const event = created(order);
  const deliver = (one = event) => events.consume('notifications.orders', [one]);
  await Promise.all([deliver(), deliver(), deliver()]);
  await deliver();
  await deliver();
  await deliver(created(order));
  // A pending order that is confirmed tells the same thing as one that starts so.
  await deliver(
    orderEvent(order, 'ORDER_STATUS_CHANGED', {
      to: 'CONFIRMED',
      from: 'PENDING',
      reason: null,
      version: 2,
    }),
  );
  await until('the mail is there', async () => (await mails()).length > 0);
  const other = bought();
  await deliver(created(other));
  await until('the next mail is there', async () => (await mails()).length > 1);
  assert.ok((await events.counts()).every((one) => one.waiting + one.parked === 0));
  await pause(100);
  const sent = await mails();
  assert.equal(sent.length, 2);
  assert.equal(sent.filter((one) => one.recipient === users.get(order.userId)?.email).length, 1);
  const all = { types: null, unread: false, before: null, limit: 10 };
  const [notice] = await listCentre(db, order.userId, all);
  assert.equal(notice?.status, 'SENT');
  assert.equal(sent[1]?.messageId, `<${notice?.notificationId}@shop.example.test>`);
});

test('jobs that run twice at once send once, into the mailbox and by SMTP', async () => {
  for (const way of [needs, direct]) {
    const ids = await Promise.all([queued(bought()), queued(bought()), queued(bought())]);
    await Promise.allSettled(Array.from({ length: 5 }, () => sendNotices(way, ids)));
    await sendNotices(way, ids);
    for (const id of ids) assert.equal((await statusOf(id))?.status, 'SENT');
  }
  assert.equal((await mails()).length, 3);
  assert.equal(received.length, 3);
});

test('a mail goes through a real server whole', async () => {
  const order = bought({ name: 'Zoë "Z" <x>' });
  const id = await queued(order);
  await sendNotices(direct, [id]);
  const [mail] = received;
  assert.equal(mail?.to, users.get(order.userId)?.email);
  assert.match(mail?.raw ?? '', new RegExp(`^Message-ID: <${id}@shop\\.example\\.test>`, 'm'));
  assert.match(mail?.raw ?? '', /^Subject: Your order TS-7Q2M4K9ZXA is confirmed\r?$/m);
  assert.match(mail?.raw ?? '', /^From: Shop <mail@shop\.example\.test>\r?$/m);
  assert.match(mail?.raw ?? '', /^Auto-Submitted: auto-generated\r?$/m);
  assert.match(mail?.raw ?? '', /Content-Type: text\/plain/);
  assert.match(mail?.raw ?? '', /Content-Type: text\/html/);
  assert.match(mail?.raw ?? '', /\$213\.97/);
});

test('a server that is busy is asked again; one that knows no such person is not', async () => {
  const [later, never] = await Promise.all([queued(bought()), queued(bought())]);
  answers.push(451);
  await assert.rejects(sendNotices(direct, [later]), { code: 'mail-not-sent' });
  assert.equal((await statusOf(later))?.status, 'QUEUED');
  await sendNotices(direct, [later]);
  assert.deepEqual(await statusOf(later), { status: 'SENT', reason: null, attempts: 2 });
  answers.push(550);
  await sendNotices(direct, [never]);
  const row = await statusOf(never);
  assert.equal(row?.status, 'FAILED');
  assert.match(row?.reason ?? '', /550|no/);
  await sendNotices(direct, [never]);
  assert.equal(received.length, 1);
});

test('a server that is not there loses nothing', async () => {
  const id = await queued(bought());
  const gone = smtpPost('smtp://127.0.0.1:1');
  await assert.rejects(sendNotices({ ...needs, post: gone }, [id]), { code: 'mail-not-sent' });
  gone.close();
  assert.equal((await statusOf(id))?.status, 'QUEUED');
  await sendNotices(direct, [id]);
  assert.equal(received.length, 1);
});

test('rooms that do not answer give the mails back', async () => {
  const id = await queued(bought());
  const away = async () => Promise.reject(new Error('away'));
  await assert.rejects(sendNotices({ ...needs, orders: away }, [id]), /away/);
  assert.equal((await statusOf(id))?.status, 'QUEUED');
  await sendNotices(needs, [id]);
  assert.equal((await mails()).length, 1);
});

test('a sender that dies holds its claim for a while; then the same mail goes out', async () => {
  const id = await queued(bought());
  const claim = { claim: 'clm_dead', lease_ms: 2_000 };
  assert.equal((await store.claimNotices(db, [id], claim)).length, 1);
  await assert.rejects(sendNotices(direct, [id]), { code: 'mail-not-sent' });
  assert.equal(received.length, 0);
  await pause(2_050);
  await sendNotices(direct, [id]);
  assert.equal(received.length, 1);
  // The dead one wakes up: its claim is nobody's.
  const late = { claim: 'clm_dead', status: 'QUEUED', reason: null } as const;
  assert.equal(await store.endNotices(db, [id], late), 0);
});

test('without an address, or without the order, there is nothing to send', async () => {
  const noAddress = await queued(bought({ email: null }));
  const order = bought();
  const noOrder = await queued(order);
  orders.delete(order.orderId);
  await sendNotices(needs, [noAddress, noOrder]);
  assert.equal((await statusOf(noAddress))?.reason, 'no-address');
  assert.equal((await statusOf(noOrder))?.reason, 'order-gone');
  assert.equal((await mails()).length, 0);
});

test('the mailbox keeps the newest', async () => {
  for (let n = 0; n < 5; n += 1) await sendNotices(needs, [await queued(bought())]);
  const before = await mails();
  assert.equal(await store.sweepMailbox(db, 3), 2);
  assert.deepEqual(
    (await mails()).map((one) => one.mailId),
    before.slice(0, 3).map((one) => one.mailId),
  );
  assert.match((await store.readMail(db, before[0]?.mailId ?? ''))?.html ?? '', /<!doctype html>/);
});
