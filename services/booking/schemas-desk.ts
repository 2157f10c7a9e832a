/** Shapes of what organisers send, and how it becomes a plan. */
import { Type, type Static } from 'typebox';
import { isCurrency, priceFromMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import * as contract from './contract.ts';
import type { WantedEvent, WantedVenue } from './desk.ts';
import { sellerIdSchema } from './schemas.ts';
import type { VenueRow } from './store-event.ts';

const bounded = (max: number) => Type.String({ minLength: 1, maxLength: max });
const moment = Type.String({ format: 'date-time', maxLength: 40 });
const nullable = Type.Union([Type.String(), Type.Null()]);
const degrees = (max: number) => Type.Number({ minimum: -max, maximum: max });

const plan = Type.Array(
  Type.Object({
    section: Type.String({ minLength: 1, maxLength: 40, pattern: '^[^/]+$' }),
    rows: Type.Array(
      Type.Object({
        row: Type.String({ minLength: 1, maxLength: 10, pattern: '^[^/]+$' }),
        seats: Type.Integer({ minimum: 1, maximum: 200 }),
      }),
      { minItems: 1, maxItems: 200 },
    ),
  }),
  { maxItems: 50 },
);

const venueFields = {
  name: bounded(200),
  line1: bounded(200),
  city: bounded(100),
  state: Type.Optional(Type.String({ maxLength: 100 })),
  postalCode: bounded(20),
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  latitude: Type.Optional(degrees(90)),
  longitude: Type.Optional(degrees(180)),
  /** IANA, such as Europe/Paris. */
  zone: bounded(60),
  /** Numbered seats, by section and row; 5,000 at most. Without it there are none. */
  plan: Type.Optional(plan),
};
/** For which seller, where the caller acts for several. */
const forSeller = { sellerId: Type.Optional(sellerIdSchema) };
export const venueBody = Type.Object(venueFields);
export const newVenueBody = Type.Object({ ...venueFields, ...forSeller });

export const venueReply = Type.Object({
  venueId: Type.String(),
  sellerId: Type.String(),
  name: Type.String(),
  line1: Type.String(),
  city: Type.String(),
  state: nullable,
  postalCode: Type.String(),
  country: Type.String(),
  latitude: Type.Union([Type.Number(), Type.Null()]),
  longitude: Type.Union([Type.Number(), Type.Null()]),
  zone: Type.String(),
  plan,
  version: Type.Integer(),
});

export const venueJson = (row: VenueRow): Static<typeof venueReply> => row;

export function venueOf(body: Static<typeof venueBody>): WantedVenue {
  const { name, line1, city, postalCode, country, zone } = body;
  const { state = null, latitude = null, longitude = null, plan: seats = [] } = body;
  return {
    name,
    line1,
    city,
    state,
    postalCode,
    country,
    latitude,
    longitude,
    zone,
    plan: seats,
  };
}

const sessionBody = Type.Object({
  startsAt: moment,
  endsAt: moment,
  doorsAt: Type.Optional(moment),
  zone: bounded(60),
});

const eventFields = {
  venueId: contract.venueIdSchema,
  name: bounded(200),
  summary: Type.String({ maxLength: 300 }),
  description: Type.String({ maxLength: 10_000 }),
  category: bounded(40),
  imageUrl: Type.Optional(Type.String({ maxLength: 500, pattern: '^(https://|/)' })),
  ageMin: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  salesFrom: Type.Optional(moment),
  /** How much a cancellation gives back, so many hours before and earlier. */
  refundRules: Type.Array(
    Type.Object({
      hoursBefore: Type.Integer({ minimum: 0, maximum: 10_000 }),
      percent: Type.Integer({ minimum: 0, maximum: 100 }),
    }),
    { maxItems: 5 },
  ),
  sessions: Type.Array(sessionBody, { minItems: 1, maxItems: contract.sessionsPerEvent_max }),
  ticketTypes: Type.Array(
    Type.Object({
      name: bounded(80),
      description: Type.Optional(Type.String({ maxLength: 300 })),
      /** All-in; `fee` is what of it is a fee. */
      price: Type.Number({ minimum: 0, maximum: 1e9 }),
      fee: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9 })),
      /** Of each session; of kinds with seats the seats decide. */
      quota: Type.Integer({ minimum: 0, maximum: contract.quota_max }),
      perBooking: Type.Optional(Type.Integer({ minimum: 1, maximum: contract.perBooking_max })),
      /** Numbered seats: those of these sections. */
      sections: Type.Optional(Type.Array(bounded(40), { minItems: 1, maxItems: 50 })),
    }),
    { minItems: 1, maxItems: contract.typesPerEvent_max },
  ),
};
export const eventBody = Type.Object(eventFields);
export const newEventBody = Type.Object({ ...eventFields, ...forSeller });

/** The plan in a body. Refuses 'validation-failed' and 'amount-precision'. */
export function wantedOf(body: Static<typeof eventBody>): WantedEvent | Refusal {
  const { currency } = body;
  if (!isCurrency(currency)) {
    const detail = 'is no currency that is counted in here';
    return refuse('validation-failed', {
      errors: [{ pointer: '/currency', in: 'body', code: 'not-valid', detail }],
    });
  }
  const types: WantedEvent['types'][number][] = [];
  for (const type of body.ticketTypes) {
    const price_minor = priceFromMajor(type.price, currency);
    if (isRefusal(price_minor)) return price_minor;
    const fee_minor = priceFromMajor(type.fee ?? 0, currency);
    if (isRefusal(fee_minor)) return fee_minor;
    const { name, description = '', quota, perBooking = 10, sections = [] } = type;
    types.push({ name, description, quota, perBooking, sections, price_minor, fee_minor });
  }
  return {
    venueId: body.venueId,
    name: body.name,
    summary: body.summary,
    description: body.description,
    category: body.category,
    imageUrl: body.imageUrl ?? null,
    ageMin: body.ageMin ?? null,
    currency,
    salesFrom: body.salesFrom === undefined ? null : new Date(body.salesFrom),
    refundRules: body.refundRules,
    sessions: body.sessions.map((one) => ({
      startsAt: new Date(one.startsAt),
      endsAt: new Date(one.endsAt),
      doorsAt: one.doorsAt === undefined ? null : new Date(one.doorsAt),
      zone: one.zone,
    })),
    types,
  };
}

export const moveBody = Type.Object({
  startsAt: moment,
  endsAt: moment,
  doorsAt: Type.Optional(moment),
  /**
   * What becomes of bookings: `refund` cancels all of them and gives everything back; `keep`
   * leaves them, and whoever cancels before it begins gets everything back.
   */
  bookings: Type.Enum(['refund', 'keep']),
});

export const scanBody = Type.Object({
  scans: Type.Array(
    Type.Object({
      /** Made by the device: a repeat is known by it. */
      scanId: Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }),
      code: bounded(200),
      device: bounded(64),
      scannedAt: moment,
    }),
    { minItems: 1, maxItems: contract.scansPerCall_max },
  ),
});

export const scanReply = Type.Object({
  results: Type.Array(
    Type.Object({
      scanId: Type.String(),
      ticketId: nullable,
      /** `handed-on`: its holder has another code. */
      verdict: Type.Enum(['welcome', 'again', 'void', 'handed-on', 'other-session', 'unknown']),
      firstScan: nullable,
      firstAt: nullable,
      typeName: nullable,
      seat: nullable,
      attendee: nullable,
    }),
  ),
});

export const doorTicket = Type.Object({
  ticketId: Type.String(),
  /** The first 22 characters of the SHA-256 of its code, in base64url. */
  fingerprint: Type.String(),
  typeName: Type.String(),
  seat: nullable,
  attendee: nullable,
  state: Type.Enum(['VALID', 'VOID', 'HANDED_ON']),
  checkedInAt: nullable,
});

export const attendeeReply = Type.Object({
  bookingId: Type.String(),
  state: Type.Enum(['HELD', 'PENDING', 'CONFIRMED']),
  name: nullable,
  email: nullable,
  items: Type.Array(
    Type.Object({
      name: Type.String(),
      quantity: Type.Integer(),
      seats: Type.Array(Type.String()),
    }),
  ),
  /** Of its tickets, those that were handed over: who comes with them. */
  handedOn: Type.Array(Type.Object({ name: nullable, typeName: Type.String(), seat: nullable })),
  total: Type.Number(),
  currency: Type.String(),
});

export const soldReply = Type.Object({
  kinds: Type.Array(
    Type.Object({
      sessionId: Type.String(),
      typeId: Type.String(),
      quota: Type.Integer(),
      sold: Type.Integer(),
      /** By bookings that are not paid yet. */
      held: Type.Integer(),
      /** Came in at the door. */
      inside: Type.Integer(),
    }),
  ),
});
