// The payments room with its sandbox gateway and a stand-in for orders, on a database of its own
// and a real port, so that webhooks travel over HTTP. For tests of money.
import assert from 'node:assert/strict';
import { loadConfig, type ConfigOverrides } from '#kernel/config/config.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { freePort } from '#kernel/db/embedded-settings.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import type { Host } from '#kernel/host/host.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { paymentsCalls, type PaymentMethod } from '#services/payments/contract.ts';
import { sandboxCalls } from '#services/sandbox/contract.ts';
import { adminToken, startRooms } from './gateway-rooms.ts';

export interface Line {
  kind: 'capture' | 'refund';
  amount: number;
  paymentRef: string;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Starts the rooms; gateway timeout 2.5 s, polls every 300 ms unless `config` says otherwise. */
export async function openWorld(overrides: ConfigOverrides = {}) {
  const database = await testDatabase(['payments', 'sandbox', { name: 'orders' }]);
  await installJobs({ url: database.url });
  const port = await freePort();
  const config = loadConfig(
    {},
    {
      port,
      publicUrl: `http://127.0.0.1:${port}`,
      rateLimitMultiplier: 0,
      gatewayTimeout_ms: 2_500,
      settlePoll_ms: 300,
      sandboxWebhookSecret: 'a-secret-for-webhooks',
      ...overrides,
    },
  );
  const start = (serve?: string[]) => startRooms(database.url, config, serve);
  const host = await start();
  const db = openDb({ url: database.url, room: 'payments' });
  const bank = openDb({ url: database.url, room: 'sandbox' });
  const admin = adminToken(config);
  return {
    host,
    config,
    url: host.url,
    db,
    bank,
    admin,
    start,
    payments: host.client(paymentsCalls),
    sandbox: host.client(sandboxCalls),
    askAboutDisputes: () => askAboutDisputes(db, () => start(['payments', 'sandbox'])),
    ...looks(db, bank),
    faults: (settings: object) => setFaults(host, settings),
    /** Orders cancelled, as the orders room would tell it. */
    cancelOrder: (payload: { orderId: string; paymentId: string; checkoutId: string }) =>
      tellCancelled(database.url, payload),
    stop: async () => {
      await db.close();
      await bank.close();
      await host.stop();
      await database.drop();
    },
  };
}

/** An hour passes for open chargebacks; a process that starts asks about them at once. */
async function askAboutDisputes(db: Db, start: () => Promise<Host>): Promise<void> {
  await db.run(`update chargeback set asked_at = asked_at - interval '61 minutes'`);
  const asked = `select 1 as open from chargeback
    where won is null and asked_at < now() - interval '1 hour' limit 1`;
  const other = await start();
  await until(async () => (await db.row(asked)) === undefined, 'open chargebacks are asked about');
  await other.stop();
}

async function setFaults(host: Host, settings: object): Promise<void> {
  const answer = await fetch(`${host.url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  assert.equal(answer.status, 200, await answer.text());
}

async function tellCancelled(url: string, payload: { orderId: string }): Promise<void> {
  const db = openDb({ url, room: 'orders' });
  await db.run(
    `insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     values ('ORDER_CANCELLED', 'order', $1, 1, $2::jsonb,
       '{"correlationId":"corr_test","causationId":null,"lamport":1}')`,
    [payload.orderId, JSON.stringify(payload)],
  );
  await db.close();
}

/** Questions to both sides: what the shop has on record, what the gateway's ledger says. */
function looks(db: Db, bank: Db) {
  return {
    /** The attempt's row. */
    payment: async (checkoutId: string, attempt = 1) =>
      db.row<{ paymentId: string; status: string; captured: number; refunded: number }>(
        `select payment_id as "paymentId", status, captured_minor as captured,
           refunded_minor as refunded
         from payment where checkout_id = $1 and attempt = $2`,
        [checkoutId, attempt],
      ),
    ledger: async (checkoutId: string) =>
      bank.rows<Line>(
        `select kind, amount_minor as amount, payment_ref as "paymentRef" from gateway_txn
         where charge_key like $1 order by txn_id`,
        [`pay:${checkoutId}:%`],
      ),
    events: async (checkoutId: string) =>
      db.rows<{ type: string; version: number; payload: Record<string, unknown> }>(
        `select type, agg_version as version, payload from outbox
         where payload->>'checkoutId' = $1 order by agg_id, agg_version`,
        [checkoutId],
      ),
    assertTrueMoney: () => assertTrueMoney(db, bank),
  };
}

/** M1, M2, M3, M7, M8 and Q7, and gapless versions of events. */
async function assertTrueMoney(db: Db, bank: Db): Promise<void> {
  const wrong = await db.rows(`
    select 'M1' as law, txn_id as what from journal group by txn_id, currency
      having sum(amount_minor) <> 0
    union all
    select 'M3', payment_id from payment p where refunded_minor <> coalesce((select
      sum(amount_minor - covered_minor) from refund r where r.payment_id = p.payment_id
        and r.status = 'SUCCEEDED'), 0)
    union all
    select 'M10', p.payment_id from payment p join chargeback c using (payment_id)
      where c.taken and c.won is distinct from true
        and refunded_minor + c.amount_minor > captured_minor and not exists (select
          from settlement_break b where b.payment_id = p.payment_id
            and b.kind = 'refund-and-chargeback')
    union all
    select 'journal', p.payment_id from payment p where captured_minor - refunded_minor <>
      coalesce((select sum(amount_minor) from journal j where j.payment_id = p.payment_id
        and account = 'gateway_receivable'), 0)
    union all
    select 'versions', agg_id from outbox group by agg_id
      having max(agg_version) <> count(*) or count(distinct agg_version) <> count(*)
    union all
    select 'version of ' || p.status, p.payment_id from payment p where version <>
      (select count(*) from outbox where agg_id = p.payment_id)`);
  assert.deepEqual(wrong, []);
  const ours = await db.rows<{ id: string; net: number; captured: number; amount: number }>(`
    select payment_id as id, captured_minor - refunded_minor as net,
      captured_minor as captured, amount_minor as amount
    from payment where gateway = 'sandbox'`);
  const theirs = await bank.rows<{ id: string; net: number; captured: number }>(`
    select payment_ref as id,
      sum(case kind when 'capture' then amount_minor else -amount_minor end)::bigint as net,
      coalesce(sum(amount_minor) filter (where kind = 'capture'), 0)::bigint as captured
    from gateway_txn group by 1`);
  const known = new Map(theirs.map((one) => [one.id, one]));
  for (const one of ours) {
    const other = known.get(one.id) ?? { net: 0, captured: 0 };
    assert.equal(one.net, other.net, `Q7: ${one.id}`);
    assert.ok(other.captured <= one.amount, `M7: ${one.id}`);
    known.delete(one.id);
  }
  assert.deepEqual([...known.keys()], [], 'Q7: the gateway has money of payments we do not know');
}

export interface ChargeOverrides {
  checkoutId?: string;
  attempt?: number;
  method?: PaymentMethod;
  token?: string;
  amount_minor?: number;
  currency?: string;
}

/** The input of a charge, as checkout would send it. */
export function chargeOf(token: string, more: ChargeOverrides = {}) {
  return {
    checkoutId: newId('chk'),
    sagaId: newId('saga'),
    quoteId: newId('qte'),
    userId: newId('usr'),
    attempt: 1,
    method: 'CARD' as PaymentMethod,
    amount_minor: 2_599,
    currency: 'USD',
    token,
    ...more,
  };
}

/** Without the Refusal, which a test does not expect here. */
export function sure<T>(result: T): Exclude<T, { code: string }> {
  assert.ok(!isRefusal(result), JSON.stringify(result));
  return result as Exclude<T, { code: string }>;
}

/** Waits until it holds; fails with `what` after the time. */
export async function until(
  holds: () => Promise<unknown>,
  what: string,
  time_ms = 60_000,
): Promise<void> {
  const end = Date.now() + time_ms;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `${what}: not within ${time_ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
