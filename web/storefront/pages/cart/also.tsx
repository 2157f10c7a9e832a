import { useApp } from '../../app.tsx';
import { ProductGrid } from '../../shell/product-grid.tsx';
import { useQuery } from '../../state/use-query.ts';

const size = 4;
const titles = {
  orders: 'recommended.cart',
  alike: 'recommended.cart.alike',
  best: 'recommended.best',
} as const;

/** Under the cart: what others bought with what is in it. */
export default function Also({ product }: { product: string[] }) {
  const { api, currency, speech } = useApp();
  const { data } = useQuery(`with ${currency} ${product.join(' ')}`, (signal) =>
    api.request('GET /recommendations/with', { query: { product, currency, size }, signal }),
  );
  if (data === null || data.products.length === 0) return null;
  const title = speech.t(titles[data.basis]);
  return (
    <section className="pt-16">
      <h2 className="mb-6 text-2xl">{title}</h2>
      <ProductGrid cards={data.products} label={title} />
    </section>
  );
}
