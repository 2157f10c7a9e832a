/** What other rooms may use of bookings: what is to be paid, events, error codes, limits. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { amount_minor_max } from '#kernel/core/limit.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall, unfinishedCall } from '#services/identity/contract.ts';

/** How long seats wait for their payment to begin, and then for its outcome. */
export const hold_ms = 15 * 60_000;
/** How long somebody from the waitlist has to take what came back. */
export const offer_ms = 30 * 60_000;
export const sessionsPerEvent_max = 100;
export const typesPerEvent_max = 20;
export const seatsPerVenue_max = 5_000;
export const quota_max = 1_000_000;
export const perBooking_max = 20;
export const scansPerCall_max = 500;
export const eventsPerSeller_max = 2_000;
export const venuesPerSeller_max = 200;
export const bookingsPerReview_max = 500;

export const bookingIdSchema = idSchema('bkg');
export const eventIdSchema = idSchema('evn');
export const sessionIdSchema = idSchema('esn');
export const typeIdSchema = idSchema('tty');
export const venueIdSchema = idSchema('ven');
export const entryIdSchema = idSchema('wle');
export const ticketIdSchema = idSchema('tkt');
export const handOverIdSchema = idSchema('hnd');

/** How long an offered ticket waits, unless its doors open before. */
export const handOver_ms = 7 * 24 * 60 * 60_000;
export const handOversPerTicket_max = 10;
/** Offers of one person in 24 hours: each is a mail to an address of their choice. */
export const handOversPerDay_max = 30;
/** Tickets of others that somebody is shown, the newest first. */
export const heldTickets_max = 100;
export const handOverLetters_max = 200;

/** What a payment of a booking names as its checkout and its saga: the booking. */
export const BOOKING_PREFIX = 'bkg_';
export const isBooking = (checkoutId: string): boolean => checkoutId.startsWith(BOOKING_PREFIX);

export const bookingErrors = defineErrors({
  'event-not-found': {
    status: 404,
    title: 'Event not found',
    explain: 'There is no such event, it is not published yet, or it is not yours.',
    retryable: false,
  },
  'event-session-not-found': {
    status: 404,
    title: 'Session not found',
    explain: 'The event has no such session, or the event is not published.',
    retryable: false,
  },
  'venue-not-found': {
    status: 404,
    title: 'Venue not found',
    explain: 'There is no such venue, or it is not yours.',
    retryable: false,
  },
  'event-plan-not-valid': {
    status: 422,
    title: 'The event makes no sense as it is',
    explain: 'errors says for each field why; nothing was saved.',
    retryable: false,
  },
  'event-state': {
    status: 409,
    title: 'Not in this state of the event',
    explain: 'state is where the event or session stands; what was asked follows on others.',
    retryable: false,
  },
  'event-limit': {
    status: 409,
    title: 'Too many events or venues',
    explain: 'A seller has as many as allowed, named as max.',
    retryable: false,
  },
  'event-session-cancelled': {
    status: 409,
    title: 'The session is cancelled',
    explain: 'It does not take place; who had booked gets all the money back.',
    retryable: false,
  },
  'event-session-over': {
    status: 409,
    title: 'The session has begun',
    explain: 'Tickets are sold until a session begins.',
    retryable: false,
  },
  'sales-not-open': {
    status: 409,
    title: 'Sales are not open yet',
    explain: 'salesFrom says when they open.',
    retryable: true,
  },
  'ticket-type-not-found': {
    status: 404,
    title: 'No such kind of ticket',
    explain: 'The session has no such kind of ticket.',
    retryable: false,
  },
  'tickets-sold-out': {
    status: 409,
    title: 'Not enough tickets left',
    explain: 'available is how many are free; what comes back goes to those on the waitlist first.',
    retryable: true,
  },
  'seat-taken': {
    status: 409,
    title: 'A seat is taken',
    explain: 'seats lists which; nothing was booked.',
    retryable: false,
  },
  'seat-not-found': {
    status: 422,
    title: 'Not a seat of this kind and session',
    explain: 'seats lists those that are none; nothing was booked.',
    retryable: false,
  },
  'booking-limit': {
    status: 409,
    title: 'More than one booking may have',
    explain: 'The organiser sets how many tickets of a kind are in one booking, named as max.',
    retryable: false,
  },
  'booking-not-found': {
    status: 404,
    title: 'Booking not found',
    explain: 'There is no such booking, or it is not yours.',
    retryable: false,
  },
  'booking-state': {
    status: 409,
    title: 'Not in this state of the booking',
    explain: 'state is where the booking stands, and reason why it ended.',
    retryable: false,
  },
  'booking-hold-over': {
    status: 409,
    title: 'The time for these seats is over',
    explain: 'They were held and not paid in time; book them again if they are still free.',
    retryable: false,
  },
  'booking-not-refundable': {
    status: 409,
    title: 'It cannot be cancelled any more',
    explain: 'The session has begun.',
    retryable: false,
  },
  'booking-version-ahead': {
    status: 409,
    title: 'No such version yet',
    explain: 'The version that the caller has seen is not known here.',
    retryable: true,
  },
  'waitlist-not-needed': {
    status: 409,
    title: 'There are tickets',
    explain: 'available are free; book them.',
    retryable: false,
  },
  'event-ticket-not-found': {
    status: 404,
    title: 'Ticket not found',
    explain: 'There is no such ticket, or somebody else holds it.',
    retryable: false,
  },
  'ticket-used': {
    status: 409,
    title: 'The ticket was let in',
    explain: 'Who came in with a ticket keeps it.',
    retryable: false,
  },
  'ticket-void': {
    status: 409,
    title: 'The ticket is void',
    explain: 'Its booking or its session is cancelled.',
    retryable: false,
  },
  'ticket-handed-on': {
    status: 409,
    title: 'The ticket was handed on',
    explain: 'Somebody has accepted it; it is theirs now.',
    retryable: false,
  },
  'wallet-pass-unavailable': {
    status: 404,
    title: 'No pass for a wallet',
    explain: 'The shop has no certificate for passes that is good now.',
    retryable: false,
  },
  'hand-over-open': {
    status: 409,
    title: 'The ticket is offered already',
    explain: 'to says to whom; take it back first.',
    retryable: false,
  },
  'hand-over-own': {
    status: 409,
    title: 'That is your own address',
    explain: 'A ticket is handed over to somebody else; to keep it, take it back.',
    retryable: false,
  },
  'hand-over-closed': {
    status: 409,
    title: 'Tickets change hands no more',
    explain: 'The doors are open, or the session is over; since says when that was.',
    retryable: false,
  },
  'hand-over-limit': {
    status: 409,
    title: 'Offered too often',
    explain: 'A ticket, and a person in a day, offers as often as named as max.',
    retryable: false,
  },
  'hand-over-not-found': {
    status: 404,
    title: 'No such offer',
    explain: 'The link is not ours, or the offer is for somebody else.',
    retryable: false,
  },
  'hand-over-over': {
    status: 409,
    title: 'The offer is over',
    explain: 'state says why: ACCEPTED by somebody, TAKEN_BACK, EXPIRED, or VOID.',
    retryable: false,
  },
  'waitlist-entry-not-found': {
    status: 404,
    title: 'Not on this waitlist',
    explain: 'There is no such entry of yours that still waits.',
    retryable: false,
  },
});

const id = Type.String({ minLength: 1, maxLength: 64 });
const minor = Type.Integer({ minimum: 0, maximum: amount_minor_max });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });
const text = (max: number) => Type.String({ minLength: 1, maxLength: max });

/** A venue of the demo world. */
export const importedVenue = Type.Object({
  venueId: venueIdSchema,
  sellerId: idSchema('slr'),
  name: text(200),
  line1: text(200),
  city: text(100),
  postalCode: text(20),
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  zone: text(60),
  plan: Type.Array(
    Type.Object({
      section: text(40),
      rows: Type.Array(
        Type.Object({ row: text(10), seats: Type.Integer({ minimum: 1, maximum: 200 }) }),
        { maxItems: 200 },
      ),
    }),
    { maxItems: 50 },
  ),
});

export const importedEvent = Type.Object({
  eventId: eventIdSchema,
  sellerId: idSchema('slr'),
  venueId: venueIdSchema,
  slug: text(120),
  name: text(200),
  summary: Type.String({ maxLength: 300 }),
  description: Type.String({ maxLength: 10_000 }),
  category: text(40),
  imageUrl: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
  ageMin: Type.Union([Type.Integer({ minimum: 0, maximum: 99 }), Type.Null()]),
  currency,
  /** Sessions start so many days from now, at this time of day in their zone. */
  sessions: Type.Array(
    Type.Object({
      sessionId: sessionIdSchema,
      inDays: Type.Integer({ minimum: 1, maximum: 400 }),
      at: Type.String({ pattern: '^[0-2][0-9]:[0-5][0-9]$' }),
      minutes: Type.Integer({ minimum: 1, maximum: 10_000 }),
    }),
    { minItems: 1, maxItems: 20 },
  ),
  types: Type.Array(
    Type.Object({
      typeId: typeIdSchema,
      name: text(80),
      description: Type.String({ maxLength: 300 }),
      price_minor: minor,
      fee_minor: minor,
      perBooking: Type.Integer({ minimum: 1, maximum: perBooking_max }),
      quota: Type.Integer({ minimum: 0, maximum: quota_max }),
      sections: Type.Array(text(40), { maxItems: 50 }),
    }),
    { minItems: 1, maxItems: typesPerEvent_max },
  ),
});

/** How a booking stands, for those who compare money with what it was for. */
const reviewedBooking = Type.Object({
  bookingId: id,
  state: Type.String(),
  /** What it knows to have been captured: it decides what becomes of that. */
  captured_minor: minor,
  updatedAt: Type.String(),
});

const refusedRefund = Type.Object({
  bookingId: id,
  /** Of the refunds of its booking. */
  no: Type.Integer({ minimum: 1 }),
  paymentId: id,
  amount_minor: minor,
  currency,
  /** Why payments refuses. */
  code: Type.String(),
  tries: Type.Integer(),
  since: Type.String(),
});
export type RefusedRefund = Static<typeof refusedRefund>;

/** What a mail about an offered ticket needs. The token is made when it is asked for. */
const handOverLetterSchema = Type.Object({
  handOverId: id,
  /** Lets whoever has it take the ticket, with an account. */
  token: Type.String(),
  /** Who offers it, as the ticket names them; null where it names nobody. */
  from: Type.Union([Type.String(), Type.Null()]),
});
export type HandOverLetter = Static<typeof handOverLetterSchema>;

export const bookingCalls = defineCalls('booking', {
  /** What payments charges for a booking; null once it does not wait for money any more. */
  toPay: call({
    input: Type.Object({ bookingId: id }),
    output: Type.Object({
      wish: Type.Union([
        Type.Object({
          method: Type.Union([Type.Literal('CARD'), Type.Literal('PAYPAL'), Type.Literal('UPI')]),
          token: Type.String(),
          amount_minor: minor,
          currency,
          userId: id,
        }),
        Type.Null(),
      ]),
    }),
    retry: true,
  }),
  bookingsOf: call({
    input: Type.Object({ bookingIds: Type.Array(id, { maxItems: bookingsPerReview_max }) }),
    output: Type.Object({ bookings: Type.Array(reviewedBooking) }),
    retry: true,
  }),
  /** Refunds that payments refuses, in the order of bookings; of these bookings, or all (null). */
  refusedRefunds: call({
    input: Type.Object({
      bookingIds: Type.Union([Type.Array(id, { maxItems: bookingsPerReview_max }), Type.Null()]),
      after: Type.Union([Type.Object({ bookingId: id, no: Type.Integer() }), Type.Null()]),
      limit: Type.Integer({ minimum: 1, maximum: bookingsPerReview_max }),
    }),
    output: Type.Object({ refunds: Type.Array(refusedRefund) }),
    timeout_ms: 6_000,
    retry: true,
  }),
  /** Has a refund that is due asked for at once, rather than when its pause is over. */
  askRefund: call({
    input: Type.Object({ bookingId: id, no: Type.Integer({ minimum: 1 }) }),
    output: Type.Object({ asked: Type.Boolean() }),
    retry: true,
  }),
  /** Events of the demo world; those that are there stay as they are. Not in production. */
  import: call({
    input: Type.Object({
      venues: Type.Array(importedVenue, { maxItems: 20 }),
      events: Type.Array(importedEvent, { maxItems: 20 }),
    }),
    output: Type.Object({ imported: Type.Integer() }),
    refusals: ['not-allowed', 'event-plan-not-valid'],
    timeout_ms: 20_000,
    retry: true,
  }),
  /** For the room that sends mails: links of offers that can still be taken. */
  handOverLetters: call({
    input: Type.Object({
      handOverIds: Type.Array(id, { maxItems: handOverLetters_max }),
    }),
    output: Type.Object({ letters: Type.Array(handOverLetterSchema) }),
    retry: true,
  }),
  unfinished: unfinishedCall(),
  personalData: personalDataCall(),
});

/** How many events of each room a booking had seen: its clock, which no machine's time is in. */
export const clockSchema = Type.Object({
  booking: Type.Integer({ minimum: 0 }),
  payments: Type.Integer({ minimum: 0 }),
  notifications: Type.Integer({ minimum: 0 }),
});
export type VectorClock = Static<typeof clockSchema>;

const facts = {
  bookingId: id,
  eventId: id,
  sessionId: id,
  sellerId: id,
  userId: id,
  eventName: Type.String(),
  slug: Type.String(),
  startsAt: Type.String(),
  zone: Type.String(),
  quantity: Type.Integer(),
  /** When it was confirmed; null when it was not. */
  confirmedAt: Type.Union([Type.String(), Type.Null()]),
  totalAmount: minor,
  currency,
  clock: clockSchema,
};

/** People besides the buyer who hold tickets of it. */
const holders = Type.Optional(Type.Array(id));
const hand = { handOverId: id, ticketId: id, fromUserId: id, toUserId: id };

export const bookingEvents = defineEvents({
  room: 'booking',
  topic: 'booking.events',
  types: {
    /** It waits for its payment. The token is asked for by `toPay`, and is in no event. */
    BOOKING_CREATED: Type.Object({
      ...facts,
      /** null: it costs nothing. */
      paymentMethod: Type.Union([Type.String(), Type.Null()]),
    }),
    /** What came back is held for somebody from the waitlist. */
    BOOKING_OFFERED: Type.Object(facts),
    BOOKING_CONFIRMED: Type.Object({
      ...facts,
      paymentId: Type.Union([Type.String(), Type.Null()]),
    }),
    BOOKING_CANCELLED: Type.Object({
      ...facts,
      reason: Type.String(),
      refundAmount: minor,
      holders,
    }),
    /** Money is owed back; once for each number. */
    BOOKING_REFUND_DUE: Type.Object({
      ...facts,
      paymentId: id,
      amount: minor,
      reason: Type.String(),
      no: Type.Integer({ minimum: 1 }),
    }),
    /** Of that money, what is back. */
    BOOKING_REFUNDED: Type.Object({
      ...facts,
      paymentId: id,
      amount: minor,
      reason: Type.String(),
      no: Type.Integer({ minimum: 1 }),
    }),
    /** Its session has another time, and it stays booked. */
    BOOKING_MOVED: Type.Object({
      ...facts,
      movedFrom: Type.Union([Type.String(), Type.Null()]),
      movedAt: Type.String(),
      holders,
    }),
    /** A ticket of it is offered to somebody; `toUserId` may be nobody with an account. */
    BOOKING_TICKET_OFFERED: Type.Object({ ...facts, ...hand, expiresAt: Type.String() }),
    /** Somebody took it: `newTicketId` is good, `ticketId` is not any more. */
    BOOKING_TICKET_HANDED_ON: Type.Object({ ...facts, ...hand, newTicketId: id }),
  },
});
