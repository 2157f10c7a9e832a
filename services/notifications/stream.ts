/** Live updates of the notification centre: what is new, and how many are unread. */
import type { Readable } from 'node:stream';
import { isId } from '#kernel/core/id.ts';
import type { Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import { live, type Frame, type LiveNeeds } from '#kernel/http/live.ts';
import type { Unread } from './centre.ts';
import * as centre from './centre.ts';
import { newsOf } from './store-centre.ts';

/** Ids are as old as their making, not as their commit: so much later one may come to light. */
const late_ms = 30_000;
/** Who was away for longer reads the list instead. */
const away_ms_max = 24 * 60 * 60_000;
/** Unread ones are counted again so often, for what was read in another process. */
const recount_ms = 15_000;

interface Watch {
  userId: string;
  /** Notifications up to this id are not news. */
  from: string;
  /** Ids that were told, as long as a look may find them again. */
  told: Set<string>;
  counted_ms: number;
  unread: number;
}

export interface CentreStreams {
  /**
   * How many are unread, at once and whenever that changes, and each new notification. Who comes
   * back with the id of the last one gets those made since.
   */
  open(of: {
    userId: string;
    lastEventId: string | undefined;
    signal: AbortSignal;
  }): Readable | Refusal<'too-many-streams'>;
  /** A person has read something: their streams hear of it at once in this process. */
  touched(userId: string): void;
  stop(): void;
}

/** The lowest id that can be made at a time. */
const idAtTime = (ms: number) => `ntf_${ms.toString(16).padStart(12, '0')}${'0'.repeat(20)}`;

export function centreStreams({ db, ...needs }: Omit<LiveNeeds<Watch>, 'read'> & { db: Sql }) {
  const { clock } = needs;
  const touchedIds = new Set<string>();

  async function read(watches: readonly Watch[]): Promise<Map<Watch, Frame[]>> {
    const now_ms = clock.now();
    const touched = new Set(touchedIds);
    touchedIds.clear();
    const news = await newsByUser(db, watches, now_ms);
    const due = watches.filter(
      (watch) =>
        touched.has(watch.userId) ||
        now_ms - watch.counted_ms >= recount_ms ||
        (news.get(watch.userId) ?? []).some((one) => isNews(watch, one.notificationId)),
    );
    const counts = await centre.unreadOf(db, [...new Set(due.map((watch) => watch.userId))]);
    const counted = new Set(due);
    return new Map(
      watches.map((watch) => {
        const list = news.get(watch.userId) ?? [];
        const count = counted.has(watch) ? (counts.get(watch.userId) ?? centre.nothing) : null;
        return [watch, framesOf(watch, { list, count, now_ms })];
      }),
    );
  }

  const streams = live<Watch>({ ...needs, read });
  const all: CentreStreams = {
    open: ({ userId, lastEventId, signal }) => {
      const now_ms = clock.now();
      const asked = isId('ntf', lastEventId) ? lastEventId : idAtTime(now_ms);
      const oldest = idAtTime(now_ms - away_ms_max);
      const from = asked > oldest ? asked : oldest;
      const watch = { userId, from, told: new Set<string>(), counted_ms: 0, unread: -1 };
      return streams.open({ watch, person: userId, signal });
    },
    touched: (userId) => {
      if (streams.count() === 0) return;
      touchedIds.add(userId);
      streams.poke();
    },
    stop: streams.stop,
  };
  return all;
}

const isNews = (watch: Watch, id: string) => id > watch.from && !watch.told.has(id);

type News = Awaited<ReturnType<typeof newsOf>>[number];

/** One statement for all: from the oldest place that any of them has not seen for sure. */
async function newsByUser(
  db: Sql,
  watches: readonly Watch[],
  now_ms: number,
): Promise<Map<string, News[]>> {
  if (watches.length === 0) return new Map();
  const froms = watches.map((watch) => watch.from).sort();
  const after = froms[0] ?? idAtTime(now_ms);
  const rows = await newsOf(db, [...new Set(watches.map((watch) => watch.userId))], after);
  return Map.groupBy(rows, (row) => row.userId);
}

function framesOf(
  watch: Watch,
  { list, count, now_ms }: { list: readonly News[]; count: Unread | null; now_ms: number },
): Frame[] {
  const frames: Frame[] = [];
  for (const row of list) {
    if (!isNews(watch, row.notificationId)) continue;
    watch.told.add(row.notificationId);
    const { userId: _, ...notice } = row;
    frames.push({
      id: row.notificationId,
      event: 'notification',
      data: centre.noticeJson(notice),
    });
  }
  const settled = idAtTime(now_ms - late_ms);
  if (settled > watch.from) watch.from = settled;
  for (const id of watch.told) if (id <= watch.from) watch.told.delete(id);
  if (count !== null) {
    watch.counted_ms = now_ms;
    if (count.unread !== watch.unread) frames.push({ event: 'unread', data: count });
    watch.unread = count.unread;
  }
  return frames;
}
