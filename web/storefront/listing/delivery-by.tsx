import { useApp } from '../app.tsx';
import { arrival } from '../pages/checkout/dates.ts';
import { ChoosePlace } from '../shell/deliver-to.tsx';
import { placeText } from '../state/deliver-to.ts';
import { useStore } from '../state/store.ts';
import { useQuery } from '../state/use-query.ts';

/**
 * When what is in stock would be there, for the chosen place: all of it goes with the same ways,
 * and by the last day of each, from whichever warehouse it leaves. Asked in the browser.
 */
export default function DeliveryBy() {
  const { api, currency, deliverTo, speech } = useApp();
  const { t, date } = speech;
  const place = useStore(deliverTo.place);
  const key = place === null ? null : `${placeText(place)} ${currency}`;
  const ways = useQuery(key, (signal) => {
    const { country = '', postalCode = '' } = place ?? {};
    const query = { country, postalCode, currency };
    return api.ask('GET /shipping/methods', { query, signal });
  });
  const { body, serverTime_ms } = ways.data ?? {};
  const shown = place === null || ways.problem !== null ? [] : (body?.methods ?? []);
  return (
    <div className="grid content-start gap-1 text-sm text-muted" aria-live="polite">
      {shown.map((way) => (
        <p key={way.method} suppressHydrationWarning>
          {t('category.delivery.by', {
            method: speech.maybe(`shipping.${way.method}`) ?? way.name,
            date: date(arrival(serverTime_ms ?? Date.now(), way).to, {
              weekday: 'short',
              day: 'numeric',
              month: 'short',
              timeZone: 'UTC',
            }),
          })}
        </p>
      ))}
      {ways.problem?.code === 'shipping-unavailable' && <p>{t('category.delivery.none')}</p>}
      <p>
        {t('category.delivery.to')} <ChoosePlace />
      </p>
    </div>
  );
}
