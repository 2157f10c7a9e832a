/** What everybody sees of events, and people of their bookings. */
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { paymentsCalls } from '#services/payments/contract.ts';
import type { Codes } from './codes.ts';
import { findOwn } from './commands.ts';
import { ticketJson } from './schemas.ts';
import * as bookings from './store-booking.ts';
import type { BookingRow } from './store-booking.ts';
import * as events from './store-event.ts';
import { readLog } from './store-log.ts';
import { causalOrder } from './timeline.ts';

interface Needs {
  ctx: Pick<RoomContext, 'db'>;
  payments: Pick<Client<typeof paymentsCalls>, 'ofCheckout'>;
  codes: Pick<Codes, 'of'>;
}

interface Own {
  bookingId: string;
  userId: string;
}

export type Queries = ReturnType<typeof bookingQueries>;

export function bookingQueries({ ctx: { db }, payments, codes }: Needs) {
  async function event(idOrSlug: string): Promise<events.EventRow | Refusal<'event-not-found'>> {
    const row = await events.readEvent(db, idOrSlug);
    return row && row.state !== 'DRAFT' ? row : refuse('event-not-found', { event: idOrSlug });
  }

  async function timelineOf(row: BookingRow) {
    const log = causalOrder(await readLog(db, row.bookingId));
    const told = log.map(({ at, ...one }) => ({ ...one, at: at.toISOString() }));
    return { bookingId: row.bookingId, clock: row.clock, events: told };
  }

  return {
    event,
    events: (of: events.EventQuery) => events.listEvents(db, of),
    bookings: (of: { userId: string; below: string; limit: number }) =>
      bookings.pageBookings(db, of),

    async seats(of: { eventId: string; sessionId: string }) {
      const found = await event(of.eventId);
      if (isRefusal(found)) return found;
      const { sessionId } = of;
      const known = found.sessions?.some((one) => one.sessionId === sessionId);
      return known
        ? events.readSeats(db, sessionId)
        : refuse('event-session-not-found', { sessionId });
    },

    /** At least as new as what the caller has seen. */
    async booking(of: Own & { minVersion: number }): Promise<BookingRow | Refusal> {
      const row = await findOwn(db, of);
      if (isRefusal(row) || row.version >= of.minVersion) return row;
      return refuse('booking-version-ahead', { version: row.version });
    },

    async timeline(of: Own) {
      const row = await findOwn(db, of);
      return isRefusal(row) ? row : timelineOf(row);
    },

    /** For operators. */
    async anyTimeline(bookingId: string) {
      const [row] = await bookings.readBookings(db, [bookingId]);
      return row ? timelineOf(row) : refuse('booking-not-found', { bookingId });
    },

    /** Whose bank asks, where it does; nothing is asked elsewhere while none does. */
    async actionUrl(row: BookingRow): Promise<string | null> {
      if (row.state !== 'PENDING' || row.paymentState !== 'ACTION') return null;
      const { payments: made } = await payments.ofCheckout({ checkoutId: row.bookingId });
      return made.at(-1)?.actionUrl ?? null;
    },

    async tickets(of: Own) {
      const row = await findOwn(db, of);
      if (isRefusal(row)) return row;
      const tickets = await bookings.readTickets(db, of.bookingId);
      const { session, event: shown, attendee } = row;
      const about = {
        event: { name: shown.name, organiser: shown.organiserName, venue: shown.venue },
        session: { ...session, sessionId: row.sessionId },
        holder: attendee?.name ?? null,
      };
      return tickets.map((ticket) => ticketJson(ticket, codes.of({ ...ticket, ...about })));
    },
  };
}
