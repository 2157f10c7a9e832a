// What buyers say. All of it can be read without scripts; sorting and filtering are links.
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Stars } from '../../../ui/stars.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { Later } from '../../shell/later.tsx';
import { ReviewEntry } from './review-entry.tsx';
import { reviewChoice, reviewSorts, withChoice } from './review-address.ts';
import { useTry } from './use-try.ts';

export type ProductReviews = ReplyOf<'GET /products/{productId}/reviews'>;

const wall = { load: () => import('./photo-wall.tsx'), area: 'buying' } as const;

/** Reviews on the page at first, and more at a time. */
export const reviews_count = 6;

export interface ReviewsProps {
  productId: string;
  reviews: ProductReviews;
}

export function Reviews({ productId, reviews }: ReviewsProps) {
  const { t } = useSpeech();
  const { summary } = reviews;
  const [search] = useSearchParams();
  const { sort, stars } = reviewChoice(search);
  return (
    <section id="reviews" className="page scroll-mt-32 pt-16">
      <h2 className="text-2xl">{t('reviews.title')}</h2>
      {summary.count === 0 ? (
        <p className="mt-4 max-w-prose text-muted">
          {t('reviews.none')} {t('reviews.rule')}
        </p>
      ) : (
        <div className="mt-6 grid grid-cols-1 items-start gap-x-16 gap-y-10 lg:grid-cols-[20rem_minmax(0,1fr)]">
          <Summary summary={summary} />
          <div className="grid grid-cols-1 gap-6">
            {summary.photos && <Later {...wall} given={{ productId }} />}
            <Order />
            <List key={`${productId} ${sort} ${stars}`} productId={productId} first={reviews} />
          </div>
        </div>
      )}
    </section>
  );
}

function Summary({ summary }: { summary: ProductReviews['summary'] }) {
  const { t, number } = useSpeech();
  const one = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const average = number(summary.average, one);
  return (
    <div className="grid gap-5 rounded-lg bg-surface p-6">
      <p className="grid gap-1.5">
        <span className="flex items-center gap-3">
          <span className="figures text-3xl font-semibold" aria-hidden="true">
            {average}
          </span>
          <Stars value={summary.average} label={t('reviews.average', { value: average })} />
        </span>
        <span className="text-sm text-muted">{t('reviews.of', { count: summary.count })}</span>
      </p>
      <Bars summary={summary} />
      {summary.aspects.length > 0 && (
        <dl className="grid gap-1.5 border-t border-line pt-4 text-sm">
          {summary.aspects.map(({ name, average: mean }) => (
            <div key={name} className="flex justify-between gap-4">
              <dt className="text-muted">{t(`reviews.aspect.${name}`)}</dt>
              <dd className="figures font-medium">{number(mean, one)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-xs text-muted">{t('reviews.rule')}</p>
    </div>
  );
}

/** How many gave how many stars; each bar leads to just these. */
function Bars({ summary }: { summary: ProductReviews['summary'] }) {
  const { t, number } = useSpeech();
  const [search] = useSearchParams();
  const { sort, stars } = reviewChoice(search);
  return (
    <ul className="grid gap-0.5 text-sm">
      {[5, 4, 3, 2, 1].map((nth) => {
        const count = summary.stars[nth - 1] ?? 0;
        const chosen = stars === nth;
        return (
          <li key={nth}>
            <Link
              to={`${withChoice(search, { sort, stars: chosen ? null : nth })}#reviews`}
              preventScrollReset
              aria-current={chosen || undefined}
              className="target grid grid-cols-[1.25rem_1fr_2rem] items-center gap-2 rounded-sm px-1 hover:bg-raised aria-[current=true]:bg-raised aria-[current=true]:font-semibold"
            >
              <span className="unseen">{t('reviews.share', { stars: nth, count })}</span>
              <span className="figures" aria-hidden="true">
                {number(nth)}
              </span>
              <svg aria-hidden="true" className="h-2 w-full rounded-full bg-line rtl:-scale-x-100">
                <rect
                  height="100%"
                  width={`${Math.round((count * 100) / summary.count)}%`}
                  className="fill-star"
                />
              </svg>
              <span className="figures text-end text-muted" aria-hidden="true">
                {number(count)}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function Order() {
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const { sort, stars } = reviewChoice(search);
  return (
    <nav aria-label={t('reviews.sort')} className="flex flex-wrap items-center gap-x-5 gap-y-1">
      {reviewSorts.map((one) => (
        <Link
          key={one}
          to={`${withChoice(search, { sort: one, stars })}#reviews`}
          preventScrollReset
          aria-current={sort === one || undefined}
          className="target text-sm text-muted underline-offset-4 hover:underline aria-[current=true]:font-semibold aria-[current=true]:text-ink"
        >
          {t(`reviews.sort.${one}`)}
        </Link>
      ))}
      {stars !== null && (
        <Link
          to={`${withChoice(search, { sort, stars: null })}#reviews`}
          preventScrollReset
          className="target link text-sm"
        >
          {t('reviews.all')}
        </Link>
      )}
    </nav>
  );
}

function List({ productId, first }: { productId: string; first: ProductReviews }) {
  const { api } = useApp();
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const [more, setMore] = useState<ProductReviews[]>([]);
  const action = useTry();
  const { nextCursor } = more.at(-1) ?? first;
  const load = async () => {
    const { sort, stars } = reviewChoice(search);
    const only = stars === null ? {} : { stars };
    const page = { sort, ...only, limit: reviews_count, cursor: nextCursor ?? '' };
    const params = { productId };
    const next = await api.request('GET /products/{productId}/reviews', { params, query: page });
    setMore((pages) => [...pages, next]);
  };
  return (
    <>
      <ul className="grid grid-cols-1 border-t border-line">
        {[first, ...more]
          .flatMap((page) => page.data)
          .map((review) => (
            <ReviewEntry key={review.reviewId} review={review} />
          ))}
      </ul>
      {nextCursor !== null && (
        <Button
          className="needs-js justify-self-start"
          busy={action.busy}
          onClick={() => void action.run(load)}
        >
          {t('reviews.more')}
        </Button>
      )}
    </>
  );
}
