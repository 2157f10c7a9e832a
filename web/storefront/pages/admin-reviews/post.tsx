import { useState } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { PrivatePhotos } from '../../photos/private-photos.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import { deedsOf, type Deed } from './deed.ts';
import { nameOf, type DeskPost } from './desk.ts';

export interface PostProps {
  post: DeskPost;
  marked: boolean;
  onMark(): void;
  onDeed(deed: Deed): void;
}

/** One that waits: what it says, why somebody should look, and what can be done. */
export function Post({ post, marked, onMark, onDeed }: PostProps) {
  const { t, date } = useSpeech();
  const { postId, kind, productId, productName, stars, title, text, author, pictures } = post;
  const at = date(post.createdAt, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li
      data-post={postId}
      tabIndex={0}
      aria-label={nameOf(post)}
      className="grid grid-cols-1 gap-3 border-b border-line py-5 focus-visible:outline-2"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <input
          type="checkbox"
          className="size-5 accent-accent"
          aria-label={t('moderation.mark', { name: nameOf(post) })}
          checked={marked}
          onChange={onMark}
        />
        <span className="text-sm font-semibold">{t(`moderation.kind.${kind}`)}</span>
        <Link to={`/p/${productId}`} className="target min-w-0 text-sm hover:underline">
          <bdi>{productName}</bdi>
        </Link>
        <Signals post={post} />
      </div>
      {title !== '' && (
        <h2 className="text-base">
          <bdi>{title}</bdi>
        </h2>
      )}
      <p className="max-w-prose whitespace-pre-line break-words" dir="auto">
        {text}
      </p>
      {pictures.length > 0 && (
        <PrivatePhotos title={t('moderation.photos')} photos={pictures} base="/admin" />
      )}
      <p suppressHydrationWarning className="flex flex-wrap gap-x-4 text-sm text-muted">
        {stars !== null && <span>{t('moderation.stars', { count: stars })}</span>}
        <bdi>{author.name ?? t('moderation.nameless')}</bdi>
        <span>{at}</span>
        <span>{t(`moderation.state.${post.state}`)}</span>
      </p>
      {post.reason !== null && <p className="text-sm text-warn">{post.reason}</p>}
      <Deeds post={post} onDeed={onDeed} />
      <History postId={postId} />
    </li>
  );
}

function Signals({ post }: { post: DeskPost }) {
  const { t, maybe } = useSpeech();
  const { signals, reports, picturesState } = post;
  return (
    <ul aria-label={t('moderation.signals')} className="flex flex-wrap gap-2">
      {signals.map((signal) => (
        <li key={signal}>
          <Badge tone="warn">{maybe(`moderation.signal.${signal}`) ?? signal}</Badge>
        </li>
      ))}
      {reports > 0 && (
        <li>
          <Badge tone="danger">{t('moderation.complaints', { count: reports })}</Badge>
        </li>
      )}
      {picturesState !== 'NONE' && (
        <li>
          <Badge tone={picturesState === 'WAITING' ? 'warn' : 'plain'}>
            {t(`moderation.photos.${picturesState}`)}
          </Badge>
        </li>
      )}
    </ul>
  );
}

function Deeds({ post, onDeed }: Pick<PostProps, 'post' | 'onDeed'>) {
  const { t } = useSpeech();
  const can = deedsOf(post);
  const withPhotos = post.picturesState === 'WAITING';
  return (
    <div className="flex flex-wrap gap-3">
      {can.includes('approve') && (
        <Button size="sm" kind="primary" onClick={() => onDeed('approve')}>
          {t(withPhotos ? 'moderation.approve.photos' : 'moderation.approve')}
        </Button>
      )}
      {can.includes('reject-photos') && (
        <Button size="sm" onClick={() => onDeed('reject-photos')}>
          {t('moderation.photos.reject')}
        </Button>
      )}
      {can.includes('reject') && (
        <Button size="sm" kind="danger" onClick={() => onDeed('reject')}>
          {t(post.state === 'PUBLISHED' ? 'moderation.hide' : 'moderation.reject')}
        </Button>
      )}
    </div>
  );
}

/** Its moves and the complaints about it, asked for when somebody opens it. */
function History({ postId }: { postId: string }) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="target cursor-pointer text-sm text-muted">
        {t('moderation.history')}
      </summary>
      {open && <Moves postId={postId} />}
    </details>
  );
}

function Moves({ postId }: { postId: string }) {
  const { api, speech } = useApp();
  const { t, maybe, date } = speech;
  const { data, problem } = useQuery(`history of ${postId}`, (signal) =>
    api.request('GET /admin/reviews/{postId}', { params: { postId }, signal }),
  );
  if (problem !== null) return <p role="alert">{problemText(speech, problem)}</p>;
  if (data === null) return <Skeleton className="mt-2 h-10" />;
  const when = (at: string) => date(at, { dateStyle: 'medium', timeStyle: 'short' });
  const nothing = data.moves.length < 2 && data.complaints.length === 0;
  return (
    <ul className="mt-2 grid gap-1 text-sm text-muted">
      {nothing && <li>{t('moderation.history.empty')}</li>}
      {data.moves.map(({ to, at, reason }) => (
        <li key={at}>
          {when(at)}: {t(`moderation.state.${to ?? 'gone'}`)}
          {reason !== null && ` (${reason})`}
        </li>
      ))}
      {data.complaints.map(({ reason, at }) => (
        <li key={`${reason} ${at}`}>
          {when(at)}: {maybe(`moderation.complaint.${reason}`) ?? reason}
        </li>
      ))}
    </ul>
  );
}
