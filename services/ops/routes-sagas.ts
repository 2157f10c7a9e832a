// Sagas for operators: found, explained, moved on. Giving one up needs two persons.
import { Type } from 'typebox';
import { idSchema, newId } from '#kernel/core/id.ts';
import { Failure } from '#kernel/core/error.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { OpsSaga } from '#kernel/ops/contract.ts';
import { cursorOf, idCursor, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { confirmWithin_ms, reasonSchema } from './contract.ts';
import { sagaFinder } from './find.ts';
import { acting, away, reading, text, textOrNull, plain, word, type RouteDeps } from './shared.ts';
import * as store from './store.ts';

const STUCK_MS = 15 * 60_000;
const statuses = [
  'STARTED',
  'IN_PROGRESS',
  'WAITING',
  'COMPLETED',
  'COMPENSATING',
  'COMPENSATED',
  'FAILED',
] as const;

const sagaFields = {
  sagaId: text,
  room: text,
  type: text,
  key: text,
  status: text,
  step: textOrNull,
  epoch: Type.Integer(),
  attempts: Type.Integer(),
  driven: Type.Boolean(),
  stuck: Type.Boolean(),
  idle_ms: Type.Integer(),
  wakeAt: textOrNull,
  createdAt: text,
  updatedAt: text,
  flaggedAt: textOrNull,
  summary: text,
  links: Type.Record(text, text),
  atRisk: Type.Union([Type.Object({ amount: Type.Number(), currency: text }), Type.Null()]),
};
const sagaSchema = Type.Object(sagaFields);
const sagaPage = Type.Object({ ...pageOf(sagaSchema).properties, away });
const logged = { seq: Type.Integer(), at: text };
const detailSchema = Type.Object({
  ...sagaFields,
  input: Type.Any(),
  steps: Type.Array(
    Type.Object({
      ...logged,
      epoch: Type.Integer(),
      step: text,
      status: text,
      output: Type.Any(),
    }),
  ),
  signals: Type.Array(Type.Object({ ...logged, name: text, payload: Type.Any() })),
  events: Type.Array(
    Type.Object({
      eventId: text,
      type: text,
      room: text,
      aggregate: text,
      version: Type.Integer(),
      at: text,
    }),
  ),
  approval: Type.Union([
    Type.Object({ approvalId: text, askedBy: text, reason: text, expiresAt: text }),
    Type.Null(),
  ]),
  away,
});

const listQuery = Type.Object({
  status: Type.Optional(Type.Enum([...statuses])),
  type: Type.Optional(word),
  room: Type.Optional(word),
  open: Type.Optional(Type.Boolean()),
  stuck: Type.Optional(Type.Boolean()),
  atRisk: Type.Optional(Type.Boolean()),
  orderId: Type.Optional(idSchema('ord')),
  userId: Type.Optional(idSchema('usr')),
  variantId: Type.Optional(idSchema('var')),
  paymentId: Type.Optional(idSchema('pay')),
  checkoutId: Type.Optional(idSchema('chk')),
  cartId: Type.Optional(idSchema('cart')),
  /** A saga's id or business key. */
  key: Type.Optional(plain),
  ...pageQuery,
});

const moved = Type.Object({ sagaId: text, status: text });
const actErrors = ['saga-not-found', 'saga-ended', 'saga-driven', 'saga-not-undoable'];
const ofSaga = Type.Object({ sagaId: idSchema('saga') });
const withReason = Type.Object({ reason: reasonSchema });

export function sagaRoutes(deps: RouteDeps): Route[] {
  return [listRoute(deps), detailRoute(deps), ...moveRoutes(deps), ...forceRoutes(deps)];
}

function sagaJson({ atRisk, ...saga }: OpsSaga) {
  const risk =
    atRisk === null
      ? null
      : { amount: toMajor(atRisk.amount_minor, atRisk.currency), currency: atRisk.currency };
  return { ...saga, atRisk: risk };
}

function listRoute({ ctx, gather }: RouteDeps): Route {
  const find = sagaFinder(ctx, gather);
  return route({
    ...reading,
    path: '/admin/ops/sagas',
    summary: 'Sagas of all rooms, newest first; by what they are about, or what is wrong with them',
    description:
      '`stuck`: open and without a step for 15 minutes. `atRisk`: money has moved or may have, ' +
      'and is neither an order nor back. A page may be short while hasMore is true. Rooms that ' +
      'did not answer are listed in `away`.',
    query: listQuery,
    replies: { 200: sagaPage },
    errors: ['validation-failed'],
    handle: async ({ query }) => {
      const before = idCursor(query.cursor, 'saga');
      if (isRefusal(before)) return before;
      const named = await find(query);
      const page = await gather.sagas({
        room: query.room ?? null,
        status: query.status ?? null,
        type: query.type ?? null,
        sagaIds: named.sagaIds,
        open: query.open === true,
        idle_ms: query.stuck === true ? STUCK_MS : null,
        atRisk: query.atRisk === true,
        before,
        limit: query.limit,
      });
      return reply(200, {
        data: page.data.map(sagaJson),
        nextCursor: page.next === null ? null : cursorOf([page.next]),
        hasMore: page.next !== null,
        away: [...new Set([...named.away, ...page.away])],
      });
    },
  });
}

/** The room that leads a saga; a failure when the room that might is away. */
async function leader({ gather }: RouteDeps, sagaId: string) {
  const found = await gather.leaderOf(sagaId);
  if (found.room !== undefined) return found.room;
  if (found.away.length > 0) throw new Failure('room-unavailable', { rooms: found.away });
  return refuse('saga-not-found', { sagaId });
}

function detailRoute(deps: RouteDeps): Route {
  const { ctx, gather } = deps;
  return route({
    ...reading,
    path: '/admin/ops/sagas/:sagaId',
    summary: 'A saga with its steps, signals, events of all rooms and linked ids; masked',
    params: ofSaga,
    replies: { 200: detailSchema },
    errors: ['saga-not-found', 'room-unavailable'],
    handle: async ({ params: { sagaId } }) => {
      const room = await leader(deps, sagaId);
      if (isRefusal(room)) return room;
      const [{ found }, events, approval] = await Promise.all([
        gather.of(room).opsSaga({ sagaId }),
        gather.all((client) => client.opsSagaEvents({ sagaId })),
        store.waitingApproval(ctx.db, sagaId),
      ]);
      if (found === null) return refuse('saga-not-found', { sagaId });
      return reply(200, {
        ...sagaJson(found.saga),
        input: found.input,
        steps: found.steps,
        signals: found.signals,
        events: events.found
          .flatMap(({ answer }) => answer.events)
          .sort((a, b) => (a.eventId < b.eventId ? -1 : 1)),
        approval: approval === undefined ? null : approvalJson(approval),
        away: events.away,
      });
    },
  });
}

function approvalJson({ approvalId, askedBy, reason, expiresAt }: store.Approval) {
  return { approvalId, askedBy, reason, expiresAt: expiresAt.toISOString() };
}

function moveRoutes(deps: RouteDeps): Route[] {
  const { gather, audit } = deps;
  const move = (
    verb: 'resume' | 'compensate',
    summary: string,
    act: (room: string, of: { sagaId: string; reason: string }) => Promise<Moved>,
  ) =>
    route({
      ...acting,
      path: `/admin/ops/sagas/:sagaId/${verb}`,
      summary,
      params: ofSaga,
      body: withReason,
      replies: { 200: moved },
      errors: [...actErrors, 'room-unavailable'],
      timeout_ms: 70_000,
      handle: async (req) => {
        const { sagaId } = req.params;
        const { reason } = req.body;
        const what = { action: `saga.${verb}`, target: sagaId, reason };
        const done = await audit.deed(req, what, async () => {
          const room = await leader(deps, sagaId);
          return isRefusal(room) ? room : act(room, { sagaId, reason });
        });
        return isRefusal(done) ? done : reply(200, { sagaId, status: done.status });
      },
    });
  return [
    move('resume', 'Make a waiting or interrupted saga go on now', (room, { sagaId }) =>
      gather.of(room).opsResume({ sagaId }),
    ),
    move(
      'compensate',
      'Have a saga undo what it did, newest first; refused after the point of no return',
      (room, of) => gather.of(room).opsUndo(of),
    ),
  ];
}

type Moved = { status: string } | Refusal<string>;

const forceText =
  'Force gives up a saga that has made no step for 15 minutes: it ends as FAILED where it stands ' +
  'and nothing of it runs again. It makes no order, captures nothing and refunds nothing itself; ' +
  'reconciliation then releases what it held and refunds what it captured.';

function forceRoutes(deps: RouteDeps): Route[] {
  const { ctx, audit } = deps;
  const forced = Type.Object({
    approvalId: text,
    sagaId: text,
    askedBy: text,
    expiresAt: text,
    does: text,
  });
  return [
    route({
      ...acting,
      path: '/admin/ops/sagas/:sagaId/force',
      summary: 'Ask for a stuck saga to be given up; a second person has 30 minutes to confirm',
      description: forceText,
      params: ofSaga,
      body: withReason,
      replies: { 202: forced },
      errors: ['saga-not-found', 'room-unavailable'],
      handle: async (req) => {
        const { sagaId } = req.params;
        const { reason } = req.body;
        const what = { action: 'saga.ask-force', target: sagaId, reason };
        const asked = await audit.deed(req, what, async () => {
          const room = await leader(deps, sagaId);
          if (isRefusal(room)) return room;
          return store.askApproval(ctx.db, {
            approvalId: newId('apr'),
            action: 'saga.force',
            room,
            target: sagaId,
            askedBy: req.principal.id,
            reason,
            within_ms: confirmWithin_ms,
          });
        });
        if (isRefusal(asked)) return asked;
        if (asked === undefined) throw new Failure('conflict');
        const { approvalId, askedBy, expiresAt } = approvalJson(asked);
        return reply(202, { approvalId, sagaId, askedBy, expiresAt, does: forceText });
      },
    }),
    confirmRoute(deps),
  ];
}

function confirmRoute({ ctx, gather, audit }: RouteDeps): Route {
  return route({
    ...acting,
    path: '/admin/ops/sagas/:sagaId/force/:approvalId/confirm',
    summary: 'Confirm, as another person, that a stuck saga is given up',
    description: forceText,
    params: Type.Object({ ...ofSaga.properties, approvalId: idSchema('apr') }),
    body: withReason,
    replies: { 200: moved },
    errors: [
      ...actErrors,
      'saga-not-stuck',
      'approval-not-found',
      'approval-over',
      'second-person-needed',
      'room-unavailable',
    ],
    timeout_ms: 60_000,
    handle: async (req) => {
      const { sagaId, approvalId } = req.params;
      const { reason } = req.body;
      const by = req.principal.id;
      const what = { action: 'saga.force', target: sagaId, reason };
      const done = await audit.deed(req, what, async (): Promise<Moved> => {
        const known = await store.readApproval(ctx.db, approvalId);
        if (known === undefined || known.target !== sagaId) {
          return refuse('approval-not-found', { approvalId });
        }
        if (known.askedBy === by) return refuse('second-person-needed', { askedBy: by });
        const confirmed = await store.confirmApproval(ctx.db, { approvalId, by, reason });
        if (confirmed === undefined) return refuse('approval-over', { approvalId });
        const told = `${confirmed.reason} / ${reason}`.slice(0, 500);
        return gather.of(confirmed.room).opsGiveUp({ sagaId, reason: told });
      });
      return isRefusal(done) ? done : reply(200, { sagaId, status: done.status });
    },
  });
}
