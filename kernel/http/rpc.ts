/**
 * Calls from room to room. In the same process a call is a function call; elsewhere it is a signed
 * POST with a deadline, retries (only where the call allows), a breaker and a bulkhead.
 */
import * as cockatiel from 'cockatiel';
import { Pool } from 'undici';
import type { Clock } from '#kernel/core/clock.ts';
import { assert } from '#kernel/core/assert.ts';
import { currentContext } from '#kernel/core/context.ts';
import { allErrors, Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { call_tries_max } from '#kernel/core/limit.ts';
import { refuse } from '#kernel/core/refusal.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import type { AnyCallHandlers, CallSet, CallSpec, Client } from '#kernel/http/contract.ts';
import { sign } from '#kernel/http/signature.ts';

export interface RpcOptions {
  readonly clock: Clock;
  /** Where rooms run that do not run here: `{ inventory: 'http://10.0.0.7:3000' }`. */
  readonly origins?: Readonly<Record<string, string>>;
  /** Needed as soon as there are origins. */
  readonly secret?: string;
  /** Calls under way to one room; as many again may wait. */
  readonly calls_max?: number;
  /** How long a batch of events may take on the other side. */
  readonly events_timeout_ms?: number;
}

export interface Rpc {
  /** From now on this room's calls are answered here. */
  provide(set: CallSet, handlers: AnyCallHandlers): void;
  /** The room stopped; its callers get 'room-unavailable', or reach it elsewhere. */
  withdraw(room: string): void;
  /** May be asked for before the room is there: where it runs is looked up by each call. */
  client<S extends CallSet>(set: S): Client<S>;
  /** Hands events to a consumer group of a room in another process. */
  deliver(room: string, consumer: string, events: EventEnvelope[]): Promise<void>;
  close(): Promise<void>;
}

type AnyCall = (input: unknown) => Promise<unknown>;

/** Room unknown here and elsewhere, refused connections, open breaker: 'room-unavailable'. */
export function rpc(options: RpcOptions): Rpc {
  const local = new Map<string, AnyCallHandlers>();
  const peers = new Map<string, Peer>();
  const peerOf = (room: string): Peer => {
    const known = peers.get(room);
    if (known !== undefined) return known;
    const origin = options.origins?.[room];
    if (origin === undefined) throw new Failure('room-unavailable', { room });
    const peer = new Peer(room, origin, options);
    peers.set(room, peer);
    return peer;
  };
  const method = (room: string, name: string, spec: CallSpec): AnyCall => {
    return async (input) => {
      const handler = local.get(room)?.[name] as AnyCall | undefined;
      return handler === undefined ? peerOf(room).call(name, spec, input) : handler(input);
    };
  };
  return {
    provide: (set, handlers) => {
      for (const name of Object.keys(set.calls)) {
        assert(typeof handlers[name] === 'function', `room ${set.room} does not answer ${name}`);
      }
      local.set(set.room, handlers);
    },
    withdraw: (room) => void local.delete(room),
    client: <S extends CallSet>(set: S) =>
      Object.fromEntries(
        Object.entries(set.calls).map(([name, spec]) => [name, method(set.room, name, spec)]),
      ) as unknown as Client<S>,
    deliver: async (room, consumer, events) => {
      const timeout_ms = options.events_timeout_ms ?? 30_000;
      await peerOf(room).send('events', { consumer, events }, { timeout_ms, retry: false });
    },
    close: async () => {
      await Promise.all([...peers.values()].map((peer) => peer.close()));
      peers.clear();
    },
  };
}

interface SendOptions {
  readonly timeout_ms: number;
  readonly retry: boolean;
}

interface Answer {
  readonly output?: unknown;
  readonly refusal?: { readonly code: string; readonly detail: Record<string, unknown> };
}

/** A room in another process. */
class Peer {
  readonly #room: string;
  readonly #secret: string;
  readonly #clock: Clock;
  readonly #pool: Pool;
  readonly #guarded: cockatiel.IPolicy;
  readonly #again: cockatiel.IPolicy;
  readonly #unsentAgain: cockatiel.IPolicy;

  constructor(room: string, origin: string, options: RpcOptions) {
    assert(options.secret !== undefined, `calls to room ${room} need the internal secret`);
    const calls_max = options.calls_max ?? 200;
    this.#room = room;
    this.#secret = options.secret;
    this.#clock = options.clock;
    this.#pool = new Pool(origin, {
      connections: 32,
      connectTimeout: 1_000,
      maxResponseSize: 32 * 1_048_576,
    });
    const breaker = cockatiel.circuitBreaker(cockatiel.handleWhen(isTrouble), {
      halfOpenAfter: 1_000,
      breaker: new cockatiel.SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 1 }),
    });
    this.#guarded = cockatiel.wrap(breaker, cockatiel.bulkhead(calls_max, calls_max));
    const times = {
      maxAttempts: call_tries_max - 1,
      backoff: new cockatiel.ExponentialBackoff({ initialDelay: 50, maxDelay: 500 }),
    };
    this.#again = cockatiel.retry(cockatiel.handleWhen(isRetryable), times);
    this.#unsentAgain = cockatiel.retry(cockatiel.handleWhen(isUnsent), times);
  }

  async call(name: string, spec: CallSpec, input: unknown): Promise<unknown> {
    const answer = await this.send(name, { input }, spec);
    if (answer.refusal === undefined) return answer.output;
    const { code, detail } = answer.refusal;
    assert(spec.refusals.includes(code), `${this.#room}.${name} does not list refusal '${code}'`);
    return refuse(code, detail);
  }

  async send(name: string, content: object, options: SendOptions): Promise<Answer> {
    const path = `/internal/${this.#room}/${name}`;
    const body = JSON.stringify({ context: currentContext() ?? null, ...content });
    const again = options.retry ? this.#again : this.#unsentAgain;
    const post = () => this.#post(path, body, options.timeout_ms);
    try {
      return await again.execute(() => this.#guarded.execute(post));
    } catch (thrown) {
      if (cockatiel.isBrokenCircuitError(thrown as Error)) {
        const rest = { cause: thrown, retryAfter_ms: 1_000 };
        throw new Failure('room-unavailable', { room: this.#room }, rest);
      }
      if (cockatiel.isBulkheadRejectedError(thrown as Error)) {
        throw new Failure('overloaded', { room: this.#room }, { cause: thrown });
      }
      throw thrown;
    }
  }

  /** One try, with a signature and nonce of its own. */
  async #post(path: string, body: string, timeout_ms: number): Promise<Answer> {
    const signed = sign(this.#secret, { method: 'POST', path, body }, this.#clock.now());
    const headers = { 'content-type': 'application/json', ...signed };
    const signal = AbortSignal.timeout(timeout_ms);
    let status: number;
    let pause: string | string[] | undefined;
    let text: string;
    try {
      const response = await this.#pool.request({ path, method: 'POST', headers, body, signal });
      status = response.statusCode;
      pause = response.headers['retry-after'];
      text = await response.body.text();
    } catch (cause) {
      throw lost(this.#room, cause);
    }
    const answer = parsed(text, this.#room);
    if (status === 200) return answer as Answer;
    throw failureIn(answer, status, { room: this.#room, pause_s: Number(pause) });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

const unsentCodes = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** A connection that never came about did nothing; after that, nobody knows. */
function lost(room: string, cause: unknown): Failure {
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string' && unsentCodes.test(code)) {
    return new Failure('room-unavailable', { room }, { cause });
  }
  return new OutcomeUnknown({ room }, { cause });
}

function parsed(text: string, room: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OutcomeUnknown({ room }, { cause });
  }
}

interface Told {
  readonly room: string;
  /** NaN when the other side did not say. */
  readonly pause_s: number;
}

/** The other side's problem document as the Failure it was made from. */
function failureIn(problem: unknown, status: number, { room, pause_s }: Told): Failure {
  const code = (problem as { code?: unknown } | null)?.code;
  // 404: the other process does not run the room, or does not believe us.
  if (status === 404) return new Failure('room-unavailable', { room });
  const known = typeof code === 'string' && allErrors().some((one) => one.code === code);
  if (!known || code === 'outcome-unknown') return new OutcomeUnknown({ room, status });
  const pause = Number.isFinite(pause_s) ? { retryAfter_ms: pause_s * 1_000 } : {};
  return new Failure(code, { room }, pause);
}

const isUnsent = (error: unknown) => error instanceof Failure && error.code === 'room-unavailable';
const isTrouble = (error: unknown) =>
  error instanceof OutcomeUnknown || isUnsent(error) || !(error instanceof Failure);
const isRetryable = (error: unknown) => error instanceof Failure && error.retryable;
