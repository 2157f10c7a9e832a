// Events from a room's outbox to the inboxes of three consumers, in process. Expected: pages of
// 1,000 events are read once for all three; each delivery is one transaction that inserts 1,000
// inbox rows, so about 10 µs of PostgreSQL per event and consumer: 20,000 to 60,000 events a
// second, and a lag of a few poll-free milliseconds while 10,000/s arrive. The yardstick inserts
// the same events with `unnest`, 1,000 a statement.
import { Type } from 'typebox';
import { systemClock } from '#kernel/core/clock.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { sentinel } from '#kernel/db/lock.ts';
import { defineEvents, type Handler } from '#kernel/events/event.ts';
import { inbox } from '#kernel/events/inbox.ts';
import { relay, type Relay } from '#kernel/events/relay.ts';
import { directTransport } from '#kernel/events/transport.ts';
import type { Bench, Context } from './harness.ts';
import { cpuSample, cpuSplit } from './harness-proc.ts';
import { openLoop, pause } from './harness-load.ts';

const consumers = ['mail.first', 'mail.second', 'mail.third'];
const backlog = 200_000;
const per_statement = 1_000;
const steady_per_s = 10_000;
const steady_batch = 100;
const drain_ms_max = 120_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const shopEvents = defineEvents({
  room: 'shop',
  topic: 'shop.events',
  types: { THING_CHANGED: Type.Object({ value: Type.Integer(), sent_ms: Type.Number() }) },
});

const EMIT = `
insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
select 'THING_CHANGED', 'thing', 'thing_' || n % 5000, 1,
  jsonb_build_object('value', n, 'sent_ms', $2::float8),
  '{"correlationId":"corr_0123456789abcdef0123456789abcdef","causationId":null,"lamport":7}'
from unnest($1::int[]) n`;

let sent = 0;

async function emit(db: Db, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => sent + index);
  sent += count;
  await db.run(EMIT, [numbers, Date.now()]);
}

interface World {
  shop: Db;
  carry(): Relay;
  /** Events handled by each consumer. */
  handled: Map<string, number>;
  lags_ms: number[];
}

async function world(ctx: Context): Promise<World> {
  const database = await ctx.database({ rooms: ['shop', 'mail'] });
  const { url } = database;
  const [shop, mail] = [openDb({ url, room: 'shop' }), openDb({ url, room: 'mail' })];
  const relayDb = openDb({ url, room: 'shop', pipelined: 1 });
  const watch = sentinel({ url });
  const handled = new Map(consumers.map((name) => [name, 0]));
  const lags_ms: number[] = [];
  const handlers = Object.fromEntries(
    consumers.map((name): [string, Handler] => [
      name,
      async (_tx, events) => {
        const now = Date.now();
        for (const { payload } of events) lags_ms.push(now - Number(payload['sent_ms']));
        handled.set(name, (handled.get(name) ?? 0) + events.length);
      },
    ]),
  );
  const plain = { clock: systemClock, log: silent };
  const box = inbox({ room: 'mail', db: mail, handlers, eventSets: [shopEvents], ...plain });
  const specs = consumers.map((name) => ({ name, from: { shop: ['THING_CHANGED'] } }));
  const transport = directTransport({ local: () => box });
  ctx.defer(async () => {
    await box.stop();
    await watch.close();
    await Promise.all([shop.close(), mail.close(), relayDb.close()]);
  });
  const carry = (): Relay => {
    const parts = { room: 'shop', source: shopEvents, db: relayDb, sentinel: watch, transport };
    const started = relay({ ...parts, consumers: specs, ...plain });
    ctx.defer(() => started.stop());
    return started;
  };
  return { shop, carry, handled, lags_ms };
}

async function untilHandled(handled: Map<string, number>, wanted: number): Promise<void> {
  const until_ms = performance.now() + drain_ms_max;
  while ([...handled.values()].some((count) => count < wanted)) {
    if (performance.now() > until_ms) throw new Error('the events did not all arrive');
    await pause(5);
  }
}

/** The yardstick: the backlog itself, written as producers would. */
async function fill(ctx: Context, shop: Db): Promise<{ name: string; value: number }> {
  const started_ms = performance.now();
  for (let n = 0; n < backlog; n += per_statement) await emit(shop, per_statement);
  const value = (backlog * 1000) / (performance.now() - started_ms);
  const name = `insert by unnest, ${per_statement} a statement`;
  ctx.keep({ name, value, unit: '/s' });
  return { name, value };
}

export const bench: Bench = {
  name: 'relay',
  question: 'How many events a second reach three consumers, and how late?',
  async run(ctx) {
    const { shop, carry, handled, lags_ms } = await world(ctx);
    ctx.say(`writing ${backlog} events`);
    const yardstick = await fill(ctx, shop);
    const watched = { server: 0, postgres: ctx.postgres.pid };
    const from = cpuSample(watched);
    const started_ms = performance.now();
    const carrying = carry();
    await untilHandled(handled, backlog);
    const value = (backlog * 1000) / (performance.now() - started_ms);
    const cpu = cpuSplit(from, cpuSample(watched));
    const memory_mb = ctx.memory();
    const figure = { unit: '/s' as const, bar: 20_000, goal: 60_000, yardstick, cpu, memory_mb };
    ctx.keep({ name: 'backlog to 3 consumers', value, ...figure });
    await steady(ctx, { shop, lags_ms, poke: () => carrying.poke() });
    await untilHandled(handled, sent);
  },
};

interface Steady {
  shop: Db;
  lags_ms: number[];
  poke(): void;
}

async function steady(ctx: Context, { shop, lags_ms, poke }: Steady): Promise<void> {
  const { seconds } = ctx.options;
  ctx.say(`${steady_per_s} events/s for ${seconds} s`);
  lags_ms.length = 0;
  await openLoop(
    { rate: steady_per_s / steady_batch, clients: 8 },
    {
      seconds,
      warmup_s: 1,
      open: () => null,
      mark: (edge) => {
        if (edge === 'start') lags_ms.length = 0;
      },
      step: async () => {
        await emit(shop, steady_batch);
        poke();
      },
    },
  );
  await pause(500);
  const sorted = Float64Array.from(lags_ms).sort();
  const at = (percent: number) => sorted[Math.floor((sorted.length * percent) / 100)] ?? 0;
  const latency = { p50_ms: at(50), p95_ms: at(95), p99_ms: at(99), max_ms: sorted.at(-1) ?? 0 };
  const name = `lag p99 at ${steady_per_s}/s`;
  const loop = `open, ${steady_per_s}/s in batches of ${steady_batch}`;
  ctx.keep({ name, value: latency.p99_ms, unit: 'ms', goal: 100, latency, loop });
}
