/** Which side of conversations a page shows, by its address; pure. */
import type { ReplyOf } from '../../../client/request.ts';

export type Side = 'buyer' | 'seller';
export type Thread = ReplyOf<'GET /messages'>['data'][number];
export type Conversation = ReplyOf<'GET /messages/{threadId}'>;
export type Message = Conversation['messages'][number];

/** Sellers read below /selling, whatever the language before it. */
export const sideOf = (pathname: string): Side =>
  pathname.split('/').includes('selling') ? 'seller' : 'buyer';

export const listPath = (side: Side): string =>
  side === 'buyer' ? '/account/messages' : '/selling/messages';

export const threadPath = (side: Side, threadId: string): string => `${listPath(side)}/${threadId}`;

/** Who wrote a message, as its reader knows them. */
export function writerOf({ author }: Pick<Message, 'author'>, side: Side): 'me' | 'other' | 'shop' {
  if (author === 'shop') return 'shop';
  return author === side ? 'me' : 'other';
}

export type About = { orderId: string; sellerId: string } | { productId: string };

/** What a new conversation is about, as its address says; null where it says nothing. */
export function aboutIn(search: URLSearchParams): About | null {
  const [orderId, sellerId] = [search.get('order'), search.get('seller')];
  const productId = search.get('product');
  if (orderId !== null && sellerId !== null) return { orderId, sellerId };
  return productId === null ? null : { productId };
}
