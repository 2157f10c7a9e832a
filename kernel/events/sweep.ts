import type { Clock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import { pause } from './bell.ts';
import type { ConsumerSpec } from './event.ts';
import { typesFrom } from './event.ts';
import { removeReceived } from './store-inbox.ts';
import { removePassed } from './store-outbox.ts';

export interface SweepOptions {
  room: string;
  db: Db;
  clock: Clock;
  /** All consumers of all rooms, as the relay has them. */
  consumers: readonly ConsumerSpec[];
  /** Names of the consumers whose inbox is in this room. */
  inboxes: readonly string[];
  /** How long events stay after all have passed them (default 7 days). */
  retention_ms?: number;
  signal?: AbortSignal;
}

const day_ms = 24 * 60 * 60 * 1000;
const retention_ms_default = 7 * day_ms;
// Short statements leave the writers alone: a few milliseconds each, and a pause between them.
const batch_max = 2_000;
const pause_ms = 50;
const batches_max = 1_000;

/**
 * Removes old outbox rows that every consumer has passed, and inbox rows that no delivery can
 * ask for any more. In batches of 2 000, at most 1 000 of them a run. Run it hourly.
 */
export async function sweepEvents(
  options: SweepOptions,
): Promise<{ outbox: number; inbox: number }> {
  const { room, db, clock, retention_ms = retention_ms_default } = options;
  const passing = options.consumers
    .filter((spec) => typesFrom(spec, room).length > 0)
    .map((spec) => spec.name);
  const before = new Date(clock.now() - retention_ms);
  const outbox = await inBatches(options, () =>
    removePassed(db, { consumers: passing, before, limit: batch_max }),
  );
  // Twice as long: an event may come again for as long as its source still has it.
  const received_ms = clock.now() - 2 * retention_ms;
  let inbox = 0;
  for (const consumer of options.inboxes) {
    const query = {
      consumer,
      before: new Date(received_ms),
      idBefore: `evt_${Math.max(0, received_ms).toString(16).padStart(12, '0')}`,
      limit: batch_max,
    };
    inbox += await inBatches(options, () => removeReceived(db, query));
  }
  return { outbox, inbox };
}

async function inBatches(
  { clock, signal = new AbortController().signal }: SweepOptions,
  remove: () => Promise<number>,
): Promise<number> {
  let total = 0;
  for (let batches = 0; batches < batches_max && !signal.aborted; batches += 1) {
    const removed = await remove();
    total += removed;
    if (removed < batch_max) break;
    await pause(clock, pause_ms, signal);
  }
  return total;
}
