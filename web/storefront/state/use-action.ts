import { useCallback, useEffect, useRef, useState } from 'react';
import { problemIn, type ApiProblem } from '../../client/problem.ts';
import { newKey } from '../../client/request.ts';

export interface Action {
  busy: boolean;
  /** Why the last try failed; null while it runs and after it went well. */
  problem: ApiProblem | null;
  /** One at a time: while it runs another press does nothing. Resolves to whether it went well. */
  run(work: (key: string) => Promise<unknown>): Promise<boolean>;
  clear(): void;
}

/**
 * Something that a person asks for with a button. The key stays the same until the server has
 * answered, so that trying again after a lost reply does not do it twice.
 */
export function useAction(): Action {
  const [state, setState] = useState<Pick<Action, 'busy' | 'problem'>>({
    busy: false,
    problem: null,
  });
  const running = useRef(false);
  const key = useRef<string | null>(null);
  const run = useCallback(async (work: (key: string) => Promise<unknown>) => {
    if (running.current) return false;
    running.current = true;
    key.current ??= newKey();
    setState({ busy: true, problem: null });
    try {
      await work(key.current);
      key.current = null;
      setState({ busy: false, problem: null });
      return true;
    } catch (error) {
      const problem = problemIn(error);
      if (problem !== null && problem.status > 0) key.current = null;
      setState({ busy: false, problem });
      if (problem === null) throw error;
      return false;
    } finally {
      running.current = false;
    }
  }, []);
  const clear = useCallback(() => setState({ busy: false, problem: null }), []);
  return { ...state, run, clear };
}

export interface Wait {
  /** Seconds that were asked for. */
  seconds: number;
  until: Date;
  over: boolean;
}

/** How long a refusal asks to wait (429 with Retry-After); null when it asks for nothing. */
export function useWait(problem: ApiProblem | null): Wait | null {
  const [wait, setWait] = useState<Wait | null>(null);
  useEffect(() => {
    const seconds = problem?.status === 429 ? problem.retryAfter_s : null;
    if (seconds === null) {
      setWait(null);
      return undefined;
    }
    const until = new Date(Date.now() + seconds * 1_000);
    setWait({ seconds, until, over: false });
    // Browsers count at most 24 days; nobody is asked to wait an hour or more.
    const timer = setTimeout(() => setWait({ seconds, until, over: true }), seconds * 1_000);
    return () => clearTimeout(timer);
  }, [problem]);
  return wait;
}
