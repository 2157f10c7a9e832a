/** The OpenAPI 3.1 document, from the same data that the server checks and serves by. */
import { STATUS_CODES } from 'node:http';
import { Type } from 'typebox';
import { errorOf } from '#kernel/core/error.ts';
import { docsPage } from '#kernel/http/docs-page.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { content, reply, route, type ContentReply, type Route } from '#kernel/http/route.ts';
import { plain, type Json } from '#kernel/http/schema.ts';
import { commonCodes, isContent, takesBytes } from '#kernel/http/served-route.ts';

export interface DocumentedRoute {
  readonly route: Route;
  readonly room: string;
  readonly path: string;
}

export interface ApiInfo {
  readonly title?: string | undefined;
  readonly version?: string | undefined;
  readonly publicUrl?: string | undefined;
}

/** The whole document. Groups are the rooms' names unless a route names another. */
export function openApi(routes: readonly DocumentedRoute[], info: ApiInfo = {}): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  const tags = new Set<string>();
  for (const documented of routes) {
    const path = documented.path.replace(/:(\w+)/g, '{$1}');
    const operations = (paths[path] ??= {});
    operations[documented.route.method.toLowerCase()] = operationOf(documented);
    tags.add(documented.route.tag ?? documented.room);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: info.title ?? 'Trueshelf API',
      version: info.version ?? '1.0.0',
      description:
        'Amounts are JSON numbers in major units, times are RFC 3339 in UTC. Every failure is an ' +
        'RFC 9457 problem document with a stable `code`. `/api/…` is an alias of `/api/v1/…`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: info.publicUrl ?? '/' }],
    tags: [...tags].sort().map((name) => ({ name })),
    paths,
    components: { schemas: { Problem: problemSchema }, securitySchemes },
  };
}

const securitySchemes = {
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Access token of a user or a guest, from /auth/login or /auth/guest.',
  },
  key: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'tsk_…',
    description: 'API key of a seller, limited to its scopes.',
  },
};

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'requestId', 'retryable'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    retryable: { type: 'boolean' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON Pointer into the body, or /name.' },
          in: { type: 'string', enum: ['query', 'path', 'header'] },
          code: { type: 'string' },
          detail: { type: 'string' },
          expected: { type: 'object' },
        },
      },
    },
  },
};

function operationOf({ route, room, path }: DocumentedRoute): Json {
  const body = bodyOf(route);
  return {
    operationId: operationId(route, path),
    tags: [route.tag ?? room],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(securityOf(route) ?? {}),
    parameters: parametersOf(route),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { ...repliesOf(route), ...problemsOf(route) },
    'x-audience': route.audience,
    ...(route.roles === undefined ? {} : { 'x-roles': route.roles }),
    ...(route.scopes === undefined ? {} : { 'x-scopes': route.scopes }),
    'x-owner': route.owner,
    'x-limit': route.limit,
    'x-idempotency': route.idempotency,
  };
}

function operationId(route: Route, path: string): string {
  const words = path.replace(/^\/api\/v1/, '').split(/[^A-Za-z0-9]+/);
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return route.method.toLowerCase() + name;
}

function securityOf(route: Route): Json | undefined {
  const open = ['public', 'webhook', 'dev'].includes(route.audience);
  if (open) return { security: [] };
  const byKey = route.scopes === undefined ? [] : [{ key: [] }];
  return { security: [{ token: [] }, ...byKey] };
}

const headerParameter = (name: string, description: string, required: boolean) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

function parametersOf(route: Route): Json[] {
  const parameters = [
    ...membersOf(route.params, 'path'),
    ...membersOf(route.query, 'query'),
    ...membersOf(route.headers, 'header'),
  ];
  if (route.idempotency !== 'none') {
    const required = route.idempotency === 'required';
    const text = 'At most 255 characters; a repeat with the same key gets the first reply.';
    parameters.push(headerParameter('Idempotency-Key', text, required));
  }
  if (route.ifMatch === true) {
    parameters.push(headerParameter('If-Match', 'The ETag the change is based on.', true));
  }
  return parameters;
}

function membersOf(schema: object | undefined, place: string): Json[] {
  if (schema === undefined) return [];
  const {
    properties = {},
    required = [],
    patternProperties = {},
  } = plain(schema as Json) as {
    properties?: Record<string, Json>;
    required?: string[];
    patternProperties?: Record<string, Json>;
  };
  const named = Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || (required.includes(name) && !('default' in one)),
    ...(one.description === undefined ? {} : { description: one.description }),
    schema: one,
  }));
  const open = Object.entries(patternProperties).map(([pattern, one]) => ({
    name: pattern.replace(/^\^|\\|\$$/g, ''),
    in: place,
    required: false,
    description: `Any name that matches ${pattern}.`,
    schema: one,
  }));
  return [...named, ...open];
}

function bodyOf(route: Route): Json | undefined {
  if (route.consumes !== undefined) {
    const types = route.consumes.map((type) => [type, {}]);
    return { required: true, content: Object.fromEntries(types) };
  }
  if (route.body === undefined) {
    return takesBytes(route) ? { required: true, content: { 'application/json': {} } } : undefined;
  }
  return { required: true, content: { 'application/json': media(route.body as Json) } };
}

function media(schema: Json): Json {
  const { examples, ...short } = plain(schema);
  const list = Array.isArray(examples) ? (examples as unknown[]) : [];
  if (list.length === 0) return { schema: short };
  const named = list.map((value, at) => [`example${at + 1}`, { value }]);
  return { schema: short, examples: Object.fromEntries(named) };
}

function repliesOf(route: Route): Json {
  const replies = Object.entries(route.replies).map(([status, schema]) => {
    const description = STATUS_CODES[status] ?? 'Reply';
    if (schema === null) return [status, { description }];
    if (isContent(schema)) {
      const { content: type, description: text, schema: shape } = schema as ContentReply;
      const described = shape === undefined ? {} : media(shape as Json);
      return [status, { description: text ?? description, content: { [type]: described } }];
    }
    return [status, { description, content: { 'application/json': media(schema as Json) } }];
  });
  return Object.fromEntries(replies) as Json;
}

/** One reply for each status, naming the codes that can come with it. */
function problemsOf(route: Route): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of [...new Set([...route.errors, ...commonCodes(route)])].sort()) {
    const { status } = errorOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const replies = [...byStatus]
    .filter(([status]) => !(status in route.replies))
    .sort(([a], [b]) => a - b)
    .map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${errorOf(code).title}.`).join(' '),
        'x-codes': codes,
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]);
  return Object.fromEntries(replies) as Json;
}

/** `GET /api/v1/openapi.json` and the page `GET /docs`, both made once, when first asked for. */
export function documentRoutes(routes: readonly DocumentedRoute[], info: ApiInfo): Route[] {
  let text: { body: string; etag: string } | undefined;
  let page: { body: string; etag: string; policy: string } | undefined;
  const common = {
    method: 'GET',
    audience: 'public',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
    tag: 'documentation',
    errors: [],
  } as const;
  return [
    route({
      ...common,
      path: '/openapi.json',
      summary: 'This document',
      replies: { 200: content('application/json'), 304: null },
      handle: () => {
        if (text === undefined) {
          const body = JSON.stringify(openApi(routes, info));
          text = { body, etag: etagOf(body) };
        }
        return reply(200, text.body, { etag: text.etag });
      },
    }),
    route({
      ...common,
      path: '/docs',
      prefix: '',
      summary: 'This documentation as a page',
      replies: { 200: content('text/html; charset=utf-8'), 304: null },
      query: Type.Object({}),
      handle: () => {
        if (page === undefined) {
          const { html, policy } = docsPage(openApi(routes, info));
          page = { body: html, etag: etagOf(html), policy };
        }
        const headers = { 'content-security-policy': page.policy };
        return reply(200, page.body, { etag: page.etag, headers });
      },
    }),
  ];
}
