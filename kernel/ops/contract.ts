/**
 * The calls that every room answers besides its own, wherever it runs: its sagas, its events, its
 * process. Operators reach them through the room `ops`; nothing else calls them.
 */
import { type Static, Type } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { call, defineCalls, type CallSet } from '#kernel/http/contract.ts';

export const sagasPerPage_max = 101;
export const parkedPerPage_max = 101;
export const events_of_saga_max = 200;

export const opsErrors = defineErrors({
  'saga-not-found': {
    status: 404,
    title: 'Saga not found',
    explain: 'No room leads a saga with this id.',
    retryable: false,
  },
  'saga-ended': {
    status: 409,
    title: 'The saga has ended',
    explain: 'It is completed, undone or given up; nothing can be done to it any more.',
    retryable: false,
  },
  'saga-driven': {
    status: 409,
    title: 'The saga is at work',
    explain: 'A process drives it at this moment, or moved it meanwhile; look again.',
    retryable: true,
  },
  'saga-not-undoable': {
    status: 409,
    title: 'The saga cannot be undone',
    explain: 'It has passed the point of no return, or its type cannot be undone by hand.',
    retryable: false,
  },
  'saga-not-stuck': {
    status: 409,
    title: 'The saga is not stuck',
    explain: 'Only a saga that has made no step for 15 minutes may be given up.',
    retryable: false,
  },
});

const id = Type.String({ minLength: 1, maxLength: 200 });
const note = Type.String({ minLength: 1, maxLength: 500 });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const time = Type.String();

export const sagaSchema = Type.Object({
  sagaId: id,
  room: Type.String(),
  type: Type.String(),
  key: Type.String(),
  status: Type.String(),
  step: nullable(Type.String()),
  epoch: Type.Integer(),
  attempts: Type.Integer(),
  driven: Type.Boolean(),
  stuck: Type.Boolean(),
  idle_ms: Type.Integer(),
  wakeAt: nullable(time),
  createdAt: time,
  updatedAt: time,
  flaggedAt: nullable(time),
  summary: Type.String(),
  links: Type.Record(Type.String(), Type.String()),
  atRisk: nullable(Type.Object({ amount_minor: Type.Integer(), currency: Type.String() })),
});
export type OpsSaga = Static<typeof sagaSchema>;

export const sagaDetailSchema = Type.Object({
  saga: sagaSchema,
  input: Type.Unknown(),
  steps: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      epoch: Type.Integer(),
      step: Type.String(),
      status: Type.String(),
      output: Type.Unknown(),
      at: time,
    }),
  ),
  signals: Type.Array(
    Type.Object({ seq: Type.Integer(), name: Type.String(), payload: Type.Unknown(), at: time }),
  ),
});
export type OpsSagaDetail = Static<typeof sagaDetailSchema>;

export const sagaEventSchema = Type.Object({
  eventId: Type.String(),
  type: Type.String(),
  room: Type.String(),
  aggregate: Type.String(),
  version: Type.Integer(),
  at: time,
});
export type OpsSagaEvent = Static<typeof sagaEventSchema>;

export const parkedSchema = Type.Object({
  room: Type.String(),
  consumer: Type.String(),
  eventId: Type.String(),
  eventType: Type.String(),
  source: Type.String(),
  aggregate: Type.String(),
  attempts: Type.Integer(),
  reason: Type.String(),
  parkedAt: time,
});
export type OpsParked = Static<typeof parkedSchema>;

export const flowSchema = Type.Object({
  room: Type.String(),
  outbox: Type.Object({
    /** Not yet received by the consumer that is furthest behind; counted up to 100,000. */
    events: Type.Integer(),
    oldest_ms: Type.Integer(),
  }),
  lags: Type.Array(
    Type.Object({ consumer: Type.String(), events: Type.Integer(), age_ms: Type.Integer() }),
  ),
  setAside: Type.Array(
    Type.Object({ consumer: Type.String(), waiting: Type.Integer(), parked: Type.Integer() }),
  ),
});
export type OpsFlow = Static<typeof flowSchema>;

export const processSchema = Type.Object({
  processId: Type.String(),
  pid: Type.Integer(),
  rooms: Type.Array(Type.String()),
  breakers: Type.Array(
    Type.Object({
      name: Type.String(),
      breaker: Type.String(),
      running: Type.Integer(),
      waiting: Type.Integer(),
      lastError: nullable(Type.String()),
    }),
  ),
  caches: Type.Array(
    Type.Object({
      name: Type.String(),
      entries: Type.Integer(),
      entries_max: Type.Integer(),
      hits: Type.Integer(),
      misses: Type.Integer(),
      evicted: Type.Integer(),
    }),
  ),
  tasks: Type.Array(
    Type.Object({
      name: Type.String(),
      every_ms: Type.Integer(),
      running: Type.Boolean(),
      lastStartedAt: nullable(time),
      lastEndedAt: nullable(time),
      took_ms: nullable(Type.Number()),
      lastError: nullable(Type.String()),
      runs: Type.Integer(),
    }),
  ),
});
export type OpsProcess = Static<typeof processSchema>;

const moved = Type.Object({ status: Type.String() });
const ofSaga = Type.Object({ sagaId: id, reason: note });
const actions = ['saga-not-found', 'saga-ended', 'saga-driven', 'saga-not-undoable'] as const;

const calls = {
  opsSagas: call({
    input: Type.Object({
      status: nullable(Type.String()),
      type: nullable(Type.String()),
      sagaIds: nullable(Type.Array(id, { maxItems: 500 })),
      open: Type.Boolean(),
      idle_ms: nullable(Type.Integer({ minimum: 0 })),
      before: nullable(id),
      limit: Type.Integer({ minimum: 1, maximum: sagasPerPage_max }),
    }),
    output: Type.Object({ sagas: Type.Array(sagaSchema), floor: nullable(Type.String()) }),
    timeout_ms: 6_000,
    retry: true,
  }),
  opsSagasByKey: call({
    input: Type.Object({ text: id }),
    output: Type.Object({ sagaIds: Type.Array(Type.String()) }),
    retry: true,
  }),
  opsSaga: call({
    input: Type.Object({ sagaId: id }),
    output: Type.Object({ found: nullable(sagaDetailSchema) }),
    retry: true,
  }),
  opsSagaEvents: call({
    input: Type.Object({ sagaId: id }),
    output: Type.Object({ events: Type.Array(sagaEventSchema) }),
    timeout_ms: 6_000,
    retry: true,
  }),
  opsResume: call({
    input: Type.Object({ sagaId: id }),
    output: moved,
    refusals: actions,
    retry: true,
  }),
  opsUndo: call({ input: ofSaga, output: moved, refusals: actions, timeout_ms: 60_000 }),
  opsGiveUp: call({
    input: ofSaga,
    output: moved,
    refusals: [...actions, 'saga-not-stuck'],
    timeout_ms: 30_000,
  }),
  opsFlow: call({ input: Type.Object({}), output: flowSchema, timeout_ms: 6_000, retry: true }),
  opsParked: call({
    input: Type.Object({
      consumer: nullable(Type.String()),
      eventType: nullable(Type.String()),
      /** Goes on after this one, in the order (event id, consumer). */
      after: nullable(Type.Object({ eventId: Type.String(), consumer: Type.String() })),
      limit: Type.Integer({ minimum: 1, maximum: parkedPerPage_max }),
    }),
    output: Type.Object({ parked: Type.Array(parkedSchema) }),
    retry: true,
  }),
  /** Up to 1,000 at once. A repeat finds nothing parked and gives 0. */
  opsReplay: call({
    input: Type.Object({
      consumer: Type.String(),
      eventId: nullable(Type.String()),
      eventType: nullable(Type.String()),
    }),
    output: Type.Object({ replayed: Type.Integer() }),
    retry: true,
  }),
  opsProcess: call({ input: Type.Object({}), output: processSchema, retry: true }),
  /** Empties a cache of the process that answers; how many values it had. */
  opsPurge: call({
    input: Type.Object({ cache: Type.String() }),
    output: Type.Object({ purged: Type.Integer(), known: Type.Boolean() }),
    retry: true,
  }),
  /** Starts a task of the room now, in the process that answers; false: no such task. */
  opsRunTask: call({
    input: Type.Object({ task: Type.String() }),
    output: Type.Object({ started: Type.Boolean() }),
    retry: true,
  }),
};

export type OpsCalls = CallSet<typeof calls, string>;

const made = new Map<string, OpsCalls>();

/** The operators' calls of a room: the same set for every room, under its name. */
export function opsCalls(room: string): OpsCalls {
  let known = made.get(room);
  if (known === undefined) {
    known = defineCalls(room, calls);
    made.set(room, known);
  }
  return known;
}
