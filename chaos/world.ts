// The shop that schedules happen in: three sellers with three products each, in a database that
// is copied for each world. And the questions that are put to that database directly.
import pg from 'pg';
import assert from 'node:assert/strict';
import { openShop, startApp, type App } from '../test/app.ts';
import { assertTrue } from '../test/buyer.ts';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { migrate } from '#kernel/db/migrate.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { rooms } from '#services/directory.ts';

const sellers = 3;
const productsEach = 3;
const plenty = 1_000_000;

/** What every process of every lane is configured with. */
export const common = {
  tokenKey: newSigningKey(),
  internalSecret: 'a'.repeat(40),
  sandboxWebhookSecret: 'b'.repeat(40),
  rateLimitMultiplier: 0,
  gatewayTimeout_ms: 600,
  settlePoll_ms: 150,
};
/** How long the gateway hangs that loses its reply: longer than anybody waits for it. */
export const hang_ms = 900;

export interface Product {
  productId: string;
  variantId: string;
  sellerId: string;
  warehouses: string[];
}

export interface World {
  /** postgres://… of a database that nobody is connected to. */
  template: string;
  products: Product[];
  /** A promotion for so many orders is for it; there is enough of it for all schedules. */
  limited: Product;
  /** Of a gift card with enough on it for all schedules of a lane. */
  giftCode: string;
}

/** Of a coupon that everybody may use. */
export const couponCode = 'CHAOS';

let made = 0;
const worlds = new Map<string, { world: Promise<World>; lanes: number }>();

/** The shop on a server, the same for all lanes there. */
export function worldOf(serverUrl: string): Promise<World> {
  const known = worlds.get(serverUrl);
  const one = known ?? { world: makeWorld(serverUrl, `world_${++made}`), lanes: 0 };
  one.lanes += 1;
  worlds.set(serverUrl, one);
  one.world.catch(() => worlds.delete(serverUrl));
  return one.world;
}

/** The last lane takes it away. */
export async function leaveWorld(serverUrl: string, { drop }: { drop: boolean }): Promise<void> {
  const one = worlds.get(serverUrl);
  if (!one) return;
  one.lanes -= 1;
  if (one.lanes > 0) return;
  worlds.delete(serverUrl);
  if (drop) await dropDatabase(serverUrl, (await one.world).template);
}

/** Makes the shop on a server; about 3 s. */
async function makeWorld(serverUrl: string, name: string): Promise<World> {
  const template = await createDatabase(serverUrl, { name: `chaos_${process.pid}_${name}` });
  await migrate({
    url: template,
    rooms: rooms.map(({ name: room, folder }) => ({ name: room, folder })),
  });
  await installJobs({ url: template });
  const app = await startApp({ databaseUrl: template, config: common });
  const products: Product[] = [];
  let limited: Product | undefined;
  let giftCode = '';
  for (let n = 0; n < sellers; n += 1) {
    const shop = await openShop(app);
    if (n === 0) {
      giftCode = await giftCard(app, shop.adminToken);
      await coupon(app, shop.adminToken);
      const { sellerId, warehouses } = shop;
      limited = { ...(await shop.product({ stock: plenty, price: 7 })), sellerId, warehouses };
      await limitedPromotion(app, { token: shop.adminToken, productId: limited.productId });
    }
    for (let m = 0; m < productsEach; m += 1) {
      const made = await shop.product({ stock: 5, price: 10 + n * 3 + m });
      products.push({ ...made, sellerId: shop.sellerId, warehouses: shop.warehouses });
    }
  }
  await assertTrue(template);
  await app.stop();
  assert.ok(limited);
  return { template, products, limited, giftCode };
}

async function limitedPromotion(
  app: App,
  { token, productId }: { token: string; productId: string },
): Promise<void> {
  const effect = { kind: 'percent', percent: 20 };
  const body = { name: 'While they last', effect, productIds: [productId], usesMax: 1_000_000 };
  const promotion = await app.post('/admin/promotions', { token, body });
  assert.equal(promotion.status, 201, JSON.stringify(promotion.body));
}

async function coupon(app: App, token: string): Promise<void> {
  const effect = { kind: 'percent', percent: 10 };
  const body = { name: 'Chaos', effect, code: couponCode, usesMax: 1_000_000 };
  const made = await app.post('/admin/coupons', { token, body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
}

async function giftCard(app: App, token: string): Promise<string> {
  const body = { amount: 5_000, currency: 'USD' };
  const made = await app.post('/admin/gift-cards', { token, body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.code;
}

let copies = 0;

/** A copy of the shop; its address. */
export function copyOf(serverUrl: string, world: World): Promise<string> {
  copies += 1;
  const template = new URL(world.template).pathname.slice(1);
  return createDatabase(serverUrl, { name: `chaos_${process.pid}_copy_${copies}`, template });
}

async function createDatabase(
  serverUrl: string,
  { name, template }: { name: string; template?: string },
): Promise<string> {
  await asAdmin(serverUrl, async (admin) => {
    await admin.query('drop database if exists ' + name + ' with (force)');
    const of = template === undefined ? '' : ' template ' + template;
    await admin.query('create database ' + name + of + ' strategy file_copy');
  });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropDatabase(serverUrl: string, url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await asAdmin(serverUrl, async (admin) => {
    await admin.query('drop database if exists ' + name + ' with (force)');
  });
}

async function asAdmin(serverUrl: string, work: (admin: pg.Client) => Promise<void>) {
  const url = new URL(serverUrl);
  url.pathname = '/postgres';
  await withClient(url.href, work);
}

export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const aMinuteLater = [
  `update checkout.saga_state set lease_until = lease_until - interval '60 s',
     due_at = due_at - interval '60 s'
   where status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')`,
  `update returns.saga_state set lease_until = lease_until - interval '60 s',
     due_at = due_at - interval '60 s'
   where status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')`,
  `update returns.return_decision set at = at - interval '60 s' where begun_at is null`,
  `update payments.payment set next_poll_at = next_poll_at - interval '60 s'
   where status in ('INITIATED', 'PENDING', 'ACTION', 'AUTHORIZED')`,
  `update payments.refund set next_try_at = next_try_at - interval '60 s'
   where next_try_at is not null`,
  `update sandbox.webhook_out set next_at = next_at - interval '60 s' where next_at is not null`,
  `update cart.idempotency set started_at = started_at - interval '61 s'
   where claim_id not in (select claim_id from cart.idempotency_reply)`,
  `update checkout.idempotency set started_at = started_at - interval '61 s'
   where claim_id not in (select claim_id from checkout.idempotency_reply)`,
];
const deadlock = '40P01';
const tries_max = 10;

/**
 * A minute of waiting without waiting: leases, claims and pauses of the dead have run out. Each
 * table by itself, and again where the shop was at the same rows in another order.
 */
export async function letTimePass(client: pg.Client): Promise<void> {
  for (const text of aMinuteLater) {
    for (let tries = 1; ; tries += 1) {
      try {
        await client.query(text);
        break;
      } catch (error) {
        if ((error as { code?: unknown }).code !== deadlock || tries >= tries_max) throw error;
      }
    }
  }
}

/** What is still under way: sagas, payments, refunds, news from the gateway; in words. */
const unrest = `
select 'saga ' || saga_id || ' ' || status || coalesce(' at ' || step, '')
  || ', attempts ' || attempts || ', due ' || chaos_in(due_at)
  || ', lease ' || chaos_in(lease_until) || ', wakes ' || chaos_in(wake_at) as what
from checkout.saga_state where status not in ('COMPLETED', 'COMPENSATED')
  and not (status = 'WAITING' and step like 'SHOPPER\\_%' and wake_at > now())
union all
select 'return ' || saga_id || ' ' || status || coalesce(' at ' || step, '')
  || ', attempts ' || attempts || ', due ' || chaos_in(due_at) || ', lease '
  || chaos_in(lease_until)
from returns.saga_state where status not in ('COMPLETED', 'COMPENSATED')
  and not (status = 'WAITING' and step like 'PERSON\\_%' and wake_at > now())
union all
select 'decision ' || return_id || ' of ' || at from returns.return_decision where begun_at is null
union all
select 'payment ' || payment_id || ' ' || status || ' of ' || checkout_id || ' attempt ' || attempt
  || ', polls ' || polls || ', asked ' || chaos_in(next_poll_at)
from payments.payment where status in ('INITIATED', 'PENDING', 'ACTION', 'AUTHORIZED')
union all
select 'refund ' || refund_id || ' ' || status || ' of ' || payment_id
  || ', tried ' || chaos_in(next_try_at)
from payments.refund where status = 'PENDING'
union all
select 'news ' || webhook_id || ', sent ' || chaos_in(next_at)
from sandbox.webhook_out where next_at is not null and next_at < now() + interval '5 s'
limit 20`.replaceAll(
  /chaos_in\((\w+)\)/g,
  "coalesce(to_char(extract(epoch from $1 - now()), 'FMS99990.0') || ' s', 'never')",
);

/** Each thing that is under way, at most 20: what it is, how it stands, when it is due next. */
export async function underWay(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(unrest);
  return rows.map(({ what }) => what);
}
