// `trueshelf places`: towns by postal code out of a file, a few thousand at a time. Killed and
// repeated it begins again, and harms nothing.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { processConfig } from '#kernel/config/config.ts';
import { startHost } from '#kernel/host/host.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { placesPerCall_max, shippingCalls, type Place } from '#services/shipping/contract.ts';
import { placeIn } from '#services/shipping/places.ts';
import { rooms } from './directory.ts';
import { migrateAll, openDatabase } from './launch.ts';
import { people } from './people.ts';

export interface PlacesRead {
  places: number;
  /** Lines that are no place, and the first of them by number. */
  wrong: number;
  firstWrong: number[];
}

const shown_max = 5;

/** Reads the file through. Errors: LaunchError when there is no database, the file's own. */
export async function readPlaces(
  file: string,
  onProgress: (sentence: string) => void,
): Promise<PlacesRead> {
  await stat(file);
  // No port of its own: a server may be running beside it.
  const config = processConfig({ port: 0, host: '127.0.0.1' });
  const log = createLogger({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const database = await openDatabase(config, onProgress);
  try {
    await migrateAll(database.url, onProgress);
    const host = await startHost({ rooms, url: database.url, config, log, people });
    try {
      const shipping = host.client(shippingCalls);
      const learn = async (places: Place[]) => void (await shipping.learnPlaces({ places }));
      return await readLines(file, { learn, onProgress });
    } finally {
      await host.stop();
    }
  } finally {
    await database.stop();
  }
}

interface Ears {
  learn(places: Place[]): Promise<void>;
  onProgress(sentence: string): void;
}

async function readLines(file: string, { learn, onProgress }: Ears): Promise<PlacesRead> {
  const read: PlacesRead = { places: 0, wrong: 0, firstWrong: [] };
  let batch: Place[] = [];
  const write = async () => {
    if (batch.length > 0) await learn(batch);
    read.places += batch.length;
    batch = [];
    onProgress(`Reading places: ${read.places}`);
  };
  let number = 0;
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const place = placeIn(line);
    if (place === null) {
      read.wrong += 1;
      if (read.firstWrong.length < shown_max) read.firstWrong.push(number);
    } else if (batch.push(place) >= placesPerCall_max) await write();
  }
  await write();
  return read;
}
