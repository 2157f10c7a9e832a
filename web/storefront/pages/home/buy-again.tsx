import { useApp } from '../../app.tsx';
import { ProductGrid } from '../../shell/product-grid.tsx';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';

const shown_max = 4;

/** What this person bought and can buy now, at the prices of now; the page is nobody's else. */
export function BuyAgain() {
  const { api, currency, session, speech } = useApp();
  const state = useStore(session.state);
  const known = state.kind === 'user' || state.kind === 'guest' ? state.user.userId : null;
  const bought = useQuery(known === null ? null : `again ${known} ${currency}`, async (signal) => {
    const { items } = await api.request('GET /orders/buy-again', { signal });
    const ids = new Set(items.filter(({ sold }) => sold).map(({ productId }) => productId));
    const product = [...ids].slice(0, shown_max);
    if (product.length === 0) return [];
    const query = { product, currency };
    return (await api.request('GET /recommendations/viewed', { query, signal })).products;
  });
  if (known === null || bought.data === null || bought.data.length === 0) return null;
  const title = speech.t('home.again');
  return (
    <section className="page py-10">
      <h2 className="mb-6 text-2xl">{title}</h2>
      <ProductGrid cards={bought.data} label={title} />
    </section>
  );
}
