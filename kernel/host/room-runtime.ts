// One room brought to life in this process: its database, outbox, sagas, inbox and relay, in the
// order they depend on one another, and taken down in the reverse order.
import type { Clock } from '#kernel/core/clock.ts';
import { observeLamport } from '#kernel/core/context.ts';
import type { Config } from '#kernel/config/config.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import type { Sentinel } from '#kernel/db/lock.ts';
import { inbox, type Inbox } from '#kernel/events/inbox.ts';
import { outbox, type Outbox } from '#kernel/events/outbox.ts';
import { relay, type Relay } from '#kernel/events/relay.ts';
import { sweepEvents } from '#kernel/events/sweep.ts';
import type { Transport } from '#kernel/events/transport.ts';
import type { Faults } from '#kernel/events/transport.ts';
import { sweepIdempotency } from '#kernel/http/idempotency.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import type { Revocations } from '#kernel/auth/revocation.ts';
import type { Tokens } from '#kernel/auth/token.ts';
import type { Jobs } from '#kernel/jobs/jobs.ts';
import { sagaRunner, type SagaRunner } from '#kernel/saga/runner.ts';
import type { Room, RunningRoom, Task } from '#kernel/service.ts';
import type { Logger } from '#kernel/telemetry/log.ts';

const HOUR_MS = 60 * 60 * 1_000;

/** What all rooms of a process share. */
export interface Shared {
  readonly rooms: readonly Room[];
  readonly url: string;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sentinel: Sentinel;
  readonly rpc: Rpc;
  readonly jobs: Jobs;
  readonly tokens: Tokens;
  readonly revocations: Revocations;
  readonly transport: Transport;
  readonly faults?: Faults | undefined;
  degraded(engine: string, reason: string | null): void;
}

export interface RoomRuntime {
  readonly room: Room;
  readonly db: Db;
  readonly running: RunningRoom;
  readonly sagas: SagaRunner;
  readonly inbox: Inbox | undefined;
  relay: Relay | undefined;
  readonly outbox: Outbox;
  readonly relayDb: Db;
}

const HIGHEST_LAMPORT = `
select coalesce(max((metadata->>'lamport')::bigint), 0) as lamport
from (select metadata from outbox order by xid desc, position desc limit 1000) recent`;

/** Starts the room's code; events flow only after `startFlow`. */
export async function startRoom(room: Room, shared: Shared): Promise<RoomRuntime> {
  const { clock, config, rpc, url, sentinel } = shared;
  const log = shared.log.child({ room: room.name });
  const db = openDb({ url, room: room.name, log });
  const relayDb = openDb({ url, room: room.name, pipelined: 1, plain_max: 1, log });
  const highest = await db.row<{ lamport: number }>(HIGHEST_LAMPORT);
  observeLamport(highest?.lamport ?? 0);
  const box = outbox({ room: room.name, sentinel, clock, log });
  const sagas = sagaRunner({ room: room.name, db, clock, log });
  const running = await room.start({
    room: room.name,
    db,
    clock,
    log,
    config,
    outbox: box,
    jobs: shared.jobs,
    sagas,
    client: rpc.client,
    degraded: shared.degraded,
    tokens: shared.tokens,
    revocations: shared.revocations,
  });
  if (room.calls) rpc.provide(room.calls, running.calls ?? {});
  const handlers = running.reactions ?? {};
  const eventSets = shared.rooms.flatMap((one) => (one.events ? [one.events] : []));
  const events =
    Object.keys(handlers).length === 0
      ? undefined
      : inbox({ room: room.name, db, clock, log, handlers, eventSets });
  return { room, db, running, sagas, inbox: events, relay: undefined, outbox: box, relayDb };
}

/** From now on the room's sagas recover and its events reach their consumers. */
export function startFlow(runtime: RoomRuntime, shared: Shared): void {
  const { room, relayDb } = runtime;
  const { clock, sentinel, transport, faults } = shared;
  const log = shared.log.child({ room: room.name });
  runtime.sagas.begin();
  if (!room.events) return;
  const consumers = shared.rooms.flatMap((one) => one.consumers);
  const options = { room: room.name, source: room.events, db: relayDb, sentinel, consumers };
  runtime.relay = relay({ ...options, transport, clock, log, ...(faults ? { faults } : {}) });
  runtime.outbox.follow(runtime.relay);
}

/** The upkeep every room has, and its own. */
export function tasksOf(runtime: RoomRuntime, shared: Shared): Task[] {
  const { room, db, inbox: events } = runtime;
  const consumers = shared.rooms.flatMap((one) => one.consumers);
  const inboxes = [...(events?.consumers ?? [])];
  const { clock } = shared;
  const upkeep: Task[] = [
    {
      name: `${room.name}.sweep-events`,
      every_ms: HOUR_MS,
      run: async (signal) => {
        await sweepEvents({ room: room.name, db, clock, consumers, inboxes, signal });
      },
    },
    {
      name: `${room.name}.sweep-idempotency`,
      every_ms: 60_000,
      run: async (signal) => {
        await sweepIdempotency(db, { signal });
      },
    },
  ];
  return [...upkeep, ...(runtime.running.tasks ?? [])];
}

/** Ends the flow of events first, then the code, then the connections. */
export async function stopRoom(runtime: RoomRuntime, shared: Shared): Promise<void> {
  await runtime.relay?.stop();
  await runtime.inbox?.stop();
  await runtime.running.stop?.();
  shared.rpc.withdraw(runtime.room.name);
  runtime.outbox.stop();
  await Promise.all([runtime.db.close(), runtime.relayDb.close()]);
}
