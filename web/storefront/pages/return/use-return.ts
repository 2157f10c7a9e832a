/** One return as this visitor may see it; asked again now and then while something can change. */
import { useEffect } from 'react';
import { problemIn } from '../../../client/problem.ts';
import { useApp, type App } from '../../app.tsx';
import { useQuery, type Query } from '../../state/use-query.ts';
import { isOver, type OwnReturn, type SharedReturn } from './progress.ts';

export type SeenReturn =
  | { kind: 'own'; of: OwnReturn }
  | { kind: 'shared'; of: SharedReturn; grant: string };

export interface Wanted {
  number: string;
  grant: string | null;
  visitor: string | null;
}

const poll_ms = 10_000;

export function useReturn(wanted: Wanted): Query<SeenReturn> {
  const app = useApp();
  const { number, grant, visitor } = wanted;
  const unnamed = visitor === 'anonymous' || visitor === 'unreached';
  const nobody = visitor === null || (unnamed && grant === null);
  const query = useQuery(nobody ? null : `${number} ${grant ?? ''} ${visitor}`, (signal) =>
    read(app, wanted, signal),
  );
  const { reload, data } = query;
  const moving = data !== null && !isOver(data.of.status);
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setInterval(() => document.hidden || reload(), poll_ms);
    return () => clearInterval(timer);
  }, [moving, reload]);
  return query;
}

async function read({ api }: App, wanted: Wanted, signal: AbortSignal): Promise<SeenReturn> {
  const { number: returnId, grant, visitor } = wanted;
  const params = { returnId };
  if (visitor !== 'anonymous' && visitor !== 'unreached') {
    try {
      const of = await api.request('GET /returns/{returnId}', { params, signal });
      return { kind: 'own', of };
    } catch (error) {
      const status = problemIn(error)?.status;
      if (grant === null || (status !== 404 && status !== 401)) throw error;
    }
  }
  const query = { t: grant ?? '' };
  const of = await api.request('GET /returns/{returnId}/shared', { params, query, signal });
  return { kind: 'shared', of, grant: grant ?? '' };
}

/** The label as a file: the address of a page cannot carry a token, so it is fetched. */
export async function fetchLabel({ session }: App, seen: SeenReturn): Promise<Blob> {
  const base = `/api/v1/returns/${seen.of.returnNumber}`;
  const shared = seen.kind === 'shared';
  const token = shared ? null : await session.token();
  const headers: Record<string, string> =
    token === null ? {} : { authorization: `Bearer ${token}` };
  const tail = shared ? `/shared/label?t=${encodeURIComponent(seen.grant)}` : '/label';
  const response = await fetch(`${base}${tail}`, { headers });
  if (!response.ok) throw new Error(`the label came with ${response.status}`);
  return response.blob();
}
