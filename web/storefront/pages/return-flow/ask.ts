/** What the return flow asks of the shop, for the buyer and for whoever holds the mail's link. */
import { newKey, type BodyOf, type ReplyOf } from '../../../client/request.ts';
import type { App } from '../../app.tsx';
import type { Seen } from '../order/use-order.ts';

export type Options = ReplyOf<'GET /orders/{orderId}/return-options'>;
export type OptionLine = Options['lines'][number];
export type Announcement = BodyOf<'POST /orders/{orderId}/return'>;

/** `1:2,3:1`: what is chosen, as the shop reads it. */
export function itemsText(chosen: ReadonlyMap<number, number>): string {
  const lines = [...chosen].filter(([, quantity]) => quantity > 0);
  return lines.map(([lineNo, quantity]) => `${lineNo}:${quantity}`).join(',');
}

/** What can go back, and what it would give. */
export function askOptions(
  { api }: App,
  seen: Seen,
  of: { items: string; signal: AbortSignal },
): Promise<Options> {
  const { items, signal } = of;
  const params = { orderId: seen.order.orderId };
  const chosen = items === '' ? {} : { items };
  if (seen.kind === 'own') {
    return api.request('GET /orders/{orderId}/return-options', { params, query: chosen, signal });
  }
  const query = { t: seen.grant, ...chosen };
  return api.request('GET /orders/{orderId}/shared/return-options', { params, query, signal });
}

/** Announces it; the number of the first return that it made. */
export async function announce(
  { api }: App,
  seen: Seen,
  of: { body: Announcement; key: string },
): Promise<string> {
  const { body, key } = of;
  const params = { orderId: seen.order.orderId };
  const made =
    seen.kind === 'own'
      ? await api.request('POST /orders/{orderId}/return', { params, body, key })
      : await api.request('POST /orders/{orderId}/shared/return', {
          params,
          query: { t: seen.grant },
          body,
          key,
        });
  return made.returns[0]?.returnNumber ?? '';
}

/** One key for one wish: the same while it stays the same, so that trying again is safe. */
export function keyFor(memory: { wish: string; key: string }, body: Announcement): string {
  const wish = JSON.stringify(body);
  if (memory.wish !== wish) {
    memory.wish = wish;
    memory.key = newKey();
  }
  return memory.key;
}
