/**
 * Live updates as server-sent events. Polling, because an event reaches one process of a room and
 * its watchers may be in others: one read a round for everybody who watches in this process.
 */
import { Readable } from 'node:stream';
import type { Clock } from '#kernel/core/clock.ts';
import { defineErrors } from '#kernel/core/error.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';

export const streams_max = 2_000;
export const streamsPerPerson_max = 10;
const poll_ms = 1_000;
const beat_ms = 15_000;
/** A client that reads nothing is let go before it costs memory. */
const unread_bytes_max = 65_536;

defineErrors({
  'too-many-streams': {
    status: 503,
    title: 'Too many open streams',
    explain:
      'This process or this person holds the most live update streams allowed; poll instead.',
    retryable: true,
  },
});

/** One event as it goes over the wire. */
export interface Frame {
  /** Comes back as Last-Event-ID when the client connects again. */
  id?: string;
  event: string;
  data: unknown;
}

export interface LiveNeeds<Watch> {
  clock: Clock;
  /** What to tell each of these watches now; what was told is noted in the watch. */
  read(watches: readonly Watch[]): Promise<ReadonlyMap<Watch, readonly Frame[]>>;
  warn(detail: object, message: string): void;
}

export interface Live<Watch> {
  /** A stream for one watch of one person; refuses 'too-many-streams'. */
  open(of: {
    watch: Watch;
    person: string;
    signal: AbortSignal;
  }): Readable | Refusal<'too-many-streams'>;
  /** Looks soon: something that is watched has changed in this process. */
  poke(): void;
  count(): number;
  stop(): void;
}

interface Watcher<Watch> {
  watch: Watch;
  person: string;
  stream: Readable;
  told_ms: number;
}

/** The watchers of one kind of thing in this process. */
export function live<Watch>(needs: LiveNeeds<Watch>): Live<Watch> {
  const { clock } = needs;
  const open = new Set<Watcher<Watch>>();
  const stopped = new AbortController();
  let wake: AbortController | undefined;
  let running = false;

  const leave = (watcher: Watcher<Watch>): void => {
    open.delete(watcher);
    if (!watcher.stream.destroyed) watcher.stream.destroy();
  };

  async function round(): Promise<void> {
    const watchers = [...open];
    const frames = await needs.read(watchers.map((one) => one.watch));
    for (const watcher of watchers) {
      if (!open.has(watcher)) continue;
      tell(watcher, frames.get(watcher.watch) ?? [], clock.monotonic());
      if (watcher.stream.readableLength > unread_bytes_max) leave(watcher);
    }
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    while (open.size > 0 && !stopped.signal.aborted) {
      wake = new AbortController();
      await round().catch((error: unknown) => {
        needs.warn({ err: error }, 'what is watched was not read; tried again');
      });
      const any = AbortSignal.any([stopped.signal, wake.signal]);
      await clock.sleep(poll_ms, any).catch(() => undefined);
    }
    running = false;
  }

  return {
    open: ({ watch, person, signal }) => {
      const own = [...open].filter((watcher) => watcher.person === person).length;
      if (open.size >= streams_max || own >= streamsPerPerson_max || stopped.signal.aborted) {
        return refuse('too-many-streams');
      }
      const stream = new Readable({ read: () => undefined });
      const watcher = { watch, person, stream, told_ms: clock.monotonic() };
      open.add(watcher);
      stream.push('retry: 3000\n\n');
      stream.once('close', () => open.delete(watcher));
      signal.addEventListener('abort', () => leave(watcher), { once: true });
      if (running) wake?.abort();
      else void run();
      return stream;
    },
    poke: () => wake?.abort(),
    count: () => open.size,
    stop: () => {
      stopped.abort();
      for (const watcher of open) leave(watcher);
    },
  };
}

function tell(watcher: Watcher<unknown>, frames: readonly Frame[], now_ms: number): void {
  for (const { id, event, data } of frames) {
    const name = id === undefined ? '' : `id: ${id}\n`;
    watcher.stream.push(`${name}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
  if (frames.length > 0) watcher.told_ms = now_ms;
  else if (now_ms - watcher.told_ms >= beat_ms) {
    watcher.told_ms = now_ms;
    watcher.stream.push(': still here\n\n');
  }
}

/** Of a stream's reply: nothing on the way may keep it or wait for its end. */
export const streamHeaders = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' } as const;

/** The id of the last event that a client saw before its connection broke. */
export function lastEventId(headers: Record<string, unknown>): string | undefined {
  const given = headers['last-event-id'];
  return typeof given === 'string' && given.length <= 200 ? given : undefined;
}
