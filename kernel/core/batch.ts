// Single requests of one kind become one statement for many: the primitive of every fast path.
import { AsyncLocalStorage } from 'node:async_hooks';
import { assert, AssertionFailure } from './assert.ts';
import { Failure, OutcomeUnknown } from './error.ts';
import type { Refusal } from './refusal.ts';

export interface BatchOptions<In, Out> {
  /** For errors and metrics. */
  readonly name: string;
  /** Most items in one run. */
  readonly size_max: number;
  /** Most runs out at once. */
  readonly inFlight_max: number;
  /** How long the first item may wait for company; 0 waits for the present event-loop turn. */
  readonly wait_ms?: number;
  /** Most items waiting; above it `do` rejects with Failure('overloaded'). */
  readonly queue_max: number;
  /**
   * Does all items in one go, all or nothing, and answers in the order of the items. An Error as
   * a value rejects only its item. When it throws, nothing may have been done, unless it throws
   * OutcomeUnknown, a lost connection, or a bug (AssertionFailure, TypeError and their like).
   */
  run(items: In[]): Promise<(Out | Refusal | Error)[]>;
}

export interface Batch<In, Out> {
  /** Queues one item and gives its own answer. Rejects with the item's own error. */
  do(item: In): Promise<Out | Refusal>;
  /** Starts what is waiting without further delay; resolves when nothing is queued or out. */
  drain(): Promise<void>;
  /** Items waiting and runs out, for metrics. */
  stats(): { readonly queued: number; readonly inFlight: number };
}

interface Entry<In, Out> {
  readonly item: In;
  resolve(value: Out | Refusal): void;
  reject(error: unknown): void;
}

/**
 * Groups single requests of one kind into runs of many. Requests that come while `inFlight_max`
 * runs are out wait and go as one: the busier, the larger the groups, and no added delay when
 * idle. Cost per item: one promise. Runs happen outside any request's context.
 */
export function batch<In, Out>(options: BatchOptions<In, Out>): Batch<In, Out> {
  const { name, size_max, inFlight_max, wait_ms = 0, queue_max } = options;
  for (const [key, value] of Object.entries({ size_max, inFlight_max, queue_max })) {
    assert(Number.isInteger(value) && value > 0, `batch '${name}': ${key} must be 1 or more`);
  }
  assert(wait_ms >= 0, `batch '${name}': wait_ms must be 0 or more`);
  const lane = new Lane(options);
  return {
    do: (item) => new Promise((resolve, reject) => lane.take({ item, resolve, reject })),
    drain: () => lane.drain(),
    stats: () => lane.stats(),
  };
}

/** The queue of one batch and its runs. */
class Lane<In, Out> {
  readonly #options: BatchOptions<In, Out>;
  readonly #flushOutside: () => void;
  #queue: Entry<In, Out>[] = [];
  #inFlight = 0;
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(options: BatchOptions<In, Out>) {
    this.#options = options;
    const outside = AsyncLocalStorage.snapshot();
    this.#flushOutside = () => outside(() => this.#flush());
  }

  take(entry: Entry<In, Out>): void {
    const { name, size_max, inFlight_max, wait_ms = 0, queue_max } = this.#options;
    if (this.#queue.length >= queue_max) {
      entry.reject(new Failure('overloaded', { queue: name }));
      return;
    }
    this.#queue.push(entry);
    // With all runs out, the next one to finish takes it along.
    if (this.#inFlight >= inFlight_max || this.#immediate !== undefined) return;
    if (wait_ms === 0 || this.#queue.length >= size_max || this.#idle !== undefined) this.#soon();
    else this.#timer ??= setTimeout(this.#flushOutside, wait_ms);
  }

  drain(): Promise<void> {
    if (this.#queue.length === 0 && this.#inFlight === 0) return Promise.resolve();
    this.#idle ??= Promise.withResolvers<void>();
    if (this.#queue.length > 0) this.#soon();
    return this.#idle.promise;
  }

  stats(): { queued: number; inFlight: number } {
    return { queued: this.#queue.length, inFlight: this.#inFlight };
  }

  #soon(): void {
    this.#immediate ??= setImmediate(this.#flushOutside);
  }

  #flush(): void {
    const { size_max, inFlight_max } = this.#options;
    this.#immediate = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    let taken = 0;
    while (this.#inFlight < inFlight_max && taken < this.#queue.length) {
      const entries = this.#queue.slice(taken, taken + size_max);
      taken += entries.length;
      this.#inFlight += 1;
      void settle(this.#options, entries).then(() => this.#finished());
    }
    if (taken === this.#queue.length) this.#queue = [];
    else if (taken > 0) this.#queue = this.#queue.slice(taken);
  }

  #finished(): void {
    this.#inFlight -= 1;
    // Not at once: what this turn's other replies set off should go along.
    if (this.#queue.length > 0) this.#soon();
    else if (this.#inFlight === 0) {
      this.#idle?.resolve();
      this.#idle = undefined;
    }
  }
}

/** Runs entries until each has its answer; never rejects. Halves them around a poisoned one. */
async function settle<In, Out>(
  options: BatchOptions<In, Out>,
  entries: Entry<In, Out>[],
): Promise<void> {
  let results: (Out | Refusal | Error)[];
  try {
    results = await options.run(entries.map((entry) => entry.item));
  } catch (thrown) {
    if (entries.length > 1 && concernsOneItem(thrown)) {
      // One half after the other: a run in halves still counts as one run out.
      const middle = entries.length >>> 1;
      await settle(options, entries.slice(0, middle));
      await settle(options, entries.slice(middle));
      return;
    }
    const error = isLostConnection(thrown)
      ? new OutcomeUnknown({ batch: options.name }, { cause: thrown })
      : thrown;
    for (const entry of entries) entry.reject(error);
    return;
  }
  if (!Array.isArray(results) || results.length !== entries.length) {
    const error = new AssertionFailure(
      `batch '${options.name}' did not answer each of its ${entries.length} items`,
    );
    for (const entry of entries) entry.reject(error);
    return;
  }
  for (let i = 0; i < entries.length; i += 1) {
    const entry = entries[i] as Entry<In, Out>;
    const result = results[i] as Out | Refusal | Error;
    if (result instanceof Error) entry.reject(result);
    else entry.resolve(result);
  }
}

/**
 * Whether trying the items apart is safe and of use. Not when the effect may have happened
 * (unknown outcome, a bug that may have struck after the commit), nor when the trouble is the
 * database or the load (SQLSTATE 53, 57, 58; retryable failures), which halving would multiply.
 */
function concernsOneItem(thrown: unknown): boolean {
  if (isLostConnection(thrown)) return false;
  if (thrown instanceof Failure) return !thrown.retryable;
  if (thrown instanceof AssertionFailure) return false;
  if (thrown instanceof TypeError || thrown instanceof RangeError) return false;
  if (thrown instanceof ReferenceError) return false;
  return !/^(53|57|58|XX)...$|^E[A-Z]{4,}$/.test(codeOf(thrown));
}

function isLostConnection(thrown: unknown): boolean {
  if (thrown instanceof OutcomeUnknown) return false;
  if (/^(08...|57P0[123]|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(codeOf(thrown))) return true;
  return thrown instanceof Error && /^Connection terminated/.test(thrown.message);
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error) || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}
