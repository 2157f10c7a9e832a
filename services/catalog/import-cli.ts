/** What `trueshelf import` does once the rooms run: categories, warehouses, then products. */
import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock } from '#kernel/core/clock.ts';
import { Failure } from '#kernel/core/error.ts';
import { isId } from '#kernel/core/id.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { importBytes, importIdOf, type ImportWish } from './import-desk.ts';
import { importCategories, importWarehouses, type PlacesReport } from './import-places.ts';
import { formatOf, readRows } from './import-read.ts';
import type { ImportProgress, ImportReport } from './import-run.ts';
import { catalogRoom, type CatalogNeeds } from './room.ts';
import { findSeller } from './store-copy.ts';
import type { Neighbours } from './neighbours.ts';

export interface FilesWish extends Omit<ImportWish, 'format' | 'sellerId'> {
  /** Products; null: only categories or warehouses. */
  file: string | null;
  /** Id or slug. */
  seller: string | null;
  categories: string | null;
  warehouses: string | null;
  warehouses_max: number;
  onProgress(progress: ImportProgress): void;
}

export interface FilesReport {
  categories: PlacesReport | null;
  warehouses: PlacesReport | null;
  products: ImportReport | null;
}

/** A sentence for whoever typed the command. */
export class ImportMistake extends Error {}

/**
 * Imports files. The import of products is known by the file's path, size, time and mapping, so
 * that the same command after a crash goes on where it stopped. In a dry run categories and
 * warehouses are not touched either.
 */
export async function importFiles(
  needs: CatalogNeeds & { clock: Clock },
  neighbours: Neighbours,
  wish: FilesWish,
): Promise<FilesReport | Refusal<string>> {
  const { shop } = catalogRoom(needs, neighbours);
  const report: FilesReport = { categories: null, warehouses: null, products: null };
  if (wish.categories !== null && !wish.dryRun) {
    report.categories = await importCategories(shop, rowsOf(wish.categories));
  }
  let warehouseIds: string[] = [];
  if (wish.warehouses !== null && !wish.dryRun) {
    const places = await importWarehouses(shop, rowsOf(wish.warehouses), wish.warehouses_max);
    if (isRefusal(places)) return places;
    report.warehouses = places;
    warehouseIds = places.warehouseIds;
  }
  if (wish.file === null) return report;
  const sellerId = await sellerIdOf(needs, neighbours, wish.seller);
  const format = formatOf(wish.file);
  if (format === null) throw new ImportMistake('the file must end in .csv, .tsv, .json or .ndjson');
  const { size, mtimeMs } = sizeOf(wish.file);
  const source = `${resolve(wish.file)} ${size} ${mtimeMs}`;
  const tab = /\.tsv$/i.test(wish.file) ? { delimiter: '\t' } : {};
  const { file, mapping, currency, createCategories, dryRun, onProgress } = wish;
  const plain = { sellerId, format, mapping, currency, createCategories, dryRun, ...tab };
  const importId = importIdOf({ source, wish: plain });
  const options = { ...plain, importId, source: file, warehouseIds, onProgress };
  const done = await onceFree(needs.clock, () => {
    const bytes = createReadStream(file);
    return importBytes({ shop, clock: needs.clock }, bytes, options).finally(() => bytes.destroy());
  });
  return isRefusal(done) ? done : { ...report, products: done };
}

/** A run that was killed holds its lease for up to 20 s more; a run that lives holds it on. */
const tries_max = 15;
const pause_ms = 2_000;

/**
 * Runs until nobody else does and no room or database was away on the way: each run goes on where
 * the last one stopped.
 */
async function onceFree<T>(clock: Clock, run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      const result = await run();
      const isBusy = isRefusal(result) && result.code === 'import-running';
      if (!isBusy || tries === tries_max) return result;
    } catch (error) {
      const isAway = error instanceof Failure && error.retryable;
      if (!isAway || tries === tries_max) throw error;
    }
    await clock.sleep(pause_ms);
  }
}

function sizeOf(file: string): { size: number; mtimeMs: number } {
  try {
    return statSync(file);
  } catch {
    throw new ImportMistake(`there is no file ${file}`);
  }
}

function rowsOf(file: string) {
  sizeOf(file);
  return readRows(createReadStream(file), formatOf(file) ?? 'json');
}

async function sellerIdOf(
  { db }: CatalogNeeds,
  neighbours: Neighbours,
  key: string | null,
): Promise<string> {
  if (isId('slr', key)) {
    const answer = await neighbours.sellers({ sellerIds: [key] });
    if (!isRefusal(answer) && answer.sellers.length === 1) return key;
  }
  const sellerId = await findSeller(db, key);
  if (sellerId !== null) return sellerId;
  const which = key === null ? 'name the seller with --seller' : `there is no seller ${key}`;
  throw new ImportMistake(which);
}
