/**
 * Rewrites the schemas that rooms write into the forms that checking, sending and documenting
 * need. Pure functions of plain JSON Schema; nothing is changed in place.
 */
import { assert } from '#kernel/core/assert.ts';

export type Json = Readonly<Record<string, unknown>>;
type Visit = (schema: Json, inside: 'allOf' | '') => Json;

const maps = ['properties', 'patternProperties', '$defs', 'definitions'];
const singles = ['items', 'additionalProperties', 'not', 'contains', 'propertyNames'];
const lists = ['anyOf', 'oneOf', 'allOf', 'items', 'prefixItems'];

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rebuilds a schema from its leaves up, passing every subschema through `visit`. */
function rebuild(schema: Json, visit: Visit, inside: 'allOf' | '' = ''): Json {
  const copy: Record<string, unknown> = { ...schema };
  for (const name of maps) {
    const map = copy[name];
    if (!isObject(map)) continue;
    copy[name] = Object.fromEntries(
      Object.entries(map).map(([key, sub]) => [key, isObject(sub) ? rebuild(sub, visit) : sub]),
    );
  }
  for (const name of singles) {
    const sub = copy[name];
    if (isObject(sub)) copy[name] = rebuild(sub, visit);
  }
  for (const name of lists) {
    const list = copy[name];
    if (!Array.isArray(list)) continue;
    const place = name === 'allOf' ? 'allOf' : '';
    copy[name] = list.map((sub: unknown) => (isObject(sub) ? rebuild(sub, visit, place) : sub));
  }
  return visit(copy, inside);
}

const without = (schema: Json, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));

/** `anyOf` of constants of one type is an enum: checked, sent and explained far more simply. */
function constantsToEnum(schema: Json): Json {
  const choices = schema.anyOf;
  if (!Array.isArray(choices) || choices.length === 0) return schema;
  const values = choices.map((one) => (isObject(one) && 'const' in one ? one.const : undefined));
  const type = typeof values[0];
  if (type !== 'string' && type !== 'number') return schema;
  if (!values.every((value) => typeof value === type)) return schema;
  return { ...without(schema, 'anyOf'), type, enum: values };
}

/** `anyOf: [X, null]` with a scalar X becomes X with two types. */
function nullableScalar(schema: Json): Json {
  const choices = schema.anyOf;
  if (!Array.isArray(choices) || choices.length !== 2) return schema;
  const other = choices.find((one) => isObject(one) && one.type !== 'null') as Json | undefined;
  if (other === undefined || !choices.some((one) => isObject(one) && one.type === 'null')) {
    return schema;
  }
  const type = other.type;
  if (type !== 'string' && type !== 'number' && type !== 'integer' && type !== 'boolean') {
    return schema;
  }
  const widened: Record<string, unknown> = { ...other, type: [type, 'null'] };
  if (Array.isArray(other.enum)) widened.enum = [...(other.enum as unknown[]), null];
  if ('const' in other) {
    delete widened.const;
    widened.enum = [other.const, null];
  }
  return { ...without(schema, 'anyOf'), ...widened };
}

/** Shorter schema with the same meaning, for documents. */
export function plain(schema: Json): Json {
  return rebuild(schema, (one) => nullableScalar(constantsToEnum(one)));
}

/**
 * For what comes in: objects take no unknown members, integers stay exact. An intersection of
 * objects cannot be closed and is refused when the server is put together.
 */
export function closed(schema: Json): Json {
  return rebuild(schema, (one, inside) => {
    const short = nullableScalar(constantsToEnum(one));
    if (short.type === 'object') {
      assert(
        inside !== 'allOf' || short.additionalProperties !== undefined,
        'a request schema holds an intersection of objects; flatten it with Type.Evaluate',
      );
      return short.additionalProperties === undefined
        ? { ...short, additionalProperties: false }
        : short;
    }
    const types: unknown[] = Array.isArray(short.type) ? short.type : [short.type];
    return types.includes('integer') ? exact(short) : short;
  });
}

function exact(schema: Json): Json {
  const bounds: Record<string, unknown> = {};
  if (schema.maximum === undefined && schema.exclusiveMaximum === undefined) {
    bounds.maximum = Number.MAX_SAFE_INTEGER;
  }
  if (schema.minimum === undefined && schema.exclusiveMinimum === undefined) {
    bounds.minimum = Number.MIN_SAFE_INTEGER;
  }
  return { ...schema, ...bounds };
}

/** For what goes out: `nullable` in place of a union with null, which the serializer runs fast. */
export function outgoing(schema: Json): Json {
  return rebuild(schema, (one) => {
    const short = nullableScalar(constantsToEnum(one));
    const choices = short.anyOf;
    if (!Array.isArray(choices) || choices.length !== 2) return short;
    const other = choices.find((choice) => isObject(choice) && choice.type !== 'null');
    if (!isObject(other) || (other.type !== 'object' && other.type !== 'array')) return short;
    return choices.some((choice) => isObject(choice) && choice.type === 'null')
      ? { ...without(short, 'anyOf'), ...other, nullable: true }
      : short;
  });
}

/** Like `closed`, but the top level takes members that are not named: for headers. */
export function closedInside(schema: Json): Json {
  return { ...closed(schema), additionalProperties: true };
}

export function hasProperty(schema: unknown, name: string): boolean {
  return isObject(schema) && isObject(schema.properties) && name in schema.properties;
}
