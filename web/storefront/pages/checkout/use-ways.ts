import { useEffect, useMemo, useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { storage } from '../../browser-app.ts';
import { useApp } from '../../app.tsx';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';
import type { Checkout } from './machine.ts';
import type { Decline, Method, Way } from './outcome.ts';
import { waysOf } from './ways.ts';

const mark = 'trueshelf.pay-by';

/** What is offered, with what the account keeps. Only the name of the last one is remembered. */
export function useWaysToPay(
  { availablePaymentMethods: offered }: Pick<Checkout, 'availablePaymentMethods'>,
  of: Decline | null,
) {
  const { api, session } = useApp();
  const state = useStore(session.state);
  const userId = state.kind === 'user' ? state.user.userId : null;
  const own = useQuery(userId, (signal) => api.request('GET /me/payment-methods', { signal }));
  // How each fares just now, and whose fields a card is typed into.
  const fare = useQuery('methods', (signal) => api.request('GET /payment-methods', { signal }));
  const [memory] = useState(storage);
  const [last] = useState(() => memory.getItem(mark));
  const [today] = useState(() => new Date());
  const { reload } = own;
  useEffect(() => {
    if (of?.code === 'saved-gone') reload();
  }, [of, reload]);
  const kept = userId === null ? null : (own.data?.paymentMethods ?? null);
  const ways = useMemo(
    () => waysOf({ offered, kept: kept ?? [], last, today }),
    [offered, kept, last, today],
  );
  return {
    ways,
    userId,
    own,
    isFailing: (method: Method) =>
      fare.data?.methods.some((one) => one.method === method && one.failing) ?? false,
    /** The gateway's own card fields; null: there are none; undefined: not known yet. */
    cardFields: fare.data === null && fare.problem === null ? undefined : fieldsOf(fare.data),
    /** What an account keeps is on its way. */
    waiting: userId !== null && kept === null && own.problem === null,
    remember: (way: Way | null) => memory.setItem(mark, way ?? ''),
  };
}

function fieldsOf(told: ReplyOf<'GET /payment-methods'> | null) {
  return told?.cardFields ?? null;
}

export type WaysToPay = ReturnType<typeof useWaysToPay>;
