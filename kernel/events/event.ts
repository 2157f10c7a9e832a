import type { Static, TSchema } from 'typebox';
import type { Sql } from '#kernel/db/db.ts';

/** What travels with an event besides its payload; all of it is set by the producer. */
export interface EventMetadata {
  correlationId: string;
  causationId: string | null;
  /** The room whose outbox holds the event. */
  source: string;
  /** Version of the payload schema, for example '1.0'. */
  version: string;
  /** Causal order across rooms: the highest value received so far, plus one. */
  lamport: number;
}

/** One event as consumers see it; the JSON shape is a public contract (additive changes only). */
export interface EventEnvelope<Payload = Record<string, unknown>, Type extends string = string> {
  eventType: Type;
  /** 'evt_' + 32 hex digits. The inbox is keyed by it. */
  eventId: string;
  /** null outside sagas. */
  sagaId: string | null;
  /** ISO 8601, for people; order comes from aggregate.version and lamport. */
  timestamp: string;
  aggregate: { type: string; id: string; version: number };
  payload: Payload;
  metadata: EventMetadata;
}

/** The events one room publishes: its topic and one payload schema per type. */
export interface EventSet<Types extends Record<string, TSchema> = Record<string, TSchema>> {
  readonly room: string;
  readonly topic: string;
  readonly version: string;
  readonly types: Types;
}

/** Payload type of one event: `PayloadOf<typeof ordersEvents, 'ORDER_CREATED'>`. */
export type PayloadOf<Set extends EventSet, Type extends keyof Set['types']> = Static<
  Set['types'][Type] & TSchema
>;

/** Any event of a set, as a union that `eventType` tells apart. */
export type EventOf<Set extends EventSet> = {
  [Type in keyof Set['types'] & string]: EventEnvelope<PayloadOf<Set, Type>, Type>;
}[keyof Set['types'] & string];

/**
 * A consumer group, declared on the room that reacts. The name is `room.purpose` and is the key
 * of its cursors, so renaming one starts it again at the beginning of what is retained.
 */
export interface ConsumerSpec {
  name: string;
  /** Source room → event types taken from it. */
  from: Record<string, readonly string[]>;
  /** Only events of sagas whose id begins so; the others are not delivered at all. */
  saga?: string;
  /**
   * Nobody waits for what this consumer does: while the process of the source is busy it may be
   * told this late, and then takes everything at once. Default 0.
   */
  patience_ms?: number;
}

/**
 * Handles a batch in the transaction that recorded it in the inbox. Events arrive in the order
 * of the source outbox. Must change nothing when it throws (the transaction rolls back), must be
 * idempotent, and must let a higher aggregate version win where it copies state.
 */
export type Handler = (tx: Sql, events: EventEnvelope[]) => Promise<void>;

/** The part of a logger that this folder uses (pino fits). */
export interface EventLog {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/**
 * Declares a room's events. Type names are SHOUTING_SNAKE_CASE facts in the past tense; schemas
 * say the fields a consumer may rely on, and unknown extra fields are always tolerated.
 */
export function defineEvents<Types extends Record<string, TSchema>>(set: {
  room: string;
  topic: string;
  types: Types;
  version?: string;
}): EventSet<Types> {
  for (const type of Object.keys(set.types)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(type)) {
      throw new TypeError(`event type ${type} of room ${set.room} is not SHOUTING_SNAKE_CASE`);
    }
  }
  return Object.freeze({
    room: set.room,
    topic: set.topic,
    version: set.version ?? '1.0',
    types: set.types,
  });
}

/** The room that runs a consumer: the part of its name before the first dot. */
export function roomOf(consumer: string): string {
  const dot = consumer.indexOf('.');
  return dot < 0 ? consumer : consumer.slice(0, dot);
}

/** Types a consumer takes from a source room; empty when it takes none. */
export function typesFrom(spec: ConsumerSpec, room: string): readonly string[] {
  return Object.hasOwn(spec.from, room) ? (spec.from[room] ?? []) : [];
}

/** Key of the aggregate an event belongs to; events that share it are handled in order. */
export function aggregateKey(event: EventEnvelope): string {
  return `${event.aggregate.type}:${event.aggregate.id}`;
}
