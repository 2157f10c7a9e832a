// One schedule: a cell of the matrix, a seed, one purchase, one or two strikes, and the verdict.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { prng, type Prng } from '#kernel/core/prng.ts';
import type { Lane } from './lane.ts';
import { folder, Struck } from './lane.ts';
import { otherSteps, returnSteps, steps, type Cell, type Effect } from './points.ts';
import type { HttpFate, Passing } from './proxy-http.ts';
import type { Fate, Unit } from './proxy-postgres.ts';
import { describe, drawShape, stockUp, type Shape } from './shape.ts';
import { Story, visitsOf, type Shopper } from './story.ts';
import { isBusy, Late, schedule_ms_max, Waits } from './waits.ts';
import { underWay } from './world.ts';
import { comesToRest, instantlyTrue, moneyAndUnitsAreBack, verdict } from './verdict.ts';

/** How long the webhook may keep the gateway's reply: less than anybody waits for it. */
const webhookFirst_ms = 450;
/** How long a shop at rest takes to carry its last events to everybody, on a busy machine. */
const carried_ms_max = 10_000;
/** A refund's first request and its repeat: then it is late. */
const refundsLost = 2;
/** How long after its no the gateway captures a late success all the same. */
const late_ms = 100;
/** When a gateway that will hang has surely acted. */
const acted_ms = 200;

export interface Schedule {
  cell: Cell;
  seed: string;
  /** A second strike, in the process that recovers. */
  second?: string;
}

export interface Result {
  id: string;
  seed: string;
  /**
   * 'hit': struck, and all is true; 'missed': the point was never passed; 'wrong': violations;
   * 'late': not over in its time, and the lane is as it was then.
   */
  state: 'hit' | 'missed' | 'wrong' | 'late';
  secondHit: boolean;
  shape: string;
  took_ms: number;
  /** Late on a machine that had no time for it. */
  busy: boolean;
  problem?: string;
}

/**
 * Runs one schedule in a lane that is at rest, and leaves it at rest, unless it is late; never
 * throws, and ends within `max_ms` and a few seconds.
 */
export async function runSchedule(
  lane: Lane,
  schedule: Schedule,
  max_ms = schedule_ms_max,
): Promise<Result> {
  const started = performance.now();
  const waits = new Waits(max_ms);
  lane.waits = waits;
  const chance = prng(`${schedule.seed} ${schedule.cell.id}`);
  const shape = drawShape(lane.world.products, chance, schedule.cell.path);
  const run = new Run({ lane, schedule, shape, chance });
  let problem: string | undefined;
  let late = false;
  const failed = async (error: unknown) => {
    if (late) return;
    late = error instanceof Late;
    problem ??= `${told(error)}\n${await standing(lane)}`;
  };
  await waits.orLate(run.live()).catch(failed);
  run.end();
  await waits.orLate(run.recovered()).catch(failed);
  lane.used += 1;
  if (process.env['CHAOS_LOG']) console.log(lane.journal.lines());
  return {
    id: schedule.cell.id,
    seed: schedule.seed,
    state: late ? 'late' : problem !== undefined ? 'wrong' : run.strikes > 0 ? 'hit' : 'missed',
    secondHit: run.strikes > 1,
    shape: describe(shape),
    took_ms: Math.round(performance.now() - started),
    busy: late && isBusy(),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** The story of a cell without a strike; the points that were passed, point c included. */
export async function watchSchedule(lane: Lane, schedule: Schedule): Promise<string[]> {
  const chance = prng(`${schedule.seed} ${schedule.cell.id}`);
  const shape = drawShape(lane.world.products, chance, schedule.cell.path);
  const run = new Run({ lane, schedule, shape, chance });
  await run.watch();
  run.end();
  return [...(await lane.front.passed()), ...run.effects];
}

function told(error: unknown): string {
  if (error instanceof Late) return error.message;
  return error instanceof Error ? `${error.stack ?? error.message}${causes(error)}` : String(error);
}

/** What is still under way, and who lives, for those who must find out what went wrong. */
async function standing(lane: Lane): Promise<string> {
  const brief = new Waits(5_000);
  const asked = lane.facts
    .with(underWay)
    .catch((error: unknown) => [`the database says nothing: ${String(error)}`]);
  const left = await brief.orLate(asked).catch(() => ['the database says nothing']);
  const load = `load ${loadavg()[0]?.toFixed(1)}`;
  return [`${load}; ${lane.alive()}; under way:`, ...left].join('\n  ');
}

function causes(error: Error): string {
  return error.cause instanceof Error ? `\ncause: ${error.cause.stack ?? ''}` : '';
}

class Run {
  readonly #lane: Lane;
  readonly #cell: Cell;
  readonly #schedule: Schedule;
  readonly #shape: Shape;
  readonly #chance: Prng;
  readonly #mark: string;
  #recovering: Promise<void> = Promise.resolve();
  #webhookCame: (() => void) | undefined;
  #firstCharge = true;
  #refundsAsked = 0;
  #armed = true;
  #watching = false;
  #broken: Error | undefined;
  strikes = 0;

  constructor(of: { lane: Lane; schedule: Schedule; shape: Shape; chance: Prng }) {
    this.#lane = of.lane;
    this.#schedule = of.schedule;
    this.#cell = of.schedule.cell;
    this.#shape = of.shape;
    this.#chance = of.chance;
    this.#mark = join(folder, `mark-${of.lane.name}`);
  }

  /**
   * A point may be passed after the shopper was told; when all is at rest it is too late. What is
   * still armed then is disarmed, also for a second strike: nobody would start its victim again.
   */
  async #lastChance(): Promise<void> {
    const wanted = this.#schedule.second === undefined ? 1 : 2;
    for (;;) {
      await this.recovered();
      const seen = this.strikes;
      if (seen >= wanted) return;
      try {
        await comesToRest(this.#lane);
        await this.#untilDelivered(seen);
        if (this.strikes === seen) await this.#lane.disarm();
        if (this.strikes === seen) return;
      } catch (error) {
        // Whoever was asked has been struck meanwhile, which is noted a moment after its
        // connections are gone; anything else is wrong.
        for (let look = 0; this.strikes === seen && look < 60; look += 1) {
          await new Promise<void>((done) => setTimeout(done, 50));
        }
        if (this.strikes === seen) throw error;
      }
    }
  }

  /** Events may still be carried when nothing else is under way: their points are waited for. */
  async #untilDelivered(seen: number): Promise<void> {
    if (!/^(?:relay|inbox)\./.test(this.#cell.failpoint) || seen > 0) return;
    const until = performance.now() + carried_ms_max;
    while (this.strikes === seen && performance.now() < until) {
      await new Promise<void>((done) => setTimeout(done, 50));
    }
  }

  /** Names of the points c whose effect has been seen, while watching. */
  readonly effects = new Set<string>();

  /** As `live`, but nothing strikes: effects are noted as they pass. */
  async watch(): Promise<void> {
    this.#watching = true;
    await this.#lane.front.watch();
    await this.live();
  }

  #note(fits: (effect: Effect) => boolean): void {
    const back = this.#cell.path.startsWith('return');
    const saga = back ? 'return' : 'checkout';
    const known = back ? returnSteps : { ...steps, ...otherSteps };
    for (const [name, { effect }] of Object.entries(known)) {
      if (effect !== null && fits(effect)) this.effects.add(`${saga}.${name}.c`);
    }
  }

  async live(): Promise<void> {
    const lane = this.#lane;
    const { outcome, path } = this.#cell;
    rmSync(this.#mark, { force: true });
    lane.journal.clear();
    if (this.#cell.victim === 'relay') {
      await lane.waits.during('a second process', () => lane.becomeRelay());
    }
    await lane.waits.during('the stock', () => stockUp(lane, this.#shape.lines));
    const doubled = outcome === 'webhook-twice' || outcome === 'webhook-first';
    await lane.setFaults({ late_ms, ...(doubled ? { webhooks: 'duplicate' } : {}) });
    const shopper = await newShopper(lane);
    this.#standBetween();
    if (!this.#watching) await this.#arm();
    const story = new Story({ lane, shape: this.#shape, path, shopper });
    const told = await story.live(visitsOf(this.#cell));
    if (told.cancelled.length > 0) {
      await moneyAndUnitsAreBack(lane, { told, shape: this.#shape });
    }
    if (!this.#watching) await this.#lastChance();
    this.#armed = false;
    await this.recovered();
    if (this.#broken !== undefined) throw this.#broken;
    await verdict({ lane, told, shopper, shape: this.#shape, path });
  }

  /** Nothing stands in anybody's way any more. */
  end(): void {
    this.#armed = false;
    this.#lane.gatewayProxy.judge = undefined;
    this.#lane.door.judge = undefined;
    this.#lane.postgresProxy.judge = undefined;
  }

  async #arm(): Promise<void> {
    const { failpoint, victim, effect } = this.#cell;
    const mark = effect === undefined ? {} : { mark: this.#mark };
    await this.#lane.arm({ failpoint, victim, ...mark }, () => this.#struck());
  }

  /** The victim is dead: what lives must be true, and then it is started again. */
  #struck(): void {
    if (!this.#armed) return;
    const { victim } = this.#cell;
    // Of a pair of armed processes one strikes, and the other's end is that strike.
    if (victim === 'relay' && this.strikes > 0) return;
    this.strikes += 1;
    const { second } = this.#schedule;
    const again = second !== undefined && this.strikes === 1;
    const arm = again ? { failpoint: second, victim } : undefined;
    const dead = victim === 'postgres' || victim === 'everything';
    this.#recovering = this.#recovering.then(async () => {
      if (!dead) await this.#lane.waits.during('the first look', () => this.#look());
      await this.#lane.recover(victim, { chance: this.#chance, arm });
    });
    this.#recovering.catch(() => undefined);
    if (again) this.#awaitSecond();
  }

  /** What is wrong while the victim is dead is told at the end; its recovery goes on. */
  async #look(): Promise<void> {
    try {
      await instantlyTrue(this.#lane);
    } catch (error) {
      this.#broken ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  /** The second strike may come while the process that recovers is still starting. */
  #awaitSecond(): void {
    const lane = this.#lane;
    const { victim } = this.#cell;
    this.#recovering = this.#recovering.then(
      () => lane.watchStrike(() => this.#struck()),
      async (error: unknown) => {
        if (!(error instanceof Struck)) throw error;
        this.strikes += 1;
        await lane.recover(victim, { chance: this.#chance });
      },
    );
    this.#recovering.catch(() => undefined);
  }

  async recovered(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== this.#recovering;) {
      seen = this.#recovering;
      await seen;
    }
  }

  /** The proxies play the gateway's part of the outcome, and strike at point c. */
  #standBetween(): void {
    const lane = this.#lane;
    lane.gatewayProxy.judge = (request) => this.#judgeGateway(request);
    if (this.#watching || this.#cell.effect?.over === 'postgres') {
      lane.postgresProxy.judge = (unit) => this.#judgeDatabase(unit);
    }
    if (this.#cell.outcome === 'webhook-first') {
      lane.door.judge = ({ path }) =>
        path.endsWith('/webhooks/sandbox')
          ? { kind: 'hold-reply', meanwhile: () => this.#webhook() }
          : undefined;
    }
  }

  #webhook(): true {
    this.#webhookCame?.();
    return true;
  }

  #judgeGateway(request: Passing): HttpFate | undefined {
    const { outcome, effect } = this.#cell;
    if (this.#watching) this.#note((one) => one.over === 'gateway' && one.path.test(request.path));
    const charge = request.path.endsWith('/sandbox/charge');
    const first = charge && this.#firstCharge;
    if (charge) this.#firstCharge = false;
    const strikes = effect?.over === 'gateway' && effect.path.test(request.path) && this.#due();
    if (this.#cell.path === 'return-late' && request.path.endsWith('/sandbox/refund')) {
      this.#refundsAsked += 1;
      if (this.#refundsAsked <= refundsLost) return { kind: 'swallow' };
    }
    if (first && outcome === 'never-arrived') {
      if (strikes) this.#strikeBy();
      return { kind: 'swallow' };
    }
    if (first && outcome === 'webhook-first') {
      return {
        kind: 'hold-reply',
        meanwhile: async () => {
          await this.#untilWebhook();
          return strikes ? this.#strikeBy() : true;
        },
      };
    }
    const { onCharge } = this.#lane;
    if (charge && onCharge) {
      return { kind: 'hold-reply', meanwhile: () => onCharge(request.body).then(() => true) };
    }
    if (!strikes) return undefined;
    if (first && outcome.startsWith('timeout')) {
      setTimeout(() => this.#strikeBy(), acted_ms);
      return { kind: 'drop-reply' };
    }
    return { kind: 'hold-reply', meanwhile: () => this.#strikeBy() };
  }

  async #untilWebhook(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#webhookCame = resolve;
      setTimeout(resolve, webhookFirst_ms);
    });
  }

  #judgeDatabase(unit: Unit): Fate | undefined {
    if (this.#watching) this.#note((one) => matches(one, unit));
    if (!matches(this.#cell.effect, unit) || !this.#due()) return undefined;
    return { kind: 'hold-reply', meanwhile: () => this.#strikeBy() };
  }

  /** Whether point b has been passed, and nothing was struck yet. */
  #due(): boolean {
    return this.#armed && this.strikes === 0 && existsSync(this.#mark);
  }

  /** Strikes from outside; whether the reply may go on to whoever still lives. */
  #strikeBy(): boolean {
    if (!this.#armed || this.strikes > 0) return true;
    const { victim, effect } = this.#cell;
    this.#lane.strike(victim);
    this.#struck();
    if (victim === 'relay') return true;
    return victim === 'gateway' && effect?.over === 'postgres';
  }
}

function matches(effect: Effect | undefined, unit: Unit): boolean {
  if (effect?.over !== 'postgres') return false;
  const { text, values } = effect;
  return unit.texts.some((one) => text.test(one)) && (values?.test(unit.values) ?? true);
}

/** A guest with an address in New York. */
export async function newShopper({ client }: Lane): Promise<Shopper> {
  const guest = await client.post('/auth/guest', { body: {} });
  assert.ok(guest.status < 300, JSON.stringify(guest.body));
  const token = guest.body.accessToken as string;
  const address = await client.post('/me/addresses', {
    token,
    body: {
      name: 'Test Shopper',
      line1: '1 Main Street',
      city: 'New York',
      state: 'NY',
      postalCode: '10001',
      country: 'US',
    },
  });
  assert.equal(address.status, 201, JSON.stringify(address.body));
  return { userId: guest.body.user.userId, token, addressId: address.body.addressId };
}
