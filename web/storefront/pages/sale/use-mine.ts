import { useCallback, useEffect, useState } from 'react';
import { problemIn } from '../../../client/problem.ts';
import { useApp } from '../../app.tsx';
import { storage } from '../../browser-app.ts';
import { forgetMine, keepMine, type Mine } from '../../queue/mine.ts';
import { useStore } from '../../state/store.ts';
import type { Sale } from './landing.tsx';

/** One's place, wherever it was taken: who is signed in has it on every device. */
export function useMine(saleId: string, state: Sale['state']) {
  const { api, session } = useApp();
  const person = useStore(session.state);
  const userId = person.kind === 'user' || person.kind === 'guest' ? person.user.userId : null;
  const [mine, setMine] = useState<Mine | null>(null);
  const [asked, setAsked] = useState('');
  const key = `${userId} ${saleId}`;
  const mayBeIn = state !== 'ANNOUNCED' && userId !== null;
  const take = useCallback(
    (next: Mine) => {
      keepMine(storage(), saleId, next);
      setMine(next);
    },
    [saleId],
  );
  useEffect(() => {
    setMine(null);
    if (!mayBeIn) {
      if (person.kind !== 'unknown') setAsked('nobody');
      return undefined;
    }
    const over = new AbortController();
    const call = { params: { saleId }, signal: over.signal };
    api.request('GET /flash-sales/{saleId}/place', call).then(
      ({ number, ticket }) => {
        setAsked(key);
        take({ number, ticket });
      },
      (error: unknown) => {
        if (over.signal.aborted) return;
        const problem = problemIn(error);
        if (problem === null) throw error;
        setAsked(key);
        // Somebody else's place, from before at this browser.
        if (problem.code === 'ticket-not-found') forgetMine(storage(), saleId);
      },
    );
    return () => over.abort();
  }, [api, key, mayBeIn, person.kind, saleId, take]);
  // Only at first: what somebody has begun to type stays.
  return { mine, take, asking: mayBeIn && asked === '' };
}
