// Outboxes, consumers and parked events of all rooms.
import { Type } from 'typebox';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { roomOf } from '#kernel/events/event.ts';
import type { OpsFlow, OpsParked } from '#kernel/ops/contract.ts';
import { cursorOf, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { reasonSchema } from './contract.ts';
import { acting, away, cursorParts, reading, text, word, type RouteDeps } from './shared.ts';

const outboxSchema = Type.Object({
  /** Not yet received by the consumer that is furthest behind, over all rooms. */
  events: Type.Integer(),
  oldest_ms: Type.Integer(),
  waiting: Type.Integer(),
  parked: Type.Integer(),
  rooms: Type.Array(Type.Object({ room: text, events: Type.Integer(), oldest_ms: Type.Integer() })),
  consumers: Type.Array(
    Type.Object({
      consumer: text,
      source: text,
      events: Type.Integer(),
      age_ms: Type.Integer(),
    }),
  ),
  setAside: Type.Array(
    Type.Object({ consumer: text, waiting: Type.Integer(), parked: Type.Integer() }),
  ),
  away,
});

const parkedSchema = Type.Object({
  room: text,
  consumer: text,
  eventId: text,
  eventType: text,
  source: text,
  aggregate: text,
  attempts: Type.Integer(),
  reason: text,
  parkedAt: text,
});

export function eventRoutes(deps: RouteDeps): Route[] {
  return [outboxRoute(deps), parkedRoute(deps), replayRoute(deps)];
}

function outboxRoute({ gather }: RouteDeps): Route {
  return route({
    ...reading,
    path: '/admin/ops/outbox',
    summary: 'Events on their way: by room, by consumer, and those set aside',
    replies: { 200: outboxSchema },
    errors: [],
    handle: async () => {
      const { found, away: silent } = await gather.all((client) => client.opsFlow({}));
      return reply(200, { ...flowJson(found.map((one) => one.answer)), away: silent });
    },
  });
}

function flowJson(flows: readonly OpsFlow[]) {
  const setAside = flows.flatMap((flow) => flow.setAside);
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
  return {
    events: sum(flows.map((flow) => flow.outbox.events)),
    oldest_ms: flows.reduce((max, flow) => Math.max(max, flow.outbox.oldest_ms), 0),
    waiting: sum(setAside.map((one) => one.waiting)),
    parked: sum(setAside.map((one) => one.parked)),
    rooms: flows.map(({ room, outbox }) => ({ room, ...outbox })),
    consumers: flows.flatMap(({ room, lags }) => lags.map((lag) => ({ ...lag, source: room }))),
    setAside,
  };
}

function parkedRoute({ gather }: RouteDeps): Route {
  return route({
    ...reading,
    path: '/admin/ops/dead-letters',
    summary: 'Events that a consumer could not take, oldest first',
    query: Type.Object({
      room: Type.Optional(word),
      consumer: Type.Optional(word),
      eventType: Type.Optional(word),
      ...pageQuery,
    }),
    replies: { 200: Type.Object({ ...pageOf(parkedSchema).properties, away }) },
    errors: ['validation-failed'],
    handle: async ({ query }) => {
      const parts = cursorParts(query.cursor, 2);
      if (isRefusal(parts)) return parts;
      const after = parts === null ? null : { eventId: parts[0] ?? '', consumer: parts[1] ?? '' };
      const { consumer = null, eventType = null, limit, room = null } = query;
      const asked = { consumer, eventType, after, limit: limit + 1 };
      const { found, away: silent } = await gather.all(
        (client) => client.opsParked(asked),
        room ?? (consumer === null ? null : roomOf(consumer)),
      );
      const rows = found.flatMap(({ answer }) => answer.parked).sort(inOrder);
      const data = rows.slice(0, limit);
      const last = data.at(-1);
      const hasMore = rows.length > limit;
      const nextCursor = hasMore && last ? cursorOf([last.eventId, last.consumer]) : null;
      return reply(200, { data, nextCursor, hasMore, away: silent });
    },
  });
}

function inOrder(a: OpsParked, b: OpsParked): number {
  const [left, right] = [`${a.eventId} ${a.consumer}`, `${b.eventId} ${b.consumer}`];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function replayRoute({ ctx, gather, audit }: RouteDeps): Route {
  return route({
    ...acting,
    path: '/admin/ops/dead-letters/replay',
    summary: 'Deliver parked events again: one, or up to 1,000 of a consumer, also by type',
    description:
      'The consumer takes each once, whatever is repeated here: an event that is not parked any ' +
      'more is left alone.',
    body: Type.Object({
      consumer: word,
      eventId: Type.Optional(word),
      eventType: Type.Optional(word),
      reason: reasonSchema,
    }),
    replies: { 200: Type.Object({ replayed: Type.Integer() }) },
    errors: ['dead-letter-not-found', 'room-unavailable'],
    handle: async (req) => {
      const { consumer, eventId = null, eventType = null, reason } = req.body;
      const target = `${consumer} ${eventId ?? eventType ?? 'all'}`;
      const what = { action: 'dead-letter.replay', target, reason };
      const done = await audit.deed(req, what, async () => {
        const room = roomOf(consumer);
        if (!ctx.rooms.includes(room)) return refuse('dead-letter-not-found', { consumer });
        const answer = await gather.of(room).opsReplay({ consumer, eventId, eventType });
        if (answer.replayed === 0 && eventId !== null) {
          return refuse('dead-letter-not-found', { consumer, eventId });
        }
        return answer;
      });
      return isRefusal(done) ? done : reply(200, { replayed: done.replayed });
    },
  });
}
