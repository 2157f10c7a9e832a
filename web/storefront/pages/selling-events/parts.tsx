import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { QueryFailed } from '../../shell/query-failed.tsx';
import type { Query } from '../../state/use-query.ts';

export function Shape() {
  const { t } = useApp().speech;
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className="h-64" />
    </>
  );
}

export function Failed({ query }: { query: Query<unknown> }) {
  const { t } = useApp().speech;
  return <QueryFailed of={query} title={t('organising.failed')} />;
}
