import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { useApp } from '../app.tsx';
import { useStore } from '../state/store.ts';
import { countries, countryName } from './countries.ts';

/** Asks for country and postal code; more is not needed for dates and costs. */
export default function DeliverDialog({ onClose }: { onClose(): void }) {
  const { deliverTo, speech } = useApp();
  const { t, locale } = speech;
  const place = useStore(deliverTo.place);
  return (
    <Dialog open onClose={onClose} title={t('deliver.title')} closeLabel={t('close')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const text = (name: string) => String(form.get(name) ?? '').trim();
          deliverTo.choose({ country: text('country'), postalCode: text('postalCode') });
          onClose();
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
  );
}
