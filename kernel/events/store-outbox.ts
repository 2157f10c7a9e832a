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

/** One outbox row as `readPage` sends it: an array, because it is parsed once per event. */
export type OutboxRow = [
  position: number,
  eventId: string,
  type: string,
  aggType: string,
  aggId: string,
  aggVersion: number,
  sagaId: string | null,
  occurred_ms: number,
  payload: Record<string, unknown>,
  metadata: Record<string, unknown> | null,
];

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

// One row back with JSON texts: parsing a thousand rows of ten columns in the driver costs
// several times as much as one JSON.parse. Rows nobody wants are left out of the answer, not of
// the scan, so that a cursor passes them and a page stays a bounded piece of work.
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
)
select tip.seen, tip.xid::text as xid, tip.position,
  (select json_agg(json_build_array(position, event_id, type, agg_type, agg_id, agg_version,
      saga_id, (extract(epoch from occurred_at) * 1000)::bigint, payload, metadata)
      order by xid, position)
    from page where type = any($4::text[]))::text as rows,
  (select json_agg(json_build_array(position, event_id, type, agg_type, agg_id, agg_version,
      saga_id, (extract(epoch from occurred_at) * 1000)::bigint, payload, metadata)
      order by xid, position)
    from ahead where type = any($4::text[]))::text as ahead,
  exists (select 1 from outbox where xid >= pg_snapshot_xmin(pg_current_snapshot())) as held
from tip`;

interface PageColumns {
  seen: number;
  xid: string | null;
  position: number | null;
  rows: string | null;
  ahead: string | null;
  held: boolean;
}

/** Reads up to `limit` rows after a place; one statement. */
export async function readPage(
  sql: Sql,
  query: { after: OutboxPlace; limit: number; types: readonly string[] },
): Promise<OutboxRead> {
  const { after, limit, types } = query;
  const row = await sql.row<PageColumns>(readPageText, [after.xid, after.position, limit, types]);
  const last = row?.xid == null || row.position === null
    ? undefined
    : { xid: row.xid, position: row.position };
  return {
    rows: row?.rows ? (JSON.parse(row.rows) as OutboxRow[]) : [],
    ahead: row?.ahead ? (JSON.parse(row.ahead) as OutboxRow[]) : [],
    seen: row?.seen ?? 0,
    last,
    held: row?.held ?? false,
  };
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
