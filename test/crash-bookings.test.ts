// Bookings while the process is killed: at each boundary between an event and its effect a real
// SIGKILL, then another process over the same database, the same request again, and every
// invariant. Nobody leads a booking, so nothing is there to recover but rows, jobs and events.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Pool } from 'undici';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { newId } from '#kernel/core/id.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { AppProcess } from '../chaos/process.ts';
import { openShop, sender, startApp, type App, type Shop } from './app.ts';
import { assertTrue, ownAddress } from './buyer.ts';
import { bookingWhen, show, type Hall, type Show } from './events.ts';

const PATIENCE_MS = 90_000;

let database: TestDatabase;
let config: Record<string, unknown>;
let shop: Shop;
let at: Show;
let sql: pg.Pool;
let pool: Pool;
let app: App;
let serving: AppProcess;
let next: AppProcess;

before(async () => {
  database = await testDatabase();
  await installJobs({ url: database.url });
  sql = new pg.Pool({ connectionString: database.url });
  config = {
    ...(await ownAddress()),
    tokenKey: newSigningKey(),
    internalSecret: 'a'.repeat(40),
    sandboxWebhookSecret: 'b'.repeat(40),
    rateLimitMultiplier: 0,
    settlePoll_ms: 300,
    gatewayTimeout_ms: 2_000,
    web: false,
  };
  const first = await startApp({ databaseUrl: database.url, config });
  shop = await openShop(first);
  at = await show({ app: first, shop, sql }, [{ name: 'Standing', price: 10, quota: 50 }]);
  await first.stop();
  next = new AppProcess('shop');
  await takeOver();
  const send = (...args: Parameters<App['send']>) => sender(pool)(...args);
  app = {
    ...first,
    send,
    get: (path, rest) => send('GET', path, rest),
    post: (path, rest) => send('POST', path, rest),
  };
});

after(async () => {
  await pool?.destroy();
  await Promise.all([serving?.kill(), next?.kill()]);
  await sql?.end();
  await database?.drop();
});

/** The process that stands by serves from now on, and another one stands by. */
async function takeOver(): Promise<void> {
  serving = next;
  next = new AppProcess('shop');
  await serving.boot({ url: database.url, config, serve: undefined, log: 'fatal' });
  await pool?.destroy();
  pool = new Pool(serving.url, { connections: 8 });
}

const hall = (): Hall => ({ app, shop, sql });

/** Books, dies at the point, and asks again with the same key once another process serves. */
async function crashAt(name: string, of: { token: string; ends: string[] }): Promise<void> {
  const token = (await app.post('/auth/guest', { body: {} })).body.accessToken as string;
  const key = newId('key');
  const wish = {
    token,
    key,
    body: {
      sessionId: at.sessionId,
      items: [{ typeId: at.types['Standing'], quantity: 1 }],
      payment: { paymentMethod: 'CARD', paymentToken: of.token },
    },
  };
  await serving.arm({ at: { name }, kill: [], self: 'die' });
  // The reply may be out before the process dies, or be lost with it.
  const first = await app.post('/bookings', wish).catch(() => undefined);
  assert.ok(first === undefined || first.status === 201, JSON.stringify(first?.body));
  const late = AbortSignal.timeout(PATIENCE_MS);
  const isLate = new Promise((_, fail) => {
    late.addEventListener('abort', () => fail(new Error(`${name} was not passed`)));
  });
  await Promise.race([serving.gone(), isLate]);
  assert.equal(serving.died, 'SIGKILL', `${name} was not passed`);
  await takeOver();
  // A minute after which nobody believes any more that the dead still run.
  await sql.query(`update booking.idempotency set started_at = started_at - interval '61 s'`);
  const { bookingId } = await again(wish);
  const is = (body: { state: string }) => of.ends.includes(body.state);
  const { state } = await bookingWhen(hall(), { bookingId, token, is });
  const { rows } = await sql.query<{ bookings: number; payments: number }>(
    `select count(*)::int as bookings, (select count(*)::int from payments.payment p
       join booking.booking o on o.booking_id = p.checkout_id
       where o.user_id = b.user_id and p.captured_minor > 0) as payments
     from booking.booking b where b.user_id = (select user_id from booking.booking
       where booking_id = $1) group by b.user_id`,
    [bookingId],
  );
  const payments = state === 'CONFIRMED' ? 1 : 0;
  assert.deepEqual(rows, [{ bookings: 1, payments }], 'one booking, charged once');
}

/** The same request until the dead process is known to be dead. */
async function again(wish: Parameters<App['post']>[1]): Promise<{ bookingId: string }> {
  for (;;) {
    const answer = await app.post('/bookings', wish);
    if (answer.status === 201) return answer.body;
    assert.equal(answer.body.code, 'request-in-progress', JSON.stringify(answer.body));
    await new Promise((done) => setTimeout(done, 500));
  }
}

const paid = { token: 'tok_visa', ends: ['CONFIRMED'] };
const declined = { token: 'tok_declined', ends: ['CANCELLED'] };
// Nobody had asked the gateway: whoever finds the attempt first sends it, or closes it unsent.
const unsent = { token: 'tok_visa', ends: ['CONFIRMED', 'CANCELLED'] };
const points = [
  { name: 'booking.claimed', of: paid },
  { name: 'relay.payments.bookings.delivered', of: paid },
  { name: 'payments.booking.to-pay', of: paid },
  { name: 'payments.charge.begun', of: unsent },
  { name: 'payments.charge.answered', of: paid },
  { name: 'relay.booking.payments.delivered', of: paid },
  { name: 'relay.booking.payments.delivered', of: declined },
];

for (const { name, of } of points) {
  test(`killed at ${name}, ${of.token}`, () => crashAt(name, of));
}

test('killed when a ticket has a new holder: asked again, it is theirs', async () => {
  const giver = (await app.post('/auth/guest', { body: {} })).body.accessToken as string;
  const items = [{ typeId: at.types['Standing'], quantity: 1 }];
  const payment = { paymentMethod: 'CARD', paymentToken: 'tok_visa' };
  const body = { sessionId: at.sessionId, items, payment };
  const made = await app.post('/bookings', { token: giver, key: newId('key'), body });
  const { bookingId } = made.body;
  const is = ({ state }: { state: string }) => state === 'CONFIRMED';
  await bookingWhen(hall(), { bookingId, token: giver, is });
  const taker = { email: `${newId('usr')}@example.test`, password: 'a long enough pass phrase' };
  await app.post('/auth/register', { body: { ...taker, name: 'Grace' } });
  await sql.query(`update identity.account set email_verified_at = now() where email = $1`, [
    taker.email,
  ]);
  const login = await app.post('/auth/login', { body: taker });
  const token = login.body.accessToken as string;
  const { tickets } = (await app.get(`/bookings/${bookingId}/tickets`, { token: giver })).body;
  const offered = await app.post(`/tickets/${tickets[0].ticketId}/hand-over`, {
    token: giver,
    key: newId('key'),
    body: { email: taker.email },
  });
  const { handOverId } = offered.body.handOver;
  const wish = { token, key: newId('key'), body: { handOverId, name: 'Grace' } };
  await serving.arm({ at: { name: 'booking.handed-on' }, kill: [], self: 'die' });
  const first = await app.post('/hand-overs/accept', wish).catch(() => undefined);
  assert.equal(first, undefined, JSON.stringify(first?.body));
  await serving.gone();
  await takeOver();
  await sql.query(`update booking.idempotency set started_at = started_at - interval '61 s'`);
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await app.post('/hand-overs/accept', wish);
    if (answer.status === 200) break;
    assert.ok(Date.now() < until, JSON.stringify(answer.body));
    await new Promise((done) => setTimeout(done, 500));
  }
  const held = (await app.get('/me/tickets', { token })).body.tickets;
  assert.deepEqual(
    held.map((one: { state: string }) => one.state),
    ['VALID'],
  );
});

test('everything agrees afterwards', async () => {
  await assertTrue(database.url, { wait_ms: 60_000 });
});
