// The heart of the simulation: everything that could happen next waits here, and the seed decides
// what does. One step at a time: a statement, a message, a commit, a timer. Between two steps all
// code runs until it waits for something again, so the same seed takes the same steps.
import { AsyncLocalStorage } from 'node:async_hooks';
import { assert } from '#kernel/core/assert.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { Prng } from '#kernel/core/prng.ts';
import { settled } from './chance.ts';

/** A process of the shop, or a client outside: what can die, be paused, or wait. */
export interface Owner {
  readonly name: string;
  alive: boolean;
  /** SIGSTOP: nothing of it happens until it is woken. */
  paused: boolean;
}

export interface Step {
  readonly owner: Owner;
  readonly label: string;
  /** Does it; gives a short note for the log. Never rejects. */
  run(): Promise<string>;
}

/** A statement that waits in the server for another transaction's lock. */
export interface Blocked {
  readonly owner: Owner;
  /** True when it has its answer by now; false while it really waits. */
  over(): Promise<boolean>;
}

interface Timer {
  readonly owner: Owner;
  readonly due_ms: number;
  readonly poll: number;
  /** The work it looks for, when it is one of many loops of a kind. */
  readonly looksFor: string | undefined;
  wake(): void;
  /** It never ends: whoever could have stopped it forgets it. */
  drop(): void;
}

const owners = new AsyncLocalStorage<Owner>();

/** Runs fn, and all that it starts, as this owner's doing. */
export function runAs<T>(owner: Owner, fn: () => T): T {
  return owners.run(owner, fn);
}

/** Whose doing this is. */
export function current(): Owner | undefined {
  return owners.getStore();
}

export interface SchedulerOptions {
  chance: Prng;
  start_ms: number;
  log(line: string): void;
  /** Between two steps; may add, kill and pause. */
  between(): Promise<void>;
  /** Chance that time goes on although something could happen. */
  slip?: number;
}

/** A pause up to this long is waited for exactly; a longer one of upkeep may come late. */
const exact_ms = 200;

/** Looking for all upkeep at once is most of what the start of a process costs. */
const late_chance = 0.8;

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #outside: Owner = { name: 'outside', alive: true, paused: false };
  #ready: Step[] = [];
  #timers: Timer[] = [];
  #blocked: Blocked[] = [];
  #now_us: number;
  #idleJumps = 0;
  steps = 0;
  /** Loops of upkeep at least this likely to come round wake whenever their time has come. */
  eager = 2;
  /** While set, loops that look for work of a kind wake only for what is named here. */
  wanted: ReadonlySet<string> | undefined;
  /** How often time may go on for upkeep alone before a run ends. */
  idle_max = 3;
  /** While it stands, settling takes real time too: only for building the world. */
  patient = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#now_us = options.start_ms * 1_000;
  }

  get now_ms(): number {
    return Math.floor(this.#now_us / 1_000);
  }

  /** Whether a loop that begins comes round late already the first time. */
  beginsLate(): boolean {
    return this.#options.chance.next() < late_chance;
  }

  /** For the database: microseconds since 1970. */
  get now_us(): number {
    return this.#now_us;
  }

  /** What waits to happen now. */
  get waiting(): number {
    return this.#ready.length + this.#blocked.length;
  }

  park(step: Step): void {
    if (step.owner.alive) this.#ready.push(step);
  }

  /** Parks work and gives its result when its turn has come. */
  turn<T>(owner: Owner, label: string, work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.park({
        owner,
        label,
        run: async () => {
          try {
            resolve(await work());
            return '';
          } catch (error) {
            reject(error as Error);
            return 'failed';
          }
        },
      });
    });
  }

  block(one: Blocked): void {
    this.#blocked.push(one);
  }

  /** The clock of code that belongs to nobody in particular: of whoever asks. */
  ambientClock(): Clock {
    return this.clockOf(undefined);
  }

  /**
   * An owner's clock. `poll`: chance that a long sleep that is over really ends at the next turn
   * of time; loops of upkeep get one below 1, because they may be late by any amount.
   * `looksFor`: names the work of a loop that has nothing to do unless there is some.
   */
  clockOf(owner: Owner | undefined, poll = 1, looksFor?: string): Clock {
    return {
      now: () => this.now_ms,
      date: () => new Date(this.now_ms),
      monotonic: () => this.now_ms,
      sleep: (ms, signal) =>
        this.#sleep(owner ?? owners.getStore() ?? this.#outside, {
          ms: Math.max(0, ms),
          signal,
          poll: ms <= exact_ms ? 1 : poll,
          looksFor,
        }),
    };
  }

  #sleep(
    owner: Owner,
    of: Pick<Timer, 'poll' | 'looksFor'> & { ms: number; signal: AbortSignal | undefined },
  ): Promise<void> {
    const { ms, signal, poll, looksFor } = of;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const stop = (): void => {
        this.#timers = this.#timers.filter((one) => one !== timer);
        reject(signal?.reason as Error);
      };
      const drop = (): void => signal?.removeEventListener('abort', stop);
      const wake = (): void => {
        drop();
        resolve();
      };
      const due_ms = this.now_ms + Math.ceil(ms);
      const timer: Timer = { owner, due_ms, poll, looksFor, wake, drop };
      this.#timers.push(timer);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** Forgets all that an owner was about to do. */
  forget(owner: Owner): void {
    this.#ready = this.#ready.filter((step) => step.owner !== owner);
    // Node keeps a combined signal for as long as somebody listens to it, and all that knows.
    for (const timer of this.#timers) if (timer.owner === owner) timer.drop();
    this.#timers = this.#timers.filter((timer) => timer.owner !== owner);
    this.#blocked = this.#blocked.filter((one) => one.owner !== owner);
  }

  /** Forgets everything: nothing of this seed happens any more. */
  end(): void {
    for (const timer of this.#timers) timer.drop();
    this.#timers = [];
    this.#ready = [];
    this.#blocked = [];
  }

  /** Steps until `done`, or until nothing is left but loops of upkeep (then false). */
  async run(done: () => boolean, steps_max: number): Promise<boolean> {
    const most = this.steps + steps_max;
    for (;;) {
      await settled(this.patient);
      await this.#unblock();
      if (done()) return true;
      assert(this.steps < most, `no end after ${steps_max} steps`);
      await this.#options.between();
      const isPaused = this.#ready.some(({ owner }) => owner.paused);
      const able = isPaused ? this.#ready.filter(({ owner }) => !owner.paused) : this.#ready;
      const { chance, slip = 0 } = this.#options;
      const slips = slip > 0 && able.length > 0 && chance.next() < slip;
      if (able.length > 0 && !slips) await this.#take(able);
      else if (!this.#advance(slips)) return false;
    }
  }

  async #take(able: readonly Step[]): Promise<void> {
    const { chance, log } = this.#options;
    const step = chance.pick(able);
    this.#ready.splice(this.#ready.indexOf(step), 1);
    this.#idleJumps = 0;
    this.steps += 1;
    this.#now_us += chance.int(50, 900);
    const at = this.#now_us;
    const note = await step.run();
    log(`${at} ${step.owner.name} ${step.label}${note === '' ? '' : ` ${note}`}`);
  }

  async #unblock(): Promise<void> {
    if (this.#blocked.length === 0) return;
    const still: Blocked[] = [];
    for (const one of this.#blocked) if (!(await one.over())) still.push(one);
    const changed = still.length < this.#blocked.length;
    this.#blocked = still;
    if (changed) await settled(this.patient);
  }

  /** Moves time to the next thing that somebody waits for; false when nobody does. */
  #advance(slips: boolean): boolean {
    const { chance } = this.#options;
    const live = this.#timers.filter(({ owner }) => owner.alive && !owner.paused);
    const exact = live.filter(({ poll }) => poll === 1);
    if (exact.length === 0) {
      if (slips) return true;
      // Only upkeep is left: it may bring what somebody waits for, a few times.
      this.#idleJumps += 1;
      if (live.length === 0 || this.#idleJumps > this.idle_max) return false;
      this.jump(chance.int(1_000, 5_000));
      return true;
    }
    const next_ms = Math.min(...exact.map(({ due_ms }) => due_ms));
    const slip_ms = slips ? Math.min(next_ms, this.now_ms + chance.int(1, 3_000)) : next_ms;
    this.#wake(Math.max(this.now_ms, slip_ms));
    return true;
  }

  /** Time goes on by ms, whoever waits. */
  jump(ms: number): void {
    this.#wake(this.now_ms + ms);
  }

  #wake(now_ms: number): void {
    this.#now_us = Math.max(this.#now_us, now_ms * 1_000);
    const due = this.#timers
      .filter((one) => one.due_ms <= now_ms && one.owner.alive && !one.owner.paused)
      .filter((one) => one.poll === 1 || this.#comesRound(one))
      .sort((a, b) => a.due_ms - b.due_ms);
    if (due.length === 0) return;
    const woken = new Set(due);
    this.#timers = this.#timers.filter((one) => !woken.has(one));
    for (const timer of due) timer.wake();
  }

  #comesRound({ poll, looksFor }: Timer): boolean {
    if (this.wanted !== undefined && looksFor !== undefined) return this.wanted.has(looksFor);
    return poll >= this.eager || this.#options.chance.next() < poll;
  }
}
