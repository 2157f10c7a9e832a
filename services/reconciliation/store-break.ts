// Breaks and what was done about them. Nothing here deletes: the tables refuse it.
import type { Sql } from '#kernel/db/db.ts';
import type { BreakClass, BreakState } from './contract.ts';

export interface BreakRow {
  breakId: string;
  class: BreakClass;
  subject: string;
  subjects: Record<string, string>;
  amount_minor: number | null;
  currency: string | null;
  sentence: string;
  state: BreakState;
  seen: number;
  runId: string;
  action: string | null;
  doneBy: string | null;
  reason: string | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
  closedAt: Date | null;
  age_s: number;
}

const COLUMNS = `
  break_id as "breakId", class, subject, subjects, amount_minor, currency, sentence, state, seen,
  run_id as "runId", action, done_by as "doneBy", reason, first_seen_at as "firstSeenAt",
  last_seen_at as "lastSeenAt", closed_at as "closedAt",
  extract(epoch from coalesce(closed_at, now()) - first_seen_at)::float8 as "age_s"`;

export interface Noted {
  breakId: string;
  class: BreakClass;
  subject: string;
  subjects: Record<string, string>;
  amount_minor: number | null;
  currency: string | null;
  sentence: string;
  runId: string;
  /** BEGAN before a repair is tried; null where nothing will be. */
  action: string | null;
}

/** Stands until it is known how the repair ended: whoever dies in between leaves it. */
export const BEGAN = 'began a repair';

const NOTE = `
with item as (
  select * from json_to_recordset($1::json) as t("breakId" text, class text, subject text,
    subjects jsonb, amount_minor bigint, currency text, sentence text, "runId" text, action text)
), noted as (
  insert into break as b (break_id, class, subject, subjects, amount_minor, currency, sentence,
    run_id, action)
  select "breakId", class, subject, subjects, amount_minor, currency, sentence, "runId", action
  from item order by class, subject
  on conflict (class, subject) where state = 'open' do update set
    seen = b.seen + 1, last_seen_at = now(), run_id = excluded.run_id,
    sentence = excluded.sentence, amount_minor = excluded.amount_minor,
    currency = excluded.currency, subjects = excluded.subjects,
    action = coalesce(excluded.action, b.action)
  returning b.break_id, b.class, b.subject, old.break_id is null as fresh
), told as (
  insert into break_entry (break_id, actor, action)
  select break_id, 'reconciliation', 'found' from noted where fresh
)
select break_id as "breakId", class, subject, fresh from noted`;

export interface NotedBreak {
  breakId: string;
  class: BreakClass;
  subject: string;
  fresh: boolean;
}

/** Keeps findings: new ones as open breaks, known open ones as seen again. One statement. */
export async function noteBreaks(tx: Sql, items: Noted[]): Promise<NotedBreak[]> {
  if (items.length === 0) return [];
  return tx.rows<NotedBreak>(NOTE, [JSON.stringify(items)]);
}

const SETTLE = `
with item as (
  select * from unnest($1::text[], $2::text[], $3::boolean[]) as t(break_id, action, done)
), settled as (
  update break b set action = i.action, done_by = 'reconciliation',
    state = case when i.done then 'repaired' else 'open' end,
    closed_at = case when i.done then now() end
  from item i where b.break_id = i.break_id and b.state = 'open'
  returning b.break_id, b.action
)
insert into break_entry (break_id, actor, action)
select break_id, 'reconciliation', action from settled`;

/** Writes how repairs ended. */
export async function settleBreaks(
  tx: Sql,
  items: readonly { breakId: string; action: string; done: boolean }[],
): Promise<void> {
  if (items.length === 0) return;
  await tx.run(SETTLE, [
    items.map((one) => one.breakId),
    items.map((one) => one.action),
    items.map((one) => one.done),
  ]);
}

const OLDEST = 'select' + COLUMNS + ` from break where state = 'open' order by break_id limit $1`;

/** Open breaks, oldest first. */
export async function oldestOpen(db: Sql, limit: number): Promise<BreakRow[]> {
  return db.rows<BreakRow>(OLDEST, [limit]);
}

const ACCEPTED = `
select b.subject, b.sentence from break b
join unnest($1::text[], $2::text[]) as t(class, subject)
  on t.class = b.class and t.subject = b.subject
where b.state = 'accepted'`;

/** Which of these findings somebody has accepted as they are: subject and sentence, joined. */
export async function acceptedOf(
  db: Sql,
  findings: readonly { class: BreakClass; subject: string; sentence: string }[],
): Promise<Set<string>> {
  const rows = await db.rows<{ subject: string; sentence: string }>(ACCEPTED, [
    findings.map((one) => one.class),
    findings.map((one) => one.subject),
  ]);
  return new Set(rows.map((row) => `${row.subject} ${row.sentence}`));
}

const CLOSE =
  `with closed as (
  update break set state = $2, closed_at = now(), action = $3, done_by = $4, reason = $5
  where break_id = $1 and state = 'open'
  returning *
), told as (
  insert into break_entry (break_id, actor, action, reason)
  select break_id, $4, $3, $5 from closed
)
select` +
  COLUMNS +
  ' from closed';

export interface Closing {
  breakId: string;
  state: 'repaired' | 'accepted';
  action: string;
  actor: string;
  reason: string | null;
}

/** Ends a break; undefined when it is not open. */
export async function closeBreak(db: Sql, closing: Closing): Promise<BreakRow | undefined> {
  const { breakId, state, action, actor, reason } = closing;
  return db.row<BreakRow>(CLOSE, [breakId, state, action, actor, reason]);
}

const TELL = `
insert into break_entry (break_id, actor, action, reason) values ($1, $2, $3, $4)`;

/** Adds to the history of a break. */
export async function tellBreak(
  db: Sql,
  entry: { breakId: string; actor: string; action: string; reason: string | null },
): Promise<void> {
  await db.run(TELL, [entry.breakId, entry.actor, entry.action, entry.reason]);
}

const ONE = 'select' + COLUMNS + ' from break where break_id = $1';

export async function readBreak(db: Sql, breakId: string): Promise<BreakRow | undefined> {
  return db.row<BreakRow>(ONE, [breakId]);
}

const LIST =
  'select' +
  COLUMNS +
  ` from break
where ($1::text is null or state = $1) and ($2::text is null or class = $2)
  and ($3::text is null or subjects @> jsonb_build_object($3::text, $4::text))
  and ($5::text is null or break_id < $5)
order by break_id desc limit $6`;

export interface BreakFilter {
  state: BreakState | null;
  class: BreakClass | null;
  /** One of its subjects, such as { name: 'orderId', id: 'ord_…' }. */
  about: { name: string; id: string } | null;
  before: string | null;
  limit: number;
}

/** Breaks, newest first. */
export async function listBreaks(db: Sql, filter: BreakFilter): Promise<BreakRow[]> {
  const { state, class: kind, about, before, limit } = filter;
  return db.rows<BreakRow>(LIST, [
    state,
    kind,
    about?.name ?? null,
    about?.id ?? null,
    before,
    limit,
  ]);
}

const ENTRIES = `
select seq, at, actor, action, reason from break_entry where break_id = $1 order by seq limit 200`;

export interface BreakEntry {
  seq: number;
  at: Date;
  actor: string;
  action: string;
  reason: string | null;
}

export async function readEntries(db: Sql, breakId: string): Promise<BreakEntry[]> {
  return db.rows<BreakEntry>(ENTRIES, [breakId]);
}

const UNSEEN =
  'select' +
  COLUMNS +
  ` from break where state = 'open' and (run_id <> $1 or action = $4) and break_id > $2
order by break_id limit $3`;

/** Open breaks that a run has not seen again, or whose repair nobody saw end; oldest first. */
export async function unseenBreaks(
  db: Sql,
  of: { runId: string; after: string; limit: number },
): Promise<BreakRow[]> {
  return db.rows<BreakRow>(UNSEEN, [of.runId, of.after, of.limit, BEGAN]);
}

const OPEN = `
select class, count(*)::int as open, (sum(amount_minor))::bigint as amount_minor,
  extract(epoch from now() - min(first_seen_at))::float8 as "oldest_s"
from break where state = 'open' group by class`;

export interface OpenCount {
  class: BreakClass;
  open: number;
  amount_minor: number | null;
  oldest_s: number;
}

export async function countOpen(db: Sql): Promise<OpenCount[]> {
  return db.rows<OpenCount>(OPEN);
}

const TOTALS = `select class, state, count(*)::int as breaks from break group by class, state`;

/** Every break there ever was, by class and state. */
export async function countAll(
  db: Sql,
): Promise<{ class: BreakClass; state: BreakState; breaks: number }[]> {
  return db.rows(TOTALS);
}
