import type { Sql } from '#kernel/db/db.ts';
import { keyText, type Difference } from './model.ts';

export interface DifferenceRow {
  key: string;
  kind: Difference['kind'];
  sourceVersion: number | null;
  copyVersion: number | null;
  state: 'found' | 'repaired' | 'failed' | 'left';
  /** How long it was wrong, at most. */
  lag_ms: number | null;
  reason: string | null;
}

const NOTE = `
with before as (
  select (extract(epoch from now() - r.started_at) * 1000)::bigint as ms
  from run mine join run r on r.job = mine.job and r.run_id < mine.run_id
  where mine.run_id = $1 and r.state = 'done' and not r.dry
  order by r.run_id desc limit 1
)
insert into difference (run_id, key, kind, source_version, copy_version, state, lag_ms)
select $1, i.key, i.kind, i.source, i.copy, i.state,
  case when i.kind <> 'ahead' then least(i.age, (select ms from before)) end
from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[])
  as i(key, kind, source, copy, state, age)
order by 2
on conflict (run_id, key) do nothing
returning key, lag_ms`;

/**
 * Keeps what was found; gives those that this run had not found before, with how long they were
 * wrong: since the source changed, or since the last run began that left them right.
 */
export async function noteDifferences(
  tx: Sql,
  runId: string,
  found: readonly (Difference & { state: DifferenceRow['state'] })[],
): Promise<Map<string, number | null>> {
  if (found.length === 0) return new Map();
  const rows = await tx.rows<{ key: string; lag_ms: number | null }>(NOTE, [
    runId,
    found.map((one) => keyText(one.key)),
    found.map((one) => one.kind),
    found.map((one) => one.sourceVersion),
    found.map((one) => one.copyVersion),
    found.map((one) => one.state),
    found.map((one) => one.age_ms),
  ]);
  return new Map(rows.map((row) => [row.key, row.lag_ms]));
}

const SETTLE = `
update difference d set state = i.state, reason = i.reason
from unnest($2::text[], $3::text[], $4::text[]) i(key, state, reason)
where d.run_id = $1 and d.key = i.key and d.state in ('found', 'failed')`;

export interface Settled {
  key: string;
  state: 'repaired' | 'failed';
  reason: string | null;
}

/** How it ended; gives how many had not ended before. */
export async function settleDifferences(
  tx: Sql,
  runId: string,
  ended: readonly Settled[],
): Promise<void> {
  if (ended.length === 0) return;
  await tx.run(SETTLE, [
    runId,
    ended.map((one) => one.key),
    ended.map((one) => one.state),
    ended.map((one) => one.reason),
  ]);
}

const THIN = `
delete from difference where run_id = $1 and state = 'repaired' and $2::bigint < (
  select count(*) from (select from difference where run_id = $1 limit $2::bigint + 1) d)
  and key in (select key from difference where run_id = $1 and state = 'repaired'
    order by at desc, key desc limit 5000)`;

/** Of very many differences, drops some that were repaired: they are in the counts. */
export async function thinDifferences(tx: Sql, runId: string, keep: number): Promise<void> {
  await tx.run(THIN, [runId, keep]);
}

const OPEN = `
select key from difference where run_id = $1 and state = 'found' and key > $2
order by key limit $3`;

/** What was found and not yet settled: left by a process that died. */
export async function openDifferences(
  db: Sql,
  runId: string,
  of: { after: string; limit: number },
): Promise<string[]> {
  const rows = await db.rows<{ key: string }>(OPEN, [runId, of.after, of.limit]);
  return rows.map((row) => row.key);
}

const LIST = `
select key, kind, source_version as "sourceVersion", copy_version as "copyVersion", state, lag_ms,
  reason
from difference where run_id = $1 and key > $2 order by key limit $3`;

/** What a run found, by key. */
export async function listDifferences(
  db: Sql,
  runId: string,
  of: { after: string; limit: number },
): Promise<DifferenceRow[]> {
  return db.rows<DifferenceRow>(LIST, [runId, of.after, of.limit]);
}

const STANDING = `
select l.job, d.key, l.state, l.note, d.kind, d.source_version as "sourceVersion",
  d.copy_version as "copyVersion", d.reason
from unnest($1::text[]) as j(name)
cross join lateral (
  select * from run r where r.job = j.name and not r.dry and r.finished_at is not null
  order by r.run_id desc limit 1
) l
left join lateral (
  select * from difference d where d.run_id = l.run_id and d.state in ('failed', 'left')
  order by d.key limit $2
) d on l.state = 'done'
where l.state <> 'done' or d.key is not null`;

export interface StandingRow {
  job: string;
  key: string | null;
  state: string;
  note: string | null;
  kind: string | null;
  sourceVersion: number | null;
  copyVersion: number | null;
  reason: string | null;
}

/** What the last run of each of these jobs left; of each at most so many rows. */
export async function standingRows(
  db: Sql,
  jobs: readonly string[],
  limit: number,
): Promise<StandingRow[]> {
  return db.rows<StandingRow>(STANDING, [jobs, limit]);
}
