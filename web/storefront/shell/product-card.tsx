import { clsx } from 'clsx';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useHref } from 'react-router';
import { Link } from '../../ui/link.tsx';
import { problemIn } from '../../client/problem.ts';
import type { ReplyOf } from '../../client/request.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Picture } from '../../ui/picture.tsx';
import { Price } from '../../ui/price.tsx';
import { Rating } from '../../ui/rating.tsx';
import { useApp, useSpeech } from '../app.tsx';
import { CompareMark } from './compare-mark.tsx';
import { Later } from './later.tsx';
import { problemText } from './problem-text.ts';

export type Card = ReplyOf<'GET /products'>['products'][number];

export interface ProductCardProps {
  card: Card;
  /** In place of the plain name. */
  title?: ReactNode;
  sizes: string;
  /** Among the first on screen: its picture is fetched early. */
  priority?: boolean;
  /** Below a heading of this page's outline. */
  heading?: 'h2' | 'h3';
  /** With a button that adds it, or leads to its options. */
  buy?: boolean;
  /** The picture beside the words. */
  rows?: boolean;
}

const heart = { load: () => import('../wishes/heart.tsx'), area: 'wish' } as const;
const cardWidths = { min: 192, max: 640 };

/** A product in a list. The whole card leads to it; the button is for itself. */
export function ProductCard(props: ProductCardProps) {
  const { card, sizes, priority = false, heading: Heading = 'h3', buy = false } = props;
  const { rows = false } = props;
  return (
    <article
      className={clsx(
        'group relative flex',
        rows ? 'gap-4 border-b border-line pb-6 sm:gap-6' : 'flex-col gap-3',
      )}
    >
      <Later {...heart} given={{ of: card }} className="absolute end-2 top-2 z-10" />
      <div
        className={clsx('overflow-hidden rounded-lg', rows && 'w-28 shrink-0 self-start sm:w-40')}
      >
        <Picture
          src={card.imageUrl}
          alt=""
          sizes={sizes}
          among={cardWidths}
          priority={priority}
          className="w-full transition-transform duration-500 ease-calm group-hover:scale-[1.025]"
        />
      </div>
      <div
        className={clsx(
          'flex min-w-0 flex-1 flex-col gap-1',
          rows && 'sm:grid sm:grid-cols-[1fr_13rem] sm:content-center sm:gap-x-8',
        )}
      >
        <p className="text-xs text-muted">{card.brand}</p>
        <Heading
          className={clsx(
            'leading-snug font-medium tracking-normal',
            rows ? 'text-base' : 'text-sm',
          )}
        >
          <Link to={`/p/${card.slug}`} className="line-clamp-2 after:absolute after:inset-0">
            {props.title ?? card.name}
          </Link>
        </Heading>
        <CardFacts card={card} />
        {buy && (
          <div
            className={clsx(
              'relative z-10 mt-auto pt-2',
              rows && 'max-w-56 sm:col-start-2 sm:row-span-4 sm:row-start-1 sm:my-auto sm:w-full',
            )}
          >
            <QuickAdd card={card} />
            <div className="pt-2">
              <CompareMark of={card} />
            </div>
          </div>
        )}
      </div>
    </article>
  );
}

export function CardFacts({ card }: { card: Card }) {
  const { t, money, number } = useSpeech();
  const { price, salePrice, currency, rating, reviewCount } = card;
  const now = money(salePrice ?? price, currency);
  return (
    <>
      <Price
        now={now}
        was={salePrice === null ? undefined : money(price, currency)}
        labels={{ now: t('price.now'), was: t('price.was') }}
      />
      <div className="flex flex-wrap items-center gap-x-3 text-sm">
        {reviewCount > 0 && (
          <Rating
            value={number(rating, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}
            count={number(reviewCount)}
            label={t('rating.label', { value: Math.round(rating * 10) / 10, count: reviewCount })}
          />
        )}
        {!card.inStock && <span className="font-medium text-muted">{t('stock.out')}</span>}
      </div>
    </>
  );
}

/** Adds a product that has one variant; others lead to their options. Works without scripts. */
function QuickAdd({ card }: { card: Card }) {
  const { cart, toasts, currency, speech } = useApp();
  const { t } = speech;
  const [busy, setBusy] = useState(false);
  const action = useHref('/cart');
  const { name, slug, productId, variantId } = card;
  if (!card.inStock) return null;
  if (card.variantCount > 1) {
    return (
      <Link
        to={`/p/${slug}`}
        aria-label={t('choose.named', { name })}
        className={`w-full ${buttonClass('secondary', 'sm')}`}
      >
        {t('choose')}
      </Link>
    );
  }
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await cart.add({ productId, variantId, quantity: 1, currency });
      const link = { label: t('cart.view'), to: '/cart' };
      toasts.show({ text: t('added', { name }), tone: 'good', link });
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      toasts.show({ text: problemText(speech, problem), tone: 'problem' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form method="post" action={action} onSubmit={(event) => void add(event)}>
      <input type="hidden" name="productId" value={productId} />
      <input type="hidden" name="variantId" value={variantId} />
      <Button
        type="submit"
        size="sm"
        busy={busy}
        className="w-full"
        aria-label={t('add.named', { name })}
      >
        {t('add')}
      </Button>
    </form>
  );
}
