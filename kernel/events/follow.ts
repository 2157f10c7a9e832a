/**
 * Listens to outboxes without being a consumer: for what a process keeps in memory and must
 * forget when something changes. Every process that follows sees every event, some of them
 * twice, none before its transaction committed, and none is waited for: there is no cursor.
 * Rows above the horizon are seen too, so a long transaction elsewhere holds nothing back.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { bell, pause } from './bell.ts';
import { peekOutbox } from './store-outbox.ts';

export interface FollowedRoom {
  room: string;
  db: Sql;
  types: readonly string[];
}

export interface SeenEvent {
  room: string;
  type: string;
  aggregateId: string;
  payload: Record<string, unknown>;
}

export interface FollowOptions {
  rooms: readonly FollowedRoom[];
  clock: Clock;
  onEvents(events: SeenEvent[]): void;
  /** From here on something may have been missed: forget everything. Also said before resting. */
  onLost(reason: unknown): void;
  /** How often to look (default 250 ms). */
  every_ms?: number;
  /** Rests when nobody asked for this long (default 60 s). */
  rest_ms?: number;
}

export interface Follower {
  /** True while nothing can be missed. Asking keeps it awake; the first call wakes it. */
  following(): boolean;
  stop(): Promise<void>;
}

const events_max = 1_000;

/** Starts asleep; costs nothing until asked, then one statement for each room and look. */
export function followOutboxes(options: FollowOptions): Follower {
  const { clock, every_ms = 250, rest_ms = 60_000 } = options;
  const over = new AbortController();
  const wake = bell(clock);
  let asked_ms = -Infinity;
  let sure = false;

  const lost = (reason: unknown): void => {
    sure = false;
    options.onLost(reason);
  };
  const loop = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const seen = wake.count();
      if (clock.monotonic() - asked_ms > rest_ms) {
        if (sure) lost('nobody asks');
        await wake.wait(seen, 3_600_000, over.signal);
        continue;
      }
      try {
        await followOnce({ ...options, every_ms, over: over.signal }, () => {
          sure = true;
          return clock.monotonic() - asked_ms <= rest_ms;
        });
      } catch (error) {
        lost(error);
        await pause(clock, every_ms, over.signal);
      }
    }
  };
  const ended = loop();
  return {
    following: () => {
      asked_ms = clock.monotonic();
      if (!sure) wake.ring();
      return sure;
    },
    stop: async () => {
      over.abort();
      await ended;
    },
  };
}

interface Round extends FollowOptions {
  every_ms: number;
  over: AbortSignal;
}

/** Looks again and again until `goOn` says no; throws when an outbox cannot be read. */
async function followOnce(round: Round, goOn: () => boolean): Promise<void> {
  const { rooms, clock, over, every_ms } = round;
  const readers = rooms.map((room) => reader(room));
  // The first look only finds the place from which nothing will be missed.
  await Promise.all(readers.map((read) => read()));
  while (goOn() && !over.aborted) {
    await pause(clock, every_ms, over);
    if (over.aborted) return;
    const found = await Promise.all(readers.map((read) => read()));
    const events = found.flat();
    if (events.length > 0) round.onEvents(events);
  }
}

/** Gives what is new since its last call; the first call gives nothing. */
function reader({ room, db, types }: FollowedRoom): () => Promise<SeenEvent[]> {
  let from: string | null = null;
  let before = new Set<number>();
  return async () => {
    const { horizon, events } = await peekOutbox(db, { from, types, limit: events_max });
    const started = from !== null;
    from = horizon;
    const fresh = events.filter(({ position }) => !before.has(position));
    before = new Set(events.map(({ position }) => position));
    if (events.length >= events_max)
      throw new Error(`${room} has more events than can be followed`);
    return started
      ? fresh.map(({ type, aggregateId, payload }) => ({ room, type, aggregateId, payload }))
      : [];
  };
}
