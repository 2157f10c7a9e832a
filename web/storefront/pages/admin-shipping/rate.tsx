/** One rate: what a way of sending costs in a zone and currency, by weight and by length. */
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { DealForm } from '../admin-pricing/deal-form.tsx';
import { faultsIn, type FaultAt } from '../admin-pricing/faults.ts';
import { Asked } from '../admin-pricing/frame.tsx';
import { TakeOut, Wrong } from './calendar-fields.tsx';
import { Missing } from '../admin-pricing/rows.tsx';
import { ShippingPage } from './frame.tsx';
import { basedOn, besides, Elsewhere, Merged, useTyped } from '../admin-pricing/typed-over.tsx';
import { markOf } from '../admin-pricing/laid-over.ts';
import {
  noRate,
  rateBody,
  rateNumbers,
  rateTyped,
  type Carrier,
  type Rate,
  type Step,
  type TypedRate,
} from './typed.ts';

export interface RatePageProps {
  zone: string;
  /** `METHOD.CUR`, or `new`. */
  which: string;
}

export function RatePage({ zone, which }: RatePageProps) {
  const { t } = useApp().speech;
  return (
    <ShippingPage title={t(which === 'new' ? 'shipping.rates.add' : 'shipping.rate')}>
      {(userId) => <Kept {...{ userId, zone, which }} />}
    </ShippingPage>
  );
}

function Kept({ userId, zone, which }: RatePageProps & { userId: string }) {
  const { api } = useApp();
  const found = useQuery(`${userId} rates ${zone}`, async (signal) => {
    const [rates, carriers] = await Promise.all([
      api.request('GET /admin/shipping-rates', { query: { zone }, signal }),
      api.request('GET /admin/shipping-carriers', { signal }),
    ]);
    return { rates: rates.data, carriers: carriers.data };
  });
  return (
    <Asked of={found}>
      {({ rates, carriers }) => {
        const kept = rates.find((one) => `${one.method}.${one.currency}` === which) ?? null;
        if (kept === null && which !== 'new')
          return <Missing to={`/admin/shipping/zones/${zone}`} />;
        const props = { zone, kept, rates, carriers };
        return <Form key={markOf(kept)} {...props} onReload={found.reload} />;
      }}
    </Asked>
  );
}

interface FormProps {
  zone: string;
  kept: Rate | null;
  rates: readonly Rate[];
  carriers: readonly Carrier[];
  onReload(): void;
}

function Form({ zone, kept, rates, carriers, onReload }: FormProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [start] = useState(() => (kept === null ? noRate : rateTyped(kept)));
  const which = kept === null ? 'new' : `${kept.method}.${kept.currency}`;
  const draft = useTyped<TypedRate>(`rate ${zone} ${which}`, start);
  const typed = draft.value;
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem);
  const change = (some: Partial<TypedRate>) => {
    if (action.problem !== null) action.clear();
    draft.change(some);
  };
  const body = rateBody(zone, typed);
  // Another of the same way and currency would be written over.
  const isTaken =
    kept === null &&
    rates.some((one) => one.method === body.method && one.currency === body.currency);
  const save = async (key: string) => {
    const call = { body, key, ifMatch: basedOn(kept) };
    if (!isTaken) await api.request('PUT /admin/shipping-rates', call);
    return undefined;
  };
  return (
    <DealForm
      name={typed.name}
      hint={t('shipping.rate.name.hint')}
      onName={(name) => change({ name })}
      to={`/admin/shipping/zones/${zone}`}
      forget={draft.forget}
      whyNot={isTaken ? t('shipping.rate.taken') : ''}
      action={besides(action)}
      notice={<Merged draft={draft} />}
      {...{ faultAt, save }}
    >
      <KeyFields
        {...{ typed, faultAt, carriers, isTaken }}
        isNew={kept === null}
        onChange={change}
      />
      <CostFields {...{ typed, faultAt }} onChange={change} />
      <Steps
        legend={t('shipping.sizes')}
        hint={t('shipping.sizes.hint')}
        words={{
          at: 'shipping.size.over',
          amount: 'shipping.size.amount',
          add: 'shipping.size.add',
        }}
        steps={typed.sizes}
        faultAt={(nth, of) =>
          faultAt(nth === null ? 'sizes' : `sizes/${nth}/${of === 'at' ? 'overMillimetres' : of}`)
        }
        onChange={(sizes) => change({ sizes })}
      />
      <Elsewhere {...{ action, onReload }} />
    </DealForm>
  );
}

interface PartProps {
  typed: TypedRate;
  faultAt: FaultAt;
  onChange(some: Partial<TypedRate>): void;
}

interface KeyFieldsProps extends PartProps {
  carriers: readonly Carrier[];
  isNew: boolean;
  isTaken: boolean;
}

function KeyFields({ typed, faultAt, carriers, isNew, isTaken, onChange }: KeyFieldsProps) {
  const { t } = useSpeech();
  const methods = ['STANDARD', 'EXPRESS'] as const;
  return (
    <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
      {isNew && (
        <>
          <Select
            name="method"
            label={t('shipping.method')}
            value={typed.method}
            error={faultAt('method')}
            onChange={({ target }) =>
              onChange({ method: methods.find((one) => one === target.value) ?? 'STANDARD' })
            }
          >
            {methods.map((one) => (
              <option key={one} value={one}>
                {t(`shipping.method.${one}`)}
              </option>
            ))}
          </Select>
          <Field
            name="currency"
            label={t('pricing.currency')}
            maxLength={3}
            autoComplete="off"
            value={typed.currency}
            error={isTaken ? t('shipping.rate.taken') : faultAt('currency')}
            onChange={({ target }) => onChange({ currency: target.value.toUpperCase() })}
          />
        </>
      )}
      <Select
        name="carrier"
        label={t('shipping.carrier')}
        value={typed.carrier}
        error={faultAt('carrier')}
        onChange={({ target }) => onChange({ carrier: target.value })}
      >
        <option value="">{t('shipping.carrier.none')}</option>
        {carriers.map(({ carrier, name }) => (
          <option key={carrier} value={carrier}>
            {name}
          </option>
        ))}
      </Select>
      {rateNumbers.map((name) => (
        <Field
          key={name}
          name={name}
          label={t(`shipping.${name}`)}
          inputMode="numeric"
          maxLength={9}
          value={typed[name]}
          error={faultAt(name)}
          onChange={({ target }) => onChange({ [name]: target.value })}
        />
      ))}
    </div>
  );
}

function CostFields({ typed, faultAt, onChange }: PartProps) {
  const { t } = useSpeech();
  const { currency, byTiers } = typed;
  const names = byTiers ? (['freeOver'] as const) : (['base', 'perKg', 'freeOver'] as const);
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-3 text-lg font-semibold">{t('shipping.cost')}</legend>
      <Select
        name="kind"
        label={t('shipping.cost.kind')}
        value={byTiers ? 'tiers' : 'straight'}
        onChange={({ target }) => onChange({ byTiers: target.value === 'tiers' })}
      >
        <option value="straight">{t('shipping.cost.straight')}</option>
        <option value="tiers">{t('shipping.cost.tiers')}</option>
      </Select>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-3">
        {names.map((name) => (
          <Field
            key={name}
            name={name}
            label={t(`shipping.${name}`, { currency })}
            {...(name === 'freeOver' ? { hint: t('shipping.freeOver.hint') } : {})}
            inputMode="decimal"
            maxLength={16}
            value={typed[name]}
            error={faultAt(name)}
            onChange={({ target }) => onChange({ [name]: target.value })}
          />
        ))}
      </div>
      {byTiers && (
        <Steps
          legend={t('shipping.tiers')}
          hint={t('shipping.tiers.hint')}
          words={{
            at: 'shipping.tier.upTo',
            amount: 'shipping.tier.amount',
            add: 'shipping.tier.add',
          }}
          steps={typed.tiers}
          faultAt={(nth, of) =>
            faultAt(nth === null ? 'tiers' : `tiers/${nth}/${of === 'at' ? 'upToGrams' : of}`)
          }
          onChange={(tiers) => onChange({ tiers })}
        />
      )}
    </fieldset>
  );
}

interface StepsProps {
  legend: string;
  hint: string;
  words: {
    at: 'shipping.tier.upTo' | 'shipping.size.over';
    amount: 'shipping.tier.amount' | 'shipping.size.amount';
    add: 'shipping.tier.add' | 'shipping.size.add';
  };
  steps: readonly Step[];
  /** `nth` null: of all. */
  faultAt(nth: number | null, of?: keyof Step): string | undefined;
  onChange(steps: readonly Step[]): void;
}

/** Steps of weight or of length, the smallest first. */
function Steps({ legend, hint, words, steps, faultAt, onChange }: StepsProps) {
  const { t } = useSpeech();
  const isAtOne = steps.some((_, nth) => faultAt(nth, 'at') ?? faultAt(nth, 'amount'));
  const fault = isAtOne ? undefined : faultAt(null);
  const put = (at: number, some: Partial<Step>) =>
    onChange(steps.map((one, nth) => (nth === at ? { ...one, ...some } : one)));
  return (
    <fieldset className="grid grid-cols-1 gap-3">
      <legend className="mb-1 font-semibold">{legend}</legend>
      <p className="text-sm text-muted">{hint}</p>
      {steps.map((step, nth) => (
        <div key={nth} className="grid grid-cols-[1fr_1fr_auto] items-start gap-3">
          {(['at', 'amount'] as const).map((of) => (
            <Field
              key={of}
              className="min-w-0"
              label={t(words[of])}
              inputMode="decimal"
              maxLength={16}
              value={step[of]}
              error={faultAt(nth, of)}
              onChange={({ target }) => put(nth, { [of]: target.value })}
            />
          ))}
          <TakeOut nth={nth + 1} onClick={() => onChange(steps.filter((_, at) => at !== nth))} />
        </div>
      ))}
      {fault !== undefined && <Wrong>{fault}</Wrong>}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() => onChange([...steps, { at: '', amount: '' }])}
      >
        {t(words.add)}
      </Button>
    </fieldset>
  );
}
