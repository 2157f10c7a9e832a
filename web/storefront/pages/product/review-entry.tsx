import { useState } from 'react';
import { useLocation } from 'react-router';
import { newKey } from '../../../client/request.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { pictureAt } from '../../../ui/picture-address.ts';
import { Stars } from '../../../ui/stars.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useStore } from '../../state/store.ts';
import type { ProductReviews } from './reviews.tsx';
import { useTry } from './use-try.ts';

type Review = ProductReviews['data'][number];

/** One review; its text is the author's, so it has a direction of its own. */
export function ReviewEntry({ review }: { review: Review }) {
  const { t, date } = useSpeech();
  const { stars, title, text, reply, createdAt, editedAt } = review;
  const day = (at: string) => date(at, { dateStyle: 'medium' });
  return (
    <li className="grid grid-cols-1 gap-3 border-b border-line py-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Stars value={stars} label={t('reviews.stars', { count: stars })} />
        {title !== '' && (
          <h3 className="text-base">
            <bdi>{title}</bdi>
          </h3>
        )}
      </div>
      <p className="max-w-prose whitespace-pre-line break-words" dir="auto">
        {text}
      </p>
      {review.pictures.length > 0 && (
        <ul className="rail gap-3">
          {review.pictures.map(({ url }) => (
            <li key={url}>
              <a href={pictureAt(url, 1200)}>
                <Picture
                  src={url}
                  alt={t('reviews.photo')}
                  sizes="6rem"
                  among={{ min: 96, max: 320 }}
                  className="size-24 rounded-md"
                />
              </a>
            </li>
          ))}
        </ul>
      )}
      <p suppressHydrationWarning className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        <span>
          <bdi>{authorText(t, review.author)}</bdi>, {day(createdAt)}
          {editedAt !== null && ` (${t('reviews.edited', { date: day(editedAt) })})`}
        </span>
        <span className="inline-flex items-center gap-1 text-good">
          <Icon name="check" className="size-4" />
          {t('reviews.verified')}
        </span>
      </p>
      {reply !== null && (
        <div className="grid grid-cols-1 gap-1 border-s-2 border-line ps-4 text-sm">
          <p className="font-medium">{t('reviews.reply')}</p>
          <p className="max-w-prose whitespace-pre-line break-words text-muted" dir="auto">
            {reply.text}
          </p>
        </div>
      )}
      <Vote review={review} />
    </li>
  );
}

interface Author {
  name: string | null;
  former: boolean;
}

export function authorText(t: ReturnType<typeof useSpeech>['t'], author: Author): string {
  if (author.former) return t('reviews.former');
  return author.name ?? t('reviews.nameless');
}

/** How many it helped, and whether it helped me. */
function Vote({ review }: { review: Review }) {
  const { api, session, speech } = useApp();
  const { t } = speech;
  const visitor = useStore(session.state);
  const { pathname, search } = useLocation();
  const [mine, setMine] = useState(false);
  const [count, setCount] = useState(review.helpful);
  const action = useTry();
  const vote = async () => {
    const body = { helpful: mine ? null : true };
    const params = { reviewId: review.reviewId };
    const call = { params, body, key: newKey() };
    const votes = await api.request('POST /reviews/{reviewId}/votes', call);
    setMine(!mine);
    setCount(votes.helpful);
  };
  const { problem } = action;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
      {count > 0 && <span className="figures">{t('reviews.helpful.count', { count })}</span>}
      {visitor.kind === 'user' ? (
        <button
          type="button"
          aria-pressed={mine}
          aria-busy={action.busy || undefined}
          className="target underline underline-offset-4 aria-pressed:font-semibold aria-pressed:text-ink"
          onClick={() => void action.run(vote)}
        >
          {t('reviews.helpful')}
        </button>
      ) : (
        <Link
          to={`/sign-in?next=${encodeURIComponent(pathname + search)}`}
          className="needs-js target underline underline-offset-4"
        >
          {t('reviews.helpful')}
        </Link>
      )}
      <span role="status" className={problem === null ? 'unseen' : 'text-danger'}>
        {problem === null ? '' : problemText(speech, problem)}
      </span>
    </div>
  );
}
