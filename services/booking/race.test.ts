// Many people want the same few numbered seats in the same moment, and pay. Four for each seat,
// each over a connection of their own; BOOKING_RACE_SEATS=500 is the race of 2,000 people for 500
// seats, whose figures are in docs/SAGAS.md.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Pool } from 'undici';
import { prng } from '#kernel/core/prng.ts';
import { newId } from '#kernel/core/id.ts';
import { openShop, sender, startApp, type Answer } from '../../test/app.ts';
import { assertTrue } from '../../test/buyer.ts';
import { book, show, type Hall } from '../../test/events.ts';

const seats = Number(process.env['BOOKING_RACE_SEATS'] ?? 40);
const perRow = 20;
const crowd = 4 * seats;
let hall: Hall;
let pool: Pool;
/** How often somebody was told that the shop is busy and came again. */
let busy = 0;

before(async () => {
  const app = await startApp({ config: { gatewayTimeout_ms: 5_000 } });
  const shop = await openShop(app);
  pool = new Pool(app.url, { connections: crowd });
  const send = sender(pool);
  const post: typeof app.post = (path, rest) => patiently(() => send('POST', path, rest));
  const patient = { ...app, post };
  hall = { app: patient, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
});

/** Asks again, with the same key, when a busy shop says when. */
async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    const wait_s = Number(answer.headers['retry-after'] ?? 0);
    if (answer.status !== 503 || wait_s === 0) return answer;
    busy += 1;
    await new Promise((done) => setTimeout(done, 1_000 * wait_s * (0.5 + Math.random())));
  }
}

const at = (sorted: readonly number[], part: number) =>
  Math.round(sorted[Math.floor(part * (sorted.length - 1))] ?? 0);

after(async () => {
  await pool?.destroy();
  await hall?.sql.end();
  await hall?.app.stop();
});

test(`${crowd} people for ${seats} seats: every seat is sold, none twice`, async (t) => {
  const rows = Array.from({ length: seats / perRow }, (_, n) => ({ row: `${n}`, seats: perRow }));
  const kind = { name: 'Seat', price: 25, quota: 0, sections: ['Hall'] };
  const event = await show(hall, [kind], { rows });
  const all = rows.flatMap(({ row }) =>
    Array.from({ length: perRow }, (_, n) => `Hall/${row}/${n + 1}`),
  );
  const chance = prng('race');
  const people = await Promise.all(
    Array.from({ length: crowd }, async () => {
      const { body } = await hall.app.post('/auth/guest', { body: {} });
      return body.accessToken as string;
    }),
  );
  const times: number[] = [];
  const asked = async (wish: Omit<Parameters<typeof book>[2], 'key'>) => {
    const from = performance.now();
    const answer = await book(hall, event, { ...wish, key: newId('key') });
    times.push(performance.now() - from);
    return answer;
  };
  // Everybody has a favourite; who does not get it takes what is left.
  const sold = new Set<string>();
  const taken = async (token: string): Promise<'won' | 'lost'> => {
    const typeId = event.types['Seat'];
    const pay = 'tok_visa';
    const first = await asked({ token, typeId, pay, seats: [chance.pick(all)] });
    const got = first.status === 201 ? first : await asked({ token, typeId, pay });
    if (first.status !== 201) assert.ok(/seat-taken|sold-out/.test(first.body.code));
    if (got.status !== 201) {
      assert.equal(got.body.code, 'tickets-sold-out', JSON.stringify(got.body));
      return 'lost';
    }
    const [seat] = got.body.items[0].seats;
    assert.ok(!sold.has(seat), `${seat} was sold twice`);
    sold.add(seat);
    return 'won';
  };
  const began = performance.now();
  const ends = await Promise.all(people.map(taken));
  const answered_ms = Math.round(performance.now() - began);
  assert.equal(ends.filter((one) => one === 'won').length, seats);
  assert.equal(sold.size, seats);
  for (;;) {
    const { rows: states } = await hall.sql.query<{ state: string; n: number }>(
      'select state, count(*)::int as n from booking.booking group by state',
    );
    if (states.length === 1 && states[0]?.state === 'CONFIRMED') {
      assert.equal(states[0].n, seats);
      times.sort((a, b) => a - b);
      t.diagnostic(
        `${times.length} wishes answered in ${answered_ms} ms (p50 ${at(times, 0.5)} ms, ` +
          `p99 ${at(times, 0.99)} ms, ${busy} told to come again); all ${seats} paid and ` +
          `confirmed after ${Math.round(performance.now() - began)} ms`,
      );
      break;
    }
    assert.ok(!states.some(({ state }) => state === 'CANCELLED'), JSON.stringify(states));
    await new Promise((done) => setTimeout(done, 200));
  }
  const { rows: tickets } = await hall.sql.query<{ n: number; seats: number }>(
    `select count(*)::int as n, count(distinct seat)::int as seats from booking.ticket
     where state = 'VALID'`,
  );
  assert.deepEqual(tickets, [{ n: seats, seats }]);
  await assertTrue(hall.app.databaseUrl, { wait_ms: 60_000 });
});
