// A crowd that still has to connect while the event loop is busy must not wait for as many turns as
// there are of them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { canShare } from '#kernel/http/listeners.ts';
import { anonymous } from '#kernel/http/principal.ts';
import { httpServer } from '#kernel/http/server.ts';
import type { HttpOptions } from '#kernel/http/settings.ts';

async function serverFor(test: TestContext, options: Partial<HttpOptions> = {}) {
  const server = httpServer({
    port: 0,
    production: false,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    limits: null,
    authenticate: () => anonymous,
    rooms: [],
    ...options,
  });
  test.after(() => server.stop());
  return { server, ...(await server.listen()) };
}

async function crowd(port: number, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((one) => once(one, 'connect')));
  return sockets;
}

const turn = () => new Promise(setImmediate);

test('a turn of the event loop takes many connections', { skip: !canShare }, async (t) => {
  const { server, port } = await serverFor(t);
  let open = 0;
  let now = 0;
  let most = 0;
  server.app.server.on('connection', () => {
    open += 1;
    most = Math.max(most, (now += 1));
  });
  const sockets = crowd(port, 400);
  for (let turns = 0; open < 400; turns += 1) {
    assert.ok(turns < 100_000, `only ${open} were taken`);
    now = 0;
    await turn();
  }
  for (const one of await sockets) one.destroy();
  assert.ok(most >= 100, `${most} at most in one turn`);
});

test('all sockets count to the same bound, and end together', { skip: !canShare }, async (t) => {
  const { server, port } = await serverFor(t, { connections_max: 20 });
  const sockets = await crowd(port, 60);
  let gone = 0;
  for (const one of sockets)
    one
      .on('close', () => (gone += 1))
      .on('error', () => {})
      .resume();
  // The server's own socket counts for itself, so a few more may stay.
  for (let tries = 0; gone < 20; tries += 1) {
    assert.ok(tries < 6_000, `only ${gone} of 60 were refused`);
    await new Promise((wake) => setTimeout(wake, 10));
  }
  await server.stop();
  for (let tries = 0; gone < 60; tries += 1) {
    assert.ok(tries < 6_000, `only ${gone} of 60 have ended`);
    await new Promise((wake) => setTimeout(wake, 10));
  }
});

test('a second server on the same port is refused', async (t) => {
  const { port } = await serverFor(t);
  await assert.rejects(serverFor(t, { port }), { code: 'EADDRINUSE' });
});
