import type { Prng } from '#kernel/core/prng.ts';
import { Failure } from '#kernel/core/error.ts';
import type { EventEnvelope } from './event.ts';
import { roomOf } from './event.ts';

/**
 * Carries events from a relay to a consumer. `deliver` resolves when the consumer has recorded
 * all of them durably, and rejects otherwise; the relay then delivers the same events again. A
 * broker adapter resolves when the broker has them, and calls `consume` of the inbox at its end.
 */
export interface Transport {
  deliver(consumer: string, events: EventEnvelope[]): Promise<void>;
}

/** The receiving side: what `inbox` offers. */
export interface Receiver {
  consume(consumer: string, events: EventEnvelope[]): Promise<void>;
}

/** Sends events to a room in another process, which hands them to its inbox. */
export type Post = (room: string, consumer: string, events: EventEnvelope[]) => Promise<void>;

// Keeps a request body well under its limit of 1 MiB at a few KiB an event.
const postEvents_max = 200;

/**
 * The default transport: a room in this process is a function call without a copy, any other
 * gets its events through `post`, at most 200 at a time and in order.
 */
export function directTransport({
  local,
  post,
}: {
  local: (room: string) => Receiver | undefined;
  post?: Post;
}): Transport {
  return {
    deliver: async (consumer, events) => {
      const room = roomOf(consumer);
      const receiver = local(room);
      if (receiver !== undefined) return receiver.consume(consumer, events);
      if (post === undefined) throw new Failure('room-unavailable', { room });
      for (let from = 0; from < events.length; from += postEvents_max) {
        await post(room, consumer, events.slice(from, from + postEvents_max));
      }
    },
  };
}

/** Faults for tests and simulation: probabilities per delivery from 0 to 1. */
export interface Faults {
  prng: Prng;
  /** Per event: it never arrives, although the relay believes it did. */
  drop?: number;
  /** Per delivery: it arrives twice. */
  duplicate?: number;
  /** Per delivery: its events arrive in another order. */
  reorder?: number;
  /** Consumers that take nothing, as when their process is down: the relay tries again. */
  stopped?: ReadonlySet<string>;
}

/** A transport that loses, repeats and mixes up events, to prove that a room repairs itself. */
export function faultyTransport(inner: Transport, faults: Faults): Transport {
  return {
    deliver: async (consumer, events) => {
      // Read each time: a test turns them on and off.
      const { prng, drop = 0, duplicate = 0, reorder = 0, stopped } = faults;
      if (stopped?.has(consumer)) throw new Failure('room-unavailable', { room: roomOf(consumer) });
      let sent = drop > 0 ? events.filter(() => prng.next() >= drop) : events;
      if (prng.next() < reorder) sent = prng.shuffle(sent);
      if (sent.length === 0) return;
      await inner.deliver(consumer, sent);
      if (prng.next() < duplicate) await inner.deliver(consumer, sent);
    },
  };
}
