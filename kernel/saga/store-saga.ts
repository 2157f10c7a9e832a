// All SQL of sagas. Each statement takes many sagas, so that a busy process writes its journal in
// a few round trips.
import type { Sql } from '#kernel/db/db.ts';

export type SagaStatus =
  | 'STARTED'
  | 'IN_PROGRESS'
  | 'WAITING'
  | 'COMPLETED'
  | 'COMPENSATING'
  | 'COMPENSATED'
  | 'FAILED';

export interface StepLog {
  step: string;
  status: 'STARTED' | 'COMPLETED' | 'FAILED' | 'COMPENSATED';
  output: unknown;
}

export interface Signal {
  seq: number;
  name: string;
  payload: unknown;
}

export interface SagaRow {
  sagaId: string;
  type: string;
  key: string;
  status: SagaStatus;
  epoch: number;
  signals: number;
  /** The database clock when the lease was taken. ISO. */
  now: string;
  correlationId: string | null;
  input: unknown;
  result: unknown;
  /** What each write told, in order. */
  logs: StepLog[][];
  inbox: Signal[];
}

export interface NewSaga {
  sagaId: string;
  type: string;
  key: string;
  input: unknown;
  correlationId: string;
}

/** One write to the journal: what a run did and the state that it leaves. */
export interface JournalEntry {
  sagaId: string;
  epoch: number;
  status: SagaStatus;
  step: string | null;
  /** With WAITING: when to wake. ISO time of the database clock. */
  wakeAt: string | null;
  /** Lease kept from now on; 0 gives it up. */
  lease_ms: number;
  /** With WAITING: signals seen so far, so that one that came meanwhile wakes at once. */
  seen: number;
  failed: boolean;
  result: unknown;
  logs: StepLog[];
}

export interface AcquireRequest {
  sagaId: string;
  /** Drives only if due (wake time or lease over), not merely waiting. */
  dueOnly: boolean;
  /** `ifFree`: dropped when another run has the saga, instead of being kept for later. */
  signal: { name: string; dedupe: string; payload: unknown; ifFree: boolean } | null;
}

/** Rows are changed in the order of the items: in one order everywhere, or two batches deadlock. */
function inOrder<Item extends { sagaId: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.sagaId < b.sagaId ? -1 : 1));
}

const START = `
with item as (
  select * from json_to_recordset($1::json)
    as t("sagaId" text, type text, key text, input json, "correlationId" text)
), made as (
  insert into saga_state
    (saga_id, type, key, status, epoch, lease_owner, lease_until, due_at, correlation_id)
  select "sagaId", type, key, 'STARTED', 1, $2, now() + $3 * interval '1 millisecond',
    now() + $3 * interval '1 millisecond', "correlationId"
  from item
  on conflict (type, key) do nothing
  returning saga_id
), kept as (
  insert into saga_input (saga_id, input)
  select "sagaId", input from item join made on made.saga_id = item."sagaId"
)
select saga_id as "sagaId" from made`;

/** Inserts new sagas, one statement for all. Returns the ids that were new. */
export async function insertSagas(
  db: Sql,
  sagas: NewSaga[],
  lease: { owner: string; lease_ms: number },
): Promise<Set<string>> {
  const values = [JSON.stringify(sagas), lease.owner, lease.lease_ms];
  const rows = await db.rows<{ sagaId: string }>(START, values);
  return new Set(rows.map((row) => row.sagaId));
}

const JOURNAL = `
with item as (
  select * from json_to_recordset($1::json) as t("sagaId" text, epoch int, status text,
    step text, "wakeAt" timestamptz, "lease_ms" int, seen int, failed boolean, result json,
    logs json)
  limit $2::bigint /* point */
), moved as (
  update saga_state s set
    status = item.status,
    step = item.step,
    wake_at = case when item.status = 'WAITING' and s.signals > item.seen then now()
      else item."wakeAt" end,
    lease_until = now() + item."lease_ms" * interval '1 millisecond',
    due_at = case
      when item.status in ('COMPLETED', 'COMPENSATED') then null
      when item.status <> 'WAITING'
        then least(s.due_at, now() + item."lease_ms" * interval '1 millisecond')
      when s.signals > item.seen then least(s.due_at, now())
      else least(s.due_at, item."wakeAt") end,
    attempts = case when item.failed then s.attempts + 1 else 0 end,
    result = coalesce(item.result, s.result),
    updated_at = now()
  from item
  where s.saga_id = item."sagaId" and s.epoch = item.epoch
    and s.status not in ('COMPLETED', 'COMPENSATED')
  returning s.saga_id, s.epoch, s.wake_at <= now() as due, s.attempts, item.logs
), logged as (
  insert into saga_journal (saga_id, epoch, entries)
  select saga_id, epoch, logs from moved where json_array_length(logs) > 0
)
select saga_id as "sagaId", epoch, coalesce(due, false) as due, attempts from moved`;

export interface JournalReply {
  sagaId: string;
  epoch: number;
  due: boolean;
  attempts: number;
}

/**
 * Writes journal entries, one statement for all; positional. null for a saga whose epoch moved
 * on, or that has ended: its writer has been fenced and must stop.
 */
export async function writeJournal(
  db: Sql,
  entries: JournalEntry[],
): Promise<(JournalReply | null)[]> {
  const values = [JSON.stringify(inOrder(entries)), entries.length];
  const rows = await db.rows<JournalReply>(JOURNAL, values);
  const written = new Map(rows.map((row) => [row.sagaId, row]));
  return entries.map((entry) => {
    const reply = written.get(entry.sagaId);
    return reply?.epoch === entry.epoch ? reply : null;
  });
}

const ACQUIRE = `
with item as (
  select * from json_to_recordset($1::json)
    as t("sagaId" text, "dueOnly" boolean, name text, dedupe text, payload json,
      "ifFree" boolean)
), sent as (
  insert into saga_signal (saga_id, name, dedupe, payload)
  select "sagaId", name, dedupe, payload from item where name is not null and not "ifFree"
  on conflict (saga_id, dedupe) do nothing
  returning saga_id, seq, name, payload
), locked as (
  update saga_state s set
    signals = s.signals + case when sent.seq is null then 0 else 1 end,
    epoch = s.epoch + case when
      s.status = 'WAITING' and (not item."dueOnly" or s.wake_at <= now())
      or s.status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')
        and coalesce(s.lease_until, '-infinity') < now() then 1 else 0 end,
    lease_owner = case when
      s.status = 'WAITING' and (not item."dueOnly" or s.wake_at <= now())
      or s.status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')
        and coalesce(s.lease_until, '-infinity') < now() then $2 else s.lease_owner end,
    lease_until = case when
      s.status = 'WAITING' and (not item."dueOnly" or s.wake_at <= now())
      or s.status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')
        and coalesce(s.lease_until, '-infinity') < now()
      then now() + $3 * interval '1 millisecond' else s.lease_until end,
    due_at = case when s.status in ('STARTED', 'IN_PROGRESS', 'WAITING', 'COMPENSATING')
      then least(s.due_at, now() + $3 * interval '1 millisecond') end,
    status = case when s.status = 'WAITING' and (not item."dueOnly" or s.wake_at <= now())
      then 'IN_PROGRESS' else s.status end
  from (select * from item limit $4::bigint /* point */) item
    left join sent on sent.saga_id = item."sagaId"
  where s.saga_id = item."sagaId"
  returning s.*, old.epoch <> new.epoch as acquired, old.ctid as found
), taken as (
  insert into saga_signal (saga_id, name, dedupe, payload)
  select l.saga_id, item.name, item.dedupe, item.payload
  from locked l join item on item."sagaId" = l.saga_id
  where l.acquired and item.name is not null and item."ifFree"
  on conflict (saga_id, dedupe) do nothing
  returning saga_id, seq, name, payload
)
select l.saga_id as "sagaId", l.type, l.key, l.status, l.epoch, l.signals,
  l.correlation_id as "correlationId", l.result, l.acquired,
  l.acquired and l.found <> (select k.ctid from saga_state k where k.saga_id = l.saga_id) as stale,
  (select i.input from saga_input i where i.saga_id = l.saga_id) as input,
  to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now,
  case when l.acquired then coalesce((
    select json_agg(g.entries order by g.seq) from saga_journal g
    where g.saga_id = l.saga_id), '[]') end as logs,
  case when l.acquired then coalesce((
    select json_agg(json_build_object('seq', g.seq, 'name', g.name, 'payload', g.payload)
      order by g.seq)
    from (select seq, name, payload from saga_signal where saga_id = l.saga_id
      union all select seq, name, payload from sent where sent.saga_id = l.saga_id
      union all select seq, name, payload from taken where taken.saga_id = l.saga_id) g), '[]')
    end as inbox
from locked l`;

// Who waited for a row gets it as the other left it, but sees the other tables as they were before
// the wait. The lease is ours by now, so a second look is final.
const AGAIN = `
select s.saga_id as "sagaId", s.signals,
  coalesce((select json_agg(g.entries order by g.seq) from saga_journal g
    where g.saga_id = s.saga_id), '[]') as logs,
  coalesce((select json_agg(json_build_object('seq', g.seq, 'name', g.name,
    'payload', g.payload) order by g.seq)
    from saga_signal g where g.saga_id = s.saga_id), '[]') as inbox
from saga_state s where s.saga_id = any($1::text[])`;

/** A saga as found, `acquired` when the asker now holds its lease (with a higher epoch). */
export type Acquired = SagaRow & { acquired: boolean };

/**
 * Takes leases and delivers signals, one statement for all; `sagaId`s must differ. A signal is
 * kept even when another process drives the saga: that run finds it before it sleeps.
 */
export async function acquireSagas(
  db: Sql,
  requests: AcquireRequest[],
  lease: { owner: string; lease_ms: number },
): Promise<Map<string, Acquired>> {
  const items = inOrder(requests).map(({ sagaId, dueOnly, signal }) => ({
    sagaId,
    dueOnly,
    name: signal?.name ?? null,
    dedupe: signal?.dedupe ?? null,
    payload: signal?.payload ?? null,
    ifFree: signal?.ifFree ?? false,
  }));
  const values = [JSON.stringify(items), lease.owner, lease.lease_ms, items.length];
  const rows = await db.rows<Acquired & { stale: boolean | null }>(ACQUIRE, values);
  const found = new Map(rows.map(({ stale: _, ...row }) => [row.sagaId, row]));
  const stale = rows.filter((row) => row.stale).map((row) => row.sagaId);
  if (stale.length === 0) return found;
  type Seen = Pick<Acquired, 'sagaId' | 'signals' | 'logs' | 'inbox'>;
  for (const seen of await db.rows<Seen>(AGAIN, [stale])) {
    const row = found.get(seen.sagaId);
    if (row) found.set(seen.sagaId, { ...row, ...seen });
  }
  return found;
}

const POST = `
with item as (
  select * from json_to_recordset($1::json)
    as t("sagaId" text, name text, dedupe text, payload json)
), sent as (
  insert into saga_signal (saga_id, name, dedupe, payload)
  select "sagaId", name, dedupe, payload from item
  on conflict (saga_id, dedupe) do nothing
  returning saga_id
)
update saga_state s set
  signals = s.signals + n.signals,
  wake_at = case when s.status = 'WAITING' then now() else s.wake_at end,
  due_at = case when s.status = 'WAITING' then least(s.due_at, now()) else s.due_at end
from (select saga_id, count(*)::int as signals from sent group by saga_id order by saga_id) n
where s.saga_id = n.saga_id
returning s.saga_id as "sagaId", s.status`;

export interface Posted {
  sagaId: string;
  status: SagaStatus;
}

/**
 * Leaves signals inside the caller's transaction, to be read by whoever drives next; wakes those
 * that wait. Gives how each saga stood; repeats and unknown sagas are left out.
 */
export async function postSignals(
  tx: Sql,
  signals: { sagaId: string; name: string; dedupe: string; payload: unknown }[],
): Promise<Posted[]> {
  return tx.rows<Posted>(POST, [JSON.stringify(inOrder(signals))]);
}

// Who is looked at and turns out not to be due is put off until then.
const DUE = `
with looked as materialized (
  select saga_id, case
      when status = 'WAITING' then wake_at
      when status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')
        then coalesce(lease_until, '-infinity') end as really
  from saga_state where due_at <= now()
  order by due_at limit $1 for update skip locked
), put_off as (
  update saga_state s set due_at = l.really from looked l
  where s.saga_id = l.saga_id and (l.really is null or l.really > now())
)
select saga_id as "sagaId", coalesce(really <= now(), false) as due from looked`;

/**
 * Looks at the `max` sagas whose look is due the longest; the ids of those whose wake time or
 * lease has passed, and how many were looked at.
 */
export async function dueSagas(db: Sql, max: number): Promise<{ looked: number; due: string[] }> {
  const rows = await db.rows<{ sagaId: string; due: boolean }>(DUE, [max]);
  return { looked: rows.length, due: rows.filter((row) => row.due).map((row) => row.sagaId) };
}

const RENEW = `
update saga_state s set lease_until = now() + $3 * interval '1 millisecond'
from unnest($1::text[], $2::int[]) as t(saga_id, epoch)
where s.saga_id = t.saga_id and s.epoch = t.epoch
  and s.status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')`;

/** Prolongs the leases of long runs. */
export async function renewLeases(
  db: Sql,
  runs: { sagaId: string; epoch: number }[],
  lease_ms: number,
): Promise<void> {
  const sorted = inOrder(runs);
  const ids = sorted.map((run) => run.sagaId);
  await db.run(RENEW, [ids, sorted.map((run) => run.epoch), lease_ms]);
}

const FIND = `
select saga_id as "sagaId", type, key, status, epoch, signals, '' as now,
  correlation_id as "correlationId", null as input, result, '[]'::json as logs,
  '[]'::json as inbox
from saga_state where type = $1 and key = any($2::text[])`;

/** Sagas by their business keys, without input and journal. */
export async function findSagas(db: Sql, type: string, keys: string[]): Promise<SagaRow[]> {
  return db.rows<SagaRow>(FIND, [type, keys]);
}
