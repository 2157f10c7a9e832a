import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBinaries } from '#kernel/db/binaries.ts';
import { LaunchError } from '#kernel/db/launch-error.ts';
import { launchUser } from '#kernel/db/launch-user.ts';
import { portTaken } from '#kernel/host/port.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const nodeMajor_min = 24;
const free_bytes_fail = 200 * 1_048_576;
const free_bytes_warn = 2 * 1024 ** 3;
const answer_ms_max = 2_000;

export function nodeVersion(version = process.versions.node): Finding {
  const major = Number.parseInt(version, 10);
  if (major >= nodeMajor_min) return ok('node', `Node ${version}`);
  const todo = 'Start with npm start or npx trueshelf, which bring the right Node along.';
  return fail('node', `Node ${version}; ${nodeMajor_min} or newer is needed`, todo);
}

interface Lock {
  packages: Record<string, { version?: string; dev?: boolean; optional?: boolean }>;
}

/** Compares what npm installed with the lock. `root` holds both. */
export function packages(root: string): Finding {
  const todo = 'Run npm ci.';
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  const wanted = readLock(join(root, 'package-lock.json'));
  if (!wanted) return fail('packages', 'package-lock.json is missing or unreadable', todo);
  if (!installed) return fail('packages', 'No packages are installed', todo);
  const needed = Object.entries(wanted.packages).filter(
    ([path, one]) => path !== '' && !one.optional && !one.dev,
  );
  const wrong = needed.filter(([path, { version }]) => {
    return installed.packages[path]?.version !== version;
  });
  if (wrong.length === 0) return ok('packages', `${needed.length} packages as in the lock`);
  const [first] = wrong[0] ?? [''];
  const others = wrong.length > 1 ? ` and ${wrong.length - 1} more` : '';
  return fail('packages', `${first}${others} differ from the lock`, todo);
}

function readLock(file: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Lock;
  } catch {
    return undefined;
  }
}

/** The built-in PostgreSQL, and whose rights it would run with. */
export function binaries(home: string): Finding {
  try {
    const found = findBinaries();
    const user = launchUser(join(home, 'postgres', 'data'), found);
    const as = user.uid === undefined ? '' : `, runs as user ${user.uid}`;
    return ok('binaries', `Built-in PostgreSQL ${found.major}${as}`);
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    return fail('binaries', error.message, 'Or set DATABASE_URL to a PostgreSQL 18 server.');
  }
}

/** Whether the HTTP port is free, or ours already. */
export async function httpPort(host: string, port: number): Promise<Finding> {
  if (port === 0) return ok('port', 'Takes any free port');
  const code = await portTaken(host, port);
  if (code === undefined) return ok('port', `Port ${port} is free`);
  if (code !== 'EADDRINUSE') {
    const todo = 'Choose another HOST or a PORT above 1023.';
    return fail('port', `Cannot listen on ${host}:${port} (${code})`, todo);
  }
  const status = await readiness(port);
  if (status === 'ready') return ok('port', `Trueshelf serves on port ${port} and is ready`);
  if (status !== undefined) {
    const todo = 'Wait, or look at its log.';
    return warn('port', `Trueshelf on port ${port} says: ${status}`, todo);
  }
  const todo = 'Stop that program, or choose another PORT.';
  return fail('port', `Port ${port} is taken by another program`, todo);
}

/** What a Trueshelf on this port says of itself; undefined when it is none. */
async function readiness(port: number): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(answer_ms_max);
    const reply = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal });
    const body: unknown = await reply.json();
    const whole = typeof body === 'object' && body !== null && 'degraded' in body;
    return whole && 'status' in body ? String(body.status) : undefined;
  } catch {
    return undefined;
  }
}

/** The home folder may be written, its secrets are nobody else's, and its disk has room. */
export function homeFolder(home: string): Finding[] {
  const at = nearestFolder(home);
  const findings: Finding[] = [];
  try {
    accessSync(at, constants.W_OK);
    const made = at === home ? '' : ' (will be made)';
    findings.push(ok('home', `${home}${made}`));
  } catch {
    const todo = 'Change its owner, or set TRUESHELF_HOME to another folder.';
    findings.push(fail('home', `May not write into ${at}`, todo));
  }
  const secrets = join(home, 'secrets');
  if (process.platform !== 'win32' && existsSync(secrets) && statSync(secrets).mode & 0o077) {
    const todo = `Run: chmod -R go-rwx ${secrets}`;
    findings.push(fail('secrets', `Others on this machine may read ${secrets}`, todo));
  }
  findings.push(freeDisk(at));
  return findings;
}

function nearestFolder(path: string): string {
  let at = path;
  while (!existsSync(at) && at !== dirname(at)) at = dirname(at);
  return at;
}

function freeDisk(at: string): Finding {
  const { bavail, bsize } = statfsSync(at);
  const free_bytes = bavail * bsize;
  const says = `${(free_bytes / 1024 ** 3).toFixed(1)} GB free for ${at}`;
  const todo = 'Make room: a database that cannot write stops selling.';
  if (free_bytes < free_bytes_fail) return fail('disk', says, todo);
  return free_bytes < free_bytes_warn ? warn('disk', says, todo) : ok('disk', says);
}
