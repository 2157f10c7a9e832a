// The built-in database as its files show it, without starting or touching it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterPaths, readText, runs, superuser } from '#kernel/db/cluster.ts';
import { findBinaries } from '#kernel/db/binaries.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const controlState_offset = 16;
const cleanStop = 1;

export interface BuiltIn {
  finding: Finding;
  /** Of the running server; undefined when there is none to ask. */
  url: string | undefined;
}

/** Looks at the embedded server's folder. */
export function builtIn(folder: string): BuiltIn {
  const name = 'database';
  const alone = (finding: Finding): BuiltIn => ({ finding, url: undefined });
  const paths = clusterPaths(folder);
  const version = existsSync(paths.data) ? readText(join(paths.data, 'PG_VERSION')) : undefined;
  if (version === undefined) {
    return alone(ok(name, 'Built in, none yet; the first start makes it'));
  }
  const { major } = findBinaries();
  if (version !== String(major)) {
    const todo = 'Use the release that made it for a backup, or choose another TRUESHELF_HOME.';
    const says = `${paths.data} was made by PostgreSQL ${version}, this is ${major}`;
    return alone(fail(name, says, todo));
  }
  const lines = readText(join(paths.data, 'postmaster.pid'))?.split('\n') ?? [];
  if (runs(Number(lines[0]), paths.data)) {
    const port = Number(lines[3]);
    const password = readText(paths.password) ?? '';
    const url = `postgres://${superuser}:${password}@127.0.0.1:${port}/${superuser}`;
    return { url, finding: ok(name, `Built in, runs on port ${port}`) };
  }
  if (wasStopped(paths.data)) {
    return alone(ok(name, 'Built in, stopped in order; start the shop to look inside'));
  }
  const todo = 'Nothing to do: the next start recovers it.';
  return alone(warn(name, 'Built in, was not stopped in order', todo));
}

/** Whether the control file says that the server was shut down. */
export function wasStopped(data: string): boolean {
  const control = readFileSync(join(data, 'global', 'pg_control'));
  const little = control.readUInt32LE(controlState_offset);
  return little === cleanStop;
}
