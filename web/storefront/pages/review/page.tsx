/** Reviewing what came with an order: each of its products once, and for a while again. */
import { useSearchParams, useParams } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState, ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import { ReviewForm } from './review-form.tsx';
import { Heading } from '../../shell/heading.tsx';

export type Line = ReplyOf<'GET /me/reviewable'>['data'][number];

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('review.title'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  return (
    <Personal
      title={t('review.title')}
      why={t('review.why')}
      waiting={<Waiting />}
      guests
      children={(person) => <Lines userId={person.userId} />}
    />
  );
}

function Waiting() {
  const { t } = useApp().speech;
  return (
    <div className="page grid max-w-3xl grid-cols-1 gap-6 pt-8 pb-12">
      <Heading className="text-2xl">{t('review.title')}</Heading>
      <Loading label={t('loading')} />
      <Skeleton className="h-20" />
      <Skeleton className="h-80" />
    </div>
  );
}

function Lines({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const { number = '' } = useParams();
  const lines = useQuery(`${userId} lines of ${number}`, (signal) =>
    api.request('GET /me/reviewable', { query: { orderNumber: number, limit: 50 }, signal }),
  );
  if (lines.data === null && lines.problem === null) return <Waiting />;
  const crumbs = [
    { name: t('account.orders'), to: '/orders' },
    { name: number, to: `/orders/${number}` },
    { name: t('review.title') },
  ];
  return (
    <div className="page grid max-w-3xl grid-cols-1 gap-8 pt-6 pb-12">
      <div className="grid grid-cols-1 gap-4">
        <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
        <Heading className="text-2xl">{t('review.title')}</Heading>
      </div>
      {lines.problem !== null && (
        <ErrorNotice
          title={t('problem.title')}
          text={problemText(speech, lines.problem)}
          requestId={lines.problem.requestId}
          requestLabel={t('failed.request')}
        />
      )}
      {lines.data?.data.length === 0 && (
        <EmptyState icon="star" title={t('review.none.title')} text={t('review.none.text')}>
          <ButtonLink to={`/orders/${number}`}>{t('review.order')}</ButtonLink>
        </EmptyState>
      )}
      {lines.data !== null && lines.data.data.length > 0 && (
        <Chosen lines={lines.data.data} reload={lines.reload} />
      )}
    </div>
  );
}

/** The line in the address, or that of a review there; else the first without one. */
function Chosen({ lines, reload }: { lines: readonly Line[]; reload(): void }) {
  const { t, date } = useApp().speech;
  const [search] = useSearchParams();
  const ordered = lines.toSorted((a, b) => a.lineNo - b.lineNo);
  const [line, review] = [search.get('line'), search.get('review')];
  const asked = ordered.find(
    (one) => String(one.lineNo) === line || (review !== null && one.reviewId === review),
  );
  const shown = asked ?? ordered.find((one) => one.reviewId === null) ?? ordered[0];
  if (shown === undefined) return null;
  return (
    <>
      {ordered.length > 1 && <Choice lines={ordered} chosen={shown} />}
      <div className="grid grid-cols-[4rem_1fr] items-center gap-4">
        <Picture src={shown.imageUrl} alt="" sizes="4rem" className="w-full rounded-md" />
        <div className="min-w-0">
          <Link to={`/p/${shown.productId}`} className="font-medium hover:underline">
            {shown.productName}
          </Link>
          <p suppressHydrationWarning className="text-sm text-muted">
            {t('review.arrived', { date: date(shown.deliveredAt, { dateStyle: 'long' }) })}
          </p>
        </div>
      </div>
      {shown.bar === null ? (
        <ReviewForm key={`${shown.orderId} ${shown.lineNo}`} line={shown} onDone={reload} />
      ) : (
        <Notice tone="warn" title={t('review.none.title')}>
          {t(`review.bar.${shown.bar}`)}
        </Notice>
      )}
    </>
  );
}

function Choice({ lines, chosen }: { lines: readonly Line[]; chosen: Line }) {
  const { t } = useApp().speech;
  return (
    <nav aria-label={t('review.choose')}>
      <ul className="grid border-t border-line">
        {lines.map((line) => (
          <li key={line.lineNo} className="border-b border-line">
            <Link
              to={`?line=${line.lineNo}`}
              preventScrollReset
              aria-current={line === chosen || undefined}
              className="flex min-h-12 items-center justify-between gap-4 text-sm hover:underline aria-[current=true]:font-semibold"
            >
              <span className="min-w-0 truncate">{line.productName}</span>
              {line.reviewId !== null && (
                <span className="shrink-0 text-muted">{t('review.done')}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
