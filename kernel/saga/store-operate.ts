// SQL for those who look after sagas: lists for people, what made no progress, and the three ways
// in which a person may move a saga on. None of it is on the way of a saga that runs by itself.
import type { Sql } from '#kernel/db/db.ts';
import type { SagaStatus, StepLog } from './store-saga.ts';

/** Rows looked at for one page, wanted or not: a rare status among millions stays bounded. */
const window_rows_max = 2_000;

export interface SagaView {
  sagaId: string;
  type: string;
  key: string;
  status: SagaStatus;
  step: string | null;
  epoch: number;
  attempts: number;
  /** Somebody holds its lease and is at it. */
  driven: boolean;
  /** Open: ms since its last step, or since it should have been woken; 0 for one that ended. */
  idle_ms: number;
  wakeAt: Date | null;
  leaseUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
  flaggedAt: Date | null;
  result: unknown;
  input: unknown;
  /** Outputs of its completed steps. */
  steps: Record<string, unknown> | null;
}

export interface SagaFilter {
  status: SagaStatus | null;
  type: string | null;
  /** Only these; the other filters count as well. */
  sagaIds: string[] | null;
  /** Only those that have not ended. */
  open: boolean;
  /** Open ones without progress for so long; null: all. */
  idle_ms: number | null;
  /** Goes on below this id. */
  before: string | null;
  limit: number;
}

const VIEW = `
  s.saga_id as "sagaId", s.type, s.key, s.status, s.step, s.epoch, s.attempts,
  (s.status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING') and s.attempts = 0
    and coalesce(s.lease_until, '-infinity') > now()) as driven,
  (case when s.status = 'WAITING' then greatest(0, extract(epoch from now() - s.wake_at) * 1000)
    when s.due_at is not null then extract(epoch from now() - coalesce(
      (select max(j.at) from saga_journal j where j.saga_id = s.saga_id), s.created_at)) * 1000
    else 0 end)::bigint as "idle_ms",
  s.wake_at as "wakeAt", s.lease_until as "leaseUntil", s.created_at as "createdAt",
  s.updated_at as "updatedAt", s.flagged_at as "flaggedAt", s.result,
  (select i.input from saga_input i where i.saga_id = s.saga_id) as input`;

const STEPS = `
  (select json_object_agg(l.step, l.output) from saga_step_log l
    where l.saga_id = v."sagaId" and l.status = 'COMPLETED') as steps`;

// The three texts differ in what bounds them: the list of ids, the index of open ones, the key.
function listText(seen: string): string {
  return (
    'with seen as materialized (' +
    seen +
    `), tip as (select count(*)::int as seen, min(saga_id) as lowest from seen),
found as (
  select * from (select` +
    VIEW +
    ` from seen s
    where ($2::text is null or s.status = $2) and ($3::text is null or s.type = $3)) v
  where $4::float8 is null or ("idle_ms" >= $4 and status not in
    ('COMPLETED', 'COMPENSATED', 'FAILED'))
  order by "sagaId" desc limit $5
)
select tip.seen, tip.lowest, v.*,` +
    STEPS +
    ` from tip left join found v on true order by v."sagaId" desc`
  );
}

const ALL = listText(
  'select * from saga_state where ($1::text is null or saga_id < $1) ' +
    `order by saga_id desc limit ${window_rows_max}`,
);
const OPEN = listText(
  // The fence keeps the planner on the index of open ones: few among millions, found by no id.
  'select * from (select * from saga_state where due_at is not null offset 0) o ' +
    `where $1::text is null or saga_id < $1 order by saga_id desc limit ${window_rows_max}`,
);
const NAMED = listText(
  'select * from saga_state where saga_id = any($6::text[]) and ($1::text is null or ' +
    `saga_id < $1) order by saga_id desc limit ${window_rows_max}`,
);

export interface SagaList {
  sagas: SagaView[];
  /** Below this id there may be more that fit; null: there are none. */
  floor: string | null;
}

/** Sagas, newest first. Looks at 2,000 rows at most: a page may be short and not the last. */
export async function listSagas(db: Sql, filter: SagaFilter): Promise<SagaList> {
  const { status, type, sagaIds, open, idle_ms, before, limit } = filter;
  const text = sagaIds === null ? (open || idle_ms !== null ? OPEN : ALL) : NAMED;
  const values: unknown[] = [before, status, type, idle_ms, limit];
  if (sagaIds !== null) values.push(sagaIds);
  type Row = { seen: number; lowest: string | null } & SagaView;
  const rows = await db.rows<Row>(text, values);
  const sagas = rows
    .filter((row) => row.sagaId !== null)
    .map(({ seen: _, lowest: __, ...saga }) => saga);
  const tip = rows[0];
  const cut = sagas.length >= limit ? (sagas.at(-1)?.sagaId ?? null) : null;
  const more = tip !== undefined && tip.seen >= window_rows_max ? tip.lowest : null;
  return { sagas, floor: cut ?? more };
}

const LOGS = `
select seq, epoch, step, status, output, at from saga_step_log where saga_id = $1
order by seq limit 500`;
const SIGNALS = `
select seq, name, payload, at from saga_signal where saga_id = $1 order by seq limit 200`;

export interface LoggedStep extends StepLog {
  seq: number;
  epoch: number;
  at: Date;
}

export interface LoggedSignal {
  seq: number;
  name: string;
  payload: unknown;
  at: Date;
}

/** What a saga did and was told, first one first; 500 steps and 200 signals at most. */
export async function readHistory(
  db: Sql,
  sagaId: string,
): Promise<{ steps: LoggedStep[]; signals: LoggedSignal[] }> {
  const [steps, signals] = await Promise.all([
    db.rows<LoggedStep>(LOGS, [sagaId]),
    db.rows<LoggedSignal>(SIGNALS, [sagaId]),
  ]);
  return { steps, signals };
}

const FIND = `
select saga_id as "sagaId" from saga_state
where saga_id = $1 or (type, key) in (select t, $1 from unnest($2::text[]) as t)
limit 20`;

/** Sagas with this id or business key. */
export async function sagasByKey(db: Sql, text: string, types: string[]): Promise<string[]> {
  const rows = await db.rows<{ sagaId: string }>(FIND, [text, types]);
  return rows.map((row) => row.sagaId);
}

const WAKE = `
update saga_state s set
  wake_at = case when s.status = 'WAITING' then now() else s.wake_at end,
  lease_until = case when s.status = 'WAITING' then s.lease_until else now() end,
  due_at = now(), flagged_at = null
where s.saga_id = any($1::text[]) and (s.status = 'WAITING'
  or s.status in ('STARTED', 'IN_PROGRESS', 'COMPENSATING')
    and (s.attempts > 0 or coalesce(s.lease_until, '-infinity') <= now()))
returning s.saga_id as "sagaId"`;

/** Makes sagas due now, unless somebody is at them; those that are. */
export async function wakeSagas(db: Sql, sagaIds: string[]): Promise<Set<string>> {
  const rows = await db.rows<{ sagaId: string }>(WAKE, [sagaIds]);
  return new Set(rows.map((row) => row.sagaId));
}

const TURN = `
update saga_state s set status = $3, result = $4::json, epoch = s.epoch + 1, step = null,
  attempts = 0, lease_owner = null, lease_until = now(), wake_at = null, flagged_at = null,
  due_at = case when $3 = 'FAILED' then null else now() end, updated_at = now()
where s.saga_id = $1 and s.epoch = $2
  and s.status in ('STARTED', 'IN_PROGRESS', 'WAITING', 'COMPENSATING')
  and not (s.status <> 'WAITING' and s.attempts = 0
    and coalesce(s.lease_until, '-infinity') > now())
returning s.saga_id`;

/**
 * Takes a saga from whoever had it (its epoch grows, so that a sleeper is fenced) and sets it to
 * be undone, or ends it. False when it is not as it was when it was read.
 */
export async function turnSaga(
  db: Sql,
  saga: { sagaId: string; epoch: number },
  to: { status: 'COMPENSATING' | 'FAILED'; result: object },
): Promise<boolean> {
  const values = [saga.sagaId, saga.epoch, to.status, JSON.stringify(to.result)];
  return (await db.row(TURN, values)) !== undefined;
}

const FLAG = `
update saga_state s set flagged_at = now()
where s.due_at is not null and s.flagged_at is null
  and s.created_at < now() - $1 * interval '1 millisecond'
  and case when s.status = 'WAITING' then s.wake_at < now() - $1 * interval '1 millisecond'
    else not exists (select from saga_journal j where j.saga_id = s.saga_id
      and j.at > now() - $1 * interval '1 millisecond') end
returning s.saga_id as "sagaId"`;

/**
 * Marks open sagas that made no step for `idle_ms`, for a person to look at; those marked now. A
 * saga that is old because its shopper took long is not one of them.
 */
export async function flagIdleSagas(db: Sql, idle_ms: number): Promise<string[]> {
  const rows = await db.rows<{ sagaId: string }>(FLAG, [idle_ms]);
  return rows.map((row) => row.sagaId);
}

const COUNT = `
select type, status, count(*)::int as sagas,
  (count(*) filter (where flagged_at is not null))::int as flagged,
  (extract(epoch from now() - min(created_at)))::float8 as "oldest_s"
from (select type, status, flagged_at, created_at from saga_state where due_at is not null
  limit 100000) open
group by type, status`;

export interface SagaCount {
  type: string;
  status: SagaStatus;
  sagas: number;
  flagged: number;
  oldest_s: number;
}

/** Open sagas by type and status, counted up to 100,000; reads the index of open ones. */
export async function countOpenSagas(db: Sql): Promise<SagaCount[]> {
  return db.rows<SagaCount>(COUNT);
}
