// What organisers do: venues, events as drafts, publishing, and afterwards moving, cancelling and
// counters. Each change needs the version that was looked at.
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { sellersCalls } from '#services/sellers/contract.ts';
import { eventsPerSeller_max, venuesPerSeller_max } from './contract.ts';
import { eventProblems, isZone, planProblems, seatsOf, slugOf } from './model-plan.ts';
import type { EventFacts, EventPlan, PlannedSession, PlannedType, Problem } from './model-plan.ts';
import * as store from './store-event.ts';
import type { EventRow, NewEvent, VenueRow } from './store-event.ts';

export type WantedVenue = Omit<store.NewVenue, 'venueId' | 'sellerId'>;

export interface WantedEvent extends Omit<EventPlan, 'sessions' | 'types'>, EventFacts {
  sessions: readonly Omit<PlannedSession, 'sessionId'>[];
  types: readonly Omit<PlannedType, 'typeId'>[];
}

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'clock'>;
  sellers: Pick<Client<typeof sellersCalls>, 'sellers'>;
}

/** Sellers for whom the caller acts. */
type Own = readonly string[];

export type Desk = ReturnType<typeof organiserDesk>;

export function organiserDesk(needs: Needs) {
  const { db } = needs.ctx;
  const find = async (
    own: Own,
    eventId: string,
  ): Promise<EventRow | Refusal<'event-not-found'>> => {
    const row = await store.readEvent(db, eventId);
    return row && own.includes(row.sellerId) ? row : refuse('event-not-found', { event: eventId });
  };
  return { find, ...venueDesk(needs), ...draftDesk(needs, find), ...runDesk(needs, find) };
}

type Find = (own: Own, eventId: string) => Promise<EventRow | Refusal<'event-not-found'>>;

const wrong = (errors: readonly Problem[]) =>
  refuse('event-plan-not-valid', { errors: [...errors] });

function venueProblems({ plan, zone }: WantedVenue): Problem[] {
  const problems = planProblems(plan);
  if (isZone(zone)) return problems;
  const detail = 'Not a time zone such as Europe/Paris.';
  return [...problems, { pointer: '/zone', in: 'body', code: 'not-known', detail }];
}

function venueDesk({ ctx: { db } }: Needs) {
  const find = async (own: Own, venueId: string): Promise<VenueRow | Refusal> => {
    const row = await store.readVenue(db, venueId);
    return row && own.includes(row.sellerId) ? row : refuse('venue-not-found', { venueId });
  };
  return {
    venue: find,
    venues: (of: { sellerIds: Own; below: string; limit: number }) => store.pageVenues(db, of),

    async addVenue(sellerId: string, wanted: WantedVenue): Promise<VenueRow | Refusal> {
      const problems = venueProblems(wanted);
      if (problems.length > 0) return wrong(problems);
      const venueId = newId('ven');
      const row = { ...wanted, venueId, sellerId };
      const made = await store.insertVenue(db, row, venuesPerSeller_max);
      return made ? find([sellerId], venueId) : refuse('event-limit', { max: venuesPerSeller_max });
    },

    async changeVenue(
      own: Own,
      of: { venueId: string; version: number; wanted: WantedVenue },
    ): Promise<VenueRow | Refusal> {
      const problems = venueProblems(of.wanted);
      if (problems.length > 0) return wrong(problems);
      const known = await find(own, of.venueId);
      if (isRefusal(known)) return known;
      const { venueId, sellerId } = known;
      const done = await store.updateVenue(db, { ...of.wanted, venueId, sellerId }, of.version);
      return done ? find(own, venueId) : refuse('precondition-failed');
    },
  };
}

function planner({ ctx, sellers }: Needs) {
  const { db, clock } = ctx;

  /** The event with its ids, or everything that is wrong with it. */
  return async (
    wanted: WantedEvent,
    of: { sellerId: string; eventId: string; actor: string },
  ): Promise<NewEvent | Refusal> => {
    const venue = await store.readVenue(db, wanted.venueId);
    if (venue?.sellerId !== of.sellerId) {
      return refuse('venue-not-found', { venueId: wanted.venueId });
    }
    const sections = new Set(venue.plan.map((one) => one.section));
    const sessions = wanted.sessions.map((one) => ({ ...one, sessionId: newId('esn') }));
    const types = wanted.types.map((one) => ({ ...one, typeId: newId('tty') }));
    const plan = { ...wanted, sessions, types };
    const problems = eventProblems(plan, { sections, now_ms: clock.now() });
    if (problems.length > 0) return wrong(problems);
    const { sellers: found } = await sellers.sellers({ sellerIds: [of.sellerId] });
    const [organiser] = found;
    if (!organiser) return refuse('room-unavailable', { room: 'sellers' });
    const slug = `${slugOf(wanted.name)}-${of.eventId.slice(-6)}`;
    const shown = { organiserName: organiser.name, organiserSlug: organiser.slug };
    return { ...plan, ...of, ...shown, slug };
  };
}

function draftDesk({ ctx, sellers }: Needs, find: Find) {
  const { db, clock } = ctx;

  const planned = planner({ ctx, sellers });

  return {
    events: (of: { sellerIds: Own; below: string; limit: number }) => store.pageEvents(db, of),

    async create(
      of: { sellerId: string; actor: string },
      wanted: WantedEvent,
    ): Promise<EventRow | Refusal> {
      const eventId = newId('evn');
      const plan = await planned(wanted, { ...of, eventId });
      if (isRefusal(plan)) return plan;
      const made = await db.tx((tx) => store.insertEvent(tx, plan, eventsPerSeller_max));
      if (!made) return refuse('event-limit', { max: eventsPerSeller_max });
      return find([of.sellerId], eventId);
    },

    async change(
      own: Own,
      of: { eventId: string; version: number; actor: string },
      wanted: WantedEvent,
    ): Promise<EventRow | Refusal> {
      const row = await find(own, of.eventId);
      if (isRefusal(row)) return row;
      const { sellerId, eventId } = row;
      const plan = await planned(wanted, { sellerId, eventId, actor: of.actor });
      if (isRefusal(plan)) return plan;
      const done = await db.tx((tx) => store.replaceEvent(tx, plan, of.version));
      return done ? find(own, eventId) : whyNot(row, of.version);
    },

    /** Makes the seats and shows the event; from then on it is booked. */
    async publish(own: Own, of: { eventId: string; version: number }): Promise<EventRow | Refusal> {
      const row = await find(own, of.eventId);
      if (isRefusal(row)) return row;
      if (!row.sessions?.some((one) => Date.parse(one.startsAt) > clock.now())) {
        const detail = 'No session is to come.';
        return wrong([{ pointer: '/sessions', in: 'body', code: 'in-the-past', detail }]);
      }
      const done = await db.tx(async (tx) => {
        if (!(await store.publish(tx, of))) return false;
        await makeSeats(tx, row);
        return true;
      });
      return done ? find(own, of.eventId) : whyNot(row, of.version);
    },
  };
}

/** The seats of every session, from the plan of the venue as it is now. */
export async function makeSeats(
  tx: Parameters<typeof store.insertSeats>[0],
  row: Pick<EventRow, 'eventId' | 'venue' | 'types'>,
): Promise<void> {
  const types = (row.types ?? []).filter((one) => one.sections.length > 0);
  if (types.length === 0) return;
  const seats = seatsOf(row.venue.plan, types);
  await store.insertSeats(tx, { eventId: row.eventId, types, seats });
}

/** Why a change found nothing to change: the version, or the state. */
function whyNot(row: EventRow, version: number): Refusal {
  return row.version === version
    ? refuse('event-state', { state: row.state })
    : refuse('precondition-failed');
}

interface OfSession {
  eventId: string;
  sessionId: string;
  version: number;
}

function actor(db: RoomContext['db'], find: Find) {
  /** Does one thing to an event that is published; what follows for bookings is done by a task. */
  return async (
    own: Own,
    of: { eventId: string; version: number; sessionId?: string },
    work: (tx: Parameters<typeof store.cancelEvent>[0]) => Promise<boolean>,
  ): Promise<EventRow | Refusal> => {
    const row = await find(own, of.eventId);
    if (isRefusal(row)) return row;
    const { sessionId } = of;
    const session = row.sessions?.find((one) => one.sessionId === sessionId);
    if (sessionId !== undefined && !session)
      return refuse('event-session-not-found', { sessionId });
    const done = await stepOf(db, work);
    if (!done) {
      const over = session !== undefined && (session.state === 'CANCELLED' || session.over);
      if (row.version === of.version && over) {
        return refuse('event-state', {
          state: session.state === 'CANCELLED' ? 'CANCELLED' : 'OVER',
        });
      }
      return whyNot(row, of.version);
    }
    return find(own, of.eventId);
  };
}

function runDesk({ ctx }: Needs, find: Find) {
  const { db, clock } = ctx;

  const act = actor(db, find);

  return {
    cancelEvent: (own: Own, of: { eventId: string; version: number }) =>
      act(own, of, (tx) => store.cancelEvent(tx, of)),

    cancelSession: (own: Own, of: OfSession) => act(own, of, (tx) => store.cancelSession(tx, of)),

    /** `refundAll`: everybody gets the money back; else everybody may, until it begins. */
    async moveSession(
      own: Own,
      of: Omit<store.Moved, 'doorsAt'> & { doorsAt: Date | null },
    ): Promise<EventRow | Refusal> {
      const { startsAt, endsAt, doorsAt } = of;
      const session = { startsAt, endsAt, doorsAt, zone: 'UTC', sessionId: of.sessionId };
      const plan = { sessions: [session], types: [], refundRules: [], salesFrom: null };
      const found = eventProblems(plan, { sections: new Set(), now_ms: clock.now() });
      if (found.length > 0) {
        return wrong(
          found.map((one) => ({ ...one, pointer: one.pointer.replace('/sessions/0', '') })),
        );
      }
      return act(own, of, (tx) => store.moveSession(tx, of));
    },

    async setQuota(
      own: Own,
      of: OfSession & { typeId: string; quota: number },
    ): Promise<EventRow | Refusal> {
      const row = await find(own, of.eventId);
      if (isRefusal(row)) return row;
      const type = row.types?.find((one) => one.typeId === of.typeId);
      if (!type) return refuse('ticket-type-not-found', { typeId: of.typeId });
      const session = row.sessions?.find((one) => one.sessionId === of.sessionId);
      const counter = session?.quotas?.find((one) => one.typeId === of.typeId);
      const tooLow = counter !== undefined && of.quota < counter.claimed;
      if (type.seated || tooLow) {
        const detail = type.seated
          ? 'The seats of the plan are what there is.'
          : `${counter?.claimed} are taken already.`;
        const code = type.seated ? 'seated' : 'below-claimed';
        return wrong([{ pointer: '/quota', in: 'body', code, detail }]);
      }
      return act(own, of, (tx) => store.setQuota(tx, of));
    },
  };
}

/** A step of two statements, of which the second may find nothing: then neither is kept. */
async function stepOf(
  db: RoomContext['db'],
  work: (tx: Parameters<typeof store.cancelEvent>[0]) => Promise<boolean>,
): Promise<boolean> {
  try {
    return await db.tx(async (tx) => {
      if (!(await work(tx))) throw new Undone();
      return true;
    });
  } catch (thrown) {
    if (thrown instanceof Undone) return false;
    throw thrown;
  }
}

class Undone extends Error {}
