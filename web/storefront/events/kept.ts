/** Tickets in this browser, for the door when there is no network; gone when somebody signs out. */
import { storage } from '../browser-app.ts';
import { draftPrefix } from '../state/forget-drafts.ts';
import type { ShownTicket, TicketsHead } from './words.ts';

export interface KeptBooking {
  booking: TicketsHead;
  tickets: readonly ShownTicket[];
}

interface Shelf {
  userId: string;
  bookings: KeptBooking[];
}

const name = `${draftPrefix}tickets`;
/** Of the newest; a ticket is about 8 kB, and browsers give some megabytes. */
const bookings_max = 20;
const after_ms = 86_400_000;

function read(): Shelf | null {
  try {
    const shelf = JSON.parse(storage().getItem(name) ?? 'null') as Shelf | null;
    return shelf !== null && Array.isArray(shelf.bookings) ? shelf : null;
  } catch {
    return null;
  }
}

/** What is kept, of whoever was here last. */
export const keptTickets = (): KeptBooking[] => read()?.bookings ?? [];

export function keepTickets(userId: string, kept: KeptBooking): void {
  const shelf = read();
  const others = (shelf?.userId === userId ? shelf.bookings : []).filter(
    ({ booking: { bookingId, session } }) =>
      bookingId !== kept.booking.bookingId && Date.parse(session.endsAt) > Date.now() - after_ms,
  );
  const isShown = kept.booking.state === 'CONFIRMED' && kept.tickets.length > 0;
  const live = isShown ? [kept] : [];
  const bookings = [...live, ...others].slice(0, bookings_max);
  try {
    storage().setItem(name, JSON.stringify({ userId, bookings }));
  } catch {
    // Full: the tickets are there with a network, and in the mail.
  }
}
