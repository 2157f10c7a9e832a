// SQL of bookings: claims and moves go through the functions of migration 0002, which lock the
// counters in one order and write events and effects together.
import type { Sql } from '#kernel/db/db.ts';
import type { BookingState } from './model.ts';
import type { RefundRule } from './model.ts';
import { HAND_FACTS, type OpenOffer } from './store-hand.ts';

export interface ClaimItem {
  typeId: string;
  quantity: number;
  /** null: the best that are free, where the type is seated. */
  seats: readonly string[] | null;
}

export interface Claim {
  bookingId: string;
  sessionId: string;
  userId: string;
  attendee?: Attendee;
  method?: string;
  token?: string;
  hold_ms: number;
  /** Of the waitlist. */
  entryId?: string;
  /** The same again gives the booking that it made. */
  requestKey?: string;
  items: readonly ClaimItem[];
  meta: unknown;
}

export interface Attendee {
  name: string;
  email?: string;
}

export interface Refused {
  code: string;
  [fact: string]: unknown;
}

/** Claims in the order of the list, one statement; why not, for each, or null. */
export async function claimBookings(
  sql: Sql,
  claims: readonly Claim[],
): Promise<Map<string, Refused | null>> {
  const rows = await sql.rows<{ bookingId: string; refusal: Refused | null }>(
    'select booking_id as "bookingId", refusal from claim_bookings($1::json)',
    [JSON.stringify(claims)],
  );
  return new Map(rows.map((row) => [row.bookingId, row.refusal]));
}

/** Tells that what came back is held for somebody from the waitlist. */
export async function tellOffer(tx: Sql, bookingId: string, meta: unknown): Promise<void> {
  await tx.run(`select tell_booking($1, 'BOOKING_OFFERED', '{}', $2::json)`, [
    bookingId,
    JSON.stringify(meta),
  ]);
}

export interface Move {
  bookingId: string;
  from: readonly BookingState[];
  to: 'PENDING' | 'CONFIRMED' | 'CANCELLED';
  version?: number;
  /** Only while its time is not over. */
  alive?: true;
  /** Where it stands, when only money moves. */
  was?: 'CANCELLED';
  reason?: string;
  paymentId?: string | null;
  paymentState?: string;
  captured_minor?: number;
  method?: string;
  token?: string;
  attendee?: Attendee;
  hold_ms?: number;
  refund_minor?: number;
  refundReason?: string;
  meta: unknown;
}

/** Moves bookings with all that follows, one statement; those that moved and their version. */
export async function moveBookings(sql: Sql, moves: readonly Move[]): Promise<Map<string, number>> {
  if (moves.length === 0) return new Map();
  const rows = await sql.rows<{ bookingId: string; version: number }>(
    'select booking_id as "bookingId", version from move_bookings($1::json)',
    [JSON.stringify(moves)],
  );
  return new Map(rows.map((row) => [row.bookingId, row.version]));
}

export interface BookingRow {
  bookingId: string;
  sessionId: string;
  eventId: string;
  sellerId: string;
  userId: string;
  state: BookingState;
  reason: string | null;
  currency: string;
  quantity: number;
  total_minor: number;
  attendee: Attendee | null;
  method: string | null;
  token: string | null;
  paymentId: string | null;
  paymentState: string | null;
  captured_minor: number;
  returned_minor: number;
  refunded_minor: number;
  holdUntil: Date | null;
  settleTries: number;
  fromWaitlist: boolean;
  version: number;
  clock: { booking: number; payments: number; notifications: number };
  createdAt: Date;
  confirmedAt: Date | null;
  cancelledAt: Date | null;
  items: {
    typeId: string;
    name: string;
    quantity: number;
    unit_minor: number;
    fee_minor: number;
    seats: string[];
  }[];
  session: {
    startsAt: string;
    endsAt: string;
    doorsAt: string | null;
    zone: string;
    state: 'SCHEDULED' | 'CANCELLED';
    movedFrom: string | null;
    movedAt: string | null;
  };
  event: {
    name: string;
    slug: string;
    imageUrl: string | null;
    refundRules: RefundRule[];
    organiserName: string;
    venue: { name: string; line1: string; city: string; country: string };
  };
}

const BOOKING = `
b.booking_id as "bookingId", b.session_id as "sessionId", b.event_id as "eventId",
b.seller_id as "sellerId", b.user_id as "userId", b.state, b.reason, b.currency, b.quantity,
b.total_minor, b.attendee, b.payment_method as method, b.payment_token as token,
b.payment_id as "paymentId", b.payment_state as "paymentState", b.captured_minor,
coalesce(f.returned, 0) as returned_minor, coalesce(f.refunded, 0) as refunded_minor,
b.hold_until as "holdUntil", b.settle_tries as "settleTries",
b.entry_id is not null as "fromWaitlist", b.version,
json_build_object('booking', b.clock_booking, 'payments', b.clock_payments,
  'notifications', b.clock_notifications) as clock,
b.created_at as "createdAt", b.confirmed_at as "confirmedAt", b.cancelled_at as "cancelledAt",
(select json_agg(json_build_object('typeId', i.type_id, 'name', i.name, 'quantity', i.quantity,
  'unit_minor', i.unit_minor, 'fee_minor', i.fee_minor, 'seats', i.seats) order by i.type_id)
  from booking_item i where i.booking_id = b.booking_id) as items,
json_build_object('startsAt', s.starts_at, 'endsAt', s.ends_at, 'doorsAt', s.doors_at,
  'zone', s.zone, 'state', s.state, 'movedFrom', s.moved_from, 'movedAt', s.moved_at) as session,
json_build_object('name', e.name, 'slug', e.slug, 'imageUrl', e.image_url,
  'refundRules', e.refund_rules, 'organiserName', e.organiser_name,
  'venue', json_build_object('name', v.name, 'line1', v.line1, 'city', v.city,
    'country', v.country)) as event
from booking b join session s using (session_id) join event e on e.event_id = b.event_id
join venue v using (venue_id)
left join lateral (select sum(r.amount_minor)::bigint as returned,
  (sum(r.amount_minor) filter (where r.state = 'DONE'))::bigint as refunded
  from booking_refund r where r.booking_id = b.booking_id) f on true`;

const BY_ID = 'select' + BOOKING + ' where b.booking_id = any($1::text[]) order by 1';

export async function readBookings(sql: Sql, bookingIds: readonly string[]): Promise<BookingRow[]> {
  return sql.rows<BookingRow>(BY_ID, [[...bookingIds]]);
}

/** As `readBookings`, after they and their counters are locked for what follows. */
export async function lockBookings(tx: Sql, bookingIds: readonly string[]): Promise<BookingRow[]> {
  await tx.run('select lock_bookings($1::text[])', [[...bookingIds]]);
  return readBookings(tx, bookingIds);
}

const OF_USER =
  'select' +
  BOOKING +
  ` where b.user_id = $1 and b.booking_id < $2
order by b.booking_id desc limit $3`;

export async function pageBookings(
  sql: Sql,
  of: { userId: string; below: string; limit: number },
): Promise<BookingRow[]> {
  return sql.rows<BookingRow>(OF_USER, [of.userId, of.below, of.limit]);
}

const OF_SESSION =
  'select' +
  BOOKING +
  ` where b.session_id = $1 and b.state <> 'CANCELLED' and b.booking_id > $2
order by b.booking_id limit $3`;

/** Who has booked a session, whose bookings have not ended. */
export async function pageAttendees(
  sql: Sql,
  of: { sessionId: string; above: string; limit: number },
): Promise<BookingRow[]> {
  return sql.rows<BookingRow>(OF_SESSION, [of.sessionId, of.above, of.limit]);
}

export interface TicketRow {
  ticketId: string;
  bookingId: string;
  typeId: string;
  typeName: string;
  seat: string | null;
  state: 'VALID' | 'VOID' | 'HANDED_ON';
  checkedInAt: Date | null;
  canHandOver: boolean;
  handOver: OpenOffer | null;
}

// Of a line the ticket that its buyer held last: what others hold is not theirs to show.
const TICKETS =
  `select * from (
  select distinct on (coalesce(t.root_id, t.ticket_id)) coalesce(t.root_id, t.ticket_id) as root,
    t.ticket_id as "ticketId", t.booking_id as "bookingId", t.type_id as "typeId",
    i.name as "typeName", t.seat, t.state, t.checked_in_at as "checkedInAt",` +
  HAND_FACTS +
  ` from ticket t join booking b using (booking_id)
  join session s on s.session_id = t.session_id
  join booking_item i on i.booking_id = t.booking_id and i.type_id = t.type_id
  where t.booking_id = $1 and coalesce(t.holder_id, b.user_id) = b.user_id
  order by 1, t.ticket_id desc
) own order by root limit 400`;

export async function readTickets(sql: Sql, bookingId: string): Promise<TicketRow[]> {
  return sql.rows<TicketRow>(TICKETS, [bookingId]);
}

/** Bookings whose time is over, put off for `pause_ms` so that one process has each. */
export async function claimDue(
  sql: Sql,
  of: { state: 'HELD' | 'PENDING'; limit: number; pause_ms: number },
): Promise<{ bookingId: string; tries: number }[]> {
  return sql.rows(
    `update booking b set settle_tries = settle_tries + 1,
       ask_at = now() + $3::float8 * interval '1 ms'
     where b.booking_id in (select d.booking_id from booking d
       where d.hold_until <= now() and d.state = $1 and (d.ask_at is null or d.ask_at <= now())
       order by d.hold_until limit $2 for update skip locked)
     returning b.booking_id as "bookingId", b.settle_tries as tries`,
    [of.state, of.limit, of.pause_ms],
  );
}

/** When payments is asked about a booking next. */
export async function askAgain(sql: Sql, bookingId: string, pause_ms: number): Promise<void> {
  await sql.run(
    `update booking set ask_at = now() + $2::float8 * interval '1 ms' where booking_id = $1`,
    [bookingId, pause_ms],
  );
}

/** Live bookings of sessions that are cancelled, or were moved for everybody's money back. */
export async function doomedBookings(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql.rows<{ bookingId: string }>(
    `select b.booking_id as "bookingId" from session s join booking b using (session_id)
     where (s.state = 'CANCELLED' or s.refund_all) and b.state <> 'CANCELLED'
       and (s.state = 'CANCELLED' or b.created_at <= s.moved_at)
     order by b.booking_id limit $1`,
    [limit],
  );
  return rows.map((row) => row.bookingId);
}

/** What is known of a booking's payment besides its state. */
export async function notePayment(
  sql: Sql,
  of: { bookingId: string; paymentId: string; paymentState: string },
): Promise<void> {
  await sql.run(
    `update booking set payment_id = $2, payment_state = $3, version = version + 1
     where booking_id = $1 and state = 'PENDING'
       and (payment_id, payment_state) is distinct from ($2, $3)`,
    [of.bookingId, of.paymentId, of.paymentState],
  );
}
