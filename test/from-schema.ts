// Values from JSON schemas, mostly right and sometimes wrong in ways that hurt: for fuzzing.
import type { Prng } from '#kernel/core/prng.ts';

export interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  $ref?: string;
}

export interface Source {
  prng: Prng;
  resolve(schema: Schema): Schema;
  /** Ids that exist, by prefix. */
  known: Record<string, string[]>;
}

const HOSTILE: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e9,
  1e308,
  2 ** 53,
  '',
  ' ',
  'NaN',
  '1e3',
  '-0',
  "'; drop table price; --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '\u0000',
  '\ud800',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
  'x'.repeat(5_000),
  [],
  {},
  [[[[]]]],
  { $ne: null },
  { __proto__: null, a: 1 },
  ['a', 'b'],
  '{{7*7}}',
  '%00',
  '\r\nX-Injected: 1',
  'https://127.0.0.1/',
  '９９',
];

/** A value that the schema allows, as far as it can be made by simple means. */
export function valid(source: Source, given: Schema): unknown {
  const { prng } = source;
  const schema = source.resolve(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return prng.pick(schema.enum);
  if (schema.anyOf) return valid(source, prng.pick(schema.anyOf));
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => valid(source, one)));
  const type = Array.isArray(schema.type) ? prng.pick(schema.type) : schema.type;
  if (type === 'object' || schema.properties) return objectOf(source, schema);
  if (type === 'array') return arrayOf(source, schema);
  if (type === 'integer') return prng.int(schema.minimum ?? 0, Math.min(schema.maximum ?? 99, 1e6));
  if (type === 'number') {
    const low = schema.minimum ?? 0;
    return Math.round((low + prng.next() * Math.min(schema.maximum ?? 500, 500)) * 100) / 100;
  }
  if (type === 'boolean') return prng.next() < 0.5;
  if (type === 'null') return null;
  return stringOf(source, schema);
}

function objectOf(source: Source, schema: Schema): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const needed = schema.required?.includes(name) ?? false;
    if (needed || source.prng.next() < 0.4) made[name] = valid(source, property);
  }
  return made;
}

function arrayOf(source: Source, schema: Schema): unknown[] {
  const low = schema.minItems ?? 0;
  const length = source.prng.int(low, Math.min(schema.maxItems ?? low + 3, low + 3));
  return Array.from({ length }, () => valid(source, schema.items ?? {}));
}

function stringOf(source: Source, schema: Schema): string {
  const { prng, known } = source;
  const id = /^\^\(?([a-z]{1,6})_/.exec(schema.pattern ?? '');
  if (id?.[1]) {
    const ids = known[id[1]];
    if (ids && ids.length > 0 && prng.next() < 0.7) return prng.pick(ids);
    return `${id[1]}_${hex(prng, 32)}`;
  }
  if (schema.pattern?.startsWith('^[A-Z]{2}')) return prng.pick(['US', 'DE', 'GB', 'ZZ']);
  if (schema.pattern?.startsWith('^[A-Z]{3}')) return prng.pick(['USD', 'EUR', 'JPY', 'XXX']);
  const length = Math.max(schema.minLength ?? 0, prng.int(1, Math.min(schema.maxLength ?? 12, 12)));
  return hex(prng, length);
}

function hex(prng: Prng, length: number): string {
  return Array.from({ length }, () => prng.int(0, 15).toString(16)).join('');
}

/** Breaks one place of a value: another type, a missing or unknown field, a hostile string. */
export function broken(source: Source, value: unknown): unknown {
  const { prng } = source;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || prng.next() < 0.1) return prng.pick(HOSTILE);
  const copy = { ...(value as Record<string, unknown>) };
  const names = Object.keys(copy);
  const way = prng.next();
  if (names.length === 0 || way < 0.2) {
    const extra = prng.pick(['price', 'total', 'status', 'role', 'sellerId', 'userId', 'x']);
    copy[extra] = prng.pick(HOSTILE);
  } else if (way < 0.35) {
    delete copy[prng.pick(names)];
  } else {
    const name = prng.pick(names);
    copy[name] = way < 0.5 ? broken(source, copy[name]) : prng.pick(HOSTILE);
  }
  return copy;
}

/** A hostile value as a text for a path or query. */
export function hostileText(source: Source): string {
  const value = source.prng.pick(HOSTILE);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
