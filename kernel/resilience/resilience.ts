/**
 * The guard around every call that leaves the process: timeout, retries with jitter, breaker and
 * bulkhead, over cockatiel. What matters here is honesty: a call whose reply was lost may have
 * happened, so it ends as OutcomeUnknown, and no later failure of a retry may hide that.
 */
import { bulkhead, BulkheadRejectedError, circuitBreaker, CircuitState } from 'cockatiel';
import { BrokenCircuitError, ConsecutiveBreaker, ExponentialBackoff, handleWhen } from 'cockatiel';
import type { CircuitBreakerPolicy, IBackoff } from 'cockatiel';
import { systemClock } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import { AssertionFailure } from '../core/assert.ts';
import { Failure, OutcomeUnknown } from '../core/error.ts';

export interface GuardOptions {
  /** Shown to operators and in metrics, e.g. `room.inventory`. */
  name: string;
  /** For one try. */
  timeout_ms: number;
  /** Tries after the first; above 0 only for calls that may be repeated. Default 0. */
  retries?: number;
  /** Opens after so many failures in a row; lets one call through after the pause. */
  breaker?: { failures: number; halfOpenAfter_ms: number };
  /** At most `max` at once, `queue_max` waiting. Default 100 and 400. */
  bulkhead?: { max: number; queue_max: number };
  /** Code of the failure when it is surely not our call that failed. Default room-unavailable. */
  openCode?: string;
  /** First pause before a retry; later ones grow, with jitter. Default 50 ms, at most 2 s. */
  backoff?: { first_ms: number; max_ms: number };
  /** Times tries and pauses; the breaker's pause is always wall time. */
  clock?: Clock;
  onDone?(of: { guard: string; outcome: GuardOutcome; took_ms: number }): void;
  onState?(of: { guard: string; state: BreakerState }): void;
}

export type GuardOutcome = 'ok' | 'failed' | 'unknown' | 'open' | 'rejected';
export type BreakerState = 'closed' | 'open' | 'half-open' | 'held-open';

export interface GuardState {
  name: string;
  breaker: BreakerState;
  running: number;
  waiting: number;
  lastError: string | null;
}

export interface RunOptions {
  /** The caller's own end: its reason comes back; what was sent by then may have happened. */
  signal?: AbortSignal;
  timeout_ms?: number;
  retries?: number;
}

export interface Guard {
  /**
   * Runs one call. fn gets a signal that aborts at the timeout. Ends with fn's value or error, or
   * - OutcomeUnknown: a try timed out or its connection broke, and no later try succeeded
   * - Failure(openCode): breaker open, or the connection was never made; nothing was done
   * - Failure('overloaded'): bulkhead and its queue are full; nothing was done
   */
  run<T>(fn: (signal: AbortSignal) => Promise<T>, options?: RunOptions): Promise<T>;
  state(): GuardState;
  /** Holds the breaker open by hand until the returned function is called. */
  holdOpen(): () => void;
}

const usualBulkhead = { max: 100, queue_max: 400 };
const usualBackoff = { first_ms: 50, max_ms: 2000 };
const usualBreaker = { failures: 10, halfOpenAfter_ms: 5000 };
const guards = new Map<string, Guard>();

/** Every guard of this process, for the operations page. */
export function listGuards(): GuardState[] {
  return [...guards.values()].map((one) => one.state());
}

/** The guard of that name, for an operator's action. */
export function findGuard(name: string): Guard | undefined {
  return guards.get(name);
}

/** Makes a guard. One of the same name made later takes its place in the list. */
export function guard(options: GuardOptions): Guard {
  const { name, clock = systemClock, onDone } = options;
  const { max, queue_max } = options.bulkhead ?? usualBulkhead;
  const gate = bulkhead(max, queue_max);
  const { breaker, lastError } = breakerOf(options);
  const once = attemptOf(options, breaker);
  const { first_ms, max_ms } = options.backoff ?? usualBackoff;
  const backoff = new ExponentialBackoff({ initialDelay: first_ms, maxDelay: max_ms });

  const tries = async <T>(fn: Call<T>, run: RunOptions): Promise<T> => {
    let left = run.retries ?? options.retries ?? 0;
    let unknown: OutcomeUnknown | undefined;
    let pause: IBackoff<unknown> = backoff.next();
    for (;;) {
      try {
        return await once(fn, run);
      } catch (error) {
        if (error instanceof OutcomeUnknown) unknown ??= error;
        const open = breaker.state === CircuitState.Open;
        if (left <= 0 || open || run.signal?.aborted === true || !mayRetry(error)) {
          throw unknown !== undefined && hidesOutcome(error) ? unknown : error;
        }
        left -= 1;
        await clock.sleep(pause.duration, run.signal).catch((reason: unknown) => {
          throw unknown ?? reason;
        });
        pause = pause.next(undefined);
      }
    }
  };

  const made: Guard = {
    run: async (fn, run = {}) => {
      const started_ms = clock.monotonic();
      let outcome: GuardOutcome = 'ok';
      try {
        return await gate.execute(() => tries(fn, run));
      } catch (error) {
        const thrown = error instanceof BulkheadRejectedError ? full(name, error) : error;
        outcome = outcomeOf(thrown);
        throw thrown;
      } finally {
        onDone?.({ guard: name, outcome, took_ms: clock.monotonic() - started_ms });
      }
    },
    state: () => ({
      name,
      breaker: nameOf(breaker.state),
      running: max - gate.executionSlots,
      waiting: queue_max - gate.queueSlots,
      lastError: breaker.state === CircuitState.Closed ? null : lastError(),
    }),
    holdOpen: () => {
      const hold = breaker.isolate();
      return () => hold.dispose();
    },
  };
  guards.set(name, made);
  return made;
}

/** The breaker with its reports, and the message of what last went wrong. */
function breakerOf(options: GuardOptions) {
  const { failures, halfOpenAfter_ms } = options.breaker ?? usualBreaker;
  const breaker = circuitBreaker(handleWhen(countsAsFailure), {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: halfOpenAfter_ms,
  });
  let lastError: string | null = null;
  breaker.onStateChange((state) => {
    options.onState?.({ guard: options.name, state: nameOf(state) });
  });
  breaker.onFailure(({ reason }) => {
    lastError = 'error' in reason && reason.error instanceof Error ? reason.error.message : null;
  });
  return { breaker, lastError: () => lastError };
}

/** One try, through timeout and breaker, its errors put into our words. */
function attemptOf(options: GuardOptions, breaker: CircuitBreakerPolicy) {
  const { name, clock = systemClock, openCode = 'room-unavailable' } = options;
  const { halfOpenAfter_ms } = options.breaker ?? usualBreaker;
  return async <T>(fn: Call<T>, run: RunOptions): Promise<T> => {
    const timeout_ms = run.timeout_ms ?? options.timeout_ms;
    try {
      return await breaker.execute(() =>
        withTimeout(fn, { name, clock, timeout_ms, signal: run.signal }),
      );
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw asOutcome(error, name, openCode);
      const detail = { guard: name, breaker: 'open' };
      throw new Failure(openCode, detail, { retryAfter_ms: halfOpenAfter_ms, cause: error });
    }
  };
}

/** Why a call's signal fires in the end. Made once: each would cost a stack trace. */
const over = new DOMException('the call is over', 'AbortError');

type Call<T> = (signal: AbortSignal) => Promise<T>;

async function withTimeout<T>(
  fn: Call<T>,
  of: { name: string; clock: Clock; timeout_ms: number; signal?: AbortSignal | undefined },
): Promise<T> {
  of.signal?.throwIfAborted();
  const ended = new AbortController();
  const signal = of.signal ? AbortSignal.any([ended.signal, of.signal]) : ended.signal;
  const late = of.clock.sleep(of.timeout_ms, signal).then(() => {
    throw new OutcomeUnknown({ guard: of.name, timeout_ms: of.timeout_ms });
  });
  try {
    return await Promise.race([fn(signal), late]);
  } finally {
    // Stops the timer and, after a timeout, the call itself.
    ended.abort(over);
  }
}

/** Node's and undici's codes of a connection that was never made: nothing can have happened. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Codes of a connection that broke with a request possibly on it. */
const replyLost = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

function asOutcome(error: unknown, name: string, openCode: string): unknown {
  const code = networkCode(error);
  if (code === undefined) return error;
  const detail = { guard: name, network: code };
  if (neverSent.has(code)) return new Failure(openCode, detail, { cause: error });
  return replyLost.has(code) ? new OutcomeUnknown(detail, { cause: error }) : error;
}

/** The code of a network error, also one that `fetch` wrapped. */
function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof Failure) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === error ? undefined : networkCode(error.cause);
}

function countsAsFailure(error: unknown): boolean {
  if (error instanceof Failure) return error.status >= 500;
  // A bug of ours or the caller's own abort says nothing about the other side.
  if (error instanceof AssertionFailure || error instanceof TypeError) {
    return networkCode(error) !== undefined;
  }
  return !(error instanceof Error && error.name === 'AbortError');
}

function mayRetry(error: unknown): boolean {
  return error instanceof Failure && error.retryable;
}

/** Errors after which an earlier lost reply still leaves the outcome open. */
function hidesOutcome(error: unknown): boolean {
  return !(error instanceof OutcomeUnknown) && (!(error instanceof Failure) || error.status >= 500);
}

function full(name: string, cause: unknown): Failure {
  return new Failure('overloaded', { guard: name }, { cause, retryAfter_ms: 1000 });
}

function outcomeOf(error: unknown): GuardOutcome {
  if (error instanceof OutcomeUnknown) return 'unknown';
  if (!(error instanceof Failure)) return 'failed';
  if (error.code === 'overloaded' && error.cause instanceof BulkheadRejectedError) {
    return 'rejected';
  }
  return error.cause instanceof BrokenCircuitError ? 'open' : 'failed';
}

function nameOf(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return 'closed';
  if (state === CircuitState.HalfOpen) return 'half-open';
  return state === CircuitState.Open ? 'open' : 'held-open';
}
