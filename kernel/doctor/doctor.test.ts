// What the doctor sees on a real database, and on machines that lack something.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { database } from './database.ts';
import { doctor } from './doctor.ts';
import { tableOf, type Finding } from './finding.ts';
import { httpPort, nodeVersion, packages } from './machine.ts';

const root = join(import.meta.dirname, '..', '..');
const home = mkdtempSync(join(tmpdir(), 'trueshelf-doctor-'));
const rooms = ['carts', 'lamps'].map((name) => ({
  name,
  folder: home,
  events: null,
  consumers: [],
}));
let shop: TestDatabase;
let client: pg.Client;

before(async () => {
  shop = await testDatabase(rooms.map(({ name, folder }) => ({ name, folder })));
  client = new pg.Client({ connectionString: shop.url });
  await client.connect();
});

after(async () => {
  await client.end();
  await shop.drop();
  rmSync(home, { recursive: true });
});

const states = (findings: Finding[]) =>
  Object.fromEntries(findings.map(({ name, state }) => [name, state]));

test('a database: durability, migrations, roles, what waits and what failed', async () => {
  const fine = await database(shop.url, rooms);
  // The test server runs without fsync, and that is what the doctor is for.
  assert.deepEqual(states(fine), {
    version: 'ok',
    durability: 'fail',
    checksums: 'ok',
    connections: 'ok',
    clock: 'ok',
    migrations: 'ok',
    roles: 'ok',
    outbox: 'ok',
    parked: 'ok',
    sagas: 'ok',
    jobs: 'ok',
  });
  await client.query(
    `insert into carts.redelivery (consumer, event_id, agg_key, event, state, reason)
       values ('carts.clear', 'evt_1', 'order 1', '{}', 'parked', 'unknown type');
     insert into lamps.saga_state (saga_id, type, key, status, due_at, flagged_at)
       values ('saga_1', 'checkout', 'k', 'IN_PROGRESS', now(), now());`,
  );
  const ill = await database(shop.url, rooms);
  assert.match(ill.find(({ name }) => name === 'parked')?.says ?? '', /1 for carts\.clear \(unkn/);
  assert.equal(ill.find(({ name }) => name === 'sagas')?.says, '1 of checkout');
  await client.query("update trueshelf.migration set checksum = 'x' where room = 'lamps'");
  const changed = (await database(shop.url, rooms)).at(-1);
  assert.equal(changed?.state, 'fail');
  assert.match(changed?.says ?? '', /was changed after it was applied/);
  const empty = (await database(shop.url, [{ ...rooms[0], name: 'new' } as never])).at(-1);
  assert.deepEqual([empty?.name, empty?.state], ['migrations', 'warn']);
});

test('a database that does not answer is one finding', async () => {
  const [first, ...rest] = await database('postgres://a:b@127.0.0.1:1/c', rooms);
  assert.equal(first?.state, 'fail');
  assert.equal(rest.length, 0);
});

test('the machine: Node, packages, port', async (t) => {
  assert.equal(nodeVersion('22.1.0').state, 'fail');
  assert.equal(nodeVersion().state, 'ok');
  assert.equal(packages(root).state, 'ok');
  assert.match(packages(home).says, /package-lock\.json is missing/);
  const lock = '{"packages":{"node_modules/a":{"version":"1.0.0"}}}';
  writeFileSync(join(home, 'package-lock.json'), lock);
  mkdirSync(join(home, 'node_modules'));
  writeFileSync(join(home, 'node_modules', '.package-lock.json'), lock.replace('1.0.0', '2.0.0'));
  assert.match(packages(home).says, /node_modules\/a differ/);
  const server = createServer((socket) => socket.end('no')).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const taken = await httpPort('127.0.0.1', (server.address() as AddressInfo).port);
  assert.equal(taken.state, 'fail');
  assert.equal((await httpPort('127.0.0.1', 0)).state, 'ok');
});

test('it changes nothing, and says what is wrong with the configuration', async () => {
  const folder = join(home, 'shop');
  const env = { TRUESHELF_HOME: folder, PORT: '0' };
  const findings = await doctor({ env, root, rooms });
  assert.deepEqual(
    findings.filter(({ state }) => state === 'fail'),
    [],
  );
  assert.ok(!readdirSync(home).includes('shop'));
  const wrong = await doctor({ env: { ...env, PORT: 'x' }, root, rooms });
  assert.match(tableOf(wrong), /fail +configuration +PORT: expected .*\n +→ /);
  const data = join(folder, 'postgres', 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'PG_VERSION'), '15');
  const old = (await doctor({ env, root, rooms })).at(-1);
  assert.match(old?.says ?? '', /was made by PostgreSQL 15/);
  assert.deepEqual(readdirSync(data), ['PG_VERSION']);
});
