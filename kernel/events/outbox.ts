import type { Clock } from '#kernel/core/clock.ts';
import type { Sentinel } from '#kernel/db/lock.ts';
import type { EventLog } from './event.ts';

/** Channel on which other processes hear that a room's outbox has grown. */
export function outboxChannel(room: string): string {
  return `outbox_${room}`;
}

export interface Outbox {
  /** Call after the statement or transaction that wrote events has committed; costs nothing. */
  poke(): void;
  /** The relay of this room in this process, where there is one. */
  follow(relay: { poke(): void; leading(): boolean }): void;
  stop(): void;
}

/**
 * The producer's handle. Producers insert into the outbox in their own statements and then poke:
 * the relay in this process wakes at once; when another process relays this room, it hears of it
 * by NOTIFY, at most one per `delay_ms`. NOTIFY takes a lock that all committing transactions
 * share, so it is never part of a transaction that does work.
 */
export function outbox({
  room,
  sentinel,
  clock,
  log,
  delay_ms = 20,
}: {
  room: string;
  sentinel: Pick<Sentinel, 'notify'>;
  clock: Clock;
  log: EventLog;
  delay_ms?: number;
}): Outbox {
  const channel = outboxChannel(room);
  const stopped = new AbortController();
  let relay: { poke(): void; leading(): boolean } | undefined;
  let due = false;

  const notifyLater = async (): Promise<void> => {
    try {
      await clock.sleep(delay_ms, stopped.signal);
      due = false;
      await sentinel.notify(channel);
    } catch (error) {
      due = false;
      // The other process polls, so a lost notice only makes these events a little later.
      if (!stopped.signal.aborted) log.warn({ error, room }, 'outbox notice was not sent');
    }
  };

  return {
    poke: () => {
      if (relay?.leading()) {
        relay.poke();
      } else if (!due && !stopped.signal.aborted) {
        due = true;
        void notifyLater();
      }
    },
    follow: (found) => {
      relay = found;
    },
    stop: () => stopped.abort(),
  };
}
