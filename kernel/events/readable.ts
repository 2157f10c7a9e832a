import { createHash } from 'node:crypto';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { EventEnvelope, EventSet } from './event.ts';

/** Says why a consumer cannot read an event, or null when it can. */
export type Reader = (event: EventEnvelope) => string | null;

// Also what lets an id stand in an array literal unquoted.
const idPattern = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * A check of envelope and payload against the schemas of the rooms that events come from.
 * Compiled once; well under a microsecond an event. Fields that the schema does not know pass.
 */
export function readerOf(eventSets: readonly EventSet[]): Reader {
  const checks = new Map<string, (payload: unknown) => boolean>();
  for (const set of eventSets) {
    for (const [type, schema] of Object.entries(set.types)) {
      checks.set(`${set.room}/${type}`, checkOf(schema));
    }
  }
  return (event) => {
    const broken = brokenEnvelope(event);
    if (broken !== null) return broken;
    const { source } = event.metadata;
    const check = checks.get(`${source}/${event.eventType}`);
    if (check === undefined) return `unknown type ${event.eventType} from ${source}`;
    return check(event.payload) ? null : `payload of ${event.eventType} does not fit its schema`;
  };
}

// A schema is a constant of its room, and compiling one costs more than a thousand checks: many
// inboxes, or many lives of one, share it.
const compiled = new WeakMap<TSchema, (payload: unknown) => boolean>();

function checkOf(schema: TSchema): (payload: unknown) => boolean {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = Compile(tolerant(schema) as TSchema);
  const check = (payload: unknown): boolean => made.Check(payload);
  compiled.set(schema, check);
  return check;
}

function brokenEnvelope(event: EventEnvelope): string | null {
  if (typeof event.eventType !== 'string') return 'event has no type';
  const { aggregate, metadata } = event;
  if (typeof aggregate?.type !== 'string' || typeof aggregate.id !== 'string') {
    return 'event names no aggregate';
  }
  if (!Number.isSafeInteger(aggregate.version)) return 'aggregate has no version';
  if (typeof metadata?.source !== 'string') return 'event names no source';
  if (!Number.isSafeInteger(metadata.lamport) || metadata.lamport < 0) {
    return 'event has no Lamport time';
  }
  return null;
}

/** True when the id can key the inbox. */
export function hasUsableId(event: EventEnvelope): boolean {
  return typeof event.eventId === 'string' && idPattern.test(event.eventId);
}

/**
 * Gives a stand-in shape to something that is no event, so that it can be parked and looked at.
 * The id follows from the content: the same thing delivered again is parked once.
 */
export function parkable(event: EventEnvelope, source: string): EventEnvelope {
  const hash = createHash('sha256')
    .update(JSON.stringify(event) ?? '')
    .digest('hex');
  const loose = event as Partial<EventEnvelope>;
  return {
    ...loose,
    eventType: String(loose.eventType),
    eventId: hasUsableId(event) ? event.eventId : `evt_${hash.slice(0, 32)}`,
    sagaId: loose.sagaId ?? null,
    timestamp: String(loose.timestamp),
    aggregate: {
      type: String(loose.aggregate?.type),
      id: String(loose.aggregate?.id),
      version: Number.isSafeInteger(loose.aggregate?.version) ? event.aggregate.version : 0,
    },
    payload: loose.payload ?? {},
    metadata: {
      ...loose.metadata,
      correlationId: String(loose.metadata?.correlationId),
      causationId: loose.metadata?.causationId ?? null,
      source,
      version: String(loose.metadata?.version),
      lamport: 0,
    },
  };
}

/** A schema without its bans on unknown fields: producers may add some at any time. */
export function tolerant(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(tolerant);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema)
    .filter(([key, value]) => !(isBan(key) && value === false))
    .map(([key, value]) => [key, tolerant(value)]);
  return Object.fromEntries(entries) as unknown;
}

function isBan(key: string): boolean {
  return key === 'additionalProperties' || key === 'unevaluatedProperties';
}
