import type { Context } from '#kernel/core/context.ts';
import { runWith, tick } from '#kernel/core/context.ts';
import type { EventEnvelope } from './event.ts';

/**
 * Metadata (JSON text) of an event that this one causes: same correlation, caused by it, with a
 * higher Lamport time. For handlers of several events, where no one context fits them all.
 */
export function metaFor(event: EventEnvelope): string {
  return JSON.stringify({
    correlationId: event.metadata.correlationId,
    causationId: event.eventId,
    lamport: tick(),
  });
}

/** The context in which an event is handled: what it causes carries its id. */
export function contextOf(event: EventEnvelope): Context {
  return {
    correlationId: event.metadata.correlationId,
    causationId: event.eventId,
    lamport: event.metadata.lamport,
    ...(event.sagaId === null ? {} : { sagaId: event.sagaId }),
  };
}

/** Runs fn in the context of one event, for a handler that treats its events one by one. */
export function withEvent<T>(event: EventEnvelope, fn: () => T): T {
  return runWith(contextOf(event), fn);
}
