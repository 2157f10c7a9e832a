// Generates the public description of all events from the schemas that check them.
import type { TSchema } from 'typebox';
import type { EventSet } from './event.ts';
import { tolerant } from './readable.ts';

interface JsonSchema {
  type?: string | string[];
  format?: string;
  pattern?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  description?: string;
}

const opening = `# Events

This file is generated from the event schemas of the rooms; do not edit it.

Every event comes in the same envelope: \`eventType\`, \`eventId\`, \`sagaId\` (null outside
sagas), \`timestamp\`, \`aggregate { type, id, version }\`, \`payload\` and
\`metadata { correlationId, causationId, source, version, lamport }\`. Events arrive at least
once and in the order of \`aggregate.version\` within one aggregate. Types and fields are only
ever added; readers ignore what they do not know.
`;

/** The text of docs/EVENTS.md: one section per topic, sorted, with each payload's fields. */
export function renderEvents(eventSets: readonly EventSet[]): string {
  return [opening, ...byTopic(eventSets).map(renderSet)].join('\n');
}

function renderSet(set: EventSet): string {
  const lines = [
    `## \`${set.topic}\``,
    '',
    `Published by ${set.room}, payload version ${set.version}.`,
    '',
  ];
  for (const [type, schema] of Object.entries(set.types)) {
    const { description } = schema as JsonSchema;
    lines.push(`### ${type}`, '');
    if (description) lines.push(description, '');
    const fields = fieldLines(schema as JsonSchema, '');
    lines.push(...(fields.length > 0 ? fields : ['No fields.']), '');
  }
  return lines.join('\n');
}

function fieldLines(schema: JsonSchema, indent: string): string[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const optional = required.has(name) ? '' : ', optional';
    const note = field.description ? `: ${field.description}` : '';
    const inner = field.type === 'array' && field.items ? field.items : field;
    return [
      `${indent}- \`${name}\` ${kindOf(field)}${optional}${note}`,
      ...fieldLines(inner, `${indent}  `),
    ];
  });
}

function kindOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.anyOf) return schema.anyOf.map(kindOf).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? kindOf(schema.items) : 'anything'}`;
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? 'anything');
}

/** An AsyncAPI 3.0 document: a channel per topic, a message per event type. */
export function asyncApi(
  eventSets: readonly EventSet[],
  { title = 'Trueshelf events', version = '1.0.0' }: { title?: string; version?: string } = {},
): Record<string, unknown> {
  const channels: Record<string, unknown> = {};
  const operations: Record<string, unknown> = {};
  const messages: Record<string, unknown> = {};
  for (const set of byTopic(eventSets)) {
    const key = set.topic.replaceAll(/[^A-Za-z0-9_-]/g, '-');
    const types = Object.entries(set.types);
    channels[key] = {
      address: set.topic,
      description: `Events of ${set.room}. Partition key: sagaId, or else aggregate.id.`,
      messages: Object.fromEntries(
        types.map(([type]) => [type, { $ref: `#/components/messages/${type}` }]),
      ),
    };
    operations[`publish-${key}`] = {
      action: 'send',
      channel: { $ref: `#/channels/${key}` },
    };
    for (const [type, schema] of types) messages[type] = messageOf(set, type, schema);
  }
  return {
    asyncapi: '3.0.0',
    info: { title, version },
    defaultContentType: 'application/json',
    channels,
    operations,
    components: { messages },
  };
}

function messageOf(set: EventSet, type: string, payload: TSchema): Record<string, unknown> {
  const text = { type: 'string' };
  const whole = { type: 'integer', minimum: 0 };
  const record = (properties: Record<string, unknown>): Record<string, unknown> => ({
    type: 'object',
    required: Object.keys(properties),
    properties,
  });
  return {
    name: type,
    contentType: 'application/json',
    payload: record({
      eventType: { const: type },
      eventId: text,
      sagaId: { type: ['string', 'null'] },
      timestamp: { type: 'string', format: 'date-time' },
      aggregate: record({ type: text, id: text, version: whole }),
      payload: tolerant(payload),
      metadata: record({
        correlationId: text,
        causationId: { type: ['string', 'null'] },
        source: { const: set.room },
        version: text,
        lamport: whole,
      }),
    }),
  };
}

function byTopic(eventSets: readonly EventSet[]): EventSet[] {
  return [...eventSets].sort((a, b) => (a.topic < b.topic ? -1 : 1));
}
