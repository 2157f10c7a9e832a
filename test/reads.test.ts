// What a purchase reads does not grow with the shop. The sessions of a young shop plan their
// statements when there is next to nothing in it, and keep those plans while strangers' orders
// come by the thousand. Counted, not timed: rows that PostgreSQL read for a few orders.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newId } from '#kernel/core/id.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { openShop, startApp, type App, type Shop } from './app.ts';
import { leave, openCheckout, orderOnce, ownAddress, pay, type Shopper } from './buyer.ts';
import { multiply } from './multiply.ts';

const strangers = 3_000;
const lanes = 4;
/** A connection makes the plan that it keeps at the sixth time of a statement. */
const young = 60;
/** With two counters each. */
const wares_n = 15;
const measured = 20;

const tables = [
  'cart.cart',
  'cart.cart_item',
  'catalog.variant_price',
  'catalog.variant_stock',
  'checkout.checkout',
  'checkout.saga_state',
  'inventory.stock',
  'inventory.reservation',
  'inventory.reservation_line',
  'inventory.stock_ledger',
  'ledger.entry',
  'orders.order',
  'orders.order_line',
  'payments.payment',
  'payments.refund',
  'pricing.quote',
  'search.document',
  'search.fact',
];

let app: App;
let shop: Shop;
let sql: pg.Client;
let shoppers: Shopper[];
let wares: { productId: string; variantId: string }[];

before(async () => {
  app = await startApp({ config: { ...(await ownAddress()) } });
  shop = await openShop(app);
  sql = new pg.Client({ connectionString: app.databaseUrl });
  await sql.connect();
  // Statistics taken anew would hide what a kept plan does.
  for (const table of tables) await sql.query(quiet(table));
  shoppers = await Promise.all(Array.from({ length: lanes }, () => shop.shopper()));
  wares = [];
  for (let n = 0; n < wares_n; n += 1) wares.push(await shop.product({ stock: [500, 500] }));
});

after(async () => {
  await sql?.end();
  await app?.stop();
});

const quoted = (table: string) => table.replace('.order', '."order"').replace('"_line', '_line"');
const quiet = (table: string) => `alter table ${quoted(table)} set (autovacuum_enabled = false)`;

/** Buys, and now and then walks away or cancels. */
async function buy(n: number): Promise<void> {
  const buyer = shoppers[n % lanes] as Shopper;
  const lines = [wares[n % wares_n], wares[(n + 1) % wares_n]].flatMap((one) => one ?? []);
  const { checkoutId } = await openCheckout(app, buyer, lines);
  if (n % 5 === 1) {
    await leave(app, buyer, checkoutId);
    return;
  }
  const paid = await pay(app, buyer, { checkoutId });
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  if (n % 5 !== 3) return;
  const { orderId } = paid.body;
  const { token } = buyer;
  const body = { reason: 'changed-mind' };
  const answer = await app.post(`/orders/${orderId}/cancel`, { token, key: newId('key'), body });
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  await orderOnce(app, buyer, { orderId, status: 'CANCELLED' });
}

async function buyMany(count: number): Promise<void> {
  let n = 0;
  const lane = async () => {
    while (n < count) {
      n += 1;
      await buy(n);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** What is under way would be under way three thousand times. */
async function allDone(): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    const { rows } = await sql.query<{ what: string }>(
      `select 'saga' as what from checkout.saga_state where due_at is not null
       union all select 'saga' from orders.saga_state where due_at is not null
       union all select 'refund' from payments.refund where status = 'PENDING'
       union all select 'payment' from payments.payment where next_poll_at is not null`,
    );
    if (rows.length === 0) return;
    assert.ok(performance.now() < until, `under way: ${JSON.stringify(rows)}`);
    await systemClock.sleep(100);
  }
}

/** Rows read of each table so far, as far as connections have told; they tell once a second. */
async function rowsRead(): Promise<Map<string, number>> {
  const { rows } = await sql.query<{ name: string; read: string }>(
    `select schemaname || '.' || relname as name,
       seq_tup_read + coalesce(idx_tup_fetch, 0) as read
     from pg_stat_user_tables`,
  );
  return new Map(rows.map((row) => [row.name, Number(row.read)]));
}

/** Tables of which some orders read as if they had gone through them, with how many rows. */
async function readByOrders(): Promise<{ name: string; read: number }[]> {
  const first = await rowsRead();
  for (let part = 0; part < 2; part += 1) {
    await buyMany(measured / 2);
    await systemClock.sleep(1_200);
  }
  await buyMany(lanes);
  await systemClock.sleep(200);
  const last = await rowsRead();
  return tables
    .map((name) => ({ name, read: (last.get(name) ?? 0) - (first.get(name) ?? 0) }))
    .filter(({ read }) => read > 2 * strangers);
}

test('a purchase reads what it is about, however many others there were', async () => {
  await buyMany(young);
  await sql.query('vacuum (analyze) ' + tables.map(quoted).join(', '));
  await buyMany(young);
  await allDone();
  for (const table of tables) await multiply(sql, quoted(table), strangers);
  await sql.query(`update inventory.reservation set status = 'held', order_id = null,
    expires_at = now() + interval '1 hour' where saga_id like '%~%'`);
  await systemClock.sleep(1_200);
  await buyMany(lanes);
  // A task may pass through a whole table in one of these times; what orders read is read in all.
  const seen: { name: string; read: number }[][] = [];
  while (seen.length < 3) {
    const found = await readByOrders();
    if (found.length === 0) return;
    seen.push(found);
  }
  assert.fail(`rows read for ${measured} orders: ${JSON.stringify(seen)}`);
});
