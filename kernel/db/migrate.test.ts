import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openDb } from './db.ts';
import { LaunchError } from './launch-error.ts';
import { migrate } from './migrate.ts';
import { migrationFiles, migrationsHash } from './migration-files.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let admin: pg.Client;
let folder: string;

before(async () => {
  database = await testDatabase([]);
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  folder = mkdtempSync(join(tmpdir(), 'trueshelf-migrate-'));
});

after(async () => {
  await admin.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** A room on disk with these migrations. */
function room(name: string, files: Record<string, string>): { name: string; folder: string } {
  mkdirSync(join(folder, name, 'migrations'), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(folder, name, 'migrations', file), text);
  }
  return { name, folder: join(folder, name) };
}

const refused = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof LaunchError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

test('applies kernel files, then the room’s own, once', async () => {
  const source = room('shelf', {
    '0001-create-shelf.sql': 'create table shelf (id int primary key, at timestamptz);',
    '0002-add-label.sql': "alter table shelf add column label text not null default '';",
  });
  const first = await migrate({ url: database.url, rooms: [source] });
  assert.equal(first.applied[0], 'shelf kernel/0001-create-room-tables.sql');
  assert.deepEqual(first.applied.slice(-2), [
    'shelf 0001-create-shelf.sql',
    'shelf 0002-add-label.sql',
  ]);
  const second = await migrate({ url: database.url, rooms: [source] });
  assert.deepEqual(second.applied, []);

  const db = openDb({ url: database.url, room: 'shelf' });
  await db.run("insert into shelf values (1, now(), 'a')");
  const made = await db.row(
    `insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
     values ('A', 'shelf', '1', 1, '{}', '{}') returning position, event_id as "eventId"`,
  );
  assert.match(String(Object(made).eventId), /^evt_[0-9a-f]{32}$/);
  await db.close();
});

test('a changed file is refused, in a sentence', async () => {
  const source = room('edited', { '0001-create-a.sql': 'create table a (\nid int);' });
  await migrate({ url: database.url, rooms: [source] });
  // Other line ends are no change.
  room('edited', { '0001-create-a.sql': 'create table a (\r\nid int);' });
  await migrate({ url: database.url, rooms: [source] });
  room('edited', { '0001-create-a.sql': 'create table a (id bigint);' });
  await assert.rejects(
    migrate({ url: database.url, rooms: [source] }),
    refused('bad-migration', /0001-create-a\.sql of room edited was changed after it was applied/),
  );
});

test('a failing file leaves nothing behind and names its line', async () => {
  const source = room('failing', {
    '0001-create-a.sql': 'create table a (id int);',
    '0002-break.sql': 'create table b (id int);\n\nselect 1 from nowhere;',
  });
  await assert.rejects(
    migrate({ url: database.url, rooms: [source] }),
    refused('migration-failed', /0002-break\.sql of room failing.*nowhere.*\(line 3\)/),
  );
  const found = await admin.query(
    "select tablename from pg_tables where schemaname = 'failing' and tablename in ('a', 'b')",
  );
  assert.deepEqual(found.rows, [{ tablename: 'a' }]);
});

test('several at once wait for each other', async () => {
  const rooms = ['one', 'two', 'three'].map((name) =>
    room(name, { '0001-create-a.sql': 'create table a (id int);' }),
  );
  const reports = await Promise.all([1, 2, 3].map(() => migrate({ url: database.url, rooms })));
  const counts = reports.map((report) => report.applied.length).sort((a, b) => a - b);
  assert.deepEqual(counts.slice(0, 2), [0, 0]);
  assert.ok((counts[2] ?? 0) >= 6);
});

test('two databases of one server make the same roles at once', async () => {
  const others = await Promise.all([1, 2].map(() => testDatabase([])));
  const rooms = ['fresh_a', 'fresh_b', 'fresh_c'].map((name) => ({ name }));
  await Promise.all(others.map((other) => migrate({ url: other.url, rooms })));
  await Promise.all(others.map((other) => other.drop()));
});

test('an owner who is no superuser can migrate and take the roles', async () => {
  const name = 'owner_' + process.pid;
  await admin.query('create role ' + name + " login createrole password 'x'");
  const other = await testDatabase([]);
  const url = new URL(other.url);
  await admin.query('alter database ' + url.pathname.slice(1) + ' owner to ' + name);
  const plain = new pg.Client({ connectionString: other.url });
  await plain.connect();
  await plain.query('drop schema trueshelf cascade; drop schema extension cascade');
  await plain.end();
  url.username = name;
  url.password = 'x';
  const rooms = [{ name: 'owned_' + process.pid }];
  await migrate({ url: url.href, rooms });
  assert.deepEqual((await migrate({ url: url.href, rooms })).applied, []);
  const db = openDb({ url: url.href, room: 'owned_' + process.pid });
  assert.deepEqual(await db.rows('select * from inbox'), []);
  await db.close();
  await other.drop();
  await admin.query('drop role ' + name);
  await admin.query('drop role trueshelf_owned_' + process.pid);
});

test('bad names are refused before anything happens', async () => {
  const bad = (rooms: { name: string; folder?: string }[]): Promise<unknown> =>
    migrate({ url: 'postgres://nobody@127.0.0.1:1/none', rooms });
  await assert.rejects(bad([{ name: 'Bad-Name' }]), refused('bad-migration', /cannot be a room/));
  const twice = room('twice', { '0001-a.sql': '', '0001-b.sql': '' });
  assert.throws(() => migrationFiles(twice), refused('bad-migration', /is twice/));
  const odd = room('odd', { 'create.sql': '' });
  assert.throws(() => migrationFiles(odd), refused('bad-migration', /is not named like/));
});

test('the hash changes with any file and not with the order of rooms', () => {
  const one = room('hash_one', { '0001-a.sql': 'select 1;' });
  const two = room('hash_two', { '0001-a.sql': 'select 2;' });
  const hash = migrationsHash([one, two]);
  assert.equal(migrationsHash([two, one]), hash);
  room('hash_two', { '0001-a.sql': 'select 3;' });
  assert.notEqual(migrationsHash([one, two]), hash);
});

test('twenty rooms with nothing to do', async (t) => {
  const rooms = Array.from({ length: 20 }, (_, n) =>
    room('many_' + n, { '0001-create-a.sql': 'create table a (id int);' }),
  );
  const made = await migrate({ url: database.url, rooms });
  const idle = await migrate({ url: database.url, rooms });
  assert.deepEqual(idle.applied, []);
  t.diagnostic(`made in ${made.took_ms.toFixed(0)} ms, idle in ${idle.took_ms.toFixed(0)} ms`);
});
