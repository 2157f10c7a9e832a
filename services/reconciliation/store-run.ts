// Runs: what was asked for, how far it has come, and how it ended.
import type { Sql } from '#kernel/db/db.ts';

export type Span = 'recent' | 'full';

export interface RunRow {
  runId: string;
  kind: 'hourly' | 'asked';
  span: Span;
  askedBy: string | null;
  state: 'waiting' | 'running' | 'done' | 'failed';
  part: number;
  place: unknown;
  looked: number;
  found: number;
  repaired: number;
  opened: number;
  notes: string[];
  askedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const COLUMNS = `
  run_id as "runId", kind, span, asked_by as "askedBy", state, part, place, looked, found,
  repaired, opened, notes, asked_at as "askedAt", started_at as "startedAt",
  finished_at as "finishedAt"`;

const ASK =
  `with made as (
  insert into run (run_id, kind, span, asked_by) values ($1, $2, $3, $4)
  on conflict do nothing returning *
)
select` +
  COLUMNS +
  ' from made union all select' +
  COLUMNS +
  ` from run
where state in ('waiting', 'running') and not exists (select from made) limit 1`;

/** Asks for a run; gives the one that is not finished where there is one. */
export async function askForRun(
  db: Sql,
  wish: { runId: string; kind: RunRow['kind']; span: Span; askedBy: string | null },
): Promise<RunRow | undefined> {
  return db.row<RunRow>(ASK, [wish.runId, wish.kind, wish.span, wish.askedBy]);
}

const UNFINISHED = 'select' + COLUMNS + ` from run where state in ('waiting', 'running') limit 1`;

export async function unfinishedRun(db: Sql): Promise<RunRow | undefined> {
  return db.row<RunRow>(UNFINISHED);
}

const LAST = `
select max(finished_at) as any, max(finished_at) filter (where span = 'full') as "full"
from (select span, finished_at from run where state = 'done' order by run_id desc limit 200) r`;

/** When the last runs ended: any, and one over everything. */
export async function lastRuns(db: Sql): Promise<{ any: Date | null; full: Date | null }> {
  return (await db.row<{ any: Date | null; full: Date | null }>(LAST)) ?? { any: null, full: null };
}

const BEGIN = `
update run set state = 'running', started_at = coalesce(started_at, now())
where run_id = $1 and state in ('waiting', 'running')
returning started_at as at`;

/** Begins a run, or goes on with it; when it began. */
export async function beginRun(tx: Sql, runId: string): Promise<Date | undefined> {
  return (await tx.row<{ at: Date }>(BEGIN, [runId]))?.at;
}

const STEP = `
update run set part = $2, place = $3::json, looked = looked + $4, found = found + $5,
  repaired = repaired + $6, opened = opened + $7, notes = notes || $8::text[]
where run_id = $1 and state = 'running'`;

export interface RunStep {
  part: number;
  place: unknown;
  looked: number;
  found: number;
  repaired: number;
  opened: number;
  notes: string[];
}

/** Writes how far a run has come. In a transaction that holds the lease. */
export async function writeStep(tx: Sql, runId: string, step: RunStep): Promise<void> {
  const { part, place, looked, found, repaired, opened, notes } = step;
  const values = [runId, part, JSON.stringify(place), looked, found, repaired, opened, notes];
  await tx.run(STEP, values);
}

const END = `
update run set state = $2, place = null, finished_at = now()
where run_id = $1 and state = 'running'`;

export async function endRun(tx: Sql, runId: string, state: 'done' | 'failed'): Promise<void> {
  await tx.run(END, [runId, state]);
  await tx.run('delete from gateway_seen where run_id = $1', [runId]);
}

const ONE = 'select' + COLUMNS + ' from run where run_id = $1';

export async function readRun(db: Sql, runId: string): Promise<RunRow | undefined> {
  return db.row<RunRow>(ONE, [runId]);
}

const LIST =
  'select' +
  COLUMNS +
  ' from run where $1::text is null or run_id < $1 order by run_id desc limit $2';

/** Runs, newest first. */
export async function listRuns(db: Sql, before: string | null, limit: number): Promise<RunRow[]> {
  return db.rows<RunRow>(LIST, [before, limit]);
}

const NOTE_SEEN = `
insert into gateway_seen as g
  (run_id, payment_id, gateway, captured_minor, refunded_minor, currency)
select $1, payment_id, $2, captured, refunded, currency
from unnest($3::text[], $4::bigint[], $5::bigint[], $6::text[])
  as t(payment_id, captured, refunded, currency)
order by payment_id
on conflict (run_id, payment_id) do update set
  captured_minor = g.captured_minor + excluded.captured_minor,
  refunded_minor = g.refunded_minor + excluded.refunded_minor`;

export interface Seen {
  paymentId: string;
  captured_minor: number;
  refunded_minor: number;
  currency: string;
}

/** Adds a page of a gateway's books to what the run has seen. Payments must differ. */
export async function noteSeen(
  tx: Sql,
  of: { runId: string; gateway: string; seen: Seen[] },
): Promise<void> {
  const { runId, gateway, seen } = of;
  await tx.run(NOTE_SEEN, [
    runId,
    gateway,
    seen.map((one) => one.paymentId),
    seen.map((one) => one.captured_minor),
    seen.map((one) => one.refunded_minor),
    seen.map((one) => one.currency),
  ]);
}

const SEEN_PAGE = `
select payment_id as "paymentId", captured_minor, refunded_minor, currency from gateway_seen
where run_id = $1 and payment_id > $2 order by payment_id limit $3`;

/** What the run has seen, in the order of payments. */
export async function seenPage(
  db: Sql,
  of: { runId: string; after: string; limit: number },
): Promise<Seen[]> {
  return db.rows<Seen>(SEEN_PAGE, [of.runId, of.after, of.limit]);
}

const SEEN_OF = `
select payment_id as "paymentId", captured_minor, refunded_minor, currency from gateway_seen
where run_id = $1 and payment_id = any($2::text[])`;

export async function seenOf(db: Sql, runId: string, paymentIds: string[]): Promise<Seen[]> {
  return db.rows<Seen>(SEEN_OF, [runId, paymentIds]);
}
