// PostgreSQL servers of the simulation. Each player has one to itself: what is visible to a
// relay depends on every transaction of the whole server, so a neighbour would be chance that no
// seed owns. The world is built once into a server's folder, and players start on copies of it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '#kernel/db/cluster.ts';
import { startEmbedded, stopEmbedded } from '#kernel/db/embedded.ts';
import { withFileLock } from '#kernel/db/file-lock.ts';
import { migrationsHash } from '#kernel/db/migration-files.ts';
import { rooms } from './rooms.ts';

const root = join(import.meta.dirname, '..');
const memory_bytes_min = 1024 ** 3;
const lock_wait_ms = 300_000;
/** A socket's whole path has 107 bytes at most. */
const socketPath_max = 85;
/** What the world is made with besides the migrations. */
const makers = ['world.ts', 'people.ts', 'store-world.ts'];

/** No durability, and nothing that happens by itself. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  shared_buffers: '48MB',
  max_connections: '120',
  checkpoint_timeout: '1h',
  min_wal_size: '32MB',
  max_wal_size: '512MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  deadlock_timeout: '1ms',
  max_locks_per_transaction: '1024',
  track_counts: 'off',
};

function home(): string {
  if (!existsSync('/dev/shm')) return join(root, '.trueshelf');
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize >= memory_bytes_min ? '/dev/shm' : join(root, '.trueshelf');
}

function digest(...parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 12);
}

const name = (): string => `trueshelf-sim-${digest(root)}`;

function worldKey(): string {
  const sources = rooms.map((room) => ({ name: room.name, folder: room.folder }));
  const texts = makers.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  return digest(migrationsHash(sources), ...texts);
}

/** The folder of the built world; `build` fills a new server when there is none yet. */
export async function worldFolder(build: (serverUrl: string) => Promise<void>): Promise<string> {
  const folder = join(home(), `${name()}-world-${worldKey()}`);
  if (existsSync(folder)) return folder;
  return withFileLock(`${join(home(), name())}.lock`, lock_wait_ms, async () => {
    if (existsSync(folder)) return folder;
    sweep(/-(?:world-\w+|building)$/);
    const building = join(home(), `${name()}-building`);
    const server = await startEmbedded({ folder: building, settings });
    await build(server.url);
    await server.stop();
    renameSync(building, folder);
    return folder;
  });
}

export interface OwnServer {
  url: string;
  stop(): Promise<void>;
}

/** A server of our own on a copy of the world; about 0.4 s. */
export async function startOwn(world: string): Promise<OwnServer> {
  sweep(/-player-(\d+)$/);
  const folder = join(home(), `${name()}-player-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  execFileSync('cp', ['-a', world, folder]);
  const sockets = join(folder, 'data');
  const short = sockets.length <= socketPath_max;
  const where = { unix_socket_directories: short ? sockets : '' };
  const server = await startEmbedded({ folder, settings: { ...settings, ...where } });
  return {
    url: short ? `${server.url}?host=${encodeURIComponent(sockets)}` : server.url,
    stop: async () => {
      await stopEmbedded(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Removes folders of players that are gone, or all that match. */
function sweep(pattern: RegExp): void {
  if (!existsSync(home())) return;
  for (const entry of readdirSync(home())) {
    if (!entry.startsWith(name())) continue;
    const match = pattern.exec(entry);
    if (match === null || (match[1] !== undefined && isAlive(Number(match[1])))) continue;
    const folder = join(home(), entry);
    stopQuietly(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

function stopQuietly(folder: string): void {
  try {
    const file = join(folder, 'data', 'postmaster.pid');
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGINT');
  } catch {
    // No server runs there.
  }
}
