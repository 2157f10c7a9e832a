import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, emptyKind, emptyPlan, faultsOf, localIn, momentIn } from './plan.ts';
import { seatPlanOf, typedOf } from './plan.ts';

test('a wall clock is a moment of its zone, also near a change of the clocks', () => {
  assert.equal(momentIn('2026-12-01T19:30', 'Europe/Paris'), '2026-12-01T18:30:00.000Z');
  assert.equal(momentIn('2027-03-28T01:30', 'Europe/Paris'), '2027-03-28T00:30:00.000Z');
  assert.equal(momentIn('2027-03-28T03:30', 'Europe/Paris'), '2027-03-28T01:30:00.000Z');
  assert.equal(momentIn('2026-12-01T19:30', 'Asia/Kolkata'), '2026-12-01T14:00:00.000Z');
  assert.equal(momentIn('soon', 'Asia/Kolkata'), '');
});

test('a seat plan is a line for each block of rows', () => {
  assert.deepEqual(seatPlanOf('Stalls A-B 3\n\nUpper Circle C 2'), [
    {
      section: 'Stalls',
      rows: [
        { row: 'A', seats: 3 },
        { row: 'B', seats: 3 },
      ],
    },
    { section: 'Upper Circle', rows: [{ row: 'C', seats: 2 }] },
  ]);
  assert.equal(seatPlanOf('Stalls B-A 3'), null);
  assert.equal(seatPlanOf('Stalls'), null);
  assert.deepEqual(seatPlanOf(''), []);
});

test('what is missing is named where the API would name it', () => {
  const plan = emptyPlan({ currency: 'USD', zone: 'UTC' });
  const found = faultsOf(plan);
  for (const pointer of ['/name', '/venue', '/sessions/0/startsAt', '/ticketTypes/0/quota']) {
    assert.ok(found.has(pointer), pointer);
  }
  const kinds = [{ ...emptyKind, name: 'Seat', price: '12.5', perBooking: '', section: 'S' }];
  const sessions = [{ start: '2027-01-01T10:00', end: '2027-01-01T12:00', doors: '' }];
  const whole = { ...plan, name: 'A', category: 'Music', venueId: 'ven_1', kinds, sessions };
  assert.deepEqual([...faultsOf(whole)], []);
  assert.deepEqual(bodyOf(whole, 'ven_1').ticketTypes, [
    { name: 'Seat', price: 12.5, fee: 0, quota: 0, perBooking: 10, sections: ['S'] },
  ]);
});

test('a saved draft comes back as it was, with what the form has no fields for', () => {
  const zone = 'America/New_York';
  assert.equal(localIn('2030-05-01T23:30:00.000Z', zone), '2030-05-01T19:30');
  assert.equal(localIn(null, zone), '');
  const wanted = {
    venueId: 'ven_1',
    name: 'Strings',
    summary: 'Four.',
    description: 'Two hours.',
    category: 'music',
    currency: 'USD',
    ageMin: 12,
    imageUrl: '/media/a.webp',
    salesFrom: '2030-01-01T15:00:00.000Z',
    refundRules: [
      { hoursBefore: 168, percent: 100 },
      { hoursBefore: 48, percent: 50 },
    ],
    sessions: [
      {
        startsAt: '2030-05-01T23:30:00.000Z',
        endsAt: '2030-05-02T01:30:00.000Z',
        doorsAt: '2030-05-01T23:00:00.000Z',
        zone,
      },
    ],
    ticketTypes: [
      { name: 'Seat', price: 25, fee: 2.5, quota: 0, perBooking: 4, sections: ['A', 'B, C'] },
      { name: 'Stand', description: 'At the back', price: 9, fee: 0, quota: 30, perBooking: 10 },
    ],
  };
  const [seat, stand] = wanted.ticketTypes;
  const saved = {
    ...wanted,
    venue: { venueId: 'ven_1', zone },
    sessionList: wanted.sessions,
    ticketTypes: [
      { ...seat, typeId: 't1', seated: true, description: '' },
      { ...stand, typeId: 't2', seated: false, sections: [] },
    ],
  };
  const typed = typedOf(saved as never, (typeId) => (typeId === 't2' ? 30 : 9));
  assert.deepEqual(bodyOf(typed, 'ven_1'), wanted);
  assert.deepEqual([...faultsOf(typed)], []);
  const late = { ...typed, sessions: [{ ...typed.sessions[0], doors: '2030-05-01T20:00' }] };
  assert.deepEqual([...faultsOf(late as never)], ['/sessions/0/doorsAt']);
});
