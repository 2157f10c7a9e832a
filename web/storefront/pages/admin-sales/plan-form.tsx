/**
 * The plan of a sale: what, how many, for how much, when, and the limits. Nobody sees it and no
 * stock moves until it is announced.
 */
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../../../ui/button.tsx';
import { Field, TextArea } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useDraft } from '../../state/draft.ts';
import { useAction } from '../../state/use-action.ts';
import { Announce } from './announce.tsx';
import { faultAt } from './faults.ts';
import { Items } from './items.tsx';
import { bodyOf, freshPlan, numbers, times, typedOf, type AdminSale, type Typed } from './plan.ts';

export interface PlanFormProps {
  kept: AdminSale | null;
  onKept?(): void;
}

export function PlanForm({ kept, onKept }: PlanFormProps) {
  const { api, currency, speech, toasts } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const [start] = useState(() => (kept ? typedOf(kept) : freshPlan(Date.now(), currency)));
  const name = kept === null ? 'new' : `${kept.saleId}.${kept.version}`;
  const draft = useDraft<Typed>(`flash.${name}`, start);
  const action = useAction();
  const { value: typed, change } = draft;
  const set = (some: Partial<Typed>) => change({ ...typed, ...some });
  const fault = (field: string) => faultAt(speech, action.problem, field);
  const isFault = (action.problem?.body.errors?.length ?? 0) > 0;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const done = await action.run(async (key) => {
      const body = bodyOf(typed);
      const route = 'PUT /admin/flash-sales/{saleId}';
      const sale =
        kept === null
          ? await api.request('POST /admin/flash-sales', { body, key })
          : await api.request(route, {
              params: { saleId: kept.saleId },
              body,
              key,
              ifMatch: `"${kept.version}"`,
            });
      draft.forget();
      toasts.show({ text: t('flash.saved'), tone: 'good' });
      if (kept === null) void navigate(`/admin/flash-sales/${sale.saleId}`, { replace: true });
      else onKept?.();
    });
    // To the first field that was refused.
    if (!done) setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  return (
    <div className="grid grid-cols-1 items-start gap-10 lg:grid-cols-[3fr_2fr]">
      <form noValidate className="grid grid-cols-1 gap-6" onSubmit={(event) => void save(event)}>
        {draft.restored && <p className="text-sm text-muted">{t('flash.restored')}</p>}
        <Field
          label={t('flash.name')}
          name="name"
          autoComplete="off"
          maxLength={200}
          value={typed.name}
          error={fault('name')}
          onChange={({ target }) => set({ name: target.value })}
        />
        <TextArea
          label={t('flash.rules')}
          hint={t('flash.rules.hint')}
          name="rules"
          rows={4}
          maxLength={4_000}
          value={typed.rules}
          error={fault('rules')}
          onChange={({ target }) => set({ rules: target.value })}
        />
        <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
          {times.map((one) => (
            <Field
              key={one}
              label={t(`flash.${one}`)}
              name={one}
              type="datetime-local"
              value={typed[one]}
              error={fault(one)}
              onChange={({ target }) => set({ [one]: target.value })}
            />
          ))}
          <Field
            label={t('flash.currency')}
            name="currency"
            maxLength={3}
            autoComplete="off"
            value={typed.currency}
            error={fault('currency')}
            onChange={({ target }) => set({ currency: target.value.toUpperCase() })}
          />
        </div>
        <Items
          items={typed.items}
          currency={typed.currency}
          fault={fault}
          onChange={(items) => set({ items })}
        />
        <fieldset className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
          <legend className="mb-2 text-lg font-semibold">{t('flash.limits')}</legend>
          {numbers.map((one) => (
            <Field
              key={one}
              label={t(`flash.${one}`)}
              name={one}
              inputMode="numeric"
              autoComplete="off"
              maxLength={9}
              value={typed[one]}
              error={fault(one)}
              onChange={({ target }) => set({ [one]: target.value })}
            />
          ))}
        </fieldset>
        {!isFault && <FormProblem problem={action.problem} />}
        {isFault && (
          <p role="alert" className="font-medium text-danger">
            {t('flash.faults')}
          </p>
        )}
        <p>
          <Button type="submit" kind={kept === null ? 'primary' : 'secondary'} busy={action.busy}>
            {t('flash.save')}
          </Button>
        </p>
      </form>
      {kept !== null && onKept !== undefined && <Announce sale={kept} onAnnounced={onKept} />}
    </div>
  );
}
