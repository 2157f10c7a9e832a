import { useState } from 'react';
import { Icon } from '../../../ui/icon.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';
import type { Cart } from '../../state/cart.ts';
import { CouponBox } from '../cart/coupon.tsx';
import type { Way } from './delivery.tsx';
import { wayName } from './delivery.tsx';
import type { Checkout } from './machine.ts';

interface Item {
  key: string;
  name: string;
  imageUrl: string | null;
  quantity: number;
  total: number;
}

export interface SummaryProps {
  cart: Cart | null;
  checkout: Checkout | null;
  /** The chosen way, before there is a checkout. */
  way: Way | null;
  /** After a coupon was put in or taken out; null: it is no time for that. */
  onCoupon: (() => void) | null;
}

/** Every line and every cost; before the hold what is known, afterwards what is charged. */
export function Summary({ cart, checkout, way, onCoupon }: SummaryProps) {
  const { t, money } = useSpeech();
  const [open, setOpen] = useState(false);
  const currency = checkout?.currency ?? cart?.currency ?? 'USD';
  const items = itemsOf(cart, checkout);
  const known = checkout?.total ?? beforeHold(cart, way);
  const total = money(known, currency);
  return (
    <aside
      aria-labelledby="summary-title"
      className="rounded-lg bg-surface lg:sticky lg:top-6 lg:p-6"
    >
      <h2 id="summary-title" className="max-lg:unseen text-lg">
        {t('checkout.summary')}
      </h2>
      <button
        type="button"
        aria-expanded={open}
        aria-controls="summary-body"
        className="flex min-h-13 w-full items-center justify-between gap-4 px-4 text-start lg:hidden"
        onClick={() => setOpen(!open)}
      >
        <span className="flex items-center gap-2 font-medium">
          {t('checkout.summary')}
          <Icon name="down" className={`size-4 ${open ? 'rotate-180' : ''}`} />
        </span>
        <span className="figures font-semibold">{total}</span>
      </button>
      <div
        id="summary-body"
        data-open={open || undefined}
        className="fold grid gap-4 max-lg:px-4 max-lg:pb-4 lg:mt-4"
      >
        <ul className="grid gap-3 lg:max-h-[34vh] lg:overflow-y-auto" tabIndex={-1}>
          {items.map((item) => (
            <li key={item.key} className="grid grid-cols-[3.5rem_1fr_auto] items-center gap-3">
              <Picture
                src={item.imageUrl}
                alt=""
                sizes="3.5rem"
                className="w-full rounded-sm bg-canvas"
              />
              <span className="text-sm leading-snug">
                <span className="line-clamp-2">
                  <bdi>{item.name}</bdi>
                </span>
                <span className="figures text-muted">
                  {t('checkout.summary.times', { count: item.quantity })}
                </span>
              </span>
              <span className="figures text-sm">{money(item.total, currency)}</span>
            </li>
          ))}
        </ul>
        <Costs cart={cart} checkout={checkout} way={way} />
        {cart !== null && onCoupon !== null && <CouponBox cart={cart} folded onChange={onCoupon} />}
      </div>
    </aside>
  );
}

/** What is known of the total before the hold. */
function beforeHold(cart: Cart | null, way: Way | null): number {
  const { subtotal = 0, discount = 0 } = cart ?? {};
  return subtotal - discount + (way?.shipping ?? 0);
}

function itemsOf(cart: Cart | null, checkout: Checkout | null): Item[] {
  if (checkout !== null) {
    return checkout.items.map(({ variantId: key, ...item }) => ({ key, ...item }));
  }
  return (cart?.items ?? []).map((item) => ({ ...item, key: item.itemId, total: item.lineTotal }));
}

function Costs({ cart, checkout, way }: Omit<SummaryProps, 'onCoupon'>) {
  const speech = useSpeech();
  const { t, money } = speech;
  const currency = checkout?.currency ?? cart?.currency ?? 'USD';
  const cost = (amount: number) => (amount === 0 ? t('checkout.free') : money(amount, currency));
  const rows: { key: string; name: string; value: string }[] = [];
  const row = (key: string, name: string, value: string) => rows.push({ key, name, value });
  const subtotal = checkout?.subtotal ?? cart?.subtotal ?? 0;
  row('subtotal', t('checkout.subtotal'), money(subtotal, currency));
  const discounts = checkout === null ? (cart?.coupon?.discounts ?? []) : checkout.discounts;
  if (checkout !== null && checkout.discount > 0 && discounts.length === 0) {
    row('discount', t('checkout.discount'), money(-checkout.discount, currency));
  }
  discounts.forEach(({ name, amount, code }, at) => {
    const label = code === undefined ? name : t('coupon.row', { code });
    row(`discount-${at}`, label, amount === 0 ? t('coupon.free') : money(-amount, currency));
  });
  if (checkout !== null) {
    const name = wayName(speech, { method: checkout.shippingMethod, name: '' });
    row('delivery', t('checkout.delivery.named', { name }), cost(checkout.shipping));
    const byVariant = new Map(checkout.items.map((item) => [item.variantId, item.name]));
    // What costs nothing needs no shares.
    const parcels = checkout.shipping > 0 ? checkout.parcels : [];
    parcels.forEach(({ variantIds, shipping }, at) => {
      const what = speech.list(variantIds.flatMap((id) => byVariant.get(id) ?? []));
      row(`parcel-${at}`, t('checkout.parcel', { what }), cost(shipping));
    });
    const { tax, includedTax } = checkout;
    if (includedTax > 0) row('tax', t('checkout.tax.inside'), money(includedTax, currency));
    else row('tax', t('checkout.tax'), money(tax, currency));
  } else {
    const name = way === null ? t('checkout.delivery') : wayName(speech, way);
    const label = way === null ? name : t('checkout.delivery.named', { name });
    const known = way === null ? t('checkout.delivery.open') : cost(way.shipping);
    row('delivery', label, known);
    row('tax', t('checkout.tax'), t('checkout.tax.open'));
  }
  const total = checkout?.total ?? beforeHold(cart, way);
  return (
    <dl className="figures grid gap-2 border-t border-line pt-4 text-sm">
      {rows.map(({ key, name, value }) => (
        <div key={key} className="flex justify-between gap-4">
          <dt className="text-muted">{name}</dt>
          <dd className="text-end">{value}</dd>
        </div>
      ))}
      <div className="mt-2 flex items-baseline justify-between gap-4 border-t border-line pt-4 text-base font-semibold">
        <dt>{t(checkout === null ? 'checkout.total.open' : 'checkout.total')}</dt>
        <dd className="text-xl">{money(total, currency)}</dd>
      </div>
    </dl>
  );
}
