// Strikes under load: many shoppers at once who buy and buy, while PostgreSQL is killed, while
// commits get lost on the wire, or until everything dies at once.
import assert from 'node:assert/strict';
import { prng } from '#kernel/core/prng.ts';
import { rooms } from '#services/directory.ts';
import { check, withoutFsync, type CheckReport } from '../invariants/check.ts';
import { tableOf } from '../invariants/report.ts';
import { fillCart, initiate, pay } from '../test/buyer.ts';
import { pause } from './client.ts';
import { Lane } from './lane.ts';
import type { Unit } from './proxy-postgres.ts';
import { newShopper } from './schedule.ts';
import { stockUp, type Line } from './shape.ts';
import type { Shopper } from './story.ts';
import { underWay, withClient } from './world.ts';

const plenty = 100_000;
const rest_ms_max = 120_000;

export interface LoadResult {
  /** Kills, lost commits or open sagas: what the run is about. */
  faults: number;
  /** Orders that a shopper was told about. */
  acknowledged: number;
  /** Of those, how many are not there or differ (Q8). */
  lost: number;
  /** All violations at the end, Q8 included. */
  violations: number;
  took_ms: number;
  /** Until everything was settled, counted from the last strike. */
  recovered_ms: number;
  /** Lost on the way to the server, and on the way back. */
  dropped?: { request: number; reply: number };
  problems: string[];
}

const linesOf = (lane: Lane): Line[] =>
  lane.world.products.map((product) => ({ ...product, quantity: 1, levels: [plenty, 0] }));

/** Shoppers who buy until they are stopped. */
class Crowd {
  readonly #lane: Lane;
  readonly #lines: Line[];
  #stopped = false;
  #running: Promise<void>[] = [];
  readonly problems: string[] = [];
  orders = 0;

  constructor(lane: Lane, lines: Line[]) {
    this.#lane = lane;
    this.#lines = lines;
  }

  start(shoppers: readonly Shopper[], seed: string): void {
    this.#running = shoppers.map((shopper, n) => this.#shop(shopper, prng(`${seed} ${n}`)));
  }

  async #shop(shopper: Shopper, chance: ReturnType<typeof prng>): Promise<void> {
    const { client } = this.#lane;
    while (!this.#stopped) {
      try {
        const lines = chance.shuffle(this.#lines).slice(0, chance.int(1, 3));
        const cartId = await fillCart(client, lines);
        const opened = await initiate(client, shopper, { cartId });
        assert.equal(opened.status, 201, JSON.stringify(opened.body));
        const { checkoutId } = opened.body;
        const paid = await pay(client, shopper, { checkoutId });
        assert.ok([200, 202, 402].includes(paid.status), JSON.stringify(paid.body));
        if (paid.status !== 402) this.orders += 1;
        else await client.send('DELETE', `/checkout/${checkoutId}`, { token: shopper.token });
      } catch (error) {
        this.problems.push(String(error));
        if (this.problems.length > 20) return;
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }
}

async function withCrowd(
  lane: Lane,
  of: { shoppers: number; seed: string; settle_ms?: number },
  strike: (crowd: Crowd) => Promise<number>,
): Promise<LoadResult> {
  const started = performance.now();
  const lines = linesOf(lane);
  await stockUp(lane, lines);
  lane.journal.clear();
  const shoppers: Shopper[] = [];
  while (shoppers.length < of.shoppers) shoppers.push(await newShopper(lane));
  const crowd = new Crowd(lane, lines);
  crowd.start(shoppers, of.seed);
  const faults = await strike(crowd);
  const last = performance.now();
  await crowd.stop();
  const { report, left } = await atRest(lane, of.settle_ms);
  return {
    faults,
    acknowledged: lane.journal.orders().length,
    lost: report.quiescent['Q8'] ?? 0,
    violations: report.violations,
    took_ms: Math.round(performance.now() - started),
    recovered_ms: Math.round(performance.now() - last),
    problems: [...crowd.problems, ...left, ...(report.violations > 0 ? [tableOf(report)] : [])],
  };
}

/** Waits until nothing is under way, helping time along, and asks every invariant. */
async function atRest(
  lane: Lane,
  settle_ms = rest_ms_max / 4,
): Promise<{ report: CheckReport; left: string[] }> {
  const until = performance.now() + rest_ms_max;
  let left = await unsettled(lane);
  for (; left.length > 0 && performance.now() < until; left = await unsettled(lane)) {
    await lane.letTimePass();
    await pause(500);
  }
  const report = await check({
    url: lane.databaseUrl,
    rooms,
    journal: lane.journal.orders(),
    wait_ms: settle_ms,
    without: withoutFsync,
  });
  return { report, left };
}

const unsettled = (lane: Lane) => withClient(lane.databaseUrl, underWay);

/** kill -9 of all of PostgreSQL, again and again, while shoppers buy. */
export async function killPostgres(of: {
  kills: number;
  seed: string;
  shoppers?: number;
  settings?: Record<string, string>;
}): Promise<LoadResult> {
  const { kills, seed, shoppers = 12, settings } = of;
  const lane = await Lane.open({
    name: 'kills',
    ownPostgres: true,
    ...(settings ? { settings } : {}),
  });
  const chance = prng(`kills ${seed}`);
  try {
    // What a forgetful server has lost does not come back: there is nothing to wait for.
    const crowds = { shoppers, seed, ...(settings ? { settle_ms: 1_000 } : {}) };
    return await withCrowd(lane, crowds, async (crowd) => {
      for (let n = 0; n < kills; n += 1) {
        const before = crowd.orders;
        const patience = performance.now() + 20_000;
        await pause(chance.int(500, 2_500));
        while (crowd.orders - before < shoppers && performance.now() < patience) await pause(50);
        lane.cluster?.kill();
        await lane.recover('postgres', { chance });
      }
      return kills;
    });
  } finally {
    await lane.close();
  }
}

/** Commits and single writes that get lost on the wire, before the server or behind it. */
export async function loseCommits(of: {
  commits: number;
  seed: string;
  shoppers?: number;
}): Promise<LoadResult> {
  const { commits, seed, shoppers = 12 } = of;
  const lane = await Lane.open({ name: 'doubt', ownPostgres: false });
  const chance = prng(`doubt ${seed}`);
  const { postgresProxy: proxy } = lane;
  const lost = () => proxy.inDoubt['drop-request'] + proxy.inDoubt['drop-reply'];
  try {
    const result = await withCrowd(lane, { shoppers, seed }, async () => {
      proxy.judge = (unit: Unit) => {
        if (!unit.decides || lost() >= commits || chance.next() >= 0.04) return undefined;
        const kind = chance.next() < 0.5 ? 'drop-request' : 'drop-reply';
        return { kind, cut: chance.next() < 0.5 ? 'reset' : 'close' };
      };
      while (lost() < commits) {
        await pause(1_000);
        await lane.letTimePass();
      }
      proxy.judge = undefined;
      return lost();
    });
    const dropped = { request: proxy.inDoubt['drop-request'], reply: proxy.inDoubt['drop-reply'] };
    return { ...result, dropped };
  } finally {
    await lane.close();
  }
}

/** Everything dies while so many sagas are open, and comes back; nothing helps time along. */
export async function killEverything(of: { sagas: number; seed: string }): Promise<LoadResult> {
  const { sagas, seed } = of;
  const lane = await Lane.open({
    name: 'everything',
    ownPostgres: true,
    oneProcess: true,
    config: { gatewayTimeout_ms: 25_000 },
    patience_ms: rest_ms_max,
    // A thousand shoppers who ask again at once would be a load test.
    pause_ms: 3_000,
  });
  const started = performance.now();
  const chance = prng(`everything ${seed}`);
  try {
    const lines = linesOf(lane);
    await stockUp(lane, lines);
    lane.journal.clear();
    const opened = await openMany(lane, { sagas, lines, chance });
    await lane.setFaults({ latency_ms: 20_000 });
    const cards = [
      'tok_visa',
      'tok_visa',
      'tok_timeout_success',
      'tok_stolen',
      'tok_error_success',
    ];
    const paying = opened.map(({ shopper, checkoutId }) =>
      pay(lane.client, shopper, { checkoutId, paymentToken: chance.pick(cards) }),
    );
    const told = Promise.allSettled(paying);
    while ((await inFlight(lane)) < sagas) await pause(50);
    const struck = performance.now();
    lane.strike('everything');
    await lane.recover('everything', { chance, inRealTime: true });
    await lane.setFaults({});
    while ((await unsettled(lane)).length > 0 && performance.now() - struck < rest_ms_max) {
      await pause(100);
    }
    const recovered_ms = Math.round(performance.now() - struck);
    await told;
    const { report, left } = await atRest(lane);
    return {
      faults: sagas,
      acknowledged: lane.journal.orders().length,
      lost: report.quiescent['Q8'] ?? 0,
      violations: report.violations,
      took_ms: Math.round(performance.now() - started),
      recovered_ms,
      problems: [...left, ...(report.violations > 0 ? [tableOf(report)] : [])],
    };
  } finally {
    await lane.close();
  }
}

async function openMany(
  lane: Lane,
  of: { sagas: number; lines: Line[]; chance: ReturnType<typeof prng> },
): Promise<{ shopper: Shopper; checkoutId: string }[]> {
  const { sagas, lines, chance } = of;
  const opened: { shopper: Shopper; checkoutId: string }[] = [];
  const one = async (shopper: Shopper) => {
    while (opened.length < sagas) {
      const cartId = await fillCart(lane.client, [chance.pick(lines)]);
      const answer = await initiate(lane.client, shopper, { cartId });
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      if (opened.length < sagas) opened.push({ shopper, checkoutId: answer.body.checkoutId });
    }
  };
  const shoppers: Shopper[] = [];
  while (shoppers.length < 20) shoppers.push(await newShopper(lane));
  await Promise.all(shoppers.map(one));
  return opened;
}

async function inFlight(lane: Lane): Promise<number> {
  return withClient(lane.databaseUrl, async (client) => {
    const { rows } = await client.query<{ n: string }>(
      `select count(*) as n from payments.payment where status = 'INITIATED'`,
    );
    return Number(rows[0]?.n);
  });
}
