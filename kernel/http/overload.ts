/**
 * How many requests may be under way, so that those that are get done. Where answers are late
 * although the pace holds, something is full: the core, the database, the disk, a lane. Then every
 * further request only makes all others wait, so no more are under way than are answered within the
 * wait that is wanted (Little's law: under way = pace × wait), and the rest is told to come back at
 * once, which costs next to nothing. A neighbour that stands still is something else: the pace says
 * nothing for a moment, and nobody is turned away for it before it lasts. And each route tells its
 * own wait, so that what is answered in time is not refused because of what is not, unless the core
 * itself is full, which all of them need.
 */
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import type { Route } from '#kernel/http/route.ts';

/** Answers are late where requests wait so long for them. */
const wait_ms_late = 1_000;
/**
 * How long they should wait while something is full: as many as keep it busy, and no more. The
 * longer the line inside, the longer the turns of the event loop, and so the wait for a refusal.
 */
const wait_ms = 400;
const look_ms = 200;
/** Part of the time in which the event loop works: above it the core is full. */
const full = 0.95;
const allowed_min = 128;
/** Looks at answers that are late before anything is cut: a start and a burst are no overload. */
const looks_min = 5;
/** The same where the pace has broken off: a neighbour may be stuck a moment. */
const looks_min_stuck = 25;
/** A route is late above the first of them, until it is below the second. */
const late_ms = { from: 500, to: 200 };
/** Fewer that wait on a route are nothing to judge it by. */
const waiting_min = 8;
/** Who asks: who holds something, who is about to, and who only begins. */
export type Turn = 'first' | 'next' | 'new';

/** Of all places the part that is open to them, and how many times what a full core may have. */
const shares: Readonly<Record<Turn, { places: number; times: number }>> = {
  // Whoever pays is turned away last: their unit is kept for them, and nobody else can have it.
  first: { places: 1, times: 8 },
  // Without it, who was let in to fill a cart would mostly be refused at the checkout, and the
  // work that was done for them would be lost.
  next: { places: 0.875, times: 3 },
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
  /** Looks in a row at a full core, or at answers that are late while the pace holds. */
  looks: number;
  /** Looks in a row at a pace that has broken off. */
  stuck: number;
}

/** How many may be under way after this look; pure. */
export function nextAllowed(now: Pressure, look: Look, max: number): Pressure {
  const { busy, underWay } = look;
  const isFull = busy >= full;
  const per_s = paceOf(now.per_s, look);
  const within = (ms: number) => Math.max(allowed_min, Math.ceil((per_s * ms) / 1_000));
  const wanted = within(wait_ms);
  if (!isFull && underWay <= within(wait_ms_late)) {
    // Who waits as long as is wanted is not joined by more of them.
    const grown = underWay * 2 > wanted ? now.allowed : Math.ceil(now.allowed * 1.5);
    return { per_s, looks: 0, stuck: 0, allowed: Math.min(max, grown) };
  }
  const isStuck = !isFull && seenOf(look) * 2 < now.per_s;
  // A moment at which nothing comes back says nothing of the pace either.
  if (isStuck && now.stuck < looks_min_stuck) return { ...now, stuck: now.stuck + 1 };
  const looks = now.looks + 1;
  const stuck = isStuck ? now.stuck : 0;
  if (!isStuck && looks < looks_min) return { per_s, looks, stuck, allowed: now.allowed };
  // Never to a half at once: one odd look is not a state.
  const least = Math.max(allowed_min, Math.ceil(now.allowed / 2));
  return { per_s, looks, stuck, allowed: Math.min(max, Math.max(least, wanted)) };
}

const seenOf = ({ done, elapsed_ms }: Pick<Look, 'done' | 'elapsed_ms'>): number =>
  (done * 1_000) / Math.max(1, elapsed_ms);

function paceOf(before_per_s: number, look: Pick<Look, 'done' | 'elapsed_ms'>): number {
  const seen = seenOf(look);
  return before_per_s === 0 ? seen : before_per_s * memory + seen * (1 - memory);
}

/** What waits on one route. */
export class Load {
  underWay = 0;
  /** Answered since the look before. */
  done = 0;
  per_s = 0;
  isLate = false;

  look(elapsed_ms: number): void {
    this.per_s = paceOf(this.per_s, { done: this.done, elapsed_ms });
    this.done = 0;
    const bound_ms = this.isLate ? late_ms.to : late_ms.from;
    this.isLate = this.underWay >= waiting_min && this.underWay * 1_000 > this.per_s * bound_ms;
  }
}

/** Watches the process and says whether there is room for one more. */
export class Room {
  readonly #max: number;
  readonly #underWay: () => number;
  readonly #timer: NodeJS.Timeout;
  readonly #loads: Load[] = [];
  #state: Pressure;
  #isFull = false;
  #done = 0;
  #at_ms = performance.now();
  #used: EventLoopUtilization = performance.eventLoopUtilization();

  constructor(max: number, underWay: () => number) {
    this.#max = max;
    this.#underWay = underWay;
    this.#state = { allowed: max, per_s: 0, looks: 0, stuck: 0 };
    this.#timer = setInterval(() => this.#look(), look_ms).unref();
  }

  /** What waits on a route of this room, for `allowed`. */
  load(): Load {
    const made = new Load();
    this.#loads.push(made);
    return made;
  }

  /** How many may be under way for one of these to be let in, on a route that waits like this. */
  allowed(turn: Turn, load?: Load): number {
    const isCut = this.#isFull || load?.isLate === true;
    return placesFor(turn, isCut ? this.#state.allowed : this.#max, this.#max);
  }

  /** Whether anybody at all may be turned away now. */
  get isTight(): boolean {
    return this.#underWay() >= placesFor('new', this.#state.allowed, this.#max);
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
    const { utilization: busy } = performance.eventLoopUtilization(used, this.#used);
    const elapsed_ms = now_ms - this.#at_ms;
    const look = { busy, done: this.#done, elapsed_ms, underWay: this.#underWay() };
    this.#state = nextAllowed(this.#state, look, this.#max);
    for (const load of this.#loads) load.look(elapsed_ms);
    this.#isFull = busy >= full;
    this.#used = used;
    this.#at_ms = now_ms;
    this.#done = 0;
  }
}
