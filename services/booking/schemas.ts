/** Shapes of events and bookings at the edge: amounts in major units, times as text. */
import { Type, type Static } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { backNow } from './commands.ts';
import type { ShownCode } from './codes.ts';
import * as contract from './contract.ts';
import type { BookingRow, TicketRow } from './store-booking.ts';
import type { EventRow, SeatRow, SessionRow } from './store-event.ts';
import type { OpenOffer } from './store-hand.ts';

const text = Type.String();
const nullable = Type.Union([Type.String(), Type.Null()]);
const count = Type.Integer();
const amount = Type.Number();
const bounded = (max: number) => Type.String({ minLength: 1, maxLength: max });

/** Few enough to say so. The number that is told is always the true one. */
const FEW = 20;

export const bookingParams = Type.Object({ bookingId: contract.bookingIdSchema });
/** An id or a slug. */
export const eventParams = Type.Object({
  eventId: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{1,119}$', maxLength: 120 }),
});
export const sessionParams = Type.Object({
  eventId: eventParams.properties.eventId,
  sessionId: contract.sessionIdSchema,
});

const availability = Type.Enum(['available', 'few-left', 'sold-out', 'not-open', 'over']);

const venueReply = Type.Object({
  venueId: text,
  name: text,
  line1: text,
  city: text,
  state: nullable,
  postalCode: text,
  country: text,
  latitude: Type.Union([Type.Number(), Type.Null()]),
  longitude: Type.Union([Type.Number(), Type.Null()]),
  zone: text,
});

const organiser = Type.Object({ sellerId: text, name: text, slug: text });

export const eventSummary = Type.Object({
  eventId: text,
  slug: text,
  name: text,
  summary: text,
  category: text,
  imageUrl: nullable,
  ageMin: Type.Union([count, Type.Null()]),
  organiser,
  venue: Type.Object({ name: text, city: text, country: text }),
  /** The next session that is to come, and how many are. */
  startsAt: nullable,
  zone: text,
  sessions: count,
  currency: text,
  /** The lowest price, all-in. */
  priceFrom: Type.Union([amount, Type.Null()]),
  availability,
  left: count,
});

const sessionReply = Type.Object({
  sessionId: text,
  startsAt: text,
  endsAt: text,
  doorsAt: nullable,
  zone: text,
  state: Type.Enum(['SCHEDULED', 'CANCELLED']),
  movedFrom: nullable,
  availability,
  left: count,
  ticketTypes: Type.Array(Type.Object({ typeId: text, left: count, availability, waiting: count })),
});

const refundRule = Type.Object({
  hoursBefore: Type.Integer({ minimum: 0, maximum: 10_000 }),
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
});

export const eventReply = Type.Object({
  ...eventSummary.properties,
  description: text,
  state: Type.Enum(['DRAFT', 'PUBLISHED', 'CANCELLED']),
  venue: venueReply,
  salesFrom: nullable,
  refundRules: Type.Array(refundRule),
  ticketTypes: Type.Array(
    Type.Object({
      typeId: text,
      name: text,
      description: text,
      price: amount,
      /** Contained in the price. */
      fee: amount,
      perBooking: count,
      seated: Type.Boolean(),
      /** Of the venue's plan. */
      sections: Type.Array(text),
    }),
  ),
  sessionList: Type.Array(sessionReply),
  version: count,
  serverTime: text,
});

type Availability = 'available' | 'few-left' | 'sold-out' | 'not-open' | 'over';

function standing(of: { left: number; open: boolean; over: boolean }): Availability {
  if (of.over) return 'over';
  if (!of.open) return 'not-open';
  if (of.left === 0) return 'sold-out';
  return of.left <= FEW ? 'few-left' : 'available';
}

function sessionJson(session: SessionRow, open: boolean) {
  const over = session.over || session.state === 'CANCELLED';
  const types = (session.quotas ?? []).map(({ typeId, quota, claimed, waiting }) => {
    const left = quota - claimed;
    return { typeId, left, waiting, availability: standing({ left, open, over }) };
  });
  const left = types.reduce((sum, one) => sum + one.left, 0);
  const { sessionId, startsAt, endsAt, doorsAt, zone, state, movedFrom } = session;
  return {
    sessionId,
    startsAt: utc(startsAt),
    endsAt: utc(endsAt),
    doorsAt: doorsAt && utc(doorsAt),
    zone,
    state,
    movedFrom: movedFrom && utc(movedFrom),
    availability: standing({ left, open, over }),
    left,
    ticketTypes: types,
  };
}

/** What the database writes into JSON has its own zone. */
const utc = (moment: string): string => new Date(moment).toISOString();

export function summaryJson(row: EventRow, now_ms: number) {
  const open = row.salesFrom === null || row.salesFrom.getTime() <= now_ms;
  const coming = (row.sessions ?? []).filter((one) => !one.over && one.state === 'SCHEDULED');
  const left = coming.reduce(
    (sum, one) => sum + (one.quotas ?? []).reduce((of, q) => of + q.quota - q.claimed, 0),
    0,
  );
  const prices = (row.types ?? []).map((one) => one.price_minor);
  const { name, city, country } = row.venue;
  return {
    eventId: row.eventId,
    slug: row.slug,
    name: row.name,
    summary: row.summary,
    category: row.category,
    imageUrl: row.imageUrl,
    ageMin: row.ageMin,
    organiser: { sellerId: row.sellerId, name: row.organiserName, slug: row.organiserSlug },
    venue: { name, city, country },
    startsAt: row.nextAt?.toISOString() ?? null,
    zone: coming[0]?.zone ?? row.venue.zone,
    sessions: coming.length,
    currency: row.currency,
    priceFrom: prices.length === 0 ? null : toMajor(Math.min(...prices), row.currency),
    availability: standing({ left, open, over: coming.length === 0 }),
    left,
  };
}

export function eventJson(row: EventRow, now_ms: number) {
  const summary = summaryJson(row, now_ms);
  const open = row.salesFrom === null || row.salesFrom.getTime() <= now_ms;
  const { sellerId: _, plan: _plan, version: _version, ...venue } = row.venue;
  return {
    ...summary,
    description: row.description,
    state: row.state,
    venue,
    salesFrom: row.salesFrom?.toISOString() ?? null,
    refundRules: row.refundRules,
    ticketTypes: (row.types ?? []).map(({ price_minor, fee_minor, ...type }) => ({
      ...type,
      price: toMajor(price_minor, row.currency),
      fee: toMajor(fee_minor, row.currency),
    })),
    sessionList: (row.sessions ?? []).map((one) => sessionJson(one, open)),
    version: row.version,
    serverTime: new Date(now_ms).toISOString(),
  };
}

export const seatsReply = Type.Object({
  sessionId: text,
  seats: Type.Array(
    Type.Object({
      seat: text,
      typeId: text,
      section: text,
      row: text,
      number: count,
      /** `mine`: in a booking that was named in the question. */
      state: Type.Enum(['free', 'held', 'sold', 'mine']),
    }),
  ),
});

export const seatsQuery = Type.Object({ booking: Type.Optional(contract.bookingIdSchema) });

export function seatJson({ bookingId, ...seat }: SeatRow, own: string | undefined) {
  const mine = own !== undefined && bookingId === own;
  return mine ? { ...seat, state: 'mine' as const } : seat;
}

const attendee = Type.Object({
  name: bounded(200),
  email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
});
const payment = {
  paymentMethod: Type.Enum(['CARD', 'PAYPAL', 'UPI']),
  paymentToken: bounded(500),
};

export const bookBody = Type.Object({
  sessionId: contract.sessionIdSchema,
  items: Type.Array(
    Type.Object({
      typeId: contract.typeIdSchema,
      quantity: Type.Integer({ minimum: 1, maximum: contract.perBooking_max }),
      /** As many as the quantity; left out of a seated kind: the best that are free. */
      seats: Type.Optional(
        Type.Array(bounded(80), { minItems: 1, maxItems: contract.perBooking_max }),
      ),
    }),
    { minItems: 1, maxItems: 10 },
  ),
  attendee: Type.Optional(attendee),
  /** With it the booking goes on to its payment at once; without, it is held. */
  payment: Type.Optional(Type.Object(payment)),
});

export const payBody = Type.Object({
  attendee: Type.Optional(attendee),
  paymentMethod: Type.Optional(payment.paymentMethod),
  paymentToken: Type.Optional(payment.paymentToken),
});

const bookingFields = {
  bookingId: text,
  state: Type.Enum(['HELD', 'PENDING', 'CONFIRMED', 'CANCELLED']),
  reason: nullable,
  event: Type.Object({
    eventId: text,
    slug: text,
    name: text,
    imageUrl: nullable,
    organiser: text,
    venue: Type.Object({ name: text, line1: text, city: text, country: text }),
  }),
  session: Type.Object({
    sessionId: text,
    startsAt: text,
    endsAt: text,
    doorsAt: nullable,
    zone: text,
    state: Type.Enum(['SCHEDULED', 'CANCELLED']),
    movedFrom: nullable,
  }),
  items: Type.Array(
    Type.Object({
      typeId: text,
      name: text,
      quantity: count,
      unitPrice: amount,
      fee: amount,
      seats: Type.Array(text),
    }),
  ),
  quantity: count,
  total: amount,
  currency: text,
  attendee: Type.Union([Type.Object({ name: text, email: Type.Optional(text) }), Type.Null()]),
  fromWaitlist: Type.Boolean(),
  /** How long seats are held, or the outcome of the payment is waited for. */
  expiresAt: nullable,
  serverTime: text,
  payment: Type.Object({
    method: nullable,
    state: nullable,
    /** Where the buyer's bank asks; only while it does. */
    actionUrl: nullable,
    paid: amount,
    /** Owed back or back; and what of it is back. */
    refundDue: amount,
    refunded: amount,
  }),
  /** What can be done now. */
  canPay: Type.Boolean(),
  canCancel: Type.Boolean(),
  /** What a cancellation would give back now. */
  refundNow: Type.Object({ amount, percent: count }),
  version: count,
  createdAt: text,
  confirmedAt: nullable,
  cancelledAt: nullable,
};
export const bookingReply = Type.Object(bookingFields);

export function bookingJson(
  row: BookingRow,
  of: { now_ms: number; actionUrl?: string | null },
): Static<typeof bookingReply> {
  const { currency, session, event, state } = row;
  const major = (minor: number) => toMajor(minor, currency);
  const { now_ms } = of;
  const back = backNow(row, now_ms);
  const begun = Date.parse(session.startsAt) <= now_ms;
  const alive = row.holdUntil !== null && row.holdUntil.getTime() > now_ms;
  return {
    bookingId: row.bookingId,
    state,
    reason: row.reason,
    event: {
      eventId: row.eventId,
      slug: event.slug,
      name: event.name,
      imageUrl: event.imageUrl,
      organiser: event.organiserName,
      venue: event.venue,
    },
    session: {
      sessionId: row.sessionId,
      startsAt: utc(session.startsAt),
      endsAt: utc(session.endsAt),
      doorsAt: session.doorsAt && utc(session.doorsAt),
      zone: session.zone,
      state: session.state,
      movedFrom: session.movedFrom && utc(session.movedFrom),
    },
    items: row.items.map(({ unit_minor, fee_minor, ...item }) => ({
      ...item,
      unitPrice: major(unit_minor),
      fee: major(fee_minor),
    })),
    quantity: row.quantity,
    total: major(row.total_minor),
    currency,
    attendee: row.attendee,
    fromWaitlist: row.fromWaitlist,
    expiresAt: row.holdUntil?.toISOString() ?? null,
    serverTime: new Date(now_ms).toISOString(),
    payment: {
      method: row.method,
      state: row.paymentState,
      actionUrl: of.actionUrl ?? null,
      paid: major(row.captured_minor),
      refundDue: major(row.returned_minor),
      refunded: major(row.refunded_minor),
    },
    canPay: state === 'HELD' && alive,
    canCancel: state !== 'CANCELLED' && !(state === 'CONFIRMED' && begun),
    refundNow: {
      amount: major(state === 'CONFIRMED' ? back.amount_minor : 0),
      percent: back.percent,
    },
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
  };
}

export const openOffer = Type.Union([
  Type.Object({
    handOverId: text,
    /** `b…@example.com`; null once it is forgotten. */
    to: nullable,
    expiresAt: text,
  }),
  Type.Null(),
]);

export const ticketReply = Type.Object({
  ticketId: text,
  typeId: text,
  typeName: text,
  seat: nullable,
  /** HANDED_ON: somebody else holds it, and has a code of their own. */
  state: Type.Enum(['VALID', 'VOID', 'HANDED_ON']),
  /** What stands in the QR code. */
  code: text,
  /** The QR code as an SVG document. */
  qr: text,
  /** Puts it into a phone's wallet; null where the shop has no keys for one. */
  walletUrl: nullable,
  /** Whether GET /tickets/{ticketId}/pass has a file for Apple Wallet. */
  hasPass: Type.Boolean(),
  checkedInAt: nullable,
  /** Whether it can be offered to somebody now. */
  canHandOver: Type.Boolean(),
  handOver: openOffer,
});

/** The offer of a ticket, as far as it is open. */
export function offerJson(offer: OpenOffer | null): Static<typeof openOffer> {
  return offer && { ...offer, expiresAt: utc(offer.expiresAt) };
}

export function ticketJson(row: TicketRow, of: ShownCode) {
  const { ticketId, typeId, typeName, seat, state, canHandOver } = row;
  const shown = { ticketId, typeId, typeName, seat, state, canHandOver };
  const handOver = offerJson(row.handOver);
  return { ...shown, ...of, handOver, checkedInAt: row.checkedInAt?.toISOString() ?? null };
}

export const timelineReply = Type.Object({
  bookingId: text,
  clock: contract.clockSchema,
  /** In causal order: each event stands after everything that it knew of. */
  events: Type.Array(
    Type.Object({
      no: count,
      room: text,
      type: text,
      eventId: text,
      lamport: count,
      clock: contract.clockSchema,
      relation: Type.Enum(['own', 'after', 'before', 'concurrent']),
      /** Events of which it knew nothing, and which knew nothing of it. */
      concurrentWith: Type.Array(count),
      did: text,
      at: text,
    }),
  ),
});

export const sellerIdSchema = idSchema('slr');
