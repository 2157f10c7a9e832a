// SQL of venues, events and sessions: what everybody reads and what organisers write. Claims,
// moves and tickets are in store-booking.ts.
import type { Sql } from '#kernel/db/db.ts';
import type { EventFacts, EventPlan, PlannedSeat, PlannedSection } from './model-plan.ts';
import type { RefundRule } from './model.ts';

export interface VenueRow {
  venueId: string;
  sellerId: string;
  name: string;
  line1: string;
  city: string;
  state: string | null;
  postalCode: string;
  country: string;
  latitude: number | null;
  longitude: number | null;
  zone: string;
  plan: PlannedSection[];
  version: number;
}

export type NewVenue = Omit<VenueRow, 'version'>;

const VENUE = `
v.venue_id as "venueId", v.seller_id as "sellerId", v.name, v.line1, v.city, v.state,
v.postal_code as "postalCode", v.country, v.latitude, v.longitude, v.zone, v.plan, v.version`;

const ONE_VENUE = 'select' + VENUE + ' from venue v where v.venue_id = $1';

export async function readVenue(sql: Sql, venueId: string): Promise<VenueRow | undefined> {
  return sql.row<VenueRow>(ONE_VENUE, [venueId]);
}

const VENUES =
  'select' +
  VENUE +
  ` from venue v where v.seller_id = any($1::text[]) and v.venue_id < $2
order by v.venue_id desc limit $3`;

export async function pageVenues(
  sql: Sql,
  of: { sellerIds: readonly string[]; below: string; limit: number },
): Promise<VenueRow[]> {
  return sql.rows<VenueRow>(VENUES, [[...of.sellerIds], of.below, of.limit]);
}

const venueValues = (of: NewVenue) => [
  of.venueId,
  of.name,
  of.line1,
  of.city,
  of.state,
  of.postalCode,
  of.country,
  of.latitude,
  of.longitude,
  of.zone,
  JSON.stringify(of.plan),
  of.sellerId,
];

/** False when the seller has `max` already. */
export async function insertVenue(sql: Sql, of: NewVenue, max: number): Promise<boolean> {
  const done = await sql.run(
    `insert into venue (venue_id, name, line1, city, state, postal_code, country, latitude,
       longitude, zone, plan, seller_id)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12
     where (select count(*) from venue where seller_id = $12) < $13
     on conflict do nothing`,
    [...venueValues(of), max],
  );
  return done > 0;
}

/** False where it is not at this version. Seats of sessions that are published stay as they are. */
export async function updateVenue(sql: Sql, of: NewVenue, version: number): Promise<boolean> {
  const done = await sql.run(
    `update venue set name = $2, line1 = $3, city = $4, state = $5, postal_code = $6,
       country = $7, latitude = $8, longitude = $9, zone = $10, plan = $11::jsonb,
       version = version + 1
     where venue_id = $1 and seller_id = $12 and version = $13`,
    [...venueValues(of), version],
  );
  return done > 0;
}

export interface QuotaRow {
  typeId: string;
  quota: number;
  claimed: number;
  waiting: number;
}

export interface SessionRow {
  sessionId: string;
  startsAt: string;
  endsAt: string;
  doorsAt: string | null;
  zone: string;
  state: 'SCHEDULED' | 'CANCELLED';
  movedFrom: string | null;
  movedAt: string | null;
  over: boolean;
  quotas: QuotaRow[] | null;
}

export interface TypeRow {
  typeId: string;
  name: string;
  description: string;
  price_minor: number;
  fee_minor: number;
  perBooking: number;
  seated: boolean;
  sections: string[];
}

export interface EventRow {
  eventId: string;
  sellerId: string;
  organiserName: string;
  organiserSlug: string;
  slug: string;
  name: string;
  summary: string;
  description: string;
  category: string;
  imageUrl: string | null;
  ageMin: number | null;
  currency: string;
  refundRules: RefundRule[];
  salesFrom: Date | null;
  state: 'DRAFT' | 'PUBLISHED' | 'CANCELLED';
  nextAt: Date | null;
  version: number;
  venue: VenueRow;
  sessions: SessionRow[] | null;
  types: TypeRow[] | null;
}

// Lists do without the number of those who wait: it would be counted for every kind of ticket.
const columns = (waiting: string) =>
  `
e.event_id as "eventId", e.seller_id as "sellerId", e.organiser_name as "organiserName",
e.organiser_slug as "organiserSlug", e.slug, e.name, e.summary, e.description, e.category,
e.image_url as "imageUrl", e.age_min as "ageMin", e.currency, e.refund_rules as "refundRules",
e.sales_from as "salesFrom", e.state, e.next_at as "nextAt", e.version,
(select json_build_object('venueId', v.venue_id, 'sellerId', v.seller_id, 'name', v.name,
  'line1', v.line1, 'city', v.city, 'state', v.state, 'postalCode', v.postal_code,
  'country', v.country, 'latitude', v.latitude, 'longitude', v.longitude, 'zone', v.zone,
  'plan', v.plan, 'version', v.version)
  from venue v where v.venue_id = e.venue_id) as venue,
(select json_agg(json_build_object('sessionId', s.session_id, 'startsAt', s.starts_at,
  'endsAt', s.ends_at, 'doorsAt', s.doors_at, 'zone', s.zone, 'state', s.state,
  'movedFrom', s.moved_from, 'movedAt', s.moved_at, 'over', s.starts_at <= now(),
  'quotas', (select json_agg(json_build_object('typeId', q.type_id, 'quota', q.quota,
    'claimed', q.claimed, 'waiting', ` +
  waiting +
  `)
    order by q.type_id) from quota q where q.session_id = s.session_id))
  order by s.starts_at, s.session_id) from session s where s.event_id = e.event_id) as sessions,
(select json_agg(json_build_object('typeId', t.type_id, 'name', t.name,
  'description', t.description, 'price_minor', t.price_minor, 'fee_minor', t.fee_minor,
  'perBooking', t.per_booking, 'seated', t.seated, 'sections', t.sections) order by t.position)
  from ticket_type t where t.event_id = e.event_id) as types`;

const EVENT = columns(`(select count(*) from waitlist w where w.session_id = q.session_id
      and w.type_id = q.type_id and w.state = 'WAITING')`);

const ONE = 'select' + EVENT + ' from event e where e.event_id = $1 or e.slug = $1';

/** An event by its id or slug, with all of its sessions, kinds of tickets and counters. */
export async function readEvent(sql: Sql, idOrSlug: string): Promise<EventRow | undefined> {
  return sql.row<EventRow>(ONE, [idOrSlug]);
}

const LIST =
  'select' +
  columns('0') +
  ` from event e join venue v using (venue_id)
where e.state = 'PUBLISHED' and e.next_at > now()
  and (e.next_at, e.event_id) > ($1::timestamptz, $2)
  and ($3::timestamptz is null or e.next_at < $3)
  and ($4::text is null or e.category = $4)
  and ($5::text is null or lower(v.city) = lower($5))
  and ($6::text is null or e.seller_id = $6)
  and ($7::text is null or e.name ilike $7 or e.summary ilike $7)
order by e.next_at, e.event_id limit $8`;

export interface EventQuery {
  after: { at: Date; eventId: string };
  until: Date | null;
  category: string | null;
  city: string | null;
  sellerId: string | null;
  /** A pattern of ILIKE. */
  words: string | null;
  limit: number;
}

/** Events that are on sale or will be, the soonest first. */
export async function listEvents(sql: Sql, of: EventQuery): Promise<EventRow[]> {
  const { after, until, category, city, sellerId, words, limit } = of;
  const values = [after.at, after.eventId, until, category, city, sellerId, words, limit];
  return sql.rows<EventRow>(LIST, values);
}

const OF_SELLER =
  'select' +
  EVENT +
  ` from event e where e.seller_id = any($1::text[]) and e.event_id < $2
order by e.event_id desc limit $3`;

export async function pageEvents(
  sql: Sql,
  of: { sellerIds: readonly string[]; below: string; limit: number },
): Promise<EventRow[]> {
  return sql.rows<EventRow>(OF_SELLER, [[...of.sellerIds], of.below, of.limit]);
}

export interface SeatRow {
  seat: string;
  typeId: string;
  section: string;
  row: string;
  number: number;
  state: 'free' | 'held' | 'sold';
  bookingId: string | null;
}

/** The seats of a session in the order of the plan; as many as a venue can have. */
export async function readSeats(sql: Sql, sessionId: string): Promise<SeatRow[]> {
  return sql.rows<SeatRow>(
    `select t.seat, t.type_id as "typeId", t.section, t.row_name as row, t.number,
       case when t.booking_id is null then 'free'
         when b.state = 'CONFIRMED' then 'sold' else 'held' end as state,
       t.booking_id as "bookingId"
     from seat t left join booking b using (booking_id)
     where t.session_id = $1 order by t.place limit 5000`,
    [sessionId],
  );
}

export interface NewEvent extends EventPlan, EventFacts {
  eventId: string;
  sellerId: string;
  organiserName: string;
  organiserSlug: string;
  slug: string;
  actor: string;
}

const eventValues = (of: NewEvent) => [
  of.eventId,
  of.venueId,
  of.slug,
  of.name,
  of.summary,
  of.description,
  of.category,
  of.imageUrl,
  of.ageMin,
  of.currency,
  JSON.stringify(of.refundRules),
  of.salesFrom,
];

/** A draft. False when the seller has `max` already. Run it in a transaction. */
export async function insertEvent(tx: Sql, of: NewEvent, max: number): Promise<boolean> {
  const made = await tx.run(
    `insert into event (event_id, venue_id, slug, name, summary, description, category, image_url,
       age_min, currency, refund_rules, sales_from, seller_id, organiser_name, organiser_slug,
       created_by)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $15, $16
     where (select count(*) from event where seller_id = $13) < $17`,
    [...eventValues(of), of.sellerId, of.organiserName, of.organiserSlug, of.actor, max],
  );
  if (made > 0) await insertParts(tx, of);
  return made > 0;
}

/** Puts another plan into a draft that is at this version; false where it is not. */
export async function replaceEvent(tx: Sql, of: NewEvent, version: number): Promise<boolean> {
  const done = await tx.run(
    `update event set venue_id = $2, slug = $3, name = $4, summary = $5, description = $6,
       category = $7, image_url = $8, age_min = $9, currency = $10, refund_rules = $11::jsonb,
       sales_from = $12, version = version + 1
     where event_id = $1 and version = $13 and state = 'DRAFT'`,
    [...eventValues(of), version],
  );
  if (done === 0) return false;
  await tx.run('delete from session where event_id = $1', [of.eventId]);
  await tx.run('delete from ticket_type where event_id = $1', [of.eventId]);
  await insertParts(tx, of);
  return true;
}

async function insertParts(tx: Sql, of: NewEvent): Promise<void> {
  const { eventId, sellerId, sessions, types } = of;
  await tx.run(
    `insert into session (session_id, event_id, seller_id, starts_at, ends_at, doors_at, zone)
     select "sessionId", $1, $2, "startsAt", "endsAt", "doorsAt", zone
     from json_to_recordset($3::json) as t("sessionId" text, "startsAt" timestamptz,
       "endsAt" timestamptz, "doorsAt" timestamptz, zone text)`,
    [eventId, sellerId, JSON.stringify(sessions)],
  );
  await tx.run(
    `insert into ticket_type (type_id, event_id, position, name, description, price_minor,
       fee_minor, per_booking, sections)
     select "typeId", $1, (row_number() over ())::int, name, description, price_minor, fee_minor,
       "perBooking", sections
     from json_to_recordset($2::json) as t("typeId" text, name text, description text,
       price_minor bigint, fee_minor bigint, "perBooking" int, sections text[])`,
    [eventId, JSON.stringify(types)],
  );
  await tx.run(
    `insert into quota (session_id, type_id, quota)
     select s.session_id, t."typeId", t.quota from session s
     cross join json_to_recordset($2::json) as t("typeId" text, quota int)
     where s.event_id = $1`,
    [eventId, JSON.stringify(types)],
  );
}

/** Makes the seats of every session, and the counters of seated types their number. */
export async function insertSeats(
  tx: Sql,
  of: { eventId: string; types: readonly { typeId: string }[]; seats: readonly PlannedSeat[] },
): Promise<void> {
  const seats = of.seats.map(({ typeAt, ...seat }) => ({
    ...seat,
    typeId: of.types[typeAt]?.typeId,
  }));
  await tx.run(
    `insert into seat (session_id, seat, type_id, section, row_name, number, place)
     select s.session_id, t.seat, t."typeId", t.section, t."row", t.number, t.place
     from session s cross join json_to_recordset($2::json) as t(seat text, "typeId" text,
       section text, "row" text, number int, place int)
     where s.event_id = $1`,
    [of.eventId, JSON.stringify(seats)],
  );
  await tx.run(
    `update quota q set quota = (select count(*) from seat t
       where t.session_id = q.session_id and t.type_id = q.type_id)
     from ticket_type k, session s
     where k.type_id = q.type_id and k.seated and s.session_id = q.session_id
       and s.event_id = $1`,
    [of.eventId],
  );
}

/** Shows a draft at this version; false where it is none. */
export async function publish(
  tx: Sql,
  of: { eventId: string; version: number | null },
): Promise<boolean> {
  const done = await tx.run(
    `update event e set state = 'PUBLISHED', version = version + 1,
       next_at = (select min(starts_at) from session s
         where s.event_id = e.event_id and s.starts_at > now())
     where e.event_id = $1 and e.state = 'DRAFT' and ($2::int is null or e.version = $2)`,
    [of.eventId, of.version],
  );
  return done > 0;
}

/** Cancels an event and all of its sessions to come; false where it is not published. */
export async function cancelEvent(
  tx: Sql,
  of: { eventId: string; version: number },
): Promise<boolean> {
  const done = await tx.run(
    `update event set state = 'CANCELLED', next_at = null, version = version + 1
     where event_id = $1 and version = $2 and state = 'PUBLISHED'`,
    [of.eventId, of.version],
  );
  if (done === 0) return false;
  await tx.run(
    `update session set state = 'CANCELLED' where event_id = $1 and state = 'SCHEDULED'
       and ends_at > now()`,
    [of.eventId],
  );
  return true;
}

/** Cancels one session that is to come; false where there is none, or at another version. */
export async function cancelSession(
  tx: Sql,
  of: { eventId: string; sessionId: string; version: number },
): Promise<boolean> {
  if (!(await stepEvent(tx, of))) return false;
  const done = await tx.run(
    `update session set state = 'CANCELLED'
     where session_id = $1 and event_id = $2 and state = 'SCHEDULED' and ends_at > now()`,
    [of.sessionId, of.eventId],
  );
  await moveNext(tx, [of.eventId]);
  return done > 0;
}

export interface Moved {
  eventId: string;
  sessionId: string;
  version: number;
  startsAt: Date;
  endsAt: Date;
  doorsAt: Date | null;
  refundAll: boolean;
}

/** Moves a session to another time; false where there is none, or at another version. */
export async function moveSession(tx: Sql, of: Moved): Promise<boolean> {
  if (!(await stepEvent(tx, of))) return false;
  const done = await tx.run(
    `update session set moved_from = starts_at, moved_at = now(), starts_at = $3, ends_at = $4,
       doors_at = $5, refund_all = $6, move_told = $6
     where session_id = $1 and event_id = $2 and state = 'SCHEDULED' and ends_at > now()`,
    [of.sessionId, of.eventId, of.startsAt, of.endsAt, of.doorsAt, of.refundAll],
  );
  await moveNext(tx, [of.eventId]);
  return done > 0;
}

/** Sets how many there are of a kind that has no seats; false below what is claimed. */
export async function setQuota(
  tx: Sql,
  of: { eventId: string; sessionId: string; typeId: string; version: number; quota: number },
): Promise<boolean> {
  if (!(await stepEvent(tx, of))) return false;
  const done = await tx.run(
    `update quota q set quota = $4 from session s, ticket_type t
     where q.session_id = $1 and q.type_id = $2 and s.session_id = $1 and s.event_id = $3
       and t.type_id = $2 and not t.seated and q.claimed <= $4`,
    [of.sessionId, of.typeId, of.eventId, of.quota],
  );
  return done > 0;
}

async function stepEvent(tx: Sql, of: { eventId: string; version: number }): Promise<boolean> {
  const done = await tx.run(
    `update event set version = version + 1
     where event_id = $1 and version = $2 and state = 'PUBLISHED'`,
    [of.eventId, of.version],
  );
  return done > 0;
}

/** Sets anew when events are next. */
async function moveNext(sql: Sql, eventIds: readonly string[]): Promise<void> {
  await sql.run(
    `update event e set next_at = (select min(starts_at) from session s
       where s.event_id = e.event_id and s.state = 'SCHEDULED' and s.starts_at > now())
     where e.event_id = any($1::text[])`,
    [[...eventIds]],
  );
}

/** Moves on events whose next session has begun; how many there were. */
export async function moveOnEvents(sql: Sql, limit: number): Promise<number> {
  const rows = await sql.rows<{ eventId: string }>(
    `select event_id as "eventId" from event
     where state = 'PUBLISHED' and next_at <= now() order by next_at limit $1`,
    [limit],
  );
  if (rows.length > 0) {
    await moveNext(
      sql,
      rows.map((row) => row.eventId),
    );
  }
  return rows.length;
}
