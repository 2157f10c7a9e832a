import { useState, type FormEvent } from 'react';
import { useHref, useNavigate } from 'react-router';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Product, ProductVariant } from './page.tsx';
import { StickyBuy } from './sticky-buy.tsx';

/** More of one thing is no household's order; the cart's own limit. */
const quantity_max = 99;

export interface BuyBoxProps {
  product: Product;
  variant: ProductVariant | null;
}

/** Quantity and the two ways to buy. A form that works without scripts. */
export function BuyBox({ product, variant }: BuyBoxProps) {
  const { cart, currency, speech, toasts } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const action = useHref('/cart');
  const [quantity, setQuantity] = useState(1);
  const [busy, setBusy] = useState<'add' | 'buy' | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { name } = product;
  const price = variant?.salePrice ?? variant?.price ?? null;
  const counted = variant === null || variant.available >= 50 ? quantity_max : variant.available;
  const max = Math.max(1, Math.min(quantity_max, counted));
  const whyNot =
    variant === null
      ? t('product.why.gone')
      : variant.price === null
        ? t('product.why.price', { currency })
        : variant.inStock
          ? ''
          : t('product.why.out');
  const add = async (how: 'add' | 'buy') => {
    if (variant === null || busy !== null) return;
    setBusy(how);
    setProblem(null);
    const { productId } = product;
    try {
      await cart.add({ productId, variantId: variant.variantId, quantity, currency });
      if (how === 'buy') await navigate('/cart');
      else {
        const link = { label: t('cart.view'), to: '/cart' };
        toasts.show({ text: t('added', { name }), tone: 'good', link });
      }
    } catch (error) {
      const found = problemIn(error);
      if (found === null) throw error;
      setProblem(found);
    } finally {
      setBusy(null);
    }
  };
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
          value={Math.min(quantity, max)}
          max={max}
          label={t('quantity')}
          labels={{ less: t('less'), more: t('more') }}
          onChange={setQuantity}
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
      {whyNot === '' && (
        <StickyBuy
          price={price === null ? null : speech.money(price, currency)}
          busy={busy === 'add'}
          onAdd={() => void add('add')}
        />
      )}
      {problem !== null && (
        <ErrorNotice
          title={t('problem.title')}
          text={problemText(speech, problem)}
          requestId={problem.requestId}
          requestLabel={t('failed.request')}
        />
      )}
    </form>
  );
}
