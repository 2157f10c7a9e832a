/** Events for organisers: venues, drafts, publishing, and what they change afterwards. */
import { Type } from 'typebox';
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import {
  eventIdSchema,
  quota_max,
  sessionIdSchema,
  typeIdSchema,
  venueIdSchema,
} from './contract.ts';
import type { Desk } from './desk.ts';
import * as shapes from './schemas-desk.ts';
import { eventJson, eventReply } from './schemas.ts';
import type { EventRow, VenueRow } from './store-event.ts';

interface Needs {
  desk: Desk;
  clock: Clock;
}

const access = {
  audience: 'seller',
  owner: 'the venue or event is of a seller of the caller',
} as const;
const reading = { ...access, limit: 'read', idempotency: 'none' } as const;
const writing = {
  ...access,
  roles: ['catalogue'],
  limit: 'write',
  idempotency: 'accepted',
} as const;
const venueParams = Type.Object({ venueId: venueIdSchema });
const eventParams = Type.Object({ eventId: eventIdSchema });
const sessionParams = Type.Object({ eventId: eventIdSchema, sessionId: sessionIdSchema });
const stale = ['event-not-found', 'precondition-failed', 'event-state'];
const planErrors = [
  'event-plan-not-valid',
  'validation-failed',
  'amount-precision',
  'venue-not-found',
  'room-unavailable',
];

export function deskRoutes(needs: Needs): Route[] {
  return [...venueRoutes(needs), ...eventRoutes(needs), ...planRoutes(needs), ...runRoutes(needs)];
}

/** The seller in the body, or the only one there is. */
function sellerOf(asked: string | undefined, own: readonly string[]): string | Refusal {
  if (asked !== undefined) {
    return own.includes(asked) ? asked : refuse('not-allowed', { sellerId: asked });
  }
  const [only] = own;
  if (own.length === 1 && only !== undefined) return only;
  const detail = 'says for which seller';
  return refuse('validation-failed', {
    errors: [{ pointer: '/sellerId', in: 'body', code: 'required', detail }],
  });
}

function venueShown<const Status extends 200 | 201>(status: Status, row: VenueRow | Refusal) {
  if (isRefusal(row)) return row;
  const etag = `"${row.version}"`;
  const location = `/api/v1/seller/venues/${row.venueId}`;
  return reply(status, shapes.venueJson(row), status === 201 ? { etag, location } : { etag });
}

function venueRoutes({ desk }: Needs): Route[] {
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/seller/venues',
      summary: 'My venues, the newest first',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(shapes.venueReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'ven');
        if (isRefusal(below)) return below;
        const of = { sellerIds: req.sellerIds, below: below ?? 'veo', limit: limit + 1 };
        const page = pageFrom(await desk.venues(of), limit, (row) => [row.venueId]);
        return { ...page, data: page.data.map(shapes.venueJson) };
      },
    }),
    route({
      ...writing,
      method: 'POST',
      path: '/seller/venues',
      summary: 'A place where events are, with its seats where it has numbered ones',
      body: shapes.newVenueBody,
      replies: { 201: shapes.venueReply },
      errors: [...planErrors, 'event-limit', 'not-allowed'],
      handle: async (req) => {
        const sellerId = sellerOf(req.body.sellerId, req.sellerIds);
        if (isRefusal(sellerId)) return sellerId;
        return venueShown(201, await desk.addVenue(sellerId, shapes.venueOf(req.body)));
      },
    }),
    route({
      ...reading,
      method: 'GET',
      path: '/seller/venues/:venueId',
      summary: 'One venue',
      params: venueParams,
      replies: { 200: shapes.venueReply },
      errors: ['venue-not-found'],
      handle: async (req) => venueShown(200, await desk.venue(req.sellerIds, req.params.venueId)),
    }),
    route({
      ...writing,
      method: 'PUT',
      path: '/seller/venues/:venueId',
      summary: 'Change a venue; events that are published keep the seats they have',
      ifMatch: true,
      params: venueParams,
      body: shapes.venueBody,
      replies: { 200: shapes.venueReply },
      errors: [...planErrors, 'precondition-failed'],
      handle: async (req) => {
        const wanted = shapes.venueOf(req.body);
        const of = { ...req.params, version: req.ifMatch, wanted };
        return venueShown(200, await desk.changeVenue(req.sellerIds, of));
      },
    }),
  ];
}

function shower({ clock }: Needs) {
  return <const Status extends 200 | 201>(status: Status, row: EventRow | Refusal) => {
    if (isRefusal(row)) return row;
    const etag = `"${row.version}"`;
    const location = `/api/v1/seller/events/${row.eventId}`;
    const options = status === 201 ? { etag, location } : { etag };
    return reply(status, eventJson(row, clock.now()), options);
  };
}

function eventRoutes(needs: Needs): Route[] {
  const { desk, clock } = needs;
  const show = shower(needs);
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/seller/events',
      summary: 'My events, drafts as well, the newest first',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(eventReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'evn');
        if (isRefusal(below)) return below;
        const of = { sellerIds: req.sellerIds, below: below ?? 'evo', limit: limit + 1 };
        const page = pageFrom(await desk.events(of), limit, (row) => [row.eventId]);
        return { ...page, data: page.data.map((row) => eventJson(row, clock.now())) };
      },
    }),
    route({
      ...reading,
      method: 'GET',
      path: '/seller/events/:eventId',
      summary: 'One of my events',
      params: eventParams,
      replies: { 200: eventReply },
      errors: ['event-not-found'],
      handle: async (req) => show(200, await desk.find(req.sellerIds, req.params.eventId)),
    }),
  ];
}

function planRoutes(needs: Needs): Route[] {
  const { desk } = needs;
  const show = shower(needs);
  return [
    route({
      ...writing,
      method: 'POST',
      path: '/seller/events',
      summary: 'Plan an event; nobody sees it until it is published',
      body: shapes.newEventBody,
      replies: { 201: eventReply },
      errors: [...planErrors, 'event-limit', 'not-allowed', 'event-not-found'],
      handle: async (req) => {
        const sellerId = sellerOf(req.body.sellerId, req.sellerIds);
        if (isRefusal(sellerId)) return sellerId;
        const wanted = shapes.wantedOf(req.body);
        if (isRefusal(wanted)) return wanted;
        return show(201, await desk.create({ sellerId, actor: req.principal.id }, wanted));
      },
    }),
    route({
      ...writing,
      method: 'PUT',
      path: '/seller/events/:eventId',
      summary: 'Change an event as a whole, as long as it is a draft',
      ifMatch: true,
      params: eventParams,
      body: shapes.eventBody,
      replies: { 200: eventReply },
      errors: [...planErrors, ...stale],
      handle: async (req) => {
        const wanted = shapes.wantedOf(req.body);
        if (isRefusal(wanted)) return wanted;
        const of = { ...req.params, version: req.ifMatch, actor: req.principal.id };
        return show(200, await desk.change(req.sellerIds, of, wanted));
      },
    }),
    route({
      ...writing,
      method: 'POST',
      path: '/seller/events/:eventId/publish',
      summary: 'Show the event and sell its tickets',
      ifMatch: true,
      params: eventParams,
      replies: { 200: eventReply },
      errors: [...stale, 'event-plan-not-valid'],
      handle: async (req) => {
        const of = { ...req.params, version: req.ifMatch };
        return show(200, await desk.publish(req.sellerIds, of));
      },
    }),
  ];
}

function runRoutes(needs: Needs): Route[] {
  const { desk } = needs;
  const show = shower(needs);
  const step = { ...writing, method: 'POST', ifMatch: true, replies: { 200: eventReply } } as const;
  const errors = [...stale, 'event-session-not-found'];
  return [
    route({
      ...step,
      path: '/seller/events/:eventId/cancel',
      summary: 'Cancel an event; everybody gets all the money back',
      params: eventParams,
      errors: stale,
      handle: async (req) =>
        show(200, await desk.cancelEvent(req.sellerIds, { ...req.params, version: req.ifMatch })),
    }),
    route({
      ...step,
      path: '/seller/events/:eventId/sessions/:sessionId/cancel',
      summary: 'Cancel one session; everybody who had booked it gets all the money back',
      params: sessionParams,
      errors,
      handle: async (req) =>
        show(200, await desk.cancelSession(req.sellerIds, { ...req.params, version: req.ifMatch })),
    }),
    route({
      ...step,
      path: '/seller/events/:eventId/sessions/:sessionId/reschedule',
      summary: 'Move a session, and say what becomes of its bookings',
      params: sessionParams,
      body: shapes.moveBody,
      errors: [...errors, 'event-plan-not-valid', 'validation-failed'],
      handle: async (req) => {
        const { startsAt, endsAt, doorsAt, bookings } = req.body;
        const moved = await desk.moveSession(req.sellerIds, {
          ...req.params,
          version: req.ifMatch,
          startsAt: new Date(startsAt),
          endsAt: new Date(endsAt),
          doorsAt: doorsAt === undefined ? null : new Date(doorsAt),
          refundAll: bookings === 'refund',
        });
        return show(200, moved);
      },
    }),
    route({
      ...step,
      path: '/seller/events/:eventId/sessions/:sessionId/quota',
      summary: 'Set how many tickets of a kind without seats there are',
      params: sessionParams,
      body: Type.Object({
        typeId: typeIdSchema,
        quota: Type.Integer({ minimum: 0, maximum: quota_max }),
      }),
      errors: [...errors, 'ticket-type-not-found', 'event-plan-not-valid', 'validation-failed'],
      handle: async (req) => {
        const of = { ...req.params, ...req.body, version: req.ifMatch };
        return show(200, await desk.setQuota(req.sellerIds, of));
      },
    }),
  ];
}
