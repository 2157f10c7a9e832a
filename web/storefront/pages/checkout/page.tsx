/**
 * The checkout: contact, address, delivery and payment on one page, and on a phone step by step
 * with the step in the address. Nobody is known on the server, so it comes to life in the browser.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState, ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { problemText } from '../../shell/problem-text.ts';
import type { Cart } from '../../state/cart.ts';
import { useStore } from '../../state/store.ts';
import { Details } from './details.tsx';
import { useWays } from './delivery.tsx';
import type { Desk } from './desk.ts';
import { forgetDraft } from './draft.ts';
import { HoldBox } from './hold-box.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { isMoving, type Checkout, type State } from './machine.ts';
import { Payment, useCard } from './payment.tsx';
import { addressOf, useBook } from './places.tsx';
import { Refusal } from './refusal.tsx';
import { Section } from './section.tsx';
import { pathOf, stepOf, steps, type Step } from './steps.ts';
import { Summary } from './summary.tsx';
import { useDeadline } from './use-deadline.ts';
import { useAttention, useDesk } from './use-desk.ts';
import { Over, Waiting } from './waiting.tsx';

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('checkout.title'), noindex: true }),
  frame: 'focus',
};

export function Component() {
  const { cart: store, speech } = useApp();
  const { t } = speech;
  // Empty before there is one.
  const checkoutId = useParams()['*'] || undefined;
  const desk = useDesk();
  const { cart, problem } = useStore(store.state);
  useAttention(desk);
  if (cart === null && problem !== null) {
    return (
      <div className="page max-w-2xl py-16">
        <h1 className="pb-6 text-2xl">{t('checkout.title')}</h1>
        <ErrorNotice
          title={t('checkout.open.problem')}
          text={problemText(speech, problem)}
          requestId={problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button size="sm" onClick={() => void store.load()}>
              {t('retry')}
            </Button>
          }
        />
      </div>
    );
  }
  if (desk === null || cart === null) return <Blank />;
  return <Desktop desk={desk} cart={cart} checkoutId={checkoutId} />;
}

/** The shape of what comes; also what the server renders. */
function Blank() {
  const { t } = useApp().speech;
  return (
    <div className="page pt-8">
      <h1 className="text-2xl">{t('checkout.title')}</h1>
      <div className="without-js mt-6">
        <Notice tone="warn" title={t('checkout.script')}>
          {t('checkout.script.text')}
        </Notice>
      </div>
      <div className="needs-js">
        <Loading label={t('loading')} />
        <Skeleton className="mt-5 h-19 sm:h-17" />
        <div className="mt-8 grid items-start gap-x-16 gap-y-6 lg:grid-cols-[1fr_24rem]">
          <div className="grid gap-6">
            <Skeleton className="h-48" />
            <Skeleton className="h-64" />
            <Skeleton className="h-40" />
          </div>
          <Skeleton className="h-13 max-lg:row-start-1 lg:h-96" />
        </div>
      </div>
    </div>
  );
}

interface DesktopProps {
  desk: Desk;
  cart: Cart;
  checkoutId: string | undefined;
}

function Desktop({ desk, cart, checkoutId }: DesktopProps) {
  const { t } = useApp().speech;
  const state = useStore(desk.state);
  const { stage, checkout, base } = state;
  useEffect(() => {
    if (checkoutId !== undefined) void desk.visit(checkoutId);
  }, [desk, checkoutId]);
  useArrival(state, checkoutId);
  const left = useDeadline(stage === 'open' ? (checkout?.expiresAt ?? null) : null, base);
  const isOver = left?.phase === 'over';
  useEffect(() => {
    if (isOver) void desk.holdAgain();
  }, [desk, isOver]);
  const leave = useLeave(desk);
  if (stage === 'missing') return <Missing />;
  if (checkoutId === undefined && checkout === null && cart.items.length === 0) return <Empty />;
  if (checkoutId !== undefined && checkout === null && state.refusal === null) return <Blank />;
  return (
    <div className="page pt-8">
      <h1 className="text-2xl">{t('checkout.title')}</h1>
      <div className="mt-5">
        <HoldBox state={state} left={left} />
      </div>
      <Body desk={desk} state={state} cart={cart} checkoutId={checkoutId} leave={leave} />
      <HoldDialog desk={desk} state={state} left={left} onLeave={leave} />
    </div>
  );
}

interface BodyProps extends DesktopProps {
  state: State;
  leave(): void;
}

function Body({ desk, state, cart, checkoutId, leave }: BodyProps) {
  const { t } = useApp().speech;
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const step = stepOf(checkoutId, search);
  const draft = useStore(desk.draft);
  const book = useBook();
  const ways = useWays(cart, addressOf(draft.shipping, book));
  const card = useCard();
  const go = useCallback(
    (to: Step) => void navigate(pathOf(checkoutId, to), { preventScrollReset: true }),
    [navigate, checkoutId],
  );
  useFocusOnStep(step);
  const { checkout, refusal, end, stage } = state;
  const held = step === 'payment' ? checkout : null;
  const way = ways.data?.body.methods.find((one) => one.method === draft.method) ?? null;
  const ended = end !== null && (stage === 'over' || stage === 'opening');
  const final = ended && end.why !== 'expired' && end.why !== 'left';
  const moving = (isMoving(state) && stage !== 'paying') || stage === 'done';
  return (
    <div className="mt-6 grid items-start gap-x-16 gap-y-6 lg:grid-cols-[1fr_24rem]">
      <div className="min-w-0 max-lg:order-last">
        {step !== 'payment' && <Progress step={step} />}
        <div className="grid gap-6 empty:hidden">
          {refusal !== null && !moving && (
            <Refusal
              desk={desk}
              problem={refusal}
              onAgain={() => void again(desk, checkoutId)}
              onAddress={() => go('address')}
              onDelivery={() => go('delivery')}
            />
          )}
          {moving && <Waiting desk={desk} state={state} />}
          {ended && refusal === null && <Over desk={desk} state={state} />}
          {stage === 'open' && <CartChanged desk={desk} cart={cart} checkout={checkout} />}
        </div>
        {!moving && !final && (
          <>
            <Details {...{ desk, state, step, checkoutId, book, ways, go }} />
            <Section
              step="payment"
              now={step}
              title={t('checkout.payment')}
              row={null}
              change=""
              changeLabel=""
            >
              {checkout !== null && (
                <>
                  <Payment desk={desk} state={state} checkout={checkout} card={card} />
                  <p className="mt-6 border-t border-line pt-5 text-sm text-muted">
                    {t('checkout.leave.text')}{' '}
                    <button type="button" className="link target" onClick={leave}>
                      {t('checkout.leave')}
                    </button>
                  </p>
                </>
              )}
            </Section>
          </>
        )}
      </div>
      <Summary cart={cart} checkout={held} way={way} />
    </div>
  );
}

/** After what was in the way: hold what there is now, or ask how things stand. */
async function again(desk: Desk, checkoutId: string | undefined): Promise<void> {
  const { checkout, end, refusal } = desk.state.get();
  if (checkout === null && checkoutId !== undefined) {
    desk.calm();
    await desk.visit(checkoutId);
    return;
  }
  if (refusal?.code === 'checkout-in-progress' && checkout !== null) {
    await desk.look(checkout.checkoutId);
  }
  await desk.open({ again: end !== null });
}

/** On a phone: which step of how many. */
function Progress({ step }: { step: Step }) {
  const { t } = useApp().speech;
  const at = steps.indexOf(step);
  return (
    <div className="pb-2 lg:hidden">
      <p className="figures text-sm text-muted">
        {t('checkout.step', { nth: at + 1, count: steps.length })}
      </p>
      <div aria-hidden="true" className="mt-2 grid grid-cols-4 gap-1.5">
        {steps.map((one, nth) => (
          <span
            key={one}
            data-edge
            className={`h-1 rounded-full ${nth <= at ? 'bg-accent' : 'bg-line'}`}
          />
        ))}
      </div>
    </div>
  );
}

interface CartChangedProps {
  desk: Desk;
  cart: Cart;
  checkout: Checkout | null;
}

/** Something was put into the cart or taken out while this checkout was open. */
function CartChanged({ desk, cart, checkout }: CartChangedProps) {
  const { t } = useApp().speech;
  if (checkout === null || cart.cartId !== checkout.cartId) return null;
  const text = (lines: readonly { variantId: string; quantity: number }[]) =>
    lines
      .map(({ variantId, quantity }) => `${variantId} ${quantity}`)
      .toSorted()
      .join();
  if (cart.items.length === 0 || text(cart.items) === text(checkout.items)) return null;
  return (
    <Notice
      tone="warn"
      title={t('checkout.cart-changed.title')}
      actions={
        <Button size="sm" onClick={() => void desk.open()}>
          {t('checkout.cart-changed.take')}
        </Button>
      }
    >
      {t('checkout.cart-changed.text')}
    </Notice>
  );
}

/** The address follows the checkout; the order follows the payment. */
function useArrival(state: State, checkoutId: string | undefined): void {
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
  const number = stage === 'done' ? (order?.orderNumber ?? null) : null;
  useEffect(() => {
    if (number === null) return;
    forgetDraft(sessionStorage);
    void cart.load();
    void navigate(`/orders/${number}/confirmed`, { replace: true });
  }, [number, cart, navigate]);
  const paying = stage === 'paying';
  useEffect(() => {
    if (!paying) return undefined;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', stay);
    return () => removeEventListener('beforeunload', stay);
  }, [paying]);
}

function useLeave(desk: Desk): () => void {
  const navigate = useNavigate();
  return useCallback(() => {
    void desk.leave().then((left) => left && void navigate('/cart'));
  }, [desk, navigate]);
}

/** To the heading of the step that is new; not when the page is new, which has its own. */
function useFocusOnStep(step: Step): void {
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

function Empty() {
  const { t } = useApp().speech;
  return (
    <div className="page pt-10">
      <h1 className="unseen">{t('checkout.title')}</h1>
      <EmptyState icon="cart" title={t('checkout.empty.title')} text={t('checkout.empty.text')}>
        <ButtonLink to="/" kind="primary">
          {t('checkout.empty.go')}
        </ButtonLink>
      </EmptyState>
    </div>
  );
}

function Missing() {
  const { t } = useApp().speech;
  return (
    <div className="page pt-10">
      <h1 className="unseen">{t('checkout.title')}</h1>
      <EmptyState
        icon="clock"
        title={t('checkout.missing.title')}
        text={t('checkout.missing.text')}
      >
        <ButtonLink to="/cart" kind="primary">
          {t('cart.back')}
        </ButtonLink>
        <ButtonLink to="/sign-in">{t('sign-in')}</ButtonLink>
      </EmptyState>
    </div>
  );
}
