// A room in a simulated process: its code, outbox, inbox, sagas and relay, wired as
// kernel/host/room-runtime.ts wires them.
import { revocations } from '#kernel/auth/revocation.ts';
import { accessToken_s, tokens, type Tokens } from '#kernel/auth/token.ts';
import type { Config } from '#kernel/config/config.ts';
import { systemClock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import { inbox, type Inbox } from '#kernel/events/inbox.ts';
import { outbox, type Outbox } from '#kernel/events/outbox.ts';
import { relay } from '#kernel/events/relay.ts';
import { sagaRunner, type SagaRunner } from '#kernel/saga/runner.ts';
import type { Room, RoomContext, RunningRoom } from '#kernel/service.ts';
import { simulatedDb } from './database.ts';
import type { simulatedJobs } from './jobs.ts';
import type { Process, Surroundings } from './process.ts';

export interface Lodger {
  readonly room: Room;
  readonly db: Db;
  readonly running: RunningRoom;
  readonly inbox: Inbox | undefined;
  readonly sagas: SagaRunner;
  hasSagas(): boolean;
  readonly outbox: Outbox;
}

/** How often late loops of upkeep come round, as a chance at each turn of time. */
const often = { task: 0.2, saga: 0.15, relay: 0.04, inbox: 0.06 };
export const LATE_JOB = 0.3;

/** Nobody in the play asks these for anything that law or money hangs on. */
const aside: ReadonlySet<string> = new Set([
  'flash',
  'identity',
  'media',
  'notifications',
  'recommendations',
  'reviews',
  'sellers',
]);
const SELDOM = 0.2;

/**
 * The chances of a room. Those aside hear, tell and keep up as all do, only later: looking for
 * their work would be a tenth of all steps of a seed.
 */
export function lateOf(room: string): typeof often {
  if (!aside.has(room)) return often;
  const { task, saga, relay: carry, inbox: take } = often;
  const seldom = (chance: number): number => chance * SELDOM;
  return { task: seldom(task), saga: seldom(saga), relay: seldom(carry), inbox: seldom(take) };
}

export interface House {
  around: Surroundings;
  house: Process;
}

/** Starts a room's code in a process; events flow only after `startFlow`. */
export async function moveIn(
  room: Room,
  jobs: ReturnType<typeof simulatedJobs>,
  { around, house }: House,
): Promise<Lodger> {
  const { scheduler, config, network, locks, rooms, watch } = around;
  const { name } = room;
  const chances = lateOf(name);
  const log = watch.logger;
  const clock = scheduler.clockOf(house);
  const { sessions } = house;
  const changed = name === 'inventory' ? () => around.stock.look() : undefined;
  const db = simulatedDb({ ...around, owner: house, room: name, sessions, changed });
  const box = outbox({ room: name, sentinel: locks.of(house), clock, log });
  const sagas = sagaRunner({ room: name, db, clock: scheduler.clockOf(house, chances.saga), log });
  const found = noticing(sagas);
  const context: RoomContext = {
    room: name,
    db,
    clock,
    log,
    config,
    outbox: box,
    jobs: jobs.port,
    sagas: found.sagas,
    client: (set) => network.client(house, set),
    degraded: () => undefined,
    tokens: tokensOf(config),
    revocations: revocations({ clock, kept_ms: accessToken_s * 1_000 }),
    rooms: rooms.map((one) => one.name),
    // The judge looks at them, all of them, at the end.
    checkInvariants: async () => ({ instant: {}, quiescent: {}, violations: 0 }),
  };
  const running = await room.start(context);
  const handlers = running.reactions ?? {};
  const eventSets = rooms.flatMap((one) => (one.events ? [one.events] : []));
  const late = scheduler.clockOf(house, chances.inbox, `inbox ${name}`);
  const isEmpty = Object.keys(handlers).length === 0;
  const events = isEmpty
    ? undefined
    : inbox({ room: name, db, clock: late, log, handlers, eventSets });
  return { room, db, running, inbox: events, sagas, hasSagas: found.any, outbox: box };
}

/** A runner that remembers whether sagas were defined: without any its loops have nothing to do. */
function noticing(sagas: SagaRunner): { sagas: SagaRunner; any(): boolean } {
  let defined = false;
  const define: SagaRunner['define'] = (definition) => {
    defined = true;
    sagas.define(definition);
  };
  const get = (target: SagaRunner, key: string | symbol): unknown => {
    if (key === 'define') return define;
    const value: unknown = Reflect.get(target, key, target);
    return typeof value === 'function' ? value.bind(target) : value;
  };
  return { sagas: new Proxy(sagas, { get }), any: () => defined };
}

/** From now on the room's sagas recover and its events reach their consumers. */
export function startFlow(lodger: Lodger, { around, house }: House): void {
  const { scheduler, locks, network, rooms, watch } = around;
  const { room, db } = lodger;
  if (lodger.hasSagas()) lodger.sagas.begin();
  if (!room.events) return;
  const carrier = relay({
    room: room.name,
    source: room.events,
    db,
    sentinel: locks.of(house),
    consumers: rooms.flatMap((one) => one.consumers),
    transport: network.transport(house),
    clock: scheduler.clockOf(house, lateOf(room.name).relay, `relay ${room.name}`),
    log: watch.logger,
    poll_ms: 2_000,
  });
  lodger.outbox.follow(carrier);
  around.ends.push(() => void carrier.stop());
}

let signed: { key: string; tokens: Tokens } | undefined;

/** Reading a signing key costs milliseconds: once for all processes of all seeds. */
function tokensOf({ tokenKey: key, publicUrl: issuer }: Config): Tokens {
  if (signed?.key !== key) {
    signed = { key, tokens: tokens({ key, issuer, clock: systemClock, isRevoked: () => false }) };
  }
  return signed.tokens;
}
