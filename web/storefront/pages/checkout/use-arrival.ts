import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useApp } from '../../app.tsx';
import type { Desk } from './desk.ts';
import { forgetDraft } from './draft.ts';
import { emptied } from './emptied.ts';
import type { State } from './machine.ts';
import { isToken, pathOf, type Step } from './steps.ts';

/** The address follows the checkout; the order follows the payment. */
export function useArrival(desk: Desk, state: State, checkoutId: string | undefined): void {
  const { cart } = useApp();
  const navigate = useNavigate();
  const { opened, checkout, stage, order, again: isAgain } = state;
  const arrived = useRef(0);
  useEffect(() => {
    if (opened === arrived.current || checkout === null) return;
    arrived.current = opened;
    // A new hold for an old one takes its place, and must not take the focus from a field.
    const keepFocus = isAgain || checkoutId !== undefined;
    const { pathname, search } = location;
    const to = pathOf(checkout.checkoutId, 'payment');
    if (pathname.endsWith(to) && search === '') return;
    void navigate(to, {
      replace: isAgain,
      preventScrollReset: keepFocus,
      state: keepFocus && isAgain ? { keepFocus } : null,
    });
  }, [opened, checkout, isAgain, checkoutId, navigate]);
  const isSale = isToken(checkout?.cartId ?? '');
  const number = stage === 'done' ? (order?.orderNumber ?? null) : null;
  useEffect(() => {
    if (number === null) return;
    forgetDraft(sessionStorage);
    // A unit of a sale was never in the cart.
    if (!isSale) void emptied(cart);
    void navigate(`/orders/${number}/confirmed`, { replace: true });
  }, [number, cart, isSale, navigate]);
  const paying = stage === 'paying';
  useEffect(() => {
    if (!paying) return undefined;
    // Asked of the desk, because the bank's page is gone to before this is rendered again.
    const stay = (event: BeforeUnloadEvent) => {
      if (desk.state.get().stage === 'paying') event.preventDefault();
    };
    addEventListener('beforeunload', stay);
    return () => removeEventListener('beforeunload', stay);
  }, [paying, desk]);
}

export function useLeave(desk: Desk): () => void {
  const navigate = useNavigate();
  return useCallback(() => {
    void desk.leave().then((left) => left && void navigate('/cart'));
  }, [desk, navigate]);
}

/** To the heading of the step that is new; not when the page is new, which has its own. */
export function useFocusOnStep(step: Step): void {
  const [first] = useState(step);
  const before = useRef(first);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    const heading = document.getElementById(`step-${step}`);
    if (heading === null) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.closest('section')?.scrollIntoView({ block: 'start' });
  }, [step]);
}
