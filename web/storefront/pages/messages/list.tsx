/** Conversations: of a buyer with sellers, or of a seller with buyers, by the address. */
import { useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState, ErrorNotice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import { AccountFrame } from '../account/frame.tsx';
import { Frame as SellingFrame } from '../selling/frame.tsx';
import { Tabs } from '../selling/list.tsx';
import { sideOf, threadPath, type Side, type Thread } from './side.ts';
import { Waiting } from './waiting.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('messages.title'), noindex: true }),
};

export function Component() {
  const { t } = useSpeech();
  const side = sideOf(useLocation().pathname);
  const [search] = useSearchParams();
  const title = t(`messages.title.${side}`);
  const Frame = side === 'seller' ? SellingFrame : AccountFrame;
  return (
    <Personal
      title={title}
      why={t('messages.why')}
      waiting={
        <Frame title={title}>
          <Waiting className="h-24" />
        </Frame>
      }
      guests
      children={() => (
        <Frame title={title} lead={t(`messages.lead.${side}`)}>
          {side === 'seller' && <Shown />}
          <Threads key={search.get('show') ?? ''} side={side} />
        </Frame>
      )}
    />
  );
}

/** Of sellers: what nobody of theirs has read, or all. */
function Shown() {
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const unread = search.get('show') === 'unread';
  return (
    <Tabs
      label={t('selling.show')}
      tabs={[
        {
          to: '/selling/messages?show=unread',
          name: t('selling.messages.unread'),
          on: unread,
        },
        { to: '/selling/messages', name: t('selling.all'), on: !unread },
      ]}
    />
  );
}

function Threads({ side }: { side: Side }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [search] = useSearchParams();
  const unread = side === 'seller' && search.get('show') === 'unread';
  const [pages, setPages] = useState<readonly string[]>(['']);
  const key = `${side} ${String(unread)} ${pages.join(' ')}`;
  const query = useQuery(key, async (signal) => {
    const all: Thread[] = [];
    let next: string | null = null;
    for (const cursor of pages) {
      const asked = { query: cursor === '' ? {} : { cursor }, signal };
      const page = await (side === 'buyer'
        ? api.request('GET /messages', asked)
        : api.request('GET /seller/messages', {
            ...asked,
            query: { ...asked.query, ...(unread ? { unread } : {}) },
          }));
      all.push(...page.data);
      next = page.nextCursor;
    }
    return { all, next };
  });
  const { data, problem } = query;
  if (problem !== null) {
    return (
      <ErrorNotice
        title={t('messages.failed')}
        text={problemText(speech, problem)}
        requestId={problem.requestId}
        requestLabel={t('failed.request')}
      />
    );
  }
  if (data === null) return <Waiting className="h-24" />;
  if (data.all.length === 0) {
    return <EmptyState title={t('messages.none')} text={t(`messages.none.${side}`)} />;
  }
  const { next } = data;
  return (
    <>
      <ul className="border-t border-line">
        {data.all.map((thread) => (
          <Entry key={thread.threadId} {...{ thread, side }} />
        ))}
      </ul>
      {next !== null && (
        <Button onClick={() => setPages([...pages, next])} busy={query.loading}>
          {t('messages.more')}
        </Button>
      )}
    </>
  );
}

function Entry({ thread, side }: { thread: Thread; side: Side }) {
  const { t, date } = useSpeech();
  const { about, seller, unread, lastAt, lastAuthor } = thread;
  const mine = lastAuthor === side;
  return (
    <li className="grid gap-1 border-b border-line py-5">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Link
          to={threadPath(side, thread.threadId)}
          className="font-medium underline underline-offset-4"
        >
          <bdi>{t(`messages.about.${about.kind === 'order' ? 'order' : 'product'}`, about)}</bdi>
        </Link>
        {unread > 0 && <Badge tone="accent">{t('messages.unread', { count: unread })}</Badge>}
      </div>
      <p className="text-sm text-muted" suppressHydrationWarning>
        {side === 'buyer' && seller !== null && (
          <>
            <bdi>{seller.name}</bdi> ·{' '}
          </>
        )}
        {t(mine ? 'messages.last.mine' : 'messages.last.theirs', {
          at: date(lastAt, { dateStyle: 'medium', timeStyle: 'short' }),
        })}
      </p>
    </li>
  );
}
