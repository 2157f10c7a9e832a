// A whole Trueshelf on a database of its own, for tests over HTTP: every room, real PostgreSQL,
// a free port, no rate limits.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Pool } from 'undici';
import { newSecretId, newId } from '#kernel/core/id.ts';
import { loadConfig, type Config, type ConfigOverrides } from '#kernel/config/config.ts';
import type { ExtendTools } from '#kernel/host/extend.ts';
import { startHost, type Host, type HostOptions } from '#kernel/host/host.ts';
import type { Room } from '#kernel/service.ts';
import { freePort } from '#kernel/db/embedded-settings.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { rooms } from '#services/directory.ts';
import { people } from '#services/people.ts';

// Tests read JSON replies of every shape.
// oxlint-disable-next-line no-explicit-any -- the shape is what each test checks
type Json = any; // any: a reply has whatever shape the test that reads it checks

export interface Answer<Body = Json> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Body;
}

export interface Send {
  token?: string;
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface App {
  readonly url: string;
  readonly databaseUrl: string;
  readonly host: Host;
  /** One request; the path is below /api/v1 unless it starts with '//' (then at the root). */
  send(method: string, path: string, options?: Send): Promise<Answer>;
  get(path: string, options?: Send): Promise<Answer>;
  post(path: string, options?: Send): Promise<Answer>;
  stop(): Promise<void>;
}

export interface AppOptions {
  config?: ConfigOverrides;
  /** Rooms served by this process; all when left out. */
  serve?: string[];
  /** Rooms that are away. */
  without?: string[];
  /** Use this database instead of a new one. */
  databaseUrl?: string;
  /**
   * With the storefront, built when its sources changed; pictures come from this folder. `pseudo`:
   * English is a language made of accents.
   */
  web?: WebOptions | true;
  /** The machine's clock, where it is not to be the real one. */
  clock?: HostOptions['clock'];
  /** Where log lines go, of every level. */
  logTo?: (line: string) => void;
  /** Asked before a room answers, by `GET /orders`: throws a Failure, or waits. */
  trouble?: (route: string) => void | Promise<void>;
  /** Events are lost, repeated and mixed up between rooms. */
  faults?: HostOptions['faults'];
}

/** Starts the app; stop it in `after`. About 0.3 s. */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const database = options.databaseUrl
    ? { url: options.databaseUrl, drop: async () => undefined }
    : await testDatabase();
  if (!options.databaseUrl) await installJobs({ url: database.url });
  const level = process.env['TEST_LOG'] ? ('debug' as const) : ('fatal' as const);
  // A port that is known before the start, because webhooks come back to the public URL.
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const config = loadConfig(
    {},
    { port, publicUrl, rateLimitMultiplier: 0, settlePoll_ms: 300, ...options.config },
  );
  const extend = options.web === undefined ? undefined : await storefront(config, options.web);
  const host = await startHost({
    rooms: options.trouble === undefined ? rooms : troubled(options.trouble),
    ...(extend === undefined ? {} : { extend }),
    serve: options.serve ?? allBut(options.without),
    url: database.url,
    config,
    log: options.logTo
      ? createLogger({ level: 'trace', stream: { write: options.logTo } })
      : createLogger({ level, pretty: true }),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    people,
  });
  const pool = new Pool(host.url, { connections: 64 });
  const send = sender(pool);
  return {
    url: host.url,
    databaseUrl: database.url,
    host,
    send,
    get: (path, rest) => send('GET', path, rest),
    post: (path, rest) => send('POST', path, rest),
    stop: async () => {
      await pool.destroy();
      await host.stop();
      await database.drop();
    },
  };
}

interface WebOptions {
  imagesFolder?: string;
  pseudo?: boolean;
}

/** Pages beside the API; the build is shared by all tests of the same sources. */
async function storefront(config: Config, web: WebOptions | true) {
  const { mountWeb } = await import('#web/server/web.ts');
  const { openBundle } = await import('#web/server/opened.ts');
  const given = web === true ? {} : web;
  const opener = await openBundle({ watch: false, now: () => 0, pseudo: given.pseudo === true });
  const imagesFolder = given.imagesFolder ?? join(config.home, 'images');
  return (app: FastifyInstance, tools: ExtendTools) =>
    mountWeb(app, { config, tools, opener, imagesFolder });
}

/** The rooms as they are, but asking for trouble before they answer. */
function troubled(trouble: NonNullable<AppOptions['trouble']>): Room[] {
  return rooms.map((room) => ({
    ...room,
    start: async (context) => {
      const running = await room.start(context);
      const routes = running.routes?.map((route) => ({
        ...route,
        handle: async (request: Parameters<typeof route.handle>[0]) => {
          await trouble(`${route.method} ${route.path}`);
          return route.handle(request);
        },
      }));
      return routes === undefined ? running : { ...running, routes };
    },
  }));
}

function allBut(without: string[] | undefined): string[] | undefined {
  return without && rooms.map((room) => room.name).filter((name) => !without.includes(name));
}

/** Requests over a pool, as the app sends them. */
export function sender(pool: Pool): App['send'] {
  return async (method, path, { token, key, body, headers } = {}) => {
    const target = path.startsWith('//') ? path.slice(1) : `/api/v1${path}`;
    const response = await pool.request({
      method: method as 'GET',
      path: target,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(key ? { 'idempotency-key': key } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    const json = /json/.test(String(response.headers['content-type']));
    return {
      status: response.statusCode,
      headers: response.headers,
      body: json && text !== '' ? JSON.parse(text) : text,
    };
  };
}

export interface Shop {
  sellerId: string;
  warehouses: string[];
  /** A product with one variant and this stock in the first warehouse. */
  product(options?: {
    stock?: number | number[];
    price?: number;
  }): Promise<{ productId: string; variantId: string }>;
  /** A shopper with a token and an address in New York. */
  shopper(): Promise<{ userId: string; token: string; addressId: string }>;
  sellerToken: string;
  adminToken: string;
}

const PASSWORD = 'a long enough pass phrase';

/** A seller with three warehouses in an otherwise empty marketplace. */
export async function openShop(app: App): Promise<Shop> {
  const tag = newSecretId('t').slice(-8);
  const sellerId = newId('slr');
  await importPeople(app, { sellerId, tag });
  const warehouses = await addWarehouses(app);
  const sellerToken = await login(app, `seller-${tag}@example.test`);
  const adminToken = await login(app, `admin-${tag}@example.test`);
  const category = await app.post('/admin/categories', {
    token: adminToken,
    body: { name: `Things ${tag}`, parentId: null },
  });
  assert.equal(category.status, 201, JSON.stringify(category.body));
  const { categoryId } = category.body;
  return {
    sellerId,
    warehouses,
    sellerToken,
    adminToken,
    product: productMaker(app, { tag, token: sellerToken, categoryId, warehouses }),
    shopper: () => newShopper(app),
  };
}

/** The seller with its owner, and an admin; their addresses are `seller-` and `admin-` + tag. */
async function importPeople(
  app: App,
  { sellerId, tag }: { sellerId: string; tag: string },
): Promise<void> {
  const { client } = app.host;
  const { identityCalls } = await import('#services/identity/contract.ts');
  const { sellersCalls } = await import('#services/sellers/contract.ts');
  const [seller, admin] = [newId('usr'), newId('usr')];
  const user = (userId: string, name: string, roles: string[]) => ({
    userId,
    email: `${name}-${tag}@example.test`,
    name,
    password: PASSWORD,
    roles,
    addresses: [],
  });
  await client(identityCalls).import({
    users: [user(seller, 'seller', []), user(admin, 'admin', ['super'])],
  } as never);
  await client(sellersCalls).import({
    sellers: [{ sellerId, name: `Shop ${tag}`, slug: `shop-${tag}`, status: 'APPROVED' }],
    members: [{ sellerId, userId: seller, role: 'owner' }],
  } as never);
}

/** In New York, California and Texas. */
async function addWarehouses(app: App): Promise<string[]> {
  const { inventoryCalls } = await import('#services/inventory/contract.ts');
  const warehouses = [newId('wh'), newId('wh'), newId('wh')];
  const states = ['NY', 'CA', 'TX'];
  await app.host.client(inventoryCalls).addWarehouses({
    warehouses: warehouses.map((warehouseId, index) => ({
      warehouseId,
      name: `House ${index}`,
      latitude: [42.9, 37.2, 31.5][index] ?? 0,
      longitude: [-75.6, -119.5, -99.3][index] ?? 0,
      country: 'US',
      state: states[index] ?? null,
      sellerId: null,
    })),
  });
  return warehouses;
}

async function login(app: App, email: string): Promise<string> {
  const answer = await app.post('/auth/login', { body: { email, password: PASSWORD } });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.accessToken as string;
}

function productMaker(
  app: App,
  of: { tag: string; token: string; categoryId: string; warehouses: readonly string[] },
): Shop['product'] {
  const { tag, token, categoryId, warehouses } = of;
  let made = 0;
  return async ({ stock = 0, price = 20 } = {}) => {
    made += 1;
    const answer = await app.post('/seller/products', {
      token,
      body: {
        name: `Thing ${made}`,
        description: 'A thing for tests.',
        brand: 'Testers',
        categoryId,
        currency: 'USD',
        variants: [{ sku: `SKU-${tag}-${made}`, name: 'One', attributes: {}, price }],
      },
    });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    const { productId } = answer.body;
    const { variantId } = answer.body.variants[0];
    const levels = Array.isArray(stock) ? stock : [stock];
    for (const [index, delta] of levels.entries()) {
      if (delta === 0) continue;
      const done = await app.post('/seller/inventory/adjustments', {
        token,
        body: { variantId, warehouseId: warehouses[index], delta, reason: 'receipt' },
      });
      assert.equal(done.status, 200, JSON.stringify(done.body));
    }
    return { productId, variantId };
  };
}

/** As a patient person does: a crowded shop that says "nothing was done" is asked again. */
async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  const until = performance.now() + 60_000;
  for (;;) {
    const answer = await ask();
    const isFull = answer.status === 503 && answer.body.retryable === true;
    if (!isFull || performance.now() > until) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function newShopper(app: App): ReturnType<Shop['shopper']> {
  const guest = await patiently(() => app.post('/auth/guest', { body: {} }));
  assert.ok(guest.status < 300, JSON.stringify(guest.body));
  const token = guest.body.accessToken as string;
  const body = {
    name: 'Test Shopper',
    line1: '1 Main Street',
    city: 'New York',
    state: 'NY',
    postalCode: '10001',
    country: 'US',
  };
  const address = await patiently(() => app.post('/me/addresses', { token, body }));
  assert.equal(address.status, 201, JSON.stringify(address.body));
  return { userId: guest.body.user.userId, token, addressId: address.body.addressId };
}
