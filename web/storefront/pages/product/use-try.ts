import { useState } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';

interface Tried {
  busy: boolean;
  problem: ApiProblem | null;
}

const idle: Tried = { busy: false, problem: null };

/** Runs one thing at a time, and keeps why it failed. Lighter than useAction: no key is kept. */
export function useTry() {
  const [tried, setTried] = useState(idle);
  const run = async (work: () => Promise<void>) => {
    if (tried.busy) return;
    setTried({ ...idle, busy: true });
    try {
      await work();
      setTried(idle);
    } catch (error) {
      const problem = problemIn(error);
      setTried({ ...idle, problem });
      if (problem === null) throw error;
    }
  };
  return { ...tried, run };
}
