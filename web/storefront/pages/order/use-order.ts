/**
 * One order as this visitor may see it: the buyer's own, or what a signed link shows of it. Follows
 * it live, and asks again from time to time while the live line is down or money is on its way.
 */
import { useEffect, useRef, useState } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { addressOf } from '../../../client/request.ts';
import { followStream, type StreamState } from '../../../client/stream.ts';
import { useApp, type App } from '../../app.tsx';
import { onlooker } from '../../state/onlooker.ts';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';
import type { OwnOrder, SharedOrder } from './progress.ts';

export type Seen =
  | { kind: 'own'; order: OwnOrder }
  | { kind: 'shared'; order: SharedOrder; grant: string };

export interface OrderNow {
  /** Null until it was read. */
  seen: Seen | null;
  problem: ApiProblem | null;
  loading: boolean;
  line: StreamState;
  /** This browser's clock when it was read last. */
  read_ms: number | null;
  reload(): void;
}

/** Who looks, for a key: null while that is not known, `unreached` when the shop did not tell. */
export function useVisitor(): string | null {
  const state = useStore(useApp().session.state);
  if (state.kind === 'unknown') return null;
  if (state.kind !== 'anonymous') return state.user.userId;
  return 'unreached' in state ? 'unreached' : 'anonymous';
}

interface Wanted {
  number: string;
  grant: string | null;
  visitor: string | null;
}

const poll_ms = 15_000;

/** Render it under a `key` of its input: another order is another page. */
export function useOrder(wanted: Wanted): OrderNow {
  const app = useApp();
  const { number, grant, visitor } = wanted;
  const unnamed = visitor === 'anonymous' || visitor === 'unreached';
  const nobody = visitor === null || (unnamed && grant === null);
  const key = nobody ? null : `${number} ${grant ?? ''} ${visitor}`;
  const query = useQuery(key, async (signal) => {
    const seen = await read(app, wanted, signal);
    return { seen, read_ms: Date.now() };
  });
  const { reload } = query;
  const seen = query.data?.seen ?? null;
  const line = useLine(seen, reload);
  const moving = /^refund-/.test(seen?.order.money?.state ?? '');
  const asks = seen !== null && (line === 'waiting' || moving);
  useEffect(() => {
    if (!asks) return undefined;
    const timer = setInterval(() => document.hidden || reload(), poll_ms);
    return () => clearInterval(timer);
  }, [asks, reload]);
  return {
    seen,
    problem: query.problem,
    loading: query.loading,
    line,
    read_ms: query.data?.read_ms ?? null,
    reload,
  };
}

async function read({ api }: App, wanted: Wanted, signal: AbortSignal): Promise<Seen> {
  const { number: orderId, grant, visitor } = wanted;
  if (visitor !== 'anonymous' && visitor !== 'unreached') {
    try {
      const order = await api.request('GET /orders/{orderId}', { params: { orderId }, signal });
      return { kind: 'own', order };
    } catch (error) {
      const status = problemIn(error)?.status;
      if (grant === null || (status !== 404 && status !== 401)) throw error;
    }
  }
  const query = { t: grant ?? '' };
  const asked = { params: { orderId }, query, signal };
  const order = await api.request('GET /orders/{orderId}/shared', asked);
  return { kind: 'shared', order, grant: grant ?? '' };
}

/** The live line of an order that is shown. */
function useLine(seen: Seen | null, changed: () => void): StreamState {
  const { session } = useApp();
  const [line, setLine] = useState<StreamState>('connecting');
  const latest = useRef(changed);
  latest.current = changed;
  const orderId = seen?.order.orderId ?? null;
  const grant = seen?.kind === 'shared' ? seen.grant : null;
  useEffect(() => {
    if (orderId === null) return undefined;
    const call = { params: { orderId }, ...(grant === null ? {} : { query: { t: grant } }) };
    const path = grant === null ? '/orders/{orderId}/events' : '/orders/{orderId}/shared/events';
    return followStream({
      url: addressOf({ path, call }),
      fetch: (url, init) => fetch(url, init),
      ...(grant === null ? { token: session.token, renew: session.renew } : {}),
      onlooker: onlooker(),
      onEvent: () => latest.current(),
      onState: setLine,
    });
  }, [orderId, grant, session]);
  return line;
}
