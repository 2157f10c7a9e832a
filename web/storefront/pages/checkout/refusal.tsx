/** Why nothing could be held, each reason with what mends it, in place. */
import { useEffect, useRef } from 'react';
import { Link } from '../../../ui/link.tsx';
import type { ApiProblem } from '../../../client/problem.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import { problemText } from '../../shell/problem-text.ts';
import type { CartItem } from '../../state/cart.ts';
import { useStore } from '../../state/store.ts';
import { useAction, useWait } from '../../state/use-action.ts';
import { couponProblem } from '../cart/coupon-text.ts';
import { useCoupon } from '../cart/use-coupon.ts';
import type { Desk } from './desk.ts';

export interface RefusalProps {
  desk: Desk;
  problem: ApiProblem;
  /** Tries once more with what is there now. */
  onAgain(): void;
  /** Where the address can be changed. */
  onAddress(): void;
  onDelivery(): void;
}

/** Comes into sight with the focus, unless somebody is typing: then it is read out alone. */
export function Refusal(props: RefusalProps) {
  const { problem } = props;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement?.matches('input, select, textarea') === true) return;
    element.current?.focus({ preventScroll: true });
    element.current?.scrollIntoView({ block: 'center' });
  }, [problem]);
  return (
    <div ref={element} id="refusal" tabIndex={-1}>
      <Reason {...props} />
    </div>
  );
}

function Reason(props: RefusalProps) {
  const { problem } = props;
  switch (problem.code) {
    case 'stock-too-low':
      return <Short {...props} />;
    case 'variant-not-sellable':
    case 'price-missing':
      return <Withdrawn {...props} />;
    case 'price-changed':
      return <Dearer {...props} />;
    case 'shipping-unavailable':
      return <NotServed {...props} />;
    case 'coupon-not-valid':
      return <CouponRefused {...props} />;
    case 'sale-token-not-valid':
    case 'sale-address-limit':
      return <SaleRefused {...props} />;
    case 'checkout-in-progress':
      return <Busy {...props} />;
    case 'cart-already-ordered':
    case 'cart-converted':
    case 'cart-empty':
    case 'cart-not-found':
      return <Ordered {...props} />;
    default:
      return <Other {...props} />;
  }
}

/** The unit of a sale: its time is over, or this address has as many as it may. */
function SaleRefused({ problem, onAddress }: RefusalProps) {
  const { t } = useApp().speech;
  const isOver = problem.code === 'sale-token-not-valid';
  const which = isOver ? 'over' : 'address';
  return (
    <Notice
      tone="warn"
      title={t(`checkout.sale.${which}.title`)}
      live
      actions={
        isOver ? (
          <ButtonLink size="sm" to="/">
            {t('checkout.empty.go')}
          </ButtonLink>
        ) : (
          <Button size="sm" onClick={onAddress}>
            {t('checkout.sale.address.go')}
          </Button>
        )
      }
    >
      {t(`checkout.sale.${which}.text`)}
    </Notice>
  );
}

interface ShortItem {
  variantId: string;
  requested: number;
  available: number;
}

/** Too few of something: take what is there or leave it out, line by line, and go on. */
function Short({ problem, onAgain }: RefusalProps) {
  const { cart: store, speech } = useApp();
  const { t } = speech;
  const { cart, busy } = useStore(store.state);
  const short = (problem.body['items'] ?? []) as ShortItem[];
  const lines = short.flatMap(({ variantId, available }) => {
    const item = cart?.items.find((one) => one.variantId === variantId);
    return item === undefined ? [] : [{ item, available }];
  });
  const open = lines.filter(({ item, available }) => item.quantity > available);
  return (
    <Notice tone="warn" title={t('checkout.short.title')} live>
      <p className="text-muted">{t('checkout.short.text')}</p>
      <ul className="mt-3 grid gap-3">
        {lines.map(({ item, available }) => (
          <ShortLine
            key={item.itemId}
            item={item}
            available={available}
            busy={busy.has(item.itemId)}
          />
        ))}
      </ul>
      <Button
        id="short-go-on"
        kind="primary"
        className="mt-4"
        whyNot={open.length > 0 ? t('checkout.short.first') : ''}
        onClick={onAgain}
      >
        {t('checkout.short.go-on')}
      </Button>
    </Notice>
  );
}

function ShortLine(props: { item: CartItem; available: number; busy: boolean }) {
  const { item, available, busy } = props;
  const { cart, speech } = useApp();
  const { t } = speech;
  const { itemId, name, quantity } = item;
  const mended = quantity <= available;
  const left = t('checkout.short.left', { count: available });
  const wanted = t('checkout.short.wanted', { count: quantity });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line-strong pt-3">
      <span className="min-w-0 flex-1 basis-60">
        <Link
          to={`/p/${item.productId}`}
          className="font-medium underline-offset-4 hover:underline"
        >
          {name}
        </Link>
        <span className="block text-sm">
          {mended ? t('checkout.short.mended', { count: quantity }) : `${left} ${wanted}`}
        </span>
      </span>
      {!mended && (
        <span className="flex gap-2">
          {available > 0 && (
            <Button
              size="sm"
              busy={busy}
              aria-label={t('checkout.short.take.named', { count: available, name })}
              onClick={() => void cart.setQuantity(itemId, available)}
            >
              {t('checkout.short.take', { count: available })}
            </Button>
          )}
          <Button
            size="sm"
            busy={busy}
            aria-label={t('checkout.short.remove.named', { name })}
            onClick={() => void cart.remove(itemId)}
          >
            {t('checkout.short.remove')}
          </Button>
        </span>
      )}
    </li>
  );
}

/** Something is sold no more, or has no price in this currency. */
function Withdrawn({ problem, onAgain }: RefusalProps) {
  const { cart: store, speech } = useApp();
  const { t } = speech;
  const { cart, busy } = useStore(store.state);
  const named = problem.body['variantIds'] ?? [problem.body['variantId']];
  const ids = Array.isArray(named) ? (named as unknown[]) : [];
  const lines = (cart?.items ?? []).filter(
    (item) => ids.includes(item.variantId) || item.notices.includes('removed'),
  );
  return (
    <Notice tone="warn" title={t('checkout.gone.title')} live>
      <p className="text-muted">{problemText(speech, problem)}</p>
      <ul className="mt-3 grid gap-3">
        {lines.map(({ itemId, name }) => (
          <li
            key={itemId}
            className="flex items-center justify-between gap-4 border-t border-line-strong pt-3"
          >
            <span className="font-medium">{name}</span>
            <Button
              size="sm"
              busy={busy.has(itemId)}
              aria-label={t('checkout.short.remove.named', { name })}
              onClick={() => void store.remove(itemId)}
            >
              {t('checkout.short.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Button
        id="gone-go-on"
        kind="primary"
        className="mt-4"
        whyNot={lines.length > 0 ? t('checkout.short.first') : ''}
        onClick={onAgain}
      >
        {t('checkout.short.go-on')}
      </Button>
    </Notice>
  );
}

/** The coupon takes nothing off after all: nothing goes on at another price without being asked. */
function CouponRefused({ problem, onAgain }: RefusalProps) {
  const { cart, speech } = useApp();
  const { t } = speech;
  const { busy, run } = useAction();
  const coupon = useCoupon();
  const code = cart.state.get().cart?.coupon?.code ?? String(problem.body['code'] ?? '');
  const without = () =>
    run(async (key) => {
      await coupon.remove(code, key);
      onAgain();
    });
  return (
    <Notice
      tone="warn"
      title={t('coupon.refused', { code })}
      live
      actions={
        <>
          <Button kind="primary" size="sm" busy={busy} onClick={() => void without()}>
            {t('coupon.without')}
          </Button>
          <ButtonLink size="sm" to="/cart">
            {t('cart.back')}
          </ButtonLink>
        </>
      }
    >
      <p className="text-muted">{couponProblem(speech, problem)}</p>
    </Notice>
  );
}

interface Rise {
  variantId: string;
  name: string;
  from: number;
  to: number;
}

/** It costs more than what was shown: nothing goes on before that is accepted. */
function Dearer({ desk, problem }: RefusalProps) {
  const { cart, speech } = useApp();
  const { t, money } = speech;
  const changes = (problem.body['changes'] ?? []) as Rise[];
  const currency = String(problem.body['currency'] ?? 'USD');
  const token = String(problem.body['changesToken'] ?? '');
  const total = money(Number(problem.body['total'] ?? 0), currency);
  const accept = () => {
    void desk.open({ acceptChanges: token, again: desk.state.get().end !== null });
    void cart.load();
  };
  return (
    <Notice tone="warn" title={t('checkout.dearer.title')} live>
      <p className="text-muted">{t('checkout.dearer.text')}</p>
      <ul className="mt-3 grid gap-2">
        {changes.map(({ variantId, name, from, to }) => (
          <li
            key={variantId}
            className="figures flex flex-wrap justify-between gap-x-4 border-t border-line-strong pt-2"
          >
            <span className="font-medium">{name}</span>
            <span>
              <span className="unseen">{t('price.was')} </span>
              <s className="text-muted">{money(from, currency)}</s>{' '}
              <span className="unseen">{t('price.now')} </span>
              <span className="font-semibold">{money(to, currency)}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="figures mt-3 flex justify-between gap-4 border-t border-line-strong pt-3 font-semibold">
        <span>{t('checkout.dearer.total')}</span>
        <span>{total}</span>
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <Button kind="primary" onClick={accept}>
          {t('checkout.dearer.accept')}
        </Button>
        <ButtonLink to="/cart">{t('cart.back')}</ButtonLink>
      </div>
    </Notice>
  );
}

function NotServed({ problem, onAddress, onDelivery }: RefusalProps) {
  const { speech } = useApp();
  const { t, locale } = speech;
  const country = countryName(String(problem.body['country'] ?? ''), locale);
  const others = (problem.body['methods'] ?? []) as unknown[];
  return (
    <Notice tone="warn" title={t('checkout.delivery.none', { country })} live>
      <p className="text-muted">
        {t(others.length > 0 ? 'checkout.delivery.other.text' : 'checkout.delivery.none.text')}
      </p>
      <div className="mt-3 flex flex-wrap gap-3">
        {others.length > 0 && (
          <Button size="sm" onClick={onDelivery}>
            {t('checkout.delivery.other')}
          </Button>
        )}
        <Button size="sm" onClick={onAddress}>
          {t('checkout.address.other')}
        </Button>
      </div>
    </Notice>
  );
}

/** Another tab or device is paying this cart: to pay twice would be worse than to wait. */
function Busy({ onAgain }: RefusalProps) {
  const { t } = useApp().speech;
  return (
    <Notice
      tone="warn"
      title={t('checkout.busy.title')}
      live
      actions={
        <Button size="sm" onClick={onAgain}>
          {t('checkout.busy.look')}
        </Button>
      }
    >
      <p className="text-muted">{t('checkout.busy.text')}</p>
    </Notice>
  );
}

function Ordered({ problem }: RefusalProps) {
  const { t } = useApp().speech;
  const orderId = problem.body['orderId'];
  const ordered = typeof orderId === 'string';
  return (
    <Notice
      tone={ordered ? 'good' : 'warn'}
      title={t(ordered ? 'checkout.ordered.title' : 'checkout.empty.title')}
      live
      actions={
        <ButtonLink size="sm" to={ordered ? `/orders/${orderId}` : '/cart'}>
          {t(ordered ? 'checkout.placed.view' : 'cart.back')}
        </ButtonLink>
      }
    >
      <p className="text-muted">{t(ordered ? 'checkout.ordered.text' : 'checkout.empty.text')}</p>
    </Notice>
  );
}

/** Nothing of ours is wrong with it: a busy shop, a lost line, a part that is away. */
function Other({ problem, onAgain }: RefusalProps) {
  const { speech } = useApp();
  const { t, number } = speech;
  const wait = useWait(problem);
  const waiting = wait !== null && !wait.over;
  const text = waiting
    ? t('checkout.trouble.wait', { seconds: number(wait.seconds) })
    : problem.status === 503
      ? t('checkout.away.text')
      : problemText(speech, problem);
  return (
    <ErrorNotice
      title={t('checkout.open.problem')}
      text={text}
      requestId={problem.requestId}
      requestLabel={t('failed.request')}
      actions={
        <Button size="sm" id="open-again" onClick={onAgain}>
          {t('retry')}
        </Button>
      }
    />
  );
}
