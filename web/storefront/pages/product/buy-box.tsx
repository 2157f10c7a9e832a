import { lazy, Suspense, useState, type FormEvent } from 'react';
import { useHref, useNavigate } from 'react-router';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import { useApp } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { useLater } from '../../shell/later.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Product, ProductVariant } from './page.tsx';

// Needed once something was added, and fetched while that is on its way.
const loadDrawer = () => import('./cart-drawer.tsx');
const CartDrawer = lazy(loadDrawer);

// Nothing of it is seen before somebody scrolls.
const sticky = { load: () => import('./sticky-buy.tsx'), area: 'product' } as const;
// Fetched while it is being added; without it the words alone are shown.
const refusal = { load: () => import('./refusal.tsx'), area: 'buying' } as const;

/** More of one thing is no household's order; the cart's own limit. */
const quantity_max = 99;

export interface BuyBoxProps {
  product: Product;
  variant: ProductVariant | null;
}

/** Why it cannot be bought; '' when it can. */
function whyNotOf({ t }: Speech, variant: ProductVariant | null, currency: string): string {
  if (variant === null) return t('product.why.gone');
  if (variant.price === null) return t('product.why.price', { currency });
  return variant.inStock ? '' : t('product.why.out');
}

/** Puts it into the cart, and goes there when it is bought at once. */
function useBuying({ product, variant }: BuyBoxProps, quantity: number) {
  const { cart, currency } = useApp();
  const navigate = useNavigate();
  const [busy, setBusy] = useState<'add' | 'buy' | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [added, setAdded] = useState<string | null>(null);
  const { productId } = product;
  const add = async (how: 'add' | 'buy') => {
    if (variant === null || busy !== null) return;
    setBusy(how);
    setProblem(null);
    const drawer = how === 'add' ? loadDrawer().catch(() => null) : null;
    try {
      await cart.add({ productId, variantId: variant.variantId, quantity, currency });
      if ((await drawer) === null) await navigate('/cart');
      else setAdded(variant.variantId);
    } catch (error) {
      const found = problemIn(error);
      if (found === null) throw error;
      setProblem(found);
    } finally {
      setBusy(null);
    }
  };
  return { busy, problem, add, added, close: () => setAdded(null) };
}

/** Quantity and the two ways to buy. A form that works without scripts. */
export function BuyBox({ product, variant }: BuyBoxProps) {
  const { currency, speech } = useApp();
  const { t } = speech;
  const action = useHref('/cart');
  const [wanted, setWanted] = useState(1);
  const price = variant?.salePrice ?? variant?.price ?? null;
  const counted = variant === null || variant.available >= 50 ? quantity_max : variant.available;
  const max = Math.max(1, Math.min(quantity_max, counted));
  const quantity = Math.min(wanted, max);
  const whyNot = whyNotOf(speech, variant, currency);
  const StickyBuy = useLater(sticky, whyNot === '');
  const { busy, problem, add, added, close } = useBuying({ product, variant }, quantity);
  const Refusal = useLater(refusal, busy !== null || problem !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (whyNot === '') void add('add');
  };
  return (
    <form method="post" action={action} onSubmit={submit} className="grid gap-3">
      <input type="hidden" name="productId" value={product.productId} />
      <input type="hidden" name="variantId" value={variant?.variantId ?? ''} />
      <div className="flex flex-wrap items-start gap-3">
        <Stepper
          name="quantity"
          value={quantity}
          max={max}
          label={t('quantity')}
          labels={{ less: t('less'), more: t('more') }}
          onChange={setWanted}
        />
        <div className="min-w-48 flex-1">
          <Button
            id="add"
            type="submit"
            kind="primary"
            size="lg"
            className="w-full"
            busy={busy === 'add'}
            whyNot={whyNot}
          >
            {t('add')}
          </Button>
        </div>
      </div>
      {whyNot === '' && (
        <Button
          size="lg"
          className="needs-js w-full"
          busy={busy === 'buy'}
          onClick={() => void add('buy')}
        >
          {t('product.buy')}
        </Button>
      )}
      {quantity >= max && whyNot === '' && max > 1 && (
        <p className="text-sm text-muted" role="status">
          {counted <= max && counted < quantity_max
            ? t('product.max', { count: max })
            : t('product.limit', { count: max })}
        </p>
      )}
      {whyNot === '' && StickyBuy !== null && (
        <StickyBuy
          price={price === null ? null : speech.money(price, currency)}
          busy={busy === 'add'}
          onAdd={() => void add('add')}
        />
      )}
      {added !== null && (
        <Suspense>
          <CartDrawer name={product.name} variantId={added} onClose={close} />
        </Suspense>
      )}
      {problem !== null &&
        (Refusal === null ? (
          <p role="alert">{problemText(speech, problem)}</p>
        ) : (
          <Refusal problem={problem} />
        ))}
    </form>
  );
}
