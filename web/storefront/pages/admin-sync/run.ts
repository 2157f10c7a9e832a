import { useEffect } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import type { Speech } from '../../i18n/translate.ts';
import type { Query } from '../../state/use-query.ts';

export type Jobs = ReplyOf<'GET /admin/ops/sync'>;
export type Job = Jobs['jobs'][number];
export type Run = ReplyOf<'GET /admin/ops/sync/runs'>['data'][number];

const look_ms = 1_000;

export const isOver = (run: Run): boolean => run.state !== 'waiting' && run.state !== 'running';

/** Rows that were not the same, of every kind. */
export const foundOf = (run: Run): number =>
  run.missing + run.stale + run.differs + run.extra + run.ahead;

/** Asks again every second while something is under way. */
export function usePolling(busy: boolean, { data, problem, loading, reload }: Query<unknown>) {
  useEffect(() => {
    if (!busy || loading || problem !== null) return undefined;
    const timer = setTimeout(reload, look_ms);
    return () => clearTimeout(timer);
  }, [busy, loading, problem, data, reload]);
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A time in its largest unit: 4.2 seconds, 31 minutes. */
export function lengthOf({ number }: Speech, ms: number): string {
  const [unit, size] = units.find((one) => ms >= one[1]) ?? (['second', 1_000] as const);
  const value = ms / size;
  const digits = value < 10 ? 1 : 0;
  return number(value, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: digits });
}

/** The name of a comparison in the reader's language, or as the server says it. */
export const nameOf = ({ maybe }: Speech, job: Pick<Job, 'job' | 'says'>): string =>
  maybe(`sync.job.${job.job}`) ?? job.says;
