/**
 * Runs an import: rows in chunks; each chunk sets prices, then writes products, what stock should
 * be, row errors and the checkpoint in one transaction, then sends stock differences. A crash at
 * any point is mended by running the same import again: rows before the checkpoint are skipped,
 * and stock that was noted but not confirmed is sent again under the same refs. While the
 * database works on one chunk the next is read and inventory takes the stock of the one before,
 * so memory holds three chunks at most.
 */
import { Failure } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import { isApproved, type Workshop } from './commands.ts';
import {
  sendPendingStock,
  sendStock,
  writeChunk,
  type ChunkResult,
  type ImportScope,
} from './import-chunk.ts';
import { mapRow, type Draft, type Mapping, type RowProblem } from './import-map.ts';
import type { RawRow } from './import-read.ts';
import {
  beginImport,
  checkpoint,
  endImport,
  errorCount,
  keepErrors,
  refreshStatistics,
  type ImportCounts,
} from './store-import.ts';

/** Rows in a chunk; a group of variants stays together up to twice that. */
export const chunkRows_default = 500;

export interface ImportOptions {
  importId: string;
  sellerId: string;
  /** What is read, for people: a file name or 'upload'. */
  source: string;
  format: string;
  mapping: Mapping;
  /** For rows that name none. */
  currency: string;
  /** Whether a category that does not exist is made. */
  createCategories: boolean;
  /** Checks everything, writes nothing but the report. */
  dryRun: boolean;
  /** Where stock goes when a row does not say; spread by SKU. Empty: all of inventory's. */
  warehouseIds?: readonly string[];
  /** Who runs it: unique per attempt. */
  owner: string;
  chunkRows?: number;
  onProgress?(progress: ImportProgress): void;
  signal?: AbortSignal;
}

export interface ImportProgress extends ImportCounts {
  /** First rows errors, at most 100. */
  problems: RowProblem[];
  rowsPerSecond: number;
}

export interface ImportReport extends ImportProgress {
  importId: string;
  /** Row at which this run took up the work of an earlier one; 0: from the start. */
  resumedAt: number;
  elapsed_ms: number;
}

const problemsShown_max = 100;
const statisticsFirst_rows = 1_000;

interface Chunk {
  drafts: Draft[];
  problems: RowProblem[];
  /** The last row in it. */
  lastRow: number;
  failed: number;
}

/**
 * Imports rows for a seller. Refuses import-running while another process works on the same
 * import id. Never stops at a bad row; throws when a room or the database is away, after which
 * the same import can be run again and goes on at its checkpoint.
 */
export async function runImport(
  shop: Workshop,
  rows: AsyncIterable<RawRow>,
  options: ImportOptions & { now_ms(): number },
): Promise<ImportReport | Refusal<'import-running'>> {
  const started = options.now_ms();
  const run = await beginImport(shop.db, options);
  if (run === null) return refuse('import-running', { importId: options.importId });
  const state: RunState = {
    counts: pick(run),
    problems: [],
    errors: await errorCount(shop.db, run.importId),
    stocking: Promise.resolve(),
    statisticsAt: run.rowDone + statisticsFirst_rows,
    from: run.rowDone,
    started,
  };
  try {
    const scope = await scopeOf(shop, options);
    if (!options.dryRun) await sendPendingStock(shop, options.sellerId);
    await pump(shop, rows, { state, scope, options });
  } catch (error) {
    // The checkpoint stays, so that the next run goes on; only the lease is given back.
    const reason = error instanceof Error ? error.message.slice(0, 500) : String(error);
    const end = { importId: run.importId, owner: options.owner, reason };
    await endImport(shop.db, { ...end, state: 'RUNNING' }).catch(() => undefined);
    throw error;
  }
  const end = { importId: run.importId, owner: options.owner, reason: null };
  await endImport(shop.db, { ...end, state: 'DONE' });
  const elapsed_ms = options.now_ms() - started;
  return {
    ...progressOf(state, options.now_ms()),
    importId: run.importId,
    resumedAt: state.from,
    elapsed_ms,
  };
}

interface RunState {
  counts: ImportCounts;
  problems: RowProblem[];
  /** Row errors stored so far. */
  errors: number;
  /** Stock of the last chunk on its way to inventory. */
  stocking: Promise<void>;
  /** Rows after which the planner's statistics are renewed next. */
  statisticsAt: number;
  from: number;
  started: number;
}

function pick({ rowDone, created, updated, unchanged, failed }: ImportCounts): ImportCounts {
  return { rowDone, created, updated, unchanged, failed };
}

function progressOf(state: RunState, now_ms: number): ImportProgress {
  const seconds = Math.max(0.001, (now_ms - state.started) / 1000);
  const rowsPerSecond = Math.round((state.counts.rowDone - state.from) / seconds);
  return { ...state.counts, problems: state.problems, rowsPerSecond };
}

/** What a seller may write, and where. */
export async function scopeOf(
  shop: Workshop,
  options: Pick<ImportOptions, 'sellerId' | 'createCategories' | 'dryRun' | 'warehouseIds'>,
): Promise<ImportScope> {
  const answer = await shop.neighbours.warehouses();
  const known = isRefusal(answer) ? [] : answer.warehouses;
  const mine = known.filter((one) => one.sellerId === null || one.sellerId === options.sellerId);
  const ids = mine.map((one) => one.warehouseId).sort();
  return {
    sellerId: options.sellerId,
    sellerApproved: await isApproved(shop, options.sellerId),
    createCategories: options.createCategories,
    dryRun: options.dryRun,
    knownWarehouses: new Set(ids),
    warehouses: options.warehouseIds?.length ? [...options.warehouseIds] : ids,
    brands: new Map(),
  };
}

interface Pump {
  state: RunState;
  scope: ImportScope;
  options: ImportOptions & { now_ms(): number };
}

async function pump(shop: Workshop, rows: AsyncIterable<RawRow>, work: Pump): Promise<void> {
  const { state, options } = work;
  const size = options.chunkRows ?? chunkRows_default;
  let chunk: Chunk = emptyChunk();
  let writing: Promise<void> = Promise.resolve();
  // A chunk that fails while the next is being read must not count as unhandled.
  const hand = async (next: Chunk) => {
    await writing;
    writing = finishChunk(shop, next, work);
    writing.catch(() => undefined);
  };
  for await (const row of rows) {
    if (row.row <= state.from) continue;
    options.signal?.throwIfAborted();
    const draft = draftOf(row, options);
    if (isFull(chunk, size, draft)) {
      await hand(chunk);
      chunk = emptyChunk();
    }
    chunk.lastRow = row.row;
    if (Array.isArray(draft)) {
      chunk.failed += 1;
      chunk.problems.push(...draft);
    } else chunk.drafts.push(draft);
  }
  if (chunk.lastRow > 0) await hand(chunk);
  await writing;
  await state.stocking;
}

function emptyChunk(): Chunk {
  return { drafts: [], problems: [], lastRow: 0, failed: 0 };
}

function draftOf(row: RawRow, options: ImportOptions): Draft | RowProblem[] {
  if (row.value !== undefined) {
    const { value, line } = row;
    return mapRow({ row: row.row, line, value }, options.mapping, options);
  }
  const { expected, got } = row.problem ?? { expected: 'a row', got: 'nothing' };
  return [{ line: row.line, column: '', field: '', code: 'row-not-readable', expected, got }];
}

/** Full, and the next row does not belong to the group of the last one. */
function isFull(chunk: Chunk, size: number, next: Draft | RowProblem[]): boolean {
  const rows = chunk.drafts.length + chunk.failed;
  if (rows < size) return false;
  const last = chunk.drafts.at(-1);
  const joins = !Array.isArray(next) && next.group !== null && next.group === last?.group;
  return !joins || rows >= 2 * size;
}

async function finishChunk(shop: Workshop, chunk: Chunk, work: Pump): Promise<void> {
  const { state, scope, options } = work;
  const counts = { ...state.counts, rowDone: chunk.lastRow };
  const also = async (tx: Sql, result: ChunkResult) => {
    const problems = inFileOrder([...chunk.problems, ...result.problems]);
    counts.created = state.counts.created + result.created;
    counts.updated = state.counts.updated + result.updated;
    counts.unchanged = state.counts.unchanged + result.unchanged;
    counts.failed = state.counts.failed + chunk.failed + result.failed;
    await keepErrors(tx, options.importId, { from: state.errors, problems });
    const ours = await checkpoint(tx, { importId: options.importId, owner: options.owner, counts });
    if (!ours) throw new Error('the import was taken over by another process');
    return problems;
  };
  const done = await writeChunk(shop, { drafts: chunk.drafts, scope, also });
  failpoint('catalog.import.before-stock');
  if (!scope.dryRun) {
    shop.outbox.poke();
    shop.touched(done.changed);
    // Inventory works on this chunk's stock while the next chunk is written here.
    await state.stocking;
    state.stocking = sendStock(shop, done.stock);
    state.stocking.catch(() => undefined);
  }
  if (counts.rowDone >= state.statisticsAt && !scope.dryRun) {
    state.statisticsAt = counts.rowDone * 6;
    await refreshStatistics(shop.db).catch(onlySlow);
  }
  state.counts = counts;
  state.errors += done.extra.length;
  state.problems.push(...done.extra.slice(0, problemsShown_max - state.problems.length));
  options.onProgress?.(progressOf(state, options.now_ms()));
}

/** A busy database has no time for statistics now; the planner goes on with those it has. */
function onlySlow(error: unknown): void {
  if (!(error instanceof Failure && error.code === 'timeout')) throw error;
}

function inFileOrder(problems: RowProblem[]): RowProblem[] {
  return problems.sort((a, b) => a.line - b.line);
}
