import type { ReactNode } from 'react';
import { EmptyState } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useSpeech } from '../../app.tsx';
import { Heading } from '../../shell/heading.tsx';
import { QueryFailed } from '../../shell/query-failed.tsx';
import type { Query } from '../../state/use-query.ts';

export function Title() {
  const { t } = useSpeech();
  return <Heading className="text-2xl">{t('sync.title')}</Heading>;
}

export function Closed({ heading = false }: { heading?: boolean }) {
  const { t } = useSpeech();
  return (
    <>
      {heading && <Title />}
      <EmptyState icon="lock" title={t('sync.closed')} text={t('sync.closed.text')} />
    </>
  );
}

export function Shape() {
  const { t } = useSpeech();
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </>
  );
}

interface AskedProps<T> {
  of: Query<T>;
  /** Says what the page is while it has nothing else to say it. */
  heading?: boolean;
  children(data: T): ReactNode;
}

/** What was asked for, or its shape, or why not; what is there stays while a newer look fails. */
export function Asked<T>({ of, heading = false, children }: AskedProps<T>) {
  const { problem, data } = of;
  if (problem?.code === 'not-allowed') return <Closed heading={heading} />;
  return (
    <>
      {heading && data === null && <Title />}
      <QueryFailed of={of} />
      {data !== null && children(data)}
      {data === null && problem === null && <Shape />}
    </>
  );
}
