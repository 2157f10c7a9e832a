import { Icon } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import { ChoosePlace } from '../../shell/deliver-to.tsx';
import { placeText } from '../../state/deliver-to.ts';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';
import type { ProductVariant } from './page.tsx';

const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;

export interface DeliveryProps {
  variant: ProductVariant | null;
  currency: string;
}

/** When it would be there and what that costs, for the chosen place. Asked in the browser. */
export default function Delivery({ variant, currency }: DeliveryProps) {
  const { api, deliverTo, speech } = useApp();
  const { t, money, date } = speech;
  const place = useStore(deliverTo.place);
  const price = variant?.salePrice ?? variant?.price ?? 0;
  const key =
    place === null || variant === null
      ? null
      : `${placeText(place)} ${variant.variantId} ${currency}`;
  const methods = useQuery(key, (signal) =>
    api.request('GET /shipping/methods', {
      query: {
        country: place?.country ?? '',
        postalCode: place?.postalCode ?? '',
        weightGrams: variant?.weight_g ?? 0,
        subtotal: price,
        currency,
      },
      signal,
    }),
  );
  const lines = (): string[] => {
    if (place === null) return [t('product.delivery.ask')];
    if (methods.problem?.code === 'shipping-unavailable') {
      return [t('product.delivery.none', { place: placeText(place) })];
    }
    if (methods.problem !== null) return [t('product.delivery.unknown')];
    const sent = methods.data?.methods.filter(({ method }) => method !== 'PICKUP') ?? [];
    return sent.map((one) =>
      t('product.delivery.to', {
        method: speech.maybe(`shipping.${one.method}`) ?? one.name,
        place: placeText(place),
        cost: one.amount === 0 ? t('product.delivery.free') : money(one.amount, one.currency),
        from: date(new Date(one.arrivesFrom), day),
        to: date(new Date(one.arrivesTo), day),
      }),
    );
  };
  return (
    <div className="flex gap-3">
      <Icon name="truck" className="mt-0.5 size-5 text-accent" />
      <div className="min-h-10" aria-live="polite">
        <p className="flex flex-wrap gap-x-3 font-semibold">
          {t('product.delivery')}
          <ChoosePlace />
        </p>
        {lines().map((line) => (
          <p key={line} className="text-muted">
            {line}
          </p>
        ))}
      </div>
    </div>
  );
}
