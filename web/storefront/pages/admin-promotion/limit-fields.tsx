/** For how many it is, and how much it may give away. */
import { Checkbox, Field } from '../../../ui/field.tsx';
import { useSpeech } from '../../app.tsx';
import type { FaultAt } from '../admin-pricing/faults.ts';
import type { LimitTerms } from './limits.ts';

export interface LimitFieldsProps {
  terms: LimitTerms;
  faultAt: FaultAt;
  onChange(change: Partial<LimitTerms>): void;
}

export function LimitFields({ terms, faultAt, onChange }: LimitFieldsProps) {
  const { t } = useSpeech();
  const { usesMax, budgets, firstOrder, returnsWhenCancelled } = terms;
  const hasLimit = usesMax.trim() !== '' || budgets.trim() !== '';
  const wrong = ['amount', 'currency'].flatMap((part) =>
    Array.from({ length: 20 }, (_, at) => `budgets/${at}/${part}`),
  );
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-3 text-lg font-semibold">{t('pricing.limits')}</legend>
      <Checkbox
        name="firstOrder"
        label={t('pricing.firstOrder')}
        checked={firstOrder}
        onChange={({ target }) => onChange({ firstOrder: target.checked })}
      />
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Field
          name="usesMax"
          label={t('pricing.usesMax')}
          hint={t('pricing.usesMax.hint')}
          inputMode="numeric"
          value={usesMax}
          error={faultAt('usesMax')}
          onChange={({ target }) => onChange({ usesMax: target.value })}
        />
        <Field
          name="budgets"
          label={t('pricing.budgets')}
          hint={t('pricing.budgets.hint')}
          value={budgets}
          error={faultAt('budgets', ...wrong)}
          onChange={({ target }) => onChange({ budgets: target.value })}
        />
      </div>
      {hasLimit && (
        <Checkbox
          name="returnsWhenCancelled"
          label={t('pricing.returnsWhenCancelled')}
          checked={returnsWhenCancelled}
          onChange={({ target }) => onChange({ returnsWhenCancelled: target.checked })}
        />
      )}
    </fieldset>
  );
}
