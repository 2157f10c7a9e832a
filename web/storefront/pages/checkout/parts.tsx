/** Small parts of the checkout's page: which step it is, and what is there instead of it. */
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState, ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import type { ApiProblem } from '../../../client/problem.ts';
import { problemText } from '../../shell/problem-text.ts';
import type { Cart } from '../../state/cart.ts';
import type { Desk } from './desk.ts';
import type { Checkout } from './machine.ts';
import { steps, type Step } from './steps.ts';
import { Heading } from '../../shell/heading.tsx';

/** On a phone: which step of how many. */
export function Progress({ step }: { step: Step }) {
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

export interface CartChangedProps {
  desk: Desk;
  cart: Cart;
  checkout: Checkout | null;
}

/** Something was put into the cart or taken out while this checkout was open. */
export function CartChanged({ desk, cart, checkout }: CartChangedProps) {
  const { t } = useApp().speech;
  if (checkout === null || cart.cartId !== checkout.cartId) return null;
  const text = (lines: readonly { variantId: string; quantity: number }[]) =>
    lines
      .map(({ variantId, quantity }) => `${variantId} ${quantity}`)
      .toSorted()
      .join();
  const coupon = checkout.discounts.find(({ code }) => code !== undefined)?.code;
  const same = text(cart.items) === text(checkout.items) && cart.coupon?.code === coupon;
  if (cart.items.length === 0 || same) return null;
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

export function Empty() {
  const { t } = useApp().speech;
  return (
    <div className="page pt-10">
      <Heading className="unseen">{t('checkout.title')}</Heading>
      <EmptyState icon="cart" title={t('checkout.empty.title')} text={t('checkout.empty.text')}>
        <ButtonLink to="/" kind="primary">
          {t('checkout.empty.go')}
        </ButtonLink>
      </EmptyState>
    </div>
  );
}

export function Missing() {
  const { t } = useApp().speech;
  return (
    <div className="page pt-10">
      <Heading className="unseen">{t('checkout.title')}</Heading>
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

/** The shape of what comes; also what the server renders. */
export function Blank() {
  const { t } = useApp().speech;
  return (
    <div className="page pt-8">
      <Heading className="text-2xl">{t('checkout.title')}</Heading>
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

/** The cart itself could not be read. */
export function Unreached({ problem }: { problem: ApiProblem }) {
  const { cart, speech } = useApp();
  const { t } = speech;
  return (
    <div className="page max-w-2xl py-16">
      <Heading className="pb-6 text-2xl">{t('checkout.title')}</Heading>
      <ErrorNotice
        title={t('checkout.open.problem')}
        text={problemText(speech, problem)}
        requestId={problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button size="sm" onClick={() => void cart.load()}>
            {t('retry')}
          </Button>
        }
      />
    </div>
  );
}
