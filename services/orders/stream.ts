/** Live updates of orders: one statement a second for everybody who watches in this process. */
import type { Readable } from 'node:stream';
import type { Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import { live, type Frame, type LiveNeeds } from '#kernel/http/live.ts';
import { readWatched, type WatchedRow } from './store-read.ts';

interface Watch {
  orderId: string;
  /** Of what was told last; 0 before anything. */
  revision: number;
}

export interface WatchNeeds extends Omit<LiveNeeds<Watch>, 'read'> {
  db: Sql;
}

export interface Watchers {
  /**
   * The present state at once, then each change; refuses 'too-many-streams'. Who comes back with
   * the id of the last event is told only what is newer: an event is a state, so none is missed.
   */
  open(of: {
    orderId: string;
    person: string;
    lastEventId: string | undefined;
    signal: AbortSignal;
  }): Readable | Refusal<'too-many-streams'>;
  count(): number;
  stop(): void;
}

/** The revision in the id of an event; 0 for anything else, which is told everything. */
const revisionOf = (id: string | undefined): number =>
  id !== undefined && /^\d{1,9}$/.test(id) ? Number(id) : 0;

export function orderWatchers({ db, ...needs }: WatchNeeds): Watchers {
  const watchers = live<Watch>({
    ...needs,
    read: async (watches) => {
      const rows = await readWatched(db, [...new Set(watches.map((watch) => watch.orderId))]);
      const now = new Map(rows.map((row) => [row.orderId, row]));
      return new Map(watches.map((watch) => [watch, framesOf(watch, now.get(watch.orderId))]));
    },
  });
  return {
    open: ({ orderId, person, lastEventId, signal }) =>
      watchers.open({ watch: { orderId, revision: revisionOf(lastEventId) }, person, signal }),
    count: watchers.count,
    stop: watchers.stop,
  };
}

function framesOf(watch: Watch, row: WatchedRow | undefined): Frame[] {
  if (row === undefined) return [];
  // An id above the order's comes from elsewhere: better to tell twice than not at all.
  if (row.revision === watch.revision) return [];
  watch.revision = row.revision;
  return [{ id: String(row.revision), event: 'order', data: row }];
}
