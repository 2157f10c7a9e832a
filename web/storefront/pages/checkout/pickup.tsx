import { useEffect } from 'react';
import { Button } from '../../../ui/button.tsx';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import type { SentAddress } from './address.ts';
import { Choice, Choices } from './choice.tsx';
import type { Pickup } from './draft.ts';
import { wayDates } from './way-dates.ts';

interface PickupProps {
  address: SentAddress;
  chosen: Pickup | null;
  onChoose(pickup: Pickup): void;
}

/** Where it waits to be collected: the nearest places of the country, one of them chosen. */
export function PickupPlaces({ address, chosen, onChoose }: PickupProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const { country, state, postalCode } = address;
  const near = { postalCode, ...(state === undefined || state === '' ? {} : { state }) };
  const found = useQuery(`pickup ${country} ${state}`, (signal) =>
    api.request('GET /shipping/pickup-places', { query: { country, ...near }, signal }),
  );
  const places = found.data?.places ?? null;
  const has = places?.some(({ placeId }) => placeId === chosen?.placeId) ?? true;
  const nearest = places?.[0];
  useEffect(() => {
    if (!has && nearest !== undefined) onChoose(nearest);
  }, [has, nearest]);
  if (places === null && found.problem !== null) {
    return (
      <ErrorNotice
        title={t('checkout.pickup.problem')}
        text={problemText(speech, found.problem)}
        actions={
          <Button size="sm" type="button" onClick={found.reload}>
            {t('retry')}
          </Button>
        }
      />
    );
  }
  if (places === null) return <Skeleton className="h-20" />;
  if (places.length === 0) return <Notice tone="warn">{t('checkout.pickup.none')}</Notice>;
  return (
    <div className="grid gap-3">
      <p className="text-sm">{t('checkout.pickup.text')}</p>
      <Choices label={t('checkout.pickup')}>
        {places.map((place) => (
          <Choice
            key={place.placeId}
            name="pickup"
            value={place.placeId}
            checked={place.placeId === chosen?.placeId}
            onChoose={() => onChoose(place)}
            title={<bdi>{place.name}</bdi>}
            text={
              <>
                <span className="block">
                  <bdi>{[place.line1, place.postalCode, place.city].join(', ')}</bdi>
                </span>
                <span className="block">
                  {[wayDates(speech, place), place.opening].filter(Boolean).join(' · ')}
                </span>
              </>
            }
          />
        ))}
      </Choices>
    </div>
  );
}
