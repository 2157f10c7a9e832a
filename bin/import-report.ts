// What `trueshelf import` says while it works and at its end.
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { FilesReport } from '../services/catalog/import-cli.ts';
import type { ImportProgress } from '../services/catalog/import-run.ts';

const shown_max = 20;
const count = (n: number) => n.toLocaleString('en-US');

/** One line that changes on a terminal, nothing elsewhere. */
export function showProgress(progress: ImportProgress): void {
  if (!process.stdout.isTTY) return;
  const { rowDone, failed, rowsPerSecond } = progress;
  const rows = `${count(rowDone)} rows, ${count(failed)} refused`;
  process.stdout.write(`\r${rows}, ${count(rowsPerSecond)} rows/s   `);
}

/** The summary and the first row errors; 0 when every row went in, 1 otherwise. */
export function showReport(result: FilesReport | Refusal<string>, dryRun: boolean): number {
  if (isRefusal(result)) {
    process.stderr.write(`trueshelf: import refused: ${result.code}\n`);
    return 1;
  }
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const { categories, warehouses, products } = result;
  const places = (what: string, { read, created }: { read: number; created: number }) =>
    say(`${what}: ${count(read)} read, ${count(created)} new`);
  if (categories) places('Categories', categories);
  if (warehouses) places('Warehouses', warehouses);
  if (products === null) return 0;
  if (process.stdout.isTTY) say('');
  if (products.resumedAt > 0) say(`Went on after row ${count(products.resumedAt)}`);
  const { created, updated, unchanged, failed, rowDone, rowsPerSecond } = products;
  const verb = dryRun ? 'Would make' : 'Products:';
  say(`${verb} ${count(created)} new, ${count(updated)} changed, ${count(unchanged)} as they were`);
  const seconds = (products.elapsed_ms / 1000).toFixed(1);
  say(`${count(rowDone)} rows in ${seconds} s (${count(rowsPerSecond)} rows/s)`);
  if (failed === 0) return 0;
  say(`${count(failed)} rows refused:`);
  for (const one of products.problems.slice(0, shown_max)) {
    say(`  line ${one.line}, ${one.column || 'row'}: expected ${one.expected}, got ${one.got}`);
  }
  say(`All of them: GET /api/v1/admin/imports/${products.importId}`);
  return 1;
}
