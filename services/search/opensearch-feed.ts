/**
 * Keeps the index in OpenSearch: it follows the table `fact` by transaction id, as the index in
 * memory does, and writes what changed in bulk. Each document carries how often its row changed as
 * its version, so that what comes late never wins. A new index is built beside the one that is
 * asked, followed until it has everything, and then takes the alias in one step. Everything goes
 * on where it stopped when the process dies.
 */
import type { Db } from '#kernel/db/db.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import { EngineAway, type OpenSearch } from './opensearch.ts';
import { alias, documentOf, indexBody, mappingHash } from './opensearch-index.ts';
import * as store from './store-engine.ts';

const lease_s = 30;
const page_rows = 500;
/** Pages of one round; the next one goes on. */
const pages_max = 20;
const write_ms_max = 10_000;
const conflict = 409;

export interface FeedNeeds {
  db: Db;
  search: OpenSearch;
  log: Pick<Logger, 'warn' | 'info'>;
  /** Milliseconds of the wall clock. */
  now(): number;
}

interface BulkItem {
  index: { status: number; error?: { reason?: string } };
}

/** Writes documents; one that is there already in this or a later state is left as it is. */
export async function writeRows(
  { search, now }: Pick<FeedNeeds, 'search' | 'now'>,
  index: string,
  rows: readonly store.EngineRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const now_ms = now();
  const lines = rows.flatMap((row) => [
    { index: { _id: row.product_id, version: Number(row.change_no), version_type: 'external' } },
    documentOf(row, now_ms),
  ]);
  const path = `/${index}/_bulk`;
  const body = await search.ask({ method: 'POST', path, lines, timeout_ms: write_ms_max });
  const items = (body['items'] ?? []) as BulkItem[];
  const failed = items.find(({ index: { status } }) => status >= 300 && status !== conflict);
  if (failed === undefined) return;
  const { status, error } = failed.index;
  throw new EngineAway(`a document was refused: ${error?.reason ?? 'why is not said'}`, status);
}

async function exists(search: OpenSearch, name: string): Promise<boolean> {
  try {
    await search.ask({ method: 'GET', path: `/${name}`, timeout_ms: write_ms_max });
    return true;
  } catch (error) {
    if (error instanceof EngineAway && error.status === 404) return false;
    throw error;
  }
}

/** Begins an index beside the one that is asked; nothing when one is built already. */
export async function beginIndex({ db, search, now }: FeedNeeds): Promise<boolean> {
  const name = `${alias}-${mappingHash}-${now().toString(36)}`;
  if (!(await store.addIndex(db, name, mappingHash))) return false;
  await search.ask({
    method: 'PUT',
    path: `/${name}`,
    body: indexBody,
    timeout_ms: write_ms_max,
  });
  return true;
}

/** Loads pages of documents; true when all are there. */
async function load(needs: FeedNeeds, index: store.EngineIndex): Promise<boolean> {
  const { db } = needs;
  let after = { categoryId: index.afterCategory, rowNo: index.afterRow };
  for (let page = 0; page < pages_max; page += 1) {
    const rows = await store.loadPage(db, after, page_rows);
    await writeRows(needs, index.name, rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < page_rows) {
      await store.moveLoad(db, index.name, null);
      return true;
    }
    after = { categoryId: last.category_id, rowNo: last.row_no };
    await store.moveLoad(db, index.name, after);
  }
  return false;
}

/** Writes what changed; true when nothing is left. */
async function follow(needs: FeedNeeds, index: store.EngineIndex): Promise<boolean> {
  const { db } = needs;
  let from = { xid: index.xid, rowNo: index.rowNo };
  for (let page = 0; page < pages_max; page += 1) {
    const rows = await store.changedPage(db, from, page_rows);
    await writeRows(needs, index.name, rows);
    const last = rows.at(-1);
    if (last !== undefined) from = { xid: last.change_xid, rowNo: last.row_no };
    const isAll = rows.length < page_rows;
    await store.moveChanges(db, index.name, { ...from, isAll });
    if (isAll) return true;
  }
  return false;
}

/** The alias goes over in one step; what was asked before is deleted then. */
async function swap({ db, search }: FeedNeeds, name: string): Promise<void> {
  await search.ask({ method: 'POST', path: `/${name}/_refresh`, timeout_ms: write_ms_max });
  const actions = [
    { remove: { index: `${alias}-*`, alias, must_exist: false } },
    { add: { index: name, alias } },
  ];
  const body = { actions };
  await search.ask({ method: 'POST', path: '/_aliases', body, timeout_ms: write_ms_max });
  const old = await db.tx((tx) => store.swapIndexes(tx, name));
  for (const one of old) {
    const path = `/${one}?ignore_unavailable=true`;
    await search.ask({ method: 'DELETE', path, timeout_ms: write_ms_max });
  }
}

/** One round, by one process at a time. False: there is more to do. */
export async function feedOnce(needs: FeedNeeds): Promise<boolean> {
  const { db, search, log } = needs;
  if (!(await store.takeLease(db, lease_s))) return true;
  try {
    const indexes = await store.engineIndexes(db);
    for (const index of indexes) {
      // OpenSearch lost it, or never had it.
      if (!(await exists(search, index.name))) await store.forgetIndex(db, index.name);
    }
    const known = (await store.engineIndexes(db)).filter((one) => one.name !== '');
    const live = known.find((one) => one.isLive);
    if (live === undefined || live.mapping !== mappingHash) await beginIndex(needs);
    let isDone = true;
    for (const index of await store.engineIndexes(db)) {
      const isLoaded = index.isLoaded || (await load(needs, index));
      const isFollowed = isLoaded && (await follow(needs, index));
      if (isFollowed && !index.isLive) {
        await swap(needs, index.name);
        log.info({ index: index.name }, 'a new index is asked');
      }
      isDone &&= isFollowed;
    }
    return isDone;
  } finally {
    await store.dropLease(db);
  }
}
