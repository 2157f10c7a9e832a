import { useEffect, useState } from 'react';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { ProductGrid } from '../../shell/product-grid.tsx';
import { recentlyViewed } from '../../state/recent.ts';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';

const size = 4;
const views_max = 10;

/** From what this browser looked at, and from orders where the person said so; else nothing. */
export default function ForYou() {
  const { api, currency, session, speech } = useApp();
  const { t } = speech;
  const { kind } = useStore(session.state);
  const [viewed, setViewed] = useState<string[] | null>(null);
  useEffect(() => setViewed(recentlyViewed().slice(0, views_max)), []);
  const known = kind === 'user' || kind === 'guest';
  const asks = kind !== 'unknown' && viewed !== null && (known || viewed.length > 0);
  const key = asks ? `for you ${kind} ${currency} ${viewed.join(' ')}` : null;
  const { data } = useQuery(key, (signal) =>
    api.request('GET /recommendations/for-you', {
      query: { currency, size, ...(viewed?.length ? { viewed } : {}) },
      signal,
    }),
  );
  if (key === null || data === null || data.from.length === 0) return null;
  if (data.products.length === 0) return null;
  const title = t('recommended.for-you');
  const why = data.from.includes('orders') ? 'orders' : 'views';
  return (
    <section className="page py-10">
      <div className="mb-6 grid gap-1">
        <h2 className="text-2xl">{title}</h2>
        <p className="text-sm text-muted">
          {t(`recommended.why.${why}`)}{' '}
          {known && (
            <Link to="/account/preferences" className="link target">
              {t('recommended.change')}
            </Link>
          )}
        </p>
      </div>
      <ProductGrid cards={data.products} label={title} />
    </section>
  );
}
