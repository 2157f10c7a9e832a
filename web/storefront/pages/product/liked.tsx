/** What is bought together with a product, and bought as well: loaded when somebody comes near. */
import type { ReplyOf } from '../../../client/request.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { ProductGrid } from '../../shell/product-grid.tsx';
import { useQuery } from '../../state/use-query.ts';
import { Bundle } from './bundle.tsx';
import type { Shown } from './page.tsx';

export type Row = ReplyOf<'GET /products/{productId}/recommendations'>['rows'][number];

export interface LikedProps extends Shown {
  /** Shown on this page anyway. */
  others: readonly string[];
}

const asked = 8;
const shown_max = 4;

export default function Liked({ product, variant, others }: LikedProps) {
  const { api, currency, speech } = useApp();
  const { t } = speech;
  const { productId } = product;
  const { data, problem } = useQuery(`liked ${productId} ${currency}`, (signal) =>
    api.request('GET /products/{productId}/recommendations', {
      params: { productId },
      query: { currency, size: asked },
      signal,
    }),
  );
  // A page is whole without it.
  if (data === null) {
    return problem === null ? (
      <div className="page pt-16">
        <Skeleton className="h-96" />
      </div>
    ) : null;
  }
  const of = (kind: Row['kind']) => data.rows.find((row) => row.kind === kind)?.products ?? [];
  const together = of('together');
  const also = of('also');
  const kind = also.length > 0 ? 'also' : of('alike').length > 0 ? 'alike' : 'best';
  const rest = of(kind).filter((card) => kind === 'also' || !others.includes(card.productId));
  const title = t(`recommended.${kind}`);
  return (
    <>
      {together.length > 0 && variant !== null && (
        <Bundle product={product} variant={variant} partners={together} />
      )}
      {rest.length > 0 && (
        <section className="page pt-16">
          <h2 className="mb-6 text-2xl">{title}</h2>
          <ProductGrid cards={rest.slice(0, shown_max)} label={title} />
        </section>
      )}
    </>
  );
}
