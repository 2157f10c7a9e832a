// Events for everybody, and bookings for whoever makes them.
import { Type } from 'typebox';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery, readCursor } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import type { Clock } from '#kernel/core/clock.ts';
import { isId, newId } from '#kernel/core/id.ts';
import { calendarOf } from './calendar.ts';
import type { Commands } from './commands.ts';
import type { Queries } from './queries.ts';
import * as schemas from './schemas.ts';
import type { BookingRow, ClaimItem } from './store-booking.ts';

export interface RouteNeeds {
  commands: Commands;
  queries: Queries;
  clock: Clock;
}

const open = { audience: 'public', owner: 'none', limit: 'read', idempotency: 'none' } as const;
const mine = { audience: 'guest', owner: 'the booking is the caller’s' } as const;
const reading = { ...mine, limit: 'read', idempotency: 'none' } as const;
const fresh = { 'cache-control': 'no-store' };

export function publicRoutes(needs: RouteNeeds): Route[] {
  return [listRoute(needs), eventRoute(needs), seatsRoute(needs)];
}

export function bookingRoutes(needs: RouteNeeds): Route[] {
  return [bookRoute(needs), ...ownRoutes(needs), ...stepRoutes(needs), ...paperRoutes(needs)];
}

function notValid(pointer: string, where: 'query' | 'body', detail: string) {
  return refuse('validation-failed', {
    errors: [{ pointer, in: where, code: 'not-valid', detail }],
  });
}

/** Where a list of events goes on: the start of the last one's next session, and its id. */
function eventCursor(text: string | undefined) {
  if (text === undefined) return { at: new Date(0), eventId: '' };
  const key = readCursor(text);
  if (Array.isArray(key) && key.length === 2 && isId('evn', key[1])) {
    const at = new Date(Number(key[0]));
    if (!Number.isNaN(at.getTime())) return { at, eventId: key[1] };
  }
  return notValid('/cursor', 'query', 'is no cursor');
}

function listRoute({ queries, clock }: RouteNeeds): Route {
  return route({
    ...open,
    method: 'GET',
    path: '/events',
    summary: 'Events with sessions to come, the soonest first',
    query: Type.Object({
      ...pageQuery,
      q: Type.Optional(Type.String({ minLength: 2, maxLength: 80 })),
      category: Type.Optional(Type.String({ maxLength: 40 })),
      city: Type.Optional(Type.String({ maxLength: 100 })),
      sellerId: Type.Optional(schemas.sellerIdSchema),
      until: Type.Optional(Type.String({ format: 'date-time', maxLength: 40 })),
    }),
    replies: { 200: pageOf(schemas.eventSummary) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { limit, cursor, q, category = null, city = null, sellerId = null, until } = req.query;
      const after = eventCursor(cursor);
      if (isRefusal(after)) return after;
      const words = q === undefined ? null : `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
      const rows = await queries.events({
        after,
        until: until === undefined ? null : new Date(until),
        category,
        city,
        sellerId,
        words,
        limit: limit + 1,
      });
      const page = pageFrom(rows, limit, (row) => [row.nextAt?.getTime() ?? 0, row.eventId]);
      const data = page.data.map((row) => schemas.summaryJson(row, clock.now()));
      const headers = { 'cache-control': 'public, max-age=5' };
      return reply(200, { ...page, data }, { headers });
    },
  });
}

function eventRoute({ queries, clock }: RouteNeeds): Route {
  return route({
    ...open,
    method: 'GET',
    path: '/events/:eventId',
    summary: 'One event, by id or slug: sessions, prices with fees in them, what is left',
    params: schemas.eventParams,
    replies: { 200: schemas.eventReply },
    errors: ['event-not-found'],
    handle: async (req) => {
      const row = await queries.event(req.params.eventId);
      if (isRefusal(row)) return row;
      const headers = { 'cache-control': 'public, max-age=2' };
      return reply(200, schemas.eventJson(row, clock.now()), { headers });
    },
  });
}

function seatsRoute({ queries }: RouteNeeds): Route {
  return route({
    ...open,
    method: 'GET',
    path: '/events/:eventId/sessions/:sessionId/seats',
    summary: 'The seats of a session and whether they are free, in the order of the plan',
    description: 'With `booking` the seats of that booking are told as `mine`.',
    params: schemas.sessionParams,
    query: schemas.seatsQuery,
    replies: { 200: schemas.seatsReply },
    errors: ['event-session-not-found', 'event-not-found', 'validation-failed'],
    handle: async (req) => {
      const { sessionId } = req.params;
      const rows = await queries.seats(req.params);
      if (isRefusal(rows)) return rows;
      const seats = rows.map((row) => schemas.seatJson(row, req.query.booking));
      return reply(200, { sessionId, seats }, { headers: fresh });
    },
  });
}

/** Items as the store takes them: a kind once, a seat once, as many seats as tickets. */
function itemsOf(
  items: readonly { typeId: string; quantity: number; seats?: readonly string[] }[],
): ClaimItem[] | Refusal {
  const types = new Set<string>();
  const seats = new Set<string>();
  for (const [at, item] of items.entries()) {
    if (types.has(item.typeId)) return notValid(`/items/${at}/typeId`, 'body', 'stands twice');
    types.add(item.typeId);
    if (item.seats === undefined) continue;
    if (item.seats.length !== item.quantity) {
      return notValid(`/items/${at}/seats`, 'body', 'are not as many as the quantity');
    }
    for (const seat of item.seats) {
      if (seats.has(seat)) return notValid(`/items/${at}/seats`, 'body', `${seat} stands twice`);
      seats.add(seat);
    }
  }
  return items.map((item) => ({ ...item, seats: item.seats ?? null }));
}

type Shown = BookingRow | Refusal;

function shower({ queries, clock }: RouteNeeds) {
  return async <const Status extends 200 | 201 | 202>(status: Status, row: Shown) => {
    if (isRefusal(row)) return row;
    const actionUrl = await queries.actionUrl(row);
    const body = schemas.bookingJson(row, { now_ms: clock.now(), actionUrl });
    const location = `/api/v1/bookings/${row.bookingId}`;
    const etag = `"${row.version}"`;
    // It carries the server's time: a reply that a browser kept would make a hold look longer.
    const options = { etag, headers: fresh };
    return reply(status, body, status === 201 ? { ...options, location } : options);
  };
}

function bookRoute(needs: RouteNeeds): Route {
  const show = shower(needs);
  return route({
    ...mine,
    method: 'POST',
    path: '/bookings',
    summary: 'Take tickets and seats, all or none: held for 15 minutes, or paid at once',
    description:
      'The reply is the state to show: HELD (seats and a clock), PENDING (its payment is under ' +
      'way; ask for the booking again) or CONFIRMED (it costs nothing). Read it with ' +
      '`minVersion` of the reply and it never shows less.',
    limit: 'checkout',
    idempotency: 'required',
    body: schemas.bookBody,
    replies: { 201: schemas.bookingReply },
    errors: [
      'event-session-not-found',
      'event-session-cancelled',
      'event-session-over',
      'sales-not-open',
      'ticket-type-not-found',
      'tickets-sold-out',
      'seat-taken',
      'seat-not-found',
      'booking-limit',
      'booking-not-found',
      'payment-method-unavailable',
      'validation-failed',
      'room-unavailable',
    ],
    handle: async (req) => {
      const items = itemsOf(req.body.items);
      if (isRefusal(items)) return items;
      const { sessionId, attendee, payment } = req.body;
      const userId = req.principal.id;
      const paid = payment && { method: payment.paymentMethod, token: payment.paymentToken };
      return show(
        201,
        await needs.commands.book({
          userId,
          sessionId,
          items,
          requestKey: req.idempotencyKey ?? newId('key'),
          ...(attendee ? { attendee } : {}),
          ...(paid ? { payment: paid } : {}),
        }),
      );
    },
  });
}

function ownRoutes(needs: RouteNeeds): Route[] {
  const show = shower(needs);
  const { queries, clock } = needs;
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/bookings',
      summary: 'My bookings, the newest first',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(schemas.bookingReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'bkg');
        if (isRefusal(below)) return below;
        const userId = req.principal.id;
        const rows = await queries.bookings({ userId, below: below ?? 'bkh', limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.bookingId]);
        const now_ms = clock.now();
        const data = page.data.map((row) => schemas.bookingJson(row, { now_ms }));
        return reply(200, { ...page, data }, { headers: fresh });
      },
    }),
    route({
      ...reading,
      method: 'GET',
      path: '/bookings/:bookingId',
      summary: 'One of my bookings, at least as new as `minVersion`',
      params: schemas.bookingParams,
      query: Type.Object({ minVersion: Type.Optional(Type.Integer({ minimum: 1 })) }),
      replies: { 200: schemas.bookingReply },
      errors: ['booking-not-found', 'booking-version-ahead', 'validation-failed'],
      handle: async (req) => {
        const { bookingId } = req.params;
        const userId = req.principal.id;
        const { minVersion = 1 } = req.query;
        return show(200, await queries.booking({ bookingId, userId, minVersion }));
      },
    }),
    route({
      ...reading,
      method: 'GET',
      path: '/bookings/:bookingId/timeline',
      summary: 'What happened to my booking, in the order of cause and effect',
      params: schemas.bookingParams,
      replies: { 200: schemas.timelineReply },
      errors: ['booking-not-found'],
      handle: (req) => queries.timeline({ ...req.params, userId: req.principal.id }),
    }),
  ];
}

function stepRoutes(needs: RouteNeeds): Route[] {
  const show = shower(needs);
  const { commands } = needs;
  const step = { ...mine, idempotency: 'required', params: schemas.bookingParams } as const;
  return [
    route({
      ...step,
      method: 'POST',
      path: '/bookings/:bookingId/pay',
      summary: 'Ask for the payment of what is held; without one where it costs nothing',
      limit: 'checkout',
      body: schemas.payBody,
      replies: { 200: schemas.bookingReply },
      errors: [
        'booking-not-found',
        'booking-hold-over',
        'booking-state',
        'payment-method-unavailable',
        'validation-failed',
        'room-unavailable',
      ],
      handle: async (req) => {
        const { attendee, paymentMethod: method, paymentToken: token } = req.body;
        const payment = method && token ? { method, token } : null;
        const of = { ...req.params, userId: req.principal.id };
        return show(200, await commands.pay(attendee ? { ...of, attendee } : of, payment));
      },
    }),
    route({
      ...step,
      method: 'POST',
      path: '/bookings/:bookingId/cancel',
      summary: 'Give the seats back; the money comes back by the rules of the event',
      limit: 'write',
      replies: { 200: schemas.bookingReply },
      errors: ['booking-not-found', 'booking-state', 'booking-not-refundable'],
      handle: async (req) =>
        show(200, await commands.cancel({ ...req.params, userId: req.principal.id })),
    }),
  ];
}

function paperRoutes({ queries, clock }: RouteNeeds): Route[] {
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/bookings/:bookingId/tickets',
      summary: 'The tickets of a booking that is confirmed, each with its code',
      params: schemas.bookingParams,
      replies: { 200: Type.Object({ tickets: Type.Array(schemas.ticketReply) }) },
      errors: ['booking-not-found'],
      handle: async (req) => {
        const tickets = await queries.tickets({ ...req.params, userId: req.principal.id });
        if (isRefusal(tickets)) return tickets;
        return reply(200, { tickets }, { headers: fresh });
      },
    }),
    route({
      ...reading,
      method: 'GET',
      path: '/bookings/:bookingId/calendar',
      summary: 'The session as a calendar file',
      params: schemas.bookingParams,
      replies: { 200: content('text/calendar; charset=utf-8', 'An iCalendar file') },
      errors: ['booking-not-found'],
      handle: async (req) => {
        const of = { ...req.params, userId: req.principal.id, minVersion: 1 };
        const row = await queries.booking(of);
        if (isRefusal(row)) return row;
        const headers = { 'content-disposition': 'attachment; filename="event.ics"' };
        return reply(200, calendarOf(row, clock.now()), { headers });
      },
    }),
  ];
}
