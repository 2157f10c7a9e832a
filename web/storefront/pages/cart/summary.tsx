import { useNavigate } from 'react-router';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import type { Cart } from '../../state/cart.ts';
import { ChoosePlace } from '../../shell/deliver-to.tsx';
import { placeText } from '../../state/deliver-to.ts';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';
import { CouponBox } from './coupon.tsx';

type Way = ReplyOf<'GET /cart/estimate'>['methods'][number];

const costOf = ({ t, money }: Speech, amount: number, currency: string): string =>
  amount === 0 ? t('cart.shipping.free') : money(amount, currency);

interface MeterProps {
  way: Way | undefined;
  subtotal: number;
  currency: string;
}

/** How far it is to free delivery at the chosen place; nothing where there is no such thing. */
function FreeMeter({ way, subtotal, currency }: MeterProps) {
  const { t, money } = useApp().speech;
  const over = way?.freeOver ?? null;
  if (over === null) return null;
  const missing = over - subtotal;
  const text =
    missing > 0
      ? t('cart.free.missing', { amount: money(missing, currency) })
      : t('cart.free.reached');
  return (
    <div className="grid gap-1.5 text-sm">
      <p id="free-text" suppressHydrationWarning className={missing > 0 ? '' : 'text-good'}>
        {text}
      </p>
      <progress
        aria-labelledby="free-text"
        max={over}
        value={Math.min(subtotal, over)}
        className="meter"
      />
    </div>
  );
}

/** Every cost that is known, and in words those that are not yet. */
export function Summary({ cart }: { cart: Cart }) {
  const { api, deliverTo, speech } = useApp();
  const { t, money } = speech;
  const navigate = useNavigate();
  const place = useStore(deliverTo.place);
  const { currency, subtotal, discount, discounts, coupon } = cart;
  const lines = cart.items.map(({ itemId, quantity }) => `${itemId}*${quantity}`).join();
  const key =
    place === null
      ? null
      : `${placeText(place)} ${lines} ${subtotal} ${discount} ${coupon?.code} ${currency}`;
  const estimate = useQuery(key, (signal) => {
    const { country = '', postalCode = '' } = place ?? {};
    return api.request('GET /cart/estimate', { query: { country, postalCode }, signal });
  });
  const way = place === null || estimate.problem !== null ? undefined : estimate.data?.methods[0];
  const blocked = cart.items.some((item) => item.inStock === false);
  const none = place !== null && estimate.problem?.code === 'shipping-unavailable';
  const delivery =
    way === undefined ? t('cart.shipping.ask') : costOf(speech, way.shipping, currency);
  const tax = way?.tax ?? null;
  const inside = way?.includedTax ?? 0;
  const rows: { name: string; value: string; more?: React.ReactNode }[] = [
    { name: t('cart.subtotal', { count: cart.itemCount }), value: money(subtotal, currency) },
    ...discounts.map(({ name, amount, code }) => ({
      name: code === undefined ? name : t('coupon.row', { code }),
      value: amount === 0 ? t('coupon.free') : money(-amount, currency),
    })),
    {
      name: t('cart.shipping'),
      more: <ChoosePlace />,
      value: none ? t('cart.shipping.none') : delivery,
    },
    inside > 0
      ? { name: t('cart.tax.inside'), value: money(inside, currency) }
      : { name: t('cart.tax'), value: tax === null ? t('cart.tax.later') : money(tax, currency) },
  ];
  const shipping = way?.shipping ?? 0;
  const known = subtotal - discount + shipping;
  const total = tax === null || way === undefined ? known : way.total;
  return (
    <section
      aria-label={t('cart.summary')}
      className="sticky top-36 grid gap-4 rounded-lg bg-surface p-6"
    >
      <h2 className="text-lg">{t('cart.summary')}</h2>
      <dl className="figures grid gap-2 text-sm">
        {rows.map(({ name, value, more }) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="flex flex-wrap gap-x-2 text-muted">
              {name}
              {more}
            </dt>
            <dd suppressHydrationWarning className="text-end">
              {value}
            </dd>
          </div>
        ))}
        <div className="mt-2 flex justify-between gap-4 border-t border-line pt-4 text-base font-semibold">
          <dt>{t(tax === null ? 'cart.total' : 'cart.total.estimate')}</dt>
          <dd suppressHydrationWarning>{money(total, currency)}</dd>
        </div>
      </dl>
      {!cart.freeShipping && <FreeMeter way={way} subtotal={subtotal} currency={currency} />}
      <CouponBox cart={cart} />
      <div>
        <Button
          id="checkout"
          kind="primary"
          size="lg"
          className="w-full"
          whyNot={blocked ? t('cart.checkout.why') : ''}
          onClick={() => void navigate('/checkout')}
        >
          {t('cart.checkout')}
        </Button>
      </div>
      <p className="flex gap-2 text-sm text-muted">
        <Icon name="shield" className="mt-0.5 size-5" />
        {t('cart.trust')}
      </p>
    </section>
  );
}
