/** One coupon: what it takes off, how often and from whom, and its codes. */
import { useState } from 'react';
import type { BodyOf, ReplyOf } from '../../../client/request.ts';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { useAction } from '../../state/use-action.ts';
import { useDraft } from '../../state/draft.ts';
import { useQuery } from '../../state/use-query.ts';
import { Uses } from '../admin-coupons/uses.tsx';
import { ConditionFields, ScopeFields, TimeFields } from '../admin-pricing/condition-fields.tsx';
import { DealForm } from '../admin-pricing/deal-form.tsx';
import { EffectFields } from '../admin-pricing/effect-fields.tsx';
import { faultsIn } from '../admin-pricing/faults.ts';
import { Asked, PricingPage } from '../admin-pricing/frame.tsx';
import { namesIn, useNamed } from '../admin-pricing/names.ts';
import { Said } from '../admin-pricing/said.tsx';
import { bodyOf, noTerms, termsOf, type Terms } from '../admin-pricing/terms.ts';
import { Codes } from './codes.tsx';
import { LimitFields, limitsFrom, limitsOf, noLimits, type Limits } from './limit-fields.tsx';

type Coupon = ReplyOf<'GET /admin/coupons/{couponId}'>;

/** `which`: its id, or `new`. */
export function Component({ which: couponId }: { which: string }) {
  const { t } = useApp().speech;
  return (
    <PricingPage title={t(couponId === 'new' ? 'coupons.add' : 'coupons.one')}>
      {(userId) =>
        couponId === 'new' ? (
          <Form kept={null} />
        ) : (
          <Kept key={couponId} {...{ userId, couponId }} />
        )
      }
    </PricingPage>
  );
}

function Kept({ userId, couponId }: { userId: string; couponId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const found = useQuery(`${userId} coupon ${couponId}`, (signal) =>
    api.request('GET /admin/coupons/{couponId}', { params: { couponId }, signal }),
  );
  return (
    <Asked of={found}>
      {(kept) => (
        <div className="grid grid-cols-1 gap-10 lg:grid-cols-[3fr_2fr]">
          <Form key={kept.version} kept={kept} />
          <div className="grid grid-cols-1 content-start gap-10">
            <section className="grid gap-3 rounded-lg bg-surface p-5">
              <h2 className="text-lg">{t('coupons.uses')}</h2>
              <p className="flex flex-wrap gap-x-4">
                <Uses coupon={kept} />
              </p>
            </section>
            <Codes couponId={couponId} />
          </div>
        </div>
      )}
    </Asked>
  );
}

interface Typed {
  terms: Terms;
  limits: Limits;
  code: string;
}

function startOf(kept: Coupon | null): Typed {
  if (kept === null) return { terms: noTerms, limits: noLimits, code: '' };
  return { terms: termsOf(kept), limits: limitsFrom(kept), code: '' };
}

function Form({ kept }: { kept: Coupon | null }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const name = `coupon ${kept?.couponId ?? 'new'} ${kept?.version ?? 0}`;
  const [start] = useState(() => startOf(kept));
  const draft = useDraft(name, start);
  const { limits, code } = draft.value;
  const terms = useNamed(draft.value.terms);
  const action = useAction();
  const put = (some: Partial<Typed>) => {
    if (action.problem !== null) action.clear();
    draft.change({ terms, limits, code, ...some });
  };
  const change = (some: Partial<Terms>) => put({ terms: { ...terms, ...some } });
  const faultAt = faultsIn(speech, action.problem);
  const save = async (key: string) => {
    const body: BodyOf<'POST /admin/coupons'> = { ...bodyOf(terms), ...limitsOf(limits) };
    if (limits.budget.trim() !== '') body.currency = terms.currency;
    if (kept === null) {
      const named = code.trim() === '' ? {} : { code: code.trim() };
      const made = await api.request('POST /admin/coupons', { body: { ...body, ...named }, key });
      // A new one goes on to its codes.
      return `/admin/coupons/${made.couponId}`;
    }
    const params = { couponId: kept.couponId };
    const ifMatch = `"${kept.version}"`;
    await api.request('PUT /admin/coupons/{couponId}', { params, body, key, ifMatch });
    return undefined;
  };
  return (
    <DealForm
      name={terms.name}
      hint={t('pricing.name.hint')}
      onName={(to) => change({ name: to })}
      to="/admin/coupons"
      forget={draft.forget}
      {...{ action, faultAt, save }}
    >
      {kept === null && (
        <Field
          name="code"
          label={t('coupons.code')}
          hint={t('coupons.code.hint')}
          maxLength={100}
          autoComplete="off"
          value={code}
          error={faultAt('code')}
          onChange={({ target }) => put({ code: target.value })}
        />
      )}
      <EffectFields {...{ terms, faultAt }} onChange={change} />
      <LimitFields
        {...{ limits, faultAt }}
        fixed={kept !== null}
        currency={terms.currency}
        onChange={(some) => put({ limits: { ...limits, ...some } })}
        onCurrency={(currency) => change({ currency })}
      />
      <ScopeFields scope={terms.scope} faultAt={faultAt} onChange={(scope) => change({ scope })} />
      <ConditionFields {...{ terms, faultAt }} onChange={change} />
      <TimeFields {...{ terms, faultAt }} onChange={change} />
      <Said terms={terms} names={namesIn(terms)} />
    </DealForm>
  );
}
