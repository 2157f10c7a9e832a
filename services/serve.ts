// What `trueshelf serve` does: a database, its tables, the rooms, the demo world once, and HTTP.
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { ConfigError, processConfig, type Config } from '#kernel/config/config.ts';
import { LaunchError } from '#kernel/db/launch-error.ts';
import { startHost, type Host } from '#kernel/host/host.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { mkdirSync } from 'node:fs';
import { loadDemo } from './demo/load.ts';
import { people, rooms } from './directory.ts';
import { migrateAll, openDatabase, type Database } from './launch.ts';

export interface Served {
  host: Host;
  database: Database;
  config: Config;
  /** The demo world was loaded by this start. */
  demoLoaded: boolean;
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Rooms served here; null: all. */
  only: string[] | null;
  port?: number;
  onProgress(sentence: string): void;
}

/** Starts everything. Errors: ConfigError, LaunchError, EADDRINUSE: see `sentenceOf`. */
export async function serve({ only, port, onProgress }: ServeOptions): Promise<Served> {
  const unknown = only?.find((name) => !rooms.some((room) => room.name === name));
  if (unknown) throw new LaunchError('start-failed', `There is no room "${unknown}".`);
  const config = processConfig({
    ...(port === undefined ? {} : { port }),
    ...(only ? { rooms: only } : {}),
  });
  const log = createLogger({ level: config.logLevel });
  for (const warning of config.warnings) log.warn({}, warning);
  const database = await openDatabase(config, onProgress);
  try {
    onProgress('Bringing the tables up to date');
    await migrateAll(database.url, onProgress);
    const imagesFolder = join(config.home, 'images');
    mkdirSync(imagesFolder, { recursive: true });
    let demoLoaded = false;
    onProgress('Starting the rooms');
    const host = await startHost({
      rooms,
      serve: only ?? undefined,
      url: database.url,
      config,
      log,
      people,
      prepare: async (client) => {
        if (!config.demo || only) return;
        demoLoaded = await loadDemo({ client, imagesFolder, onProgress });
      },
      extend: async (app) => {
        await app.register(fastifyStatic, {
          root: imagesFolder,
          prefix: '/images/',
          immutable: true,
          maxAge: '365d',
          index: false,
          decorateReply: false,
        });
      },
    });
    const stop = async () => {
      await host.stop();
      await database.stop();
    };
    return { host, database, config, demoLoaded, stop };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** What went wrong at the start, as one sentence for whoever typed the command. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof LaunchError || error instanceof ConfigError) return error.message;
  const { code, port } = (error ?? {}) as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Choose one with PORT=3001 or --port 3001.`;
  }
  if (code === 'EACCES') return `This user may not open port ${port}. Choose one above 1023.`;
  if (code === 'ENOSPC') return 'The disk is full. Make room and start again; nothing was lost.';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return 'The database at DATABASE_URL does not answer. Check the address and that it runs.';
  }
  if (code === '28P01' || code === '28000') {
    return 'The database at DATABASE_URL refuses this user or password.';
  }
  if (code === '3D000')
    return 'The database named in DATABASE_URL does not exist; create it first.';
  return undefined;
}
