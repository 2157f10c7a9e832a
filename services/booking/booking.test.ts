// Bookings over HTTP, with real payments by events: seats, money, and what comes late or twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp } from '../../test/app.ts';
import { assertTrue } from '../../test/buyer.ts';
import { book, bookingWhen, show, type Hall } from '../../test/events.ts';

let hall: Hall;

before(async () => {
  const app = await startApp({ config: { gatewayTimeout_ms: 1_000 } });
  const shop = await openShop(app);
  hall = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
});

after(async () => {
  await hall?.sql.end();
  await hall?.app.stop();
});

const seated = { name: 'Seat', price: 25, quota: 0, sections: ['Hall'] };
const standing = { name: 'Standing', price: 10, quota: 5, perBooking: 4 };

test('an event is shown all-in; its seats are booked, paid and become tickets', async () => {
  const at = await show(hall, [{ ...seated, fee: 2.5 } as never, standing]);
  const list = await hall.app.get('/events?q=strings&limit=100');
  assert.ok(list.body.data.some((one: { eventId: string }) => one.eventId === at.eventId));
  const event = await hall.app.get(`/events/${at.slug}`);
  assert.deepEqual(
    event.body.ticketTypes.map((one: { price: number; fee: number }) => [one.price, one.fee]),
    [
      [25, 2.5],
      [10, 0],
    ],
  );
  assert.equal(event.body.left, 45, 'forty seats and five to stand');
  const { token } = await hall.shop.shopper();
  const seats = ['Hall/A/3', 'Hall/A/4'];
  const made = await book(hall, at, { token, typeId: at.types['Seat'], seats });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { bookingId } = made.body;
  assert.deepEqual([made.body.state, made.body.total, made.body.canPay], ['HELD', 50, true]);
  const other = await hall.shop.shopper();
  const refused = await book(hall, at, {
    token: other.token,
    typeId: at.types['Seat'],
    seats: ['Hall/A/4', 'Hall/A/5'],
  });
  assert.deepEqual([refused.status, refused.body.code], [409, 'seat-taken']);
  assert.deepEqual(refused.body.seats, ['Hall/A/4']);
  const paying = await hall.app.post(`/bookings/${bookingId}/pay`, {
    token,
    key: newId('key'),
    body: { paymentMethod: 'CARD', paymentToken: 'tok_visa' },
  });
  assert.equal(paying.status, 200, JSON.stringify(paying.body));
  const read = await hall.app.get(`/bookings/${bookingId}?minVersion=${paying.body.version}`, {
    token,
  });
  assert.ok(read.body.version >= paying.body.version, 'a read shows no less than the write');
  assert.equal(read.headers['cache-control'], 'no-store', 'it carries the server’s time');
  const is = (body: { state: string }) => body.state === 'CONFIRMED';
  const done = await bookingWhen(hall, { bookingId, token, is });
  assert.equal(done.payment.paid, 50);
  const { tickets } = (await hall.app.get(`/bookings/${bookingId}/tickets`, { token })).body;
  assert.equal(tickets.length, 2);
  assert.match(tickets[0].code, /^TS1\./);
  assert.match(tickets[0].qr, /^<svg/);
  const stolen = await hall.app.get(`/bookings/${bookingId}`, { token: other.token });
  assert.equal(stolen.status, 404);
  const plan = await hall.app.get(
    `/events/${at.eventId}/sessions/${at.sessionId}/seats?booking=${bookingId}`,
  );
  const states = plan.body.seats.map((one: { state: string }) => one.state);
  assert.equal(states.filter((one: string) => one === 'mine').length, 2);
  const story = await storyOf(bookingId, token);
  assert.deepEqual(
    story.events.map((one: Told) => [one.type, one.relation, one.concurrentWith]),
    [
      ['BOOKING_CREATED', 'own', []],
      ['PAYMENT_COMPLETED', 'after', []],
      ['BOOKING_CONFIRMED', 'own', []],
      ['BOOKING_TOLD', 'after', []],
    ],
  );
  assert.deepEqual(story.clock, { booking: 2, payments: 1, notifications: 1 });
});

interface Told {
  type: string;
  relation: string;
  concurrentWith: number[];
}

/** The timeline once somebody was told: the last part of the clock. */
async function storyOf(bookingId: string, token: string) {
  for (;;) {
    const { body } = await hall.app.get(`/bookings/${bookingId}/timeline`, { token });
    if (body.clock.notifications > 0) return body;
    await new Promise((done) => setTimeout(done, 100));
  }
}

test('a decline gives seats back; what nobody may have is refused with the reason', async () => {
  const at = await show(hall, [standing]);
  const { token } = await hall.shop.shopper();
  const typeId = at.types['Standing'];
  const made = await book(hall, at, { token, typeId, quantity: 4, pay: 'tok_declined' });
  assert.equal(made.body.state, 'PENDING', JSON.stringify(made.body));
  const is = (body: { state: string }) => body.state === 'CANCELLED';
  const ended = await bookingWhen(hall, { bookingId: made.body.bookingId, token, is });
  assert.equal(ended.reason, 'payment-failed');
  const event = await hall.app.get(`/events/${at.eventId}`);
  assert.equal(event.body.left, 5);
  const many = await book(hall, at, { token, typeId, quantity: 5 });
  assert.deepEqual([many.status, many.body.code, many.body.max], [409, 'booking-limit', 4]);
  const none = await book(hall, at, { token, typeId: newId('tty') });
  assert.deepEqual([none.status, none.body.code], [404, 'ticket-type-not-found']);
  const wrong = await book(hall, at, { token, typeId, seats: ['Hall/A/1'] });
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'seat-not-found']);
  const free = await hall.app.get('/events?limit=1&cursor=nonsense');
  assert.equal(free.status, 422);
});

test('few tickets, many people: each is sold once, the waitlist takes what returns', async () => {
  const at = await show(hall, [{ ...standing, quota: 6, perBooking: 2 }]);
  const typeId = at.types['Standing'];
  const people = await Promise.all(Array.from({ length: 12 }, () => hall.shop.shopper()));
  const all = await Promise.all(
    people.map(({ token }) => book(hall, at, { token, typeId, pay: 'tok_visa' })),
  );
  const won = all.flatMap((one, n) => (one.status === 201 ? [{ ...one.body, n }] : []));
  assert.equal(won.length, 6);
  const lost = all.findIndex((one) => one.status === 409);
  assert.equal(all[lost]?.body.code, 'tickets-sold-out');
  const is = (body: { state: string }) => body.state === 'CONFIRMED';
  for (const { bookingId, n } of won) {
    await bookingWhen(hall, { bookingId, token: people[n]?.token ?? '', is });
  }
  const waiter = people[lost]?.token ?? '';
  const line = `/events/${at.eventId}/sessions/${at.sessionId}/waitlist`;
  const entry = await hall.app.post(line, { token: waiter, body: { typeId, quantity: 1 } });
  assert.deepEqual([entry.status, entry.body.state], [200, 'WAITING'], JSON.stringify(entry.body));
  assert.equal(entry.body.event.slug, at.slug);
  const [first] = won;
  const token = people[first.n]?.token ?? '';
  const gone = await hall.app.post(`/bookings/${first.bookingId}/cancel`, {
    token,
    key: newId('key'),
  });
  assert.equal(gone.status, 200, JSON.stringify(gone.body));
  assert.deepEqual([gone.body.state, gone.body.payment.refundDue], ['CANCELLED', 10]);
  const back = (body: { payment: { refunded: number } }) => body.payment.refunded === 10;
  await bookingWhen(hall, { bookingId: first.bookingId, token, is: back });
  const offered = await waiting(waiter);
  const taken = await hall.app.post(`/bookings/${offered}/pay`, {
    token: waiter,
    key: newId('key'),
    body: { paymentMethod: 'CARD', paymentToken: 'tok_visa' },
  });
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  await bookingWhen(hall, { bookingId: offered, token: waiter, is });
});

/** The booking that the waitlist has offered. */
async function waiting(token: string): Promise<string> {
  for (;;) {
    const { body } = await hall.app.get('/me/waitlist', { token });
    if (body.data[0]?.bookingId) return body.data[0].bookingId;
    await new Promise((done) => setTimeout(done, 100));
  }
}

test('late money goes back, and a silent payment is asked about', async () => {
  const at = await show(hall, [standing]);
  const typeId = at.types['Standing'];
  const { token } = await hall.shop.shopper();
  // The gateway is silent, and has charged: the booking's time is over meanwhile.
  const made = await book(hall, at, { token, typeId, pay: 'tok_timeout_success' });
  const { bookingId } = made.body;
  await hall.sql.query(
    `update booking.booking set hold_until = now() - interval '1 s' where booking_id = $1`,
    [bookingId],
  );
  const ended = await bookingWhen(hall, {
    bookingId,
    token,
    is: (body) => body.state === 'CONFIRMED' || body.state === 'CANCELLED',
  });
  // Asked before the gateway knew of it: closed there; after: it is paid.
  if (ended.state === 'CANCELLED') assert.equal(ended.reason, 'payment-timeout');
  else assert.equal(ended.payment.paid, 10);
  const late = await book(hall, at, { token, typeId, pay: 'tok_timeout_success' });
  const cancelled = await hall.app.post(`/bookings/${late.body.bookingId}/cancel`, {
    token,
    key: newId('key'),
  });
  assert.equal(cancelled.body.state, 'CANCELLED', JSON.stringify(cancelled.body));
  const { rows } = await hall.sql.query(
    `select 1 from booking.quota where type_id = $1 and claimed > 1`,
    [typeId],
  );
  assert.equal(rows.length, 0, 'what was cancelled is free at once');
});

test('free tickets need no payment; the door lets each in once, offline too', async () => {
  const at = await show(hall, [{ name: 'Guest', price: 0, quota: 10 }]);
  const { token } = await hall.shop.shopper();
  const made = await book(hall, at, { token, typeId: at.types['Guest'], quantity: 2 });
  assert.equal(made.body.state, 'CONFIRMED', JSON.stringify(made.body));
  const path = `/bookings/${made.body.bookingId}/tickets`;
  const { tickets } = (await hall.app.get(path, { token })).body;
  const door = `/seller/events/${at.eventId}/sessions/${at.sessionId}`;
  const scan = (scanId: string, code: string) => ({
    scanId,
    code,
    device: 'door-1',
    scannedAt: new Date().toISOString(),
  });
  const scans = [
    scan('scan-0001', tickets[0].code),
    scan('scan-0002', tickets[0].code),
    scan('scan-0003', `${tickets[1].code.slice(0, -1)}!`),
  ];
  const sellerToken = hall.shop.sellerToken;
  const send = { token: sellerToken, body: { scans } };
  const verdicts = async () =>
    (await hall.app.post(`${door}/check-ins`, send)).body.results.map(
      (one: { verdict: string }) => one.verdict,
    );
  assert.deepEqual(await verdicts(), ['welcome', 'again', 'unknown']);
  assert.deepEqual(await verdicts(), ['welcome', 'again', 'unknown'], 'sent twice, told twice');
  const listed = await hall.app.get(`${door}/tickets`, { token: sellerToken });
  assert.equal(listed.body.data.length, 2);
  const sold = await hall.app.get(`/seller/events/${at.eventId}/sold`, { token: sellerToken });
  assert.deepEqual(
    sold.body.kinds.map((one: Record<string, number>) => [
      one['quota'],
      one['sold'],
      one['held'],
      one['inside'],
    ]),
    [[10, 2, 0, 1]],
  );
  assert.equal(
    listed.body.data.filter((one: { checkedInAt: string }) => one.checkedInAt).length,
    1,
  );
});

test('a cancelled event gives everybody everything back', async () => {
  const at = await show(hall, [standing]);
  const { token } = await hall.shop.shopper();
  const typeId = at.types['Standing'];
  const made = await book(hall, at, { token, typeId, quantity: 2, pay: 'tok_visa' });
  const { bookingId } = made.body;
  await bookingWhen(hall, { bookingId, token, is: (body) => body.state === 'CONFIRMED' });
  const gone = await hall.app.post(`/seller/events/${at.eventId}/cancel`, {
    token: hall.shop.sellerToken,
    headers: { 'if-match': `"${at.version}"` },
  });
  assert.equal(gone.status, 200, JSON.stringify(gone.body));
  const is = (body: { payment: { refunded: number } }) => body.payment.refunded === 20;
  const ended = await bookingWhen(hall, { bookingId, token, is });
  assert.deepEqual([ended.state, ended.reason], ['CANCELLED', 'event-cancelled']);
  const told = await toldOf(token, 3);
  assert.deepEqual(told.map((one) => one.type).toSorted(), [
    'booking-cancelled',
    'booking-confirmed',
    'booking-refunded',
  ]);
  assert.ok(told.every((one) => one.link === `/tickets#${bookingId}` && !/[{}]/.test(one.why)));
  const refused = await book(hall, at, { token, typeId });
  assert.deepEqual([refused.status, refused.body.code], [409, 'event-session-cancelled']);
});

/** What the notification centre has, once there is as much. */
async function toldOf(token: string, count: number) {
  for (;;) {
    const { status, body } = await hall.app.get('/notifications', { token });
    assert.equal(status, 200, JSON.stringify(body));
    const list: { type: string; link: string; why: string; title: string }[] = body.data;
    if (list.length >= count) return list;
    await new Promise((done) => setTimeout(done, 100));
  }
}

test('a session at another time: who stays booked is told once, with the new time', async () => {
  const at = await show(hall, [{ name: 'Guest', price: 0, quota: 10 }]);
  const { token } = await hall.shop.shopper();
  const made = await book(hall, at, { token, typeId: at.types['Guest'] });
  assert.equal(made.body.state, 'CONFIRMED', JSON.stringify(made.body));
  const startsAt = new Date(Date.now() + 900 * 3_600_000).toISOString();
  const endsAt = new Date(Date.now() + 902 * 3_600_000).toISOString();
  const path = `/seller/events/${at.eventId}/sessions/${at.sessionId}/reschedule`;
  const moved = await hall.app.post(path, {
    token: hall.shop.sellerToken,
    headers: { 'if-match': `"${at.version}"` },
    body: { startsAt, endsAt, bookings: 'keep' },
  });
  assert.equal(moved.status, 200, JSON.stringify(moved.body));
  const told = await toldOf(token, 2);
  assert.deepEqual(told.map((one) => one.type).toSorted(), ['booking-confirmed', 'booking-moved']);
});

test('plans that make no sense are refused, with every reason', async () => {
  await assert.rejects(
    show(hall, [{ name: 'X', price: 1, quota: 1, sections: ['Nowhere'] }], {
      sessions: [
        {
          startsAt: '2020-01-01T10:00:00Z',
          endsAt: '2020-01-01T09:00:00Z',
          zone: 'Mars/Olympus',
        },
      ],
    }),
    /in-the-past.*before-start.*not-known.*not-known/s,
  );
});

test('and after all of it the checker finds nothing wrong', async () => {
  await assertTrue(hall.app.databaseUrl, { wait_ms: 60_000 });
});
