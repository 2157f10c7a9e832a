/** What I said about what I bought, and what still waits for a word of mine. */
import { useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState, ErrorNotice } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { AccountFrame } from '../account/frame.tsx';
import { PhotosStanding } from '../review/review-form.tsx';

type Own = ReplyOf<'GET /me/reviews'>['data'][number];
type Line = ReplyOf<'GET /me/reviewable'>['data'][number];

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('account.reviews'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  const title = t('account.reviews');
  return (
    <Personal
      title={title}
      why={t('review.why')}
      waiting={<AccountFrame title={title} children={<Shape />} />}
      guests
      children={(person) => <Mine userId={person.userId} />}
    />
  );
}

function Shape() {
  const { t } = useApp().speech;
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className="h-60" />
    </>
  );
}

function Mine({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const own = useQuery(`${userId} reviews`, (signal) =>
    api.request('GET /me/reviews', { query: { limit: 50 }, signal }),
  );
  const open = useQuery(`${userId} open lines`, (signal) =>
    api.request('GET /me/reviewable', { query: { open: true, limit: 10 }, signal }),
  );
  const problem = own.problem ?? open.problem;
  const waiting = (open.data?.data ?? []).filter((line) => line.bar === null);
  const known = own.data !== null && open.data !== null;
  return (
    <AccountFrame title={t('account.reviews')}>
      {problem !== null && (
        <ErrorNotice
          title={t('problem.title')}
          text={problemText(speech, problem)}
          requestId={problem.requestId}
          requestLabel={t('failed.request')}
        />
      )}
      {!known && problem === null && <Shape />}
      {known && waiting.length > 0 && <Waiting lines={waiting} />}
      {known && own.data !== null && own.data.data.length > 0 && (
        <ul className="grid grid-cols-1 border-t border-line">
          {own.data.data.map((review) => (
            <Entry key={review.reviewId} review={review} onGone={own.reload} />
          ))}
        </ul>
      )}
      {known && waiting.length === 0 && own.data?.data.length === 0 && (
        <EmptyState icon="star" title={t('mine.none.title')} text={t('mine.none.text')}>
          <ButtonLink to="/orders">{t('account.orders')}</ButtonLink>
        </EmptyState>
      )}
    </AccountFrame>
  );
}

function Waiting({ lines }: { lines: readonly Line[] }) {
  const { t } = useApp().speech;
  return (
    <section className="grid gap-4 rounded-lg bg-surface p-6">
      <h2 className="text-lg">{t('mine.open')}</h2>
      <ul className="grid gap-4">
        {lines.map((line) => (
          <li
            key={`${line.orderId} ${line.lineNo}`}
            className="grid grid-cols-[3rem_1fr_auto] items-center gap-4"
          >
            <Picture src={line.imageUrl} alt="" sizes="3rem" className="w-full rounded-md" />
            <span className="min-w-0">{line.productName}</span>
            <ButtonLink size="sm" to={`/orders/${line.orderNumber}/review?line=${line.lineNo}`}>
              {t('mine.write')}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ review, onGone }: { review: Own; onGone(): void }) {
  const { api, speech, toasts } = useApp();
  const { t, date } = speech;
  const action = useAction();
  const [sure, setSure] = useState(false);
  const remove = async (key: string) => {
    await api.request('DELETE /reviews/{reviewId}', { params: { reviewId: review.reviewId }, key });
    toasts.show({ text: t('review.deleted'), tone: 'good' });
    onGone();
  };
  const { productId, productName, orderNumber, stars, title, text, state } = review;
  return (
    <li className="grid grid-cols-1 gap-2 border-b border-line py-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link to={`/p/${productId}`} className="font-medium hover:underline">
          {productName}
        </Link>
        {state !== 'PUBLISHED' && <Badge tone="warn">{t(`review.state.${state}`)}</Badge>}
      </div>
      <p suppressHydrationWarning className="flex items-center gap-3 text-sm text-muted">
        <span>{t('mine.stars', { count: stars })}</span>
        {date(review.createdAt, { dateStyle: 'medium' })}
      </p>
      <p className="max-w-prose whitespace-pre-line break-words" dir="auto">
        {title === '' ? text : `${title}\n${text}`}
      </p>
      <PhotosStanding review={review} />
      {review.reason !== null && (
        <p className="text-sm text-warn">{t('review.reason', { reason: review.reason })}</p>
      )}
      {action.problem !== null && (
        <p role="alert" className="text-sm text-danger">
          {problemText(speech, action.problem)}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        {review.editable && orderNumber !== null && (
          <ButtonLink size="sm" to={`/orders/${orderNumber}/review?review=${review.reviewId}`}>
            {t('mine.edit')}
          </ButtonLink>
        )}
        <Button
          size="sm"
          kind={sure ? 'danger' : 'quiet'}
          busy={action.busy}
          onClick={() => (sure ? void action.run(remove) : setSure(true))}
        >
          {t(sure ? 'review.delete.sure' : 'review.delete')}
        </Button>
      </div>
    </li>
  );
}
