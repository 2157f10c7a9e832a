// Fields of what promotions, coupons and rules have in common: on what, when, where, from how much.
import { Checkbox, Field } from '../../../ui/field.tsx';
import { useSpeech } from '../../app.tsx';
import { Chooser } from './chooser.tsx';
import type { FieldsProps } from './effect-fields.tsx';
import type { FaultAt } from './faults.ts';
import { ListField } from './list-field.tsx';
import { needsCurrency, scopes, type Named, type Scope } from './terms.ts';

const pointers: Record<Scope, string> = {
  products: 'productIds',
  categories: 'categoryIds',
  brands: 'brands',
  sellers: 'sellerIds',
};

export interface ScopeFieldsProps {
  scope: Readonly<Record<Scope, readonly Named[]>>;
  faultAt: FaultAt;
  onChange(scope: Readonly<Record<Scope, readonly Named[]>>): void;
}

/** On what it is; nothing chosen is everything. */
export function ScopeFields({ scope, faultAt, onChange }: ScopeFieldsProps) {
  const { t } = useSpeech();
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-1 text-lg font-semibold">{t('pricing.scope')}</legend>
      <p className="text-sm text-muted">{t('pricing.scope.hint')}</p>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        {scopes.map((one) => (
          <Chooser
            key={one}
            what={one}
            label={t(`pricing.scope.${one}`)}
            error={faultAt(pointers[one])}
            chosen={scope[one]}
            onChange={(chosen) => onChange({ ...scope, [one]: chosen })}
          />
        ))}
      </div>
    </fieldset>
  );
}

export interface TimeTerms {
  places: string;
  segments: readonly string[];
  startsAt: string;
  endsAt: string;
  hours: { from: string; to: string; weekdays: readonly number[] } | null;
}

export interface TimeFieldsProps {
  terms: TimeTerms;
  faultAt: FaultAt;
  onChange(change: Partial<TimeTerms>): void;
}

/** When, where and for whom it holds. */
export function TimeFields({ terms, faultAt, onChange }: TimeFieldsProps) {
  const { t } = useSpeech();
  const { hours } = terms;
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-3 text-lg font-semibold">{t('pricing.when')}</legend>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        {(['startsAt', 'endsAt'] as const).map((name) => (
          <Field
            key={name}
            className="min-w-0 grid-cols-1"
            type="datetime-local"
            name={name}
            label={t(`pricing.${name}`)}
            hint={t(`pricing.${name}.hint`)}
            value={terms[name]}
            error={faultAt(name)}
            onChange={({ target }) => onChange({ [name]: target.value })}
          />
        ))}
        <Field
          name="places"
          label={t('pricing.places')}
          hint={t('pricing.places.hint')}
          value={terms.places}
          error={faultAt('places')}
          onChange={({ target }) => onChange({ places: target.value })}
        />
        <ListField
          chosen={terms.segments}
          error={faultAt('segments')}
          onChange={(segments) => onChange({ segments })}
        />
      </div>
      <Checkbox
        name="hours"
        label={t('pricing.hours')}
        checked={hours !== null}
        onChange={({ target }) =>
          onChange({ hours: target.checked ? { from: '08:00', to: '20:00', weekdays: [] } : null })
        }
      />
      {hours !== null && <Hours {...{ hours, faultAt, onChange }} />}
    </fieldset>
  );
}

interface HoursProps {
  hours: NonNullable<TimeTerms['hours']>;
  faultAt: FaultAt;
  onChange(change: Partial<TimeTerms>): void;
}

function Hours({ hours, faultAt, onChange }: HoursProps) {
  const { t, date } = useSpeech();
  const fault = faultAt('hours');
  const turn = (day: number) => {
    const { weekdays } = hours;
    const next = weekdays.includes(day)
      ? weekdays.filter((one) => one !== day)
      : [...weekdays, day].sort();
    onChange({ hours: { ...hours, weekdays: next } });
  };
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 items-start gap-4">
        {(['from', 'to'] as const).map((name) => (
          <Field
            key={name}
            type="time"
            required
            label={t(`pricing.hours.${name}`)}
            value={hours[name]}
            error={name === 'from' ? fault : undefined}
            onChange={({ target }) => onChange({ hours: { ...hours, [name]: target.value } })}
          />
        ))}
      </div>
      <div role="group" aria-label={t('pricing.weekdays')} className="flex flex-wrap gap-x-5">
        {[1, 2, 3, 4, 5, 6, 0].map((day) => (
          <Checkbox
            key={day}
            // 4 January 1970 was a Sunday.
            label={date(Date.UTC(1970, 0, 4 + day), { weekday: 'short', timeZone: 'UTC' })}
            checked={hours.weekdays.includes(day)}
            onChange={() => turn(day)}
          />
        ))}
      </div>
      <p className="text-sm text-muted">{t('pricing.weekdays.hint')}</p>
    </div>
  );
}

/** From how much on, and beside what else. */
export function ConditionFields({ terms, faultAt, onChange }: FieldsProps) {
  const { t } = useSpeech();
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-3 text-lg font-semibold">{t('pricing.conditions')}</legend>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Field
          name="quantityMin"
          label={t('pricing.quantityMin')}
          inputMode="numeric"
          value={terms.quantityMin}
          error={faultAt('quantityMin')}
          onChange={({ target }) => onChange({ quantityMin: target.value })}
        />
        <Field
          name="subtotalMin"
          label={t('pricing.subtotalMin')}
          inputMode="decimal"
          value={terms.subtotalMin}
          error={faultAt('subtotalMin')}
          onChange={({ target }) => onChange({ subtotalMin: target.value })}
        />
        {needsCurrency(terms) && (
          <Field
            name="currency"
            label={t('pricing.currency')}
            maxLength={3}
            autoCapitalize="characters"
            value={terms.currency}
            error={faultAt('currency')}
            onChange={({ target }) => onChange({ currency: target.value.toUpperCase() })}
          />
        )}
        <Field
          name="priority"
          label={t('pricing.priority')}
          hint={t('pricing.priority.hint')}
          inputMode="numeric"
          value={terms.priority}
          error={faultAt('priority')}
          onChange={({ target }) => onChange({ priority: target.value })}
        />
        <Field
          name="group"
          label={t('pricing.group')}
          hint={t('pricing.group.hint')}
          maxLength={40}
          value={terms.group}
          error={faultAt('group')}
          onChange={({ target }) => onChange({ group: target.value })}
        />
      </div>
      <Checkbox
        name="exclusive"
        label={t('pricing.exclusive')}
        checked={terms.exclusive}
        onChange={({ target }) => onChange({ exclusive: target.checked })}
      />
      {faultAt('exclusive') !== undefined && (
        <p role="alert" className="text-sm font-medium text-danger">
          {faultAt('exclusive')}
        </p>
      )}
    </fieldset>
  );
}
