import { ButtonLink } from '../../../ui/button.tsx';
import { useSpeech } from '../../app.tsx';
import type { Card } from '../../shell/product-card.tsx';
import { ProductGrid } from '../../shell/product-grid.tsx';

export interface GoneProps {
  why: 'gone' | 'paused';
  near: Card[];
}

/** It was here once: says so, and what comes nearest. */
export function Gone({ why, near }: GoneProps) {
  const { t } = useSpeech();
  const title = t(`product.${why}.title`);
  return (
    <div className="page pt-10">
      <h1 className="text-2xl">{title}</h1>
      <h2 className="mt-3 mb-10 text-base font-normal tracking-normal text-muted">
        {t(`product.${why}.text`)}
      </h2>
      {near.length > 0 ? (
        <ProductGrid cards={near} label={title} buy />
      ) : (
        <ButtonLink to="/" kind="primary">
          {t('failed.home')}
        </ButtonLink>
      )}
    </div>
  );
}
