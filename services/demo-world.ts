// What `trueshelf demo` starts: the rooms without shoppers, beside a running server or alone.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { processConfig, type Config } from '#kernel/config/config.ts';
import { fillSettings } from '#kernel/db/embedded-settings.ts';
import { LaunchError } from '#kernel/db/launch-error.ts';
import { startHost, type Host } from '#kernel/host/host.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { bulk_min, grow, type Growth } from './demo/grow.ts';
import { isLoaded, loadDemo } from './demo/load.ts';
import { rooms } from './directory.ts';
import { migrateAll, openDatabase } from './launch.ts';
import { people } from './people.ts';

type Progress = (sentence: string) => void;

/**
 * Loads the demo world, or what an interrupted load left out; true when it was loaded now. Into
 * the configured database, or into the one at `databaseUrl`.
 */
export async function loadWorld(onProgress: Progress, databaseUrl?: string): Promise<boolean> {
  const config = configOutsideProduction(databaseUrl);
  return withRooms({ config, onProgress }, async ({ host }) => {
    const imagesFolder = join(config.home, 'images');
    mkdirSync(imagesFolder, { recursive: true });
    return loadDemo({ client: host.client, imagesFolder, onProgress });
  });
}

/** Grows the catalogue to so many products besides those of the demo world. */
export async function growWorld(products: number, onProgress: Progress): Promise<Growth> {
  const settings = products >= bulk_min ? fillSettings : {};
  return withRooms({ config: configOutsideProduction(), onProgress, settings }, ({ host, url }) =>
    // The rooms' own work would only wait for the tables that are filled.
    grow({
      client: host.client,
      databaseUrl: url,
      products,
      onProgress,
      prepared: () => host.stop(),
    }),
  );
}

/** Whether the demo world is there; makes no database in order to find out. */
export async function worldIsLoaded(onProgress: Progress): Promise<boolean> {
  const config = configOutsideProduction();
  const data = join(config.home, 'postgres', 'data', 'PG_VERSION');
  if (config.databaseUrl === null && !existsSync(data)) return false;
  return withRooms({ config, onProgress }, ({ host }) => isLoaded(host.client));
}

function configOutsideProduction(databaseUrl?: string): Config {
  // No port of its own: a server may be running beside it.
  const own = { port: 0, host: '127.0.0.1' };
  const config = processConfig(databaseUrl === undefined ? own : { ...own, databaseUrl });
  if (!config.production) return config;
  throw new LaunchError(
    'start-failed',
    'There is no demo world in production: its passwords are known to everybody.',
  );
}

interface Opening {
  config: Config;
  onProgress: Progress;
  /** Of an embedded server that does not run yet. */
  settings?: Readonly<Record<string, string>>;
}

async function withRooms<T>(
  { config, onProgress, settings }: Opening,
  work: (shop: { host: Host; url: string }) => Promise<T>,
): Promise<T> {
  const log = createLogger({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const database = await openDatabase(config, onProgress, settings);
  try {
    await migrateAll(database.url, onProgress);
    const host = await startHost({ rooms, url: database.url, config, log, people });
    try {
      return await work({ host, url: database.url });
    } finally {
      await host.stop();
    }
  } finally {
    await database.stop();
  }
}
