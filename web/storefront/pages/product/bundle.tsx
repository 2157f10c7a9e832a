import { useState } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Row } from './liked.tsx';
import type { Product, ProductVariant } from './page.tsx';

export interface BundleProps {
  product: Product;
  variant: ProductVariant;
  partners: Row['products'];
}

interface Thing {
  productId: string;
  variantId: string;
  slug: string | null;
  name: string;
  variantName: string;
  imageUrl: string | null;
  price: number;
}

const partners_max = 2;
const widths = { min: 96, max: 320 };

/** This one and what goes with it, in the variants that are shown; in stock, or not in the list. */
function thingsOf({ product, variant, partners }: BundleProps): Thing[] {
  const price = variant.salePrice ?? variant.price;
  const own: Thing[] =
    price === null || !variant.inStock
      ? []
      : [
          {
            ...product,
            slug: null,
            variantId: variant.variantId,
            variantName: variant.name,
            imageUrl: variant.imageUrl ?? product.imageUrl,
            price,
          },
        ];
  const others = partners.slice(0, partners_max).map((card) => {
    return { ...card, price: card.salePrice ?? card.price };
  });
  return [...own, ...others];
}

/** Adds one after the other: each is held to its own stock, and a refusal names what it is of. */
function useAdding(things: readonly Thing[]) {
  const { cart, currency, speech, toasts } = useApp();
  const { t } = speech;
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ name: string; problem: ApiProblem }[]>([]);
  const add = async () => {
    if (busy) return;
    setBusy(true);
    const missed: { name: string; problem: ApiProblem }[] = [];
    try {
      for (const { productId, variantId, name } of things) {
        try {
          await cart.add({ productId, variantId, quantity: 1, currency });
        } catch (error) {
          const problem = problemIn(error);
          if (problem === null) throw error;
          missed.push({ name, problem });
        }
      }
      if (missed.length === 0) {
        const text = t('recommended.added', { count: things.length });
        toasts.show({ text, tone: 'good', link: { label: t('cart.view'), to: '/cart' } });
      }
    } finally {
      setRefused(missed);
      setBusy(false);
    }
  };
  return { busy, refused, add };
}

/** Frequently bought together: each with its variant and price, what they come to, one button. */
export function Bundle(props: BundleProps) {
  const { currency, speech } = useApp();
  const { t, money } = speech;
  const things = thingsOf(props);
  const { busy, refused, add } = useAdding(things);
  const count = things.length;
  const total = things.reduce((sum, one) => sum + one.price, 0);
  const title = t('recommended.together');
  return (
    <section className="page pt-16">
      <h2 className="mb-6 text-2xl">{title}</h2>
      <div className="grid items-center gap-6 rounded-lg bg-surface p-6 lg:grid-cols-[1fr_16rem]">
        <ul aria-label={title} className="grid gap-5 sm:grid-cols-3">
          {things.map((one) => (
            <li key={one.variantId} className="flex items-start gap-4">
              <Picture
                src={one.imageUrl}
                alt=""
                sizes="6rem"
                among={widths}
                className="size-24 shrink-0 rounded-md"
              />
              <div className="grid min-w-0 gap-1 text-sm">
                {one.slug === null ? (
                  <span className="font-medium">{t('recommended.this')}</span>
                ) : (
                  <Link to={`/p/${one.slug}`} className="link target font-medium">
                    <bdi>{one.name}</bdi>
                  </Link>
                )}
                <span className="text-muted">
                  <bdi>{one.variantName}</bdi>
                </span>
                <span className="figures font-semibold">{money(one.price, currency)}</span>
              </div>
            </li>
          ))}
        </ul>
        {count > 1 && (
          <div className="grid gap-3">
            <p className="figures">
              {t('recommended.total', { count, total: money(total, currency) })}
            </p>
            <Button busy={busy} onClick={() => void add()}>
              {t('recommended.add', { count })}
            </Button>
          </div>
        )}
      </div>
      {refused.map(({ name, problem }) => (
        <div key={name} className="mt-4">
          <ErrorNotice
            title={t('recommended.left-out', { name })}
            text={problemText(speech, problem)}
            requestId={problem.requestId}
            requestLabel={t('failed.request')}
          />
        </div>
      ))}
    </section>
  );
}
