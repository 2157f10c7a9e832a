// Seats, units and money of bookings on a real database, without the rooms around: claims at the
// same moment, news that come twice or late, what comes back, who is next.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { booking as laws } from '../../invariants/booking.ts';
import { seatsOf } from './model-plan.ts';
import { bookingReactions } from './reactions.ts';
import * as store from './store-booking.ts';
import { insertEvent, insertSeats, insertVenue, moveSession, publish } from './store-event.ts';
import * as log from './store-log.ts';
import { nextInLine, pageEntries, waitFor } from './store-wait.ts';
import { waitlist } from './waitlist.ts';

const meta = { correlationId: 'corr_test', causationId: null, lamport: 1 };
const hour_ms = 3_600_000;
let db: Db;
let drop: () => Promise<void>;

before(async () => {
  const database = await testDatabase(['booking']);
  drop = database.drop;
  const quiet = createLogger({ level: 'silent' });
  db = openDb({ url: database.url, room: 'booking', log: quiet });
});

after(async () => {
  await db?.close();
  await drop?.();
});

interface Fair {
  sessionId: string;
  standing: string;
  seat: string;
}

/** A published event: five may stand for 10.00, a row of six may sit for 25.00. */
async function fair(): Promise<Fair> {
  const [venueId, eventId, sessionId] = [newId('ven'), newId('evn'), newId('esn')];
  const [standing, seat, sellerId] = [newId('tty'), newId('tty'), newId('slr')];
  const plan = [{ section: 'Hall', rows: [{ row: 'A', seats: 6 }] }];
  const place = { name: 'Hall', line1: '1', city: 'C', state: null, postalCode: '1' };
  const where = { country: 'US', latitude: null, longitude: null, zone: 'Etc/UTC' };
  await insertVenue(db, { venueId, sellerId, ...place, ...where, plan }, 10);
  const kind = { description: '', fee_minor: 0, perBooking: 4 };
  const types = [
    { ...kind, typeId: standing, name: 'Standing', price_minor: 1_000, quota: 5, sections: [] },
    { ...kind, typeId: seat, name: 'Seat', price_minor: 2_500, quota: 0, sections: ['Hall'] },
  ];
  const startsAt = new Date(Date.now() + 500 * hour_ms);
  const endsAt = new Date(Date.now() + 502 * hour_ms);
  const words = { name: 'Fair', summary: '', description: '', category: 'music', currency: 'USD' };
  const organiser = { sellerId, organiserName: 'O', organiserSlug: 'o', actor: 'usr_o' };
  await db.tx(async (tx) => {
    const more = { imageUrl: null, ageMin: null, salesFrom: null, refundRules: [] };
    const sessions = [{ sessionId, startsAt, endsAt, doorsAt: null, zone: 'Etc/UTC' }];
    const facts = { eventId, venueId, slug: eventId, ...words, ...organiser, ...more };
    assert.ok(await insertEvent(tx, { ...facts, sessions, types }, 10));
    await insertSeats(tx, { eventId, types, seats: seatsOf(plan, types) });
    assert.ok(await publish(tx, { eventId, version: null }));
  });
  return { sessionId, standing, seat };
}

type Item = [typeId: string, quantity: number, seats?: string[]];

const claim = (at: Fair, items: Item[], more: Partial<store.Claim> = {}): store.Claim => ({
  bookingId: newId('bkg'),
  sessionId: at.sessionId,
  userId: newId('usr'),
  hold_ms: 900_000,
  method: 'CARD',
  token: 'tok',
  items: items.map(([typeId, quantity, seats]) => ({ typeId, quantity, seats: seats ?? null })),
  meta,
  ...more,
});

/** Each in a statement of its own, all at once: why not, or null, in their order. */
const apart = (claims: store.Claim[]) =>
  Promise.all(claims.map(async (one) => (await store.claimBookings(db, [one])).get(one.bookingId)));

async function booked(at: Fair, items: Item[], more: Partial<store.Claim> = {}): Promise<string> {
  const wish = claim(at, items, more);
  assert.deepEqual(await apart([wish]), [null]);
  return wish.bookingId;
}

async function read(bookingId: string): Promise<store.BookingRow> {
  const [row] = await store.readBookings(db, [bookingId]);
  assert.ok(row);
  return row;
}

async function claimed(at: Fair): Promise<[standing: number, seats: number]> {
  const rows = await db.rows<{ typeId: string; claimed: number }>(
    'select type_id as "typeId", claimed from quota where session_id = $1',
    [at.sessionId],
  );
  const of = (typeId: string) => rows.find((row) => row.typeId === typeId)?.claimed ?? -1;
  return [of(at.standing), of(at.seat)];
}

/** News of payments as its outbox gives them; `nth`: which event of the payment. */
function news(type: string, bookingId: string, more: Record<string, unknown> = {}): EventEnvelope {
  const { nth = 1, ...facts } = more;
  const paymentId = `pay_${bookingId.slice(4)}`;
  const payload = { paymentId, checkoutId: bookingId, amount: 1_000, currency: 'USD', status: 'X' };
  return {
    eventType: type,
    eventId: newId('evt'),
    sagaId: bookingId,
    timestamp: new Date().toISOString(),
    aggregate: { type: 'payment', id: paymentId, version: Number(nth) },
    payload: { ...payload, seen: 1, ...facts },
    metadata: meta,
  } as unknown as EventEnvelope;
}

const hear = (...events: EventEnvelope[]) =>
  db.tx(async (tx) => {
    await bookingReactions({ outbox: { poke: () => undefined } })['booking.payments']?.(tx, events);
  });

async function told(bookingId: string): Promise<string[]> {
  const rows = await db.rows<{ type: string }>(
    'select type from outbox where agg_id = $1 order by agg_version',
    [bookingId],
  );
  return rows.map((row) => row.type);
}

/** The laws that need this room alone. */
async function assertLawful(): Promise<void> {
  for (const law of laws.filter((one) => one.needs.length === 1)) {
    assert.deepEqual(await db.rows(law.sql), [], law.code);
  }
}

test('one seat and ten people at once, apart and in one statement: one has it', async () => {
  const at = await fair();
  const one = () => claim(at, [[at.seat, 1, ['Hall/A/3']]]);
  const answers = await apart(Array.from({ length: 5 }, one));
  const many = Array.from({ length: 5 }, one);
  const together = await store.claimBookings(db, many);
  const refused = [...answers, ...together.values()].filter((answer) => answer !== null);
  assert.equal(refused.length, 9);
  for (const answer of refused) {
    assert.deepEqual(answer, { code: 'seat-taken', seats: ['Hall/A/3'] });
  }
  assert.deepEqual(await claimed(at), [0, 1]);
  // Who names no seat gets the rest, next to one another, and none of what is taken.
  const rest = await booked(at, [[at.seat, 3]]);
  assert.deepEqual((await read(rest)).items[0]?.seats, ['Hall/A/4', 'Hall/A/5', 'Hall/A/6']);
  await assertLawful();
});

test('a counter is never exceeded, and a wish is met as a whole or not at all', async () => {
  const at = await fair();
  const answers = await apart(Array.from({ length: 6 }, () => claim(at, [[at.standing, 2]])));
  assert.equal(answers.filter((one) => one === null).length, 2);
  const why = answers.find((one) => one !== null);
  assert.deepEqual([why?.code, why?.['available']], ['tickets-sold-out', 1]);
  await booked(at, [[at.seat, 1, ['Hall/A/1']]]);
  const mixed = claim(at, [
    [at.standing, 1],
    [at.seat, 2, ['Hall/A/1', 'Hall/A/2']],
  ]);
  assert.equal((await apart([mixed]))[0]?.code, 'seat-taken');
  assert.deepEqual(await claimed(at), [4, 1], 'nothing of what was refused is claimed');
  const tooMany = claim(at, [[at.seat, 5]]);
  assert.equal((await apart([tooMany]))[0]?.code, 'booking-limit');
  await assertLawful();
});

test('the same request makes one booking, also at the same moment', async () => {
  const at = await fair();
  const userId = newId('usr');
  const wish = () => claim(at, [[at.standing, 1]], { userId, requestKey: 'again' });
  const answers = await apart([wish(), wish(), wish()]);
  assert.equal(answers.filter((one) => one === null).length, 1);
  assert.ok(answers.every((one) => one === null || one?.code === 'known'));
  assert.deepEqual(await claimed(at), [1, 0]);
});

test('paid twice, told three times, and a decline that comes late: one booking', async () => {
  const at = await fair();
  const bookingId = await booked(at, [[at.standing, 1]]);
  await hear(news('PAYMENT_COMPLETED', bookingId), news('PAYMENT_COMPLETED', bookingId));
  await hear(news('PAYMENT_COMPLETED', bookingId), news('PAYMENT_FAILED', bookingId, { nth: 2 }));
  const row = await read(bookingId);
  assert.deepEqual([row.state, row.captured_minor, row.returned_minor], ['CONFIRMED', 1_000, 0]);
  assert.equal((await store.readTickets(db, bookingId)).length, 1);
  assert.deepEqual(await told(bookingId), ['BOOKING_CREATED', 'BOOKING_CONFIRMED']);
  await assertLawful();
});

test('money that comes after the end goes back, once, however often it is told', async () => {
  const at = await fair();
  const bookingId = await booked(at, [[at.standing, 1]]);
  const end = { bookingId, from: ['PENDING'], to: 'CANCELLED', reason: 'by-buyer', meta } as const;
  await store.moveBookings(db, [end]);
  await hear(news('PAYMENT_COMPLETED', bookingId));
  await hear(news('PAYMENT_COMPLETED', bookingId), news('PAYMENT_COMPLETED', bookingId));
  const late = await read(bookingId);
  assert.deepEqual(
    [late.state, late.reason, late.captured_minor],
    ['CANCELLED', 'by-buyer', 1_000],
  );
  assert.deepEqual([late.returned_minor, late.refunded_minor], [1_000, 0]);
  assert.deepEqual(await told(bookingId), [
    'BOOKING_CREATED',
    'BOOKING_CANCELLED',
    'BOOKING_REFUND_DUE',
  ]);
  assert.deepEqual(await claimed(at), [0, 0], 'its unit came back once');
  // A refund that somebody made by hand is none of the booking's.
  const back = { amount: 1_000, isWhole: true };
  await hear(news('REFUND_COMPLETED', bookingId, { ...back, reason: 'by hand', nth: 2 }));
  assert.equal((await read(bookingId)).refunded_minor, 0);
  await hear(news('REFUND_COMPLETED', bookingId, { ...back, reason: 'booking:1', nth: 3 }));
  const { version, refunded_minor } = await read(bookingId);
  assert.equal(refunded_minor, 1_000);
  await hear(news('REFUND_COMPLETED', bookingId, { ...back, reason: 'booking:1', nth: 3 }));
  assert.equal((await read(bookingId)).version, version);
  assert.equal((await told(bookingId)).filter((one) => one === 'BOOKING_REFUNDED').length, 1);
  await assertLawful();
});

test('another amount or currency than was asked for is no ticket and goes back whole', async () => {
  const at = await fair();
  for (const wrong of [{ amount: 999 }, { currency: 'EUR' }]) {
    const bookingId = await booked(at, [[at.standing, 1]]);
    await hear(news('PAYMENT_COMPLETED', bookingId, wrong));
    const row = await read(bookingId);
    assert.deepEqual([row.state, row.reason], ['CANCELLED', 'payment-mismatch']);
    assert.equal(row.returned_minor, wrong.amount ?? 1_000);
    assert.equal((await store.readTickets(db, bookingId)).length, 0);
  }
  assert.deepEqual(await claimed(at), [0, 0]);
});

test('who ends a booking gives back units and seats once; its tickets are void', async () => {
  const at = await fair();
  const mine = await booked(at, [
    [at.standing, 1],
    [at.seat, 2, ['Hall/A/1', 'Hall/A/2']],
  ]);
  await booked(at, [[at.standing, 1]]);
  await hear(news('PAYMENT_COMPLETED', mine, { amount: 6_000 }));
  const { version } = await read(mine);
  const end = {
    bookingId: mine,
    from: ['CONFIRMED'],
    to: 'CANCELLED',
    version,
    reason: 'by-buyer',
    refund_minor: 6_000,
    refundReason: 'by-buyer',
    meta,
  } as const;
  const stale = await store.moveBookings(db, [{ ...end, version: version - 1 }]);
  const { version: _, ...any } = end;
  const elsewhere = await store.moveBookings(db, [{ ...any, from: ['HELD', 'PENDING'] }]);
  assert.deepEqual([stale.size, elsewhere.size], [0, 0], 'seen at another moment');
  const ends = await Promise.all([1, 2, 3].map(() => store.moveBookings(db, [end])));
  assert.equal(ends.filter((one) => one.size === 1).length, 1);
  assert.deepEqual(await claimed(at), [1, 0]);
  const tickets = await store.readTickets(db, mine);
  assert.deepEqual(new Set(tickets.map((one) => one.state)), new Set(['VOID']));
  assert.equal((await read(mine)).returned_minor, 6_000, 'owed once');
  await booked(at, [[at.seat, 2, ['Hall/A/1', 'Hall/A/2']]]);
  await assertLawful();
});

test('what comes back is for who waits: in their order, and once', async () => {
  const at = await fair();
  const all = await booked(at, [[at.standing, 4]]);
  const last = await booked(at, [[at.standing, 1]]);
  const wait = async (quantity: number) => {
    const of = { sessionId: at.sessionId, typeId: at.standing, userId: newId('usr') };
    const entry = await waitFor(db, { ...of, entryId: newId('wle'), quantity });
    assert.ok(entry);
    return entry;
  };
  const [two, one] = [await wait(2), await wait(1)];
  const end = { from: ['PENDING'], to: 'CANCELLED', reason: 'by-buyer', meta } as const;
  await store.moveBookings(db, [{ ...end, bookingId: last }]);
  const stranger = claim(at, [[at.standing, 1]]);
  assert.equal((await apart([stranger]))[0]?.code, 'tickets-sold-out');
  const next = (await nextInLine(db, 100)).filter((each) => each.sessionId === at.sessionId);
  assert.deepEqual(
    next.map((each) => each.entryId),
    [one.entryId],
    'two cannot have one',
  );
  // Two processes that look at the same list.
  const ctx = { db, outbox: { poke: () => undefined } };
  const queries = { event: () => assert.fail('nobody joins') };
  const offer = () => waitlist({ ctx, queries }).offer(new AbortController().signal);
  const offers = async (userId: string) => {
    const [entry] = await pageEntries(db, { userId, below: '~', limit: 5 });
    const held = await store.pageBookings(db, { userId, below: '~', limit: 5 });
    return [entry?.state, held.map((each) => [each.bookingId === entry?.bookingId, each.state])];
  };
  const once = ['OFFERED', [[true, 'HELD']]];
  await Promise.all([offer(), offer(), offer()]);
  assert.deepEqual(await offers(one.userId), once);
  await store.moveBookings(db, [{ ...end, bookingId: all }]);
  await Promise.all([offer(), offer(), offer()]);
  assert.deepEqual(await offers(two.userId), once, 'four were free, and two were asked for');
  assert.deepEqual(await claimed(at), [3, 0]);
  await assertLawful();
});

test('a refused refund is asked for more and more seldom, and told until it is done', async () => {
  const at = await fair();
  const bookingId = await booked(at, [[at.standing, 1]]);
  const end = { bookingId, from: ['PENDING'], to: 'CANCELLED', reason: 'by-buyer', meta } as const;
  await store.moveBookings(db, [end]);
  await hear(news('PAYMENT_COMPLETED', bookingId));
  const pauses: number[] = [];
  const of = { limit: 50, pause_ms: 60_000, pause_ms_max: 200_000 };
  for (let round = 0; round < 4; round += 1) {
    await db.run('update booking_refund set look_at = now() where booking_id = $1', [bookingId]);
    const due = (await log.claimOwed(db, of)).filter((one) => one.bookingId === bookingId);
    assert.deepEqual(due[0], {
      bookingId,
      no: 1,
      paymentId: `pay_${bookingId.slice(4)}`,
      amount_minor: 1_000,
      reason: 'late-payment',
    });
    const row = await db.row<{ s: number }>(
      `select extract(epoch from look_at - now())::float8 as s from booking_refund
       where booking_id = $1`,
      [bookingId],
    );
    pauses.push(Math.round((row?.s ?? 0) / 20) * 20);
    const later = (await log.claimOwed(db, of)).filter((one) => one.bookingId === bookingId);
    assert.deepEqual(later, [], 'one process has it');
    await log.noteRefusal(db, { bookingId, no: 1, code: 'payment-not-found' });
  }
  assert.deepEqual(pauses, [60, 120, 200, 200]);
  const asked = { bookingIds: [bookingId], after: '', afterNo: 0, limit: 10 };
  const [refused, ...others] = await log.refusedRefunds(db, asked);
  assert.deepEqual([refused?.code, refused?.tries, others.length], ['payment-not-found', 4, 0]);
  assert.deepEqual(await log.refusedRefunds(db, { ...asked, after: bookingId, afterNo: 1 }), []);
  assert.ok(await log.askSoon(db, { bookingId, no: 1 }));
  assert.ok(await log.endRefund(db, { bookingId, no: 1, meta }));
  assert.deepEqual(await log.refusedRefunds(db, asked), []);
  assert.ok(!(await log.askSoon(db, { bookingId, no: 1 })), 'what is done is not asked for');
});

test('who has booked is told of another time, once for each; others are not', async () => {
  const at = await fair();
  const paid = await booked(at, [[at.standing, 1]]);
  await hear(news('PAYMENT_COMPLETED', paid));
  const waits = await booked(at, [[at.standing, 1]]);
  const tell = async () => {
    while ((await log.tellMoves(db, 1, meta)) > 0);
    return Promise.all(
      [paid, waits].map(async (id) => (await told(id)).filter((one) => one === 'BOOKING_MOVED')),
    );
  };
  const move = async (refundAll: boolean) => {
    const row = await db.row<{ eventId: string; version: number }>(
      `select event_id as "eventId", e.version from event e join session using (event_id)
       where session_id = $1`,
      [at.sessionId],
    );
    assert.ok(row);
    const startsAt = new Date(Date.now() + 700 * hour_ms);
    const endsAt = new Date(Date.now() + 702 * hour_ms);
    const to = { sessionId: at.sessionId, ...row, startsAt, endsAt, doorsAt: null, refundAll };
    assert.ok(await moveSession(db, to));
  };
  assert.deepEqual(await tell(), [[], []]);
  await move(false);
  assert.deepEqual(await tell(), [['BOOKING_MOVED'], []]);
  assert.deepEqual(await tell(), [['BOOKING_MOVED'], []], 'once');
  const untold = await db.rows('select from session where not move_told');
  assert.equal(untold.length, 0, 'it is not looked at any more');
  await move(false);
  assert.deepEqual(await tell(), [['BOOKING_MOVED', 'BOOKING_MOVED'], []]);
  await move(true);
  assert.equal((await tell())[0]?.length, 2, 'who gets everything back is told of that');
});
