// The database of the benches: its own embedded server with the shop's own settings, durable, and
// a fresh database for every run. Prepared worlds that take long to make are kept as templates.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '#kernel/db/embedded.ts';
import { migrate } from '#kernel/db/migrate.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';

export const root = join(import.meta.dirname, '..');
const folder = join(root, '.trueshelf', 'bench-pg');

/** What a durable server must answer, or the figures mean nothing. */
const required: Record<string, string> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};
const shown = [
  ...Object.keys(required),
  'wal_level',
  'wal_sync_method',
  'shared_buffers',
  'max_connections',
];

export interface BenchDatabase {
  url: string;
  /** As superuser, outside of every room. */
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

export interface BenchPostgres {
  pid: number;
  version: string;
  settings: Record<string, string>;
  /** A fresh, migrated database; an empty one for `rooms: []`. */
  database(options?: { rooms?: string[] }): Promise<BenchDatabase>;
  /**
   * A fresh copy of a world that `make` builds once per name and content of the migrations.
   * Nothing may be connected to it when `make` ends.
   */
  prepared(name: string, make: (url: string) => Promise<void>): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

/**
 * Starts the server and checks that it is durable. Throws when a setting is not as required.
 * `settings`: those that a command gives to a server of its own, where they differ from the shop's.
 */
export async function startPostgres(
  say: (text: string) => void,
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchPostgres> {
  const server = await startEmbedded({
    folder,
    settings: {
      shared_preload_libraries: 'pg_stat_statements',
      'pg_stat_statements.track': 'none',
      ...settings,
    },
    onProgress: say,
  });
  const admin = await connected(server.url);
  const found: Record<string, string> = {};
  for (const name of shown) {
    const { rows } = await admin.query<Record<string, string>>('show ' + name);
    found[name] = String(Object.values(rows[0] ?? {})[0]);
  }
  for (const [name, value] of Object.entries(required)) {
    if (found[name] !== value) {
      throw new Error(`the bench database runs with ${name}=${found[name]}, not ${value}`);
    }
  }
  const { rows } = await admin.query<{ server_version: string }>('show server_version');
  const makers = databases(server.url, admin);
  await makers.dropLeftovers();
  return {
    pid: server.pid,
    version: rows[0]?.server_version ?? '',
    settings: found,
    database: makers.fresh,
    prepared: makers.prepared,
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function databases(serverUrl: string, admin: pg.Client) {
  let made = 0;
  const urlOf = (name: string): string => {
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  const drop = async (name: string): Promise<void> => {
    await admin.query('drop database if exists ' + name + ' with (force)');
  };
  const opened = async (name: string): Promise<BenchDatabase> => {
    const client = await connected(urlOf(name));
    return {
      url: urlOf(name),
      query: async <Row>(text: string, values: unknown[] = []) =>
        (await client.query(text, values)).rows as Row[],
      drop: async () => {
        await client.end();
        await drop(name);
      },
    };
  };
  const create = async (name: string, rooms: string[]): Promise<void> => {
    await drop(name);
    await admin.query('create database ' + name);
    if (rooms.length === 0) return;
    await migrate({ url: urlOf(name), rooms: roomSources(rooms) });
    await installJobs({ url: urlOf(name) });
  };
  const nextName = () => `bench_${process.pid}_${(made += 1)}`;
  return {
    fresh: async ({ rooms = allRooms() }: { rooms?: string[] } = {}): Promise<BenchDatabase> => {
      const name = nextName();
      await create(name, rooms);
      return opened(name);
    },
    prepared: async (
      world: string,
      make: (url: string) => Promise<void>,
    ): Promise<BenchDatabase> => {
      const template = `world_${world.replaceAll('-', '_')}_${migrationsDigest()}`;
      const exists = 'select 1 from pg_database where datname = $1';
      if ((await admin.query(exists, [template])).rowCount === 0) {
        const building = `building_${process.pid}`;
        await create(building, allRooms());
        await make(urlOf(building));
        await admin.query('alter database ' + building + ' rename to ' + template);
      }
      const name = nextName();
      await drop(name);
      await admin.query(
        'create database ' + name + ' template ' + template + ' strategy file_copy',
      );
      return opened(name);
    },
    /** What killed runs and older migrations left behind. */
    dropLeftovers: async (): Promise<void> => {
      const { rows } = await admin.query<{ name: string }>(
        `select datname as name from pg_database where datname ~ '^(bench|building|world)_'`,
      );
      for (const { name } of rows) {
        const old = name.startsWith('world_') && !name.endsWith(`_${migrationsDigest()}`);
        const dead = /^(?:bench|building)_/.test(name) && !isAlive(Number(name.split('_')[1]));
        if (old || dead) await drop(name);
      }
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function roomSources(rooms: string[]): { name: string; folder?: string }[] {
  return rooms.map((name) => {
    const folder = join(root, 'services', name);
    return existsSync(folder) ? { name, folder } : { name };
  });
}

/** Every folder below services/ that has tables. */
function allRooms(): string[] {
  const services = join(root, 'services');
  return readdirSync(services, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(services, name, 'migrations')));
}

let digest: string | undefined;

function migrationsDigest(): string {
  if (digest !== undefined) return digest;
  const sum = createHash('sha256');
  const folders = ['kernel', ...allRooms().map((room) => join('services', room))];
  for (const one of folders) {
    const migrations = join(root, one, 'migrations');
    if (!existsSync(migrations)) continue;
    for (const file of readdirSync(migrations).sort()) {
      sum.update(file).update(readFileSync(join(migrations, file)));
    }
  }
  return (digest = sum.digest('hex').slice(0, 12));
}
