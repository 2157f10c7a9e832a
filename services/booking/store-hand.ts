/** SQL of tickets that change hands; the changes are functions of migration 0007. */
import type { Sql } from '#kernel/db/db.ts';
import { handOverLetters_max, heldTickets_max } from './contract.ts';
import type { Refused } from './store-booking.ts';

type Step = 'offer_ticket' | 'take_back_ticket' | 'accept_ticket';

const STEPS: Readonly<Record<Step, string>> = {
  offer_ticket: 'select offer_ticket($1::json) as refused',
  take_back_ticket: 'select take_back_ticket($1::json) as refused',
  accept_ticket: 'select accept_ticket($1::json) as refused',
};

/** One step of a hand-over, one statement and one commit: why not, or null. */
export async function step(sql: Sql, what: Step, of: object): Promise<Refused | null> {
  const row = await sql.row<{ refused: Refused | null }>(STEPS[what], [JSON.stringify(of)]);
  return row?.refused ?? null;
}

export interface HandOverRow {
  handOverId: string;
  ticketId: string;
  newTicketId: string | null;
  fromUser: string;
  toUser: string;
  takenBy: string | null;
  state: 'OFFERED' | 'ACCEPTED' | 'TAKEN_BACK' | 'EXPIRED' | 'VOID';
  expiresAt: Date;
  fromName: string | null;
  typeName: string;
  seat: string | null;
  event: Told;
  session: { startsAt: string; doorsAt: string | null; zone: string };
}

interface Told {
  slug: string;
  name: string;
  organiser: string;
  venue: { name: string; line1: string; city: string; country: string };
}

const EVENT = `
json_build_object('slug', e.slug, 'name', e.name, 'organiser', e.organiser_name,
  'venue', json_build_object('name', v.name, 'line1', v.line1, 'city', v.city,
    'country', v.country)) as event,
json_build_object('sessionId', s.session_id, 'startsAt', s.starts_at, 'endsAt', s.ends_at,
  'doorsAt', s.doors_at,
  'zone', s.zone, 'state', s.state) as session`;

const JOINED = `
join session s on s.session_id = t.session_id join event e on e.event_id = s.event_id
join venue v using (venue_id) join ticket_type y on y.type_id = t.type_id`;

const HAND_OVER =
  `select h.hand_over_id as "handOverId", h.ticket_id as "ticketId",
  h.new_ticket_id as "newTicketId", h.from_user as "fromUser", h.to_user as "toUser",
  h.taken_by as "takenBy",
  case when h.state = 'OFFERED' and h.expires_at <= now() then 'EXPIRED' else h.state end as state,
  h.expires_at as "expiresAt", coalesce(t.holder_name, b.attendee->>'name') as "fromName",
  y.name as "typeName", t.seat,` +
  EVENT +
  ` from hand_over h join ticket t using (ticket_id)
  join booking b on b.booking_id = t.booking_id` +
  JOINED;

const ONE = HAND_OVER + ' where h.hand_over_id = $1';

export async function readHandOver(sql: Sql, handOverId: string): Promise<HandOverRow | undefined> {
  return sql.row<HandOverRow>(ONE, [handOverId]);
}

const OPEN_ONES =
  HAND_OVER +
  ` where h.hand_over_id = any($1::text[]) and h.state = 'OFFERED' and h.expires_at > now()
order by 1`;

/** Of these offers, those that can still be taken. */
export async function openHandOvers(sql: Sql, ids: readonly string[]): Promise<HandOverRow[]> {
  return sql.rows<HandOverRow>(OPEN_ONES, [ids.slice(0, handOverLetters_max)]);
}

const FOR_ME =
  HAND_OVER +
  ` where h.to_user = $1 and h.state = 'OFFERED' and h.expires_at > now() and t.state = 'VALID'
order by h.hand_over_id desc limit 50`;

/** What is offered to somebody's account. */
export async function offersTo(sql: Sql, userId: string): Promise<HandOverRow[]> {
  return sql.rows<HandOverRow>(FOR_ME, [userId]);
}

export interface HeldTicket {
  ticketId: string;
  typeName: string;
  seat: string | null;
  state: 'VALID' | 'VOID';
  holderName: string | null;
  checkedInAt: Date | null;
  canHandOver: boolean;
  handOver: OpenOffer | null;
  event: Told;
  session: HandOverRow['session'] & {
    sessionId: string;
    endsAt: string;
    state: 'SCHEDULED' | 'CANCELLED';
  };
}

export interface OpenOffer {
  handOverId: string;
  to: string | null;
  expiresAt: string;
}

/** Whether a ticket `t` of session `s` may be offered, and the offer that is open. */
export const HAND_FACTS = `
t.state = 'VALID' and t.checked_in_at is null and s.state = 'SCHEDULED'
  and hands_until(s) > now() as "canHandOver",
(select json_build_object('handOverId', h.hand_over_id, 'to', h.to_hint, 'expiresAt', h.expires_at)
  from hand_over h where h.ticket_id = t.ticket_id and h.state = 'OFFERED'
    and h.expires_at > now()) as "handOver"`;

const HELD =
  `select t.ticket_id as "ticketId", y.name as "typeName", t.seat, t.state,
  t.holder_name as "holderName", t.checked_in_at as "checkedInAt",` +
  HAND_FACTS +
  ',' +
  EVENT +
  ' from ticket t' +
  JOINED +
  ` where t.holder_id = $1 and t.state <> 'HANDED_ON' order by t.ticket_id desc limit $2`;

/** Tickets that others have handed over to somebody, the newest first. */
export async function heldTickets(sql: Sql, userId: string): Promise<HeldTicket[]> {
  return sql.rows<HeldTicket>(HELD, [userId, heldTickets_max]);
}

export interface TicketToShow {
  ticketId: string;
  typeName: string;
  seat: string | null;
  state: 'VALID' | 'VOID' | 'HANDED_ON';
  holder: string | null;
  checkedInAt: Date | null;
  event: Told;
  session: HeldTicket['session'];
}

const TO_SHOW =
  `select t.ticket_id as "ticketId", y.name as "typeName", t.seat, t.state,
  coalesce(t.holder_name, b.attendee->>'name') as holder, t.checked_in_at as "checkedInAt",` +
  EVENT +
  ' from ticket t join booking b on b.booking_id = t.booking_id' +
  JOINED +
  ' where t.ticket_id = $1 and coalesce(t.holder_id, b.user_id) = $2';

/** Somebody's own ticket with what stands on it. */
export async function ticketToShow(
  sql: Sql,
  of: { ticketId: string; userId: string },
): Promise<TicketToShow | undefined> {
  return sql.row<TicketToShow>(TO_SHOW, [of.ticketId, of.userId]);
}

/** An open offer of this ticket to this address, by this person. */
export async function sameOffer(
  sql: Sql,
  of: { ticketId: string; userId: string; toHash: string },
): Promise<boolean> {
  const row = await sql.row(
    `select from hand_over where ticket_id = $1 and from_user = $2 and to_hash = $3
       and state = 'OFFERED' and expires_at > now()`,
    [of.ticketId, of.userId, of.toHash],
  );
  return row !== undefined;
}

export interface MyTicket {
  ticketId: string;
  handOver: OpenOffer | null;
  canHandOver: boolean;
  state: 'VALID' | 'VOID' | 'HANDED_ON';
}

const MINE =
  'select t.ticket_id as "ticketId", t.state,' +
  HAND_FACTS +
  ` from ticket t join session s using (session_id) join booking b using (booking_id)
where t.ticket_id = $1 and coalesce(t.holder_id, b.user_id) = $2`;

export async function ownTicket(
  sql: Sql,
  of: { ticketId: string; userId: string },
): Promise<MyTicket | undefined> {
  return sql.row<MyTicket>(MINE, [of.ticketId, of.userId]);
}

/** Notes offers whose time is over; a page. */
export async function endOffers(sql: Sql, limit: number): Promise<number> {
  return sql.run(
    `update hand_over set state = 'EXPIRED', ended_at = now() where hand_over_id in (
       select hand_over_id from hand_over where state = 'OFFERED' and expires_at <= now()
       order by expires_at limit $1 for update skip locked)`,
    [limit],
  );
}

export interface Guest {
  bookingId: string;
  name: string | null;
  typeName: string;
  seat: string | null;
}

/** Who comes with a ticket of these bookings that was handed over. */
export async function guestsOf(sql: Sql, bookingIds: readonly string[]): Promise<Guest[]> {
  return sql.rows<Guest>(
    `select t.booking_id as "bookingId", t.holder_name as name, y.name as "typeName", t.seat
     from ticket t join ticket_type y using (type_id) join booking b using (booking_id)
     where t.booking_id = any($1::text[]) and t.state = 'VALID' and t.holder_id <> b.user_id
     order by t.ticket_id limit 2000`,
    [[...bookingIds]],
  );
}

/** A person who leaves: names and addresses go, offers that are open end. */
export async function forgetHands(sql: Sql, userIds: readonly string[]): Promise<void> {
  await sql.run('update ticket set holder_name = null where holder_id = any($1::text[])', [
    [...userIds],
  ]);
  await sql.run(
    `update hand_over set to_hint = null, to_hash = '',
       state = case state when 'OFFERED' then 'VOID' else state end,
       ended_at = coalesce(ended_at, now())
     where from_user = any($1::text[]) or to_user = any($1::text[])`,
    [[...userIds]],
  );
}
