// Writes web/client/routes.gen.ts: the types of every route, from the OpenAPI document that the
// server itself gives. Run `node tools/generate-client.ts` after a change of routes;
// tools/generate-client.test.ts says when it is stale. Types only: it costs a page nothing.
import { readFileSync, writeFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '#kernel/config/config.ts';
import { describeRooms } from '#kernel/host/describe.ts';
import { rooms } from '#services/directory.ts';

const FILE = join(fileURLToPath(new URL('..', import.meta.url)), 'web/client/routes.gen.ts');
const NAMED_FROM_CHARS = 90;

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  description?: string;
  default?: unknown;
}

interface Media {
  schema?: Schema;
}

interface Operation {
  summary: string;
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media>; 'x-codes'?: string[] }>;
  'x-idempotency': string;
}

/** Long object types that occur more than once get a name, so that the file stays small. */
class Names {
  readonly seen = new Map<string, number>();
  readonly given = new Map<string, string>();

  of(text: string): string {
    if (text.length < NAMED_FROM_CHARS) return text;
    this.seen.set(text, (this.seen.get(text) ?? 0) + 1);
    const known = this.given.get(text) ?? `T${this.given.size + 1}`;
    this.given.set(text, known);
    return known;
  }

  declarations(): string[] {
    return [...this.given].map(([text, name]) => `type ${name} = ${text};`);
  }
}

const quoted = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** A TypeScript type for a schema. `loose`: members with a default may be left out. */
function typeOf(schema: Schema, names: Names): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) {
    return [...new Set(union.map((one) => typeOf(one, names)))].join(' | ') || 'unknown';
  }
  if (schema.allOf !== undefined) {
    return schema.allOf.map((one) => `(${typeOf(one, names)})`).join(' & ');
  }
  const types = [schema.type ?? ''].flat();
  if (types.length > 1) {
    return types.map((type) => typeOf({ ...schema, type }, names)).join(' | ');
  }
  return plainType(types[0] ?? '', schema, names);
}

function plainType(type: string, schema: Schema, names: Names): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array': {
      const inner = schema.items === undefined ? 'unknown' : typeOf(schema.items, names);
      return /[|&]/.test(inner) ? `(${inner})[]` : `${inner}[]`;
    }
    case 'object':
      return objectType(schema, names);
    default:
      return 'unknown';
  }
}

function objectType(schema: Schema, names: Names): string {
  const { properties = {}, required = [], patternProperties = {} } = schema;
  const members = Object.entries(properties).map(([name, one]) => {
    const open = required.includes(name) && one.default === undefined ? '' : '?';
    return `${quoted(name)}${open}: ${typeOf(one, names)}`;
  });
  const rest = Object.values(patternProperties)[0] ?? schema.additionalProperties;
  if (rest !== undefined && typeof rest === 'object') {
    if (members.length === 0) return `Record<string, ${typeOf(rest, names)}>`;
    members.push('[more: string]: unknown');
  }
  return members.length === 0 ? 'Record<string, unknown>' : names.of(`{ ${members.join('; ')} }`);
}

const jsonOf = (content: Record<string, Media> | undefined): Schema | null | undefined => {
  const entry = Object.entries(content ?? {}).find(([type]) => type.startsWith('application/json'));
  return entry === undefined ? (content === undefined ? null : undefined) : (entry[1].schema ?? {});
};

function routeType(operation: Operation, names: Names): string {
  const within = (place: string) => operation.parameters.filter((one) => one.in === place);
  const group = (place: string) => {
    const members = within(place).map(({ name, required, schema }) => {
      const open = required ? '' : '?';
      if (/[[({]/.test(name)) return `[more: string]: unknown`;
      return `${quoted(name)}${open}: ${typeOf(schema, names)}`;
    });
    return members.length === 0 ? 'undefined' : names.of(`{ ${members.join('; ')} }`);
  };
  const body = jsonOf(operation.requestBody?.content);
  const replies = Object.entries(operation.responses)
    .filter(([status]) => Number(status) < 300)
    .map(([, { content }]) => jsonOf(content))
    .map((schema) =>
      schema === null ? 'null' : schema === undefined ? 'string' : typeOf(schema, names),
    );
  const codes = Object.values(operation.responses).flatMap((one) => one['x-codes'] ?? []);
  const errors = [...new Set(codes)].sort().map((code) => JSON.stringify(code));
  return [
    `params: ${group('path')}`,
    `query: ${group('query')}`,
    `body: ${body === null ? 'undefined' : body === undefined ? 'Blob' : typeOf(body, names)}`,
    `reply: ${[...new Set(replies)].join(' | ')}`,
    `codes: ${names.of(errors.join(' | '))}`,
    `key: ${JSON.stringify(operation['x-idempotency'])}`,
  ].join(';\n    ');
}

/** The text that the generated file has to have. */
export async function generateClient(): Promise<string> {
  const { openapi } = await describeRooms(rooms, loadConfig({}));
  const names = new Names();
  const paths = openapi['paths'] as Record<string, Record<string, Operation>>;
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(() => path.startsWith('/api/v1/'))
      .map(([method, operation]) => {
        const name = `${method.toUpperCase()} ${path.slice('/api/v1'.length)}`;
        const type = routeType(operation, names);
        return `  /** ${operation.summary} */\n  '${name}': {\n    ${type};\n  };`;
      }),
  );
  return [
    '// Made by tools/generate-client.ts from the OpenAPI document. Do not change it by hand.',
    ...names.declarations(),
    '',
    '/** Every route: what it takes, what it answers, and the codes it can refuse with. */',
    'export interface Routes {',
    ...routes,
    '}',
    '',
  ].join('\n');
}

/** Whether the file differs from what it should be; `write` mends it. */
export async function compareClient(options: { write: boolean }): Promise<boolean> {
  const text = await generateClient();
  const stale = !existsSync(FILE) || readFileSync(FILE, 'utf8').replaceAll('\r\n', '\n') !== text;
  if (stale && options.write) {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, text);
  }
  return stale;
}

if (import.meta.main) {
  const written = await compareClient({ write: true });
  console.log(written ? 'wrote web/client/routes.gen.ts' : 'web/client/routes.gen.ts is current');
}
