// The rule book without a database: news in every order, clocks, refunds, plans, codes, zones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VectorClock } from './contract.ts';
import { codeOf, fingerprintOf, ticketKey, ticketOf } from './model-code.ts';
import { eventProblems, planProblems, seatsOf, slugOf } from './model-plan.ts';
import { instantAt } from './model-zone.ts';
import { decide, heard, refundOf, relationOf, type PaymentNews, type Standing } from './model.ts';
import type { LogRow } from './store-log.ts';
import { causalOrder } from './timeline.ts';

const clock = (booking: number, payments = 0, notifications = 0): VectorClock => {
  return { booking, payments, notifications };
};

const pending: Standing = {
  bookingId: 'bkg_1',
  state: 'PENDING',
  reason: null,
  currency: 'USD',
  total_minor: 100,
  captured_minor: 0,
  paymentId: null,
  returned_minor: 0,
  clock: clock(1),
};

const news = (kind: PaymentNews['kind'], amount_minor = 100): PaymentNews => {
  return { kind, paymentId: 'pay_1', amount_minor, currency: 'USD', what: 'x' };
};

test('clocks say who knew of whom', () => {
  assert.equal(relationOf(clock(1, 1), clock(1)), 'after');
  assert.equal(relationOf(clock(1, 1), clock(2)), 'concurrent');
  assert.equal(relationOf(clock(1, 1), clock(2, 1)), 'before');
  assert.equal(relationOf(clock(1, 1), clock(1, 1)), 'before', 'a repeat');
  assert.deepEqual(heard(clock(2, 1), clock(1, 3, 1)), clock(2, 3, 1));
});

test('paid wins while a booking waits, and money for one that has ended goes back', () => {
  assert.deepEqual(decide(pending, news('captured')), { do: 'confirm' });
  assert.deepEqual(decide(pending, news('failed')), { do: 'cancel', reason: 'payment-failed' });
  assert.deepEqual(decide(pending, news('waits')), { do: 'note' });
  const confirmed = { ...pending, state: 'CONFIRMED', captured_minor: 100, paymentId: 'pay_1' };
  for (const kind of ['captured', 'failed', 'waits'] as const) {
    assert.equal(decide(confirmed as Standing, news(kind)).do, 'nothing', kind);
  }
  const ended = { ...pending, state: 'CANCELLED' } as const;
  const back = { do: 'refund', amount_minor: 100, reason: 'late-payment' };
  assert.deepEqual(decide(ended, news('captured')), back);
  assert.equal(decide(ended, news('failed')).do, 'nothing');
  const known = { ...ended, captured_minor: 100, paymentId: 'pay_1' };
  assert.equal(decide(known, news('captured')).do, 'nothing', 'told twice, given back once');
  const other = decide(pending, news('captured', 99));
  assert.deepEqual(other, { do: 'cancel', reason: 'payment-mismatch' });
});

test('a cancellation gives back what the rules say, and all of it when the session moved', () => {
  const rules = [
    { hoursBefore: 48, percent: 50 },
    { hoursBefore: 168, percent: 100 },
  ];
  const at = (hours: number, moved = false) =>
    refundOf({ captured_minor: 999, rules, startsAt_ms: hours * 3_600_000, now_ms: 0, moved });
  assert.equal(at(168).amount_minor, 999);
  assert.deepEqual(at(167), { amount_minor: 499, percent: 50 });
  assert.equal(at(47).amount_minor, 0);
  assert.equal(at(1, true).amount_minor, 999);
});

test('the story of a booking has causes first, whatever order it was heard in', () => {
  const row = (no: number, at: VectorClock, lamport: number): LogRow => ({
    no,
    room: at.payments > 0 ? 'payments' : 'booking',
    type: `E${no}`,
    eventId: `evt_${no}`,
    lamport,
    clock: at,
    relation: 'own',
    did: '',
    at: new Date(0),
  });
  // Cancelled while the payment, which knew only of the first event, was captured.
  const heardLate = [row(1, clock(1), 5), row(2, clock(2), 8), row(3, clock(1, 1), 6)];
  const story = causalOrder(heardLate.toReversed());
  assert.deepEqual(
    story.map((one) => [one.no, one.concurrentWith]),
    [
      [1, []],
      [3, [2]],
      [2, [3]],
    ],
  );
});

test('codes of tickets are known again, and cannot be made up', () => {
  const key = ticketKey('secret');
  const ticketId = `tkt_${'0123456789abcdef'.repeat(2)}`;
  const code = codeOf(ticketId, key);
  assert.equal(ticketOf(code, key), ticketId);
  assert.equal(ticketOf(code, ticketKey('other')), undefined);
  assert.equal(ticketOf(`${code.slice(0, -1)}A`.replace(code, `${code}x`), key), undefined);
  assert.equal(ticketOf('TS1.', key), undefined);
  assert.equal(fingerprintOf(code).length, 22);
});

test('plans: every problem at once, seats in their order', () => {
  const day = 86_400_000;
  const session = (startsAt: number, zone = 'Europe/Paris') => ({
    sessionId: 'esn_1',
    startsAt: new Date(startsAt),
    endsAt: new Date(startsAt + 1),
    doorsAt: null,
    zone,
  });
  const type = { typeId: 'tty_1', name: 'A', description: '', perBooking: 1, quota: 1 };
  const plan = {
    salesFrom: null,
    refundRules: [
      { hoursBefore: 1, percent: 1 },
      { hoursBefore: 1, percent: 2 },
    ],
    sessions: [session(day), session(-day, 'Nowhere')],
    types: [{ ...type, price_minor: 1, fee_minor: 2, sections: ['Hall', 'Roof'] }],
  };
  const found = eventProblems(plan, { sections: new Set(['Hall']), now_ms: 0 });
  assert.deepEqual(
    found.map((one) => one.pointer),
    [
      '/sessions/1/startsAt',
      '/sessions/1/zone',
      '/ticketTypes/0/fee',
      '/ticketTypes/0/sections',
      '/refundRules',
    ],
  );
  const rows = [{ row: 'A', seats: 2 }];
  const hall = { section: 'Hall', rows };
  assert.equal(planProblems([hall, hall]).length, 1);
  const seats = seatsOf([hall, { section: 'Box', rows }], [{ sections: ['Box'] }]);
  assert.deepEqual(
    seats.map((one) => [one.seat, one.place]),
    [
      ['Box/A/1', 3],
      ['Box/A/2', 4],
    ],
  );
  assert.equal(slugOf('  Año Nuevo: ¡Fiesta! '), 'ano-nuevo-fiesta');
});

test('a time of day in a zone is one instant, on both sides of a change of clocks', () => {
  const at = (from: string) =>
    instantAt({ from_ms: Date.parse(from), inDays: 2, at: '19:30', zone: 'America/New_York' });
  assert.equal(at('2026-10-30T12:00:00Z').toISOString(), '2026-11-02T00:30:00.000Z');
  assert.equal(at('2026-10-28T12:00:00Z').toISOString(), '2026-10-30T23:30:00.000Z');
});
