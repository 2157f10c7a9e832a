// Reads a catalogue elsewhere into the table that is compared like any other source. What is not in
// it any more leaves the table at the end of a whole reading, and only then.
import type { Sql } from '#kernel/db/db.ts';
import { readRow, type BadRow, type OutsideRow, type OutsideSource } from './outside-read.ts';
import * as store from './store-outside.ts';

const batch_rows = 500;
/** SKUs of one question whether they are there all the same. */
const asked_max = 500;
/** Bad rows that are told one by one. */
const told_max = 1_000;

export interface Reading {
  runId: string;
  source: OutsideSource;
  /** One transaction under the lease. */
  write(work: (tx: Sql) => Promise<void>): Promise<void>;
  signal: AbortSignal;
}

/** The rows that could not be read, at most 1,000. Throws when none could, or the file is away. */
export async function fillOutside(reading: Reading): Promise<BadRow[]> {
  const { source, signal } = reading;
  const bad: BadRow[] = [];
  let batch = new Map<string, OutsideRow>();
  let [good, lost] = [0, 0];
  const flush = async (): Promise<void> => {
    await keep(reading, [...batch.values()]);
    batch = new Map();
  };
  for await (const raw of source.rows()) {
    signal.throwIfAborted();
    const row = readRow(raw, source.currency);
    if ('reason' in row) {
      if (row.sku === null) lost += 1;
      if (bad.length < told_max) bad.push(row);
      else lost += 1;
      continue;
    }
    good += 1;
    // A SKU that stands twice keeps its last row, as in an import.
    batch.set(row.sku, row);
    if (batch.size >= batch_rows) await flush();
  }
  await flush();
  if (good === 0 && bad[0] !== undefined) {
    throw new Error(`No row could be read. ${bad[0].reason}`);
  }
  // A row whose name cannot be read may be any of those that are known.
  if (lost > 0) return bad;
  const spared = [...bad.flatMap((one) => one.sku ?? []), ...(await missed(reading))];
  await reading.write((tx) => store.forgetOutside(tx, { runId: reading.runId, spared }));
  return bad;
}

/** SKUs that the reading did not meet and that are there: what was written anew meanwhile. */
async function missed({ runId, source, write, signal }: Reading): Promise<string[]> {
  const there: string[] = [];
  let skus: string[] = [];
  if (source.has === undefined) return there;
  do {
    signal.throwIfAborted();
    const after = skus.at(-1) ?? '';
    await write(async (tx) => {
      skus = await store.unmetOutside(tx, { runId, after, limit: asked_max });
    });
    if (skus.length > 0) there.push(...(await source.has(skus)));
  } while (skus.length === asked_max);
  return there;
}

async function keep({ runId, source, write }: Reading, rows: OutsideRow[]): Promise<void> {
  if (rows.length === 0) return;
  await write((tx) => store.keepOutside(tx, { runId, sellerId: source.sellerId, rows }));
}
