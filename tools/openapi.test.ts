// The OpenAPI document against the structure of OpenAPI 3.1 that can be checked without a network.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '#kernel/config/config.ts';
import { describeRooms } from '#kernel/host/describe.ts';
import { rooms } from '#services/directory.ts';

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { content: Json };
  responses: Record<string, { description: string; content?: Json }>;
  security?: Record<string, unknown>[];
}

const { openapi, routes } = await describeRooms(rooms, loadConfig({}));
const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

function operationsOf(document: Json): { where: string; path: string; operation: Operation }[] {
  return Object.entries(document['paths'] as Record<string, Json>).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      where: `${method.toUpperCase()} ${path}`,
      path,
      operation: operation as Operation,
    })),
  );
}

/** Every problem of the document's structure, as a sentence. */
function problemsOf(document: Json): string[] {
  const problems: string[] = [];
  const must = (holds: boolean, text: string) => void (holds || problems.push(text));
  must(/^3\.1\.\d$/.test(String(document['openapi'])), 'not OpenAPI 3.1');
  const info = document['info'] as Json;
  must(typeof info['title'] === 'string' && typeof info['version'] === 'string', 'info is short');
  const schemes = Object.keys((document['components'] as Json)['securitySchemes'] as Json);
  const tags = new Set((document['tags'] as { name: string }[]).map((tag) => tag.name));
  const ids = new Map<string, string>();
  for (const { where, path, operation } of operationsOf(document)) {
    must(methods.has(where.split(' ')[0]?.toLowerCase() ?? ''), `${where}: no such method`);
    const first = ids.get(operation.operationId);
    must(first === undefined, `${where}: operationId ${operation.operationId} is also ${first}`);
    ids.set(operation.operationId, where);
    must(
      operation.tags.every((tag) => tags.has(tag)),
      `${where}: a tag is not declared`,
    );
    const names = Object.keys(Object.assign({}, ...(operation.security ?? [])) as Json);
    must(
      names.every((name) => schemes.includes(name)),
      `${where}: unknown security scheme`,
    );
    const replies = Object.entries(operation.responses);
    must(
      replies.some(([status]) => /^2|^304/.test(status)),
      `${where}: no successful response`,
    );
    must(
      replies.some(([status]) => /^[45]/.test(status)),
      `${where}: no failure declared`,
    );
    for (const [status, reply] of replies) {
      must(/^[1-5]\d\d$/.test(status), `${where}: status ${status}`);
      must(reply.description !== '', `${where}: ${status} has no description`);
    }
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();
    const declared = operation.parameters.filter((one) => one.in === 'path');
    must(
      inPath.join() ===
        declared
          .map((one) => one.name)
          .sort()
          .join(),
      `${where}: path parameters differ from the path`,
    );
    must(
      declared.every((one) => one.required),
      `${where}: a path parameter must be required`,
    );
    const keys = operation.parameters.map((one) => `${one.in} ${one.name.toLowerCase()}`);
    must(new Set(keys).size === keys.length, `${where}: a parameter is twice`);
  }
  walk(document, '#', (value, at) => {
    const { $ref } = value;
    if (typeof $ref === 'string') must(resolve(document, $ref), `${at}: ${$ref} leads nowhere`);
    const { type } = value;
    const known = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null', 'http'];
    if (typeof type === 'string' && !at.endsWith('/properties')) {
      must(known.includes(type) || at.includes('/example'), `${at}: type ${type}`);
    }
    must(!('nullable' in value) || at.endsWith('/properties'), `${at}: nullable is OpenAPI 3.0`);
  });
  return problems;
}

function walk(value: unknown, at: string, visit: (value: Json, at: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Json, at);
  for (const [key, inner] of Object.entries(value)) {
    walk(inner, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, visit);
  }
}

function resolve(document: Json, ref: string): boolean {
  if (!ref.startsWith('#/')) return false;
  const names = ref.slice(2).split('/');
  let at: unknown = document;
  for (const name of names) {
    const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
    at = typeof at === 'object' && at !== null ? (at as Json)[key] : undefined;
  }
  return at !== undefined;
}

test('the document has the structure of OpenAPI 3.1', () => {
  assert.deepEqual(problemsOf(openapi), []);
});

test('the checks see what is wrong', () => {
  const breaks: [RegExp, (document: Json, operation: Operation) => void][] = [
    [/leads nowhere/, (_, one) => (one.requestBody = { content: { $ref: '#/components/x' } })],
    [/no successful response/, (_, one) => (one.responses = {})],
    [/is also/, (_, one) => (one.operationId = 'getApiProducts')],
    [/path parameters differ/, (_, one) => (one.parameters = [])],
    [/not OpenAPI 3\.1/, (document) => (document['openapi'] = '3.0.3')],
  ];
  for (const [sentence, spoil] of breaks) {
    const copy = structuredClone(openapi);
    const [other, second] = operationsOf(copy).filter(({ path }) => path.includes('{'));
    assert.ok(other && second);
    other.operation.operationId = 'getApiProducts';
    spoil(copy, second.operation);
    assert.match(problemsOf(copy).join('\n'), sentence);
  }
});

test('every route that is served is in the document', () => {
  const documented = new Set(operationsOf(openapi).map(({ where }) => where));
  const served = routes
    .filter(({ room }) => room !== 'docs')
    .map(({ route, path }) => `${route.method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  assert.ok(served.length > 60, String(served.length));
  assert.deepEqual(
    served.filter((one) => !documented.has(one)),
    [],
  );
});
