// A crowd through a whole sale, small enough for every run: with cheats, decliners and people who
// walk away; over two processes at once; and while the process is killed five times. Each time all
// units are sold, none twice, to whom they are due, and every law holds afterwards. The clocks of
// the sales are made shorter than an operator could, so that what lapses comes back at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { castOf, through, type Buyer } from '../bench/harness-buyer.ts';
import { makeAccounts } from '../bench/harness-crowd.ts';
import { ranker } from '../bench/harness-line.ts';
import { WirePool } from '../bench/harness-pool.ts';
import { Sale } from '../bench/harness-sale.ts';
import { AppProcess } from '../chaos/process.ts';
import { openShop, startApp, type App, type Shop } from './app.ts';
import { assertTrue, ownAddress } from './buyer.ts';

const people = 200;
const units = 40;
const patience_s = 120;

let database: TestDatabase;
let config: Record<string, unknown> & { port: number; publicUrl: string };
let sql: pg.Pool;
let variants: string[];
let crowd: Buyer[];
let adminToken = '';
const sales: Sale[] = [];

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
  sql = new pg.Pool({ connectionString: database.url });
  const app = await startApp({ databaseUrl: database.url, config });
  const shop = await openShop(app);
  ({ adminToken } = shop);
  variants = await stocked(shop);
  const all = await makeAccounts({
    client: app.host.client,
    tokenKey: String(config['tokenKey']),
    issuer: config.publicUrl,
    count: people,
  });
  // More cheats than in a large crowd, so that some of them are let in.
  crowd = castOf(all, 'small').map((one, at) => ({ ...one, cheats: at % 5 === 0 }));
  await app.stop();
});

after(async () => {
  for (const sale of sales) {
    sale.finish();
    sale.pool.close();
  }
  await sql?.end();
  await database?.drop();
});

/** As much of each thing as one sale sells, and no more. */
async function stocked(shop: Shop): Promise<string[]> {
  const list: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    list.push((await shop.product({ stock: units, price: 20 })).variantId);
  }
  return list;
}

/** A sale whose line is open, with clocks of a few seconds. */
async function opened(ports: number[], variantId: string): Promise<Sale> {
  const pools = ports.map((port) => new WirePool(port, { connections: 24, patience_ms: 60_000 }));
  const [first] = pools;
  assert.ok(first);
  // In turn to each of the processes, whoever asks.
  let turn = 0;
  const pool = {
    ask: (text: string) => (pools[(turn += 1) % pools.length] ?? first).ask(text),
    close: () => pools.forEach((one) => one.close()),
  };
  const clocks = { claimSeconds: 600, tokenSeconds: 600, checkoutSeconds: 60 };
  const plan = { variantId, units, ratePerMinute: 3_000, ...clocks };
  const sale = new Sale({ pool, adminToken, plan });
  sales.push(sale);
  await sale.open();
  const { rowCount } = await sql.query(
    'update flash.sale set claim_s = 4, token_s = 4 where sale_id = $1',
    [sale.saleId],
  );
  assert.equal(rowCount, 1);
  sale.plan.claimSeconds = 4;
  return sale;
}

/** All of it sold, to nobody out of turn; the cheats refused; nothing left aside. */
async function judged(sale: Sale): Promise<void> {
  assert.deepEqual(Object.fromEntries(sale.faults), {}, said(sale));
  assert.equal(sale.orders.size, units, said(sale));
  for (const [kind, { tried, refused }] of sale.cheats) assert.equal(refused, tried, kind);
  await sale.act('end');
  const { rows } = await sql.query<{ number: number; rank: number; state: string }>(
    'select number, rank, state from flash.token where sale_id = $1',
    [sale.saleId],
  );
  const { rows: drawn } = await sql.query(
    `select l.drawn as people, s.seed from flash.line l join flash.sale s using (sale_id)
     where sale_id = $1`,
    [sale.saleId],
  );
  const rankOf = ranker({ saleId: sale.saleId, ...drawn[0] });
  for (const { number, rank } of rows) assert.equal(rank, rankOf(number));
  await assertTrue(database.url, { journal: [...sale.orders.values()], wait_ms: 60_000 });
  const token = await sql.query(
    `select count(*)::int as n from flash.token where sale_id = $1 and state = 'SOLD'`,
    [sale.saleId],
  );
  assert.equal(token.rows[0].n, units);
  sale.pool.close();
}

const said = (sale: Sale) =>
  JSON.stringify({ ...Object.fromEntries(sale.fates), ...Object.fromEntries(sale.cheats) });

const fresh = () => crowd.map((one) => ({ ...one, ticket: '', number: -1, tokenId: '' }));
const portOf = (app: Pick<App, 'url'>) => Number(new URL(app.url).port);

test('a crowd in a sale of two processes: every unit once, by the order of the draw', async () => {
  const first = await startApp({ databaseUrl: database.url, config });
  const { port } = await ownAddress();
  const second = await startApp({ databaseUrl: database.url, config: { ...config, port } });
  try {
    const sale = await opened([portOf(first), portOf(second)], variants[0] ?? '');
    await through(sale, fresh(), { late_ms: 2_000, seconds_max: patience_s });
    await judged(sale);
    const kinds = [...sale.cheats.keys()];
    assert.ok(kinds.length >= 9, `tried: ${kinds.join(', ')}`);
  } finally {
    await Promise.all([first.stop(), second.stop()]);
  }
});

/** Leases of the dead have run out, as if a minute had passed. */
async function letTimePass(): Promise<void> {
  await sql.query(`
    update checkout.saga_state set lease_until = lease_until - interval '60 s',
      due_at = due_at - interval '60 s'
    where status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING');
    update checkout.idempotency set started_at = started_at - interval '61 s';
    update flash.line set lease_until = now()`);
}

/** Resolves once it is so, or the sale is over. */
async function once(sale: Sale, isSo: () => boolean): Promise<void> {
  while (!isSo() && !sale.isOver) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('killed five times, from the storm to the last units: as if nothing had been', async () => {
  const boot = { url: database.url, config, serve: undefined, log: 'fatal' } as const;
  let serving = new AppProcess('shop');
  let next = new AppProcess('shop');
  await serving.boot(boot);
  let killed = 0;
  const kill = async () => {
    await serving.kill();
    assert.equal(serving.died, 'SIGKILL');
    killed += 1;
    serving = next;
    await letTimePass();
    await serving.boot(boot);
    if (killed < 5) next = new AppProcess('shop');
  };
  try {
    const sale = await opened([config.port], variants[1] ?? '');
    const done = through(sale, fresh(), { late_ms: 4_000, seconds_max: patience_s });
    await once(sale, () => (sale.laps.of('join')?.p50_ms ?? 0) > 0);
    await kill();
    await once(sale, () => sale.started_ms > 0);
    await kill();
    for (const part of [0.15, 0.4, 0.7]) {
      await once(sale, () => sale.orders.size >= units * part);
      if (!sale.isOver) await kill();
    }
    await done;
    assert.equal(killed, 5, 'all five moments came');
    await judged(sale);
  } finally {
    await Promise.all([serving.kill(), next.kill()]);
  }
});
