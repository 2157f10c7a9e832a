import { Badge, type BadgeProps } from '../../../ui/badge.tsx';
import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { AskButtons } from './ask-buttons.tsx';
import { foundOf, isOver, lengthOf, nameOf, type Job, type Run } from './run.ts';

/** One comparison: how the last one ended, what it found, and the buttons for another. */
export function JobRow({ job, onAsked }: { job: Job; onAsked(): void }) {
  const speech = useSpeech();
  const { t } = speech;
  const { run, finished } = job;
  const href = `/admin/sync?job=${encodeURIComponent(job.job)}`;
  return (
    <li
      data-job={job.job}
      className="grid grid-cols-1 gap-3 border-b border-line py-5 md:grid-cols-[1fr_auto]"
    >
      <div className="grid min-w-0 gap-1">
        <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
          <Link to={href} className="target underline-offset-4 hover:underline">
            {nameOf(speech, job)}
          </Link>
          {run !== null && run.state !== 'done' && <StateBadge run={run} />}
        </h2>
        {finished === null ? (
          <p className="text-sm text-muted">{t('sync.never')}</p>
        ) : (
          <p className="text-sm text-muted">
            <When of={finished.finishedAt} /> · <Found run={finished} />
          </p>
        )}
        {run !== null && !isOver(run) && <Progress run={run} />}
        {run !== null && isOver(run) && run.note !== null && (
          <p className="text-sm text-danger" lang="en">
            {run.note}
          </p>
        )}
      </div>
      <AskButtons job={job} onAsked={onAsked} />
    </li>
  );
}

const tones: Record<string, NonNullable<BadgeProps['tone']>> = {
  done: 'accent',
  failed: 'danger',
  refused: 'warn',
};

/** How a run stands, in a word. */
export function StateBadge({ run }: { run: Run }) {
  const { maybe } = useSpeech();
  return (
    <Badge tone={tones[run.state] ?? 'plain'}>
      {maybe(`sync.state.${run.state}`) ?? run.state}
    </Badge>
  );
}

/** When something was, in the reader's time. */
export function When({ of }: { of: string | null }) {
  const { date } = useSpeech();
  if (of === null) return <span>–</span>;
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return (
    <time dateTime={of} suppressHydrationWarning>
      {date(of, style)}
    </time>
  );
}

/** What a run found, in a sentence. */
export function Found({ run }: { run: Run }) {
  const speech = useSpeech();
  const { t, list } = speech;
  const count = foundOf(run);
  const parts = [t('sync.found', { count })];
  if (run.repaired > 0) parts.push(t('sync.repaired', { count: run.repaired }));
  if (run.failed > 0) parts.push(t('sync.failed', { count: run.failed }));
  return (
    <span className="figures">
      {list(parts)}
      {run.lag_ms !== null && ` · ${t('sync.lag', { time: lengthOf(speech, run.lag_ms) })}`}
    </span>
  );
}

/** How far a run is; a run that rests says why. */
export function Progress({ run }: { run: Run }) {
  const { t, number } = useSpeech();
  const { compared, sourceRows, note } = run;
  const all = Math.max(sourceRows, compared);
  const text = t('sync.progress', { done: number(compared), all: number(all) });
  return (
    <div className="grid gap-1 text-sm">
      <progress
        className="h-2 w-full max-w-md accent-accent"
        aria-label={t('sync.progress.label')}
        max={Math.max(1, all)}
        value={compared}
      />
      <p className="figures text-muted">{text}</p>
      {note !== null && (
        <p className="text-warn" lang="en">
          {note}
        </p>
      )}
    </div>
  );
}
