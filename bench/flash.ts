// A flash sale as the shop means it: a line, tickets, tokens, checkout, payment, and people as they
// are. 50,000 of them want 10,000 units: most storm the line before the draw, the others come while
// it runs. A fifth walks away (from the line, with a unit in hand, out of a checkout), a tenth is
// declined, some reload and repeat everything, and every twentieth cheats in a dozen ways. The line
// is there so that the shop does what it can do at its own pace: expected are the steps within the
// budgets of an ordinary day, exactly 10,000 orders, and a sale that is over when the pace says so,
// plus a tail of units that come back from those who let them lapse. The watermark is read as a
// cache at the edge reads it, and whoever waits is told from there. Accounts are imported and their
// tokens signed in bulk: a login costs 11 ms of CPU on purpose and is not what is measured.
import { identityCalls } from '#services/identity/contract.ts';
import type { Bench, Context } from './harness.ts';
import { castOf, join, through, type Buyer } from './harness-buyer.ts';
import { makeAccounts } from './harness-crowd.ts';
import { floorOf } from './harness-floor.ts';
import { pause } from './harness-load.ts';
import type { BenchDatabase } from './harness-postgres.ts';
import { WirePool } from './harness-pool.ts';
import { cpuSample, cpuSplit } from './harness-proc.ts';
import { Sale, type SalePlan } from './harness-sale.ts';
import { secrets, type BenchServer } from './harness-server.ts';
import * as shop from './harness-shop.ts';

const connections_max = 512;
const late_ms = 8_000;
const rest_ms_max = 60_000;
/** The least that a sale may have, so that what lapses comes back while somebody waits for it. */
const clocks = { claimSeconds: 5, tokenSeconds: 5, checkoutSeconds: 60 };

interface Stage {
  ctx: Context;
  database: BenchDatabase;
  server: BenchServer;
  pool: WirePool;
  inside: WirePool;
  admins: WirePool;
  adminToken: string;
  crowd: Buyer[];
  units: number;
  ratePerMinute: number;
}

export const bench: Bench = {
  name: 'flash',
  question: 'Does a sale with a line sell exactly what there is, to whom it is due?',
  seconds: 600,
  async run(ctx) {
    const units = ctx.options.units ?? 10_000;
    const buyers = ctx.options.buyers ?? 5 * units;
    const database = await ctx.database();
    const server = await ctx.server(database);
    const size = { products: 2, units, warehouses: 1 };
    const { wares } = await shop.stockShop(server, size);
    const [ware, other] = wares;
    if (!ware || !other) throw new Error('there is nothing to buy');
    const crowd = await people(ctx, server, buyers);
    await database.query('vacuum (analyze) identity.account, identity.address');
    const connections = Math.min(ctx.options.clients ?? connections_max, buyers);
    const pool = new WirePool(server.port, { connections, patience_ms: 60_000 });
    ctx.defer(() => pool.close());
    const inside = new WirePool(server.port, { connections, patience_ms: 60_000 });
    ctx.defer(() => inside.close());
    const admins = new WirePool(server.port, { connections: 2, patience_ms: 120_000 });
    ctx.defer(() => admins.close());
    const { token: adminToken = '' } = crowd.admin ?? {};
    const ratePerMinute = (ctx.options.rate ?? 600) * 60;
    const stage: Stage = {
      ctx,
      database,
      server,
      pool,
      inside,
      admins,
      adminToken,
      units,
      ratePerMinute,
      ...crowd,
    };
    const sprint = await claims(stage, other.variantId);
    const sale = await whole(stage, ware.variantId);
    await settled(stage, [sprint, sale]);
    await ctx.invariants({ url: database.url, journal: [...sale.orders.values()] });
    await judge(stage, sale);
  },
};

async function people(ctx: Context, server: BenchServer, count: number) {
  ctx.say(`making ${count} accounts through identity's import`);
  const calls = shop.callsTo(server, [identityCalls]);
  try {
    const common = { client: calls.client, ...secrets };
    const all = await makeAccounts({ ...common, count });
    const [admin] = await makeAccounts({ ...common, count: 1, from: 1, roles: ['super'] });
    return { crowd: castOf(all, 'flash'), admin };
  } finally {
    await calls.close();
  }
}

const planOf = (of: Pick<SalePlan, 'variantId' | 'units' | 'ratePerMinute'>): SalePlan => ({
  ...clocks,
  ...of,
});

/** The claim alone: as many people as there are units, all let in, all at once. */
async function claims({ ctx, server, crowd, ...of }: Stage, variantId: string): Promise<Sale> {
  const plan = planOf({ variantId, units: of.units, ratePerMinute: 1_000_000 });
  const sale = new Sale({ ...of, plan: { ...plan, claimSeconds: 600 } });
  await sale.open();
  const some = crowd.slice(0, of.units);
  ctx.say(`${some.length} people join a line for ${of.units} units`);
  const join_ms = performance.now();
  await Promise.all(some.map((one) => join(sale, one)));
  const joins_s = (performance.now() - join_ms) / 1_000;
  ctx.keep({ name: 'joins', value: some.length / joins_s, unit: '/s' });
  await sale.start();
  await Promise.all(some.map((one) => sale.whenIn(one.number)));
  ctx.say('all are let in; all claim at once');
  const watched = { server: server.pid, postgres: ctx.postgres.pid };
  const from = cpuSample(watched);
  const since_ms = performance.now();
  const done = await Promise.all(some.map((one) => claimOnce(sale, one)));
  const took_s = (performance.now() - since_ms) / 1_000;
  const claimed = done.filter(Boolean).length;
  const latency = sale.laps.of('claim');
  ctx.keep({
    name: 'claims over HTTP',
    value: claimed / took_s,
    unit: '/s',
    bar: 8_000,
    goal: 20_000,
    done: claimed,
    cpu: cpuSplit(from, cpuSample(watched)),
    ...(latency ? { latency } : {}),
  });
  if (claimed !== some.length) ctx.broken.push(`${claimed} of ${some.length} let in got a unit`);
  for (const [what, count] of sale.faults) ctx.broken.push(`${what} (${count} times)`);
  for (const one of some) Object.assign(one, { otherTicket: one.ticket, ticket: '', number: -1 });
  await sale.close();
  await sale.act('end');
  return sale;
}

async function claimOnce(sale: Sale, one: Buyer): Promise<boolean> {
  const body = JSON.stringify({ ticket: one.ticket, variantId: sale.plan.variantId });
  const path = sale.path('claim');
  return (await sale.ask('claim', one, { method: 'POST', path, body })).status === 200;
}

/** The sale, and how long it took. */
async function whole({ ctx, server, crowd, ...of }: Stage, variantId: string): Promise<Sale> {
  const plan = planOf({ variantId, units: of.units, ratePerMinute: of.ratePerMinute });
  const sale = new Sale({ ...of, plan });
  await sale.open();
  ctx.say(
    `${crowd.length} people; from the draw on ${plan.ratePerMinute / 60} a second are let in`,
  );
  const watched = { server: server.pid, postgres: ctx.postgres.pid };
  const from = cpuSample(watched);
  await through(sale, crowd, { late_ms, seconds_max: ctx.options.seconds });
  const cpu = cpuSplit(from, cpuSample(watched));
  const [drain_s, most_s] = [sale.drained_ms / 1_000, sale.most_ms / 1_000];
  const note = [...sale.fates].map(([what, count]) => `${what}: ${count}`).join(', ');
  ctx.keep({
    name: 'from the start to the last unit',
    value: drain_s,
    unit: 's',
    bar: 60,
    goal: 10,
    laps: sale.laps.all(),
    cpu,
    memory_mb: ctx.memory(server.pid),
    failed: Object.fromEntries(sale.faults),
    note,
    done: sale.orders.size,
  });
  ctx.keep({ name: 'of these, at least', value: floor_s(sale, crowd), unit: 's' });
  ctx.keep({ name: 'to nine of ten units', value: most_s, unit: 's' });
  ctx.keep({ name: 'orders', value: (0.9 * plan.units) / most_s, unit: '/s' });
  return sale;
}

/** What the pace and the clocks of the sale take, with these people in this order. */
function floor_s({ rankOf, plan }: Sale, crowd: readonly Buyer[]): number {
  const inLine = crowd.filter((one) => one.number >= 0 && rankOf !== undefined);
  inLine.sort((a, b) => (rankOf?.(a.number) ?? 0) - (rankOf?.(b.number) ?? 0));
  return floorOf(
    inLine.map((one) => one.fate),
    plan,
  );
}

/** Ends the sales and waits until nothing is aside any more. */
async function settled({ ctx }: Stage, sales: Sale[]): Promise<void> {
  ctx.say('ending the sale; what was not bought goes back');
  await sales.at(-1)?.act('end');
  const until_ms = performance.now() + 2 * rest_ms_max;
  for (const sale of sales) {
    for (;;) {
      const { held, moving } = await sale.read();
      if (held === 0 && moving === null) break;
      if (performance.now() > until_ms) {
        ctx.broken.push(`${String(held)} units are still held a while after the end`);
        return;
      }
      await pause(500);
    }
  }
}

interface Counted {
  sold: number;
  orders: number;
  wrong: number;
}

async function judge(stage: Stage, sale: Sale): Promise<void> {
  const { ctx, database, units } = stage;
  const { sold = 0, orders = 0, wrong = 0 } = (await counted(database, sale)) ?? {};
  ctx.keep({ name: 'units sold', value: sold, unit: '', bar: units, goal: units });
  if (sold !== units || orders !== units) {
    ctx.broken.push(`${sold} units were sold in ${orders} orders, not ${units}`);
  }
  if (wrong > 0) ctx.broken.push(`${wrong} tokens have not the rank that the method gives`);
  for (const [what, count] of sale.faults) ctx.broken.push(`${what} (${count} times)`);
  const all = [...sale.cheats.values()];
  const tried = all.reduce((sum, one) => sum + one.tried, 0);
  const refused = all.reduce((sum, one) => sum + one.refused, 0);
  const kinds = [...sale.cheats].map(([kind, one]) => `${kind}: ${one.refused} of ${one.tried}`);
  const note = kinds.join(', ');
  ctx.keep({ name: 'cheats refused', value: refused, unit: '', bar: tried, goal: tried, note });
  if (refused !== tried) ctx.broken.push(`${tried - refused} cheats were not refused`);
  for (const [step, bar] of Object.entries({ claim: 500, initiate: 500, pay: 3_000 })) {
    const lap = sale.laps.of(step);
    if (lap) ctx.keep({ name: `${step}, p99`, value: lap.p99_ms, unit: 'ms', bar });
  }
  if (ctx.check.state !== 'green') ctx.broken.push('the invariant check is not green');
}

/** What the database says, with every rank worked out anew by the published method. */
async function counted(database: BenchDatabase, sale: Sale): Promise<Counted | undefined> {
  const [row] = await database.query<Omit<Counted, 'wrong'>>(
    `select (select count(*)::int from flash.token where sale_id = $1 and state = 'SOLD') as sold,
       (select count(*)::int from orders.order_line where variant_id = $2) as orders`,
    [sale.saleId, sale.plan.variantId],
  );
  const tokensOf = await database.query<{ number: number; rank: number }>(
    'select number, rank from flash.token where sale_id = $1',
    [sale.saleId],
  );
  const wrong = tokensOf.filter(({ number, rank }) => sale.rankOf?.(number) !== rank).length;
  return row && { ...row, wrong };
}
