import { useState, type FormEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import type { StepProps } from './one-return.ts';

/** What comes instead has left: with whom, under which number. */
export function Replace({ of, onChanged }: StepProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [carrier, setCarrier] = useState('');
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState(false);
  const missing = (text: string) => tried && text.trim() === '';
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (carrier.trim() === '' || number.trim() === '') return;
    const params = { returnId: of.returnId };
    const body = { carrier: carrier.trim(), trackingNumber: number.trim() };
    void action.run(async (key) =>
      onChanged(await api.request('POST /seller/returns/{returnId}/ship', { params, body, key })),
    );
  };
  return (
    <form noValidate onSubmit={send} className="grid gap-5 rounded-lg bg-surface p-5">
      <h2 className="text-lg">{t('selling.replace')}</h2>
      <FormProblem problem={action.problem} />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          name="carrier"
          label={t('selling.parcel.carrier')}
          maxLength={60}
          value={carrier}
          error={missing(carrier) ? t('selling.parcel.carrier.missing') : undefined}
          onChange={({ target }) => setCarrier(target.value)}
        />
        <Field
          name="trackingNumber"
          label={t('selling.parcel.number')}
          maxLength={60}
          value={number}
          error={missing(number) ? t('selling.parcel.number.wrong') : undefined}
          onChange={({ target }) => setNumber(target.value)}
        />
      </div>
      <div>
        <Button type="submit" kind="primary" busy={action.busy}>
          {t('selling.replace.send')}
        </Button>
      </div>
    </form>
  );
}
