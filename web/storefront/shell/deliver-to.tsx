import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useApp } from '../app.tsx';
import { useStore } from '../state/store.ts';
import { countries, countryName } from './countries.ts';

/** Where things should go; delivery dates on products follow it. */
export function DeliverTo() {
  const { deliverTo, speech } = useApp();
  const { t, locale } = speech;
  const place = useStore(deliverTo.place);
  const [open, setOpen] = useState(false);
  const shown = place === null ? t('deliver.choose') : placeText(place);
  return (
    <>
      <button
        type="button"
        className="needs-js hidden min-h-11 items-center gap-2 rounded-full px-2 text-start hover:bg-surface xl:inline-flex"
        onClick={() => setOpen(true)}
      >
        <Icon name="place" />
        <span className="grid min-w-24 text-sm leading-tight">
          <span className="text-xs text-muted">{t('deliver.label')}</span>
          <span className="max-w-32 truncate font-medium">{shown}</span>
        </span>
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('deliver.title')}
        closeLabel={t('close')}
      >
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            const text = (name: string) => String(form.get(name) ?? '').trim();
            deliverTo.choose({ country: text('country'), postalCode: text('postalCode') });
            setOpen(false);
          }}
        >
          <p className="text-muted">{t('deliver.why')}</p>
          <Select name="country" label={t('country')} defaultValue={place?.country ?? 'US'}>
            {countries.map((code) => (
              <option key={code} value={code}>
                {countryName(code, locale)}
              </option>
            ))}
          </Select>
          <Field
            name="postalCode"
            label={t('postal-code')}
            defaultValue={place?.postalCode ?? ''}
            autoComplete="postal-code"
            maxLength={20}
            required
          />
          <Button type="submit" kind="primary">
            {t('deliver.save')}
          </Button>
        </form>
      </Dialog>
    </>
  );
}

export function placeText({ country, postalCode }: { country: string; postalCode: string }) {
  return `${country} ${postalCode}`;
}
