// Writing. What it is about is looked up before the transaction, and so are the people to tell;
// the thread's lock then makes limits and numbers true.
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { maskCards } from '#kernel/telemetry/redact.ts';
import { messagesPerHour_max, messagesPerThread_max, threadsPerDay_max } from './contract.ts';
import type { Neighbours } from './neighbours.ts';
import * as store from './store.ts';

export interface Needs extends Pick<RoomContext, 'db' | 'outbox'> {
  neighbours: Neighbours;
}

export type Asked = { orderId: string; sellerId: string } | { productId: string };

type Written = Promise<store.ThreadRow | Refusal<WriteRefusal>>;
export type WriteRefusal =
  | 'thread-not-found'
  | 'message-about-not-found'
  | 'message-needs-account'
  | 'message-limit'
  | 'thread-full';

export type Commands = ReturnType<typeof messageCommands>;

export function messageCommands(needs: Needs) {
  const { db, neighbours } = needs;
  return {
    /** The buyer's first message about something, or another one. */
    async ask(
      who: { userId: string; isAccount: boolean },
      { about, text }: { about: Asked; text: string },
    ): Written {
      const thing = await neighbours.about(who.userId, about);
      if (thing === null) return refuse('message-about-not-found');
      if (thing.aboutKind === 'product' && !who.isAccount) return refuse('message-needs-account');
      const team = await neighbours.team(thing.sellerId);
      const head = { ...thing, threadId: newId('thr'), buyerId: who.userId, author: 'buyer' };
      const open = (tx: Parameters<typeof store.openThread>[0]) =>
        store.openThread(tx, head as store.NewThread);
      return write(needs, { open, text, team, author: 'buyer', userId: who.userId });
    },

    /** Another message of either side into a conversation that is theirs. */
    async answer(
      threadId: string,
      of: { userId: string; author: store.Side; sellerIds: readonly string[]; text: string },
    ): Written {
      const thread = await store.readThread(db, threadId);
      if (!thread || !isOf(thread, of)) return refuse('thread-not-found', { threadId });
      const { sellerId, buyerId } = thread;
      const team = of.author === 'buyer' ? await neighbours.team(sellerId) : [buyerId];
      const open = (tx: Parameters<typeof store.lockThread>[0]) => store.lockThread(tx, threadId);
      return write(needs, { open, team, ...of });
    },

    /** What the shop itself tells a seller of an order, as a note that readers see as words. */
    async note(of: {
      buyerId: string;
      sellerId: string;
      orderId: string;
      orderNumber: string;
      note: string;
    }): Promise<void> {
      const { buyerId, sellerId, orderId, orderNumber, note } = of;
      const team = await neighbours.team(sellerId);
      const about = { aboutKind: 'order', aboutId: orderId, aboutName: orderNumber } as const;
      const head = { threadId: newId('thr'), buyerId, sellerId, ...about, author: 'shop' } as const;
      await db.tx(async (tx) => {
        const { threadId } = await store.openThread(tx, head);
        const one = { threadId, author: 'shop', userId: null, note, body: '' } as const;
        await store.writeMessage(tx, { ...one, readerIds: team, meta: eventMeta() });
      });
      needs.outbox.poke();
    },
  };
}

/** Whether somebody writes or reads here for the side they say. */
export function isOf(
  thread: store.ThreadRow,
  of: { userId: string; author: store.Side; sellerIds: readonly string[] },
): boolean {
  if (of.author === 'buyer') return thread.buyerId === of.userId;
  return of.sellerIds.includes(thread.sellerId);
}

interface Writing {
  open(tx: Parameters<typeof store.lockThread>[0]): Promise<store.ThreadRow | undefined>;
  text: string;
  /** Who is on the other side. */
  team: readonly string[];
  author: store.Side;
  userId: string;
}

async function write(needs: Needs, of: Writing): Written {
  const { author, userId, team } = of;
  const done = await needs.db.tx(async (tx) => {
    const thread = await of.open(tx);
    if (!thread) return refuse('thread-not-found');
    if (thread.lastSeq >= messagesPerThread_max) return refuse('thread-full');
    const lately = await store.sentLately(tx, userId);
    const begins = thread.lastSeq === 0 && lately.begun >= threadsPerDay_max;
    if (begins || lately.messages >= messagesPerHour_max) {
      await store.dropEmpty(tx, thread.threadId);
      return refuse('message-limit', { retryAfter_s: 3_600 });
    }
    // One mail for what is unread, however much follows.
    const read = author === 'buyer' ? thread.sellerRead : thread.buyerRead;
    const isNews = read === thread.lastSeq;
    const body = maskCards(of.text.trim());
    const one = { threadId: thread.threadId, author, userId, note: null, body };
    return store.writeMessage(tx, {
      ...one,
      readerIds: isNews ? team : [],
      meta: eventMeta(),
    });
  });
  if (!isRefusal(done)) needs.outbox.poke();
  return done;
}
