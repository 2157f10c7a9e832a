import { useApp } from '../app.tsx';
import { placeText, type Place } from '../state/deliver-to.ts';
import { useQuery } from '../state/use-query.ts';

/**
 * When what is in stock would be there, for the chosen place: all of it goes with the same ways,
 * and by the last day of each, from whichever warehouse it leaves. Asked in the browser.
 */
export default function DeliveryBy({ place }: { place: Place }) {
  const { api, currency, speech } = useApp();
  const { t, date } = speech;
  const { country, postalCode } = place;
  const ways = useQuery(`${placeText(place)} ${currency}`, (signal) =>
    api.request('GET /shipping/methods', { query: { country, postalCode, currency }, signal }),
  );
  const all = ways.problem === null ? (ways.data?.methods ?? []) : [];
  const shown = all.filter(({ method }) => method !== 'PICKUP');
  return (
    <div className="grid gap-1 pt-1" aria-live="polite">
      {shown.map((way) => (
        <p key={way.method} suppressHydrationWarning>
          {t('category.delivery.by', {
            method: speech.maybe(`shipping.${way.method}`) ?? way.name,
            date: date(new Date(way.arrivesTo), {
              weekday: 'short',
              day: 'numeric',
              month: 'short',
              timeZone: 'UTC',
            }),
          })}
        </p>
      ))}
      {ways.problem?.code === 'shipping-unavailable' && <p>{t('category.delivery.none')}</p>}
    </div>
  );
}
