// What `trueshelf import baskets` starts: reads baskets of another shop from a file, and hands them
// to the recommendations room, which counts each file once and goes on where it was left.
import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isRefusal } from '#kernel/core/refusal.ts';
import { processConfig } from '#kernel/config/config.ts';
import { startHost, type Host } from '#kernel/host/host.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { catalogCalls, keysPerCall_max } from './catalog/contract.ts';
import { formatOf, readRows } from './catalog/import-read.ts';
import { rooms } from './directory.ts';
import { migrateAll, openDatabase } from './launch.ts';
import { people } from './people.ts';
import { basketsPerCall_max, recommendationsCalls } from './recommendations/contract.ts';

export interface BasketReport {
  baskets: number;
  /** Products that this shop does not have, and rows without both columns. */
  unknown: number;
  broken: number;
}

/** A sentence for whoever typed the command. */
export class BasketMistake extends Error {}

/** Keys of products, as the file has them; a longer basket is cut. */
const keysPerBasket_max = 200;

interface Counts {
  broken: number;
}

/** Rows of one basket stand one behind the other: columns `basket` and `product`. */
export async function* basketsIn(file: string, counts: Counts): AsyncGenerator<string[]> {
  const format = formatOf(file);
  if (format === null) throw new BasketMistake('the file must end in .csv, .tsv, .json or .ndjson');
  let name: string | null = null;
  let keys: string[] = [];
  const options = file.endsWith('.tsv') ? { delimiter: '\t' } : {};
  for await (const { value } of readRows(createReadStream(file), format, options)) {
    const [basket, product] = [textOf(value?.['basket']), textOf(value?.['product'])];
    if (basket === null || product === null) {
      counts.broken += 1;
      continue;
    }
    if (basket !== name) {
      if (keys.length > 0) yield keys;
      [name, keys] = [basket, []];
    }
    if (keys.length < keysPerBasket_max) keys.push(product);
  }
  if (keys.length > 0) yield keys;
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' || text.length > 100 ? null : text;
}

/** Counts what is in a file, beside or without a running server. */
export async function importBaskets(file: string): Promise<BasketReport> {
  const config = processConfig({ port: 0, host: '127.0.0.1' });
  const log = createLogger({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const database = await openDatabase(config);
  try {
    await migrateAll(database.url);
    const host = await startHost({ rooms, url: database.url, config, log, people });
    try {
      return await learnFrom(host, file);
    } finally {
      await host.stop();
    }
  } finally {
    await database.stop();
  }
}

/** A file is known by its path, size and time; the same one again counts nothing. */
export async function learnFrom(host: Pick<Host, 'client'>, file: string): Promise<BasketReport> {
  const { size, mtimeMs } = statOf(file);
  const ref = `${resolve(file).slice(-150)} ${size} ${Math.floor(mtimeMs)}`;
  const report = { baskets: 0, unknown: 0, broken: 0 };
  let waiting: string[][] = [];
  const send = async () => {
    const from = report.baskets;
    const { baskets, unknown } = await resolved(host, waiting);
    report.unknown += unknown;
    report.baskets += waiting.length;
    waiting = [];
    // How many there are in all is known at the end only; it is a note for people.
    const given = { ref, total: report.baskets, from, baskets };
    const answer = await host.client(recommendationsCalls).learn(given);
    if (isRefusal(answer)) throw new Error(`refused: ${answer.code}`);
  };
  let keys = 0;
  for await (const basket of basketsIn(file, report)) {
    if (waiting.length === basketsPerCall_max || keys + basket.length > keysPerCall_max) {
      await send();
      keys = 0;
    }
    waiting.push(basket);
    keys += basket.length;
  }
  if (waiting.length > 0) await send();
  return report;
}

function statOf(file: string) {
  try {
    return statSync(file);
  } catch {
    throw new BasketMistake(`${file} cannot be read`);
  }
}

/** Ids of the products; those that this shop does not have are left out, the basket stays. */
async function resolved(host: Pick<Host, 'client'>, baskets: readonly string[][]) {
  const keys = [...new Set(baskets.flat())];
  const answer = await host.client(catalogCalls).productIds({ keys });
  if (isRefusal(answer)) throw new Error(`refused: ${answer.code}`);
  const { productIds } = answer as { productIds: (string | null)[] };
  const idOf = new Map(keys.map((key, at) => [key, productIds[at] ?? null]));
  let unknown = 0;
  const found = baskets.map((basket) => {
    const products = basket.flatMap((key) => idOf.get(key) ?? []);
    unknown += basket.length - products.length;
    return { products, earlier: [] };
  });
  return { baskets: found, unknown };
}
