/** Conversations as each side gets them: no names, addresses or numbers of people; pure. */
import type { MessageRow, Side, ThreadRow } from './store.ts';

export type ThreadJson = ReturnType<typeof threadJson>;

export function threadJson(
  row: ThreadRow,
  { side, seller }: { side: Side; seller: { name: string; slug: string } | null },
) {
  const read = side === 'buyer' ? row.buyerRead : row.sellerRead;
  return {
    threadId: row.threadId,
    sellerId: row.sellerId,
    seller,
    about: { kind: row.aboutKind, id: row.aboutId, name: row.aboutName },
    lastSeq: row.lastSeq,
    unread: row.lastSeq - read,
    lastAuthor: row.lastAuthor,
    lastAt: row.lastAt.toISOString(),
  };
}

export function messageJson({ seq, author, note, body, at }: MessageRow) {
  return { seq, author, note, text: body, at: at.toISOString() };
}
