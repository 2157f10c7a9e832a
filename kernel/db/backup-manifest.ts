// What a backup says of itself, written last: a folder without it is not a backup.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { each, fingerprint, sha256Of, type FileEntry } from './backup-files.ts';
import { LaunchError } from './launch-error.ts';

const format = 'trueshelf-backup-1';
const shown_max = 5;

export const manifestName = 'manifest.json';

export interface Manifest {
  format: string;
  /** RFC 3339, by this machine's clock. */
  madeAt: string;
  postgres: { version: string; major: number; platform: string };
  wal: { start: string; stop: string };
  /** 'room name' and checksum of each applied migration. */
  migrations: { room: string; name: string; checksum: string }[];
  /** Folders that must be there, empty ones too. */
  folders: string[];
  files: FileEntry[];
}

/** Writes the manifest, with a checksum over itself; on the disk when this resolves. */
export async function writeManifest(
  folder: string,
  facts: Omit<Manifest, 'format'>,
): Promise<void> {
  const manifest: Manifest = { format, ...facts };
  const body = JSON.stringify(manifest);
  const text = `${JSON.stringify({ sha256: sha256Of(body), manifest }, null, 1)}\n`;
  await writeFile(join(folder, manifestName), text, { mode: 0o600, flush: true });
}

/** Reads the manifest of a finished backup. Errors: LaunchError 'bad-backup'. */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, manifestName);
  if (!existsSync(file)) {
    throw bad(`${folder} is no finished backup: it has no ${manifestName}.`);
  }
  const { sha256, manifest } = parse(await readFile(file, 'utf8'), folder);
  if (sha256Of(JSON.stringify(manifest)) !== sha256) {
    throw bad(`${file} is damaged: it does not match its own checksum.`);
  }
  if (manifest.format !== format) {
    throw bad(`${folder} is a backup of another kind (${String(manifest.format)}).`);
  }
  for (const path of [...manifest.folders, ...manifest.files.map((one) => one.path)]) {
    // It decides where a restore writes.
    if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(path) || path.split('/').includes('..')) {
      throw bad(`${file} names a path outside the backup: ${path}`);
    }
  }
  return manifest;
}

function parse(text: string, folder: string): { sha256: string; manifest: Manifest } {
  try {
    const found: unknown = JSON.parse(text);
    const whole = typeof found === 'object' && found !== null && 'manifest' in found;
    if (whole) return found as { sha256: string; manifest: Manifest };
  } catch {
    // Falls through: cut off or not JSON.
  }
  throw bad(`${join(folder, manifestName)} is damaged: it is not complete JSON.`);
}

/**
 * Compares every file with the manifest, reading all of them. The sentences tell what is wrong,
 * the first few files by name; none when the backup is whole.
 */
export async function compareFiles(folder: string, manifest: Manifest): Promise<string[]> {
  const problems: string[] = [];
  await each(manifest.files, async (entry) => {
    const found = await fingerprint(join(folder, entry.path));
    const problem = differs(entry, found);
    if (problem) problems.push(problem);
  });
  return problems.sort();
}

/** What is wrong with one file; undefined when nothing is. */
export function differs(
  wanted: FileEntry,
  found: Omit<FileEntry, 'path'> | undefined,
): string | undefined {
  if (found === undefined) return `${wanted.path} is missing`;
  if (found.bytes !== wanted.bytes) {
    return `${wanted.path} has ${found.bytes} bytes, not ${wanted.bytes}`;
  }
  return found.sha256 === wanted.sha256 ? undefined : `${wanted.path} has other content`;
}

/** One sentence for several problems. */
export function damaged(folder: string, problems: readonly string[]): LaunchError {
  const shown = problems.slice(0, shown_max).join('; ');
  const rest = problems.length > shown_max ? `; and ${problems.length - shown_max} more` : '';
  return bad(`The backup ${folder} is damaged: ${shown}${rest}. Use another one.`);
}

export function bad(sentence: string): LaunchError {
  return new LaunchError('bad-backup', sentence);
}
