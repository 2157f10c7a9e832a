/** The notification centre: read, mark, follow. */
import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { lastEventId, streamHeaders } from '#kernel/http/live.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { noticeJson, nothing, unreadOf } from './centre.ts';
import './contract.ts';
import { typesOf } from './model.ts';
import { topics, type Topic } from './preference.ts';
import * as store from './store-centre.ts';
import type { CentreStreams } from './stream.ts';

export interface CentreParts {
  db: Db;
  streams: CentreStreams;
}

const nullable = Type.Union([Type.String(), Type.Null()]);
export const topicSchema = Type.Enum([...topics]);

const notice = Type.Object({
  notificationId: Type.String(),
  type: Type.String(),
  topic: topicSchema,
  channel: Type.String(),
  /** Of the mail: QUEUED, SENDING, SENT, SKIPPED, FAILED. */
  status: Type.String(),
  title: Type.String(),
  text: Type.String(),
  /** Why this was told. */
  why: Type.String(),
  /** Where it leads, below the shop's address. */
  link: Type.String(),
  orderId: nullable,
  orderNumber: nullable,
  /** Of messages: an order's number or a product's name. */
  about: nullable,
  /** Of alerts: what it is about; prices in major units. */
  product: nullable,
  query: nullable,
  price: Type.Union([Type.Number(), Type.Null()]),
  was: Type.Union([Type.Number(), Type.Null()]),
  currency: nullable,
  read: Type.Boolean(),
  readAt: nullable,
  createdAt: Type.String(),
  sentAt: nullable,
});

const unreadReply = Type.Object({
  unread: Type.Integer(),
  byTopic: Type.Array(Type.Object({ topic: topicSchema, unread: Type.Integer() })),
});

const own = {
  audience: 'guest',
  owner: 'only notifications to the caller',
} as const;
const reading = { ...own, method: 'GET', limit: 'read', idempotency: 'none' } as const;
const writing = { ...own, limit: 'write', idempotency: 'accepted' } as const;

const typesFor = (topic: Topic | undefined) => (topic === undefined ? null : typesOf(topic));

export function centreRoutes(parts: CentreParts): Route[] {
  return [listRoute(parts), unreadRoute(parts), ...markRoutes(parts), streamRoute(parts)];
}

function listRoute({ db }: CentreParts): Route {
  return route({
    ...reading,
    path: '/notifications',
    summary: 'What I was told, newest first; of one topic, or only unread',
    query: Type.Object({
      ...pageQuery,
      topic: Type.Optional(topicSchema),
      unread: Type.Boolean({ default: false }),
    }),
    replies: { 200: pageOf(notice) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { limit, cursor, topic, unread } = req.query;
      const before = idCursor(cursor, 'ntf');
      if (isRefusal(before)) return before;
      const filter = { types: typesFor(topic), unread, before, limit: limit + 1 };
      const rows = await store.listCentre(db, req.principal.id, filter);
      const page = pageFrom(rows, limit, (row) => [row.notificationId]);
      return { ...page, data: page.data.map(noticeJson) };
    },
  });
}

function unreadRoute({ db }: CentreParts): Route {
  return route({
    ...reading,
    path: '/notifications/unread',
    summary: 'How many I have not read, among the newest 1,000, by topic',
    replies: { 200: unreadReply },
    errors: [],
    handle: async ({ principal }) => {
      return (await unreadOf(db, [principal.id])).get(principal.id) ?? nothing;
    },
  });
}

function markRoutes({ db, streams }: CentreParts): Route[] {
  return [
    route({
      ...writing,
      method: 'PATCH',
      path: '/notifications/:notificationId',
      summary: 'Mark one as read or unread',
      params: Type.Object({ notificationId: idSchema('ntf') }),
      body: Type.Object({ read: Type.Boolean() }),
      replies: { 200: notice },
      errors: ['notification-not-found'],
      handle: async ({ principal, params, body }) => {
        const key = { userId: principal.id, notificationId: params.notificationId };
        const row = await store.markOne(db, key, body.read);
        if (row === undefined) return refuse('notification-not-found');
        streams.touched(principal.id);
        return noticeJson(row);
      },
    }),
    route({
      ...writing,
      method: 'POST',
      path: '/notifications/read-all',
      summary: 'Mark all as read, or those of a topic, up to the newest that I have seen',
      body: Type.Object({
        topic: Type.Optional(topicSchema),
        upTo: Type.Optional(idSchema('ntf')),
      }),
      replies: { 200: Type.Object({ changed: Type.Integer() }) },
      errors: [],
      handle: async ({ principal, body }) => {
        const of = { upTo: body.upTo ?? null, types: typesFor(body.topic) };
        const changed = await store.markAll(db, principal.id, of);
        streams.touched(principal.id);
        return { changed };
      },
    }),
  ];
}

function streamRoute({ streams }: CentreParts): Route {
  return route({
    ...reading,
    path: '/notifications/stream',
    summary: 'What is new, as it comes',
    description:
      'Server-sent events: `unread` with what `GET /notifications/unread` answers, at once and ' +
      'whenever it changes; `notification` with one entry of the list, within about a second. ' +
      'With Last-Event-ID what came meanwhile is sent first.',
    replies: { 200: content('text/event-stream') },
    errors: ['too-many-streams'],
    handle: ({ principal, headers, signal }) => {
      const of = { userId: principal.id, lastEventId: lastEventId(headers), signal };
      const stream: Readable | Refusal = streams.open(of);
      return isRefusal(stream) ? stream : reply(200, stream, { headers: streamHeaders });
    },
  });
}
