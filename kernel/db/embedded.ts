// The PostgreSQL that comes with the packages: good for development, tests and small shops.
// The server outlives the process that started it (it runs detached), because a killed parent
// must not tear down a database: the next start finds it and attaches. The last process that uses
// it stops it.

import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '#kernel/core/clock.ts';
import { findBinaries, isCode } from './binaries.ts';
import { checkData, type Cluster, clusterPaths, type ClusterPaths } from './cluster.ts';
import { discard, diskFull, findPostmaster, initialise, isAlive, launchEnv } from './cluster.ts';
import { readText, runs, sameFolder, superuser, waitGone } from './cluster.ts';
import { defaultSettings, freePort } from './embedded-settings.ts';
import { withFileLock } from './file-lock.ts';
import { LaunchError } from './launch-error.ts';
import { launchUser } from './launch-user.ts';
import { createDatabase, probe } from './server-probe.ts';

const lock_wait_ms = 120_000;
const start_wait_ms = 300_000; // crash recovery of a full WAL may take minutes
const stop_wait_ms = 30_000;
const start_tries_max = 20;
const attach_tries_max = 20;
const log_room_bytes = 65_536;

export interface EmbeddedOptions {
  /** Holds the data, the password, the port and the log. Default .trueshelf/postgres. */
  folder?: string;
  /** Fixed port; without it the port used last, else a free one. */
  port?: number;
  /** Server settings that differ from ours, for example { fsync: 'off' }. */
  settings?: Record<string, string>;
  /** One sentence for each step that takes a while. */
  onProgress?: (sentence: string) => void;
}

export interface EmbeddedServer {
  /** Of the database "trueshelf", as superuser, with the password. */
  url: string;
  port: number;
  pid: number;
  /** The server was already running. */
  attached: boolean;
  /** Fast shutdown and wait, unless another living process uses the server. */
  stop(): Promise<void>;
}

/**
 * Starts the server of a folder, or attaches to the running one; makes the folder first when
 * there is none (about 1 s). Only this machine can reach it. Safe when several processes call
 * it at once. Errors: LaunchError, with a sentence that says what to do.
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const folder = options.folder ?? join('.trueshelf', 'postgres');
  makeFolder(folder);
  const paths = clusterPaths(folder);
  return withFileLock(paths.lock, lock_wait_ms, () => startLocked(paths, options));
}

/** Stops the server of a folder, whoever started it. True when one was running. */
export async function stopEmbedded(folder: string): Promise<boolean> {
  const paths = clusterPaths(folder);
  if (readText(join(paths.data, 'postmaster.pid')) === undefined) return false;
  return withFileLock(paths.lock, lock_wait_ms, () => stopLocked(paths));
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.gitignore'), '*\n');
  } catch (error) {
    if (isCode(error, 'ENOSPC')) throw diskFull(folder, error);
    throw new LaunchError('not-permitted', `Cannot write into ${folder}.`, error);
  }
}

async function startLocked(paths: ClusterPaths, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const say = options.onProgress ?? (() => undefined);
  const binaries = findBinaries();
  await clearHalfMade(paths, say);
  const state = checkData(paths, binaries);
  const running = findPostmaster(paths);
  const attached = running === undefined ? undefined : await attach(paths, running.pid);
  if (attached !== undefined) return attached;

  const cluster: Cluster = { paths, binaries, user: launchUser(paths.data, binaries) };
  const settings = { ...defaultSettings(), ...options.settings };
  if (state === 'empty') {
    say('Making a new database folder');
    await initialise(cluster, settings['fsync'] !== 'off');
  }
  try {
    say('Starting PostgreSQL');
    const server = await launch(cluster, settings, options.port);
    if (state === 'empty') {
      await createDatabase(adminUrl(paths, server.port), superuser);
      rmSync(paths.marker, { force: true });
    }
    return server;
  } catch (error) {
    if (state === 'empty') {
      await stopLocked(paths);
      discard(paths);
    }
    throw error;
  }
}

/** What a start that was killed while making the folder left behind. */
async function clearHalfMade(paths: ClusterPaths, say: (text: string) => void): Promise<void> {
  const marker = readText(paths.marker);
  if (marker === undefined) return;
  say('Removing a database folder that was never finished');
  const initdb = Number(marker);
  if (runs(initdb, paths.data)) {
    process.kill(initdb, 'SIGKILL');
    await waitGone(initdb, stop_wait_ms);
  }
  await stopLocked(paths);
  discard(paths);
}

/** The running server, or undefined when it ends while we look (killed, or shutting down). */
async function attach(paths: ClusterPaths, pid: number): Promise<EmbeddedServer | undefined> {
  const until_ms = systemClock.monotonic() + start_wait_ms;
  let refusals = 0;
  while (isAlive(pid)) {
    const running = findPostmaster(paths);
    if (running?.ready) {
      const served = await probe(adminUrl(paths, running.port));
      if (served !== undefined && sameFolder(served, paths.data)) {
        noteUsers(paths, [...livingUsers(paths), process.pid]);
        return handle(paths, { pid, port: running.port, attached: true });
      }
      refusals += 1;
    }
    if (refusals >= attach_tries_max || systemClock.monotonic() > until_ms) {
      throw new LaunchError(
        'folder-in-use',
        `Process ${pid} serves ${paths.data} but does not let us in. Stop it and start again.`,
      );
    }
    await systemClock.sleep(50);
  }
  return undefined;
}

async function launch(
  cluster: Cluster,
  settings: Record<string, string>,
  fixedPort: number | undefined,
): Promise<EmbeddedServer> {
  const { paths } = cluster;
  const remembered = Number(readText(paths.port)) || undefined;
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 ? (fixedPort ?? remembered) : fixedPort);
    if (fixedPort !== undefined && port !== fixedPort) {
      throw new LaunchError('start-failed', `Port ${fixedPort} is taken by another program.`);
    }
    const pid = spawnServer(cluster, { ...settings, port: String(port) });
    const ended = await untilReady(paths, pid);
    if (ended === undefined) {
      note(paths.port, String(port));
      noteUsers(paths, [process.pid]);
      return handle(paths, { pid, port, attached: false });
    }
    // A server without room for its log cannot say why it went.
    const mute = ended.trim() === '' && freeBytes(paths.folder) < log_room_bytes;
    if (mute || /no space left on device/i.test(ended)) throw diskFull(paths.folder);
    // Another program took the port in between; or, after a kill -9 of the server, its last
    // children still hold the shared memory for a moment.
    const passing = /address already in use|shared memory block .* still in use/i.test(ended);
    if (!passing || attempt >= start_tries_max) {
      throw new LaunchError('start-failed', `PostgreSQL did not start: ${ended.slice(-1500)}`);
    }
    await systemClock.sleep(250);
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function spawnServer({ paths, binaries, user }: Cluster, settings: Record<string, string>): number {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { file, args, uid, gid } = user.command(binaries.postgres, ['-D', paths.data, ...flags]);
  // Truncated at each start: it holds starts, stops and crashes, not statements.
  const log = openSync(paths.log, 'w', 0o600);
  try {
    const child = spawn(file, args, {
      uid,
      gid,
      cwd: '/',
      env: launchEnv(),
      detached: true, // Ctrl-C in a terminal must reach us first, not the database
      stdio: ['ignore', log, log],
    });
    child.once('error', () => undefined); // shows as no pid
    child.unref();
    if (child.pid === undefined) {
      throw new LaunchError(
        'unsupported-platform',
        `Cannot run ${binaries.postgres}. It needs a system with glibc; elsewhere set ` +
          'DATABASE_URL to a PostgreSQL 18 server.',
      );
    }
    return child.pid;
  } finally {
    closeSync(log);
  }
}

/** Undefined when the server takes connections; its log when it ended instead. */
async function untilReady(paths: ClusterPaths, pid: number): Promise<string | undefined> {
  const until_ms = systemClock.monotonic() + start_wait_ms;
  while (isAlive(pid)) {
    const lines = readText(join(paths.data, 'postmaster.pid'))?.split('\n');
    if (Number(lines?.[0]) === pid && lines?.[7]?.trim() === 'ready') return undefined;
    if (systemClock.monotonic() > until_ms) {
      throw new LaunchError('start-failed', `PostgreSQL is not ready after ${start_wait_ms} ms.`);
    }
    await systemClock.sleep(5);
  }
  return readFileSync(paths.log, 'utf8').trim();
}

function adminUrl(paths: ClusterPaths, port: number): string {
  return `postgres://${superuser}:${readText(paths.password) ?? ''}@127.0.0.1:${port}/postgres`;
}

function handle(
  paths: ClusterPaths,
  { pid, port, attached }: { pid: number; port: number; attached: boolean },
): EmbeddedServer {
  const url = adminUrl(paths, port).replace(/postgres$/, superuser);
  const stop = async (): Promise<void> => {
    await withFileLock(paths.lock, lock_wait_ms, async () => {
      const others = livingUsers(paths).filter((pid) => pid !== process.pid);
      if (others.length === 0) await stopLocked(paths);
      else noteUsers(paths, others);
    });
  };
  return { url, port, pid, attached, stop };
}

/** The processes that use the server now: the last to leave stops it. */
function livingUsers(paths: ClusterPaths): number[] {
  const noted = (readText(paths.users) ?? '').split(' ').map(Number);
  return noted.filter(isAlive);
}

function noteUsers(paths: ClusterPaths, pids: readonly number[]): void {
  note(paths.users, [...new Set(pids)].join(' '));
}

/** Both notes are conveniences: a full disk must not make a server that runs impossible to use. */
function note(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    if (!isCode(error, 'ENOSPC')) throw error;
  }
}

async function stopLocked(paths: ClusterPaths): Promise<boolean> {
  const running = findPostmaster(paths);
  rmSync(paths.users, { force: true });
  if (running === undefined) return false;
  try {
    if (process.platform === 'win32') {
      execFileSync(findBinaries().pgCtl, ['stop', '-D', paths.data, '-m', 'fast', '-w']);
      return true;
    }
    process.kill(running.pid, 'SIGINT'); // fast: cancels transactions, then a checkpoint
    if (await waitGone(running.pid, stop_wait_ms)) return true;
    process.kill(running.pid, 'SIGQUIT'); // immediate: the next start recovers from the WAL
    if (await waitGone(running.pid, stop_wait_ms)) return true;
  } catch (error) {
    if (isCode(error, 'ESRCH')) return true;
    throw new LaunchError('stop-failed', `May not stop PostgreSQL (${running.pid}).`, error);
  }
  throw new LaunchError('stop-failed', `PostgreSQL (process ${running.pid}) does not stop.`);
}
