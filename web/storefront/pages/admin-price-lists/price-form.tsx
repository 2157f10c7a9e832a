import { useState, type Ref } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { Chooser } from '../admin-pricing/chooser.tsx';
import { faultsIn } from '../admin-pricing/faults.ts';
import { priceBody, type TypedPrice } from './typed.ts';

export interface PriceFormProps {
  ref: Ref<HTMLFormElement>;
  listId: string;
  typed: TypedPrice;
  onChange(typed: TypedPrice): void;
  onSaved(): void;
}

const fields = ['price', 'currency', 'from', 'until'] as const;

/** A price for members, from now or from a time on, for good or until a time. */
export function PriceForm({ ref, listId, typed, onChange, onSaved }: PriceFormProps) {
  const { api, speech } = useApp();
  const { t, money } = speech;
  const [said, setSaid] = useState('');
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem, '/prices/0');
  const isAtField = faultAt('variantId', ...fields) !== undefined;
  const change = (some: Partial<TypedPrice>) => {
    if (action.problem !== null) action.clear();
    onChange({ ...typed, ...some });
  };
  const save = () =>
    action.run(async (key) => {
      setSaid('');
      const price = priceBody(typed);
      const call = { params: { listId }, body: { prices: [price] }, key };
      await api.request('POST /admin/price-lists/{listId}/prices', call);
      const { name } = typed;
      setSaid(t('lists.prices.saved', { name, price: money(price.price, price.currency) }));
      onChange({ ...typed, price: '', from: '', until: '' });
      onSaved();
    });
  return (
    <form
      ref={ref}
      noValidate
      className="grid max-w-3xl grid-cols-1 gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Chooser
        what="variants"
        single
        label={t('explain.product')}
        hint={t('lists.prices.hint')}
        error={faultAt('variantId')}
        chosen={typed.variantId === '' ? [] : [{ id: typed.variantId, name: typed.name }]}
        onChange={([one]) => change({ variantId: one?.id ?? '', name: one?.name ?? '' })}
      />
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        {fields.map((name) => (
          <Field
            key={name}
            className="min-w-0 grid-cols-1"
            name={name}
            type={name === 'from' || name === 'until' ? 'datetime-local' : 'text'}
            {...(name === 'price' ? { inputMode: 'decimal' as const } : {})}
            {...(name === 'currency' ? { maxLength: 3, autoCapitalize: 'characters' } : {})}
            label={t(`lists.price.${name}`)}
            {...(name === 'currency' ? {} : { hint: t(`lists.price.${name}.hint`) })}
            autoComplete="off"
            value={typed[name]}
            error={faultAt(name)}
            onChange={({ target }) => change({ [name]: target.value })}
          />
        ))}
      </div>
      {!isAtField && <FormProblem problem={action.problem} />}
      <Button type="submit" className="justify-self-start" busy={action.busy}>
        {t('lists.prices.set')}
      </Button>
      <p role="status" className="text-sm" suppressHydrationWarning>
        {said}
      </p>
    </form>
  );
}
