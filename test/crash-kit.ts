// One purchase, one process, one crash. A schedule gets a copy of a small shop, serves it by a
// real process that kills itself at one crash point, lets a client drive a purchase until that
// happens, starts a server again on the same database, lets the client repeat its request with
// the same idempotency key, and then asks whether everything that must be true is true.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { Pool } from 'undici';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { newId } from '#kernel/core/id.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import type { Acknowledged } from '../invariants/invariant.ts';
import { openShop, sender, startApp, type Answer, type App } from './app.ts';
import { assertTrue, fillCart, initiate, leave, ownAddress, pay, type Shopper } from './buyer.ts';

const STOCK = 3;
const DEATH_MS = 6_000;
const PATIENCE_MS = 20_000;
const BOOT_MS = 60_000;

/** What a client does and what must come of it. */
export interface Story {
  name: string;
  /** The sandbox token to pay with; null: the shopper leaves before paying. */
  token: string | null;
  ends: 'ordered' | 'nothing';
  /** Pays again by tok_visa after a decline. */
  again?: boolean;
  /** Between opening and paying the hold expires, and the units are gone. */
  lostHold?: boolean;
}

/** A shop at rest, to be copied, and the address its servers have. */
export interface World {
  config: Record<string, unknown>;
  template: string;
  server: string;
  product: { productId: string; variantId: string };
  shopper: Shopper;
  close(): Promise<void>;
}

/** Makes a shop with one product and one shopper. About 2 s. */
export async function openWorld(): Promise<World> {
  const database = await testDatabase();
  await installJobs({ url: database.url });
  const config = {
    ...(await ownAddress()),
    tokenKey: newSigningKey(),
    internalSecret: 'a'.repeat(40),
    sandboxWebhookSecret: 'b'.repeat(40),
    rateLimitMultiplier: 0,
    gatewayTimeout_ms: 200,
    settlePoll_ms: 150,
  };
  const app = await startApp({ databaseUrl: database.url, config });
  const shop = await openShop(app);
  const product = await shop.product({ stock: STOCK });
  const shopper = await shop.shopper();
  await app.post('//sandbox/faults', { body: { hang_ms: 400 } });
  await assertTrue(database.url);
  await app.stop();
  const template = new URL(database.url).pathname.slice(1);
  return { config, template, server: database.url, product, shopper, close: database.drop };
}

let copies = 0;

/** A copy of the shop in a database of its own. */
async function copyOf(world: World): Promise<{ url: string; drop(): Promise<void> }> {
  copies += 1;
  const name = `test_${process.pid}_crash_${copies}`;
  const url = new URL(world.server);
  url.pathname = '/postgres';
  const admin = async (text: string) => {
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  await admin(`create database ${name} template ${world.template} strategy file_copy`);
  const copy = new URL(world.server);
  copy.pathname = `/${name}`;
  return { url: copy.href, drop: () => admin(`drop database if exists ${name} with (force)`) };
}

/** A server process that kills itself at the point; resolves when it serves. */
async function spawnServer(world: World, url: string, point: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'serve-child.ts'), JSON.stringify({ url, config: world.config })],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, TRUESHELF_CRASH_AT: point } },
  );
  const timer = setTimeout(() => child.kill('SIGKILL'), BOOT_MS);
  await Promise.race([
    once(child.stdout as NonNullable<typeof child.stdout>, 'data'),
    once(child, 'exit'),
  ]);
  clearTimeout(timer);
  return child;
}

/** The servers of one schedule: first the process that dies, then one that does not. */
class Servers {
  readonly url: string;
  #world: World;
  #child: ChildProcess | undefined;
  #app: App | undefined;
  #pool: Pool;
  #recovering: Promise<void> | undefined;
  /** The signal by which the first process ended. */
  died: NodeJS.Signals | null = null;

  constructor(world: World, url: string, child?: ChildProcess) {
    this.#world = world;
    this.url = url;
    this.#child = child;
    this.#pool = new Pool(String(world.config['publicUrl']), { connections: 4 });
  }

  /** A request that survives the death of the process it is sent to: it is sent again. */
  send: App['send'] = async (method, path, options) => {
    for (;;) {
      const mine = this.#recovering;
      try {
        return await sender(this.#pool)(method, path, options);
      } catch (error) {
        if (mine !== undefined) throw error;
        await this.recover();
      }
    }
  };
  get: App['get'] = (path, options) => this.send('GET', path, options);
  post: App['post'] = (path, options) => this.send('POST', path, options);

  get alive(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && !this.#child.signalCode;
  }

  /** Waits for the death that has been ordered. */
  async awaitDeath(): Promise<void> {
    if (this.#child && this.alive) {
      await Promise.race([once(this.#child, 'exit'), sleep(DEATH_MS)]);
    }
  }

  /** Starts a server where the process was killed, as if a minute had passed since. */
  recover(): Promise<void> {
    return (this.#recovering ??= this.#recover());
  }

  async #recover(): Promise<void> {
    await this.awaitDeath();
    this.died = this.#child?.signalCode ?? null;
    if (this.#child && this.alive) {
      this.#child.kill('SIGKILL');
      await once(this.#child, 'exit');
    }
    await this.#pool.destroy();
    await letTimePass(this.url);
    this.#app = await startApp({ databaseUrl: this.url, config: this.#world.config });
    this.#pool = new Pool(this.#app.url, { connections: 4 });
  }

  async stop(): Promise<void> {
    await this.#pool.destroy();
    if (this.alive) this.#child?.kill('SIGKILL');
    await this.#app?.stop();
  }
}

/** A minute of waiting without waiting: leases, claims and pauses of the dead have run out. */
async function letTimePass(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`
      update checkout.saga_state set lease_until = lease_until - interval '60 s',
        due_at = due_at - interval '60 s'
      where status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING');
      update payments.payment set next_poll_at = next_poll_at - interval '60 s'
      where status in ('INITIATED', 'PENDING', 'ACTION');
      update payments.refund set next_try_at = next_try_at - interval '60 s';
      update sandbox.webhook_out set next_at = next_at - interval '60 s';
    `);
    for (const room of ['cart', 'checkout']) {
      await client.query(
        `update ${room}.idempotency set started_at = started_at - interval '61 s'
         where claim_id not in (select claim_id from ${room}.idempotency_reply)`,
      );
    }
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends until the answer is one that lasts: what says 'come again' is asked again. */
async function lasting(ask: () => Promise<Answer>): Promise<Answer> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    const passing = answer.status >= 400 && answer.body.retryable === true;
    if (!passing && answer.status < 500) return answer;
    assert.ok(performance.now() < until, `still ${answer.status}: ${JSON.stringify(answer.body)}`);
    await sleep(100);
  }
}

interface Told {
  checkoutId: string;
  journal: Acknowledged[];
  /** Repeats the last request with its key. */
  repeat(): Promise<Answer>;
  last: Answer;
}

/** The client: opens a checkout, pays, and remembers what it was told. */
async function drive(world: World, servers: Servers, story: Story): Promise<Told> {
  const { shopper, product } = world;
  const cartId = await fillCart(servers, [{ ...product, quantity: 1 }]);
  const key = newId('key');
  const opened = await lasting(() => initiate(servers, shopper, { cartId, key }));
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const { checkoutId } = opened.body;
  const journal: Acknowledged[] = [];
  if (story.token === null) {
    const repeat = () => lasting(() => leave(servers, shopper, checkoutId));
    return { checkoutId, journal, repeat, last: await repeat() };
  }
  if (story.lostHold) await loseHold(servers.url);
  let told = await payFor(servers, shopper, { checkoutId, token: story.token });
  if (story.again && told.last.status === 402) {
    told = await payFor(servers, shopper, { checkoutId, token: 'tok_visa' });
  }
  const { status, body } = told.last;
  if (status === 200 || status === 202) {
    const total_minor = Math.round(body.total * 100);
    journal.push({ checkoutId, orderId: body.orderId, total_minor, currency: body.currency });
  }
  if (status === 202) await orderSettles(servers, shopper, body.orderId);
  return { checkoutId, journal, ...told };
}

async function payFor(
  servers: Servers,
  shopper: Shopper,
  { checkoutId, token }: { checkoutId: string; token: string },
): Promise<Pick<Told, 'repeat' | 'last'>> {
  const key = newId('key');
  const repeat = () =>
    lasting(() => pay(servers, shopper, { checkoutId, paymentToken: token, key }));
  return { repeat, last: await repeat() };
}

async function orderSettles(servers: Servers, { token }: Shopper, orderId: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const { status, body } = await servers.get(`/orders/${orderId}`, { token });
    if (status === 200 && body.status !== 'PENDING') return;
    assert.ok(performance.now() < until, `${orderId} stays ${JSON.stringify(body)}`);
    await sleep(50);
  }
}

/** The hold runs out and everything else is sold, before the money comes. */
async function loseHold(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `update inventory.reservation set expires_at = now() - interval '1 hour'
       where status = 'held'`,
    );
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const { rowCount } = await client.query(
        `select from inventory.reservation where status = 'held'`,
      );
      if (rowCount === 0) break;
      assert.ok(performance.now() < until, 'the hold is not swept');
      await sleep(50);
    }
    const meta = { correlationId: 'req_test', causationId: null, lamport: 1 };
    await client.query('set search_path = inventory');
    await client.query(
      `select a.* from stock s cross join lateral adjust_batch(array['theft'], array[s.variant_id],
         array[s.product_id], array[s.seller_id], array[s.warehouse_id], array[-s.on_hand],
         array['theft'], $1) a
       where s.on_hand > 0`,
      [JSON.stringify(meta)],
    );
  });
}

/** Whether a schedule died where it should; throws when anything is wrong afterwards. */
export async function runSchedule(
  world: World,
  { story, point }: { story: Story; point: string },
): Promise<boolean> {
  const copy = await copyOf(world);
  const child = await spawnServer(world, copy.url, point);
  const servers = new Servers(world, copy.url, child);
  try {
    const told = await drive(world, servers, story);
    await servers.awaitDeath();
    await servers.recover();
    await verify(servers, story, told);
    return servers.died === 'SIGKILL';
  } finally {
    await servers.stop();
    await copy.drop();
  }
}

/** The same story without a crash, in this process; for the points it passes. */
export async function runInPeace(world: World, story: Story): Promise<void> {
  const copy = await copyOf(world);
  const servers = new Servers(world, copy.url);
  try {
    await servers.recover();
    await verify(servers, story, await drive(world, servers, story));
  } finally {
    await servers.stop();
    await copy.drop();
  }
}

/** The end is the one that the story has without a crash, and every invariant holds. */
async function verify(servers: Servers, story: Story, told: Told): Promise<void> {
  const right =
    story.token === null ? [204] : story.ends === 'ordered' ? [200, 202] : [202, 402, 409];
  assert.ok(right.includes(told.last.status), `told ${JSON.stringify(told.last)}`);
  const again = await told.repeat();
  if (told.last.status === 200) {
    assert.equal(again.status, 200, JSON.stringify(again.body));
    assert.equal(again.body.orderId, told.last.body.orderId);
  }
  await assertTrue(servers.url, { journal: told.journal, wait_ms: PATIENCE_MS });
  const found = await withClient(servers.url, async (client) => {
    const { rows } = await client.query(
      `select (select count(*)::int from orders."order" where status = 'CONFIRMED') as orders,
         (select count(*)::int from sandbox.gateway_txn where kind = 'capture')
           - (select count(*)::int from sandbox.gateway_txn where kind = 'refund') as captures,
         (select sum(on_hand)::int from inventory.stock) as "onHand",
         (select count(*)::int from checkout.idempotency
           where claim_id not in (select claim_id from checkout.idempotency_reply)) as running`,
    );
    return rows[0];
  });
  const sold = story.ends === 'ordered' ? 1 : 0;
  const onHand = story.lostHold ? 0 : STOCK - sold;
  assert.deepEqual(found, { orders: sold, captures: sold, onHand, running: 0 });
}
