/** SQL of imports: runs with their checkpoint and lease, row errors, and stock set by imports. */
import type { Sql } from '#kernel/db/db.ts';
import type { Mapping, RowProblem } from './import-map.ts';

/** Row errors kept for reading; more are only counted. */
export const errorsKept_max = 10_000;
const lease_s = 20;

export interface ImportCounts {
  /** Rows dealt with: the checkpoint. */
  rowDone: number;
  /** Products. */
  created: number;
  updated: number;
  unchanged: number;
  /** Rows. */
  failed: number;
}

export interface ImportRun extends ImportCounts {
  importId: string;
  sellerId: string;
  source: string;
  format: string;
  dryRun: boolean;
  state: 'RUNNING' | 'DONE' | 'FAILED';
  reason: string | null;
  /** How often it was started or taken up again. */
  runs: number;
  startedAt: string;
  updatedAt: string;
  finishedAt: string | null;
}

const runColumns =
  'import_id as "importId", seller_id as "sellerId", source, format, dry_run as "dryRun", state,' +
  ' reason, row_done as "rowDone", created, updated, unchanged, failed, runs,' +
  ' started_at as "startedAt", updated_at as "updatedAt", finished_at as "finishedAt"';

interface RunRow extends Omit<ImportRun, 'startedAt' | 'updatedAt' | 'finishedAt'> {
  startedAt: Date;
  updatedAt: Date;
  finishedAt: Date | null;
}

function runOf(row: RunRow): ImportRun {
  return {
    ...row,
    startedAt: row.startedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export interface ImportStart {
  importId: string;
  sellerId: string;
  source: string;
  format: string;
  mapping: Mapping;
  dryRun: boolean;
  /** Who runs it; the lease is theirs for 20 s from each checkpoint. */
  owner: string;
}

/**
 * Starts an import, or takes one up where its last checkpoint is when it never finished; one that
 * finished starts again at the first row. Null while somebody else holds its lease.
 */
export async function beginImport(sql: Sql, start: ImportStart): Promise<ImportRun | null> {
  const row = await sql.row<RunRow>(
    `insert into import_run as r (import_id, seller_id, source, format, mapping, dry_run, state,
       lease_owner, lease_until)
     values ($1, $2, $3, $4, $5::jsonb, $6, 'RUNNING', $7, now() + $8 * interval '1 second')
     on conflict (import_id) do update set state = 'RUNNING', reason = null,
       row_done = case r.state when 'RUNNING' then r.row_done else 0 end,
       created = case r.state when 'RUNNING' then r.created else 0 end,
       updated = case r.state when 'RUNNING' then r.updated else 0 end,
       unchanged = case r.state when 'RUNNING' then r.unchanged else 0 end,
       failed = case r.state when 'RUNNING' then r.failed else 0 end,
       runs = r.runs + 1, lease_owner = $7, lease_until = now() + $8 * interval '1 second',
       updated_at = now(), finished_at = null
     where r.lease_until is null or r.lease_until < now() or r.lease_owner = $7
     returning ` + runColumns,
    [
      start.importId,
      start.sellerId,
      start.source,
      start.format,
      JSON.stringify(start.mapping),
      start.dryRun,
      start.owner,
      lease_s,
    ],
  );
  if (row === undefined) return null;
  await sql.run('delete from import_error where import_id = $1 and $2 = 0', [
    row.importId,
    row.failed,
  ]);
  return runOf(row);
}

/**
 * Moves the checkpoint and renews the lease; false when the lease is not ours any more, and then
 * the transaction must be given up.
 */
export async function checkpoint(
  tx: Sql,
  run: { importId: string; owner: string; counts: ImportCounts },
): Promise<boolean> {
  const { rowDone, created, updated, unchanged, failed } = run.counts;
  const moved = await tx.run(
    `update import_run set row_done = $3, created = $4, updated = $5, unchanged = $6, failed = $7,
       lease_until = now() + $8 * interval '1 second', updated_at = now()
     where import_id = $1 and lease_owner = $2`,
    [run.importId, run.owner, rowDone, created, updated, unchanged, failed, lease_s],
  );
  return moved === 1;
}

/** Ends a run, and gives up its lease. A failed one that `mayResume` keeps its checkpoint. */
export async function endImport(
  sql: Sql,
  run: { importId: string; owner: string; state: ImportRun['state']; reason: string | null },
): Promise<void> {
  await sql.run(
    `update import_run set state = $3, reason = $4, lease_owner = null, lease_until = null,
       updated_at = now(), finished_at = case $3 when 'RUNNING' then null else now() end
     where import_id = $1 and lease_owner = $2`,
    [run.importId, run.owner, run.state, run.reason],
  );
}

export async function importById(sql: Sql, importId: string): Promise<ImportRun | null> {
  const row = await sql.row<RunRow>(
    'select ' + runColumns + ' from import_run where import_id = $1',
    [importId],
  );
  return row === undefined ? null : runOf(row);
}

/** Imports of sellers (null: all), latest first, after the one named by start and id. */
export async function importPage(
  sql: Sql,
  filter: {
    sellerIds: readonly string[] | null;
    after: { startedAt: string; importId: string } | null;
    limit: number;
  },
): Promise<ImportRun[]> {
  const rows = await sql.rows<RunRow>(
    'select ' +
      runColumns +
      ' from import_run where ($1::text[] is null or seller_id = any($1::text[]))' +
      ' and ($2::timestamptz is null or' +
      " (date_trunc('milliseconds', started_at), import_id) < ($2, $3))" +
      " order by date_trunc('milliseconds', started_at) desc, import_id desc limit $4",
    [
      filter.sellerIds,
      filter.after?.startedAt ?? null,
      filter.after?.importId ?? null,
      filter.limit,
    ],
  );
  return rows.map(runOf);
}

/** Keeps row errors from number `from` on, up to the largest number kept. */
export async function keepErrors(
  tx: Sql,
  importId: string,
  { from, problems }: { from: number; problems: readonly RowProblem[] },
): Promise<void> {
  const kept = problems.slice(0, Math.max(0, errorsKept_max - from));
  if (kept.length === 0) return;
  await tx.run(
    `insert into import_error (import_id, seq, line, column_name, field, code, expected, got)
     select $1, * from unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[])
     on conflict do nothing`,
    [
      importId,
      kept.map((_, at) => from + at),
      kept.map((one) => one.line),
      kept.map((one) => one.column),
      kept.map((one) => one.field),
      kept.map((one) => one.code),
      kept.map((one) => one.expected),
      kept.map((one) => one.got),
    ],
  );
}

export async function errorCount(sql: Sql, importId: string): Promise<number> {
  const row = await sql.row<{ n: number }>(
    'select coalesce(max(seq) + 1, 0)::int as n from import_error where import_id = $1',
    [importId],
  );
  return row?.n ?? 0;
}

/** Row errors in the order of the file, after number `after`. */
export async function errorPage(
  sql: Sql,
  importId: string,
  { after, limit }: { after: number; limit: number },
): Promise<(RowProblem & { seq: number })[]> {
  return sql.rows(
    `select seq, line, column_name as "column", field, code, expected, got
     from import_error where import_id = $1 and seq > $2 order by seq limit $3`,
    [importId, after, limit],
  );
}

export interface StockTarget {
  variantId: string;
  warehouseId: string;
  amount: number;
}

export interface PlannedStock {
  variantId: string;
  warehouseId: string;
  delta: number;
  generation: number;
}

/**
 * Notes what stock should be; the difference to what imports said before becomes pending and is
 * given back. A figure said before changes nothing. A variant and warehouse at most once.
 */
export async function planStock(tx: Sql, targets: readonly StockTarget[]): Promise<PlannedStock[]> {
  if (targets.length === 0) return [];
  return tx.rows<PlannedStock>(
    `with planned as (
       insert into import_stock as s
         (variant_id, warehouse_id, amount, delta, generation, pending)
       select variant_id, warehouse_id, amount, amount, 1, amount <> 0
       from unnest($1::text[], $2::text[], $3::int[]) as t(variant_id, warehouse_id, amount)
       order by variant_id, warehouse_id
       on conflict (variant_id, warehouse_id) do update set amount = excluded.amount,
         delta = excluded.amount - s.amount, generation = s.generation + 1, pending = true
       where s.amount <> excluded.amount and not s.pending
       returning *
     )
     select variant_id as "variantId", warehouse_id as "warehouseId", delta, generation
     from planned where pending`,
    [
      targets.map((target) => target.variantId),
      targets.map((target) => target.warehouseId),
      targets.map((target) => target.amount),
    ],
  );
}

/** In which warehouse imports have put a variant, where they have. */
export async function stockPlaces(sql: Sql, variantIds: string[]): Promise<Map<string, string>> {
  const rows = await sql.rows<{ variant_id: string; warehouse_id: string }>(
    `select variant_id, min(warehouse_id) as warehouse_id from import_stock
     where variant_id = any($1::text[]) group by variant_id`,
    [variantIds],
  );
  return new Map(rows.map((row) => [row.variant_id, row.warehouse_id]));
}

export interface PendingStock extends PlannedStock {
  productId: string;
  sellerId: string;
}

/** Stock of a seller that inventory has not confirmed yet, at most 1,000 at a time. */
export async function pendingStock(sql: Sql, sellerId: string): Promise<PendingStock[]> {
  return sql.rows<PendingStock>(
    `select s.variant_id as "variantId", v.product_id as "productId",
       v.seller_id as "sellerId", s.warehouse_id as "warehouseId", s.delta, s.generation
     from import_stock s join variant v on v.variant_id = s.variant_id
     where s.pending and v.seller_id = $1
     order by s.variant_id limit 1000`,
    [sellerId],
  );
}

/** Marks stock as confirmed. */
export async function stockDone(sql: Sql, done: readonly PendingStock[]): Promise<void> {
  await sql.run(
    `update import_stock s set pending = false
     from unnest($1::text[], $2::text[], $3::int[]) as d(variant_id, warehouse_id, generation)
     where s.variant_id = d.variant_id and s.warehouse_id = d.warehouse_id
       and s.generation = d.generation`,
    [
      done.map((one) => one.variantId),
      done.map((one) => one.warehouseId),
      done.map((one) => one.generation),
    ],
  );
}

/** Fresh statistics for the planner after many rows were added; tenths of a second. */
export async function refreshStatistics(sql: Sql): Promise<void> {
  await sql.row('select refresh_statistics()');
}
