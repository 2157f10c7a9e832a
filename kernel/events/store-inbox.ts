// The SQL of the inbox: which events a consumer has had, and which wait for another try. It makes
// handling events exactly-once in effect, so every statement runs in the effect's transaction.
import type { Sql } from '#kernel/db/db.ts';
import type { EventEnvelope } from './event.ts';
import { aggregateKey } from './event.ts';

export interface Recorded {
  /** Ids seen for the first time; null when all of them were. */
  fresh: Set<string> | null;
  /** True when this consumer has events waiting for another try. */
  waiting: boolean;
}

// The ids come back only when some were known already: in the usual case the answer is one row.
const recordText = `
with fresh as (
  insert into inbox (consumer, event_id)
  select $1, id from unnest($2::text[]) as id
  on conflict do nothing
  returning event_id
)
select count(*)::int as fresh,
  case when count(*) < $3::int then string_agg(event_id, ',') end as ids,
  exists (select 1 from redelivery where consumer = $1 and state = 'waiting') as waiting
from fresh`;

/**
 * Records that a consumer has these events, before their effect and in the same transaction. A
 * second transaction with the same ids waits here until the first has ended. One statement.
 */
export async function recordEvents(
  sql: Sql,
  consumer: string,
  events: readonly EventEnvelope[],
): Promise<Recorded> {
  let ids = '{';
  for (const event of events) ids += ids.length === 1 ? event.eventId : `,${event.eventId}`;
  const row = await sql.row<{ fresh: number; ids: string | null; waiting: boolean }>(recordText, [
    consumer,
    `${ids}}`,
    events.length,
  ]);
  const all = row?.fresh === events.length;
  return {
    fresh: all ? null : new Set(row?.ids ? row.ids.split(',') : []),
    waiting: row?.waiting ?? false,
  };
}

/** Which of these aggregates have an event waiting for another try. */
export async function waitingAggregates(
  sql: Sql,
  consumer: string,
  keys: readonly string[],
): Promise<Set<string>> {
  const rows = await sql.rows<{ agg_key: string }>(
    `select distinct agg_key from redelivery
     where consumer = $1 and state = 'waiting' and agg_key = any($2::text[])`,
    [consumer, keys],
  );
  return new Set(rows.map((row) => row.agg_key));
}

export interface SetAside {
  event: EventEnvelope;
  state: 'waiting' | 'parked';
  attempts: number;
  reason: string;
  next_at: Date;
}

/** Puts events aside for another try, or parks them; known ones stay as they are. */
export async function setAside(
  sql: Sql,
  consumer: string,
  items: readonly SetAside[],
): Promise<void> {
  const rows = items.map((item) => ({
    event_id: item.event.eventId,
    agg_key: aggregateKey(item.event),
    event: item.event,
    attempts: item.attempts,
    state: item.state,
    reason: item.reason,
    next_at: item.next_at,
  }));
  await sql.run(
    `insert into redelivery
       (consumer, event_id, agg_key, event, attempts, state, reason, next_at, parked_at)
     select $1, event_id, agg_key, event, attempts, state, reason, next_at,
       case when state = 'parked' then now() end
     from jsonb_to_recordset($2::jsonb) as item (event_id text, agg_key text, event jsonb,
       attempts int, state text, reason text, next_at timestamptz)
     on conflict do nothing`,
    [consumer, JSON.stringify(rows)],
  );
}

export interface Waiting {
  consumer: string;
  event_id: string;
  agg_key: string;
  event: EventEnvelope;
  attempts: number;
}

/**
 * The first waiting event of each aggregate, where it is due. Sorts the waiting events of the
 * consumers named, which is a short list unless something is broken.
 */
export function dueHeads(
  sql: Sql,
  query: { consumers: readonly string[]; now: Date; limit: number },
): Promise<Waiting[]> {
  return sql.rows<Waiting>(
    `select consumer, event_id, agg_key, event, attempts from (
       select distinct on (consumer, agg_key) *
       from redelivery where state = 'waiting' and consumer = any($1::text[])
       order by consumer, agg_key, (event #>> '{aggregate,version}')::bigint, event_id
     ) head
     where next_at <= $2 order by next_at limit $3`,
    [query.consumers, query.now, query.limit],
  );
}

/** The next events of one aggregate in order, due or held back by the one before. */
export function followers(
  sql: Sql,
  head: Pick<Waiting, 'consumer' | 'agg_key'>,
  limit: number,
): Promise<Waiting[]> {
  return sql.rows<Waiting>(
    `select consumer, event_id, agg_key, event, attempts from redelivery
     where state = 'waiting' and consumer = $1 and agg_key = $2
     order by (event #>> '{aggregate,version}')::bigint, event_id limit $3`,
    [head.consumer, head.agg_key, limit],
  );
}

/** Takes an event for this transaction; false when another process has it or it is gone. */
export async function claimWaiting(sql: Sql, item: Waiting): Promise<boolean> {
  const rows = await sql.rows(
    `select 1 from redelivery
     where consumer = $1 and event_id = $2 and state = 'waiting' and attempts = $3
     for update skip locked`,
    [item.consumer, item.event_id, item.attempts],
  );
  return rows.length === 1;
}

export async function forgetWaiting(sql: Sql, item: Waiting): Promise<void> {
  await sql.run(`delete from redelivery where consumer = $1 and event_id = $2`, [
    item.consumer,
    item.event_id,
  ]);
}

/** Records a failed try, unless another process has recorded one since. */
export async function failWaiting(
  sql: Sql,
  item: Waiting,
  next: { state: 'waiting' | 'parked'; reason: string; next_at: Date },
): Promise<void> {
  await sql.run(
    `update redelivery set attempts = attempts + 1, state = $4, reason = $5, next_at = $6,
       parked_at = case when $4 = 'parked' then now() end
     where consumer = $1 and event_id = $2 and attempts = $3 and state = 'waiting'`,
    [item.consumer, item.event_id, item.attempts, next.state, next.reason, next.next_at],
  );
}

/** An event that is kept for a person to look at. */
export interface Parked {
  consumer: string;
  eventId: string;
  eventType: string;
  aggregate: string;
  attempts: number;
  reason: string;
  parkedAt: string;
  event: EventEnvelope;
}

/** Parked events, oldest first. */
export async function listParked(
  sql: Sql,
  query: { consumers: readonly string[]; limit: number },
): Promise<Parked[]> {
  const rows = await sql.rows<Waiting & { reason: string; parked_at: Date }>(
    `select consumer, event_id, agg_key, event, attempts, reason, parked_at from redelivery
     where state = 'parked' and consumer = any($1::text[])
     order by parked_at, consumer, event_id limit $2`,
    [query.consumers, query.limit],
  );
  return rows.map((row) => ({
    consumer: row.consumer,
    eventId: row.event_id,
    eventType: row.event.eventType,
    aggregate: row.agg_key,
    attempts: row.attempts,
    reason: row.reason,
    parkedAt: row.parked_at.toISOString(),
    event: row.event,
  }));
}

/** Makes parked events due at once with all their tries again. Returns how many. */
export function unpark(
  sql: Sql,
  query: {
    consumer: string;
    eventId: string | null;
    eventType: string | null;
    now: Date;
    limit: number;
  },
): Promise<number> {
  const { consumer, eventId, eventType, now, limit } = query;
  return sql.run(
    `update redelivery set state = 'waiting', attempts = 0, next_at = $3, parked_at = null
     where consumer = $1 and event_id in (
       select event_id from redelivery
       where consumer = $1 and state = 'parked' and ($2::text is null or event_id = $2)
         and ($5::text is null or event->>'eventType' = $5)
       order by parked_at limit $4)`,
    [consumer, eventId, now, limit, eventType],
  );
}

/** Waiting and parked events per consumer; consumers without any are absent. */
export function countSetAside(
  sql: Sql,
  consumers: readonly string[],
): Promise<{ consumer: string; waiting: number; parked: number }[]> {
  return sql.rows(
    `select consumer, (count(*) filter (where state = 'waiting'))::int as waiting,
       (count(*) filter (where state = 'parked'))::int as parked
     from redelivery where consumer = any($1::text[]) group by consumer`,
    [consumers],
  );
}

/**
 * Removes up to `limit` inbox rows received before a time. Event ids begin with their time, and
 * an event is received after it was made, so the primary key finds the old ones.
 */
export function removeReceived(
  sql: Sql,
  query: { consumer: string; before: Date; idBefore: string; limit: number },
): Promise<number> {
  return sql.run(
    `delete from inbox where ctid = any (array(
       select ctid from inbox
       where consumer = $1 and event_id < $2 and received_at < $3
       order by event_id limit $4))`,
    [query.consumer, query.idBefore, query.before, query.limit],
  );
}
