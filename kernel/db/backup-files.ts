// The files of a backup: finding, copying with a checksum on the way, and comparing.
import { createHash } from 'node:crypto';
import { type Dirent, existsSync } from 'node:fs';
import { chown, mkdir, open, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isCode } from './binaries.ts';
import { LaunchError } from './launch-error.ts';

export const copies_atOnce_max = 8;
const buffer_bytes = 1_048_576;
const reserve_bytes = 64 * 1_048_576;

/** One file of a backup; `path` is below the backup's folder, with forward slashes. */
export interface FileEntry {
  path: string;
  bytes: number;
  sha256: string;
}

export interface FileTree {
  /** Paths of files, sorted, with forward slashes. */
  files: string[];
  folders: string[];
}

/** Everything below a folder; `skip` leaves out files, and folders with what is in them. */
export async function listTree(
  root: string,
  skip: (path: string) => boolean = () => false,
): Promise<FileTree> {
  const tree: FileTree = { files: [], folders: [] };
  const waiting = [''];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const entry of await entriesOf(join(root, at))) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (skip(path)) continue;
      if (entry.isDirectory()) {
        tree.folders.push(path);
        waiting.push(path);
      } else if (entry.isFile()) {
        tree.files.push(path);
      }
    }
  }
  tree.files.sort();
  tree.folders.sort();
  return tree;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []; // removed while we look
    throw error;
  }
}

export interface CopyOptions {
  from: string;
  to: string;
  /** Who owns the copy; left out: whoever runs this. */
  owner?: { uid?: number | undefined; gid?: number | undefined } | undefined;
}

/**
 * Copies one file and gives what was written, which is on the disk when this resolves. Undefined
 * when the file is no more: a running database removes files.
 */
export async function copyFile(
  path: string,
  { from, to, owner }: CopyOptions,
): Promise<FileEntry | undefined> {
  const source = await openIfThere(join(from, path));
  if (source === undefined) return undefined;
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(buffer_bytes);
  let bytes = 0;
  try {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
    const target = await open(join(to, path), 'wx', 0o600);
    try {
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, buffer.length, bytes);
        if (bytesRead === 0) break;
        const part = buffer.subarray(0, bytesRead);
        hash.update(part);
        await target.writeFile(part);
        bytes += bytesRead;
      }
      await give(join(to, path), owner);
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

/** Writes a small file of a backup; on the disk when this resolves. */
export async function writeEntry(root: string, path: string, text: Buffer): Promise<FileEntry> {
  await mkdir(dirname(join(root, path)), { recursive: true, mode: 0o700 });
  await writeFile(join(root, path), text, { mode: 0o600, flush: true });
  return { path, bytes: text.length, sha256: sha256Of(text) };
}

/** Size and checksum of a file; undefined when it is not there. Reads all of it. */
export async function fingerprint(file: string): Promise<Omit<FileEntry, 'path'> | undefined> {
  const handle = await openIfThere(file);
  if (handle === undefined) return undefined;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of handle.createReadStream({ highWaterMark: buffer_bytes })) {
    hash.update(part as Buffer);
    bytes += (part as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * The content of a small file that its server rewrites in place: read until two readings agree,
 * because one reading can fall into the middle of a write.
 */
export async function readSteady(file: string): Promise<Buffer> {
  let last = await readFile(file);
  for (;;) {
    const next = await readFile(file);
    if (next.equals(last)) return next;
    last = next;
  }
}

/** Makes folders below `root`, for the owner. */
export async function makeFolders(
  root: string,
  folders: readonly string[],
  owner?: CopyOptions['owner'],
): Promise<void> {
  for (const folder of folders) {
    await mkdir(join(root, folder), { recursive: true, mode: 0o700 });
    await give(join(root, folder), owner);
  }
}

/** Puts the names in a folder on the disk; some systems have no such thing, and need none. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    const unknown = ['EISDIR', 'EPERM', 'EINVAL', 'EACCES'].some((code) => isCode(error, code));
    if (!unknown) throw error;
  }
}

/** Runs `work` for each item, a few at a time; the first error ends it. */
export async function each<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of queue) {
      if (failed) return;
      await work(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const done = await Promise.allSettled(Array.from({ length: copies_atOnce_max }, worker));
  for (const one of done) if (one.status === 'rejected') throw one.reason;
}

/** Refuses early when the disk that holds `folder` has no room for so many bytes. */
export async function checkRoom(folder: string, needed_bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free_bytes = bavail * bsize;
  if (free_bytes >= needed_bytes + reserve_bytes) return;
  throw noRoom(folder, needed_bytes + reserve_bytes);
}

export function noRoom(folder: string, needed_bytes?: number, cause?: unknown): LaunchError {
  const needs = needed_bytes === undefined ? '' : ` It needs ${megabytes(needed_bytes)}.`;
  return new LaunchError(
    'disk-full',
    `The disk that holds ${folder} has not enough room.${needs} Nothing was kept of this attempt.`,
    cause,
  );
}

/** Size for people. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_048_576).toLocaleString('en-US')} MB`;
}

export function sha256Of(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Removes a half-made folder, whatever is in it. */
export async function discardFolder(folder: string): Promise<void> {
  if (existsSync(folder)) await rm(folder, { recursive: true, force: true });
}

async function openIfThere(file: string) {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function give(path: string, owner: CopyOptions['owner']): Promise<void> {
  if (owner?.uid === undefined || owner.gid === undefined) return;
  await chown(path, owner.uid, owner.gid);
}
