/**
 * How many requests may be under way, so that those that are get done. A process whose one core is
 * full answers nobody faster by taking more: every further request only makes all others wait. So
 * while the core is full no more are under way than are answered within the wait that is wanted,
 * and the rest is told to come back at once, which costs next to nothing. While a neighbour is slow
 * the core is idle, and waiting requests harm nobody; but nobody waits for ever, so then the wait
 * that is wanted is a long one.
 */
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import type { Route } from '#kernel/http/route.ts';

/** What a request should wait for its answer at most while the core is full. */
const wait_ms_full = 1_000;
/** And while it is not: a third of the time after which clients give up. */
const wait_ms_slow = 10_000;
const look_ms = 200;
/** Part of the time in which the event loop works: above it the core is full. */
const full = 0.95;
const allowed_min = 128;
/** Looks in a row at a full core before anything is cut: a start and a burst are no overload. */
const looks_min = 5;
/** The same where answers are late and the core is not full: a neighbour may be stuck a moment. */
const looks_min_slow = 25;
/** Who asks: who holds something, who is about to, and who only begins. */
export type Turn = 'first' | 'next' | 'new';

/** Of all places the part that is open to them, and how many times what a full core may have. */
const shares: Readonly<Record<Turn, { places: number; times: number }>> = {
  // Whoever pays is turned away last: their unit is kept for them, and nobody else can have it.
  first: { places: 1, times: 4 },
  // Without it, who was let in to fill a cart would mostly be refused at the checkout, and the
  // work that was done for them would be lost.
  next: { places: 0.875, times: 1.5 },
  new: { places: 0.75, times: 1 },
};
/** How much the pace of the past counts beside that of the last look. */
const memory = 0.7;

/** How many may be under way for one of these to be let in; pure. */
export function placesFor(turn: Turn, allowed: number, max: number): number {
  const { places, times } = shares[turn];
  return Math.ceil(Math.min(max * places, allowed * times));
}

/** Operators have the first turn, for they must help, and so have those who tell of payments. */
export function turnOf({ turn, audience }: Pick<Route, 'turn' | 'audience'>): Turn {
  return audience === 'admin' || audience === 'webhook' ? 'first' : (turn ?? 'new');
}

/** What one look at the process finds. */
export interface Look {
  /** Part of the time in which the event loop worked. */
  busy: number;
  /** Requests answered since the look before, refused ones aside. */
  done: number;
  elapsed_ms: number;
  /** Requests that wait for their answer. */
  underWay: number;
}

/** What the room knows of itself. */
export interface Pressure {
  allowed: number;
  /** Answered a second, lately. */
  per_s: number;
  /** Looks in a row at a full core, or at answers that are late. */
  looks: number;
}

/** How many may be under way after this look; pure. */
export function nextAllowed(
  now: Pressure,
  { busy, done, elapsed_ms, underWay }: Look,
  max: number,
): Pressure {
  const seen = (done * 1_000) / Math.max(1, elapsed_ms);
  const per_s = now.per_s === 0 ? seen : now.per_s * memory + seen * (1 - memory);
  const isFull = busy >= full;
  const wait_ms = isFull ? wait_ms_full : wait_ms_slow;
  const wanted = Math.max(allowed_min, Math.ceil((per_s * wait_ms) / 1_000));
  if (!isFull && underWay <= wanted) {
    // Who waits nearly that long is not joined by more of them.
    const grown = underWay * 2 > wanted ? now.allowed : Math.ceil(now.allowed * 1.5);
    return { per_s, looks: 0, allowed: Math.min(max, grown) };
  }
  const looks = now.looks + 1;
  if (looks < (isFull ? looks_min : looks_min_slow)) return { per_s, looks, allowed: now.allowed };
  // Never to a half at once: one odd look is not a state.
  const least = Math.max(allowed_min, Math.ceil(now.allowed / 2));
  return { per_s, looks, allowed: Math.min(max, Math.max(least, wanted)) };
}

/** Watches the process and says whether there is room for one more. */
export class Room {
  readonly #max: number;
  readonly #underWay: () => number;
  readonly #timer: NodeJS.Timeout;
  #state: Pressure;
  #done = 0;
  #at_ms = performance.now();
  #used: EventLoopUtilization = performance.eventLoopUtilization();

  constructor(max: number, underWay: () => number) {
    this.#max = max;
    this.#underWay = underWay;
    this.#state = { allowed: max, per_s: 0, looks: 0 };
    this.#timer = setInterval(() => this.#look(), look_ms).unref();
  }

  /** How many may be under way for one of these to be let in. */
  allowed(turn: Turn): number {
    return placesFor(turn, this.#state.allowed, this.#max);
  }

  /** A request was answered, and not with a refusal of this kind. */
  done(): void {
    this.#done += 1;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now_ms = performance.now();
    const used = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(used, this.#used);
    const look = {
      busy: utilization,
      done: this.#done,
      elapsed_ms: now_ms - this.#at_ms,
      underWay: this.#underWay(),
    };
    this.#state = nextAllowed(this.#state, look, this.#max);
    this.#used = used;
    this.#at_ms = now_ms;
    this.#done = 0;
  }
}
