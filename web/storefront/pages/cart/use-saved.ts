import { useCallback, useState } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey, type ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';

export type SavedList = ReplyOf<'GET /cart/saved'>;
export type SavedItem = SavedList['items'][number];

export interface Saved {
  /** Null until it is known. */
  list: SavedList | null;
  /** Lines and saved things whose move is on its way. */
  busy: ReadonlySet<string>;
  /** Why the last move of one was refused. */
  refused: ReadonlyMap<string, ApiProblem>;
  /** Each gives whether it was done. */
  save(itemId: string): Promise<boolean>;
  moveBack(itemId: string): Promise<boolean>;
  forget(itemId: string): Promise<boolean>;
}

/**
 * What is saved for later beside the cart. `first`: what the server rendered, or null where only
 * the browser knows whose it is. Nothing is shown as moved before the server said so.
 */
export function useSaved(first: SavedList | null): Saved {
  const { api, cart, session } = useApp();
  const { kind } = useStore(session.state);
  const [list, setList] = useState<SavedList | null>(null);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, ApiProblem>>(new Map());
  const asked = useQuery(first === null && kind !== 'unknown' ? kind : null, (signal) =>
    api.request('GET /cart/saved', { signal }),
  );

  const change = useCallback(async (itemId: string, send: () => Promise<SavedList>) => {
    setBusy((before) => new Set([...before, itemId]));
    setRefused((before) => new Map([...before].filter(([id]) => id !== itemId)));
    try {
      setList(await send());
      return true;
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      setRefused((before) => new Map([...before, [itemId, problem]]));
      return false;
    } finally {
      setBusy((before) => new Set([...before].filter((id) => id !== itemId)));
    }
  }, []);

  const options = (itemId: string) => ({ params: { itemId }, key: newKey() });
  const both = async (reply: Promise<ReplyOf<'POST /cart/items/{itemId}/save'>>) => {
    const { cart: now, saved } = await reply;
    cart.take(now);
    return saved;
  };
  return {
    list: list ?? first ?? asked.data,
    busy,
    refused,
    save: (itemId) =>
      change(itemId, () => both(api.request('POST /cart/items/{itemId}/save', options(itemId)))),
    moveBack: (itemId) =>
      change(itemId, () => both(api.request('POST /cart/saved/{itemId}/move', options(itemId)))),
    forget: (itemId) =>
      change(itemId, () => api.request('DELETE /cart/saved/{itemId}', options(itemId))),
  };
}
