// Saving and restoring the shop of this machine: the embedded database and the pictures.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '#kernel/config/config.ts';
import { createBackup, type BackupReport } from '#kernel/db/backup.ts';
import { restoreBackup, type RestoreReport } from '#kernel/db/backup-restore.ts';
import { startEmbedded } from '#kernel/db/embedded.ts';
import { LaunchError } from '#kernel/db/launch-error.ts';
import { check, type CheckReport } from '../invariants/check.ts';
import { rooms } from './directory.ts';
import { migrateAll, openDatabase } from './launch.ts';

type Progress = (sentence: string) => void;

/**
 * Saves database and pictures, while the shop runs or not. `out`: see createBackup; left out, a
 * new folder below `<home>/backups`. Secrets are not saved: who finds a backup must not be able
 * to sign in as anybody. Errors: LaunchError.
 */
export async function saveShop(
  config: Config,
  out: string | undefined,
  onProgress: Progress,
): Promise<BackupReport> {
  refuseForeign(config);
  const folder = join(config.home, 'postgres');
  if (!existsSync(join(folder, 'data', 'PG_VERSION'))) {
    throw new LaunchError('bad-backup', `There is no database in ${folder}: nothing to save.`);
  }
  const standard = join(config.home, 'backups');
  if (out === undefined) mkdirSync(standard, { recursive: true, mode: 0o700 });
  const database = await openDatabase(config, onProgress);
  try {
    const extras = { images: join(config.home, 'images') };
    const { url } = database;
    return await createBackup({ url, folder, extras, out: out ?? standard, onProgress });
  } finally {
    await database.stop();
  }
}

export interface Restored extends RestoreReport {
  home: string;
  /** What the invariants say of the restored database. */
  report: CheckReport;
}

/** Restores into a home without a database, starts it once to recover it, and checks it. */
export async function restoreShop(
  config: Config,
  { backup, into, onProgress }: { backup: string; into: string | undefined; onProgress: Progress },
): Promise<Restored> {
  if (into === undefined) refuseForeign(config);
  const home = resolve(into ?? config.home);
  const restored = await restoreBackup({ backup: resolve(backup), home, onProgress });
  const server = await startEmbedded({ folder: restored.folder, onProgress });
  try {
    onProgress('Bringing the tables up to date');
    await migrateAll(server.url);
    onProgress('Checking every invariant');
    const report = await check({ url: server.url, rooms });
    return { ...restored, home, report };
  } finally {
    await server.stop();
  }
}

function refuseForeign(config: Config): void {
  if (config.databaseUrl === null) return;
  throw new LaunchError(
    'bad-backup',
    'DATABASE_URL names a database that others run: save and restore it with pg_dump or ' +
      'pgBackRest. This command is for the built-in one.',
  );
}
