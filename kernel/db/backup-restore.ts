// The way back from a backup: checked while it is copied, and moved to its place when whole.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { rename, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemClock } from '#kernel/core/clock.ts';
import { checkRoom, copyFile, discardFolder, each, makeFolders, noRoom } from './backup-files.ts';
import { syncFolder } from './backup-files.ts';
import { bad, compareFiles, damaged, differs, readManifest } from './backup-manifest.ts';
import type { Manifest } from './backup-manifest.ts';
import { findBinaries, isCode } from './binaries.ts';
import { launchUser } from './launch-user.ts';

export interface RestoreOptions {
  backup: string;
  /** A TRUESHELF_HOME without a database; made when it is not there. */
  home: string;
  onProgress?: (sentence: string) => void;
}

export interface RestoreReport {
  manifest: Manifest;
  /** The embedded server's folder, ready to be started. */
  folder: string;
  bytes: number;
  took_ms: number;
}

// The database last: while it is absent, the restore can be repeated.
const parts = ['images', 'postgres'];

/** Reads every byte of a backup; resolves when it is whole. Errors: LaunchError 'bad-backup'. */
export async function verifyBackup(backup: string): Promise<Manifest> {
  const manifest = await readManifest(backup);
  const problems = await compareFiles(backup, manifest);
  if (problems.length > 0) throw damaged(backup, problems);
  return manifest;
}

/**
 * Puts a backup into an empty home; the first start of the database then recovers it. On any
 * error the home is as it was. Errors: LaunchError 'bad-backup', 'folder-in-use',
 * 'wrong-version', 'disk-full', 'not-permitted'.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { backup, home } = options;
  const started_ms = systemClock.monotonic();
  const say = options.onProgress ?? (() => undefined);
  const manifest = await readManifest(backup);
  checkVersion(manifest);
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const aside = join(resolve(home), 'restoring');
  checkEmpty(home, [...parts, 'restoring']);
  try {
    mkdirSync(aside, { recursive: true });
    await checkRoom(aside, bytes);
    say(`Copying and checking ${manifest.files.length} files`);
    await copyChecked(manifest, backup, aside);
    await moveIn(aside, resolve(home));
  } catch (error) {
    await discardFolder(aside);
    throw isCode(error, 'ENOSPC') ? noRoom(home, bytes, error) : error;
  }
  const folder = join(resolve(home), 'postgres');
  return { manifest, folder, bytes, took_ms: systemClock.monotonic() - started_ms };
}

function checkVersion(manifest: Manifest): void {
  const { major } = findBinaries();
  if (manifest.postgres.major === major) return;
  throw bad(
    `This backup is of PostgreSQL ${manifest.postgres.major}, and this release brings ` +
      `PostgreSQL ${major}. Restore it with the release that made it.`,
  );
}

function checkEmpty(home: string, names: readonly string[]): void {
  for (const name of names) {
    const at = join(home, name);
    if (!existsSync(at)) continue;
    if (readdirSync(at).every((entry) => entry === '.gitignore')) continue;
    throw bad(`${at} is not empty. Restore into another home with --into, or move it away.`);
  }
}

async function copyChecked(manifest: Manifest, backup: string, to: string): Promise<void> {
  const database = launchUser(join(to, 'postgres', 'data'), findBinaries());
  const ownerOf = (path: string) => (/^postgres\//.test(path) ? database : undefined);
  const problems: string[] = [];
  await makeFolders(to, ['postgres']);
  await makeFolders(to, ['postgres/data'], database);
  for (const folder of manifest.folders) await makeFolders(to, [folder], ownerOf(folder));
  await each(manifest.files, async (entry) => {
    const owner = ownerOf(entry.path);
    const found = await copyFile(entry.path, { from: backup, to, owner });
    const problem = differs(entry, found);
    if (problem) problems.push(problem);
  });
  if (problems.length > 0) throw damaged(backup, problems.sort());
}

async function moveIn(aside: string, home: string): Promise<void> {
  for (const name of parts) {
    if (!existsSync(join(aside, name))) continue;
    // Only an empty folder with our .gitignore can be there: see checkEmpty.
    await discardFolder(join(home, name));
    await rename(join(aside, name), join(home, name));
  }
  await rmdir(aside);
  await syncFolder(home);
}
