/** What a seat is called, and how it stands with an event, in the reader's words. */
import type { ReplyOf } from '../../client/request.ts';
import type { Speech } from '../i18n/translate.ts';

export type EventShown = ReplyOf<'GET /events/{eventId}'>;
export type Summary = ReplyOf<'GET /events'>['data'][number];
export type Session = EventShown['sessionList'][number];
export type Kind = EventShown['ticketTypes'][number];
export type Booking = ReplyOf<'GET /bookings/{bookingId}'>;
export type Ticket = ReplyOf<'GET /bookings/{bookingId}/tickets'>['tickets'][number];
export type HeldTicket = ReplyOf<'GET /me/tickets'>['tickets'][number];
export type ShownTicket = Pick<
  Ticket,
  'ticketId' | 'typeName' | 'seat' | 'state' | 'code' | 'qr' | 'checkedInAt'
>;
/** As much of a booking as stands above its tickets. */
export interface TicketsHead {
  bookingId: string;
  event: Pick<Booking['event'], 'slug' | 'name' | 'venue'>;
  session: Pick<Booking['session'], 'startsAt' | 'endsAt' | 'zone'>;
  state: Booking['state'];
}
export type Seat = ReplyOf<'GET /events/{eventId}/sessions/{sessionId}/seats'>['seats'][number];

/** `Stalls/A/3`: Stalls, row A, seat 3. */
export function seatName({ t }: Speech, seat: string): string {
  const [section = seat, row = '', number = ''] = seat.split('/');
  return t('events.seat', { section, row, number });
}

export const tones = {
  available: 'accent',
  'few-left': 'warn',
  'sold-out': 'plain',
  'not-open': 'plain',
  over: 'plain',
} as const;

/** On sale, few left with the true number, sold out, not on sale yet, or over. */
export function standing(
  speech: Speech,
  of: { availability: Summary['availability']; left: number; waiting?: boolean },
): string {
  const { t } = speech;
  return t(`events.state.${of.availability}`, { count: of.left });
}
