import type { ReplyOf } from '../../../client/request.ts';
import type { App } from '../../app.tsx';
import { unlessAway, unlessMissing } from '../../page.ts';
import type { Card } from '../../shell/product-card.tsx';
import { mostOf } from './most.ts';

export interface Spotlight {
  seller: ReplyOf<'GET /sellers/{sellerId}'>;
  cards: Card[];
}

const cards_max = 4;
/** Enough that some are not among what sells best anyway. */
const asked_max = 16;

/** The seller of most of what sells best, with their own best; null when it cannot be had now. */
export async function spotlightOf(
  { api, currency }: App,
  { cards, signal }: { cards: readonly Card[]; signal: AbortSignal },
): Promise<Spotlight | null> {
  const sellerId = mostOf(cards);
  if (sellerId === null) return null;
  const found = unlessMissing(
    api.request('GET /sellers/{sellerId}', { params: { sellerId }, signal }),
  );
  const seller = await unlessAway(found, null);
  if (seller === null || !seller.selling) return null;
  const query = {
    seller: [seller.slug],
    sort: 'popular',
    inStock: true,
    facets: false,
    size: asked_max,
    currency,
  };
  const none = { products: [] as Card[] };
  const { products } = await unlessAway<{ products: Card[] }>(
    api.request('GET /products', { query: query as { sort: 'popular' }, signal }),
    none,
  );
  const known = new Set(cards.map(({ productId }) => productId));
  const fresh = products.filter(({ productId }) => !known.has(productId));
  const shown = (fresh.length > 0 ? fresh : products).slice(0, cards_max);
  return shown.length === 0 ? null : { seller, cards: shown };
}
