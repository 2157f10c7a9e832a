/** Who may see an order: loads it for the visitor, or says why not and what else there is. */
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { unreached, type ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { elsewhere, notFound, pageLoader } from '../../page.ts';
import { problemText } from '../../shell/problem-text.ts';
import { Closed, type ClosedWhy } from './closed.tsx';
import { orderNumberIn } from './number.ts';
import { SlowHint } from './slow.tsx';
import { useOrder, useVisitor, type OrderNow, type Seen } from './use-order.ts';
import { Heading } from '../../shell/heading.tsx';

export interface OrderData {
  number: string;
}

/** The number in its own spelling; what can be none is not found. `tail` is after the number. */
export const orderLoader = (tail: string) =>
  pageLoader<OrderData>(({ params, url }) => {
    const number = orderNumberIn(params['number'] ?? '');
    if (number === null) notFound();
    if (number !== params['number']) elsewhere(`/orders/${number}${tail}${url.search}`, 301);
    return { number };
  });

export interface GateProps {
  number: string;
  /** The shape of the page while it is on its way. */
  title: string;
  children(seen: Seen, now: OrderNow): ReactNode;
}

export function OrderGate(props: GateProps) {
  const [search] = useSearchParams();
  const grant = search.get('t');
  const visitor = useVisitor();
  const { number } = props;
  if (visitor === 'anonymous' && grant === null) return <Closed why="anonymous" number={number} />;
  if (visitor === 'unreached' && grant === null) return <Unreached number={number} />;
  return <Inside key={`${number} ${visitor} ${grant}`} {...props} {...{ visitor, grant }} />;
}

interface InsideProps extends GateProps {
  visitor: string | null;
  grant: string | null;
}

function Inside({ number, title, children, visitor, grant }: InsideProps) {
  const now = useOrder({ number, grant, visitor });
  const { seen, problem } = now;
  if (seen !== null) {
    return (
      <>
        {problem !== null && <Stale problem={problem} now={now} />}
        {children(seen, now)}
      </>
    );
  }
  const closed = problem === null ? null : whyClosed(problem, grant);
  if (closed !== null) return <Closed why={closed} number={number} />;
  if (problem !== null)
    return <Unread {...{ number, problem }} busy={now.loading} retry={now.reload} />;
  return <Waiting {...{ number, title }} />;
}

function whyClosed(problem: ApiProblem, grant: string | null): ClosedWhy | null {
  if (problem.code === 'order-link-expired') return 'link-expired';
  if (problem.status === 404) return grant === null ? 'not-yours' : 'link-wrong';
  if (problem.status === 401 || problem.status === 403) return 'anonymous';
  return null;
}

/** What is shown is older than it could be: it stays, with a word about it. */
function Stale({ problem, now }: { problem: ApiProblem; now: OrderNow }) {
  const speech = useSpeech();
  const { t } = speech;
  return (
    <div className="page pt-6">
      <ErrorNotice
        title={t('orders.stale')}
        text={problemText(speech, problem)}
        requestId={problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button size="sm" busy={now.loading} onClick={now.reload}>
            {t('retry')}
          </Button>
        }
      />
    </div>
  );
}

interface UnreadProps {
  number: string;
  problem: ApiProblem;
  busy: boolean;
  retry(): void;
}

function Unread({ number, problem, busy, retry }: UnreadProps) {
  const speech = useSpeech();
  const { t } = speech;
  return (
    <div className="page grid max-w-2xl gap-6 py-12">
      <p className="figures text-sm text-muted">{t('orders.number', { number })}</p>
      <Heading className="text-2xl">{t('orders.unread.title')}</Heading>
      <ErrorNotice
        title={t('orders.unread.safe')}
        text={problemText(speech, problem)}
        requestId={problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button kind="primary" busy={busy} onClick={retry}>
            {t('retry')}
          </Button>
        }
      />
    </div>
  );
}

/** Whose order it is could not be asked. */
function Unreached({ number }: { number: string }) {
  const { session } = useApp();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    await session.start();
    setBusy(false);
  };
  return (
    <Unread problem={unreached('no-reply')} {...{ number, busy }} retry={() => void retry()} />
  );
}

function Waiting({ number, title }: { number: string; title: string }) {
  const { t } = useSpeech();
  return (
    <div className="page pt-8">
      <Loading label={t('loading')} />
      <p className="figures text-sm text-muted">{t('orders.number', { number })}</p>
      <Heading className="mt-2 text-2xl">{title}</Heading>
      <SlowHint />
      <div className="mt-6 grid gap-x-16 gap-y-8 lg:grid-cols-[1fr_23rem]">
        <div className="grid content-start gap-4">
          <Skeleton className="h-16" />
          <Skeleton className="h-48" />
          <Skeleton className="h-64" />
        </div>
        <div className="grid content-start gap-4">
          <Skeleton className="h-72" />
          <Skeleton className="h-40" />
        </div>
      </div>
    </div>
  );
}
