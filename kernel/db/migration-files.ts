import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.ts';

/** A room as the migration runner sees it. */
export interface RoomSource {
  /** Lower-case letters, digits and underscores: it names the schema and the role. */
  name: string;
  /** Holds migrations/NNNN-verb.sql; without it the room has the kernel's tables only. */
  folder?: string;
}

export interface MigrationFile {
  /** 'kernel/0001-create-room-tables.sql' or '0001-create-carts.sql'. */
  name: string;
  text: string;
  checksum: string;
}

const kernelFolder = join(import.meta.dirname, '..', 'migrations');
const pattern = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** Throws unless the name can be used as a schema and, with a prefix, as a role. */
export function checkRoomName(name: string): void {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) {
    throw new LaunchError('bad-migration', `"${name}" cannot be a room: use [a-z][a-z0-9_]*.`);
  }
}

/** The kernel's files, then the room's own, in the order in which they apply. */
export function migrationFiles(room: RoomSource): MigrationFile[] {
  const own = room.folder === undefined ? [] : filesIn(join(room.folder, 'migrations'), '');
  return [...filesIn(kernelFolder, 'kernel/'), ...own];
}

function filesIn(folder: string, prefix: string): MigrationFile[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const numbers = new Set<string>();
  return names.map((name) => {
    const number = pattern.exec(name)?.[1];
    if (number === undefined || numbers.has(number)) {
      const reason = number === undefined ? 'is not named like 0001-create-things.sql' : 'is twice';
      throw new LaunchError('bad-migration', `The migration ${join(folder, name)} ${reason}.`);
    }
    numbers.add(number);
    // A checkout on Windows may have other line ends; that is not a change.
    const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    return { name: prefix + name, text, checksum: hashOf(text) };
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** One hash for everything that decides what a migrated database looks like. */
export function migrationsHash(rooms: RoomSource[]): string {
  const runner = readFileSync(join(import.meta.dirname, 'migrate.ts'), 'utf8');
  const parts = rooms.map((room) => {
    const files = migrationFiles(room).map((file) => `${file.name} ${file.checksum}`);
    return [room.name, ...files].join('\n');
  });
  return hashOf([runner, ...parts.sort()].join('\n\n')).slice(0, 16);
}
