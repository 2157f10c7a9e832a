/** The waitlist, for those who wait. */
import { Type } from 'typebox';
import { isRefusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { entryIdSchema, perBooking_max, typeIdSchema } from './contract.ts';
import { sessionParams } from './schemas.ts';
import type { EntryRow } from './store-wait.ts';
import type { Waitlist } from './waitlist.ts';

const text = Type.String();
const nullable = Type.Union([text, Type.Null()]);
const mine = { audience: 'guest', owner: 'the entry is the caller’s' } as const;

const entryReply = Type.Object({
  entryId: text,
  sessionId: text,
  typeId: text,
  typeName: text,
  quantity: Type.Integer(),
  state: Type.Enum(['WAITING', 'OFFERED', 'LEFT']),
  /** People before them. */
  ahead: Type.Integer(),
  /** OFFERED: the booking that holds what came back, for half an hour. */
  bookingId: nullable,
  event: Type.Object({ slug: text, name: text }),
  startsAt: text,
  zone: text,
  createdAt: text,
});

const entryJson = ({ userId: _, createdAt, startsAt, ...row }: EntryRow) => {
  return { ...row, startsAt: startsAt.toISOString(), createdAt: createdAt.toISOString() };
};

export function waitRoutes(list: Waitlist): Route[] {
  return [
    route({
      ...mine,
      method: 'POST',
      path: '/events/:eventId/sessions/:sessionId/waitlist',
      summary: 'Wait for tickets that come back; who waits already keeps the place',
      limit: 'write',
      idempotency: 'accepted',
      params: sessionParams,
      body: Type.Object({
        typeId: typeIdSchema,
        quantity: Type.Integer({ minimum: 1, maximum: perBooking_max }),
      }),
      replies: { 200: entryReply },
      errors: [
        'event-not-found',
        'event-session-not-found',
        'event-session-cancelled',
        'event-session-over',
        'ticket-type-not-found',
        'booking-limit',
        'waitlist-not-needed',
        'waitlist-entry-not-found',
        'validation-failed',
      ],
      handle: async (req) => {
        const userId = req.principal.id;
        const entry = await list.join({ ...req.params, ...req.body, userId });
        return isRefusal(entry) ? entry : entryJson(entry);
      },
    }),
    route({
      ...mine,
      method: 'GET',
      path: '/me/waitlist',
      summary: 'What I wait for, and what was offered, the newest first',
      limit: 'read',
      idempotency: 'none',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(entryReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'wle');
        if (isRefusal(below)) return below;
        const userId = req.principal.id;
        const rows = await list.page({ userId, below: below ?? 'wlf', limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.entryId]);
        return { ...page, data: page.data.map(entryJson) };
      },
    }),
    route({
      ...mine,
      method: 'DELETE',
      path: '/me/waitlist/:entryId',
      summary: 'Wait no more',
      limit: 'write',
      idempotency: 'accepted',
      params: Type.Object({ entryId: entryIdSchema }),
      replies: { 204: null },
      errors: ['waitlist-entry-not-found'],
      handle: async (req) => {
        const refused = await list.leave({ ...req.params, userId: req.principal.id });
        return refused ?? reply(204, null);
      },
    }),
  ];
}
