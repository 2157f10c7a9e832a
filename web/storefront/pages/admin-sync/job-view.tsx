import { useEffect } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { EmptyState } from '../../../ui/notice.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { Heading } from '../../shell/heading.tsx';
import { useQuery } from '../../state/use-query.ts';
import { AskButtons } from './ask-buttons.tsx';
import { StateBadge, When } from './job-row.tsx';
import { Asked } from './asked.tsx';
import { Report } from './report.tsx';
import { Trend } from './trend.tsx';
import { foundOf, isOver, nameOf, usePolling, type Job, type Run } from './run.ts';

/** As many as the trend shows. */
const runs_count = 30;

export interface JobViewProps {
  name: string;
  job: Job | undefined;
  /** A run is not what the job says of it any more. */
  onChanged(): void;
}

/** One comparison: its trend, its runs, and the report of one of them. */
export function JobView({ name, job, onChanged }: JobViewProps) {
  const { speech } = useApp();
  const { t } = speech;
  return (
    <>
      <div className="grid justify-items-start gap-2">
        <Link to="/admin/sync" className="target text-sm text-muted hover:underline">
          {t('sync.back')}
        </Link>
        <Heading className="text-2xl">{job === undefined ? name : nameOf(speech, job)}</Heading>
      </div>
      {job === undefined ? (
        <EmptyState title={t('sync.jobs.unknown')} />
      ) : (
        <Runs job={job} onChanged={onChanged} />
      )}
    </>
  );
}

function Runs({ job, onChanged }: { job: Job; onChanged(): void }) {
  const { api, speech } = useApp();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const found = useQuery(`sync ${job.job}`, (signal) =>
    api.request('GET /admin/ops/sync/runs', {
      query: { job: job.job, limit: runs_count },
      signal,
    }),
  );
  const runs = found.data?.data ?? [];
  usePolling(
    runs.some((run) => !isOver(run)),
    found,
  );
  const newest = runs.find((run) => !run.dryRun);
  const told = newest !== undefined && newest.state !== stateIn(job, newest.runId);
  useEffect(() => {
    if (told) onChanged();
  }, [told, newest?.state]);
  const shown = search.get('run') ?? runs[0]?.runId ?? null;
  const hrefOf = (runId: string) => `/admin/sync?job=${encodeURIComponent(job.job)}&run=${runId}`;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">
          {speech.t('sync.from', { source: job.source, copy: job.copy })}
        </p>
        <AskButtons
          job={job}
          onAsked={(run) => {
            found.reload();
            void navigate(hrefOf(run.runId));
          }}
        />
      </div>
      <Asked of={found}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState title={speech.t('sync.never')} text={speech.t('sync.never.text')} />
          ) : (
            <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[20rem_1fr]">
              <div className="grid gap-4">
                <Trend runs={data.filter((run) => run.state === 'done' && !run.dryRun)} />
                <RunList runs={data} shown={shown} hrefOf={hrefOf} />
              </div>
              {shown !== null && <Report key={shown} runId={shown} />}
            </div>
          )
        }
      </Asked>
    </>
  );
}

const stateIn = ({ run }: Job, runId: string) => (run?.runId === runId ? run.state : null);

interface RunListProps {
  runs: readonly Run[];
  shown: string | null;
  hrefOf(runId: string): string;
}

function RunList({ runs, shown, hrefOf }: RunListProps) {
  const { t } = useApp().speech;
  return (
    <nav aria-label={t('sync.runs')}>
      <ul className="grid border-t border-line">
        {runs.map((run) => (
          <li key={run.runId} className="border-b border-line">
            <Link
              to={hrefOf(run.runId)}
              preventScrollReset
              aria-current={run.runId === shown ? 'true' : undefined}
              className="grid gap-1 px-2 py-2 text-sm hover:bg-surface aria-current:bg-surface"
            >
              <span className="flex flex-wrap items-center justify-between gap-2">
                <When of={run.finishedAt ?? run.askedAt} />
                <StateBadge run={run} />
              </span>
              <span className="figures text-muted">
                {t(run.dryRun ? 'sync.look' : 'sync.repair')}
                {run.state === 'done' && ` · ${t('sync.found', { count: foundOf(run) })}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
