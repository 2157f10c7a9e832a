/** Grants a return, whole or in part, for the amount that the server says; or refuses it. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field, Select, TextArea } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { itemsText } from './found.ts';
import { whys, type Return, type StepProps, type Why } from './one-return.ts';

export function Decide({ of, onChanged }: StepProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [units, setUnits] = useState<Readonly<Record<number, string>>>({});
  const [why, setWhy] = useState<Why | ''>('');
  const [text, setText] = useState(of.evidence ?? '');
  const [tried, setTried] = useState(false);
  const items = of.items.map((one) => ({
    lineNo: one.lineNo,
    quantity: Number(units[one.lineNo] ?? one.received),
    most: one.received,
    whole: one.quantity,
  }));
  const wrong = items.some(
    ({ quantity, most }) => !Number.isInteger(quantity) || quantity < 0 || quantity > most,
  );
  const asked = wrong ? null : itemsText(items);
  const part = items.some(({ quantity, whole }) => quantity < whole);
  const said = {
    ...(why === '' ? {} : { reason: why }),
    ...(text.trim() === '' ? {} : { evidence: text.trim() }),
  };
  const params = { returnId: of.returnId };
  const grant = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (asked === null || (part && why === '')) return;
    const granted = items.map(({ lineNo, quantity }) => ({ lineNo, quantity }));
    const body = { items: granted, ...said };
    void action.run(async (key) =>
      onChanged(
        await api.request('POST /seller/returns/{returnId}/approve', { params, body, key }),
      ),
    );
  };
  const reject = () => {
    setTried(true);
    if (why === '') return;
    const body = { ...said, reason: why };
    void action.run(async (key) =>
      onChanged(await api.request('POST /seller/returns/{returnId}/reject', { params, body, key })),
    );
  };
  return (
    <form noValidate onSubmit={grant} className="grid gap-6 rounded-lg bg-surface p-5">
      <div className="grid gap-1">
        <h2 className="text-lg">{t('selling.decide')}</h2>
        <p className="text-muted">{t('selling.decide.text')}</p>
      </div>
      <FormProblem problem={action.problem} />
      {of.items.map((one) => (
        <Field
          key={one.lineNo}
          type="number"
          inputMode="numeric"
          min={0}
          max={one.received}
          name={`grant-${one.lineNo}`}
          label={<bdi>{one.name}</bdi>}
          hint={t('selling.decide.units', { count: one.received })}
          value={units[one.lineNo] ?? String(one.received)}
          onChange={({ target }) => setUnits({ ...units, [one.lineNo]: target.value })}
        />
      ))}
      <Worth of={of} items={asked} wrong={wrong} />
      <Select
        name="why"
        label={t('selling.why')}
        hint={t('selling.why.hint')}
        value={why}
        error={
          tried && why === '' && (part || asked === null) ? t('selling.why.missing') : undefined
        }
        onChange={({ target }) => setWhy(whys.find((one) => one === target.value) ?? '')}
      >
        <option value="">{t('returns.reason.choose')}</option>
        {whys.map((one) => (
          <option key={one} value={one}>
            {t(`selling.why.${one}`)}
          </option>
        ))}
      </Select>
      <TextArea
        name="evidence"
        label={t('selling.evidence')}
        optional={t('selling.optional')}
        maxLength={1_000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={action.busy}>
          {t(part ? 'selling.decide.part' : 'selling.decide.whole')}
        </Button>
        <Button kind="danger" busy={action.busy} onClick={reject}>
          {t('selling.decide.reject')}
        </Button>
      </div>
    </form>
  );
}

interface WorthProps {
  of: Return;
  items: string | null;
  wrong: boolean;
}

/** What these units come to, as the server reckons. */
function Worth({ of, items, wrong }: WorthProps) {
  const { api, speech } = useApp();
  const { t, money } = speech;
  const params = { returnId: of.returnId };
  const key = items === null || of.resolution === 'EXCHANGE' ? null : `${of.returnId} ${items}`;
  const worth = useQuery(key, (signal) =>
    api.request('GET /seller/returns/{returnId}/worth', {
      params,
      query: { items: items ?? '' },
      signal,
    }),
  );
  if (of.resolution === 'EXCHANGE') return <p>{t('selling.decide.exchange')}</p>;
  const { data } = worth;
  const shown = key !== null && !worth.loading && worth.problem === null ? data : null;
  return (
    <p aria-live="polite" className="figures flex min-h-8 flex-wrap items-baseline gap-x-3">
      <span className="text-muted">{t('selling.worth')}</span>
      <span data-worth className="text-xl font-semibold">
        {shown === null ? '…' : money(shown.amount, shown.currency)}
      </span>
      {shown !== null && shown.shipping > 0 && (
        <span className="text-sm text-muted">
          {t('selling.worth.shipping', { amount: money(shown.shipping, shown.currency) })}
        </span>
      )}
      {wrong && <span className="text-sm text-danger">{t('selling.decide.wrong')}</span>}
      {!wrong && items === null && (
        <span className="text-sm text-danger">{t('selling.decide.nothing')}</span>
      )}
    </p>
  );
}
