import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useApp } from '../app.tsx';
import { useQuery } from '../state/use-query.ts';
import { useStore } from '../state/store.ts';
import { noPostal, shapeOf } from '../pages/checkout/address.ts';
import { countries, countryName } from './countries.ts';

/** Asks for country and postal code; more is not needed for dates and costs. */
export default function DeliverDialog({ onClose }: { onClose(): void }) {
  const { deliverTo, speech } = useApp();
  const { t, locale } = speech;
  const place = useStore(deliverTo.place);
  const [country, setCountry] = useState(place?.country ?? 'US');
  const { hasPostal } = shapeOf(country);
  return (
    <Dialog open onClose={onClose} title={t('deliver.title')} closeLabel={t('close')}>
      <OwnPlaces onChosen={onClose} />
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const code = String(form.get('postalCode') ?? '').trim();
          deliverTo.choose({ country, postalCode: hasPostal ? code : noPostal });
          onClose();
        }}
      >
        <p className="text-muted">{t('deliver.why')}</p>
        <Select
          name="country"
          label={t('country')}
          value={country}
          onChange={(event) => setCountry(event.target.value)}
        >
          {countries.map((code) => (
            <option key={code} value={code}>
              {countryName(code, locale)}
            </option>
          ))}
        </Select>
        {hasPostal && (
          <Field
            key={country}
            name="postalCode"
            label={t('postal-code')}
            defaultValue={place?.country === country ? place.postalCode : ''}
            autoComplete="postal-code"
            maxLength={20}
            required
          />
        )}
        <Button type="submit" kind="primary">
          {t('deliver.save')}
        </Button>
      </form>
    </Dialog>
  );
}

/** The address book of who is signed in: one press, and nothing to type. */
function OwnPlaces({ onChosen }: { onChosen(): void }) {
  const { api, deliverTo, session, speech } = useApp();
  const { t, locale } = speech;
  const who = useStore(session.state);
  const place = useStore(deliverTo.place);
  const key = who.kind === 'user' ? `addresses ${who.user.userId}` : null;
  const { data } = useQuery(key, (signal) =>
    api.request('GET /me/addresses', { query: { limit: 100 }, signal }),
  );
  const list = (data?.data ?? []).toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
  if (list.length === 0) return null;
  return (
    <ul aria-label={t('deliver.label')} className="mb-6 max-h-72 overflow-y-auto">
      {list.map(({ addressId, country, postalCode, name, line1, city }) => {
        const isHere = place?.country === country && place.postalCode === postalCode;
        return (
          <li key={addressId} className="border-b border-line">
            <button
              type="button"
              aria-current={isHere || undefined}
              className="grid min-h-11 w-full grid-cols-[1.5rem_1fr] gap-3 px-1 py-3 text-start hover:bg-surface"
              onClick={() => {
                deliverTo.choose({ country, postalCode, own: true });
                onChosen();
              }}
            >
              <Icon name={isHere ? 'check' : 'place'} className="size-5 text-accent" />
              <span className="min-w-0">
                <span className="block font-medium break-words">{name}</span>
                <span className="block text-sm break-words text-muted">
                  {`${line1}, ${postalCode} ${city}, ${countryName(country, locale)}`}
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
