// A ticket changes hands: one holder at any time, whoever is fast, and the door knows who.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { unzipSync } from 'fflate';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type Answer } from '../../test/app.ts';
import { assertTrue } from '../../test/buyer.ts';
import { book, bookingWhen, show, type Hall, type Show } from '../../test/events.ts';
import { passAuthority } from '../../test/pass.ts';

interface Person {
  userId: string;
  email: string;
  token: string;
}

let hall: Hall;

before(async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const apple = passAuthority().config;
  const wallet = { issuer: '33880000', account: 'tickets@shop.example.test', key, apple };
  const config = { gatewayTimeout_ms: 1_000, rateLimitMultiplier: 0, wallet };
  const app = await startApp({ config });
  const shop = await openShop(app);
  hall = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
});

after(async () => {
  await hall?.sql.end();
  await hall?.app.stop();
});

const password = 'a long enough pass phrase';
const post = (path: string, token: string, body?: object): Promise<Answer> =>
  hall.app.post(path, { token, key: newId('key'), ...(body ? { body } : {}) });

async function person(): Promise<Person> {
  const userId = newId('usr');
  const email = `${userId}@example.test`;
  const user = { userId, email, name: 'Grace', password, roles: [], addresses: [] };
  await hall.app.host.client(identityCalls).import({ users: [user] } as never);
  await hall.sql.query(`update identity.account set email_verified_at = now() where user_id = $1`, [
    userId,
  ]);
  const { body } = await hall.app.post('/auth/login', { body: { email, password } });
  return { userId, email, token: body.accessToken };
}

interface Booked {
  at: Show;
  giver: Person;
  bookingId: string;
  tickets: { ticketId: string; code: string; seat: string }[];
}

/** Free seats of somebody; with `pay` paid ones. */
async function booked(quantity = 1, of: { price?: number } = {}): Promise<Booked> {
  const { price = 0 } = of;
  const at = await show(hall, [{ name: 'Seat', price, quota: 0, sections: ['Hall'] }]);
  const giver = await person();
  const { token } = giver;
  const pay = price > 0 ? { pay: 'tok_visa' } : {};
  const made = await book(hall, at, { token, typeId: at.types['Seat'], quantity, ...pay });
  const { bookingId } = made.body;
  await bookingWhen(hall, { bookingId, token, is: ({ state }) => state === 'CONFIRMED' });
  return { at, giver, bookingId, tickets: await ticketsOf(bookingId, token) };
}

const ticketsOf = async (bookingId: string, token: string) =>
  (await hall.app.get(`/bookings/${bookingId}/tickets`, { token })).body.tickets;

const offer = (ticketId: string | undefined, from: Person, email: string) =>
  post(`/tickets/${ticketId}/hand-over`, from.token, { email });

/** The code in the wallet that a ticket's link leads to; undefined where there is no link. */
function inWallet({ walletUrl }: { walletUrl: string | null }): unknown {
  const [, claims = ''] = walletUrl?.split('/save/')[1]?.split('.') ?? [];
  if (claims === '') return undefined;
  const { payload } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return payload.eventTicketObjects[0].barcode.value;
}

/** The code in the pass of a ticket, or why there is none. */
async function inPass(ticketId: string | undefined, { token }: Person): Promise<unknown> {
  const path = `${hall.app.url}/api/v1/tickets/${ticketId}/pass`;
  const reply = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
  if (!reply.ok) return ((await reply.json()) as { code: string }).code;
  const files = unzipSync(new Uint8Array(await reply.arrayBuffer()));
  return JSON.parse(new TextDecoder().decode(files['pass.json'])).barcodes[0].message;
}

/** The token in the newest mail to an address. */
async function mailed(email: string, count = 1): Promise<string> {
  const headers = { accept: 'application/json' };
  const path = `//dev/mailbox?recipient=${encodeURIComponent(email)}`;
  const until = Date.now() + 60_000;
  for (;;) {
    const { body } = await hall.app.get(path, { headers });
    if (body.data.length >= count) {
      const mail = await hall.app.get(`//dev/mailbox/${body.data[0].mailId}`, { headers });
      const [, token = ''] = /\/tickets\/take#token=(\S+)/.exec(mail.body.text) ?? [];
      return token;
    }
    assert.ok(Date.now() < until, `no mail for ${email}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const accept = (who: Person, of: { token?: string; handOverId?: string }) =>
  post('/hand-overs/accept', who.token, { ...of, name: 'Grace Hopper' });

const scan = async (at: Show, code: string) => {
  const scans = [
    { scanId: newId('scan'), code, device: 'gate', scannedAt: new Date().toISOString() },
  ];
  const path = `/seller/events/${at.eventId}/sessions/${at.sessionId}/check-ins`;
  const { body } = await hall.app.post(path, { token: hall.shop.sellerToken, body: { scans } });
  return body.results[0];
};

test('a ticket goes to an address by mail; the old code opens nothing, the new does', async () => {
  const { at, giver, bookingId, tickets } = await booked(2);
  const [first] = tickets;
  const email = `friend-${giver.userId}@example.test`;
  const offered = await offer(first?.ticketId, giver, email);
  assert.equal(offered.status, 200, JSON.stringify(offered.body));
  assert.equal(offered.body.handOver.to, 'f…@example.test');
  const twice = await offer(first?.ticketId, giver, ` ${email.toUpperCase()}`);
  assert.equal(twice.body.handOver.handOverId, offered.body.handOver.handOverId);
  const other = await offer(first?.ticketId, giver, 'somebody@example.test');
  assert.deepEqual([other.status, other.body.code], [409, 'hand-over-open']);
  const own = await offer(tickets[1]?.ticketId, giver, giver.email);
  assert.equal(own.body.code, 'hand-over-own');
  const none = await offer(tickets[1]?.ticketId, giver, 'no address');
  assert.equal(none.status, 422);

  const token = await mailed(email);
  const look = await hall.app.post('/hand-overs/look', { body: { token } });
  assert.deepEqual(
    [look.body.state, look.body.from, look.body.seat],
    ['OFFERED', 'Ada', first?.seat],
  );
  const { handOverId } = offered.body.handOver;
  const forged = { token: `${handOverId}.${'A'.repeat(24)}` };
  assert.equal((await hall.app.post('/hand-overs/look', { body: forged })).status, 404);
  // Its id opens nothing for somebody else.
  const friend = await person();
  assert.equal((await accept(friend, { handOverId })).body.code, 'hand-over-not-found');
  assert.equal((await accept(giver, { token })).body.code, 'hand-over-own');
  const guest = await hall.app.post('/auth/guest', { body: {} });
  const bare = await post('/hand-overs/accept', guest.body.accessToken, { token, name: 'G' });
  assert.equal(bare.status, 401, 'it takes an account');
  const taken = await accept(friend, { token });
  assert.deepEqual([taken.status, taken.body.state], [200, 'ACCEPTED'], JSON.stringify(taken.body));
  assert.equal((await accept(friend, { token })).status, 200, 'the same again is the same');

  const mine = (await hall.app.get('/me/tickets', { token: friend.token })).body.tickets;
  assert.equal(mine.length, 1);
  assert.deepEqual(
    [mine[0].seat, mine[0].name, mine[0].state],
    [first?.seat, 'Grace Hopper', 'VALID'],
  );
  const left = await ticketsOf(bookingId, giver.token);
  assert.deepEqual(
    left.map((one: { state: string }) => one.state),
    ['HANDED_ON', 'VALID'],
  );
  assert.equal(
    (await offer(first?.ticketId, giver, 'x@example.test')).body.code,
    'ticket-handed-on',
  );
  const back = await post(`/tickets/${first?.ticketId}/take-back`, giver.token);
  assert.equal(back.body.code, 'ticket-handed-on');

  assert.deepEqual(left.map(inWallet), [undefined, tickets[1]?.code]);
  assert.equal(inWallet(mine[0]), mine[0].code, 'the wallet of its holder has the new code');
  assert.equal(await inPass(first?.ticketId, giver), 'ticket-handed-on');
  assert.equal(await inPass(mine[0].ticketId, giver), 'event-ticket-not-found');
  assert.equal(await inPass(mine[0].ticketId, friend), mine[0].code, 'and so has its pass');
  await doorKnows(at, first, mine[0].code);
  const used = await offer(mine[0].ticketId, friend, 'late@example.test');
  assert.equal(used.body.code, 'ticket-used');
});

/** The old code is told as handed on; the new one lets its holder in, whom the organiser sees. */
async function doorKnows(at: Show, first: Booked['tickets'][0] | undefined, code: string) {
  const door = `/seller/events/${at.eventId}/sessions/${at.sessionId}`;
  const seller = { token: hall.shop.sellerToken };
  const list = (await hall.app.get(`${door}/tickets`, seller)).body.data;
  assert.deepEqual(
    list.map((one: { state: string }) => one.state).toSorted(),
    ['HANDED_ON', 'VALID', 'VALID'],
    'a door without a network has both codes',
  );
  const people = (await hall.app.get(`${door}/attendees`, seller)).body.data;
  assert.deepEqual(people[0].handedOn, [
    { name: 'Grace Hopper', typeName: 'Seat', seat: first?.seat },
  ]);
  assert.equal((await scan(at, first?.code ?? '')).verdict, 'handed-on');
  const welcome = await scan(at, code);
  assert.deepEqual([welcome.verdict, welcome.attendee], ['welcome', 'Grace Hopper']);
}

test('an account that has proved the address finds the offer', async () => {
  const { giver, tickets } = await booked();
  const friend = await person();
  const ticketId = tickets[0]?.ticketId;
  await offer(ticketId, giver, friend.email);
  const { offers } = (await hall.app.get('/me/hand-overs', { token: friend.token })).body;
  assert.equal(offers.length, 1);
  const link = `/tickets/take#offer=${offers[0].handOverId}`;
  await told(friend.token, (one) => one.type === 'ticket-offered' && one.link === link);
  const back = await post(`/tickets/${ticketId}/take-back`, giver.token);
  assert.deepEqual([back.status, back.body.handOver], [200, null], JSON.stringify(back.body));
  const late = await accept(friend, { handOverId: offers[0].handOverId });
  assert.deepEqual(
    [late.status, late.body.code, late.body.state],
    [409, 'hand-over-over', 'TAKEN_BACK'],
  );
  // Offered once more, and nobody takes it in time.
  const again = await offer(ticketId, giver, friend.email);
  const { handOverId } = again.body.handOver;
  await hall.sql.query(
    `update booking.hand_over set expires_at = now() - interval '1 s' where hand_over_id = $1`,
    [handOverId],
  );
  const over = await accept(friend, { handOverId });
  assert.deepEqual([over.body.code, over.body.state], ['hand-over-over', 'EXPIRED']);
  const third = await offer(ticketId, giver, friend.email);
  assert.equal((await accept(friend, third.body.handOver)).status, 422, 'no other fields');
  const taken = await accept(friend, { handOverId: third.body.handOver.handOverId });
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  await told(giver.token, (one) => one.type === 'ticket-taken');
  // And back to who booked, who has it again with another code.
  const mine = (await hall.app.get('/me/tickets', { token: friend.token })).body.tickets;
  const home = await offer(mine[0].ticketId, friend, giver.email);
  const got = await accept(giver, { handOverId: home.body.handOver.handOverId });
  assert.equal(got.status, 200, JSON.stringify(got.body));
});

interface Notice {
  type: string;
  link: string;
}

async function told(token: string, is: (one: Notice) => boolean): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const { body } = await hall.app.get('/notifications', { token });
    if (body.data.some(is)) return;
    assert.ok(Date.now() < until, JSON.stringify(body.data));
    await new Promise((done) => setTimeout(done, 100));
  }
}

test('the booking ends: tickets are void, money goes to who paid', async () => {
  const { at, giver, bookingId, tickets } = await booked(2, { price: 25 });
  const friend = await person();
  const one = await offer(tickets[0]?.ticketId, giver, friend.email);
  await accept(friend, { handOverId: one.body.handOver.handOverId });
  const open = await offer(tickets[1]?.ticketId, giver, friend.email);
  const [mine] = (await hall.app.get('/me/tickets', { token: friend.token })).body.tickets;
  const gone = await post(`/bookings/${bookingId}/cancel`, giver.token);
  assert.equal(gone.body.payment.refundDue, 50, JSON.stringify(gone.body));
  await told(friend.token, ({ type }) => type === 'ticket-void');
  assert.equal((await scan(at, mine.code)).verdict, 'void');
  assert.equal((await scan(at, tickets[0]?.code ?? '')).verdict, 'handed-on');
  const late = await accept(friend, { handOverId: open.body.handOver.handOverId });
  assert.deepEqual([late.body.code, late.body.state], ['hand-over-over', 'VOID']);
  assert.equal((await offer(mine.ticketId, friend, 'a@example.test')).body.code, 'ticket-void');
  await bookingWhen(hall, { bookingId, token: giver.token, is: (b) => b.payment.refunded === 50 });
});

test('from the opening of the doors on a ticket stays where it is', async () => {
  const { at, giver, tickets } = await booked(2);
  const friend = await person();
  const open = await offer(tickets[0]?.ticketId, giver, friend.email);
  await hall.sql.query(
    `update booking.session set doors_at = now() - interval '1 minute' where session_id = $1`,
    [at.sessionId],
  );
  const late = await offer(tickets[1]?.ticketId, giver, friend.email);
  assert.equal(late.body.code, 'hand-over-closed');
  const taken = await accept(friend, { handOverId: open.body.handOver.handOverId });
  assert.equal(taken.body.code, 'hand-over-closed');
});

test('an address is written to ten times for a ticket, and no more', async () => {
  const { giver, tickets } = await booked();
  const ticketId = tickets[0]?.ticketId;
  for (let n = 0; n < 10; n += 1) {
    assert.equal((await offer(ticketId, giver, `n${n}@example.test`)).status, 200);
    assert.equal((await post(`/tickets/${ticketId}/take-back`, giver.token)).status, 200);
  }
  const more = await offer(ticketId, giver, 'more@example.test');
  assert.deepEqual([more.body.code, more.body.max], ['hand-over-limit', 10]);
});

/** Has all of them wait for one row before the first goes on: each has seen the offer as open. */
async function atOnce<T>(
  held: { bookingId: string } | { ticketId: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const client = await hall.sql.connect();
  try {
    await client.query('begin');
    if ('bookingId' in held) {
      const lock = 'select from booking.booking where booking_id = $1 for update';
      await client.query(lock, [held.bookingId]);
    } else {
      const lock = 'select from booking.ticket where ticket_id = $1 for update';
      await client.query(lock, [held.ticketId]);
    }
    const all = work();
    // Well below what a statement may take.
    const until = Date.now() + 1_000;
    for (;;) {
      const { rows } = await hall.sql.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where wait_event_type = 'Lock' and datname = current_database()`,
      );
      if ((rows[0]?.n ?? 0) >= 4 || Date.now() > until) break;
      await new Promise((done) => setTimeout(done, 20));
    }
    await client.query('commit');
    return await all;
  } finally {
    client.release();
  }
}

test('many at once: one takes it, or it is taken back, or let in; never two', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, person));
  for (let round = 0; round < 12; round += 1) {
    const { at, giver, bookingId, tickets } = await booked();
    const ticketId = tickets[0]?.ticketId;
    const email = `r${round}-${giver.userId}@example.test`;
    await offer(ticketId, giver, email);
    const token = await mailed(email);
    const held = round % 3 === 1 ? { ticketId } : { bookingId };
    const [takes, back, seen] = await atOnce(held, () =>
      Promise.all([
        Promise.all(people.map((one) => accept(one, { token }))),
        post(`/tickets/${ticketId}/take-back`, giver.token),
        round % 3 === 1 ? scan(at, tickets[0]?.code ?? '') : null,
        round % 3 === 0 ? post(`/bookings/${bookingId}/cancel`, giver.token) : null,
      ]),
    );
    const said = JSON.stringify([...takes, back].map(({ body }) => body));
    const took = takes.filter(({ status }) => status === 200).length;
    assert.equal(took + (back.status === 200 ? 1 : 0), 1, said);
    if (seen !== null) assert.equal(seen.verdict, took === 1 ? 'handed-on' : 'welcome', said);
    const { rows } = await hall.sql.query<{ n: number }>(
      `select count(*)::int as n from booking.ticket where booking_id = $1 and state = 'VALID'`,
      [bookingId],
    );
    assert.equal(rows[0]?.n, round % 3 === 0 ? 0 : 1, said);
  }
});

test('and after all of it the checker finds nothing wrong', async () => {
  await assertTrue(hall.app.databaseUrl, { wait_ms: 60_000 });
});
