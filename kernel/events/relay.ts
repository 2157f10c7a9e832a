// Why this exists: it carries a room's outbox to every consumer, at least once and in order.
// One process per room does so, the one that holds the advisory lock; inside it each consumer has
// a lane with its own cursor, so that a consumer that is down delays nobody else.
import type { Clock } from '#kernel/core/clock.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { relay_poll_ms } from '#kernel/core/limit.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Sentinel } from '#kernel/db/lock.ts';
import { backoff_ms, bell, pause, type Bell } from './bell.ts';
import { untilCalm } from './calm.ts';
import { typesFrom, type ConsumerSpec, type EventEnvelope } from './event.ts';
import type { EventLog, EventSet } from './event.ts';
import { outboxChannel } from './outbox.ts';
import { type Page, type Pages, pagesOf } from './pages.ts';
import type { OutboxPlace } from './store-outbox.ts';
import { backlogOf, loadCursors, outboxStart, saveCursors } from './store-outbox.ts';
import type { Faults, Transport } from './transport.ts';
import { faultyTransport } from './transport.ts';

/** What a relay needs of the process's session connection. */
export type RelaySentinel = Pick<Sentinel, 'tryLock' | 'unlock' | 'listen' | 'onLost'>;

export interface RelayOptions {
  room: string;
  source: EventSet;
  /** Full pages take milliseconds on the connection they use: give it a database of its own
   *  where the room's single statements must not queue behind them. */
  db: Db;
  sentinel: RelaySentinel;
  /** All consumers of all rooms; those that take nothing from this room are ignored. */
  consumers: readonly ConsumerSpec[];
  transport: Transport;
  clock: Clock;
  log: EventLog;
  /** How often to look without having been poked (default 1 000). */
  poll_ms?: number;
  /** Events a read (default 1 000). */
  page_max?: number;
  /** Waits this long after a poke, to take more at once (default 20). */
  linger_ms?: number;
  faults?: Faults;
  /** The share of its time that this process was at work since the last look, for consumers with
   *  patience. Without it nobody waits. */
  busy?: () => number;
}

export interface ConsumerLag {
  source: string;
  consumer: string;
  /** Events not yet received, counted up to 100 000. */
  events: number;
  /** Age of the oldest of them; 0 when there is none. */
  age_ms: number;
}

export interface Relay {
  /** Look soon: the outbox has grown. */
  poke(): void;
  /** True while this process holds the room's relay lock. */
  leading(): boolean;
  /** How far each consumer is behind; one statement per consumer. Any process may ask. */
  lag(): Promise<ConsumerLag[]>;
  /** Ends after the deliveries under way, saves the cursors and gives the lock up. */
  stop(): Promise<void>;
}

const lagEvents_max = 100_000;
const retry = { first_ms: 100, max_ms: 10_000 };
// A cursor that is behind costs repeats after a crash, and each save is a commit.
const saveEvery_ms = 100;
const heldWait = { first_ms: 5, max_ms: 100 };

interface Lane {
  consumer: string;
  types: ReadonlySet<string>;
  saga: string | undefined;
  /** Crash point: the consumer has the events, and the cursor does not know yet. */
  delivered: string;
  patience_ms: number;
}

interface Shared {
  options: RelayOptions;
  transport: Transport;
  lanes: Lane[];
  bell: Bell;
}

/** Starts relaying at once and goes on until stopped. */
export function relay(options: RelayOptions): Relay {
  const { room, db, clock, sentinel, consumers, faults } = options;
  const lockName = `relay:${room}`;
  const stopped = new AbortController();
  const shared: Shared = {
    options,
    transport: faults ? faultyTransport(options.transport, faults) : options.transport,
    lanes: consumers
      .map((spec) => ({
        consumer: spec.name,
        types: new Set(typesFrom(spec, room)),
        saga: spec.saga,
        delivered: `relay.${spec.name}.delivered`,
        patience_ms: options.busy === undefined ? 0 : (spec.patience_ms ?? 0),
      }))
      .filter((lane) => lane.types.size > 0),
    bell: bell(clock),
  };
  let leadership: AbortController | undefined;
  let leads = false;

  sentinel.onLost((names) => {
    if (names.includes(lockName)) leadership?.abort();
  });
  sentinel.listen(outboxChannel(room), shared.bell.ring).catch((error: unknown) => {
    options.log.warn({ error, room }, 'relay will listen when the database is back');
  });

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const mine = new AbortController();
      // From here on, so that a loss right after the answer is not missed.
      leadership = mine;
      leads = await tryLock(shared, lockName);
      if (leads) {
        await lead(shared, AbortSignal.any([stopped.signal, mine.signal]));
        leads = false;
        await sentinel.unlock(lockName).catch(() => undefined);
      } else {
        await pause(clock, options.poll_ms ?? relay_poll_ms, stopped.signal);
      }
    }
  };
  // A room that nobody listens to has nothing to carry, and says it leads so that its outbox
  // does not go looking for another relay.
  const idle = shared.lanes.length === 0;
  const running = idle ? Promise.resolve() : run();

  return {
    poke: shared.bell.ring,
    leading: () => idle || (leads && leadership?.signal.aborted === false),
    lag: () => lagOf({ room, db, clock, lanes: shared.lanes }),
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

async function tryLock({ options }: Shared, name: string): Promise<boolean> {
  try {
    return await options.sentinel.tryLock(name);
  } catch (error) {
    options.log.warn({ error, room: options.room }, 'relay could not ask for its lock');
    return false;
  }
}

/** Runs all lanes until the signal aborts: a stop, or the loss of the lock. */
async function lead(shared: Shared, signal: AbortSignal): Promise<void> {
  const { db, source, page_max, log, room, clock } = shared.options;
  const wanted = new Set(shared.lanes.flatMap((lane) => [...lane.types]));
  const pages = pagesOf({
    db,
    source,
    types: [...wanted],
    page_max: page_max ?? 1_000,
    rings: shared.bell.count,
  });
  let cursors: Map<string, OutboxPlace> | undefined;
  for (let tries = 1; cursors === undefined && !signal.aborted; tries += 1) {
    try {
      cursors = await loadCursors(
        db,
        shared.lanes.map((lane) => lane.consumer),
      );
    } catch (error) {
      log.warn({ error, room }, 'relay could not read its cursors');
      await pause(clock, backoff_ms(tries, retry), signal);
    }
  }
  const saver = cursorSaver(shared, signal);
  await Promise.all(
    shared.lanes.map((lane) =>
      runLane(shared, lane, {
        pages,
        start: cursors?.get(lane.consumer) ?? outboxStart,
        save: saver.save,
        signal,
      }),
    ),
  );
  await saver.done();
}

interface LaneRun {
  pages: Pages;
  start: OutboxPlace;
  save: (consumer: string, place: OutboxPlace) => void;
  signal: AbortSignal;
}

/** One consumer: read, deliver, move on; the same page again for as long as it fails. */
async function runLane(shared: Shared, lane: Lane, run: LaneRun): Promise<void> {
  const { options, bell: rings } = shared;
  const { clock, log, room, poll_ms = relay_poll_ms, linger_ms = 20 } = options;
  const { signal } = run;
  const selected = selector(lane);
  let place = run.start;
  let failures = 0;
  let waits = 0;
  while (!signal.aborted) {
    try {
      const page = await run.pages.after(place);
      if (signal.aborted) return;
      const events = selected(page);
      if (events.length > 0) {
        await shared.transport.deliver(lane.consumer, events);
        failpoint(lane.delivered);
      }
      failures = 0;
      if (page.last !== undefined) {
        place = page.last;
        run.save(lane.consumer, place);
      }
      if (page.full) continue;
      waits = page.held && page.last === undefined ? waits + 1 : 0;
      const wait_ms = page.held ? backoff_ms(waits + 1, heldWait) : poll_ms;
      await rings.wait(page.seenRings, Math.min(wait_ms, poll_ms), signal);
      if (rings.count() > page.seenRings) await pause(clock, linger_ms, signal);
      const { busy } = options;
      const { patience_ms } = lane;
      if (busy && patience_ms > 0) await untilCalm({ busy, clock, patience_ms }, signal);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      log.warn({ error, room, consumer: lane.consumer, failures }, 'events were not delivered');
      await pause(clock, backoff_ms(failures, retry), signal);
    }
  }
}

/** The events of a page that a lane wants; the page's own list when it wants all of them. */
function selector({ types, saga }: Lane): (page: Page) => EventEnvelope[] {
  const wants =
    saga === undefined
      ? (event: EventEnvelope) => types.has(event.eventType)
      : (event: EventEnvelope) =>
          types.has(event.eventType) && event.sagaId?.startsWith(saga) === true;
  return ({ events }) => (events.every(wants) ? events : events.filter(wants));
}

/**
 * Saves cursors behind the lanes' backs, one statement at a time for all that have moved since.
 * A crash in between delivers some events again. After the lock is lost nothing more is written.
 */
function cursorSaver(
  { options }: Shared,
  signal: AbortSignal,
): { save: (consumer: string, place: OutboxPlace) => void; done: () => Promise<void> } {
  const { db, log, room, clock } = options;
  let moved = new Map<string, OutboxPlace>();
  let saving: Promise<void> | undefined;

  const saveAll = async (): Promise<void> => {
    for (let tries = 1; moved.size > 0;) {
      const batch = moved;
      moved = new Map();
      try {
        await saveCursors(db, batch);
        tries = 1;
        if (!signal.aborted) await pause(clock, saveEvery_ms, signal);
      } catch (error) {
        log.warn({ error, room }, 'relay could not save its cursors');
        moved = new Map([...batch, ...moved]);
        if (signal.aborted) break;
        await pause(clock, backoff_ms(tries, retry), signal);
        tries += 1;
      }
    }
    saving = undefined;
  };
  return {
    save: (consumer, place) => {
      moved.set(consumer, place);
      saving ??= saveAll();
    },
    done: async () => {
      await saving;
      // What a stop left over. Harmless after a lost lock as well: cursors only move forward,
      // and these events were delivered.
      if (moved.size > 0) await saveAll();
    },
  };
}

async function lagOf({
  room,
  db,
  clock,
  lanes,
}: {
  room: string;
  db: Db;
  clock: Clock;
  lanes: readonly Lane[];
}): Promise<ConsumerLag[]> {
  return Promise.all(
    lanes.map(async ({ consumer, types }) => {
      const query = { consumer, types: [...types], limit: lagEvents_max };
      const { events, oldest_ms } = await backlogOf(db, query);
      const age_ms = oldest_ms === null ? 0 : Math.max(0, clock.now() - oldest_ms);
      return { source: room, consumer, events, age_ms };
    }),
  );
}
