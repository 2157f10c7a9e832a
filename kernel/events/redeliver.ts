// Why this exists: an event whose handler failed is tried again later, without holding up the
// events of other aggregates, and parked for a person when it keeps failing.
import type { Clock } from '#kernel/core/clock.ts';
import { Failure } from '#kernel/core/error.ts';
import { redelivery_first_ms, redelivery_tries_max } from '#kernel/core/limit.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import type { Bell } from './bell.ts';
import { backoff_ms, bell, pause } from './bell.ts';
import type { EventEnvelope, EventLog } from './event.ts';
import type { Waiting } from './store-inbox.ts';
import { claimWaiting, dueHeads, failWaiting, followers, forgetWaiting } from './store-inbox.ts';

export interface RedeliverOptions {
  db: Db;
  clock: Clock;
  log: EventLog;
  consumers: readonly string[];
  /** Why the event cannot be read, or null. */
  unreadable(event: EventEnvelope): string | null;
  /** Handles one event in a transaction, in its context. */
  handle(tx: Sql, consumer: string, event: EventEnvelope): Promise<void>;
  /** Runs work in turn with the consumer's other deliveries from the same room. */
  inTurn(consumer: string, source: string, work: () => Promise<boolean>): Promise<boolean>;
  /** Delay before the second try (default 1 000), doubled for each further one. */
  retry_ms?: number;
  tries_max?: number;
  poll_ms?: number;
}

export interface Redeliver {
  /** Look soon: something was put aside or made due. */
  poke(): void;
  stop(): Promise<void>;
}

const poll_ms_default = 500;
const delay_ms_max = 60_000;
const heads_max = 50;
const followers_max = 100;
const reason_chars_max = 500;
// Something that is out of reach is not the event's fault: about eight hours instead of minutes.
const patience = 60;

/** The next step after a failed try; `attempts` counts it. */
export function afterFailure(
  error: unknown,
  attempts: number,
  {
    clock,
    retry_ms = redelivery_first_ms,
    tries_max = redelivery_tries_max,
  }: { clock: Clock; retry_ms?: number; tries_max?: number },
): { state: 'waiting' | 'parked'; reason: string; next_at: Date } {
  const triesLeft = tries_max * (isOutOfReach(error) ? patience : 1) - attempts;
  const delay_ms = backoff_ms(attempts, { first_ms: retry_ms, max_ms: delay_ms_max });
  return {
    state: triesLeft > 0 ? 'waiting' : 'parked',
    reason: reasonOf(error),
    next_at: new Date(clock.now() + delay_ms),
  };
}

const outOfReach = new Set([
  'database-unavailable',
  'room-unavailable',
  'outcome-unknown',
  'overloaded',
]);

/** True when the cause is an engine or a room that cannot be reached just now. */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof Failure && outOfReach.has(error.code);
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  // PostgreSQL text cannot hold a zero character.
  return text.replaceAll('\0', '').slice(0, reason_chars_max);
}

/** Starts the loop that tries due events again. */
export function redeliver(options: RedeliverOptions): Redeliver {
  const stopped = new AbortController();
  const rings = bell(options.clock);
  // A room that consumes nothing has nothing to look for.
  const idle = options.consumers.length === 0;
  const running = idle ? Promise.resolve() : run(options, rings, stopped.signal);
  return {
    poke: () => rings.ring(),
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

async function run(options: RedeliverOptions, rings: Bell, signal: AbortSignal): Promise<void> {
  const { db, clock, log, consumers, poll_ms = poll_ms_default } = options;
  for (let failures = 0; !signal.aborted;) {
    try {
      const seen = rings.count();
      const heads = await dueHeads(db, { consumers, now: clock.date(), limit: heads_max });
      for (const head of heads) {
        if (signal.aborted) return;
        await drain(options, head, signal);
      }
      failures = 0;
      if (heads.length < heads_max) await rings.wait(seen, poll_ms, signal);
    } catch (error) {
      failures += 1;
      log.warn({ error, room: db.room }, 'waiting events could not be tried again');
      await pause(clock, backoff_ms(failures, { first_ms: poll_ms, max_ms: 10_000 }), signal);
    }
  }
}

/** Tries an event and, when it succeeds, those of its aggregate that waited behind it. */
async function drain(options: RedeliverOptions, head: Waiting, signal: AbortSignal): Promise<void> {
  let queue = [head];
  while (queue.length > 0 && !signal.aborted) {
    for (const item of queue) {
      const source = item.event.metadata.source;
      if (!(await options.inTurn(item.consumer, source, () => tryAgain(options, item)))) return;
    }
    queue = await followers(options.db, head, followers_max);
  }
}

/** One try in one transaction. False when the events behind it must go on waiting. */
async function tryAgain(options: RedeliverOptions, item: Waiting): Promise<boolean> {
  const { db, log } = options;
  const { consumer, event } = item;
  try {
    const reason = options.unreadable(event);
    if (reason !== null) throw new Unreadable(reason);
    return await db.tx(async (tx) => {
      if (!(await claimWaiting(tx, item))) return false;
      await forgetWaiting(tx, item);
      await options.handle(tx, consumer, event);
      return true;
    });
  } catch (error) {
    const next =
      error instanceof Unreadable
        ? { state: 'parked' as const, reason: error.message, next_at: options.clock.date() }
        : afterFailure(error, item.attempts + 1, options);
    await failWaiting(db, item, next);
    const detail = { error, consumer, eventId: event.eventId, attempts: item.attempts + 1 };
    if (next.state === 'parked') log.error(detail, 'event was parked');
    else log.warn(detail, 'event will be tried again');
    return next.state === 'parked';
  }
}

class Unreadable extends Error {}
