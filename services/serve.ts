// What `trueshelf serve` does: a database, its tables, the rooms, the demo world once, and HTTP.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { systemClock } from '#kernel/core/clock.ts';
import { processConfig, type Config } from '#kernel/config/config.ts';
import { LaunchError } from '#kernel/db/launch-error.ts';
import { startHost, type Host } from '#kernel/host/host.ts';
import { portTaken } from '#kernel/host/port.ts';
import { createLogger, type Logger } from '#kernel/telemetry/log.ts';
import { mountWeb, openWeb } from '#web/server/web.ts';
import { openDemo } from './demo-apart.ts';
import { rooms } from './directory.ts';
import { migrateAll, openDatabase, type Database } from './launch.ts';
import { people } from './people.ts';
import { explainBuiltIn } from './sentence.ts';

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
  /** False: the API alone. */
  web?: boolean;
  onProgress(sentence: string): void;
  /** Aborted: the start ends at its next step, in order, and rejects. */
  signal?: AbortSignal;
}

/** Starts everything. Errors: ConfigError, LaunchError and the driver's: see sentence.ts. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { only, port, web, signal, onProgress } = options;
  const unknown = only?.find((name) => !rooms.some((room) => room.name === name));
  if (unknown !== undefined) {
    const names = rooms.map((room) => room.name).join(', ');
    throw new LaunchError('start-failed', `There is no room "${unknown}"; there are ${names}.`);
  }
  const config = processConfig({
    ...(port === undefined ? {} : { port }),
    ...(only ? { rooms: only } : {}),
    ...(web === false ? { web } : {}),
  });
  const log = createLogger({ level: config.logLevel });
  for (const warning of config.warnings) log.warn({}, warning);
  const say = (sentence: string) => {
    signal?.throwIfAborted();
    onProgress(sentence);
  };
  const taken = config.port === 0 ? undefined : await portTaken(config.host, config.port);
  if (taken) throw Object.assign(new Error(taken), { code: taken, port: config.port });
  const database = await openDatabase(config, say);
  try {
    say('Bringing the tables up to date');
    await migrateAll(database.url, say);
    say('Starting the rooms');
    const parts = { config, log, url: database.url, only };
    const { host, demoLoaded } = await startRooms(parts, say);
    const stop = async () => {
      await host.stop();
      await database.stop();
    };
    return { host, database, config, demoLoaded, stop };
  } catch (error) {
    await database.stop().catch(() => undefined); // the first error tells more
    throw database.embedded === null ? error : explainBuiltIn(error, database.embedded);
  }
}

interface Parts {
  config: Config;
  log: Logger;
  url: string;
  only: string[] | null;
}

async function startRooms({ config, log, url, only }: Parts, say: (sentence: string) => void) {
  const imagesFolder = join(config.home, 'images');
  mkdirSync(imagesFolder, { recursive: true });
  // Pages ask rooms of this process only.
  const withWeb = config.web && only === null;
  const opener = withWeb ? await openWeb({ config, clock: systemClock, onProgress: say }) : null;
  let demoLoaded = false;
  const host = await startHost({
    rooms,
    serve: only ?? undefined,
    url,
    config,
    log,
    people,
    prepare: async (client) => {
      if (!config.demo || only) return;
      demoLoaded = await openDemo({ client, databaseUrl: url, onProgress: say });
    },
    extend: async (app, tools) => {
      await app.register(fastifyStatic, {
        root: imagesFolder,
        prefix: '/images/',
        immutable: true,
        maxAge: '365d',
        index: false,
        decorateReply: false,
      });
      if (opener !== null) await mountWeb(app, { config, tools, opener, imagesFolder });
    },
  });
  return { host, demoLoaded };
}
