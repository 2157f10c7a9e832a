// The SQL of the outbox: reading it in an order in which nothing that commits late is passed over,
// and keeping the cursors of those who read.
import type { Sql } from '#kernel/db/db.ts';

/**
 * A place in a room's outbox. Rows are read in the order (transaction id, position) and only
 * below the oldest transaction still running: what commits later has a higher transaction id, so
 * it can never appear behind a cursor. A sequence alone would lose rows that commit out of order.
 */
export interface OutboxPlace {
  /** xid8 as text: it does not fit a JavaScript number. */
  readonly xid: string;
  readonly position: number;
}

export const outboxStart: OutboxPlace = { xid: '0', position: 0 };

/** One outbox row. */
export interface OutboxRow {
  position: number;
  eventId: string;
  type: string;
  aggType: string;
  aggId: string;
  aggVersion: number;
  sagaId: string | null;
  occurred_ms: number;
  payload: Record<string, unknown>;
  metadata: Record<string, unknown> | null;
}

export interface OutboxRead {
  /** Rows of the wanted types, in order. */
  rows: OutboxRow[];
  /** Later rows that some row of this page must come after: see `ahead` below. */
  ahead: OutboxRow[];
  /** Rows seen, wanted or not; equal to the limit when there may be more. */
  seen: number;
  /** The last row seen; undefined when none was. */
  last: OutboxPlace | undefined;
  /** True when committed rows wait for an older transaction that still runs. */
  held: boolean;
}

// The answer is one row with a JSON list per column: 1.3 microseconds an event in this process
// against 4.4 for rows parsed by the driver, and less in the server than one JSON array per
// event. Rows nobody wants are left out of the answer, not of the scan, so that a cursor passes
// them and a page stays a bounded piece of work.
//
// `ahead`: a transaction can take its id, then wait for the row lock of an aggregate, and so
// write version 2 under a lower id than version 1, which may even be above the horizon still.
// Version 1 has committed then (the lock says so) and has the lower position, so it is found
// among the rows behind the page and taken along. It comes again in its own place, and the inbox
// knows it by then. The look ahead is bounded: it crosses what ran at the same time, no more.
const readPageText = `
with page as materialized (
  select * from outbox
  where (xid, position) > ($1::xid8, $2::bigint)
    and xid < pg_snapshot_xmin(pg_current_snapshot())
  order by xid, position
  limit $3
), tip as materialized (
  select count(*)::int as seen, max(xid) as xid, max(position) as highest,
    (array_agg(position order by xid, position))[count(*)] as position
  from page
), ahead as (
  select later.* from (
    select * from outbox
    where (xid, position) > ((select xid from tip), (select position from tip))
    order by xid, position
    limit 2000
  ) later
  where later.position < (select highest from tip) and exists (
    select 1 from page where page.agg_type = later.agg_type and page.agg_id = later.agg_id
      and page.agg_version > later.agg_version)
), wanted as (
  select false as early, * from page where type = any($4::text[])
  union all
  select true as early, * from ahead where type = any($4::text[])
)
select tip.seen, tip.xid::text as xid, tip.position, lists.*,
  exists (select 1 from outbox where xid >= pg_snapshot_xmin(pg_current_snapshot())) as held
from tip, (
  select (count(*) filter (where early))::int as early,
    '[' || string_agg(position || ',' || agg_version || ','
      || (date_part('epoch', occurred_at) * 1000)::bigint, ',') || ']' as numbers,
    json_agg(event_id)::text as ids, json_agg(type)::text as types,
    json_agg(agg_type)::text as agg_types, json_agg(agg_id)::text as agg_ids,
    case when count(saga_id) > 0 then json_agg(saga_id)::text end as saga_ids,
    '[' || string_agg(payload::text || ',' || metadata::text, ',') || ']' as bodies
  from wanted
) lists`;

interface PageColumns {
  seen: number;
  xid: string | null;
  position: number | null;
  held: boolean;
  early: number;
  /** Position, version and time of each event; null, as the lists are, when there is none. */
  numbers: string | null;
  ids: string;
  types: string;
  agg_types: string;
  agg_ids: string;
  saga_ids: string | null;
  /** Payload and metadata of each event. */
  bodies: string;
}

/** Reads up to `limit` rows after a place; one statement. */
export async function readPage(
  sql: Sql,
  query: { after: OutboxPlace; limit: number; types: readonly string[] },
): Promise<OutboxRead> {
  const { after, limit, types } = query;
  const row = await sql.row<PageColumns>(readPageText, [after.xid, after.position, limit, types]);
  if (row === undefined || row.xid === null || row.position === null) {
    return { rows: [], ahead: [], seen: 0, last: undefined, held: row?.held ?? false };
  }
  const rows = row.numbers === null ? [] : rowsOf(row, JSON.parse(row.numbers) as number[]);
  return {
    rows,
    ahead: row.early > 0 ? rows.splice(rows.length - row.early) : [],
    seen: row.seen,
    last: { xid: row.xid, position: row.position },
    held: row.held,
  };
}

function rowsOf(row: PageColumns, numbers: number[]): OutboxRow[] {
  const list = <T>(text: string): T[] => JSON.parse(text) as T[];
  const types = list<string>(row.types);
  const aggTypes = list<string>(row.agg_types);
  const aggIds = list<string>(row.agg_ids);
  const sagaIds = row.saga_ids === null ? undefined : list<string | null>(row.saga_ids);
  const bodies = list<Record<string, unknown>>(row.bodies);
  return list<string>(row.ids).map((eventId, at) => ({
    position: numbers[3 * at] as number,
    eventId,
    type: types[at] as string,
    aggType: aggTypes[at] as string,
    aggId: aggIds[at] as string,
    aggVersion: numbers[3 * at + 1] as number,
    sagaId: sagaIds?.[at] ?? null,
    occurred_ms: numbers[3 * at + 2] as number,
    payload: bodies[2 * at] as Record<string, unknown>,
    metadata: bodies[2 * at + 1] as Record<string, unknown> | null,
  }));
}

/** Cursors of the consumers that have one. */
export async function loadCursors(
  sql: Sql,
  consumers: readonly string[],
): Promise<Map<string, OutboxPlace>> {
  const rows = await sql.rows<{ consumer: string; xid: string; position: number }>(
    `select consumer, xid::text as xid, position from outbox_cursor where consumer = any($1)`,
    [consumers],
  );
  return new Map(rows.map((row) => [row.consumer, { xid: row.xid, position: row.position }]));
}

/** Moves cursors on, all in one statement. A cursor never goes back, even for a stale relay. */
export async function saveCursors(
  sql: Sql,
  places: ReadonlyMap<string, OutboxPlace>,
): Promise<void> {
  const list = [...places];
  await sql.run(
    `insert into outbox_cursor as c (consumer, xid, position, updated_at)
     select consumer, xid, position, now()
     from unnest($1::text[], $2::text[]::xid8[], $3::bigint[]) as moved (consumer, xid, position)
     order by consumer
     on conflict (consumer) do update
       set xid = excluded.xid, position = excluded.position, updated_at = excluded.updated_at
       where (c.xid, c.position) < (excluded.xid, excluded.position)`,
    [list.map(([name]) => name), list.map(([, at]) => at.xid), list.map(([, at]) => at.position)],
  );
}

/** Events of the given types behind a cursor, and the time of the oldest. */
export interface Backlog {
  /** Counted up to the limit. */
  events: number;
  oldest_ms: number | null;
}

/** What a consumer has still to receive; counts at most `limit` rows. */
export async function backlogOf(
  sql: Sql,
  query: { consumer: string; types: readonly string[]; limit: number },
): Promise<Backlog> {
  const row = await sql.row<{ events: number; oldest: Date | null }>(
    `select count(*)::int as events, min(occurred_at) as oldest from (
       select occurred_at from outbox
       where (xid, position) > (
           coalesce((select xid from outbox_cursor where consumer = $1), '0'::xid8),
           coalesce((select position from outbox_cursor where consumer = $1), 0))
         and type = any($2::text[])
       order by xid, position
       limit $3
     ) behind`,
    [query.consumer, query.types, query.limit],
  );
  return { events: row?.events ?? 0, oldest_ms: row?.oldest ? row.oldest.getTime() : null };
}

/**
 * Removes up to `limit` rows that are older than `before` and that every named consumer has
 * passed; a named consumer without a cursor holds everything back. Returns the rows removed.
 */
export function removePassed(
  sql: Sql,
  query: { consumers: readonly string[]; before: Date; limit: number },
): Promise<number> {
  return sql.run(
    `with slowest as materialized (
       select c.xid, c.position
       from unnest($1::text[]) as named (consumer) left join outbox_cursor c using (consumer)
       order by c.xid nulls first, c.position limit 1
     )
     delete from outbox where ctid = any (array(
       select ctid from outbox
       where occurred_at < $2 and xid < pg_snapshot_xmin(pg_current_snapshot())
         and (cardinality($1::text[]) = 0
           or (xid, position) <= ((select xid from slowest), (select position from slowest)))
       order by xid, position limit $3))`,
    [query.consumers, query.before, query.limit],
  );
}

export interface Peeked {
  /** Everything below it was finished when this was read: where to look from next time. */
  horizon: string;
  events: {
    position: number;
    type: string;
    aggregateId: string;
    payload: Record<string, unknown>;
  }[];
}

const peekText = `
with seen as (
  select position, type, agg_id, payload from outbox
  where xid >= $1::xid8 and type = any($2::text[])
  order by xid, position limit $3
)
select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
  coalesce((select json_agg(json_build_object('position', position, 'type', type,
    'aggregateId', agg_id, 'payload', payload)) from seen), '[]'::json) as events`;

/**
 * Committed events of transactions from `from` on, also those above the horizon, which come again
 * next time. With null only the horizon. One statement.
 */
export async function peekOutbox(
  sql: Sql,
  query: { from: string | null; types: readonly string[]; limit: number },
): Promise<Peeked> {
  const { from, types, limit } = query;
  const values = [from ?? '0', types, from === null ? 0 : limit];
  const row = await sql.row<Peeked>(peekText, values);
  return row ?? { horizon: '0', events: [] };
}
