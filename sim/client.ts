// A client outside the shop: sends requests, hears answers or nothing, tries again with the same
// key, and remembers what it was told.
import { fromMajor } from '#kernel/core/money.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { prng, type Prng } from '#kernel/core/prng.ts';
import type { Answer, Ask } from './front.ts';
import type { Journal } from './journal.ts';
import { NoAnswer, Unsent } from './network.ts';
import { runAs, type Owner } from './scheduler.ts';
import type { Stage } from './stage.ts';

const roomByPath: readonly [RegExp, string][] = [
  [/^\/cart/, 'cart'],
  [/^\/checkout/, 'checkout'],
  [/^\/(?:seller|admin)?\/?returns/, 'returns'],
  [/^\/(?:admin\/)?orders\/\w+\/return/, 'returns'],
  [/^\/(?:admin|seller)?\/?orders/, 'orders'],
  [/^\/admin\/(?:users|gift-cards)/, 'credit'],
  [/^\/(?:seller|admin)\/inventory/, 'inventory'],
  [/^\/(?:seller\/prices|admin\/coupons)/, 'pricing'],
  [/^\/\/sandbox/, 'sandbox'],
  [/^\/webhooks/, 'payments'],
];

export function roomOfPath(path: string): string {
  const found = roomByPath.find(([pattern]) => pattern.test(path));
  if (found === undefined) throw new Error(`no room is known for ${path}`);
  return found[1];
}

const CLIENT_MS = 40_000;
const TRIES = 10;

export interface ClientDeps {
  stage: Stage;
  seed: number;
  journal: Journal;
  say(line: string): void;
}

export class Client implements Owner {
  readonly name: string;
  alive = true;
  paused = false;
  readonly dice: Prng;
  readonly journal: Journal;
  readonly stage: Stage;
  readonly #say: (line: string) => void;
  #keys = 0;

  constructor(name: string, { stage, seed, journal, say }: ClientDeps) {
    this.name = name;
    this.dice = prng(`${name} of ${seed}`);
    this.journal = journal;
    this.stage = stage;
    this.#say = say;
  }

  /** Runs the script of this client to its end. */
  play(script: () => Promise<void>): Promise<void> {
    return runAs(this, script);
  }

  likely(chance: number): boolean {
    return this.dice.next() < chance;
  }

  wait(ms: number): Promise<void> {
    return this.stage.scheduler.clockOf(this).sleep(ms);
  }

  think(least_ms: number, most_ms: number): Promise<void> {
    return this.wait(this.dice.int(least_ms, most_ms));
  }

  key(): string {
    this.#keys += 1;
    return `${this.name}-${this.#keys}`;
  }

  /** One request; status 0 when no answer came. */
  async once(ask: Ask): Promise<Answer> {
    const { network, fates } = this.stage;
    const label = `${ask.method} ${ask.path}`;
    try {
      const answer = await network.send({
        from: this,
        room: roomOfPath(ask.path),
        label,
        timeout_ms: CLIENT_MS,
        fate: fates.message(),
        work: (target) => target.front.answer(ask),
      });
      this.#say(`${this.name} ${label} ${answer.status} ${shown(answer)}`);
      if (answer.status === 500) this.journal.complain(`${label} answered 500`);
      return answer;
    } catch (error) {
      if (!(error instanceof NoAnswer) && !(error instanceof Unsent)) throw error;
      this.#say(`${this.name} ${label} no answer`);
      return { status: 0, body: null, headers: {} };
    }
  }

  /** Who asks for a change of a checkout or an order may have it from now on. */
  #endClaims(path: string): void {
    const [id] = /\b(?:chk|ord)_[0-9a-f]{32}\b/.exec(path) ?? [];
    if (id !== undefined) this.journal.intervals.end({ id }, this.stage.scheduler.now_us);
  }

  /** The request until it is answered for good: again with the same key while nobody knows. */
  async ask(ask: Ask & { key?: string }): Promise<Answer> {
    const { key = this.key(), ...rest } = ask;
    const headers = {
      ...rest.headers,
      ...(ask.method === 'GET' ? {} : { 'idempotency-key': key }),
    };
    const { scheduler } = this.stage;
    const from = scheduler.steps;
    if (ask.method !== 'GET') this.#endClaims(ask.path);
    for (let tries = 1; ; tries += 1) {
      const answer = await this.once({ ...rest, headers });
      answer.span = { from, to: scheduler.steps };
      const again =
        answer.status === 0 ||
        answer.status >= 500 ||
        (answer.status === 409 && answer.body?.code === 'request-in-progress');
      if (!again || tries >= TRIES) return answer;
      await this.think(300, 3_000);
    }
  }
}

/** Major units as the client got them, in minor units. */
export function minorOf(total: number, currency: string): number {
  const minor = fromMajor(total, currency);
  if (isRefusal(minor)) throw new Error(`${total} is no amount of ${currency}`);
  return minor;
}

function shown({ status, body }: Answer): string {
  if (body === null || typeof body !== 'object') return '';
  if (status >= 400) return `${body.code} ${body.outcome ?? ''}`;
  return JSON.stringify([body.checkoutId, body.orderId, body.status, body.total, body.cartId]);
}
