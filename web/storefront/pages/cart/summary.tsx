import { useNavigate } from 'react-router';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import type { Cart } from '../../state/cart.ts';
import { placeText } from '../../state/deliver-to.ts';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';

/** Every cost that is known, and in words those that are not yet. */
export function Summary({ cart }: { cart: Cart }) {
  const { api, deliverTo, speech } = useApp();
  const { t, money } = speech;
  const navigate = useNavigate();
  const place = useStore(deliverTo.place);
  const { currency, subtotal } = cart;
  const key = place === null ? null : `${placeText(place)} ${subtotal} ${currency}`;
  const shipping = useQuery(key, (signal) =>
    api.request('GET /shipping/methods', {
      query: {
        country: place?.country ?? '',
        postalCode: place?.postalCode ?? '',
        subtotal,
        currency,
      },
      signal,
    }),
  );
  const cheapest = shipping.data?.methods.toSorted((a, b) => a.amount - b.amount)[0];
  const blocked = cart.items.some((item) => item.inStock === false);
  const cost =
    shipping.problem?.code === 'shipping-unavailable'
      ? t('cart.shipping.none')
      : cheapest === undefined
        ? t('cart.shipping.ask')
        : money(cheapest.amount, currency);
  const rows = [
    { name: t('cart.subtotal', { count: cart.itemCount }), value: money(subtotal, currency) },
    {
      name:
        place === null ? t('cart.shipping') : t('cart.shipping.to', { place: placeText(place) }),
      value: cost,
    },
    { name: t('cart.tax'), value: t('cart.tax.later') },
  ];
  return (
    <section
      aria-label={t('cart.summary')}
      className="sticky top-36 grid gap-4 rounded-lg bg-surface p-6"
    >
      <h2 className="text-lg">{t('cart.summary')}</h2>
      <dl className="figures grid gap-2 text-sm">
        {rows.map(({ name, value }) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-muted">{name}</dt>
            <dd suppressHydrationWarning className="text-end">
              {value}
            </dd>
          </div>
        ))}
        <div className="mt-2 flex justify-between gap-4 border-t border-line pt-4 text-base font-semibold">
          <dt>{t('cart.total')}</dt>
          <dd suppressHydrationWarning>{money(subtotal + (cheapest?.amount ?? 0), currency)}</dd>
        </div>
      </dl>
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
