import { useEffect, useState } from 'react';
import type { Client, ReplyOf } from '../../client/request.ts';
import { useApp } from '../app.tsx';
import { recentlyViewed } from '../state/recent.ts';
import type { Card } from './product-card.tsx';
import { ProductGrid } from './product-grid.tsx';

const shown_max = 4;

/** Which ones is known only here; what they cost is asked anew, so that no old price is shown. */
export function RecentlyViewed({ without }: { without?: string }) {
  const { api, currency, speech } = useApp();
  const [cards, setCards] = useState<Card[]>([]);
  useEffect(() => {
    const over = new AbortController();
    const ids = recentlyViewed().filter((id) => id !== without);
    const asked = ids.slice(0, shown_max).map((id) => cardOf(api, { id, currency, over }));
    void Promise.all(asked).then((found) => {
      if (!over.signal.aborted) setCards(found.filter((card) => card !== null));
    });
    return () => over.abort();
  }, [api, currency, without]);
  if (cards.length === 0) return null;
  const title = speech.t('recent');
  return (
    <section className="page py-10">
      <h2 className="mb-6 text-2xl">{title}</h2>
      <ProductGrid cards={cards} label={title} />
    </section>
  );
}

interface Asked {
  id: string;
  currency: string;
  over: AbortController;
}

/** Null for what is no longer there. */
async function cardOf(api: Client, { id, currency, over }: Asked): Promise<Card | null> {
  const params = { productId: id };
  return api
    .request('GET /products/{productId}', { params, query: { currency }, signal: over.signal })
    .then(asCard, () => null);
}

/** A product as lists show it; null when it has no price. */
export function asCard(product: ReplyOf<'GET /products/{productId}'>): Card | null {
  const { price, defaultVariantId, seller } = product;
  if (price === null || defaultVariantId === null) return null;
  return { ...product, price, variantId: defaultVariantId, sellerId: seller.sellerId };
}
