// Events that come twice, in another order, or never: bookings end all the same, and the money
// of each is a ticket or on its way back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { prng } from '#kernel/core/prng.ts';
import { newId } from '#kernel/core/id.ts';
import type { Faults } from '#kernel/events/transport.ts';
import { booking as laws } from '../../invariants/booking.ts';
import { breaksOf, runAll } from '../../test/damage.ts';
import { openShop, startApp, type Answer } from '../../test/app.ts';
import { book, bookingWhen, show, type Hall, type Show } from '../../test/events.ts';

let hall: Hall;
let at: Show;
const faults: Required<Omit<Faults, 'stopped'>> = {
  prng: prng('booking'),
  drop: 0,
  duplicate: 1,
  reorder: 1,
};
type Body = Answer['body'];

before(async () => {
  const app = await startApp({
    config: { gatewayTimeout_ms: 500, reconcileGrace_ms: 0 },
    faults,
  });
  const shop = await openShop(app);
  hall = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
  at = await show(hall, [{ name: 'Standing', price: 10, quota: 50 }]);
});

after(async () => {
  await hall?.sql.end();
  await hall?.app.stop();
});

async function booked(pay: string): Promise<{ bookingId: string; token: string }> {
  const { token } = await hall.shop.shopper();
  const made = await book(hall, at, { token, typeId: at.types['Standing'], pay });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return { bookingId: made.body.bookingId, token };
}

const is = (state: string) => (body: Body) => body.state === state;
const cancel = (of: { bookingId: string; token: string }) =>
  hall.app.post(`/bookings/${of.bookingId}/cancel`, { token: of.token, key: newId('key') });

/** What the laws of bookings say is wrong, read as the checker reads it. */
async function wrongs(): Promise<string[]> {
  const found: string[] = [];
  for (const { code, sql } of laws) {
    const { rows } = await hall.sql.query<{ detail: string }>(sql);
    found.push(...rows.map((row) => `${code} ${row.detail}`));
  }
  return found;
}

test('every event twice and mixed up: one payment, one booking, one refund', async () => {
  const paid = await booked('tok_visa');
  await bookingWhen(hall, { ...paid, is: is('CONFIRMED') });
  const declined = await booked('tok_declined');
  await bookingWhen(hall, { ...declined, is: is('CANCELLED') });
  await cancel(paid);
  await bookingWhen(hall, { ...paid, is: (body) => body.payment.refunded === 10 });
  const { rows } = await hall.sql.query(
    `select count(*)::int as n, sum(refunded_minor)::int as back from payments.payment
     where checkout_id = $1`,
    [paid.bookingId],
  );
  assert.deepEqual(rows, [{ n: 1, back: 1_000 }]);
  assert.deepEqual(await wrongs(), []);
});

test('no event arrives: what was begun is asked about, what is owed is asked for', async () => {
  const begun = await booked('tok_visa');
  await bookingWhen(hall, { ...begun, is: is('CONFIRMED') });
  faults.drop = 1;
  const silent = await booked('tok_visa');
  // Nobody charges it, since nobody hears of it; its time is over.
  await hall.sql.query(
    `update booking.booking set hold_until = now() - interval '1 s' where booking_id = $1`,
    [silent.bookingId],
  );
  const ended = await bookingWhen(hall, { ...silent, is: is('CANCELLED') });
  assert.equal(ended.reason, 'payment-timeout');
  await cancel(begun);
  await hall.sql.query('update booking.booking_refund set look_at = now()');
  await bookingWhen(hall, { ...begun, is: (body) => body.payment.refunded === 10 });
  faults.drop = 0;
  assert.deepEqual(await wrongs(), []);
});

test('money that comes after the end goes back', async () => {
  // The gateway takes the money and does not say so; meanwhile the buyer gives up.
  const late = await booked('tok_timeout_success');
  const asked = async () => {
    const text = 'select status from payments.payment where checkout_id = $1';
    return (await hall.sql.query<{ status: string }>(text, [late.bookingId])).rows[0]?.status;
  };
  while ((await asked()) === undefined) await new Promise((done) => setTimeout(done, 20));
  const gone = await cancel(late);
  assert.equal(gone.body.state, 'CANCELLED', JSON.stringify(gone.body));
  const is = (body: Body) => body.payment.refunded === 10;
  const ended = await bookingWhen(hall, { ...late, is });
  assert.deepEqual([ended.state, ended.payment.paid], ['CANCELLED', 10]);
  const path = `/bookings/${late.bookingId}/timeline`;
  const story = await hall.app.get(path, { token: late.token });
  const paid = story.body.events.find((one: Body) => one.type === 'PAYMENT_COMPLETED');
  assert.equal(paid?.did, 'refund', JSON.stringify(story.body.events));
  assert.deepEqual(await wrongs(), []);
});

test('a refund that payments refuses is a break until it goes through', async () => {
  const paid = await booked('tok_visa');
  await bookingWhen(hall, { ...paid, is: is('CONFIRMED') });
  // Payments hears nothing of it: the booking asks, for a payment that is not there.
  faults.drop = 1;
  await cancel(paid);
  const name = async (paymentId: string) => {
    const text = `update booking.booking_refund r set payment_id = $2, look_at = now()
      from (select payment_id from booking.booking_refund where booking_id = $1) was
      where r.booking_id = $1 returning was.payment_id as was`;
    return (await hall.sql.query<{ was: string }>(text, [paid.bookingId, paymentId])).rows[0]?.was;
  };
  const was = await name(newId('pay'));
  const { adminToken } = hall.shop;
  // A run that was under way already may have looked before.
  const found = async (state: string) => {
    const until = performance.now() + 60_000;
    for (;;) {
      await runAll(hall.app, adminToken);
      const list = await breaksOf(hall.app, adminToken, 'class=booking-refund-refused');
      if (list[0]?.state === state || performance.now() > until) return list;
    }
  };
  const refused = async () => {
    const text = 'select refused from booking.booking_refund where booking_id = $1';
    return (await hall.sql.query<{ refused: string }>(text, [paid.bookingId])).rows[0]?.refused;
  };
  while ((await refused()) !== 'payment-not-found') {
    await new Promise((done) => setTimeout(done, 50));
  }
  const [open, ...others] = await found('open');
  assert.deepEqual([open?.state, open?.amount, others.length], ['open', 10, 0]);
  assert.match(open?.sentence ?? '', /owes back 10 USD .* payment-not-found/);
  assert.equal(open?.action, 'asked payments again');
  await name(was ?? '');
  await hall.app.post(`/admin/ops/reconciliation/breaks/${open?.breakId}/retry`, {
    token: adminToken,
    key: newId('key'),
    body: { reason: 'the payment is mended' },
  });
  await bookingWhen(hall, { ...paid, is: (body) => body.payment.refunded === 10 });
  faults.drop = 0;
  const [closed] = await found('repaired');
  assert.equal(closed?.state, 'repaired', JSON.stringify(closed));
  assert.deepEqual(await wrongs(), []);
});
