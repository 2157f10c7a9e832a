/** One rule: how it moves prices, of what and of whom, and between which bounds. */
import { useState } from 'react';
import type { ApiProblem } from '../../../client/problem.ts';
import type { ReplyOf } from '../../../client/request.ts';
import { Field, Select } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { useDraft } from '../../state/draft.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { ScopeFields, TimeFields } from '../admin-pricing/condition-fields.tsx';
import { DealForm } from '../admin-pricing/deal-form.tsx';
import { faultsIn, type FaultAt } from '../admin-pricing/faults.ts';
import { Asked, PricingPage } from '../admin-pricing/frame.tsx';
import { useNamed } from '../admin-pricing/names.ts';
import { Simulation } from '../admin-pricing/simulation.tsx';
import {
  moves,
  noRule,
  ruleBodyOf,
  ruleNumbers,
  ruleTermsOf,
  type RuleNumber,
  type RuleTerms,
} from './rule-terms.ts';

type Rule = ReplyOf<'GET /admin/price-rules/{ruleId}'>;

/** `which`: its id, or `new`. */
export function Component({ which: ruleId }: { which: string }) {
  const { t } = useApp().speech;
  return (
    <PricingPage title={t(ruleId === 'new' ? 'rules.add' : 'rules.one')}>
      {(userId) =>
        ruleId === 'new' ? <Form kept={null} /> : <Kept key={ruleId} {...{ userId, ruleId }} />
      }
    </PricingPage>
  );
}

function Kept({ userId, ruleId }: { userId: string; ruleId: string }) {
  const { api } = useApp();
  const found = useQuery(`${userId} rule ${ruleId}`, (signal) =>
    api.request('GET /admin/price-rules/{ruleId}', { params: { ruleId }, signal }),
  );
  return <Asked of={found}>{(kept) => <Form key={kept.version} kept={kept} />}</Asked>;
}

function Form({ kept }: { kept: Rule | null }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [start] = useState(() => (kept === null ? noRule : ruleTermsOf(kept)));
  const draft = useDraft(`rule ${kept?.ruleId ?? 'new'} ${kept?.version ?? 0}`, start);
  const terms = useNamed(draft.value.terms);
  const rule = { ...draft.value, terms };
  const action = useAction();
  const [tried, setTried] = useState<ApiProblem | null>(null);
  const saving = faultsIn(speech, action.problem);
  const trying = faultsIn(speech, tried, '/rule');
  const faultAt: FaultAt = (...pointers) => saving(...pointers) ?? trying(...pointers);
  const replaces = kept === null ? {} : { replaces: kept.ruleId };
  const put = (some: Partial<RuleTerms>) => {
    if (action.problem !== null) action.clear();
    draft.change({ ...rule, ...some });
  };
  const change = (some: Partial<RuleTerms['terms']>) => put({ terms: { ...terms, ...some } });
  const save = async (key: string) => {
    const body = ruleBodyOf(rule);
    if (kept === null) await api.request('POST /admin/price-rules', { body, key });
    else {
      const call = { params: { ruleId: kept.ruleId }, body, key, ifMatch: `"${kept.version}"` };
      await api.request('PUT /admin/price-rules/{ruleId}', call);
    }
    return undefined;
  };
  const notice = kept !== null && kept.broken !== null && (
    <Notice tone="warn" title={t('rules.broken')}>
      <span lang="en">{kept.broken}</span>
    </Notice>
  );
  const form = (
    <DealForm
      name={terms.name}
      onName={(name) => change({ name })}
      to="/admin/rules"
      forget={draft.forget}
      {...{ action, faultAt, notice, save }}
    >
      <MoveFields
        {...{ rule, faultAt }}
        onChange={put}
        onCurrency={(currency) => change({ currency })}
      />
      <NumberFields {...{ rule, faultAt }} onChange={put} />
      <ScopeFields scope={terms.scope} faultAt={faultAt} onChange={(scope) => change({ scope })} />
      <TimeFields {...{ terms, faultAt }} onChange={change} />
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Field
          name="priority"
          label={t('pricing.priority')}
          hint={t('pricing.priority.hint')}
          inputMode="numeric"
          value={terms.priority}
          error={faultAt('priority')}
          onChange={({ target }) => change({ priority: target.value })}
        />
      </div>
    </DealForm>
  );
  return (
    <div className="grid grid-cols-1 gap-10 lg:grid-cols-[3fr_2fr]">
      {form}
      <section className="grid grid-cols-1 content-start gap-3 rounded-lg bg-surface p-5">
        <h2 className="text-lg">{t('pricing.simulate.title')}</h2>
        <Simulation asked={() => ({ rule: ruleBodyOf(rule), ...replaces })} onProblem={setTried} />
      </section>
    </div>
  );
}

interface PartProps {
  rule: RuleTerms;
  faultAt: FaultAt;
  onChange(some: Partial<RuleTerms>): void;
}

function MoveFields(props: PartProps & { onCurrency(currency: string): void }) {
  const { rule, faultAt, onChange, onCurrency } = props;
  const { t } = useApp().speech;
  const { move } = rule;
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-3 text-lg font-semibold">{t('pricing.effect')}</legend>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Select
          name="move"
          label={t('pricing.effect.kind')}
          value={move}
          onChange={({ target }) =>
            onChange({ move: moves.find((one) => one === target.value) ?? 'percent' })
          }
        >
          {moves.map((one) => (
            <option key={one} value={one}>
              {t(`rules.move.${one}`)}
            </option>
          ))}
        </Select>
        <Field
          name="size"
          label={t(`rules.size.${move}`)}
          {...(move === 'match' ? {} : { hint: t('rules.size.hint') })}
          value={rule.size}
          error={faultAt('effect')}
          onChange={({ target }) => onChange({ size: target.value })}
        />
        {move !== 'percent' && (
          <Field
            name="currency"
            label={t('pricing.currency')}
            maxLength={3}
            value={rule.terms.currency}
            error={faultAt('currency')}
            onChange={({ target }) => onCurrency(target.value.toUpperCase())}
          />
        )}
      </div>
    </fieldset>
  );
}

const pointers: Record<RuleNumber, string> = {
  stockMin: 'stock',
  stockMax: 'stock/max',
  demandMin: 'demand',
  demandMax: 'demand/max',
  floorPercent: 'floorPercent',
  ceilingPercent: 'ceilingPercent',
  dailyChangePercent: 'dailyChangePercent',
};

function NumberFields({ rule, faultAt, onChange }: PartProps) {
  const { t } = useApp().speech;
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-1 text-lg font-semibold">{t('rules.bounds')}</legend>
      <p className="text-sm text-muted">{t('rules.bounds.hint')}</p>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        {ruleNumbers.map((name) => (
          <Field
            key={name}
            name={name}
            label={t(`rules.${name}`)}
            inputMode="decimal"
            value={rule[name]}
            error={faultAt(pointers[name])}
            onChange={({ target }) => onChange({ [name]: target.value })}
          />
        ))}
      </div>
    </fieldset>
  );
}
