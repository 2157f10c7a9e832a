// Why this exists: it gives each event its effect once. The inbox row, the effect and the events
// it causes commit together; a repeat finds the row. A handler that fails is narrowed down to
// the event that makes it fail, so that one bad event does not stop its neighbours.
import type { Clock } from '#kernel/core/clock.ts';
import { observeLamport, runWith } from '#kernel/core/context.ts';
import { Failure } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import { contextOf } from './caused.ts';
import type { EventEnvelope, EventLog, EventSet, Handler } from './event.ts';
import { aggregateKey } from './event.ts';
import type { Reader } from './readable.ts';
import { hasUsableId, parkable, readerOf } from './readable.ts';
import { afterFailure, isOutOfReach, redeliver } from './redeliver.ts';
import type { Parked } from './store-inbox.ts';
import { countSetAside, listParked, recordEvents, setAside, unpark } from './store-inbox.ts';
import { waitingAggregates } from './store-inbox.ts';

export interface InboxOptions {
  room: string;
  db: Db;
  clock: Clock;
  log: EventLog;
  /** Consumer name → handler. */
  handlers: Readonly<Record<string, Handler>>;
  /** The event sets of all rooms these consumers take from. */
  eventSets: readonly EventSet[];
  /** Delay before the second try of a failed event (default 1 000), then doubled. */
  retry_ms?: number;
  /** Tries before an event is parked (default 8). */
  tries_max?: number;
  /** How often to look for events that are due again (default 500). */
  poll_ms?: number;
}

export interface Inbox {
  /**
   * Takes events of one source room, in order. Resolves when each has had its effect, was known
   * already, or is kept for another try; rejects (deliver again) when the database is out of
   * reach. Failure 'not-found' for a consumer that is not of this room. One transaction.
   */
  consume(consumer: string, events: EventEnvelope[]): Promise<void>;
  /** Makes parked events due again, one or up to 1 000 (of a type). Returns how many. */
  replay(query: { consumer: string; eventId?: string; eventType?: string }): Promise<number>;
  /** Parked events, oldest first (default 100). */
  parked(query?: { consumer?: string; limit?: number }): Promise<Parked[]>;
  /** Events set aside, per consumer. */
  counts(): Promise<{ consumer: string; waiting: number; parked: number }[]>;
  /** Names of the consumers here. */
  readonly consumers: readonly string[];
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

const replay_max = 1_000;
const parked_max = 100;
const chunkEvents_max = 1_000;

interface Group {
  consumer: string;
  handler: Handler;
  /** Crash point: the effect is there and not committed. */
  handled: string;
}

interface Shared {
  options: InboxOptions;
  unreadable: Reader;
  /** Something was set aside. */
  poke(): void;
}

/** Starts the retry loop; deliveries come through `consume`. */
export function inbox(options: InboxOptions): Inbox {
  const { room, db, clock, handlers } = options;
  const consumers = Object.keys(handlers);
  const groups = new Map<string, Group>();
  for (const [consumer, handler] of Object.entries(handlers)) {
    groups.set(consumer, { consumer, handler, handled: `inbox.${consumer}.handled` });
  }
  const groupOf = (consumer: string): Group => {
    const group = groups.get(consumer);
    if (group === undefined) throw new Failure('not-found', { room, consumer });
    return group;
  };
  const { inTurn, idle } = turns();
  const unreadable = readerOf(options.eventSets);
  const retries = redeliver({
    ...options,
    consumers,
    unreadable,
    inTurn: (consumer, source, work) => inTurn(`${consumer} ${source}`, work),
    handle: (tx, consumer, event) => handleIn(tx, groupOf(consumer), [event]),
  });
  const shared: Shared = { options, unreadable, poke: retries.poke };

  return {
    consumers,
    consume: async (consumer, events) => {
      const group = groupOf(consumer);
      const source = String(events[0]?.metadata?.source);
      await inTurn(`${consumer} ${source}`, async () => {
        const readable = await parkUnreadable(shared, group, { events, source });
        for (let from = 0; from < readable.length; from += chunkEvents_max) {
          const whole = readable.length <= chunkEvents_max;
          await take(
            shared,
            group,
            whole ? readable : readable.slice(from, from + chunkEvents_max),
          );
        }
      });
    },
    replay: async ({ consumer, eventId = null, eventType = null }) => {
      groupOf(consumer);
      const query = { consumer, eventId, eventType, now: clock.date(), limit: replay_max };
      const count = await unpark(db, query);
      retries.poke();
      return count;
    },
    parked: ({ consumer, limit = parked_max } = {}) =>
      listParked(db, { consumers: consumer === undefined ? consumers : [consumer], limit }),
    counts: () => countSetAside(db, consumers),
    stop: async () => {
      await retries.stop();
      await idle();
    },
  };
}

/** Runs work of one key in the order it came, work of different keys side by side. */
function turns(): {
  inTurn: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  idle: () => Promise<unknown>;
} {
  const tails = new Map<string, Promise<unknown>>();
  return {
    inTurn: <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const before = tails.get(key);
      const mine = before === undefined ? work() : before.then(work, work);
      tails.set(key, mine);
      const leave = (): void => {
        if (tails.get(key) === mine) tails.delete(key);
      };
      mine.then(leave, leave);
      return mine;
    },
    idle: () => Promise.allSettled(tails.values()),
  };
}

/** Parks what cannot be read, in a transaction of its own, and returns the rest. */
async function parkUnreadable(
  { options, unreadable }: Shared,
  { consumer }: Group,
  { events, source }: { events: EventEnvelope[]; source: string },
): Promise<EventEnvelope[]> {
  const reasons = new Map<number, string>();
  let lamport = 0;
  events.forEach((event, at) => {
    const reason = hasUsableId(event) ? unreadable(event) : 'event has no usable id';
    if (reason !== null) reasons.set(at, reason);
    else if (event.metadata.lamport > lamport) lamport = event.metadata.lamport;
  });
  observeLamport(lamport);
  if (reasons.size === 0) return events;
  const items = [...reasons].map(([at, reason]) => ({
    event: parkable(events[at] as EventEnvelope, source),
    state: 'parked' as const,
    attempts: 0,
    reason,
    next_at: options.clock.date(),
  }));
  await options.db.tx(async (tx) => {
    const { fresh } = await recordEvents(
      tx,
      consumer,
      items.map((item) => item.event),
    );
    const news = fresh === null ? items : items.filter(({ event }) => fresh.has(event.eventId));
    if (news.length > 0) await setAside(tx, consumer, news);
  });
  options.log.error({ consumer, reasons: [...reasons.values()] }, 'unreadable events were parked');
  return events.filter((_, at) => !reasons.has(at));
}

/** Takes a batch; when it fails, its halves in order, down to the single event at fault. */
async function take(shared: Shared, group: Group, events: EventEnvelope[]): Promise<void> {
  let cause: unknown;
  try {
    await takeTogether(shared, group, events);
    return;
  } catch (error) {
    cause = error;
  }
  const { db } = shared.options;
  if (isOutOfReach(cause)) {
    // Our own database gone: the relay keeps the events. It is there: then the handler failed.
    await db.row('select 1 as reachable');
  }
  if (events.length > 1) {
    const middle = events.length >> 1;
    await take(shared, group, events.slice(0, middle));
    await take(shared, group, events.slice(middle));
    return;
  }
  await keepForLater(shared, group, { event: events[0] as EventEnvelope, error: cause });
}

/** Records the events and handles the new ones, in one transaction. */
async function takeTogether(shared: Shared, group: Group, events: EventEnvelope[]): Promise<void> {
  const { consumer } = group;
  const { db, clock } = shared.options;
  await db.tx(async (tx) => {
    const { fresh, waiting } = await recordEvents(tx, consumer, events);
    // An id may be in a batch twice: `delete` lets only its first event through.
    let news = fresh === null ? events : events.filter(({ eventId }) => fresh.delete(eventId));
    if (news.length === 0) return;
    if (waiting) {
      const keys = await waitingAggregates(tx, consumer, [...new Set(news.map(aggregateKey))]);
      const blocked = news.filter((event) => keys.has(aggregateKey(event)));
      if (blocked.length > 0) {
        const items = blocked.map((event) => ({
          event,
          state: 'waiting' as const,
          attempts: 0,
          reason: 'an earlier event of the aggregate is waiting',
          next_at: clock.date(),
        }));
        await setAside(tx, consumer, items);
        news = news.filter((event) => !keys.has(aggregateKey(event)));
      }
    }
    if (news.length > 0) await handleIn(tx, group, news);
    failpoint(group.handled);
  });
}

/** Puts one failed event aside, recorded as received. */
async function keepForLater(
  { options, poke }: Shared,
  { consumer }: Group,
  { event, error }: { event: EventEnvelope; error: unknown },
): Promise<void> {
  const next = afterFailure(error, 1, options);
  await options.db.tx(async (tx) => {
    const { fresh } = await recordEvents(tx, consumer, [event]);
    if (fresh !== null) return;
    await setAside(tx, consumer, [{ event, attempts: 1, ...next }]);
  });
  options.log.warn(
    { error, consumer, eventId: event.eventId, eventType: event.eventType },
    'event failed and will be tried again',
  );
  poke();
}

/** Runs a handler in the context of its event; of several, only what they share. */
function handleIn(tx: Sql, { handler }: Group, events: EventEnvelope[]): Promise<void> {
  const first = events[0] as EventEnvelope;
  if (events.length === 1) return runWith(contextOf(first), () => handler(tx, events));
  const { correlationId } = first.metadata;
  const shared = events.every((event) => event.metadata.correlationId === correlationId);
  const context = { correlationId: shared ? correlationId : newId('corr') };
  return runWith(context, () => handler(tx, events));
}
