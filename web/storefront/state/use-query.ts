import { useCallback, useEffect, useRef, useState } from 'react';
import { problemIn, type ApiProblem } from '../../client/problem.ts';

export interface Query<T> {
  /** The last answer; kept while a newer one is on its way. */
  data: T | null;
  problem: ApiProblem | null;
  loading: boolean;
  reload(): void;
}

/**
 * Loads what only the browser may know (orders, addresses, the checkout): on the server there is
 * nobody, so the page renders its skeleton there. `key` names what is loaded; null waits.
 */
export function useQuery<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
): Query<T> {
  const [state, setState] = useState<Omit<Query<T>, 'reload'>>({
    data: null,
    problem: null,
    loading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    if (key === null) return undefined;
    const over = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    latest.current(over.signal).then(
      (data) => over.signal.aborted || setState({ data, problem: null, loading: false }),
      (error: unknown) => {
        if (over.signal.aborted) return;
        const problem = problemIn(error);
        if (problem === null) throw error;
        setState((before) => ({ ...before, problem, loading: false }));
      },
    );
    return () => over.abort();
  }, [key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...state, reload };
}
