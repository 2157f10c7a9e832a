/** Shapes of conversations at the REST edge. */
import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { pageOf, pageQuery } from '#kernel/http/page.ts';
import { message_chars_max, messagesPerThread_max, threadIdSchema } from './contract.ts';

const text = Type.String({ minLength: 1, maxLength: message_chars_max, pattern: '\\S' });

export const threadParams = Type.Object({ threadId: threadIdSchema });
export const sellerParams = Type.Object({ sellerId: idSchema('slr') });

export const askBody = Type.Object({
  about: Type.Union([
    Type.Object({ orderId: idSchema('ord'), sellerId: idSchema('slr') }),
    Type.Object({ productId: Type.String({ minLength: 1, maxLength: 64 }) }),
  ]),
  text,
});
export const answerBody = Type.Object({ text });
export const readBody = Type.Object({
  /** The number of the last message that was read. */
  seq: Type.Integer({ minimum: 1, maximum: messagesPerThread_max }),
});

export const listQuery = Type.Object({ ...pageQuery });
export const sellerListQuery = Type.Object({
  ...pageQuery,
  /** Only what nobody of the seller has read. */
  unread: Type.Optional(Type.Boolean()),
});
export const threadQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
  /** Messages before this number. */
  before: Type.Optional(Type.Integer({ minimum: 1, maximum: messagesPerThread_max })),
});

const author = Type.String();
const thread = {
  threadId: Type.String(),
  sellerId: Type.String(),
  /** null: the seller is not open any more. */
  seller: Type.Union([Type.Object({ name: Type.String(), slug: Type.String() }), Type.Null()]),
  about: Type.Object({ kind: Type.String(), id: Type.String(), name: Type.String() }),
  lastSeq: Type.Integer(),
  unread: Type.Integer(),
  /** buyer, seller, or shop: the marketplace itself. */
  lastAuthor: author,
  lastAt: Type.String(),
};

export const threadPage = pageOf(Type.Object(thread));
export const threadReply = Type.Object({
  ...thread,
  /** Newest first. */
  messages: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      author,
      /** Of the shop itself: what happened, such as address-changed. */
      note: Type.Union([Type.String(), Type.Null()]),
      text: Type.String(),
      at: Type.String(),
    }),
  ),
  hasMore: Type.Boolean(),
});
export const readReply = Type.Object({ read: Type.Integer() });
export const responseReply = Type.Object({
  /** Buyers who asked in the last 30 days, and how many of them have an answer. */
  asked: Type.Integer(),
  answered: Type.Integer(),
  /** Median time until the first answer; null for fewer than three answers. */
  median_s: Type.Union([Type.Integer(), Type.Null()]),
});
