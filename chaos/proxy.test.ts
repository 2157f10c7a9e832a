// The proxies do what they say: a COMMIT that is lost on its way has done nothing, one whose
// reply is lost has been done, also when it is prepared or one of many in a pipeline.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Pool } from 'undici';
import { openDb, type Db } from '#kernel/db/db.ts';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { pause } from './client.ts';
import { HttpProxy, type HttpFate } from './proxy-http.ts';
import { PostgresProxy, type Fate, type Unit } from './proxy-postgres.ts';
import { TcpProxy } from './proxy.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

let database: TestDatabase;
let proxy: PostgresProxy;
let direct: pg.Client;
let db: Db;
let seen: Unit[] = [];

before(async () => {
  database = await testDatabase([{ name: 'lab' }]);
  direct = new pg.Client({ connectionString: database.url });
  await direct.connect();
  await direct.query('create table lab.n (n int primary key)');
  await direct.query('grant all on lab.n to trueshelf_lab');
  proxy = new PostgresProxy(Number(new URL(database.url).port));
  await proxy.listen();
  const url = new URL(database.url);
  url.port = String(proxy.port);
  db = openDb({ url: url.href, room: 'lab', pipelined: 1, log });
});

after(async () => {
  await db?.close();
  await proxy?.close();
  await direct?.end();
  await database?.drop();
});

/** One fate for the first unit that fits; everything that passes is seen. */
function judge(fits: (unit: Unit) => boolean, fate: Fate): void {
  seen = [];
  let used = false;
  proxy.judge = (unit) => {
    seen.push(unit);
    if (used || !fits(unit)) return undefined;
    used = true;
    return fate;
  };
}

const isThere = async (n: number) =>
  (await direct.query('select 1 from lab.n where n = $1', [n])).rowCount === 1;

const write = (n: number) => db.run('insert into n values ($1)', [n]);

for (const [kind, there] of [
  ['drop-request', false],
  ['drop-reply', true],
] as const) {
  for (const cut of ['close', 'reset'] as const) {
    test(`a write alone, ${kind} by ${cut}: it is ${there ? '' : 'not '}done`, async () => {
      const n = 100 + (there ? 1 : 0) + (cut === 'reset' ? 10 : 0);
      await write(n + 5); // so that it is prepared by now
      const before_ = proxy.inDoubt[kind];
      judge((unit) => unit.decides, { kind, cut });
      await assert.rejects(write(n), (error) => error instanceof OutcomeUnknown);
      proxy.judge = undefined;
      assert.equal(proxy.inDoubt[kind], before_ + 1);
      await pause(20);
      assert.equal(await isThere(n), there);
      await write(n + 7);
    });

    test(`COMMIT of a transaction, ${kind} by ${cut}`, async () => {
      const n = 200 + (there ? 1 : 0) + (cut === 'reset' ? 10 : 0);
      judge((unit) => unit.texts.some((text) => /^commit/i.test(text)), { kind, cut });
      const work = db.tx(async (tx) => tx.run('insert into n values ($1)', [n]));
      await assert.rejects(work, (error) => error instanceof OutcomeUnknown);
      proxy.judge = undefined;
      await pause(20);
      assert.equal(await isThere(n), there);
      assert.equal(seen.filter((unit) => unit.decides).length, 1, 'only the COMMIT decides');
    });
  }
}

test('a reply is held until its hook has run, and those behind it keep their order', async () => {
  const order: string[] = [];
  const meanwhile = async () => {
    await pause(50);
    order.push('hook');
    return true;
  };
  judge((unit) => unit.decides, { kind: 'hold-reply', meanwhile });
  await Promise.all([
    write(300).then(() => order.push('first')),
    write(301).then(() => order.push('second')),
  ]);
  proxy.judge = undefined;
  assert.deepEqual(order, ['hook', 'first', 'second']);
  assert.deepEqual(seen[0]?.tags, ['INSERT 0 1']);
  assert.match(seen[0]?.values ?? '', /300/);
});

test('slow and sliced, everything arrives as it was sent', async () => {
  proxy.weather = { delay_ms: 2, jitter_ms: 3, slice_bytes: 7 };
  const long = 'x'.repeat(500);
  const row = await db.row<{ long: string }>('select $1::text as long', [long]);
  proxy.weather = {};
  assert.equal(row?.long, long);
});

test('a half-open connection is silent, and a new one works', async () => {
  const server = createTcpServer((socket) => socket.on('error', () => undefined).pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tcp = new TcpProxy({ target: { port: (server.address() as AddressInfo).port } });
  await tcp.listen();
  const open = (): Socket => connect({ host: '127.0.0.1', port: tcp.port });
  const echo = async (socket: Socket, text: string, wait_ms = 60_000) => {
    socket.write(text);
    return String((await once(socket, 'data', { signal: AbortSignal.timeout(wait_ms) }))[0]);
  };
  const first = open().on('error', () => undefined);
  assert.equal(await echo(first, 'a'), 'a');
  tcp.cutAll('half-open');
  await assert.rejects(echo(first, 'b', 100), { name: 'AbortError' });
  assert.equal(first.readyState, 'open');
  const second = open();
  assert.equal(await echo(second, 'c'), 'c');
  const reset = once(second, 'error');
  tcp.cutAll('reset');
  assert.equal(((await reset)[0] as NodeJS.ErrnoException).code, 'ECONNRESET');
  first.destroy();
  await tcp.close();
  server.close();
});

test('requests that are lost, doubled, held, cut or answered by somebody else', async () => {
  let arrived = 0;
  const server = createServer((request, response) => {
    arrived += 1;
    request.resume().on('end', () => response.end(JSON.stringify({ arrived })));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const http = new HttpProxy();
  http.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pool = new Pool(await http.listen(), { headersTimeout: 200, connections: 8 });
  const ask = async (fate: HttpFate | undefined) => {
    http.judge = () => fate;
    const reply = await pool.request({ method: 'POST', path: '/x', body: 'hello' });
    return { status: reply.statusCode, text: await reply.body.text() };
  };
  let ran = 0;
  const meanwhile = () => (ran += 1) > 0;
  assert.deepEqual(await ask(undefined), { status: 200, text: '{"arrived":1}' });
  assert.equal((await ask({ kind: 'twice' })).text, '{"arrived":3}');
  assert.equal((await ask({ kind: 'hold-reply', meanwhile })).text, '{"arrived":4}');
  assert.equal(ran, 1);
  assert.equal((await ask({ kind: 'answer', status: 503 })).status, 503);
  assert.equal(arrived, 4);
  await assert.rejects(ask({ kind: 'cut-reply' }));
  await assert.rejects(ask({ kind: 'drop-reply' }));
  assert.equal(arrived, 6, 'both were done');
  await assert.rejects(ask({ kind: 'swallow' }));
  await assert.rejects(ask({ kind: 'reset' }));
  assert.equal(arrived, 6, 'neither was done');
  await pool.destroy();
  await http.close();
  server.closeAllConnections();
  server.close();
});

test('a database that is away is away through the proxy too', async () => {
  const nowhere = new PostgresProxy(1);
  await nowhere.listen();
  const url = new URL(database.url);
  url.port = String(nowhere.port);
  const gone = openDb({ url: url.href, room: 'lab', log });
  await assert.rejects(gone.rows('select 1'), (error) => error instanceof Failure);
  await gone.close();
  await nowhere.close();
});
