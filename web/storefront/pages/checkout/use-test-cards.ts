import { useEffect, useState } from 'react';
import type { TestCard } from './card.ts';

/**
 * The sandbox's cards; empty in production, which has no sandbox. Null until it is known. The list
 * comes here so that numbers need not go there.
 */
export function useTestCards(): readonly TestCard[] | null {
  const [cards, setCards] = useState<readonly TestCard[] | null>(null);
  useEffect(() => {
    const over = new AbortController();
    const load = async () => {
      const response = await fetch('/sandbox/cards', { signal: over.signal });
      if (!response.ok) return [];
      return ((await response.json()) as { cards: TestCard[] }).cards;
    };
    load().then(setCards, () => over.signal.aborted || setCards([]));
    return () => over.abort();
  }, []);
  return cards;
}
