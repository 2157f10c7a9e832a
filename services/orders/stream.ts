/** Live updates of orders: one statement a second for everybody who watches in this process. */
import { Readable } from 'node:stream';
import type { Clock } from '#kernel/core/clock.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { WatchedRow } from './store-read.ts';

export const streams_max = 2_000;
export const streamsPerPerson_max = 10;
const poll_ms = 1_000;
const beat_ms = 15_000;
/** A client that reads nothing is let go before it costs memory. */
const unread_bytes_max = 65_536;

interface Watcher {
  orderId: string;
  userId: string;
  stream: Readable;
  /** Of what was told last; 0 before anything. */
  revision: number;
  told_ms: number;
}

export interface WatchNeeds {
  clock: Clock;
  read(orderIds: string[]): Promise<WatchedRow[]>;
  warn(detail: object, message: string): void;
}

export interface Watchers {
  /** The present state at once, then each change; refuses 'too-many-streams'. */
  open(who: {
    orderId: string;
    userId: string;
    signal: AbortSignal;
  }): Readable | Refusal<'too-many-streams'>;
  count(): number;
  stop(): void;
}

/** Polling, because an event reaches one process of a room and its watchers may be in others. */
export function orderWatchers(needs: WatchNeeds): Watchers {
  const { clock } = needs;
  const open = new Set<Watcher>();
  const stopped = new AbortController();
  let wake: AbortController | undefined;
  let running = false;

  const leave = (watcher: Watcher): void => {
    open.delete(watcher);
    if (!watcher.stream.destroyed) watcher.stream.destroy();
  };

  async function round(): Promise<void> {
    const ids = [...new Set([...open].map((watcher) => watcher.orderId))];
    const now = new Map((await needs.read(ids)).map((row) => [row.orderId, row]));
    for (const watcher of open) {
      const row = now.get(watcher.orderId);
      if (row) tell(watcher, row, clock.monotonic());
      if (watcher.stream.readableLength > unread_bytes_max) leave(watcher);
    }
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    while (open.size > 0 && !stopped.signal.aborted) {
      wake = new AbortController();
      await round().catch((error: unknown) => {
        needs.warn({ err: error }, 'watched orders not read; tried again');
      });
      const any = AbortSignal.any([stopped.signal, wake.signal]);
      await clock.sleep(poll_ms, any).catch(() => undefined);
    }
    running = false;
  }

  return {
    open: ({ orderId, userId, signal }) => {
      const own = [...open].filter((watcher) => watcher.userId === userId).length;
      if (open.size >= streams_max || own >= streamsPerPerson_max || stopped.signal.aborted) {
        return refuse('too-many-streams');
      }
      const stream = new Readable({ read: () => undefined });
      const watcher = { orderId, userId, stream, revision: 0, told_ms: clock.monotonic() };
      open.add(watcher);
      stream.push('retry: 3000\n\n');
      stream.once('close', () => open.delete(watcher));
      signal.addEventListener('abort', () => leave(watcher), { once: true });
      if (running) wake?.abort();
      else void run();
      return stream;
    },
    count: () => open.size,
    stop: () => {
      stopped.abort();
      for (const watcher of open) leave(watcher);
    },
  };
}

function tell(watcher: Watcher, row: WatchedRow, now_ms: number): void {
  if (row.revision > watcher.revision) {
    watcher.revision = row.revision;
    watcher.told_ms = now_ms;
    watcher.stream.push(`id: ${row.revision}\nevent: order\ndata: ${JSON.stringify(row)}\n\n`);
  } else if (now_ms - watcher.told_ms >= beat_ms) {
    watcher.told_ms = now_ms;
    watcher.stream.push(': still here\n\n');
  }
}
