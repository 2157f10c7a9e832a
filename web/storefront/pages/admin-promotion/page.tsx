/** One promotion: made or changed, with its sentence, what goes with it, and what it costs. */
import { useState } from 'react';
import type { ApiProblem } from '../../../client/problem.ts';
import { useApp } from '../../app.tsx';
import { useDraft } from '../../state/draft.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { ConditionFields, ScopeFields, TimeFields } from '../admin-pricing/condition-fields.tsx';
import { DealForm } from '../admin-pricing/deal-form.tsx';
import { EffectFields } from '../admin-pricing/effect-fields.tsx';
import { faultsIn } from '../admin-pricing/faults.ts';
import { Asked, PricingPage } from '../admin-pricing/frame.tsx';
import { Matrix } from '../admin-pricing/matrix.tsx';
import { namesIn, useNamed } from '../admin-pricing/names.ts';
import { Said } from '../admin-pricing/said.tsx';
import { Simulation } from '../admin-pricing/simulation.tsx';
import { bodyOf, noTerms, termsOf, type Promotion, type Terms } from '../admin-pricing/terms.ts';
import { TryOut } from '../admin-pricing/try-out.tsx';
import { Used } from '../admin-promotions/used.tsx';
import { LimitFields } from './limit-fields.tsx';
import { limitsOf, limitTermsOf, noLimits } from './limits.ts';

/** `which`: its id, or `new`. */
export function Component({ which: promotionId }: { which: string }) {
  const { t } = useApp().speech;
  return (
    <PricingPage title={t(promotionId === 'new' ? 'pricing.promotions.add' : 'pricing.promotion')}>
      {(userId) => <Loaded key={promotionId} {...{ userId, promotionId }} />}
    </PricingPage>
  );
}

function Loaded({ userId, promotionId }: { userId: string; promotionId: string }) {
  const { api } = useApp();
  const found = useQuery(`${userId} promotion ${promotionId}`, async (signal) => {
    const others = await api.request('GET /admin/promotions', { query: { limit: 100 }, signal });
    if (promotionId === 'new') return { kept: null, others: others.data };
    const params = { promotionId };
    const kept = await api.request('GET /admin/promotions/{promotionId}', { params, signal });
    return { kept, others: others.data };
  });
  return (
    <Asked of={found}>
      {({ kept, others }) => <Form key={kept?.version ?? 0} {...{ kept, others }} />}
    </Asked>
  );
}

interface FormProps {
  kept: Promotion | null;
  others: readonly Promotion[];
}

function Form({ kept, others }: FormProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const start = kept === null ? noTerms : termsOf(kept);
  const draft = useDraft(`promotion ${kept?.promotionId ?? 'new'} ${kept?.version ?? 0}`, start);
  const terms = useNamed(draft.value);
  const few = kept === null ? noLimits : limitTermsOf(kept);
  const limits = useDraft(`limits ${kept?.promotionId ?? 'new'} ${kept?.version ?? 0}`, few);
  const action = useAction();
  const [tried, setTried] = useState<ApiProblem | null>(null);
  const change = (some: Partial<Terms>) => {
    // What was refused is about what was typed before.
    if (action.problem !== null) action.clear();
    draft.change({ ...terms, ...some });
  };
  // Its stage has no field here, and stays as it is.
  const stays = kept === null ? {} : { stage: kept.stage };
  const typed = () => ({ ...bodyOf(terms), ...limitsOf(limits.value), ...stays });
  const saving = faultsIn(speech, action.problem);
  const trying = faultsIn(speech, tried, '/draft');
  const faultAt = (...pointers: string[]) => saving(...pointers) ?? trying(...pointers);
  const rest = others.filter((one) => one.promotionId !== kept?.promotionId);
  const live = rest.filter((one) => one.status !== 'over' && one.status !== 'off');
  const names = new Map(rest.map((one) => [one.promotionId, one.name]));
  const save = async (key: string) => {
    const body = typed();
    if (kept === null) await api.request('POST /admin/promotions', { body, key });
    else {
      const params = { promotionId: kept.promotionId };
      const ifMatch = `"${kept.version}"`;
      await api.request('PUT /admin/promotions/{promotionId}', { params, body, key, ifMatch });
    }
    return undefined;
  };
  const replaces = kept === null ? {} : { replaces: kept.promotionId };
  return (
    <div className="grid grid-cols-1 gap-10 lg:grid-cols-[3fr_2fr]">
      <DealForm
        name={terms.name}
        hint={t('pricing.name.hint')}
        onName={(name) => change({ name })}
        to="/admin/promotions"
        forget={() => {
          draft.forget();
          limits.forget();
        }}
        {...{ action, faultAt, save }}
      >
        <EffectFields {...{ terms, faultAt }} onChange={change} />
        <ScopeFields
          scope={terms.scope}
          faultAt={faultAt}
          onChange={(scope) => change({ scope })}
        />
        <ConditionFields {...{ terms, faultAt }} onChange={change} />
        <LimitFields
          terms={limits.value}
          faultAt={faultAt}
          onChange={(some) => limits.change({ ...limits.value, ...some })}
        />
        {kept !== null && kept.used !== null && (
          <p className="flex flex-wrap gap-x-4 text-sm text-muted">
            <Used promotion={kept} />
          </p>
        )}
        <TimeFields {...{ terms, faultAt }} onChange={change} />
        <Said terms={terms} names={namesIn(terms)} />
      </DealForm>
      <div className="grid grid-cols-1 content-start gap-10">
        <Side title={t('pricing.stacking')}>
          <Matrix draft={bodyOf(terms)} others={live} />
        </Side>
        <Side title={t('pricing.try.title')}>
          <TryOut draft={typed} currency={terms.currency} names={names} />
        </Side>
        <Side title={t('pricing.simulate.title')}>
          <Simulation asked={() => ({ draft: typed(), ...replaces })} onProblem={setTried} />
          {limits.value.firstOrder && (
            <p className="text-sm text-muted">{t('pricing.simulate.first')}</p>
          )}
        </Side>
      </div>
    </div>
  );
}

function Side({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="grid grid-cols-1 gap-3 rounded-lg bg-surface p-5">
      <h2 className="text-lg">{title}</h2>
      {children}
    </section>
  );
}
