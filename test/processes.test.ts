// The purchase over HTTP, with every room in one process and spread over four: the same code, the
// same database, other addresses. Then the process of inventory is killed and started again.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Pool } from 'undici';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { newId } from '#kernel/core/id.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { rooms } from '#services/directory.ts';
import { openShop, sender, startApp, type Answer, type App, type Shop } from './app.ts';
import { assertTrue, fillCart, freePort, initiate, openCheckout, orderOnce, pay } from './buyer.ts';

const BOOT_MS = 120_000;
const PATIENCE_MS = 60_000;

/** A shopper pays, is declined, or does not hear what became of the payment. */
async function purchases(app: App, shop: Shop): Promise<void> {
  const product = await shop.product({ stock: 9, price: 25 });
  const shopper = await shop.shopper();

  const first = await openCheckout(app, shopper, [{ ...product, quantity: 2 }]);
  const paid = await pay(app, shopper, first);
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.equal(paid.body.status, 'CONFIRMED');
  assert.equal(paid.body.total, first.total);

  const second = await openCheckout(app, shopper, [product]);
  const declined = await pay(app, shopper, { ...second, paymentToken: 'tok_declined' });
  assert.equal(declined.status, 402, JSON.stringify(declined.body));
  const again = await pay(app, shopper, second);
  assert.equal(again.body.status, 'CONFIRMED', JSON.stringify(again.body));

  const third = await openCheckout(app, shopper, [product]);
  const unknown = await pay(app, shopper, { ...third, paymentToken: 'tok_timeout_success' });
  assert.equal(unknown.status, 202, JSON.stringify(unknown.body));
  assert.equal(unknown.body.status, 'PENDING');
  await orderOnce(app, shopper, { orderId: unknown.body.orderId, status: 'CONFIRMED' });
  await assertTrue(app.databaseUrl);
}

describe('every room in one process', () => {
  let app: App;
  before(async () => {
    app = await startApp({ config: { gatewayTimeout_ms: 2_000 } });
  });
  after(() => app.stop());

  test('a purchase, a decline and an unknown outcome', { timeout: 240_000 }, async () => {
    await purchases(app, await openShop(app));
  });
});

/** Which process serves what: rooms by the name of the process, and the paths they answer. */
const spread = {
  checkout: { rooms: ['checkout'], paths: /^\/api\/v1\/checkout\b/ },
  inventory: {
    rooms: ['inventory'],
    paths: /^\/api\/v1\/(?:seller|admin)\/(?:inventory|warehouses)/,
  },
  payments: {
    rooms: ['payments', 'sandbox'],
    paths: /^\/(?:sandbox|api\/v1\/(?:webhooks|payments))\b/,
  },
};
type Part = keyof typeof spread;
const parts = Object.keys(spread) as Part[];

describe('checkout, inventory and payments in processes of their own', () => {
  const children = new Map<Part, ChildProcess>();
  const ports = new Map<Part | 'main', number>();
  let database: TestDatabase;
  let config: Record<string, unknown>;
  let gateway: HttpServer;
  let pool: Pool;
  let main: App;
  let app: App;
  let shop: Shop;

  const origin = (part: Part | 'main') => `http://127.0.0.1:${ports.get(part)}`;

  async function startPart(part: Part): Promise<void> {
    const options = {
      url: database.url,
      serve: spread[part].rooms,
      config: { ...config, port: ports.get(part) },
    };
    const file = join(import.meta.dirname, 'serve-child.ts');
    const child = spawn(process.execPath, [file, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.set(part, child);
    const signal = AbortSignal.timeout(BOOT_MS);
    const [event] = await Promise.race([
      once(child.stdout, 'data', { signal }),
      once(child, 'exit', { signal }),
    ]);
    assert.match(String(event), /^http/, `${part} did not start`);
  }

  async function kill(part: Part): Promise<void> {
    const child = children.get(part);
    assert.ok(child);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  before(
    async () => {
      database = await testDatabase();
      await installJobs({ url: database.url });
      const door = await freePort();
      for (const part of [...parts, 'main'] as const) ports.set(part, await freePort());
      const placeOf = (room: string) => parts.find((part) => spread[part].rooms.includes(room));
      config = {
        publicUrl: `http://127.0.0.1:${door}`,
        roomUrls: Object.fromEntries(
          rooms.map(({ name }) => [name, origin(placeOf(name) ?? 'main')]),
        ),
        tokenKey: newSigningKey(),
        internalSecret: 'i'.repeat(40),
        sandboxWebhookSecret: 'w'.repeat(40),
        rateLimitMultiplier: 0,
        gatewayTimeout_ms: 2_000,
        settlePoll_ms: 300,
      };
      await Promise.all(parts.map(startPart));
      main = await startApp({
        databaseUrl: database.url,
        serve: rooms.map(({ name }) => name).filter((name) => placeOf(name) === undefined),
        config: { ...config, port: ports.get('main') },
      });
      gateway = frontDoor((path) =>
        origin(parts.find((part) => spread[part].paths.test(path)) ?? 'main'),
      );
      await once(gateway.listen(door, '127.0.0.1'), 'listening');
      pool = new Pool(`http://127.0.0.1:${door}`, { connections: 16 });
      const send = sender(pool);
      app = {
        ...main,
        send,
        get: (path, rest) => send('GET', path, rest),
        post: (path, rest) => send('POST', path, rest),
      };
      shop = await openShop(app);
    },
    { timeout: 240_000 },
  );

  after(async () => {
    for (const child of children.values()) child.kill('SIGKILL');
    await pool?.destroy();
    gateway?.close();
    await main?.stop();
    await database?.drop();
  });

  test('a purchase, a decline and an unknown outcome', { timeout: 240_000 }, async () => {
    await purchases(app, shop);
  });

  test('inventory is killed: 503, and the purchase goes on when it is back', async () => {
    const product = await shop.product({ stock: 5 });
    const shopper = await shop.shopper();
    const cartId = await fillCart(app, [product]);
    await kill('inventory');
    const key = newId('key');
    const refused = await initiate(app, shopper, { cartId, key });
    assert.equal(refused.status, 503, JSON.stringify(refused.body));
    assert.equal(refused.body.retryable, true);
    await startPart('inventory');
    const opened = await untilAnswer(() => initiate(app, shopper, { cartId, key }));
    assert.equal(opened.status, 201, JSON.stringify(opened.body));

    const { checkoutId } = opened.body;
    await kill('inventory');
    const paying = pay(app, shopper, { checkoutId, key: newId('key') });
    await startPart('inventory');
    const paid = await paying;
    assert.ok([200, 202, 503].includes(paid.status), JSON.stringify(paid.body));
    const done = await untilAnswer(async () => {
      const answer = await app.get(`/checkout/${checkoutId}`, { token: shopper.token });
      const status = answer.body.status as string;
      return status === 'COMPLETED' ? answer : { status: 503, body: { retryable: true, status } };
    });
    const { orderId } = done.body as { orderId: string };
    await orderOnce(app, shopper, { orderId, status: 'CONFIRMED' });
    await assertTrue(database.url);
  });
});

/** Asks again while the answer says that asking again may help. */
async function untilAnswer<T extends Pick<Answer, 'status' | 'body'>>(
  ask: () => Promise<T>,
): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer.status < 400 || answer.body.retryable !== true) return answer;
    assert.ok(performance.now() < until, `still ${JSON.stringify(answer.body)}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** What stands before several processes in the world: it sends each path to who serves it. */
function frontDoor(originOf: (path: string) => string): HttpServer {
  return createServer((request, response) => {
    const url = `${originOf(request.url ?? '/')}${request.url}`;
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !/^(?:host|connection|content-length)$/.test(name)
        ? [[name, value] as [string, string]]
        : [],
    );
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      try {
        const method = request.method ?? 'GET';
        const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
        const answer = await fetch(url, { method, headers, ...body });
        const text = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status, [...answer.headers].flat());
        response.end(text);
      } catch {
        response.writeHead(503, { 'content-type': 'application/problem+json' });
        response.end('{"status":503,"code":"room-unavailable","retryable":true}');
      }
    });
  });
}
