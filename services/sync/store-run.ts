// Runs: what was asked for, how far it has come, and how it ended.
import type { Sql } from '#kernel/db/db.ts';
import type { SyncKey } from '#kernel/sync/contract.ts';
import type { Counts } from './model.ts';

export interface RunRow extends Counts {
  runId: string;
  job: string;
  dry: boolean;
  acceptShrink: boolean;
  askedBy: string | null;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'refused';
  place: SyncKey | null;
  sourceRows: number;
  compared: number;
  repaired: number;
  failed: number;
  /** The longest of what was found. */
  lag_ms: number | null;
  note: string | null;
  tries: number;
  askedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const COLUMNS = `
  run_id as "runId", job, dry, accept_shrink as "acceptShrink", asked_by as "askedBy", state,
  place, source_rows as "sourceRows", compared, missing, stale, differs, extra, ahead, repaired,
  failed, lag_ms, note, tries, asked_at as "askedAt", started_at as "startedAt",
  finished_at as "finishedAt"`;

const ASK =
  `with made as (
  insert into run (run_id, job, dry, accept_shrink, asked_by) values ($1, $2, $3, $4, $5)
  on conflict do nothing returning *
)
select` +
  COLUMNS +
  ' from made union all select' +
  COLUMNS +
  ` from run
where job = $2 and dry = $3 and state in ('waiting', 'running')
  and not exists (select from made) limit 1`;

export interface Wish {
  job: string;
  dry: boolean;
  acceptShrink: boolean;
  askedBy: string | null;
}

/** Asks for a run; gives the one of this kind that is not finished where there is one. */
export async function askForRun(db: Sql, runId: string, wish: Wish): Promise<RunRow | undefined> {
  return db.row<RunRow>(ASK, [runId, wish.job, wish.dry, wish.acceptShrink, wish.askedBy]);
}

const DUE =
  'select' +
  COLUMNS +
  ` from run where state in ('waiting', 'running') and next_at <= now() order by run_id limit 1`;

/** The oldest run that is not finished and does not rest. */
export async function dueRun(db: Sql): Promise<RunRow | undefined> {
  return db.row<RunRow>(DUE);
}

const BEGIN = `
update run set state = 'running', started_at = coalesce(started_at, now()), source_rows = $2
where run_id = $1`;

export async function beginRun(tx: Sql, runId: string, sourceRows: number): Promise<void> {
  await tx.run(BEGIN, [runId, sourceRows]);
}

const STEP = `
update run set place = $2::json, compared = compared + $3, repaired = repaired + $4,
  failed = failed + $5, tries = 0, note = null
where run_id = $1 and state = 'running'`;

export interface RunStep {
  place: SyncKey | null;
  compared: number;
  repaired: number;
  failed: number;
}

/** Writes how far a run has come. In a transaction that holds the lease. */
export async function writeStep(tx: Sql, runId: string, step: RunStep): Promise<void> {
  const { place, compared, repaired, failed } = step;
  await tx.run(STEP, [runId, JSON.stringify(place), compared, repaired, failed]);
}

const ADD = `
update run set missing = missing + $2, stale = stale + $3, differs = differs + $4,
  extra = extra + $5, ahead = ahead + $6, repaired = repaired + $7,
  lag_ms = greatest(lag_ms, $8::bigint)
where run_id = $1`;

/** Counts what was found, and what had been repaired by a run that died before it said so. */
export async function addCounts(
  tx: Sql,
  runId: string,
  of: { counts: Counts; repaired: number; lag_ms: number | null },
): Promise<void> {
  const { missing, stale, differs, extra, ahead } = of.counts;
  await tx.run(ADD, [runId, missing, stale, differs, extra, ahead, of.repaired, of.lag_ms]);
}

const END = `
update run set state = $2, note = $3, finished_at = now()
where run_id = $1 and finished_at is null`;

export async function endRun(
  tx: Sql,
  runId: string,
  of: { state: 'done' | 'failed' | 'refused'; note: string | null },
): Promise<void> {
  await tx.run(END, [runId, of.state, of.note]);
}

const REST = `
update run set tries = tries + 1, note = $2, next_at = now() + $3 * interval '1 ms'
where run_id = $1`;

/** A room does not answer: the run rests and goes on at its place. */
export async function restRun(
  tx: Sql,
  runId: string,
  of: { note: string; wait_ms: number },
): Promise<void> {
  await tx.run(REST, [runId, of.note, of.wait_ms]);
}

const ONE = 'select' + COLUMNS + ' from run where run_id = $1';

export async function readRun(db: Sql, runId: string): Promise<RunRow | undefined> {
  return db.row<RunRow>(ONE, [runId]);
}

const LIST =
  'select' +
  COLUMNS +
  ` from run where ($1::text is null or job = $1) and ($2::text is null or run_id < $2)
order by run_id desc limit $3`;

/** Runs, newest first. */
export async function listRuns(
  db: Sql,
  of: { job: string | null; before: string | null; limit: number },
): Promise<RunRow[]> {
  return db.rows<RunRow>(LIST, [of.job, of.before, of.limit]);
}

const LAST =
  'select' +
  COLUMNS +
  ` from unnest($1::text[]) as j(name) cross join lateral (
  select * from run r where r.job = j.name and not r.dry order by r.run_id desc limit 1) r`;

/** The last run that repairs, of each of these jobs. */
export async function lastRuns(db: Sql, jobs: readonly string[]): Promise<RunRow[]> {
  return db.rows<RunRow>(LAST, [jobs]);
}

const FINISHED =
  'select' +
  COLUMNS +
  ` from unnest($1::text[]) as j(name) cross join lateral (
  select * from run r where r.job = j.name and not r.dry and r.state = 'done'
  order by r.run_id desc limit 1) r`;

/** The last one of each of these jobs that came to its end. */
export async function finishedRuns(db: Sql, jobs: readonly string[]): Promise<RunRow[]> {
  return db.rows<RunRow>(FINISHED, [jobs]);
}

const FORGET = `
delete from run where run_id in (select run_id from run r
  where r.finished_at < now() - $1 * interval '1 day' and exists (
    select from run newer where newer.job = r.job and newer.state = 'done' and not newer.dry
      and newer.run_id > r.run_id)
  order by r.run_id limit 20)`;

/** Removes old runs with what they found; each job keeps its last. */
export async function forgetRuns(db: Sql, keep_days: number): Promise<number> {
  return db.run(FORGET, [keep_days]);
}
