import { useEffect, useState } from 'react';
import { useApp } from '../app.tsx';
import { recentlyViewed } from '../state/recent.ts';
import { useQuery } from '../state/use-query.ts';
import { ProductGrid } from './product-grid.tsx';

const shown_max = 4;

/** Which ones is known only here; what they cost is asked anew, so that no old price is shown. */
export default function RecentlyViewed({ without }: { without?: string }) {
  const { api, currency, speech } = useApp();
  const [product, setProduct] = useState<string[]>([]);
  useEffect(() => {
    setProduct(recentlyViewed().filter((id) => id !== without));
  }, [without]);
  const key = product.length === 0 ? null : `viewed ${currency} ${product.join(' ')}`;
  const { data } = useQuery(key, (signal) =>
    api.request('GET /recommendations/viewed', { query: { product, currency }, signal }),
  );
  const cards = key === null || data === null ? [] : data.products.slice(0, shown_max);
  if (cards.length === 0) return null;
  const title = speech.t('recommended.recent');
  return (
    <section className="page py-10">
      <h2 className="mb-6 text-2xl">{title}</h2>
      <ProductGrid cards={cards} label={title} />
    </section>
  );
}
