/** The door for organisers, and the timeline for operators. */
import { Type } from 'typebox';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { eventIdSchema, sessionIdSchema } from './contract.ts';
import type { Door } from './door.ts';
import * as shapes from './schemas-desk.ts';
import { bookingParams, timelineReply } from './schemas.ts';
import type { Queries } from './queries.ts';
import type { BookingRow } from './store-booking.ts';
import type { Guest } from './store-hand.ts';

const params = Type.Object({ eventId: eventIdSchema, sessionId: sessionIdSchema });
const access = { audience: 'seller', owner: 'the event is of a seller of the caller' } as const;
const reading = {
  ...access,
  roles: ['catalogue', 'fulfilment'],
  limit: 'read',
  idempotency: 'none',
} as const;
const errors = ['event-not-found', 'event-session-not-found', 'validation-failed'];
const fresh = { 'cache-control': 'no-store' };

export function doorRoutes(door: Door): Route[] {
  return [checkInRoute(door), soldRoute(door), ...listRoutes(door)];
}

function soldRoute(door: Door): Route {
  return route({
    ...reading,
    method: 'GET',
    path: '/seller/events/:eventId/sold',
    summary: 'What is sold, held and inside, of each kind of ticket in each session',
    params: Type.Object({ eventId: eventIdSchema }),
    replies: { 200: shapes.soldReply },
    errors: ['event-not-found'],
    handle: async (req) => {
      const kinds = await door.sold(req.sellerIds, req.params.eventId);
      return isRefusal(kinds) ? kinds : reply(200, { kinds }, { headers: fresh });
    },
  });
}

function checkInRoute(door: Door): Route {
  return route({
    ...access,
    method: 'POST',
    path: '/seller/events/:eventId/sessions/:sessionId/check-ins',
    summary: 'Scans at the door, one or many, also those made offline',
    description:
      'A ticket is let in once. A scan that is sent again gets its first verdict. Codes are ' +
      'checked by their signature: `unknown` is no code of ours.',
    roles: ['catalogue', 'fulfilment'],
    limit: 'write',
    // A scan has an id of its own: a repeat finds it.
    idempotency: 'none',
    params,
    body: shapes.scanBody,
    replies: { 200: shapes.scanReply },
    errors,
    handle: async (req) => {
      const sent = req.body.scans.map((one) => ({ ...one, scannedAt: new Date(one.scannedAt) }));
      if (new Set(sent.map((one) => one.scanId)).size < sent.length) {
        const detail = 'two scans have one id';
        return refuse('validation-failed', {
          errors: [{ pointer: '/scans', in: 'body', code: 'not-valid', detail }],
        });
      }
      const at = { ...req.params, by: req.principal.id };
      const rows = await door.checkIn(req.sellerIds, at, sent);
      if (isRefusal(rows)) return rows;
      const results = rows.map(({ firstAt, ...row }) => {
        return { ...row, firstAt: firstAt === null ? null : new Date(firstAt).toISOString() };
      });
      return reply(200, { results }, { headers: fresh });
    },
  });
}

function listRoutes(door: Door): Route[] {
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/seller/events/:eventId/sessions/:sessionId/tickets',
      summary: 'Tickets as a device keeps them that goes offline',
      params,
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(shapes.doorTicket) },
      errors,
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const above = idCursor(cursor, 'tkt');
        if (isRefusal(above)) return above;
        const of = { above: above ?? '', limit: limit + 1 };
        const rows = await door.list(req.sellerIds, req.params, of);
        if (isRefusal(rows)) return rows;
        return reply(
          200,
          pageFrom(rows, limit, (row) => [row.ticketId]),
          { headers: fresh },
        );
      },
    }),
    route({
      ...reading,
      method: 'GET',
      path: '/seller/events/:eventId/sessions/:sessionId/attendees',
      summary: 'Who has booked a session',
      params,
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(shapes.attendeeReply) },
      errors,
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const above = idCursor(cursor, 'bkg');
        if (isRefusal(above)) return above;
        const of = { above: above ?? '', limit: limit + 1 };
        const rows = await door.attendees(req.sellerIds, req.params, of);
        if (isRefusal(rows)) return rows;
        const page = pageFrom(rows, limit, (row) => [row.bookingId]);
        return reply(200, { ...page, data: page.data.map(attendeeJson) }, { headers: fresh });
      },
    }),
  ];
}

function attendeeJson(row: BookingRow & { guests: readonly Guest[] }) {
  const { bookingId, state, attendee, currency } = row;
  return {
    bookingId,
    state: state === 'CANCELLED' ? ('HELD' as const) : state,
    name: attendee?.name ?? null,
    email: attendee?.email ?? null,
    items: row.items.map(({ name, quantity, seats }) => ({ name, quantity, seats })),
    handedOn: row.guests.map(({ name, typeName, seat }) => ({ name, typeName, seat })),
    total: toMajor(row.total_minor, currency),
    currency,
  };
}

export function bookingAdminRoutes(queries: Pick<Queries, 'anyTimeline'>): Route[] {
  return [
    route({
      audience: 'admin',
      owner: 'none',
      limit: 'read',
      idempotency: 'none',
      method: 'GET',
      path: '/admin/bookings/:bookingId/timeline',
      summary: 'What happened to a booking across rooms, in the order of cause and effect',
      params: bookingParams,
      replies: { 200: timelineReply },
      errors: ['booking-not-found'],
      handle: (req) => queries.anyTimeline(req.params.bookingId),
    }),
  ];
}
