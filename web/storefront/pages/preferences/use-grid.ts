import { useRef, useState } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey, type BodyOf, type ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { useQuery, type Query } from '../../state/use-query.ts';
import { joined, wished } from './grid.ts';

export type Preferences = ReplyOf<'GET /me/preferences'>;
export type Change = BodyOf<'PATCH /me/preferences'>;

export interface Grid extends Query<Preferences> {
  /** As it is wished now: the server's answer with what is on its way. */
  shown: Preferences | null;
  state: 'idle' | 'saving' | 'saved' | 'refused';
  refused: ApiProblem | null;
  /** Resolves to whether it was saved. */
  change(change: Change): Promise<boolean>;
}

/**
 * The grid saves itself. One request is on its way at a time; what is changed meanwhile goes
 * together with the next, so that an older answer never takes a newer wish back.
 */
export function useGrid(userId: string): Grid {
  const { api } = useApp();
  const query = useQuery(`preferences ${userId}`, (signal) =>
    api.request('GET /me/preferences', { signal }),
  );
  const [saved, setSaved] = useState<Preferences | null>(null);
  const [pending, setPending] = useState<Change>({});
  const [state, setState] = useState<Grid['state']>('idle');
  const [refused, setRefused] = useState<ApiProblem | null>(null);
  const waiting = useRef<Change>({});
  const running = useRef<Promise<boolean> | null>(null);

  const send = async (): Promise<boolean> => {
    while (Object.keys(waiting.current).length > 0) {
      const body = waiting.current;
      waiting.current = {};
      try {
        setSaved(await api.request('PATCH /me/preferences', { body, key: newKey() }));
        setPending(waiting.current);
      } catch (error) {
        const problem = problemIn(error);
        if (problem === null) throw error;
        // Back to what the server has, with the reason beside it.
        waiting.current = {};
        setPending({});
        setRefused(problem);
        setState('refused');
        return false;
      }
    }
    setState('saved');
    return true;
  };
  const change = (next: Change): Promise<boolean> => {
    waiting.current = joined(waiting.current, next);
    setPending((before) => joined(before, next));
    setRefused(null);
    setState('saving');
    running.current ??= send().finally(() => {
      running.current = null;
    });
    return running.current;
  };
  const known = saved ?? query.data;
  return { ...query, shown: known && wished(known, pending), state, refused, change };
}
