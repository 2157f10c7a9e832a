// One room brought to life in this process: its database, outbox, sagas, inbox and relay, in the
// order they depend on one another, and taken down in the reverse order.
import { observeLamport } from '#kernel/core/context.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { workShare } from '#kernel/events/calm.ts';
import { inbox, type Inbox } from '#kernel/events/inbox.ts';
import { outbox, type Outbox } from '#kernel/events/outbox.ts';
import { relay, type Relay } from '#kernel/events/relay.ts';
import type { AnyCallHandlers, CallSet } from '#kernel/http/contract.ts';
import { opsCalls } from '#kernel/ops/contract.ts';
import { checkInvariants } from '#kernel/ops/checker.ts';
import { opsHandlers } from '#kernel/ops/handlers.ts';
import { sagaRunner, type SagaRunner } from '#kernel/saga/runner.ts';
import type { Room, RunningRoom } from '#kernel/service.ts';
import { syncCalls } from '#kernel/sync/contract.ts';
import { syncHandlers } from '#kernel/sync/handlers.ts';
import type { Shared } from './shared.ts';

export interface RoomRuntime {
  readonly room: Room;
  readonly db: Db;
  readonly running: RunningRoom;
  readonly sagas: SagaRunner;
  readonly inbox: Inbox | undefined;
  relay: Relay | undefined;
  readonly outbox: Outbox;
  readonly relayDb: Db;
  /** The room's own calls and those that operators have of every room. */
  readonly calls: { set: CallSet; handlers: AnyCallHandlers };
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
    rooms: shared.rooms.map((one) => one.name),
    checkInvariants: (signal) => checkInvariants({ url, home: config.home, signal }),
  });
  const handlers = running.reactions ?? {};
  const eventSets = shared.rooms.flatMap((one) => (one.events ? [one.events] : []));
  const events =
    Object.keys(handlers).length === 0
      ? undefined
      : inbox({ room: room.name, db, clock, log, handlers, eventSets });
  const runtime: RoomRuntime = {
    room,
    db,
    running,
    sagas,
    inbox: events,
    relay: undefined,
    outbox: box,
    relayDb,
    calls: callsOf(room, running.calls ?? {}, {
      ops: () => opsOf(runtime, shared),
      sync: () => syncHandlers(db, running.sync ?? {}),
    }),
  };
  rpc.provide(runtime.calls.set, runtime.calls.handlers);
  return runtime;
}

function callsOf(
  room: Room,
  own: AnyCallHandlers,
  more: { ops(): AnyCallHandlers; sync(): AnyCallHandlers },
): RoomRuntime['calls'] {
  const [ops, sync] = [opsCalls(room.name).calls, syncCalls(room.name).calls];
  const set = { room: room.name, calls: { ...room.calls?.calls, ...ops, ...sync } };
  const handlers = { ...own, ...late(ops, more.ops), ...late(sync, more.sync) };
  return { set, handlers };
}

/** Made when first asked: most rooms of most processes never are. */
function late(calls: CallSet['calls'], make: () => AnyCallHandlers): AnyCallHandlers {
  let made: AnyCallHandlers | undefined;
  const entries = Object.keys(calls).map((name) => [
    name,
    (input: never) => (made ??= make())[name]?.(input),
  ]);
  return Object.fromEntries(entries) as AnyCallHandlers;
}

function opsOf(runtime: RoomRuntime, shared: Shared): AnyCallHandlers {
  const { room, db, sagas } = runtime;
  return opsHandlers({
    room: room.name,
    db,
    sagas,
    inbox: () => runtime.inbox,
    relay: () => runtime.relay,
    board: shared.board,
    process: {
      processId: shared.processId,
      rooms: () => shared.runtimes.map((one) => one.room.name),
    },
  });
}

/** From now on the room's sagas recover and its events reach their consumers. */
export function startFlow(runtime: RoomRuntime, shared: Shared): void {
  const { room, relayDb } = runtime;
  const { clock, sentinel, transport, faults } = shared;
  const log = shared.log.child({ room: room.name });
  runtime.sagas.begin();
  if (!room.events) return;
  const consumers = shared.rooms.flatMap((one) => one.consumers);
  const own = { room: room.name, source: room.events, db: relayDb, busy: workShare() };
  const options = { ...own, sentinel, consumers };
  runtime.relay = relay({ ...options, transport, clock, log, ...(faults ? { faults } : {}) });
  runtime.outbox.follow(runtime.relay);
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
