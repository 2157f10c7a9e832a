// Where answers are late although they keep coming, who only begins is told to come back at once;
// what is answered in time meanwhile goes on, and so does everything once they are fewer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from 'typebox';
import { anonymous } from '#kernel/http/principal.ts';
import { route } from '#kernel/http/route.ts';
import { httpServer, type HttpServer } from '#kernel/http/server.ts';

const patience_ms = 140_000;
const slow_ms = 3_000;
const clients = 200;
let server: HttpServer;
let at = '';

const open = { audience: 'public', owner: 'none', limit: 'none', idempotency: 'none' } as const;
const told = { replies: { 200: Type.Object({ ok: Type.Boolean() }) }, errors: [] };
const slowly = async () => {
  await sleep(slow_ms);
  return { ok: true };
};

before(async () => {
  server = httpServer({
    port: 0,
    production: false,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    limits: null,
    authenticate: () => anonymous,
    rooms: [
      {
        name: 'shop',
        routes: [
          route({
            ...open,
            ...told,
            method: 'GET',
            path: '/slow',
            summary: 'Slow',
            handle: slowly,
          }),
          route({
            ...open,
            ...told,
            method: 'GET',
            path: '/quick',
            summary: 'Quick',
            handle: () => ({ ok: true }),
          }),
        ],
      },
    ],
  });
  at = `${(await server.listen()).url}/api/v1`;
});
after(() => server.stop());

async function statusOf(path: string): Promise<number> {
  const reply = await fetch(at + path);
  await reply.body?.cancel();
  return reply.status;
}

test('what waits long is refused, and what does not wait is not', async () => {
  let isOver = false;
  const statuses = new Set<number>();
  const crowd = Array.from({ length: clients }, async (_, n) => {
    // Not in step, as people come.
    await sleep((n * slow_ms) / clients);
    while (!isOver) {
      const status = await statusOf('/slow');
      statuses.add(status);
      if (status === 503) await sleep(2 * slow_ms);
    }
  });
  let until_ms = performance.now() + patience_ms;
  while (!statuses.has(503)) {
    assert.ok(performance.now() < until_ms, 'nobody was ever told to come back');
    await sleep(50);
  }
  // Should the machine fill the core for a moment, all of them wait for that.
  for (let quick = 0; quick < 20;) {
    assert.ok(performance.now() < until_ms, 'what has nothing to wait for is not answered');
    if ((await statusOf('/slow')) === 503 && (await statusOf('/quick')) === 200) {
      quick += 1;
      until_ms = performance.now() + patience_ms;
    }
    await sleep(20);
  }
  isOver = true;
  await Promise.all(crowd);
  assert.deepEqual([...statuses].sort(), [200, 503]);
  until_ms = performance.now() + patience_ms;
  while ((await statusOf('/slow')) !== 200) {
    assert.ok(performance.now() < until_ms, 'the door stays shut');
  }
});
