import { useEffect } from 'react';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Button } from '../../../ui/button.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import type { Answered, ReplyOf } from '../../../client/request.ts';
import { countryName } from '../../shell/countries.ts';
import { problemText } from '../../shell/problem-text.ts';
import type { Cart } from '../../state/cart.ts';
import { useQuery, type Query } from '../../state/use-query.ts';
import { shapeOf, type SentAddress } from './address.ts';
import { Choice, Choices } from './choice.tsx';
import { arrival } from './dates.ts';
import type { ShippingMethod } from './draft.ts';

export type Ways = Query<Answered<ReplyOf<'GET /shipping/methods'>>>;
export type Way = ReplyOf<'GET /shipping/methods'>['methods'][number];

/** The ways a parcel with this cart can go to an address, and what each costs. */
export function useWays(cart: Cart | null, address: SentAddress): Ways {
  const { api } = useApp();
  const { country, state, postalCode } = address;
  const { subtotal = 0, weight_g: weightGrams = 0, currency = '' } = cart ?? {};
  const place = { country, postalCode, ...(state === undefined || state === '' ? {} : { state }) };
  // The country decides; a postal code that is being typed must not ask with every letter.
  const key = cart === null ? null : `${country} ${state} ${subtotal} ${weightGrams} ${currency}`;
  return useQuery(key, (signal) =>
    api.ask('GET /shipping/methods', {
      query: { ...place, subtotal, weightGrams, currency },
      signal,
    }),
  );
}

export function wayDates(speech: Speech, way: Way, now_ms: number): string {
  const { from, to } = arrival(now_ms, way);
  const day = (at: Date) =>
    speech.date(at, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  if (day(from) === day(to)) return day(from);
  return speech.t('checkout.delivery.between', { from: day(from), to: day(to) });
}

export function wayName({ maybe }: Speech, way: Pick<Way, 'method' | 'name'>): string {
  return maybe(`shipping.${way.method}`) ?? way.name;
}

export interface DeliveryProps {
  ways: Ways;
  address: SentAddress;
  method: ShippingMethod;
  onChoose(method: ShippingMethod): void;
}

/** When it is there, and what that costs; the name of the service comes second. */
export function Delivery({ ways, address, method, onChoose }: DeliveryProps) {
  const { speech } = useApp();
  const { t, money, locale } = speech;
  const list = ways.data?.body.methods ?? null;
  const known = list?.some((way) => way.method === method) ?? true;
  const first = list?.[0]?.method;
  useEffect(() => {
    // A way that does not go there is not chosen silently for another price: the cheapest is.
    if (!known && (first === 'STANDARD' || first === 'EXPRESS')) onChoose(first);
  }, [known, first]);
  if (list === null && ways.problem !== null) {
    const again = (
      <Button size="sm" onClick={ways.reload}>
        {t('retry')}
      </Button>
    );
    return (
      <ErrorNotice
        title={t('checkout.delivery.problem')}
        text={problemText(speech, ways.problem)}
        actions={again}
      />
    );
  }
  if (list === null) return <Skeleton className="h-31" />;
  const country = countryName(address.country, locale);
  if (list.length === 0) {
    return (
      <Notice tone="warn" title={t('checkout.delivery.none', { country })}>
        {t('checkout.delivery.none.text')}
      </Notice>
    );
  }
  const now_ms = ways.data?.serverTime_ms ?? 0;
  const town = shapeOf(address.country).hasPostal ? address.postalCode : address.city;
  return (
    <div className="grid gap-3" aria-busy={ways.loading || undefined}>
      <p className="text-sm text-muted">
        {t('checkout.delivery.to', { place: [town, country].filter(Boolean).join(', ') })}
      </p>
      <Choices label={t('checkout.delivery')}>
        {list.map((way) => (
          <Choice
            key={way.method}
            name="delivery"
            value={way.method}
            checked={way.method === method}
            onChoose={() => onChoose(way.method === 'EXPRESS' ? 'EXPRESS' : 'STANDARD')}
            title={wayDates(speech, way, now_ms)}
            text={wayName(speech, way)}
            end={way.amount === 0 ? t('checkout.free') : money(way.amount, way.currency)}
          />
        ))}
      </Choices>
    </div>
  );
}
