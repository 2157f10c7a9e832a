// A database of its own for each test file, in milliseconds: all share one server without
// fsync, and each is a copy of a template that was migrated once per content of the migrations.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { isAlive } from './cluster.ts';
import { startEmbedded, stopEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { migrationsHash, type RoomSource } from './migration-files.ts';

const root = join(import.meta.dirname, '..', '..');
const diskFolder = join(root, '.trueshelf', 'test-pg');
const memoryFolder = join('/dev/shm', `trueshelf-test-${hash(root)}`);
const memory_bytes_min = 2 * 1024 ** 3;
const templates_max = 12;
const leaving_ms_max = 3_000;

/** No durability at all: a crash of the machine loses the test server, which is remade. */
const testSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '1000',
  shared_buffers: '128MB',
  checkpoint_timeout: '1h',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum_naptime: '60s',
};

export interface TestDatabase {
  /** postgres://… as superuser; openDb takes the room's role by itself. */
  url: string;
  /** Ends its connections and removes it. */
  drop(): Promise<void>;
}

/**
 * A fresh, migrated database. `rooms`: names of rooms under services/, or a room that only the
 * test has ({ name, folder? }); default all rooms under services/. The server is the one in
 * TRUESHELF_TEST_PG (a superuser's URL) or is started on demand and left running.
 */
export async function testDatabase(rooms?: (string | RoomSource)[]): Promise<TestDatabase> {
  const server = await serverUrl();
  const sources = rooms?.map((room) => (typeof room === 'string' ? roomOf(room) : room));
  counter += 1;
  const name = `test_${process.pid}_${counter}`;
  await asAdmin(server, async (admin) => {
    const template = await ensureTemplate(admin, server, sources ?? allRooms());
    await admin.query('drop database if exists ' + name + ' with (force)');
    // Copying files beats writing them through the WAL ten times over when nothing is synced.
    await admin.query('create database ' + name + ' template ' + template + ' strategy file_copy');
  });
  return {
    url: databaseUrl(server, name),
    drop: () =>
      asAdmin(server, async (admin) => {
        await lastHasLeft(admin, name);
        await admin.query('drop database if exists ' + name + ' with (force)');
      }),
  };
}

/**
 * Waits a moment for connections that are on their way out: a pool says that it has ended before
 * its connections have, and one that is cut then is an error that nobody expects.
 */
async function lastHasLeft(admin: pg.Client, name: string): Promise<void> {
  const text = 'select 1 from pg_stat_activity where datname = $1 limit 1';
  const until_ms = performance.now() + leaving_ms_max;
  while ((await admin.query(text, [name])).rowCount === 1) {
    if (performance.now() > until_ms) return;
    await new Promise((done) => setTimeout(done, 10));
  }
}

let counter = 0;
let started: Promise<string> | undefined;

/** Stops the shared server, if it was started on demand. For the test runner, at its end. */
export async function stopTestServer(): Promise<boolean> {
  started = undefined;
  const folder = serverFolder();
  const stopped = existsSync(folder) && (await stopEmbedded(folder));
  if (folder === memoryFolder) rmSync(folder, { recursive: true, force: true });
  return stopped;
}

/** Starts the shared server and gives its URL, for the runner to hand on as TRUESHELF_TEST_PG. */
export function serverUrl(): Promise<string> {
  started ??= startServer();
  return started;
}

async function startServer(): Promise<string> {
  const given = process.env['TRUESHELF_TEST_PG'];
  const url =
    given ?? (await startEmbedded({ folder: serverFolder(), settings: testSettings })).url;
  await dropLeftovers(url);
  return url;
}

/** A database is a thousand small files: in memory a copy took 15 ms, on a slow disk 700 ms. */
function serverFolder(): string {
  if (existsSync(memoryFolder)) return memoryFolder;
  if (!existsSync('/dev/shm')) return diskFolder;
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize >= memory_bytes_min ? memoryFolder : diskFolder;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function roomOf(name: string): RoomSource {
  const folder = join(root, 'services', name);
  return existsSync(folder) ? { name, folder } : { name };
}

function allRooms(): RoomSource[] {
  const folder = join(root, 'services');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z][a-z0-9_]*$/.test(entry.name))
    .map((entry) => roomOf(entry.name));
}

async function ensureTemplate(
  admin: pg.Client,
  server: string,
  rooms: RoomSource[],
): Promise<string> {
  const name = `template_${migrationsHash(rooms)}`;
  const building = name.replace('template', 'building');
  const exists = 'select 1 from pg_database where datname = $1';
  if ((await admin.query(exists, [name])).rowCount === 1) return name;
  // Two test files that start together build it once; the lock ends with the connection.
  await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
  if ((await admin.query(exists, [name])).rowCount === 1) return name;
  await admin.query('drop database if exists ' + building + ' with (force)');
  await admin.query('create database ' + building + ' strategy file_copy');
  await migrate({ url: databaseUrl(server, building), rooms });
  await admin.query('alter database ' + building + ' rename to ' + name);
  await dropOldTemplates(admin);
  return name;
}

/** Edited migrations leave templates behind; the newest few stay (a higher oid is newer). */
async function dropOldTemplates(admin: pg.Client): Promise<void> {
  const old = await admin.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'template\\_%'
     order by oid desc offset $1`,
    [templates_max],
  );
  for (const { name } of old.rows) {
    // Being copied right now: then it is not old enough.
    await admin.query('drop database if exists ' + name).catch(() => undefined);
  }
}

/** Databases whose test process has died. */
async function dropLeftovers(server: string): Promise<void> {
  await asAdmin(server, async (admin) => {
    const found = await admin.query<{ name: string }>(
      "select datname as name from pg_database where datname like 'test\\_%'",
    );
    for (const { name } of found.rows) {
      if (isAlive(Number(name.split('_')[1]))) continue;
      await admin.query('drop database if exists ' + name + ' with (force)');
    }
  });
}

async function asAdmin(server: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrl(server, 'postgres') });
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  // Many test files at once, on a small machine: none of them is about how quick this is.
  url.searchParams.set('connect_timeout', '60');
  return url.href;
}
