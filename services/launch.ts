// From a configuration to a database that is ready: the embedded server or the given one,
// every room migrated. Shared by all commands.
import { join } from 'node:path';
import type { Config } from '#kernel/config/config.ts';
import { startEmbedded } from '#kernel/db/embedded.ts';
import { migrate } from '#kernel/db/migrate.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { rooms } from './directory.ts';

export interface Database {
  url: string;
  /** The embedded server's folder; null for a database that others run. */
  embedded: string | null;
  /** Stops the embedded server, unless another living process owns it. */
  stop(): Promise<void>;
}

type Progress = (sentence: string) => void;
type Settings = Readonly<Record<string, string>>;

/**
 * Finds or starts PostgreSQL; `settings` are for an embedded server that does not run yet. Errors:
 * LaunchError with a sentence that says what to do.
 */
export async function openDatabase(
  config: Config,
  onProgress?: Progress,
  settings: Settings = {},
): Promise<Database> {
  if (config.databaseUrl !== null) {
    return { url: config.databaseUrl, embedded: null, stop: async () => undefined };
  }
  const folder = join(config.home, 'postgres');
  const server = await startEmbedded({
    folder,
    settings: { ...settings },
    ...(onProgress ? { onProgress } : {}),
  });
  return { url: server.url, embedded: folder, stop: () => server.stop() };
}

/** Brings every room's tables and the job queue up to date; the files applied now. */
export async function migrateAll(url: string, onProgress?: Progress): Promise<string[]> {
  const sources = rooms.map(({ name, folder }) => ({ name, folder }));
  const report = await migrate({ url, rooms: sources, ...(onProgress ? { onProgress } : {}) });
  await installJobs({ url });
  return report.applied;
}
