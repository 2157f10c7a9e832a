// Ten times as many shoppers as the shop can serve, all of them from the empty cart to the order.
// First the peak: as many clients as keep the shop busy. Then shoppers arrive at ten times that
// rate, whatever happens; who is turned away at the door leaves, as nine of ten must, and who is
// turned away later comes back when they were told. Three times in turns, because a busy machine
// changes within a minute. Expected: what a process cannot do it refuses in microseconds
// before it knows who asks, so that nine tenths of the peak are left for those who were let in, who
// get to their order, and a refusal is heard within 50 ms.
//
// Ten times as many people take CPU from the same two cores, whoever refuses them. So the peak is
// measured once more while the same crowd is refused by another process that does nothing else:
// what this machine has left for a shop, and how soon a refusal can be heard on it.
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { Acknowledged } from '../invariants/invariant.ts';
import type { Bench, Context } from './harness.ts';
import { closedLoop, latencyOf, openLoop, pause, type LoadResult } from './harness-load.ts';
import { cpuSample, cpuSplit, eachOf, type CpuSample } from './harness-proc.ts';
import { startDoor, type BenchServer } from './harness-server.ts';
import * as shop from './harness-shop.ts';
import { jsonOf, retryAfterOf, Wire, type Reply } from './harness-wire.ts';

const variants = 1_000;
const units_each = 1_000_000;
const times = 10;
const peak_clients = 384;
/** More than may be under way, or nobody would be refused; the load told is what arrived. */
const connections_max = 9_000;
const arrivals_per_s_max = 20_000;
const shoppers_count = 30_000;
/** Who was let in tries a later step so often before they give up. */
const tries_max = 4;
/** A refusal is heard within it. */
const late_us = 50_000;
const warmup_s = { cold: 5, warm: 2, full: 4 };
/** Turns of each kind of load, one after the other: a busy machine changes within a minute. */
const rounds = 3;

type Step = 'add' | 'initiate' | 'pay';
type Three = [Found, Found, Found];

/** What a kind of load finds out in all its turns. */
class Found {
  /** Within a window only. */
  isOpen = false;
  elapsed_s = 0;
  arrived = 0;
  bought = 0;
  turnedAway = 0;
  /** Of those who were let in: how many gave up, and which steps were refused on the way. */
  gaveUp = 0;
  readonly refusedAt: Record<Step, number> = { add: 0, initiate: 0, pay: 0 };
  readonly faults = new Map<string, number>();
  /** Refusals that took long, by code: where they came from. */
  readonly late = new Map<string, number>();
  readonly refusals = micros();
  readonly cpu: CpuSample[] = [];
  readonly journal: Acknowledged[];

  constructor(journal: Acknowledged[]) {
    this.journal = journal;
  }

  get per_s(): number {
    return this.bought / Math.max(0.001, this.elapsed_s);
  }

  mark(edge: 'start' | 'end', sample: CpuSample): void {
    this.isOpen = edge === 'start';
    const began = this.cpu.at(-1);
    if (edge === 'end' && began) this.elapsed_s += (sample.at_ms - began.at_ms) / 1_000;
    this.cpu.push(sample);
  }

  fault(what: string): void {
    count(this.faults, what);
  }
}

function count(into: Map<string, number>, what: string, many = 1): void {
  into.set(what, (into.get(what) ?? 0) + many);
}

const micros = (): RecordableHistogram => createHistogram({ lowest: 1, highest: 60_000_000 });
const microsSince = (since_ms: number): number =>
  Math.max(1, Math.round((performance.now() - since_ms) * 1_000));

/** Who is not in the shop: a ring, in which whoever left longest ago is the next to come. */
class Outside {
  readonly #ring: (shop.Shopper | undefined)[];
  #first = 0;
  #last = 0;

  constructor(shoppers: readonly shop.Shopper[]) {
    this.#ring = [...shoppers];
  }

  next(): shop.Shopper | undefined {
    const at = this.#first % this.#ring.length;
    const found = this.#ring[at];
    if (found) this.#first += 1;
    this.#ring[at] = undefined;
    return found;
  }

  back(shopper: shop.Shopper): void {
    this.#ring[this.#last % this.#ring.length] = shopper;
    this.#last += 1;
  }
}

interface World {
  ctx: Context;
  server: BenchServer;
  wares: shop.Ware[];
  shoppers: Outside;
  journal: Acknowledged[];
  next: number;
}

interface Visit {
  wire: Wire;
  shopper: shop.Shopper;
  ware: shop.Ware;
  found: Found;
}

/** Sends a step; gives its reply, or the seconds after which to come back. */
async function send(visit: Visit, step: Step, request: string): Promise<Reply | number> {
  const { wire, found } = visit;
  const since_ms = performance.now();
  const reply = await wire.send(request);
  if (reply.status !== 503 && reply.status !== 429) return reply;
  const took_us = microsSince(since_ms);
  const seconds = retryAfterOf(reply);
  if (seconds === undefined) found.fault(`${step} ${reply.status} without Retry-After`);
  if (found.isOpen) {
    found.refusedAt[step] += 1;
    found.refusals.record(took_us);
    if (took_us > late_us) count(found.late, shop.faultOf(step, reply));
  }
  return seconds ?? 1;
}

/** A step of somebody who was let in: again when it is refused, as they were told. */
async function insist(visit: Visit, step: Step, request: string): Promise<Reply | undefined> {
  for (let tries = 1; ; tries += 1) {
    const reply = await send(visit, step, request);
    if (typeof reply !== 'number') return reply;
    if (tries === tries_max) return undefined;
    await pause(1_000 * reply);
  }
}

/** One shopper, from the door to wherever it ends. */
async function visitShop(visit: Visit): Promise<void> {
  const { shopper, ware, found } = visit;
  const { isOpen } = found;
  if (isOpen) found.arrived += 1;
  const added = await send(visit, 'add', shop.addRequest(shopper, ware));
  if (typeof added === 'number') {
    if (isOpen) found.turnedAway += 1;
    return;
  }
  if (added.status >= 300) return found.fault(shop.faultOf('add', added));
  const cart = shop.initiateRequest(shopper, shop.fieldOf(added, 'cartId'));
  const opened = await insist(visit, 'initiate', cart);
  if (opened === undefined) {
    found.gaveUp += 1;
    return;
  }
  if (opened.status !== 201) return found.fault(shop.faultOf('initiate', opened));
  const checkoutId = shop.fieldOf(opened, 'checkoutId');
  const paid = await insist(visit, 'pay', shop.payRequest(shopper, checkoutId));
  if (paid === undefined) {
    found.gaveUp += 1;
    return;
  }
  if (paid.status !== 200) return found.fault(shop.faultOf('pay', paid));
  const order = jsonOf<{ orderId: string; total: number; currency: string }>(paid);
  if (order === undefined) return found.fault('pay without an order');
  const { orderId, total, currency } = order;
  found.journal.push({ checkoutId, orderId, total_minor: Math.round(total * 100), currency });
  if (found.isOpen) found.bought += 1;
}

interface Turn {
  name: string;
  found: Found;
  /** Arrivals a second; none: a closed loop. */
  rate?: number;
  seconds: number;
  warmup_s: number;
}

async function run(world: World, { name, found, rate, seconds, warmup_s }: Turn): Promise<void> {
  const { ctx, server, wares, shoppers } = world;
  ctx.say(`${name}: ${rate === undefined ? `${peak_clients} clients` : `${rate}/s`}, ${seconds} s`);
  const options = {
    seconds,
    warmup_s,
    open: () => new Wire(server.port),
    close: (wire: Wire) => wire.close(),
    // What is bought while the last of them are waited for is not counted, nor is that time.
    mark: (edge: 'start' | 'end') =>
      found.mark(edge, cpuSample({ server: server.pid, postgres: ctx.postgres.pid })),
    step: async ({ own }: { own: Wire }) => {
      const nth = (world.next += 1);
      const shopper = shoppers.next();
      const ware = wares[(nth * 7919) % wares.length];
      if (!shopper || !ware) return;
      await visitShop({ wire: own, shopper, ware, found });
      shoppers.back(shopper);
    },
  };
  const load: LoadResult =
    rate === undefined
      ? await closedLoop(peak_clients, options)
      : await openLoop({ rate, clients: connections_max }, options);
  for (const [what, many] of Object.entries(load.failed)) count(found.faults, what, many);
}

/** The peak, while as many as were refused before are refused by somebody else. */
async function runBeside(world: World, turn: Turn, crowd: Crowd): Promise<void> {
  const door = await startDoor();
  world.ctx.defer(() => door.stop());
  const request = shop.addRequest(...someone(world));
  const { rate, refusals } = crowd;
  const refused = openLoop<Wire>(
    { rate, clients: connections_max },
    {
      seconds: turn.seconds,
      warmup_s: turn.warmup_s,
      open: () => new Wire(door.port),
      close: (wire) => wire.close(),
      step: async ({ own }) => {
        const since_ms = performance.now();
        await own.send(request);
        if (turn.found.isOpen) refusals.record(microsSince(since_ms));
      },
    },
  );
  await Promise.all([run(world, turn), refused]);
  await door.stop();
}

/** Who is refused by another process. */
interface Crowd {
  rate: number;
  refusals: RecordableHistogram;
}

function someone({ shoppers, wares }: World): [shop.Shopper, shop.Ware] {
  const shopper = shoppers.next();
  const ware = wares[0];
  if (!shopper || !ware) throw new RangeError('the shop has wares and shoppers');
  shoppers.back(shopper);
  return [shopper, ware];
}

/** Of all turns of a kind. */
function keep({ ctx, server }: World, of: { name: string; found: Found; loop: string }): void {
  const { name, found, loop } = of;
  const [from, to] = spent(found.cpu);
  ctx.keep({
    name: `orders, ${name}`,
    value: found.per_s,
    unit: '/s',
    done: found.bought,
    loop,
    failed: Object.fromEntries(found.faults),
    cpu: cpuSplit(from, to),
    each: eachOf([from, to], found.bought),
    memory_mb: ctx.memory(server.pid),
  });
  for (const [what, many] of found.faults) ctx.broken.push(`${name}: ${what} (${many} times)`);
}

/** Windows one after the other, as if nothing had been between them. */
function spent(samples: readonly CpuSample[]): [CpuSample, CpuSample] {
  const none = { at_ms: 0, server_ms: 0, postgres_ms: 0, generator_ms: 0, machine_ms: 0 };
  const all = { ...none };
  for (let at = 0; at + 1 < samples.length; at += 2) {
    const [from = none, to = none] = samples.slice(at);
    for (const key of Object.keys(all) as (keyof CpuSample)[]) all[key] += to[key] - from[key];
  }
  return [none, all];
}

function judge(
  { ctx }: World,
  { peak, much, beside }: Record<'peak' | 'much' | 'beside', Found>,
  crowd: Crowd,
): void {
  const { add, initiate, pay } = much.refusedAt;
  const turnedAway = `refused at the door ${add}, at the checkout ${initiate}, at paying ${pay}`;
  ctx.keep({
    name: 'goodput, of the peak',
    value: (100 * much.per_s) / peak.per_s,
    unit: '%',
    bar: 90,
    goal: 98,
    note: [
      `${turnedAway}; gave up after ${tries_max} tries ${much.gaveUp}`,
      ...[...much.late].map(([what, many]) => `late: ${what} ${many}`),
    ].join('; '),
  });
  ctx.keep({
    name: 'goodput, of the peak beside the crowd',
    value: (100 * much.per_s) / beside.per_s,
    unit: '%',
    bar: 90,
    goal: 98,
    note: `${crowd.rate}/s were refused by another process while the shop had its peak`,
  });
  const load = much.arrived / much.elapsed_s / peak.per_s;
  ctx.keep({ name: 'load, times the peak', value: load, unit: '' });
  const latency = latencyOf(much.refusals);
  const refused = { name: 'refusal, p99', value: latency.p99_ms, unit: 'ms' } as const;
  ctx.keep({ ...refused, bar: 50, goal: 20, latency, done: much.refusals.count });
  const other = latencyOf(crowd.refusals);
  const door = { name: 'refusal by another process, p99', value: other.p99_ms } as const;
  ctx.keep({ ...door, unit: 'ms', better: 'lower', latency: other, done: crowd.refusals.count });
  ctx.keep({ name: 'refused while paying', value: pay, unit: '', better: 'lower', bar: 0 });
}

export const bench: Bench = {
  name: 'overload',
  question: 'What is left of the peak when ten times as many want to buy?',
  seconds: 15,
  async run(ctx) {
    const database = await ctx.database();
    const server = await ctx.server(database);
    ctx.say(`stocking ${variants} products, preparing ${shoppers_count} shoppers`);
    const { wares } = await shop.stockShop(server, { products: variants, units: units_each });
    const made = await shop.makeShoppers(database, { count: shoppers_count });
    const shoppers = new Outside(made);
    const world: World = { ctx, server, wares, shoppers, journal: [], next: 0 };
    const [peak, much, beside] = [1, 2, 3].map(() => new Found(world.journal)) as Three;
    const crowd: Crowd = { rate: 0, refusals: micros() };
    const seconds = Math.max(3, Math.ceil(ctx.options.seconds / rounds));
    let rate = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const warm = { seconds, warmup_s: round === 1 ? warmup_s.cold : warmup_s.warm };
      await run(world, { name: `peak ${round}`, found: peak, ...warm });
      rate ||= Math.min(arrivals_per_s_max, ctx.options.rate ?? Math.ceil(peak.per_s * times));
      const full = { name: `ten times the load ${round}`, found: much, rate };
      await run(world, { ...full, seconds, warmup_s: warmup_s.full });
      crowd.rate = Math.max(1, Math.round(much.refusals.count / much.elapsed_s));
      const other = { name: `peak beside the crowd ${round}`, found: beside };
      await runBeside(world, { ...other, seconds, warmup_s: warmup_s.warm }, crowd);
    }
    const closed = `closed, ${peak_clients} clients`;
    keep(world, { name: 'peak', found: peak, loop: closed });
    keep(world, { name: 'ten times the load', found: much, loop: `open, ${rate}/s` });
    keep(world, { name: 'peak beside the crowd', found: beside, loop: closed });
    judge(world, { peak, much, beside }, crowd);
    await ctx.invariants({ url: database.url, journal: world.journal });
    if (ctx.check.state !== 'green') ctx.broken.push('the invariant check is not green');
  },
};
