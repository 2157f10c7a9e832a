import { useSpeech } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import type { OwnOrder, SharedOrder } from './progress.ts';
import type { Seen } from './use-order.ts';

/** Where it goes; a link that was passed on gives only the region. */
export function Place({ seen }: { seen: Seen }) {
  const { t, locale } = useSpeech();
  const { country } = seen.kind === 'own' ? seen.order.shippingAddress : seen.order.shipTo;
  const place =
    seen.kind === 'own' ? addressLines(seen.order.shippingAddress) : regionOf(seen.order);
  const collected = seen.kind === 'own' && seen.order.shippingMethod === 'PICKUP';
  const lines = [...place, countryName(country, locale)];
  return (
    <section aria-labelledby="place" className="grid gap-2">
      <h2 id="place" className="text-lg">
        {t(collected ? 'orders.place.pickup' : 'orders.place')}
      </h2>
      <address className="text-sm not-italic">
        {lines.map((line) => (
          <span key={line} className="block">
            <bdi>{line}</bdi>
          </span>
        ))}
      </address>
      {seen.kind === 'shared' && <p className="text-sm text-muted">{t('orders.place.shared')}</p>}
    </section>
  );
}

type Address = OwnOrder['shippingAddress'];

function addressLines(address: Address): string[] {
  const { name, line1, line2, city, state, postalCode } = address;
  return [name, line1, line2, `${city}, ${[state, postalCode].filter(Boolean).join(' ')}`]
    .filter((line) => line !== undefined)
    .filter((line) => line !== '');
}

function regionOf({ shipTo }: SharedOrder): string[] {
  const { city, state, postalPrefix } = shipTo;
  return [`${city}, ${[state, `${postalPrefix}…`].filter(Boolean).join(' ')}`];
}
