/** Reading conversations: lists of both sides, one with its messages, how fast sellers are. */
import { refuse, isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { pageFrom, readCursor, type Page } from '#kernel/http/page.ts';
import type { RoomContext } from '#kernel/service.ts';
import { isOf } from './commands.ts';
import { responseWindow_days } from './contract.ts';
import type { Neighbours } from './neighbours.ts';
import * as store from './store.ts';
import { messageJson, threadJson, type ThreadJson } from './views.ts';

interface PageQuery {
  limit: number;
  cursor?: string;
}

/** Who reads: a buyer, or a member of these sellers. */
export interface Reader {
  userId: string;
  author: store.Side;
  sellerIds: readonly string[];
}

type NoCursor = Refusal<'validation-failed'>;

export type Queries = ReturnType<typeof messageQueries>;

export function messageQueries({
  db,
  neighbours,
}: Pick<RoomContext, 'db'> & { neighbours: Neighbours }) {
  async function named(rows: readonly store.ThreadRow[], side: store.Side) {
    const names = await neighbours.names(rows.map((row) => row.sellerId));
    return rows.map((row) => threadJson(row, { side, seller: names.get(row.sellerId) ?? null }));
  }

  return {
    /** Conversations, the last one written in first. */
    async list(
      reader: Reader,
      query: PageQuery & { unread?: boolean },
    ): Promise<Page<ThreadJson> | NoCursor> {
      const before = cursorIn(query.cursor);
      if (isRefusal(before)) return before;
      const page = { before, limit: query.limit + 1 };
      const rows =
        reader.author === 'buyer'
          ? await store.listOfBuyer(db, reader.userId, page)
          : await store.listOfSellers(db, reader.sellerIds, {
              ...page,
              unread: query.unread === true,
            });
      const of = pageFrom(rows, query.limit, (row) => [row.lastAt.toISOString(), row.threadId]);
      return { ...of, data: await named(of.data, reader.author) };
    },

    /** One conversation with its newest messages, or those before a number. */
    async thread(reader: Reader, threadId: string, query: { limit: number; before?: number }) {
      const thread = await store.readThread(db, threadId);
      if (!thread || !isOf(thread, reader)) return refuse('thread-not-found', { threadId });
      const page = { before: query.before ?? null, limit: query.limit + 1 };
      const rows = await store.readMessages(db, threadId, page);
      const messages = rows.slice(0, query.limit).map(messageJson);
      const [json] = await named([thread], reader.author);
      return { ...(json as ThreadJson), messages, hasMore: rows.length > query.limit };
    },

    /** Notes how far a side has read. */
    async markRead(reader: Reader, threadId: string, seq: number) {
      const thread = await store.readThread(db, threadId);
      if (!thread || !isOf(thread, reader)) return refuse('thread-not-found', { threadId });
      await store.markRead(db, threadId, { side: reader.author, seq });
      return { read: Math.min(seq, thread.lastSeq) };
    },

    /** How fast a seller answers: over those who asked in the last 30 days. */
    async response(sellerId: string) {
      const of = await store.responseOf(db, sellerId, responseWindow_days);
      const { asked, answered, median_s } = of;
      const enough = answered >= answersToTell_min && median_s !== null;
      return { asked, answered, median_s: enough ? Math.round(median_s) : null };
    },
  };
}

/** Fewer answers say nothing of a seller. */
const answersToTell_min = 3;

function cursorIn(text: string | undefined): readonly [string, string] | null | NoCursor {
  if (text === undefined) return null;
  const key = readCursor(text);
  const [at, id] = Array.isArray(key) ? (key as unknown[]) : [];
  const isTime = typeof at === 'string' && !Number.isNaN(Date.parse(at));
  if (isTime && typeof id === 'string' && id.length <= 64) return [at, id];
  return refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
  });
}
