/** SQL of a booking's log, of what it owes back, and of one person. */
import type { Sql } from '#kernel/db/db.ts';
import type { VectorClock } from './contract.ts';
import type { Relation } from './model.ts';

export interface LogRow {
  no: number;
  room: string;
  type: string;
  eventId: string;
  lamport: number;
  clock: VectorClock;
  relation: Relation | 'own';
  did: string;
  at: Date;
}

/** Everything that a booking did and heard, as it came; 500 at most. */
export async function readLog(sql: Sql, bookingId: string): Promise<LogRow[]> {
  return sql.rows<LogRow>(
    `select no, room, type, event_id as "eventId", lamport, relation, did, at,
       json_build_object('booking', clock_booking, 'payments', clock_payments,
         'notifications', clock_notifications) as clock
     from booking_log where booking_id = $1 order by no limit 500`,
    [bookingId],
  );
}

export interface Heard {
  bookingId: string;
  room: string;
  type: string;
  eventId: string;
  lamport: number;
  clock: VectorClock;
  relation: Relation;
  did: string;
}

/** Notes news in the log and in the clock; a repeat changes nothing. Two statements. */
export async function noteHeard(tx: Sql, news: Heard): Promise<void> {
  const { bookingId, clock } = news;
  await tx.run(
    `update booking set clock_payments = greatest(clock_payments, $2),
       clock_notifications = greatest(clock_notifications, $3) where booking_id = $1`,
    [bookingId, clock.payments, clock.notifications],
  );
  await tx.run(
    `insert into booking_log (booking_id, no, room, type, event_id, lamport, clock_booking,
       clock_payments, clock_notifications, relation, did)
     select $1, 1 + coalesce(max(no), 0), $2, $3, $4, $5, $6, $7, $8, $9, $10
     from booking_log where booking_id = $1
     on conflict (booking_id, event_id) do nothing`,
    [
      bookingId,
      news.room,
      news.type,
      news.eventId,
      news.lamport,
      clock.booking,
      clock.payments,
      clock.notifications,
      news.relation,
      news.did,
    ],
  );
}

export interface OwedRow {
  bookingId: string;
  no: number;
  paymentId: string;
  amount_minor: number;
  reason: string;
}

/** A refund that payments has made, told once; what it refused before is over with that. */
export async function endRefund(
  sql: Sql,
  of: { bookingId: string; no: number; meta: unknown },
): Promise<boolean> {
  const row = await sql.row<{ done: boolean }>('select end_refund($1, $2, $3::json) as done', [
    of.bookingId,
    of.no,
    JSON.stringify(of.meta),
  ]);
  return row?.done === true;
}

/** Tells those who had booked that their session has another time; how many, one page. */
export async function tellMoves(sql: Sql, limit: number, meta: unknown): Promise<number> {
  const values = [limit, JSON.stringify(meta)];
  const row = await sql.row<{ told: number }>('select tell_moves($1, $2::json) as told', values);
  return row?.told ?? 0;
}

/**
 * Refunds of which nothing was heard for too long, put off so that one process has each: by
 * `pause_ms`, doubling up to `pause_ms_max`.
 */
export async function claimOwed(
  sql: Sql,
  of: { limit: number; pause_ms: number; pause_ms_max: number },
): Promise<OwedRow[]> {
  return sql.rows<OwedRow>(
    `update booking_refund r set tries = r.tries + 1,
       look_at = now() + least($3, $2::float8 * 2 ^ least(r.tries, 20)) * interval '1 ms'
     where (r.booking_id, r.no) in (select d.booking_id, d.no from booking_refund d
       where d.state = 'DUE' and d.look_at <= now()
       order by d.look_at limit $1 for update skip locked)
     returning r.booking_id as "bookingId", r.no, r.payment_id as "paymentId", r.amount_minor,
       r.reason`,
    [of.limit, of.pause_ms, of.pause_ms_max],
  );
}

/** Notes what payments said to a refund: why not, or null where it is under way. */
export async function noteRefusal(
  sql: Sql,
  of: { bookingId: string; no: number; code: string | null },
): Promise<void> {
  await sql.run(
    `update booking_refund set refused = $3,
       refused_at = case when $3::text is null then null else coalesce(refused_at, now()) end
     where booking_id = $1 and no = $2 and state = 'DUE' and refused is distinct from $3`,
    [of.bookingId, of.no, of.code],
  );
}

export interface RefusedRow {
  bookingId: string;
  no: number;
  paymentId: string;
  amount_minor: number;
  currency: string;
  code: string;
  tries: number;
  since: Date;
}

/** Refunds that payments refuses, a page after this one; of these bookings, or of all (null). */
export async function refusedRefunds(
  sql: Sql,
  of: { bookingIds: readonly string[] | null; after: string; afterNo: number; limit: number },
): Promise<RefusedRow[]> {
  return sql.rows<RefusedRow>(
    `select r.booking_id as "bookingId", r.no, r.payment_id as "paymentId", r.amount_minor,
       b.currency, r.refused as code, r.tries, r.refused_at as since
     from booking_refund r join booking b using (booking_id)
     where r.state = 'DUE' and r.refused is not null and (r.booking_id, r.no) > ($2, $3)
       and ($1::text[] is null or r.booking_id = any($1))
     order by r.booking_id, r.no limit $4`,
    [of.bookingIds === null ? null : [...of.bookingIds], of.after, of.afterNo, of.limit],
  );
}

/** Lets a refund be asked for at once. */
export async function askSoon(sql: Sql, of: { bookingId: string; no: number }): Promise<boolean> {
  const done = await sql.run(
    `update booking_refund set look_at = now()
     where booking_id = $1 and no = $2 and state = 'DUE'`,
    [of.bookingId, of.no],
  );
  return done > 0;
}

export interface ReviewedRow {
  bookingId: string;
  state: string;
  captured_minor: number;
  updatedAt: Date;
}

export async function reviewBookings(sql: Sql, bookingIds: readonly string[]) {
  return sql.rows<ReviewedRow>(
    `select b.booking_id as "bookingId", b.state, b.captured_minor,
       greatest(b.created_at, b.confirmed_at, b.cancelled_at) as "updatedAt"
     from booking b where b.booking_id = any($1::text[]) order by 1`,
    [[...bookingIds]],
  );
}

/** Bookings and waitlist entries of a person, a page of them after this key. */
export async function heldOf(
  sql: Sql,
  of: { userId: string; after: string; limit: number },
): Promise<{ kind: string; key: string; data: unknown }[]> {
  return sql.rows(
    `select kind, key, data from (
       select 'booking' as kind, 'a' || booking_id as key,
         json_build_object('bookingId', booking_id, 'sessionId', session_id, 'state', state,
           'quantity', quantity, 'total_minor', total_minor, 'currency', currency,
           'attendee', attendee, 'createdAt', created_at) as data
       from booking where user_id = $1
       union all
       select 'waitlist-entry', 'b' || entry_id, json_build_object('entryId', entry_id,
         'sessionId', session_id, 'quantity', quantity, 'state', state, 'createdAt', created_at)
       from waitlist where user_id = $1
       union all
       select 'ticket', 'c' || ticket_id, json_build_object('ticketId', ticket_id,
         'sessionId', session_id, 'seat', seat, 'state', state, 'name', holder_name)
       from ticket where holder_id = $1
       union all
       select 'hand-over', 'd' || hand_over_id, json_build_object('handOverId', hand_over_id,
         'ticketId', ticket_id, 'state', state, 'createdAt', created_at,
         'to', case when from_user = $1 then to_hint end)
       from hand_over where $1 in (from_user, to_user, taken_by)
     ) held where key > $2 order by key limit $3`,
    [of.userId, of.after, of.limit],
  );
}

/** Bookings that a person must see to the end before leaving. */
export async function unfinishedOf(sql: Sql, userId: string): Promise<{ id: string }[]> {
  return sql.rows(
    `select b.booking_id as id from booking b
     where b.user_id = $1 and (b.state in ('HELD', 'PENDING') or exists (
       select from booking_refund r where r.booking_id = b.booking_id and r.state = 'DUE'))
     order by 1 limit 20`,
    [userId],
  );
}

/** Bookings stay, for the books; nobody's name is on them. */
export async function forgetPeople(sql: Sql, userIds: readonly string[]): Promise<void> {
  await sql.run('update booking set attendee = null where user_id = any($1::text[])', [
    [...userIds],
  ]);
  await sql.run(
    `update waitlist set state = 'LEFT' where user_id = any($1::text[]) and state = 'WAITING'`,
    [[...userIds]],
  );
}
