/** Copies and their sources, for operators: what the last comparison of each found. */
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { EmptyState } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { Personal } from '../../shell/personal.tsx';
import { useQuery } from '../../state/use-query.ts';
import { Asked, Closed, Shape, Title } from './asked.tsx';
import { JobRow } from './job-row.tsx';
import { JobView } from './job-view.tsx';
import { isOver, usePolling, type Jobs } from './run.ts';

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('sync.title'), noindex: true }),
};

export function Component() {
  const { t } = useSpeech();
  return (
    <Personal
      title={t('sync.title')}
      why={t('sync.why')}
      waiting={
        <Frame>
          <Title />
          <Shape />
        </Frame>
      }
      children={({ userId, roles }) => (
        <Frame>{roles.length === 0 ? <Closed heading /> : <Desk userId={userId} />}</Frame>
      )}
    />
  );
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="page grid max-w-5xl grid-cols-1 gap-6 pt-8 pb-16">{children}</div>;
}

function Desk({ userId }: { userId: string }) {
  const { api } = useApp();
  const [search] = useSearchParams();
  const name = search.get('job');
  const found = useQuery(`${userId} sync`, (signal) =>
    api.request('GET /admin/ops/sync', { signal }),
  );
  const busy = found.data?.jobs.some(({ run }) => run !== null && !isOver(run)) ?? false;
  usePolling(busy && name === null, found);
  if (name !== null) {
    return (
      <Asked of={found} heading>
        {({ jobs }) => (
          <JobView
            key={name}
            name={name}
            job={jobs.find((one) => one.job === name)}
            onChanged={found.reload}
          />
        )}
      </Asked>
    );
  }
  return (
    <>
      <Title />
      <Asked of={found}>{(data) => <List {...data} onAsked={found.reload} />}</Asked>
    </>
  );
}

function List({ every_ms, jobs, onAsked }: Jobs & { onAsked(): void }) {
  const { t } = useSpeech();
  if (jobs.length === 0) return <EmptyState title={t('sync.jobs.none')} />;
  return (
    <>
      <p className="text-muted">{t('sync.text', { minutes: Math.round(every_ms / 60_000) })}</p>
      <ul className="grid grid-cols-1 border-t border-line">
        {jobs.map((one) => (
          <JobRow key={one.job} job={one} onAsked={onAsked} />
        ))}
      </ul>
    </>
  );
}
