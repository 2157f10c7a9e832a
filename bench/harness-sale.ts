// A sale as a crowd lives through it: what everybody shares. The watermark is read twice a second,
// as a cache at the edge reads it, and whoever waits hears of it from there, each at a moment of
// their own within that half second: no two people's clocks tick together.
import { prng } from '#kernel/core/prng.ts';
import type { Acknowledged } from '../invariants/invariant.ts';
import { pause } from './harness-load.ts';
import { promiseOf, ranker } from './harness-line.ts';
import { codeOf, Laps, type Answer, type Body, type WirePool } from './harness-pool.ts';
import type { Shopper } from './harness-shop.ts';
import { requestText, type RequestParts } from './harness-wire.ts';

const look_ms = 500;
/** What only those do who are let in. */
const steps = new Set(['claim', 'initiate', 'pay', 'order', 'leave']);

/** The part of the watermark that the crowd reads. */
interface Mark {
  saleId: string;
  state: string;
  version: number;
  seedHash: string;
  draw: { seed: string; people: number } | null;
  tickets: number;
  released: number;
  allocation: number;
  sold: number;
  held: number;
}

export interface SalePlan {
  variantId: string;
  units: number;
  ratePerMinute: number;
  claimSeconds: number;
  tokenSeconds: number;
  checkoutSeconds: number;
}

export interface SaleWorld {
  /** Shared with whoever else asks. */
  pool: Pick<WirePool, 'ask' | 'close'>;
  /** Connections of those who are let in: nobody's purchase stands behind others' requests here. */
  inside?: Pick<WirePool, 'ask' | 'close'>;
  /** Connections of the operators and of the edge, so that they do not stand behind the crowd. */
  admins?: Pick<WirePool, 'ask' | 'close'>;
  adminToken: string;
  plan: SalePlan;
}

/** One sale, from the announcement on, and what the crowd finds out about it. */
export class Sale {
  readonly pool: SaleWorld['pool'];
  readonly plan: SalePlan;
  readonly laps = new Laps();
  /** What must not be, with how often it was. */
  readonly faults = new Map<string, number>();
  /** What became of people, by name. */
  readonly fates = new Map<string, number>();
  /** Orders that buyers were told are confirmed. */
  readonly orders = new Map<string, Acknowledged>();
  /** Deeds that must be refused: tried and refused, by kind. */
  readonly cheats = new Map<string, { tried: number; refused: number }>();
  saleId = '';
  mark: Mark | undefined;
  isOver = false;
  drained_ms = 0;
  /** Until nine of ten units were sold: without the tail of those that come back. */
  most_ms = 0;
  started_ms = 0;
  rankOf: ((number: number) => number) | undefined;
  readonly #inside: SaleWorld['pool'];
  readonly #admins: SaleWorld['pool'];
  readonly #adminToken: string;
  readonly #numbers = new Map<number, (isIn: boolean) => void>();
  readonly #ranks = new Map<number, (isIn: boolean) => void>();
  readonly #moments = prng('when they look');
  #watching: Promise<void> | undefined;

  constructor({ pool, inside = pool, admins = pool, adminToken, plan }: SaleWorld) {
    this.pool = pool;
    this.#inside = inside;
    this.#admins = admins;
    this.plan = plan;
    this.#adminToken = adminToken;
  }

  /** Asks as somebody, and notes how long it took as `step`. */
  async ask(step: string, who: Pick<Shopper, 'token'>, parts: RequestParts): Promise<Answer> {
    const since_ms = performance.now();
    const pool = steps.has(step) ? this.#inside : this.pool;
    const answer = await pool.ask(requestText({ token: who.token, ...parts }));
    this.laps.record(step, since_ms);
    return answer;
  }

  path(rest: string): string {
    return `/api/v1/flash-sales/${this.saleId}/${rest}`;
  }

  fault(what: string): void {
    this.faults.set(what, (this.faults.get(what) ?? 0) + 1);
  }

  fate(what: string): void {
    this.fates.set(what, (this.fates.get(what) ?? 0) + 1);
  }

  /** Plans, announces and opens the line. */
  async open(): Promise<void> {
    const { variantId, units, ...plan } = this.plan;
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const body = {
      name: 'Ten thousand of one thing',
      rules: 'One each. The order of the line is drawn.',
      currency: 'USD',
      preQueueAt: at(30),
      startsAt: at(60),
      endsAt: at(180),
      ...plan,
      perAddress: 1,
      items: [{ variantId, quantity: units, price: 10 }],
    };
    const made = await this.#admin({ method: 'POST', path: '', body });
    if (made.status !== 201) throw new Error(`no sale: ${JSON.stringify(made.body)}`);
    this.saleId = String(made.body['saleId']);
    await this.act('announce');
    await this.act('pre-queue');
    // Until every process has read of it.
    await pause(2 * look_ms);
    await this.#look();
    this.#watching = this.#watch();
  }

  /**
   * An operator's deed, with the version as it stands; it must work. A crowded machine, or one that
   * has just come back, may be too slow for a sale to start: then the operator waits, a minute.
   */
  async act(verb: string): Promise<Body> {
    for (let tries = 0; tries < 60; tries += 1) {
      const { body } = await this.#admin({ method: 'GET', path: `/${this.saleId}` });
      const headers = { 'if-match': `"${String(body['version'])}"` };
      const path = `/${this.saleId}/${verb}`;
      const answer = await this.#admin({ method: 'POST', path, headers });
      // Refused for its state after a try whose reply was lost: that one had worked.
      const isDone = answer.status === 200 || (tries > 0 && codeOf(answer) === 'sale-state');
      if (isDone) return answer.body;
      if (codeOf(answer) === 'sale-not-ready') await pause(1_000);
      else if (answer.status !== 412) throw new Error(`${verb}: ${JSON.stringify(answer.body)}`);
    }
    throw new Error(`${verb}: somebody else changes the sale all the time`);
  }

  async start(): Promise<void> {
    await this.act('start');
    this.started_ms = performance.now();
  }

  async read(): Promise<Body> {
    return (await this.#admin({ method: 'GET', path: `/${this.saleId}` })).body;
  }

  /** Resolves with true once this number may claim, with false when the sale is over. */
  whenIn(number: number): Promise<boolean> {
    if (this.isOver) return Promise.resolve(false);
    return new Promise((resolve) => {
      const rank = this.rankOf?.(number);
      if (rank === undefined) this.#numbers.set(number, resolve);
      else if (rank < (this.mark?.released ?? 0)) this.#tell(resolve);
      else this.#ranks.set(rank, resolve);
    });
  }

  /** A confirmed order; the last unit ends the sale for the crowd. */
  bought(order: Acknowledged): void {
    this.orders.set(order.orderId, order);
    const since_ms = performance.now() - this.started_ms;
    if (this.orders.size === Math.ceil(this.plan.units * 0.9)) this.most_ms = since_ms;
    if (this.orders.size < this.plan.units || this.isOver) return;
    this.drained_ms = since_ms;
    this.finish();
  }

  /** Nobody waits any more. */
  finish(): void {
    this.isOver = true;
    for (const map of [this.#numbers, this.#ranks]) {
      for (const resolve of map.values()) resolve(false);
      map.clear();
    }
  }

  async close(): Promise<void> {
    this.finish();
    await this.#watching;
  }

  #admin(of: Omit<RequestParts, 'body'> & { body?: object }): Promise<Answer> {
    const { path, body, ...rest } = of;
    const whole = { ...rest, path: `/api/v1/admin/flash-sales${path}`, token: this.#adminToken };
    return this.#admins.ask(
      requestText(body === undefined ? whole : { ...whole, body: JSON.stringify(body) }),
    );
  }

  async #watch(): Promise<void> {
    while (!this.isOver) {
      await this.#look().catch(() => undefined);
      await pause(look_ms);
    }
  }

  async #look(): Promise<void> {
    const since_ms = performance.now();
    const request = requestText({ method: 'GET', path: this.path('watermark') });
    // An edge has connections of its own.
    const answer = await this.#admins.ask(request);
    this.laps.record('watermark', since_ms);
    if (answer.status !== 200) return this.fault(`watermark ${answer.status} ${codeOf(answer)}`);
    this.#take(answer.body as unknown as Mark);
  }

  /** Holds a document against the one before it, and tells whoever is in by it. */
  #take(mark: Mark): void {
    const before = this.mark;
    // From a process that has not read what another has told already.
    if (before && mark.version < before.version) return;
    this.mark = mark;
    if (before) this.#compare(before, mark);
    if (mark.state === 'SOLD_OUT' && mark.sold + mark.held < mark.allocation) {
      this.fault('a false sold-out in the watermark');
    }
    if (mark.draw !== null && this.rankOf === undefined) this.#draw(mark, mark.draw);
    const from = before?.released ?? 0;
    for (let rank = from; rank < mark.released; rank += 1) {
      const resolve = this.#ranks.get(rank);
      if (resolve) this.#tell(resolve);
      this.#ranks.delete(rank);
    }
  }

  /** Somebody hears that they are in when they look next. */
  #tell(resolve: (isIn: boolean) => void): void {
    setTimeout(() => resolve(!this.isOver), look_ms * this.#moments.next());
  }

  #compare(before: Mark, mark: Mark): void {
    if (mark.released < before.released) this.fault('the line went back');
    if (mark.sold < before.sold) this.fault('sold units became fewer');
    if (mark.tickets < before.tickets) this.fault('tickets became fewer');
    if (mark.seedHash !== before.seedHash) this.fault('the promised hash changed');
  }

  #draw({ saleId, seedHash, released }: Mark, draw: { seed: string; people: number }): void {
    if (promiseOf(draw.seed) !== seedHash) this.fault('the seed is not the one that was promised');
    const rankOf = ranker({ saleId, ...draw });
    this.rankOf = rankOf;
    for (const [number, resolve] of this.#numbers) {
      const rank = rankOf(number);
      if (rank < released) this.#tell(resolve);
      else this.#ranks.set(rank, resolve);
    }
    this.#numbers.clear();
  }
}
