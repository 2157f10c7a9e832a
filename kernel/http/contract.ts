/** Calls between rooms: declared once in a room's contract.ts, used through typed clients. */
import type { Static, TSchema } from 'typebox';
import { assert } from '#kernel/core/assert.ts';
import type { Refusal } from '#kernel/core/refusal.ts';

/** Time a caller waits for one try when the call does not say. */
export const callTimeout_ms = 3_000;

export interface CallSpec<
  In extends TSchema = TSchema,
  Out extends TSchema = TSchema,
  Code extends string = string,
> {
  readonly input: In;
  readonly output: Out;
  /** Codes that come back as values. */
  readonly refusals: readonly Code[];
  /** One try of a remote call; after it the outcome is unknown. */
  readonly timeout_ms: number;
  /** Idempotent: a lost reply or a 503 may be answered by sending it again. */
  readonly retry: boolean;
}

export interface CallOptions<In extends TSchema, Out extends TSchema> {
  readonly input: In;
  readonly output: Out;
  /** Milliseconds for one remote try; 3,000 when left out. */
  readonly timeout_ms?: number;
  /** True only for calls whose effect is idempotent; false when left out. */
  readonly retry?: boolean;
}

/** Declares one call: schemas of both sides, the refusals it can answer, and its time. */
export function call<In extends TSchema, Out extends TSchema, const Code extends string>(
  options: CallOptions<In, Out> & { readonly refusals: readonly Code[] },
): CallSpec<In, Out, Code>;
export function call<In extends TSchema, Out extends TSchema>(
  options: CallOptions<In, Out>,
): CallSpec<In, Out, never>;
export function call(
  options: CallOptions<TSchema, TSchema> & { readonly refusals?: readonly string[] },
): CallSpec {
  return {
    input: options.input,
    output: options.output,
    refusals: options.refusals ?? [],
    timeout_ms: options.timeout_ms ?? callTimeout_ms,
    retry: options.retry ?? false,
  };
}

export type Calls = Readonly<Record<string, CallSpec>>;

export interface CallSet<C extends Calls = Calls, Room extends string = string> {
  readonly room: Room;
  readonly calls: C;
}

/** The calls of one room; names are path segments of `/internal/<room>/<call>`. */
export function defineCalls<const Room extends string, C extends Calls>(
  room: Room,
  calls: C,
): CallSet<C, Room> {
  for (const name of Object.keys(calls)) {
    assert(/^[a-z]\w*$/i.test(name) && name !== 'events', `'${room}.${name}' cannot be a call`);
  }
  return { room, calls };
}

export type CallInput<S extends CallSpec> = Static<S['input']>;
export type CallOutput<S extends CallSpec> =
  | Static<S['output']>
  | (S extends CallSpec<TSchema, TSchema, infer Code>
      ? [Code] extends [never]
        ? never
        : Refusal<Code>
      : never);

/**
 * What callers use. A method resolves with the output or a listed Refusal; it rejects with a
 * Failure (room-unavailable, overloaded, …) or with OutcomeUnknown when the reply was lost.
 * In the same process: a plain function call, no copy, no validation. Arguments and results
 * belong to the other side afterwards: do not change them.
 */
export type Client<S extends CallSet> = {
  readonly [K in keyof S['calls']]: (
    input: CallInput<S['calls'][K]>,
  ) => Promise<CallOutput<S['calls'][K]>>;
};

/** What the room that owns the calls implements: the same shape as the client. */
export type CallHandlers<S extends CallSet> = Client<S>;

/** Handlers with their types erased, as rooms hand them to the assembly. */
export type AnyCallHandlers = Readonly<Record<string, (input: never) => Promise<unknown>>>;
