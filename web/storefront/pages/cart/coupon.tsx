/**
 * The coupon of a cart: a field for its code, then the coupon with what it does or why it does
 * nothing, and a way to take it out. What is refused stays typed, and the cart as it was.
 */
import { useState, type FormEvent } from 'react';
import { useHref, useSearchParams } from 'react-router';
import type { ApiProblem } from '../../../client/problem.ts';
import { newKey } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import type { Cart } from '../../state/cart.ts';
import { useAction } from '../../state/use-action.ts';
import { couponProblem, reasonText } from './coupon-text.ts';
import { problemOf, useCoupon } from './use-coupon.ts';

export interface CouponBoxProps {
  cart: Cart;
  /** In the checkout the field is closed until somebody has a code. */
  folded?: boolean;
  /** After it was put in or taken out. */
  onChange?(): void;
}

export function CouponBox({ cart, folded = false, onChange }: CouponBoxProps) {
  const { t } = useApp().speech;
  if (cart.coupon !== null) return <Given {...{ cart, onChange }} coupon={cart.coupon} />;
  if (!folded) return <CodeForm onChange={onChange} />;
  return (
    <details className="border-t border-line pt-4 text-sm">
      <summary className="target cursor-pointer font-medium">{t('coupon.add')}</summary>
      <div className="mt-3">
        <CodeForm onChange={onChange} />
      </div>
    </details>
  );
}

type Change = (() => void) | undefined;

function CodeForm({ onChange }: { onChange: Change }) {
  const { speech } = useApp();
  const { t } = speech;
  const coupon = useCoupon();
  const [search] = useSearchParams();
  const [code, setCode] = useState(search.get('typed') ?? '');
  const { busy, problem, run, clear } = useAction();
  const action = useHref('/cart');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const typed = code.trim();
    if (typed === '') {
      document.getElementById('coupon-code')?.focus();
      return;
    }
    if (!(await run((key) => coupon.apply(typed, key)))) return;
    // The field is gone: what came of it takes its place.
    requestAnimationFrame(() => document.getElementById('coupon')?.focus());
    onChange?.();
  };
  // After a form without scripts was refused, the page says so at its head.
  const error = problem === null ? undefined : couponProblem(speech, problem);
  return (
    <form method="post" action={action} onSubmit={(event) => void submit(event)}>
      <div className="flex items-start gap-2">
        <Field
          id="coupon-code"
          name="code"
          className="min-w-0 flex-1 text-sm"
          label={t('coupon.code')}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={100}
          dir="auto"
          value={code}
          error={error}
          onChange={(event) => {
            setCode(event.target.value);
            clear();
          }}
        />
        <Button
          id="use-coupon"
          type="submit"
          name="intent"
          value="coupon"
          className="mt-6.5"
          busy={busy}
        >
          {t('coupon.use')}
        </Button>
      </div>
    </form>
  );
}

interface GivenProps {
  cart: Cart;
  coupon: NonNullable<Cart['coupon']>;
  onChange: Change;
}

function Given({ cart, coupon, onChange }: GivenProps) {
  const { speech } = useApp();
  const { t, date } = speech;
  const { code, name, reason, endsAt } = coupon;
  return (
    <div id="coupon" tabIndex={-1} className="grid gap-1 border-t border-line pt-4 text-sm">
      <div className="flex items-start justify-between gap-3">
        <p className="flex gap-2 font-medium">
          <Icon
            name={reason === null ? 'check' : 'warning'}
            className={`mt-0.5 size-4 ${reason === null ? 'text-good' : 'text-warn'}`}
          />
          <span>
            <bdi>{name}</bdi> <bdi className="text-muted">{code}</bdi>
          </span>
        </p>
        <Remove {...{ code, onChange }} />
      </div>
      <div aria-live="polite">
        {reason === null ? (
          endsAt !== null && (
            <p suppressHydrationWarning className="text-muted">
              {t('coupon.until', {
                date: date(endsAt, { dateStyle: 'medium', timeStyle: 'short' }),
              })}
            </p>
          )
        ) : (
          <p suppressHydrationWarning className="font-medium text-warn">
            {reasonText(speech, { ...coupon, currency: cart.currency })} {t('coupon.kept')}
          </p>
        )}
      </div>
    </div>
  );
}

function Remove({ code, onChange }: { code: string; onChange: Change }) {
  const { speech, toasts } = useApp();
  const { t } = speech;
  const coupon = useCoupon();
  const [busy, setBusy] = useState(false);
  const action = useHref('/cart');
  const trouble = (problem: ApiProblem) =>
    toasts.show({ text: couponProblem(speech, problem), tone: 'problem' });
  const putBack = async () => {
    const problem = await problemOf(coupon.apply(code, newKey()));
    if (problem === null) onChange?.();
    else trouble(problem);
  };
  const remove = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const problem = await problemOf(coupon.remove(code, newKey()));
    setBusy(false);
    if (problem !== null) {
      trouble(problem);
      return;
    }
    const undo = { label: t('undo'), run: () => void putBack() };
    toasts.show({ text: t('coupon.removed', { code }), action: undo });
    document.getElementById('main')?.focus();
    onChange?.();
  };
  return (
    <form method="post" action={action} onSubmit={(event) => void remove(event)}>
      <input type="hidden" name="code" value={code} />
      <button
        name="intent"
        value="uncoupon"
        aria-busy={busy || undefined}
        aria-label={t('coupon.remove.named', { code })}
        className="target text-sm text-muted underline underline-offset-4 hover:text-ink"
      >
        {t('coupon.remove')}
      </button>
    </form>
  );
}
