import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { BodyOf, ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { Chooser } from '../admin-pricing/chooser.tsx';
import { faultsIn } from '../admin-pricing/faults.ts';
import { Passed } from '../admin-pricing/passed.tsx';
import { Steps } from '../admin-pricing/steps.tsx';
import type { Named } from '../admin-pricing/terms.ts';

type Question = BodyOf<'POST /admin/prices/explain'>;
type Explained = ReplyOf<'POST /admin/prices/explain'>;

const start = {
  quantity: '1',
  currency: 'USD',
  country: 'US',
  state: '',
  at: '',
  coupon: '',
  userId: '',
};
type Typed = typeof start;

function questionOf(typed: Typed, variant: Named | null): Question {
  const { state, at, coupon, userId } = typed;
  const filled = (name: string, value: string) =>
    value.trim() === '' ? {} : { [name]: value.trim() };
  const time = new Date(at);
  return {
    currency: typed.currency.trim().toUpperCase(),
    country: typed.country.trim().toUpperCase(),
    lines: [{ variantId: variant?.id ?? '', quantity: Number(typed.quantity) }],
    ...filled('state', state),
    ...filled('coupon', coupon),
    ...filled('userId', userId),
    ...(at === '' || Number.isNaN(time.getTime()) ? {} : { at: time.toISOString() }),
  };
}

interface Found {
  body: Explained;
  currency: string;
  /** What was asked: the fields may have changed since. */
  of: Question;
  name: string;
}

/** What the answer below is about. */
function Asked({ of, name }: Found) {
  const { t, number, date, locale } = useApp().speech;
  const { country, state, at, coupon, userId, lines } = of;
  const place = [country === '' ? '' : countryName(country, locale), state];
  const when =
    at === undefined ? t('explain.now') : date(at, { dateStyle: 'medium', timeStyle: 'short' });
  const facts = [...place, when, coupon, userId].filter((one) => one !== undefined && one !== '');
  return (
    <div className="grid gap-1">
      <h3 className="text-base">
        {number(lines[0]?.quantity ?? 1)} × <bdi>{name}</bdi>
      </h3>
      <p className="text-sm wrap-anywhere text-muted" suppressHydrationWarning>
        {facts.join(' · ')}
      </p>
    </div>
  );
}

const names = ['quantity', 'currency', 'country', 'state', 'at', 'coupon', 'userId'] as const;
const pointers: Partial<Record<keyof Typed, string>> = { quantity: 'lines/0/quantity' };

/** What one thing costs a customer at a place and time, and why. */
export function GoodsQuestion() {
  const { api, speech } = useApp();
  const { t } = speech;
  const [variant, setVariant] = useState<Named | null>(null);
  const [search] = useSearchParams();
  const [typed, setTyped] = useState({ ...start, userId: search.get('userId') ?? '' });
  const [found, setFound] = useState<Found | null>(null);
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem);
  const ask = () =>
    void action.run(async () => {
      const body = questionOf(typed, variant);
      const answer = await api.request('POST /admin/prices/explain', { body });
      setFound({ body: answer, currency: body.currency, of: body, name: variant?.name ?? '' });
    });
  const reason = found?.body.coupon?.reason ?? null;
  return (
    <section className="grid grid-cols-1 gap-5">
      <h2 className="text-xl">{t('explain.goods')}</h2>
      <form
        noValidate
        className="grid grid-cols-1 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <Chooser
          what="variants"
          single
          label={t('explain.product')}
          error={faultAt('lines/0/variantId')}
          chosen={variant === null ? [] : [variant]}
          onChange={([one = null]) => setVariant(one)}
        />
        <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
          {names.map((name) => (
            <Field
              key={name}
              className="min-w-0 grid-cols-1"
              name={name}
              type={name === 'at' ? 'datetime-local' : 'text'}
              label={t(`explain.${name}`)}
              {...(name === 'at' || name === 'userId' ? { hint: t(`explain.${name}.hint`) } : {})}
              autoComplete="off"
              value={typed[name]}
              error={faultAt(pointers[name] ?? name)}
              onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
            />
          ))}
        </div>
        <Button id="explain-goods" type="submit" className="justify-self-start" busy={action.busy}>
          {t('explain.ask')}
        </Button>
      </form>
      <FormProblem problem={action.problem} />
      <div role="status" className="grid grid-cols-1 gap-3">
        {found !== null && (
          <>
            <Asked {...found} />
            <Steps
              label={t('pricing.try.steps')}
              steps={found.body.steps.map((step) => ({ ...step, lineNo: null }))}
              currency={found.currency}
              total={{ label: t('pricing.goods'), amount: found.body.total }}
            />
            <p className="text-sm text-muted">{t('explain.before')}</p>
            <Passed passed={found.body.passed} names={new Map()} />
            {found.body.unsure.length > 0 && (
              <p className="text-sm text-muted">
                {t('explain.unsure', {
                  what: found.body.unsure.map((one) => t(`explain.unsure.${one}`)).join(', '),
                })}
              </p>
            )}
            {found.body.freeShipping && <p>{t('pricing.say.free-shipping')}</p>}
            {reason !== null && (
              <p>
                {t('explain.coupon.not')} {speech.maybe(`explain.reason.${reason}`) ?? reason}
              </p>
            )}
          </>
        )}
      </div>
    </section>
  );
}
