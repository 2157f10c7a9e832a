// What `trueshelf import` starts: the database and the rooms, without taking shoppers in.
import { systemClock } from '#kernel/core/clock.ts';
import type { Refusal } from '#kernel/core/refusal.ts';
import { processConfig } from '#kernel/config/config.ts';
import { startHost } from '#kernel/host/host.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { importFiles, type FilesReport, type FilesWish } from './catalog/import-cli.ts';
import { neighboursOf } from './catalog/service.ts';
import { rooms } from './directory.ts';
import { migrateAll, openDatabase } from './launch.ts';
import { people } from './people.ts';

/** Runs an import beside or without a running server. Its events are delivered meanwhile. */
export async function importShop(wish: FilesWish): Promise<FilesReport | Refusal<string>> {
  const config = processConfig({ port: 0, host: '127.0.0.1' });
  const log = createLogger({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const database = await openDatabase(config);
  try {
    await migrateAll(database.url);
    const host = await startHost({ rooms, url: database.url, config, log, people });
    try {
      const catalog = host.runtimes.find((one) => one.room.name === 'catalog');
      if (catalog === undefined) throw new Error('the catalogue did not start');
      const { db, outbox } = catalog;
      const needs = { db, outbox, log, clock: systemClock };
      return await importFiles(needs, neighboursOf(host), wish);
    } finally {
      await host.stop();
    }
  } finally {
    await database.stop();
  }
}
