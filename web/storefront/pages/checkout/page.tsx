/**
 * The checkout: contact, address, delivery and payment on one page, and on a phone step by step
 * with the step in the address. Nobody is known on the server, so it comes to life in the browser.
 */
import { useCallback, useEffect } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useApp } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import type { Cart } from '../../state/cart.ts';
import { useStore } from '../../state/store.ts';
import { Details } from './details.tsx';
import { useWays } from './delivery.tsx';
import type { Desk } from './desk.ts';
import { HoldBox } from './hold-box.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { isMoving, type State } from './machine.ts';
import { Blank, CartChanged, Empty, Missing, Progress, Unreached } from './parts.tsx';
import { Payment, useCard } from './payment.tsx';
import { addressOf, useBook } from './places.tsx';
import { Refusal } from './refusal.tsx';
import { Section } from './section.tsx';
import { cartLike, FromSale } from './from-sale.tsx';
import { isToken, pathOf, readWhich, stepOf, type SaleToken, type Step } from './steps.ts';
import { Summary } from './summary.tsx';
import { useArrival, useFocusOnStep, useLeave } from './use-arrival.ts';
import { useDeadline } from './use-deadline.ts';
import { useAttention, useDesk } from './use-desk.ts';
import { Over, Waiting } from './waiting.tsx';
import { Heading } from '../../shell/heading.tsx';

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('checkout.title'), noindex: true }),
  frame: 'focus',
};

export function Component() {
  const { cart: store } = useApp();
  const { checkoutId, sale } = readWhich(useParams()['*']);
  const desk = useDesk(sale?.tokenId ?? null);
  const { cart, problem } = useStore(store.state);
  useAttention(desk);
  if (sale !== null) {
    return desk === null ? (
      <Blank />
    ) : (
      <FromSale sale={sale}>
        {(units) => <Desktop desk={desk} cart={units} checkoutId={undefined} sale={sale} />}
      </FromSale>
    );
  }
  if (cart === null && problem !== null) return <Unreached problem={problem} />;
  if (desk === null || cart === null) return <Blank />;
  return <Desktop desk={desk} cart={cart} checkoutId={checkoutId} sale={null} />;
}

interface DesktopProps {
  desk: Desk;
  cart: Cart;
  checkoutId: string | undefined;
  /** What it is begun with in place of the cart. */
  sale: SaleToken | null;
}

function Desktop({ desk, cart: given, checkoutId, sale }: DesktopProps) {
  const { t } = useApp().speech;
  const state = useStore(desk.state);
  const { stage, checkout, base } = state;
  const isSale = sale !== null || isToken(checkout?.cartId ?? '');
  // What is bought, whatever lies in the cart meanwhile.
  const cart = isSale && sale === null && checkout !== null ? cartLike(checkout) : given;
  useEffect(() => {
    if (checkoutId !== undefined) void desk.visit(checkoutId);
  }, [desk, checkoutId]);
  useArrival(desk, state, checkoutId);
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
      <Heading className="text-2xl">{t('checkout.title')}</Heading>
      <div className="mt-5">
        <HoldBox state={state} left={left} />
      </div>
      <Body {...{ desk, state, cart, checkoutId, sale, leave }} />
      {!isSale && <HoldDialog desk={desk} state={state} left={left} onLeave={leave} />}
    </div>
  );
}

interface BodyProps extends DesktopProps {
  state: State;
  leave(): void;
}

function Body({ desk, state, cart, checkoutId, sale, leave }: BodyProps) {
  const { t } = useApp().speech;
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const step = stepOf(checkoutId, search);
  const draft = useStore(desk.draft);
  const book = useBook();
  const ways = useWays(cart, addressOf(draft.shipping, book));
  const card = useCard();
  const go = useCallback(
    (to: Step) => void navigate(pathOf(checkoutId, to, sale), { preventScrollReset: true }),
    [navigate, checkoutId, sale?.tokenId],
  );
  useFocusOnStep(step);
  const { checkout, refusal, end, stage } = state;
  const held = step === 'payment' ? checkout : null;
  const isUnit = sale !== null || isToken(checkout?.cartId ?? '');
  const way = ways.data?.methods.find((one) => one.method === draft.method) ?? null;
  // A hold that is made again at once says so in its own box; the page stays as it is.
  const passing = end !== null && (end.why === 'expired' || end.why === 'left');
  const ended = end !== null && (stage === 'over' || (stage === 'opening' && !passing));
  const final = ended && !passing;
  const moving = (isMoving(state) && stage !== 'paying') || stage === 'done';
  return (
    <div className="mt-6 grid items-start gap-x-16 gap-y-6 lg:grid-cols-[1fr_24rem]">
      <div className="min-w-0 max-lg:order-last">
        {step !== 'payment' && <Progress step={step} />}
        <div className="grid gap-6 not-empty:mb-6 empty:hidden">
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
            <Details {...{ desk, state, step, checkoutId, book, cart, ways, go }} />
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
      <Summary
        cart={cart}
        checkout={held}
        way={way}
        onCoupon={moving || final || isUnit ? null : () => void recount(desk)}
      />
    </div>
  );
}

/** A coupon came or went: an open checkout is made anew, with the units held all the while. */
async function recount(desk: Desk): Promise<void> {
  if (desk.state.get().checkout !== null) await desk.open({ again: true });
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
