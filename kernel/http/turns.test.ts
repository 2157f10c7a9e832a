// While a process is full: who holds something is let in before who is about to, and those before
// who only begins; whose body says so counts as one who holds something, and nobody else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Type } from 'typebox';
import { Failure } from '#kernel/core/error.ts';
import { anonymous } from '#kernel/http/principal.ts';
import { route } from '#kernel/http/route.ts';
import { httpServer, type HttpServer } from '#kernel/http/server.ts';

let server: HttpServer;
let at = '';
let authenticated = 0;
const gate = Promise.withResolvers<void>();
const replies: string[] = [];

const open = { audience: 'guest', owner: 'none', limit: 'none', idempotency: 'none' } as const;
const wait = async () => {
  await gate.promise;
  return { ok: true };
};
const told = { replies: { 200: Type.Object({ ok: Type.Boolean() }) }, errors: [] };
const at_once = { ...told, handle: () => ({ ok: true }) };

before(async () => {
  server = httpServer({
    port: 0,
    production: false,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    limits: null,
    // Six that only begin, seven with those who are about to hold something, eight in all.
    inFlight_max: 8,
    onReply: (_room, name, { status }) => replies.push(`${status} ${name}`),
    authenticate: ({ authorization }) => {
      authenticated += 1;
      if (authorization === 'bad') throw new Failure('not-authenticated');
      return { ...anonymous, kind: 'guest' as const, id: 'usr_1' };
    },
    rooms: [
      {
        name: 'shop',
        routes: [
          route({ ...open, ...told, method: 'GET', path: '/wait', summary: 'Wait', handle: wait }),
          route({ ...open, ...at_once, method: 'GET', path: '/look', summary: 'Look' }),
          route({
            ...open,
            ...told,
            method: 'POST',
            path: '/checkout/begin',
            summary: 'Begin',
            turn: 'next',
            holds: (body) => (body as { with?: string }).with === 'token',
            body: Type.Object({ with: Type.String(), wait: Type.Optional(Type.Boolean()) }),
            handle: ({ body }) => (body.wait === true ? wait() : { ok: true }),
          }),
          route({
            ...open,
            ...at_once,
            method: 'GET',
            path: '/checkout/mine',
            summary: 'Mine',
            turn: 'first',
          }),
        ],
      },
    ],
  });
  at = `${(await server.listen()).url}/api/v1`;
});
after(async () => {
  gate.resolve();
  await server.stop();
});

const headers = { authorization: 'Bearer one' };
const look = (path: string) => fetch(at + path, { headers });
const begin = (body: object, who = headers.authorization) =>
  fetch(`${at}/checkout/begin`, {
    method: 'POST',
    headers: { authorization: who, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function under(count: number): Promise<void> {
  for (let tries = 0; server.inFlight() !== count; tries += 1) {
    assert.ok(tries < 12_000, `never ${count} under way, but ${server.inFlight()}`);
    await new Promise((wake) => setTimeout(wake, 5));
  }
}

test('a checkout with a unit set aside is let in where one that only begins is not', async () => {
  const waiting = Array.from({ length: 6 }, () => look('/wait'));
  await under(6);
  const refused = await look('/look');
  assert.equal(refused.status, 503);
  assert.match(refused.headers.get('retry-after') ?? '', /^[123]$/);
  assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(refused.headers.get('x-content-type-options'), 'nosniff');
  const problem = (await refused.json()) as Record<string, unknown>;
  assert.deepEqual([problem.code, problem.instance], ['overloaded', '/api/v1/look']);
  assert.equal(problem.requestId, refused.headers.get('x-request-id'));
  assert.deepEqual(replies, ['503 turned away'], 'before it is routed, and counted');
  assert.equal(authenticated, 6, 'and before it is known who asks');

  waiting.push(begin({ with: 'cart', wait: true }));
  await under(7);
  const late = await begin({ with: 'cart' });
  assert.equal(late.status, 503, 'there is no place left for who is about to hold something');
  assert.match(late.headers.get('retry-after') ?? '', /^[123]$/);
  assert.equal(authenticated, 7, 'what they want was looked at first');
  assert.equal((await begin({ with: 'token' })).status, 200, 'who holds it is let in');
  assert.equal((await look('/checkout/mine')).status, 200);
  assert.equal((await begin({ with: 'token' }, 'bad')).status, 401, 'and still is somebody');
  const large = { with: 'token', more: 'x'.repeat(3_000) };
  assert.equal((await begin(large)).status, 503, 'a large body is not read for it');
  assert.equal((await begin({ with: 'token', odd: 1 })).status, 422, 'and is looked at as ever');
  await under(7);

  waiting.push(begin({ with: 'token', wait: true }));
  await under(8);
  assert.equal((await begin({ with: 'token' })).status, 503, 'there is no place at all');
  gate.resolve();
  for (const one of waiting) assert.equal((await one).status, 200);
  await under(0);
  assert.equal((await look('/look')).status, 200);
});
