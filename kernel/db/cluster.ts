// One embedded cluster on disk: where its files are, how it is made, and whose process serves it.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '#kernel/core/clock.ts';
import { isCode, type Binaries } from './binaries.ts';
import { LaunchError } from './launch-error.ts';
import type { LaunchUser } from './launch-user.ts';

export const superuser = 'trueshelf';

/** The files of one cluster, all inside one folder. */
export interface ClusterPaths {
  folder: string;
  data: string;
  /** The superuser's password, readable by the server's user only. */
  password: string;
  /** The port used last, so that a written-down address stays true. */
  port: string;
  /** Ids of the processes that use the server; the last of them stops it. */
  users: string;
  lock: string;
  log: string;
  /** Exists while the data folder is being made; holds the id of initdb. */
  marker: string;
}

export function clusterPaths(folder: string): ClusterPaths {
  // One spelling for one folder: a running server is recognised by its path.
  const at = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  return {
    folder: at,
    data: join(at, 'data'),
    password: join(at, 'password'),
    port: join(at, 'port'),
    users: join(at, 'users'),
    lock: join(at, 'lock'),
    log: join(at, 'server.log'),
    marker: join(at, 'initialising'),
  };
}

/** The content of a small file, or undefined when it is not there. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Refuses, touching nothing, a data folder that this server cannot or should not open. */
export function checkData(paths: ClusterPaths, binaries: Binaries): 'empty' | 'ready' {
  if (!existsSync(paths.data) || readdirSync(paths.data).length === 0) return 'empty';
  const version = readText(join(paths.data, 'PG_VERSION'));
  if (version === undefined) {
    throw new LaunchError(
      'folder-not-ours',
      `${paths.data} holds files but no PostgreSQL data. Move them away or choose another folder.`,
    );
  }
  if (version !== String(binaries.major)) {
    throw new LaunchError(
      'wrong-version',
      `${paths.data} was made by PostgreSQL ${version}, and this is PostgreSQL ` +
        `${binaries.major}. Nothing was changed. Start it with the release that made it, or ` +
        'choose another folder with TRUESHELF_HOME.',
    );
  }
  return 'ready';
}

export interface Cluster {
  paths: ClusterPaths;
  binaries: Binaries;
  user: LaunchUser;
}

/**
 * Makes an empty data folder and leaves the marker, which the caller removes when the first
 * start went well. On failure nothing of it is left. Error: LaunchError 'disk-full' and others.
 */
export async function initialise(cluster: Cluster, sync: boolean): Promise<void> {
  const { paths } = cluster;
  try {
    writeFileSync(paths.marker, '');
    rmSync(paths.data, { recursive: true, force: true });
    mkdirSync(paths.data, { mode: 0o700 });
    rmSync(paths.password, { force: true });
    writeFileSync(paths.password, randomBytes(24).toString('hex'), { mode: 0o600 });
    giveTo(cluster.user, [paths.data, paths.password]);
    await runInitdb(cluster, sync);
  } catch (error) {
    discard(paths);
    throw isCode(error, 'ENOSPC') ? diskFull(paths.folder, error) : error;
  }
}

/** Removes a half-made data folder. A child of a killed initdb may write for a moment more. */
export function discard(paths: ClusterPaths): void {
  rmSync(paths.data, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  rmSync(paths.password, { force: true });
  rmSync(paths.marker, { force: true });
}

export function diskFull(folder: string, cause?: unknown): LaunchError {
  return new LaunchError(
    'disk-full',
    `The disk that holds ${folder} is full. Free at least 200 MB and start again.`,
    cause,
  );
}

function giveTo(user: LaunchUser, paths: string[]): void {
  if (user.uid === undefined || user.gid === undefined) return;
  for (const path of paths) chownSync(path, user.uid, user.gid);
}

async function runInitdb({ paths, binaries, user }: Cluster, sync: boolean): Promise<void> {
  const { file, args, uid, gid } = user.command(binaries.initdb, [
    `--pgdata=${paths.data}`,
    `--username=${superuser}`,
    `--pwfile=${paths.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...(sync ? [] : ['--no-sync']),
  ]);
  // The working folder must be one that the other user may enter.
  const child = spawn(file, args, { uid, gid, cwd: '/', env: launchEnv(), stdio: 'pipe' });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  child.stdin.end();
  if (child.pid !== undefined) writeFileSync(paths.marker, String(child.pid));
  const code = await new Promise<number | string | null>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', (status, signal) => done(status ?? signal));
  });
  if (code === 0) return;
  if (/no space left on device|disk full/i.test(output)) throw diskFull(paths.folder);
  throw new LaunchError('init-failed', `initdb ended with ${code}: ${output.trim().slice(-2000)}`);
}

/** Children get no PG* variable: those would move the server to another folder or port. */
export function launchEnv(): Record<string, string> {
  const keep = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'DYLD_LIBRARY_PATH'];
  const env: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of keep) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** What postmaster.pid says, while it exists. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/**
 * The running server of this data folder, or undefined. A pid file left by a crash is not
 * enough: the process must live and be a postgres on this folder, because after a reboot or in
 * a container the same id is soon somebody else's. Such a file is removed, or postgres itself
 * would refuse to start.
 */
export function findPostmaster(paths: ClusterPaths): Postmaster | undefined {
  const file = join(paths.data, 'postmaster.pid');
  const lines = readText(file)?.split('\n');
  if (lines === undefined) return undefined;
  const pid = Math.abs(Number(lines[0]));
  if (!runs(pid, paths.data)) {
    rmSync(file, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Whether this id is a living process that works on the data folder. */
export function runs(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    // World-readable, unlike /proc/<pid>/cwd, so it works for another user's process too.
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    if (words.some((word) => word === data || word === `--pgdata=${data}`)) return true;
    // The same folder under another path (a link, a mount): the server stands in its data folder.
    return sameFolder(`/proc/${pid}/cwd`, data);
  } catch {
    return false;
  }
}

/** Whether two paths that exist lead to one folder. */
export function sameFolder(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)];
  return a.ino === b.ino && a.dev === b.dev;
}

/** Whether a process lives; one that ended but was not yet reaped counts as dead. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return isCode(error, 'EPERM');
  }
  if (process.platform !== 'linux') return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Waits until a process is gone; false when it still lives after wait_ms. */
export async function waitGone(pid: number, wait_ms: number): Promise<boolean> {
  const until_ms = systemClock.monotonic() + wait_ms;
  while (isAlive(pid)) {
    if (systemClock.monotonic() > until_ms) return false;
    await systemClock.sleep(10);
  }
  return true;
}
