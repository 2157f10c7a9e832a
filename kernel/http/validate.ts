/** Checks what comes in against the routes' schemas and says precisely what is wrong. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { hasCardNumber } from '#kernel/core/card.ts';
import { closed, closedInside, plain, type Json } from '#kernel/http/schema.ts';

/** Most errors listed in one reply. */
export const errors_max = 20;

/** Above this only the first error is looked for: listing all costs as much as the body is long. */
const listAll_bytes_max = 65_536;

export interface FieldError {
  /** JSON Pointer into the body, or `/name` for other places. */
  readonly pointer: string;
  /** Left out for the body. */
  readonly in?: 'query' | 'path' | 'header';
  readonly code: string;
  readonly detail: string;
  /** The facts of the schema: type, minimum, maximum, pattern, enum, … */
  readonly expected?: Json;
}

/** Undefined when the value fits. Values of query, path and headers are coerced in place. */
export type Check = (value: unknown, size_bytes?: number) => FieldError[] | undefined;

/** A call between rooms is a body that may hold members which a newer caller knows. */
export type Place = 'body' | 'query' | 'path' | 'header' | 'call';

const isJson = (place: Place) => place === 'body' || place === 'call';

const addFormats = formats as unknown as (ajv: Ajv) => void;

function compilerFor(place: Place, all: boolean): Ajv {
  const ajv = new Ajv({
    allErrors: all,
    verbose: all,
    coerceTypes: isJson(place) ? false : 'array',
    removeAdditional: false,
    useDefaults: true,
    strict: false,
    ownProperties: true,
    addUsedSchema: false,
  });
  addFormats(ajv);
  ajv.addFormat(noCard, (text: string) => !hasCardNumber(text));
  return ajv;
}

/** The format of text that people write: with the number of a card in it, it is refused. */
export const noCard = 'no-card';

const compilers = new Map<string, Ajv>();

function compile(schema: Json, place: Place, all: boolean): ValidateFunction {
  const name = `${isJson(place) ? 'json' : 'text'} ${all}`;
  let ajv = compilers.get(name);
  if (ajv === undefined) compilers.set(name, (ajv = compilerFor(place, all)));
  return ajv.compile(schema);
}

const strictly: Readonly<Record<Place, (schema: Json) => Json>> = {
  body: closed,
  query: closed,
  path: closed,
  header: closedInside,
  call: plain,
};

/**
 * A check that compiles on first use (about 1.5 ms): a start with hundreds of routes would
 * otherwise wait for all of them. The listing variant is compiled at the first mistake.
 */
export function checkFor(schema: object, place: Place): Check & { warm(): void } {
  // At once, so that an impossible schema stops the start and not the first request.
  const strict = strictly[place](schema as Json);
  let quick: ValidateFunction | undefined;
  let listing: ValidateFunction | undefined;
  const check = (value: unknown, size_bytes = 0): FieldError[] | undefined => {
    quick ??= compile(strict, place, false);
    if (quick(value)) return undefined;
    listing ??= compile(strict, place, true);
    const found = size_bytes <= listAll_bytes_max && !listing(value) ? listing : quick;
    return describe(found.errors ?? [], place);
  };
  check.warm = () => void (quick ??= compile(strict, place, false));
  return check;
}

function describe(errors: readonly ErrorObject[], place: Place): FieldError[] {
  const unions = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf');
  const hidden = (error: ErrorObject) =>
    unions.some((union) => union !== error && error.schemaPath.startsWith(`${union.schemaPath}/`));
  return errors
    .filter((error) => error.keyword !== 'if' && !hidden(error))
    .slice(0, errors_max)
    .map((error) => fieldError(error, place));
}

const codes: Readonly<Record<string, string>> = {
  required: 'required',
  additionalProperties: 'unknown-field',
  type: 'wrong-type',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
  exclusiveMinimum: 'out-of-range',
  exclusiveMaximum: 'out-of-range',
  multipleOf: 'out-of-range',
  minLength: 'wrong-length',
  maxLength: 'wrong-length',
  minItems: 'wrong-length',
  maxItems: 'wrong-length',
  minProperties: 'wrong-length',
  maxProperties: 'wrong-length',
  pattern: 'wrong-format',
  format: 'wrong-format',
  enum: 'not-one-of',
  const: 'not-one-of',
  uniqueItems: 'not-unique',
  anyOf: 'no-match',
  oneOf: 'no-match',
};

const facts = [
  'type',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'format',
  'enum',
  'const',
];

function fieldError(error: ErrorObject, place: Place): FieldError {
  const params = error.params as Record<string, unknown>;
  const member = params.missingProperty ?? params.additionalProperty;
  const pointer = typeof member === 'string' ? `${error.instancePath}/${escape(member)}` : '';
  const parent = (error.parentSchema ?? {}) as Json;
  const expected = typeof member === 'string' ? undefined : factsOf(parent);
  return {
    pointer: pointer === '' ? error.instancePath : pointer,
    ...(place === 'body' || place === 'call' ? {} : { in: place }),
    code: codes[error.keyword] ?? 'not-valid',
    detail: sentence(error, parent),
    ...(expected === undefined ? {} : { expected }),
  };
}

/** A member's name in a pointer; cut, since the client chose its length. */
function escape(name: string): string {
  return name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}

function factsOf(schema: Json): Json | undefined {
  const entries = facts.filter((name) => name in schema).map((name) => [name, schema[name]]);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Json);
}

function sentence(error: ErrorObject, schema: Json): string {
  switch (error.keyword) {
    case 'required':
      return 'is missing';
    case 'additionalProperties':
      return 'is not known here';
    case 'minimum':
    case 'maximum':
      if (schema.minimum !== undefined && schema.maximum !== undefined) {
        return `must be from ${String(schema.minimum)} to ${String(schema.maximum)}`;
      }
      break;
    case 'enum':
      return `must be one of ${(schema.enum as unknown[] | undefined)?.join(', ') ?? 'a list'}`;
    case 'anyOf':
    case 'oneOf':
      return 'fits none of the allowed forms';
    case 'format':
      if (schema.format === noCard) return 'must not have the number of a card in it';
      return `must be a valid ${String(schema.format)}`;
    case 'pattern':
      return 'does not have the right form';
  }
  return error.message ?? 'is not valid';
}
