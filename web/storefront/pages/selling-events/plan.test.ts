import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, emptyPlan, faultsOf, momentIn, seatPlanOf } from './plan.ts';

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
  const kinds = [{ name: 'Seat', price: '12.5', fee: '', quota: '', perBooking: '', section: 'S' }];
  const sessions = [{ start: '2027-01-01T10:00', end: '2027-01-01T12:00' }];
  const whole = { ...plan, name: 'A', category: 'Music', venueId: 'ven_1', kinds, sessions };
  assert.deepEqual([...faultsOf(whole)], []);
  assert.deepEqual(bodyOf(whole, 'ven_1').ticketTypes, [
    { name: 'Seat', price: 12.5, fee: 0, quota: 0, perBooking: 10, sections: ['S'] },
  ]);
});
