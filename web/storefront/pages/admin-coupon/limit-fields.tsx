import type { BodyOf } from '../../../client/request.ts';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { useSpeech } from '../../app.tsx';
import type { FaultAt } from '../admin-pricing/faults.ts';

/** How often a coupon may be used and for how much, as typed; empty: as much as anybody likes. */
export interface Limits {
  usesMax: string;
  usesPerPerson: string;
  usesPerCode: string;
  budget: string;
  accountsOnly: boolean;
  returnsWhenCancelled: boolean;
}

export const noLimits: Limits = {
  usesMax: '',
  usesPerPerson: '1',
  usesPerCode: '',
  budget: '',
  accountsOnly: false,
  returnsWhenCancelled: true,
};

type Kept = Pick<
  BodyOf<'POST /admin/coupons'>,
  'usesMax' | 'usesPerPerson' | 'usesPerCode' | 'budget' | 'accountsOnly' | 'returnsWhenCancelled'
>;

const numbers = ['usesMax', 'usesPerPerson', 'usesPerCode', 'budget'] as const;
const text = (value: number | null | undefined) => (value == null ? '' : String(value));

export const limitsFrom = (kept: Kept): Limits => ({
  usesMax: text(kept.usesMax),
  usesPerPerson: text(kept.usesPerPerson),
  usesPerCode: text(kept.usesPerCode),
  budget: text(kept.budget),
  accountsOnly: kept.accountsOnly ?? false,
  returnsWhenCancelled: kept.returnsWhenCancelled ?? true,
});

/** What is no number is sent as it is, to be refused beside its field. */
export function limitsOf(limits: Limits): Kept {
  const number = (typed: string) => {
    const value = Number(typed.trim().replace(',', '.'));
    return typed.trim() === '' ? null : Number.isNaN(value) ? -1 : value;
  };
  const { accountsOnly, returnsWhenCancelled } = limits;
  const [usesMax, usesPerPerson, usesPerCode, budget] = numbers.map((name) => number(limits[name]));
  return {
    usesMax: usesMax ?? null,
    usesPerPerson: usesPerPerson ?? null,
    usesPerCode: usesPerCode ?? null,
    budget: budget ?? null,
    accountsOnly,
    returnsWhenCancelled,
  };
}

export interface LimitFieldsProps {
  limits: Limits;
  currency: string;
  faultAt: FaultAt;
  /** There are codes: what each may be used stays. */
  fixed: boolean;
  onChange(some: Partial<Limits>): void;
  onCurrency(currency: string): void;
}

export function LimitFields(props: LimitFieldsProps) {
  const { limits, currency, faultAt, fixed, onChange, onCurrency } = props;
  const { t } = useSpeech();
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-1 text-lg font-semibold">{t('coupons.limits')}</legend>
      <p className="text-sm text-muted">{t('coupons.limits.hint')}</p>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        {numbers.map((name) => (
          <Field
            key={name}
            name={name}
            label={t(`coupons.${name}`)}
            inputMode={name === 'budget' ? 'decimal' : 'numeric'}
            readOnly={fixed && name === 'usesPerCode'}
            {...(fixed && name === 'usesPerCode' ? { hint: t('coupons.usesPerCode.fixed') } : {})}
            value={limits[name]}
            error={faultAt(name)}
            onChange={({ target }) => onChange({ [name]: target.value })}
          />
        ))}
        {limits.budget.trim() !== '' && (
          <Field
            name="budget-currency"
            label={t('coupons.budget.currency')}
            maxLength={3}
            value={currency}
            error={faultAt('currency')}
            onChange={({ target }) => onCurrency(target.value.toUpperCase())}
          />
        )}
      </div>
      {(['accountsOnly', 'returnsWhenCancelled'] as const).map((name) => (
        <Checkbox
          key={name}
          name={name}
          label={t(`coupons.${name}`)}
          checked={limits[name]}
          onChange={({ target }) => onChange({ [name]: target.checked })}
        />
      ))}
    </fieldset>
  );
}
