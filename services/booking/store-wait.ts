/** SQL of the waitlist and of the door. */
import type { Sql } from '#kernel/db/db.ts';

export interface EntryRow {
  entryId: string;
  sessionId: string;
  typeId: string;
  typeName: string;
  userId: string;
  quantity: number;
  state: 'WAITING' | 'OFFERED' | 'LEFT';
  bookingId: string | null;
  /** People before them, while they wait. */
  ahead: number;
  createdAt: Date;
  event: { slug: string; name: string };
  startsAt: Date;
  zone: string;
}

const ENTRY = `
w.entry_id as "entryId", w.session_id as "sessionId", w.type_id as "typeId",
t.name as "typeName", w.user_id as "userId", w.quantity, w.state, w.booking_id as "bookingId",
w.created_at as "createdAt", json_build_object('slug', e.slug, 'name', e.name) as event,
s.starts_at as "startsAt", s.zone,
case w.state when 'WAITING' then (select count(*)::int from (select from waitlist o
  where o.session_id = w.session_id and o.type_id = w.type_id and o.state = 'WAITING'
    and o.entry_id < w.entry_id limit 10000) o) else 0 end as ahead
from waitlist w join ticket_type t using (type_id) join session s using (session_id)
join event e on e.event_id = s.event_id`;

const ENTRIES =
  'select' + ENTRY + ' where w.user_id = $1 and w.entry_id < $2 order by w.entry_id desc limit $3';

export async function pageEntries(
  sql: Sql,
  of: { userId: string; below: string; limit: number },
): Promise<EntryRow[]> {
  return sql.rows<EntryRow>(ENTRIES, [of.userId, of.below, of.limit]);
}

const WAITING =
  'select' +
  ENTRY +
  ` where w.user_id = $1 and w.session_id = $2 and w.type_id = $3 and w.state = 'WAITING'`;

export interface NewEntry {
  entryId: string;
  sessionId: string;
  typeId: string;
  userId: string;
  quantity: number;
}

/** Puts somebody on the list; who is on it stays where they are, with the quantity they had. */
export async function waitFor(sql: Sql, of: NewEntry): Promise<EntryRow | undefined> {
  await sql.run(
    `insert into waitlist (entry_id, session_id, type_id, user_id, quantity)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [of.entryId, of.sessionId, of.typeId, of.userId, of.quantity],
  );
  return sql.row<EntryRow>(WAITING, [of.userId, of.sessionId, of.typeId]);
}

export async function leaveList(
  sql: Sql,
  of: { entryId: string; userId: string },
): Promise<boolean> {
  const done = await sql.run(
    `update waitlist set state = 'LEFT'
     where entry_id = $1 and user_id = $2 and state = 'WAITING'`,
    [of.entryId, of.userId],
  );
  return done > 0;
}

/** For each counter with people waiting and units free, the first whose wish can be met. */
export async function nextInLine(sql: Sql, limit: number): Promise<NewEntry[]> {
  return sql.rows<NewEntry>(
    `select distinct on (w.session_id, w.type_id) w.entry_id as "entryId",
       w.session_id as "sessionId", w.type_id as "typeId", w.user_id as "userId", w.quantity
     from waitlist w join quota q using (session_id, type_id)
     join session s using (session_id)
     where w.state = 'WAITING' and w.quantity <= q.quota - q.claimed
       and s.state = 'SCHEDULED' and s.starts_at > now()
     order by w.session_id, w.type_id, w.entry_id limit $1`,
    [limit],
  );
}

/** Lists of sessions that have begun or are cancelled are over. */
export async function closeLists(sql: Sql): Promise<void> {
  await sql.run(
    `update waitlist w set state = 'LEFT' from session s
     where s.session_id = w.session_id and w.state = 'WAITING'
       and (s.state = 'CANCELLED' or s.starts_at <= now())`,
  );
}

export interface Scan {
  scanId: string;
  ticketId: string | null;
  device: string;
  scannedAt: Date;
}

export interface ScanRow {
  scanId: string;
  ticketId: string | null;
  verdict: 'welcome' | 'again' | 'void' | 'handed-on' | 'other-session' | 'unknown';
  /** The scan that let the ticket in, and when that was. */
  firstScan: string | null;
  firstAt: string | null;
  typeName: string | null;
  seat: string | null;
  attendee: string | null;
}

// In the order of the list. A ticket is let in once: the earliest scan by its own time wins, as
// far as it has come in; of scans that were offline the later ones learn which was first.
const CHECK = `
with sent as (
  select t.*, row_number() over () as n from json_to_recordset($2::json)
    as t("scanId" text, "ticketId" text, device text, "scannedAt" timestamptz)
), fresh as (
  select s.*, t.ticket_id, t.state, t.session_id, t.scan_id as had
  from sent s left join ticket t on t.ticket_id = s."ticketId"
  where not exists (select from scan k where k.scan_id = s."scanId")
), winner as (
  select distinct on (ticket_id) ticket_id, "scanId", "scannedAt" from fresh
  where state = 'VALID' and session_id = $1 and had is null
  order by ticket_id, "scannedAt", n
), let_in as (
  update ticket t set checked_in_at = w."scannedAt", scan_id = w."scanId"
  from winner w where t.ticket_id = w.ticket_id and t.scan_id is null and t.state = 'VALID'
  returning t.ticket_id, t.scan_id
)
insert into scan (scan_id, session_id, ticket_id, device, scanned_at, by_user, verdict, first_scan)
select f."scanId", $1, f.ticket_id, f.device, f."scannedAt", $3,
  case when f.ticket_id is null then 'unknown' when f.session_id <> $1 then 'other-session'
    when f.state = 'VOID' then 'void' when f.state = 'HANDED_ON' then 'handed-on'
    when l.scan_id = f."scanId" then 'welcome'
    else 'again' end,
  coalesce(f.had, l.scan_id)
from fresh f left join let_in l on l.ticket_id = f.ticket_id
on conflict do nothing`;

const VERDICTS = `
select k.scan_id as "scanId", k.ticket_id as "ticketId", k.verdict,
  case when k.verdict in ('welcome', 'again') then t.scan_id end as "firstScan",
  case when k.verdict in ('welcome', 'again') then t.checked_in_at end as "firstAt",
  y.name as "typeName", t.seat, coalesce(t.holder_name, b.attendee->>'name') as attendee
from scan k left join ticket t on t.ticket_id = k.ticket_id and k.verdict <> 'other-session'
left join ticket_type y using (type_id) left join booking b using (booking_id)
where k.scan_id = any($1::text[])`;

/**
 * Takes scans of a session, in one statement under the locks of their tickets, and tells what
 * each came to. A scan that came before gets its first verdict again.
 */
export async function checkIn(
  tx: Sql,
  of: { sessionId: string; by: string; scans: readonly Scan[] },
): Promise<ScanRow[]> {
  const { sessionId, by, scans } = of;
  const ticketIds = scans.flatMap((one) => one.ticketId ?? []);
  await tx.run(
    `select from ticket where ticket_id = any($1::text[]) order by ticket_id for update`,
    [ticketIds],
  );
  await tx.run(CHECK, [sessionId, JSON.stringify(scans), by]);
  return tx.rows<ScanRow>(VERDICTS, [scans.map((one) => one.scanId)]);
}

export interface DoorRow {
  ticketId: string;
  typeName: string;
  seat: string | null;
  attendee: string | null;
  state: 'VALID' | 'VOID' | 'HANDED_ON';
  checkedInAt: Date | null;
}

/** Tickets of a session, for a device that goes offline; a page after this one. */
export async function pageTickets(
  sql: Sql,
  of: { sessionId: string; above: string; limit: number },
): Promise<DoorRow[]> {
  return sql.rows<DoorRow>(
    `select t.ticket_id as "ticketId", y.name as "typeName", t.seat, t.state,
       coalesce(t.holder_name, b.attendee->>'name') as attendee, t.checked_in_at as "checkedInAt"
     from ticket t join ticket_type y using (type_id) join booking b using (booking_id)
     where t.session_id = $1 and t.ticket_id > $2 order by t.ticket_id limit $3`,
    [of.sessionId, of.above, of.limit],
  );
}

export interface SoldRow {
  sessionId: string;
  typeId: string;
  quota: number;
  /** Confirmed, and held by bookings that wait for their money. */
  sold: number;
  held: number;
  /** Came in. */
  inside: number;
}

/** What is sold of each kind in each session of an event; reads its bookings and tickets. */
export async function readSold(sql: Sql, eventId: string): Promise<SoldRow[]> {
  return sql.rows<SoldRow>(
    `with own as (select session_id from session where event_id = $1),
     sold as (select b.session_id, i.type_id, sum(i.quantity)::int as n
       from booking b join booking_item i using (booking_id)
       where b.session_id in (select session_id from own) and b.state = 'CONFIRMED'
       group by 1, 2),
     inside as (select session_id, type_id, count(*)::int as n from ticket
       where session_id in (select session_id from own) and checked_in_at is not null
         and state = 'VALID'
       group by 1, 2)
     select q.session_id as "sessionId", q.type_id as "typeId", q.quota,
       coalesce(s.n, 0) as sold, greatest(0, q.claimed - coalesce(s.n, 0)) as held,
       coalesce(i.n, 0) as inside
     from own join quota q using (session_id)
     left join sold s using (session_id, type_id) left join inside i using (session_id, type_id)
     order by q.session_id, q.type_id limit 2000`,
    [eventId],
  );
}
