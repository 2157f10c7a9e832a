// The answers to the operators' calls of one room: see contract.ts.
import { findCache, listCaches } from '#kernel/cache/memory.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Inbox } from '#kernel/events/inbox.ts';
import type { Relay } from '#kernel/events/relay.ts';
import type { CallHandlers } from '#kernel/http/contract.ts';
import { listGuards } from '#kernel/resilience/resilience.ts';
import { sagaOperations, type ToldSaga } from '#kernel/saga/operate.ts';
import type { SagaRunner } from '#kernel/saga/runner.ts';
import { events_of_saga_max, type OpsCalls, type OpsSaga } from './contract.ts';
import { eventsOfSaga, listParkedEvents } from './store-events.ts';
import type { TaskBoard } from './tasks.ts';

export interface OpsNeeds {
  room: string;
  db: Db;
  sagas: SagaRunner;
  inbox(): Inbox | undefined;
  relay(): Relay | undefined;
  board: TaskBoard;
  process: { processId: string; rooms(): string[] };
}

type Handlers = CallHandlers<OpsCalls>;

export function opsHandlers(needs: OpsNeeds): Handlers {
  return { ...sagaHandlers(needs), ...eventHandlers(needs), ...processHandlers(needs) };
}

function sagaHandlers({ room, db, sagas }: OpsNeeds) {
  const operations = sagaOperations({ db, runner: sagas });
  const json = (told: ToldSaga): OpsSaga => {
    const { story, wakeAt, leaseUntil: _, createdAt, updatedAt, flaggedAt, result, ...rest } = told;
    void result;
    return {
      ...rest,
      ...story,
      room,
      wakeAt: wakeAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
      flaggedAt: flaggedAt?.toISOString() ?? null,
    };
  };
  const handlers: Pick<
    Handlers,
    | 'opsSagas'
    | 'opsSagasByKey'
    | 'opsSaga'
    | 'opsSagaEvents'
    | 'opsResume'
    | 'opsUndo'
    | 'opsGiveUp'
  > = {
    opsSagas: async (input) => {
      const { sagas: found, floor } = await operations.list({
        ...input,
        status: input.status as ToldSaga['status'] | null,
      });
      return { sagas: found.map(json), floor };
    },
    opsSagasByKey: async ({ text }) => ({ sagaIds: await operations.byKey(text) }),
    opsSaga: async ({ sagaId }) => {
      const found = await operations.detail(sagaId);
      if (found === undefined) return { found: null };
      const dated = <T extends { at: Date }>(one: T) => ({ ...one, at: one.at.toISOString() });
      return {
        found: {
          saga: json(found.saga),
          input: found.input,
          steps: found.steps.map(dated),
          signals: found.signals.map(dated),
        },
      };
    },
    opsSagaEvents: async ({ sagaId }) => {
      const rows = await eventsOfSaga(db, sagaId, events_of_saga_max);
      const events = rows.map(({ aggType, aggId, at, ...row }) => ({
        ...row,
        room,
        aggregate: `${aggType}:${aggId}`,
        at: at.toISOString(),
      }));
      return { events };
    },
    opsResume: ({ sagaId }) => operations.resume(sagaId),
    opsUndo: ({ sagaId, reason }) => operations.undo(sagaId, reason),
    opsGiveUp: ({ sagaId, reason }) => operations.giveUp(sagaId, reason),
  };
  return handlers;
}

function eventHandlers({ room, db, inbox, relay }: OpsNeeds) {
  const handlers: Pick<Handlers, 'opsFlow' | 'opsParked' | 'opsReplay'> = {
    opsFlow: async () => {
      const [lags, setAside] = await Promise.all([relay()?.lag() ?? [], inbox()?.counts() ?? []]);
      const most = lags.reduce((max, lag) => Math.max(max, lag.events), 0);
      const oldest = lags.reduce((max, lag) => Math.max(max, lag.age_ms), 0);
      return {
        room,
        outbox: { events: most, oldest_ms: Math.round(oldest) },
        lags: lags.map(({ consumer, events, age_ms }) => ({
          consumer,
          events,
          age_ms: Math.round(age_ms),
        })),
        setAside: [...setAside],
      };
    },
    opsParked: async (input) => {
      const rows = await listParkedEvents(db, input);
      const parked = rows.map((row) => ({
        ...row,
        room,
        reason: row.reason ?? '',
        parkedAt: row.parkedAt.toISOString(),
      }));
      return { parked };
    },
    opsReplay: async ({ consumer, eventId, eventType }) => {
      const box = inbox();
      if (box === undefined || !box.consumers.includes(consumer)) return { replayed: 0 };
      const replayed = await box.replay({
        consumer,
        ...(eventId === null ? {} : { eventId }),
        ...(eventType === null ? {} : { eventType }),
      });
      return { replayed };
    },
  };
  return handlers;
}

function processHandlers({ room, board, process: own }: OpsNeeds) {
  const handlers: Pick<Handlers, 'opsProcess' | 'opsPurge' | 'opsRunTask'> = {
    opsProcess: async () => ({
      processId: own.processId,
      pid: process.pid,
      rooms: own.rooms(),
      breakers: listGuards(),
      caches: listCaches().map(({ loading: _, ...stats }) => stats),
      tasks: board.list().map(({ lastStartedAt, lastEndedAt, ...task }) => ({
        ...task,
        lastStartedAt: lastStartedAt?.toISOString() ?? null,
        lastEndedAt: lastEndedAt?.toISOString() ?? null,
      })),
    }),
    opsPurge: async ({ cache }) => {
      const found = findCache(cache);
      const purged = found?.stats().entries ?? 0;
      found?.clear();
      return { purged, known: found !== undefined };
    },
    opsRunTask: async ({ task }) => ({
      started: task.startsWith(`${room}.`) && board.runNow(task),
    }),
  };
  return handlers;
}
