import { AsyncLocalStorage } from 'node:async_hooks';
import { assert } from './assert.ts';
import { newId } from './id.ts';

/** What one request or event hands on to everything it causes. */
export interface Context {
  /** `corr_…`, or what the client sent: one for the whole chain. */
  readonly correlationId: string;
  /** The event that caused this one; absent at the start of a chain. */
  readonly causationId?: string;
  readonly sagaId?: string;
  /** The Lamport time of the cause; later ticks of this process are above it. */
  readonly lamport?: number;
  /** W3C trace context, handed on as it came. */
  readonly traceparent?: string;
}

interface Frame {
  readonly context: Context;
  /** The JSON text before the Lamport number: the same for each event of one context. */
  metaHead: string | undefined;
}

const frames = new AsyncLocalStorage<Frame>();

// One counter for the process: events of concurrent requests share rows, hence their order too.
let lamport = 0;

/** The context of the running request or event; undefined outside of both. */
export function currentContext(): Context | undefined {
  return frames.getStore()?.context;
}

/** Runs fn, and all it starts, in a context, and takes note of the context's Lamport time. */
export function runWith<T>(context: Context, fn: () => T): T {
  if (context.lamport !== undefined) observeLamport(context.lamport);
  return frames.run({ context, metaHead: undefined }, fn);
}

/**
 * The metadata of one new event as JSON text `{"correlationId","causationId","lamport"}`, ticking
 * the Lamport clock; causationId may be null. Outside a context a new chain begins. Call it in
 * the request's context, not inside a batch's run.
 */
export function eventMeta(): string {
  const frame = frames.getStore();
  if (frame === undefined) return `${metaHead({ correlationId: newId('corr') })}${tick()}}`;
  frame.metaHead ??= metaHead(frame.context);
  return `${frame.metaHead}${tick()}}`;
}

function metaHead({ correlationId, causationId }: Context): string {
  const correlation = JSON.stringify(correlationId);
  const causation = JSON.stringify(causationId ?? null);
  return `{"correlationId":${correlation},"causationId":${causation},"lamport":`;
}

/** Takes note of a Lamport time received (integer from 0): the clock goes on above it. */
export function observeLamport(received: number): void {
  assert(Number.isSafeInteger(received) && received >= 0, `${received} is not a Lamport time`);
  if (received > lamport) lamport = received;
}

/** The next Lamport time of this process. */
export function tick(): number {
  lamport += 1;
  return lamport;
}
