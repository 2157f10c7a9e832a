// A purchase in parts while its process is killed: at every new point on the way of credit a real
// SIGKILL, then another process over the same database, the same request again, and every
// invariant. The next process loads while the first one serves, so a crash costs about a second.
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
import { assertTrue, openCheckout, ownAddress, type Shopper } from './buyer.ts';

const PATIENCE_MS = 60_000;

let database: TestDatabase;
let config: Record<string, unknown>;
let shop: Shop;
let product: { productId: string; variantId: string };
let pool: Pool;
let app: Pick<App, 'send' | 'get' | 'post'>;
let serving: AppProcess;
let next: AppProcess;

before(async () => {
  database = await testDatabase();
  await installJobs({ url: database.url });
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
  product = await shop.product({ stock: 200, price: 20 });
  await first.stop();
  next = new AppProcess('shop');
  await takeOver();
  const send = (...args: Parameters<App['send']>) => sender(pool)(...args);
  app = {
    send,
    get: (path, rest) => send('GET', path, rest),
    post: (path, rest) => send('POST', path, rest),
  };
});

after(async () => {
  await pool.destroy();
  await Promise.all([serving.kill(), next.kill()]);
  await database.drop();
});

/** The process that stands by serves from now on, and another one stands by. */
async function takeOver(): Promise<void> {
  serving = next;
  next = new AppProcess('shop');
  await serving.boot({ url: database.url, config, serve: undefined, log: 'fatal' });
  await pool?.destroy();
  pool = new Pool(serving.url, { connections: 8 });
}

const left = async (code: string): Promise<number> =>
  (await app.post('/gift-cards/lookup', { body: { code } })).body.balance;

/** What a crash was in the middle of, and how it must end. */
interface Struck {
  name: string;
  buyer: Shopper;
  code: string;
  checkoutId: string;
  status: string;
  rest: number;
}

const struck: Struck[] = [];

/** Kills the process at a point of a purchase; who comes after it finishes what was begun. */
async function crashAt(name: string, of: { paymentToken: string; status: string; rest: number }) {
  const buyer = await shopper();
  const made = await app.post('/admin/gift-cards', {
    token: shop.adminToken,
    body: { amount: 9, currency: 'USD' },
  });
  const { code } = made.body;
  const { checkoutId } = await openCheckout(app, buyer, [product]);
  const { paymentToken, status, rest } = of;
  const parts = [{ method: 'GIFT_CARD', code }];
  await serving.arm({ at: { name }, kill: [], self: 'die' });
  const asked = app.post(`/checkout/${checkoutId}/pay`, {
    token: buyer.token,
    key: newId('key'),
    body: { paymentMethod: 'CARD', paymentToken, parts },
  });
  await assert.rejects(asked, `${name} was not passed`);
  await serving.gone();
  assert.equal(serving.died, 'SIGKILL');
  struck.push({ name, buyer, code, checkoutId, status, rest });
  await takeOver();
}

async function ended({ name, buyer, code, checkoutId, status, rest }: Struck): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const { body } = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
    const balance = await left(code);
    if (body.status === status && balance === rest) return;
    assert.ok(performance.now() < end, `${name}: ${body.status}, the card has ${balance}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function shopper(): Promise<Shopper> {
  const token = (await app.post('/auth/guest', { body: {} })).body.accessToken as string;
  const place = {
    name: 'Test Shopper',
    line1: '1 Main Street',
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  };
  const address = await app.post('/me/addresses', { token, body: place });
  return { token, addressId: address.body.addressId };
}

// Point a is before anything is written: the same as b for who comes after.
const steps = (name: string) => ['b', 'd'].map((at) => `checkout.${name}.${at}`);
const paid = { paymentToken: 'tok_visa', status: 'COMPLETED', rest: 0 };
const declined = { paymentToken: 'tok_declined', status: 'OPEN', rest: 9 };
const stolen = { paymentToken: 'tok_stolen', status: 'FAILED', rest: 9 };

const crashes = [
  ...steps('RESERVE_1').map((name) => ({ name, of: paid })),
  { name: 'payments.part.held', of: paid },
  { name: 'payments.charge.answered', of: paid },
  ...steps('TAKE_1').map((name) => ({ name, of: paid })),
  { name: 'payments.part.taken', of: paid },
  ...steps('RELEASE_1').map((name) => ({ name, of: declined })),
  { name: 'payments.part.released', of: declined },
  { name: 'checkout.RESERVE_1.undo.b', of: stolen },
  { name: 'checkout.RESERVE_1.undo.d', of: stolen },
];

for (const { name, of } of crashes) test(`killed at ${name}`, () => crashAt(name, of));

test('each purchase ended as if nothing had happened, its card taken once or whole', async () => {
  assert.equal(struck.length, crashes.length);
  // The dead hold their leases for half a minute; here that time has passed.
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `update checkout.saga_state set lease_until = now(), due_at = now()
     where status in ('IN_PROGRESS', 'COMPENSATING')`,
  );
  await client.end();
  await Promise.all(struck.map(ended));
});

test('everything agrees, and nothing is left set aside', async () => {
  await assertTrue(database.url, { wait_ms: 60_000 });
});
