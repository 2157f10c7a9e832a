import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Type } from 'typebox';
import { currentContext } from '#kernel/core/context.ts';
import { defineErrors, Failure } from '#kernel/core/error.ts';
import { refuse } from '#kernel/core/refusal.ts';
import { anonymous, type Principal } from '#kernel/http/principal.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { httpServer, type HttpServer } from '#kernel/http/server.ts';
import type { HttpOptions } from '#kernel/http/settings.ts';

defineErrors({
  'test-too-low': {
    status: 409,
    title: 'Too low',
    explain: 'A test refused.',
    retryable: false,
  },
  'test-unlisted': {
    status: 409,
    title: 'Not listed',
    explain: 'A test refused what its route does not list.',
    retryable: false,
  },
});

const open = { audience: 'public', owner: 'none', limit: 'read', idempotency: 'none' } as const;
const quantity = Type.Object({
  quantity: Type.Integer({ minimum: 1, maximum: 99 }),
  note: Type.Optional(Type.Union([Type.String({ maxLength: 10 }), Type.Null()])),
  colour: Type.Optional(Type.Union([Type.Literal('red'), Type.Literal('blue')])),
});
const anyReply = Type.Object({ ok: Type.Unknown() });

let handlerDone = false;
let streamEnded = false;

const routes: Route[] = [
  route({
    ...open,
    method: 'GET',
    path: '/things/:thingId',
    summary: 'A thing',
    params: Type.Object({ thingId: Type.String({ pattern: '^t_[0-9]+$' }) }),
    query: Type.Object(
      { page: Type.Integer({ minimum: 0, maximum: 1000, default: 0 }) },
      { patternProperties: { '^attr\\.': Type.String() } },
    ),
    replies: { 200: Type.Object({ id: Type.String(), page: Type.Integer() }), 304: null },
    errors: [],
    handle: ({ params, query }) => {
      const body = { id: params.thingId, page: query.page, secret: 'cost price' };
      return reply(200, body, { etag: '"7"' });
    },
  }),
  route({
    ...open,
    method: 'POST',
    path: '/things',
    summary: 'Make a thing',
    limit: 'write',
    body: quantity,
    replies: { 201: anyReply },
    errors: ['test-too-low'],
    handle: ({ body }) => {
      if (body.quantity === 98) return refuse('test-too-low', { available: 3, status: 200 });
      if (body.quantity === 97) return refuse('test-unlisted');
      if (body.quantity === 96) throw new Failure('overloaded', {}, { retryAfter_ms: 2_500 });
      if (body.quantity === 95) throw new Error('select * from secret');
      return reply(201, { ok: body }, { location: '/api/v1/things/t_1' });
    },
  }),
  route({
    ...open,
    method: 'PUT',
    path: '/things/:thingId',
    summary: 'Change a thing',
    audience: 'seller',
    roles: ['catalogue'],
    owner: 'The thing belongs to a seller of the caller.',
    ifMatch: true,
    params: Type.Object({ thingId: Type.String() }),
    body: Type.Object({}),
    replies: { 200: anyReply },
    errors: [],
    handle: (req) => ({ ok: { version: req.ifMatch, sellers: req.sellerIds } }),
  }),
  route({
    ...open,
    method: 'DELETE',
    path: '/things/:thingId',
    summary: 'Remove a thing',
    params: Type.Object({ thingId: Type.String() }),
    replies: { 204: null },
    errors: [],
    handle: async () => {},
  }),
  route({
    ...open,
    method: 'GET',
    path: '/slow',
    summary: 'Takes its time',
    timeout_ms: 3_000,
    replies: { 200: anyReply },
    errors: [],
    handle: async (req) => {
      await pause(req.headers['x-pause'] === 'long' ? 5_000 : 1_000);
      handlerDone = true;
      return { ok: req.signal.aborted };
    },
  }),
  route({
    ...open,
    method: 'GET',
    path: '/stream',
    summary: 'Events for ever',
    replies: { 200: content('text/event-stream') },
    errors: [],
    handle: (req) => {
      const stream = new Readable({ read() {} });
      stream.push('data: 1\n\n');
      req.signal.addEventListener('abort', () => (streamEnded = true));
      return stream;
    },
  }),
  route({
    ...open,
    method: 'GET',
    path: '/context',
    prefix: '',
    summary: 'What the handler sees',
    replies: { 200: anyReply },
    errors: [],
    handle: (req) => ({
      ok: { context: currentContext(), cookies: req.cookies, who: req.principal.id },
    }),
  }),
  route({
    ...open,
    method: 'POST',
    path: '/hook',
    prefix: '',
    summary: 'Raw bytes',
    audience: 'webhook',
    replies: { 200: anyReply },
    errors: [],
    handle: (req) => ({ ok: Buffer.from(req.raw).toString('utf8') }),
  }),
  route({
    ...open,
    method: 'POST',
    path: '/session',
    summary: 'Sets a cookie',
    limit: 'auth',
    replies: { 204: null },
    errors: [],
    handle: () => reply(204, null, { cookies: [{ name: '__Host-refresh', value: 'a b' }] }),
  }),
];

const seller: Principal = {
  ...anonymous,
  kind: 'user',
  id: 'usr_1',
  sellers: [{ sellerId: 'slr_1', role: 'catalogue' }],
};

const silent = { info: () => {}, warn: () => {}, error: () => {} };

function optionsWith(more: Partial<HttpOptions> = {}): HttpOptions {
  return {
    rooms: [{ name: 'things', routes }],
    port: 0,
    production: false,
    log: silent,
    limits: null,
    authenticate: ({ authorization }) => {
      if (authorization === 'Bearer bad') throw new Failure('not-authenticated');
      if (authorization === 'Bearer seller') return seller;
      if (authorization === 'Bearer reader') {
        return { ...seller, sellers: [{ sellerId: 'slr_1', role: 'read-only' }] };
      }
      return anonymous;
    },
    ...more,
  };
}

let server: HttpServer;
let url: string;
before(async () => {
  server = httpServer(optionsWith({ corsOrigins: ['https://shop.test'] }));
  ({ url } = await server.listen());
});
after(() => server.stop({ deadline_ms: 500 }));

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

async function send(path: string, { method = 'GET', headers = {}, body }: Sent = {}) {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url + path, {
    method,
    headers: { ...type, ...headers },
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  const json = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, text, json };
}

const post = (body: unknown, headers = {}) =>
  send('/api/v1/things', { method: 'POST', body: JSON.stringify(body), headers });

function errorsIn(json: Record<string, unknown>): Record<string, unknown>[] {
  return json.errors as Record<string, unknown>[];
}

describe('replies', () => {
  it('sends only what the schema names, at both prefixes', async () => {
    for (const prefix of ['/api/v1', '/api']) {
      const { status, json, headers } = await send(`${prefix}/things/t_1?page=2&attr.size=L`);
      assert.equal(status, 200);
      assert.deepEqual(json, { id: 't_1', page: 2 });
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.match(headers.get('x-request-id') ?? '', /^req_/);
    }
  });

  it('answers 304 to a tag it still has, and HEAD without body', async () => {
    const headers = { 'if-none-match': 'W/"7", "x"' };
    const same = await send('/api/v1/things/t_1', { headers });
    assert.deepEqual([same.status, same.text, same.headers.get('etag')], [304, '', '"7"']);
    const head = await send('/api/v1/things/t_1', { method: 'HEAD' });
    assert.deepEqual([head.status, head.text], [200, '']);
  });

  it('sends 201 with location, 204 without body, cookies with safe defaults', async () => {
    const made = await post({ quantity: 1 });
    assert.deepEqual([made.status, made.headers.get('location')], [201, '/api/v1/things/t_1']);
    const gone = await send('/api/v1/things/t_1', { method: 'DELETE' });
    assert.deepEqual([gone.status, gone.text], [204, '']);
    const session = await send('/api/v1/session', { method: 'POST' });
    const cookie = '__Host-refresh=a%20b; Path=/; HttpOnly; Secure; SameSite=Strict';
    assert.equal(session.headers.get('set-cookie'), cookie);
  });
});

describe('problems', () => {
  it('has one shape for refusals, and standard members stand', async () => {
    const { status, json, headers } = await post({ quantity: 98 });
    assert.equal(status, 409);
    assert.equal(headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.equal(headers.get('cache-control'), 'no-store');
    const { requestId, ...rest } = json;
    assert.equal(requestId, headers.get('x-request-id'));
    assert.deepEqual(rest, {
      type: '/docs#error-test-too-low',
      title: 'Too low',
      status: 409,
      detail: 'A test refused.',
      instance: '/api/v1/things',
      code: 'test-too-low',
      retryable: false,
      available: 3,
    });
  });

  it('says when to come back, and nothing of a bug', async () => {
    const busy = await post({ quantity: 96 });
    assert.deepEqual([busy.status, busy.json.code], [503, 'overloaded']);
    assert.equal(busy.headers.get('retry-after'), '3');
    const bug = await post({ quantity: 95 });
    assert.deepEqual([bug.status, bug.json.code], [500, 'internal-error']);
    assert.doesNotMatch(bug.text, /secret|stack|\.ts/);
  });

  it('does not let a refusal through that the route does not list', async () => {
    assert.equal((await post({ quantity: 97 })).status, 500);
  });

  it('knows 404, 405 with Allow, OPTIONS, 413 and 415', async () => {
    const lost = await send('/api/v1/nowhere', { method: 'POST', body: 'x' });
    assert.deepEqual([lost.status, lost.json.code], [404, 'not-found']);
    const wrong = await send('/api/v1/things/t_1', { method: 'POST', body: '{}' });
    assert.deepEqual([wrong.status, wrong.json.code], [405, 'method-not-allowed']);
    assert.equal(wrong.headers.get('allow'), 'DELETE, GET, HEAD, OPTIONS, PUT');
    const asked = await send('/api/v1/things', { method: 'OPTIONS' });
    assert.equal(asked.status, 204);
    const large = await post({ quantity: 1, note: 'x'.repeat(1_100_000) });
    assert.deepEqual([large.status, large.json.code], [413, 'payload-too-large']);
    const headers = { 'content-type': 'text/plain' };
    const text = await post({ quantity: 1 }, headers);
    assert.deepEqual([text.status, text.json.code], [415, 'unsupported-media-type']);
    const zipped = await post({ quantity: 1 }, { 'content-encoding': 'gzip' });
    assert.equal(zipped.status, 415);
    assert.equal((await send('/api/v1/things/%zz')).status, 400);
    assert.equal((await send('/api/v1/things/T_1')).status, 404);
  });

  it('answers broken HTTP with a problem', async () => {
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    assert.match(text, /^HTTP\/1\.1 400 Bad Request\r\n/);
    assert.match(text, /"code":"malformed-request"/);
  });
});

describe('validation', () => {
  it('refuses numbers out of range and says the range', async () => {
    for (const value of [0, -1, 1.5, 1e9, 2 ** 53, '1e3', '2', 'NaN', [1], true, null]) {
      const { status, json } = await post({ quantity: value });
      assert.equal(status, 422, String(value));
      assert.equal(json.code, 'validation-failed');
      const [first] = errorsIn(json);
      assert.equal(first?.pointer, '/quantity');
      assert.deepEqual(first?.expected, { type: 'integer', minimum: 1, maximum: 99 });
    }
  });

  it('takes no body for an empty one where every member may be left out', async () => {
    const headers = { authorization: 'Bearer seller', 'if-match': '"1"' };
    const bare = await fetch(`${url}/api/v1/things/t_1`, { method: 'PUT', headers });
    assert.notEqual(bare.status, 422, await bare.text());
    const needed = await fetch(`${url}/api/v1/things`, { method: 'POST' });
    assert.equal(needed.status, 422, await needed.text());
  });

  it('lists unknown, missing and wrong fields together', async () => {
    const { json } = await post({ price: 1, note: 'much too long', colour: 'pink' });
    const found = errorsIn(json).map(({ pointer, code }) => `${String(pointer)} ${String(code)}`);
    assert.deepEqual(found.sort(), [
      '/colour not-one-of',
      '/note wrong-length',
      '/price unknown-field',
      '/quantity required',
    ]);
  });

  it('refuses what is not JSON, too deep, or meant to pollute', async () => {
    const bad = ['{', 'NaN', '{"quantity": NaN}', '{"__proto__": {"a": 1}, "quantity": 1}'];
    for (const body of [...bad, '['.repeat(100_000), '{"a":'.repeat(40) + '1' + '}'.repeat(40)]) {
      const { status, json } = await send('/api/v1/things', { method: 'POST', body });
      assert.deepEqual([status, json.code], [400, 'malformed-request'], body.slice(0, 30));
    }
    assert.equal((await post({ quantity: 1, note: 'a\0b' })).status, 422);
    assert.equal((await send('/api/v1/things/t_1?page=%00')).status, 422);
    assert.equal((await post([])).status, 422);
    assert.equal((await send('/api/v1/things', { method: 'POST' })).status, 422);
  });

  it('coerces the query, refuses unknown and repeated names', async () => {
    const bad = ['page=1001', 'page=x', 'page=', 'page=1&page=2', 'pagee=1', '__proto__=1'];
    for (const query of bad) {
      const { status, json } = await send(`/api/v1/things/t_1?${query}`);
      assert.equal(status, 422, query);
      assert.equal(errorsIn(json)[0]?.in, 'query');
    }
    assert.equal((await send('/api/v1/things/other')).status, 404);
  });

  it('refuses a body where none is taken', async () => {
    const sent = { method: 'DELETE', body: '{"status":"paid"}' };
    assert.equal((await send('/api/v1/things/t_1', sent)).status, 422);
  });
});

describe('access', () => {
  const put = (headers: Record<string, string>) =>
    send('/api/v1/things/t_1', { method: 'PUT', body: '{}', headers });

  it('tells unknown callers from those who may not', async () => {
    assert.equal((await put({})).status, 401);
    assert.equal((await put({ authorization: 'Bearer bad' })).status, 401);
    assert.equal((await put({ authorization: 'Bearer reader' })).status, 403);
  });

  it('needs If-Match and hands its version on', async () => {
    const authorization = 'Bearer seller';
    assert.equal((await put({ authorization })).status, 428);
    assert.equal((await put({ authorization, 'if-match': '*' })).status, 428);
    assert.equal((await put({ authorization, 'if-match': '"old"' })).status, 412);
    const { json } = await put({ authorization, 'if-match': '"12"' });
    assert.deepEqual(json, { ok: { version: 12, sellers: ['slr_1'] } });
  });

  it('runs the handler in a context with the client’s request id or trace', async () => {
    const { json, headers } = await send('/context', {
      headers: { 'x-request-id': 'my-request-1', cookie: 'a=1; b=%20' },
    });
    assert.equal(headers.get('x-request-id'), 'my-request-1');
    const ok = json.ok as { context: unknown; cookies: unknown };
    assert.deepEqual(ok.context, { correlationId: 'my-request-1' });
    assert.deepEqual(ok.cookies, { a: '1', b: ' ' });
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const traced = await send('/context', { headers: { traceparent, 'x-request-id': '<bad>' } });
    assert.equal(traced.headers.get('x-request-id'), 'a'.repeat(32));
    const context = (traced.json.ok as { context: unknown }).context;
    assert.deepEqual(context, { correlationId: 'a'.repeat(32), traceparent });
  });

  it('hands webhooks their bytes', async () => {
    const body = '{ "b":1,\n"a":2 }';
    assert.deepEqual((await send('/hook', { method: 'POST', body })).json, { ok: body });
  });

  it('lets only listed origins in', async () => {
    const from = (origin: string) => send('/api/v1/things/t_1', { headers: { origin } });
    const allowed = 'access-control-allow-origin';
    assert.equal((await from('https://shop.test')).headers.get(allowed), 'https://shop.test');
    for (const origin of ['null', 'https://shop.test.evil.test', 'https://evilshop.test']) {
      assert.equal((await from(origin)).headers.get(allowed), null, origin);
    }
  });
});

describe('limits', () => {
  it('counts per caller, says so in headers, names the limit', async (test) => {
    const rule = { requests_max: 2, window_s: 60 };
    const limits = { read: rule, write: rule, auth: rule, checkout: rule };
    const limited = httpServer(optionsWith({ limits }));
    const { url: at } = await limited.listen();
    test.after(() => limited.stop());
    const first = await fetch(`${at}/api/v1/things/t_1`);
    assert.equal(first.headers.get('ratelimit-policy'), '"read";q=2;w=60');
    assert.match(first.headers.get('ratelimit') ?? '', /^"read";r=1;t=\d+$/);
    await fetch(`${at}/api/things/t_1`);
    const third = await fetch(`${at}/api/v1/things/t_1`);
    assert.equal(third.status, 429);
    assert.ok(Number(third.headers.get('retry-after')) > 0);
    const json = (await third.json()) as Record<string, unknown>;
    assert.deepEqual([json.code, json.limit, json.retryable], ['too-many-requests', 'read', true]);
    const known = await fetch(`${at}/api/v1/things/t_1`, {
      headers: { authorization: 'Bearer seller' },
    });
    assert.equal(known.status, 200, 'somebody else is not limited with it');
  });

  it('refuses what is above the number under way', async (test) => {
    const full = httpServer(optionsWith({ inFlight_max: 1 }));
    const { url: at } = await full.listen();
    test.after(() => full.stop());
    const running = fetch(`${at}/api/v1/slow`);
    while (full.inFlight() === 0) await pause(5);
    const second = await fetch(`${at}/api/v1/things/t_1`);
    assert.equal(second.status, 503);
    assert.match(second.headers.get('retry-after') ?? '', /^[123]$/);
    assert.equal((await running).status, 200);
  });

  it('gives up on a handler that takes too long', async () => {
    const { status, json } = await send('/api/v1/slow', { headers: { 'x-pause': 'long' } });
    assert.deepEqual([status, json.code], [503, 'timeout']);
  });
});

describe('start and stop', () => {
  it('does not start with a route that says too little', () => {
    const [first] = routes as [Route];
    for (const name of ['audience', 'owner', 'limit', 'idempotency', 'summary'] as const) {
      const broken = { ...first, [name]: undefined } as unknown as Route;
      const rooms = [{ name: 'things', routes: [broken] }];
      assert.throws(() => httpServer(optionsWith({ rooms })), new RegExp(name));
    }
    const wrong: [Partial<Route>, RegExp][] = [
      [{ errors: ['no-such-code'] }, /no-such-code/],
      [{ path: '/things/:other' }, /params/],
      [{ idempotency: 'accepted' }, /GET/],
      [{ method: 'POST', idempotency: 'accepted' }, /database/],
    ];
    for (const [change, message] of wrong) {
      const rooms = [{ name: 'things', routes: [{ ...first, ...change }] }];
      assert.throws(() => httpServer(optionsWith({ rooms })), message);
    }
    const rooms = [{ name: 'things', routes: [first, first] }];
    assert.throws(() => httpServer(optionsWith({ rooms })), /declared by/);
  });

  it('leaves development routes out of production', async (test) => {
    const dev = { ...(routes[6] as Route), audience: 'dev' as const };
    const rooms = [{ name: 'x', routes: [dev] }];
    const live = httpServer(optionsWith({ rooms, production: true }));
    const { url: at } = await live.listen();
    test.after(() => live.stop());
    const response = await fetch(`${at}/context`);
    assert.equal(response.status, 404);
    assert.match(response.headers.get('strict-transport-security') ?? '', /max-age/);
  });

  it('finishes running requests, ends streams, then refuses connections', async () => {
    const leaving = httpServer(optionsWith());
    const { url: at } = await leaving.listen();
    handlerDone = false;
    const running = fetch(`${at}/api/v1/slow`);
    const stream = await fetch(`${at}/api/v1/stream`);
    assert.equal(leaving.inFlight(), 2);
    const started_ms = performance.now();
    await leaving.stop({ deadline_ms: 60_000 });
    assert.ok(performance.now() - started_ms < 30_000);
    const response = await running;
    assert.equal(response.status, 200);
    assert.ok(handlerDone && streamEnded);
    await stream.text().catch(() => '');
    await assert.rejects(fetch(`${at}/api/v1/things/t_1`));
  });
});

describe('documents', () => {
  it('serves the OpenAPI document and a page that loads nothing', async () => {
    const { json, headers } = await send('/api/v1/openapi.json');
    const paths = json.paths as Record<string, Record<string, Record<string, unknown>>>;
    const change = paths['/api/v1/things/{thingId}']?.put;
    assert.equal(change?.['x-audience'], 'seller');
    assert.equal(change?.['x-owner'], 'The thing belongs to a seller of the caller.');
    const statuses = '200 400 401 403 404 412 413 415 422 428 429 500 503'.split(' ');
    assert.deepEqual(Object.keys(change?.responses as object), statuses);
    assert.ok(headers.get('etag'));
    const page = await send('/docs');
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'sha256-/);
    assert.match(page.text, /id="error-stock|id="error-test-too-low"/);
    assert.doesNotMatch(page.text, /(src|href)="https?:/);
  });
});
