/**
 * Imports that came over HTTP: they run behind the request, one at a time in this process, with a
 * short queue. The bytes are held in memory until their turn, so both are limited.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '#kernel/core/clock.ts';
import { Failure } from '#kernel/core/error.ts';
import { newId } from '#kernel/core/id.ts';
import type { Workshop } from './commands.ts';
import type { Mapping } from './import-map.ts';
import { readRows, type ImportFormat } from './import-read.ts';
import { runImport, type ImportProgress, type ImportReport } from './import-run.ts';
import type { Refusal } from '#kernel/core/refusal.ts';

export const upload_bytes_max = 10 * 1024 * 1024;
const waiting_max = 4;

export interface ImportWish {
  sellerId: string;
  format: ImportFormat;
  mapping: Mapping;
  currency: string;
  createCategories: boolean;
  dryRun: boolean;
  delimiter?: string;
}

/** The id of an import: the same file, seller and mapping give the same one, so it resumes. */
export function importIdOf(of: { source: string; wish: ImportWish }): string {
  const { sellerId, format, mapping, currency, createCategories, dryRun } = of.wish;
  const parts = [of.source, sellerId, format, mapping, currency, createCategories, dryRun];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `imp_${digest.slice(0, 32)}`;
}

export interface ImportTools {
  shop: Workshop;
  clock: Clock;
}

/** Runs an import from a stream of bytes to its end. */
export function importBytes(
  tools: ImportTools,
  bytes: AsyncIterable<Uint8Array>,
  options: ImportWish & {
    importId: string;
    source: string;
    warehouseIds?: readonly string[];
    onProgress?(progress: ImportProgress): void;
    signal?: AbortSignal;
  },
): Promise<ImportReport | Refusal<'import-running'>> {
  const { delimiter, ...rest } = options;
  const rows = readRows(bytes, options.format, delimiter === undefined ? {} : { delimiter });
  return runImport(tools.shop, rows, {
    ...rest,
    owner: newId('run'),
    now_ms: () => tools.clock.monotonic(),
  });
}

export interface ImportDesk {
  /** Takes an upload in and gives its import id; Failure 'overloaded' when too many wait. */
  accept(body: Uint8Array, wish: ImportWish): string;
  /** Waits for what runs; nothing new is begun. */
  stop(): Promise<void>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
}

export function importDesk(
  tools: ImportTools,
  log: { warn(detail: object, message: string): void },
): ImportDesk {
  const stopped = new AbortController();
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  const run = async (body: Uint8Array, wish: ImportWish, importId: string): Promise<void> => {
    try {
      if (stopped.signal.aborted) return;
      const bytes = slices(body);
      const { signal } = stopped;
      await importBytes(tools, bytes, { ...wish, importId, source: 'upload', signal });
    } catch (error) {
      // The run keeps its reason and its checkpoint; sending the same body again goes on there.
      log.warn({ error, importId }, 'import stopped');
    } finally {
      waiting -= 1;
    }
  };
  return {
    accept(body, wish) {
      if (waiting >= waiting_max) throw new Failure('overloaded', {}, { retryAfter_ms: 10_000 });
      waiting += 1;
      const source = createHash('sha256').update(body).digest('hex');
      const importId = importIdOf({ source, wish });
      last = last.then(() => run(body, wish, importId));
      return importId;
    },
    idle: () => last,
    async stop() {
      stopped.abort();
      await last;
    },
  };
}

/** In slices, so that reading a large body lets other requests run in between. */
async function* slices(body: Uint8Array): AsyncGenerator<Uint8Array> {
  const size = 64 * 1024;
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}
