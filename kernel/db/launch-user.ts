// PostgreSQL refuses to run as root, yet containers and small servers often run everything as
// root. Then the server runs as the owner of its data folder, else as `postgres` or `nobody`.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { LaunchError } from './launch-error.ts';

export interface LaunchUser {
  /** Undefined when we are not root: then children run as we do. */
  uid?: number;
  gid?: number;
  /** What to spawn so that `file` runs as this user. */
  command(file: string, args: string[]): LaunchCommand;
}

export interface LaunchCommand {
  file: string;
  args: string[];
  uid?: number;
  gid?: number;
}

const setprivs = ['/usr/bin/setpriv', '/bin/setpriv', '/sbin/setpriv'];

/** Who runs the server whose data folder is `data`. Error: LaunchError 'not-permitted'. */
export function launchUser(data: string, binaries: Binaries): LaunchUser {
  if (process.getuid?.() !== 0) {
    return { command: (file, args) => ({ file, args }) };
  }
  const { uid, gid } = ownerOf(data) ?? accountOf('postgres') ?? accountOf('nobody') ?? fail();
  const setpriv = setprivs.find((path) => existsSync(path));
  const closed = closedTo(uid, gid, [
    dirname(data),
    binaries.postgres,
    join(binaries.native, 'share', 'postgresql'),
    join(binaries.native, 'lib', 'postgresql'),
  ]);
  if (closed === undefined)
    return { uid, gid, command: (file, args) => ({ file, args, uid, gid }) };
  if (setpriv === undefined || !mayOverride()) throw notPermitted(uid, closed);
  // A folder above us is closed to other users, as /root is. The one capability that looks
  // past file modes is handed down, instead of opening somebody's home folder.
  const rights = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
  ];
  return {
    uid,
    gid,
    command: (file, args) => ({ file: setpriv, args: [...rights, '--', file, ...args] }),
  };
}

interface Account {
  uid: number;
  gid: number;
}

function ownerOf(folder: string): Account | undefined {
  if (!existsSync(folder)) return undefined;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? undefined : { uid, gid };
}

function accountOf(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined
    ? undefined
    : { uid: Number(uid), gid: Number(gid) };
}

function fail(): never {
  throw new LaunchError(
    'not-permitted',
    'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as. ' +
      'Start as another user, or set DATABASE_URL to a PostgreSQL 18 server.',
  );
}

/** The first path, or folder above one, that this user may not enter. */
function closedTo(uid: number, gid: number, paths: string[]): string | undefined {
  for (const path of paths) {
    for (let at = path; ; at = dirname(at)) {
      if (existsSync(at)) {
        const stat = statSync(at);
        const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0;
        if (((stat.mode >> shift) & 0o1) === 0) return at;
      }
      if (at === dirname(at)) break;
    }
  }
  return undefined;
}

// CAP_DAC_OVERRIDE is bit 1 of the capability set; a container may have taken it from root.
function mayOverride(): boolean {
  const status = readFileSync('/proc/self/status', 'utf8');
  const bounding = /^CapBnd:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0';
  return (BigInt(`0x${bounding}`) & 2n) === 2n;
}

function notPermitted(uid: number, closed: string): LaunchError {
  return new LaunchError(
    'not-permitted',
    `PostgreSQL does not run as root, and user ${uid} may not enter ${closed}. ` +
      `Run "chmod o+x ${closed}", move the project out of it, start as another user, ` +
      'or set DATABASE_URL to a PostgreSQL 18 server.',
  );
}
