import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gives the secret of that name, making it once. */
export type KeepSecret = (name: string, make: () => string) => string;

/** Keeps nothing: a new secret for each process. */
export const ephemeralSecret: KeepSecret = (_name, make) => make();

/**
 * Keeps secrets as files in `<home>/secrets`, readable by their owner only, so that a restart
 * does not end every session. Two processes that start together agree: the file appears whole
 * (written aside, then hard-linked) and the loser of the race reads the winner's.
 */
export function keptInHome(home: string): KeepSecret {
  return (name, make) => {
    const folder = join(home, 'secrets');
    const file = join(folder, name);
    const kept = readIfThere(file);
    if (kept !== undefined) return kept;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, make(), { mode: 0o600, flush: true });
    try {
      linkSync(aside, file);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    } finally {
      rmSync(aside, { force: true });
    }
    return readFileSync(file, 'utf8');
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
