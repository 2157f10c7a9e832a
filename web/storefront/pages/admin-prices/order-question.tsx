import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { Steps } from '../admin-pricing/steps.tsx';

type Why = ReplyOf<'GET /admin/prices/orders/{order}'>;

/** Why each line of an order cost what it did. The order stands in the address, to be passed on. */
export function OrderQuestion() {
  const { api, speech } = useApp();
  const { t } = speech;
  const [search, setSearch] = useSearchParams();
  const asked = search.get('order') ?? '';
  const [typed, setTyped] = useState(asked);
  const [why, setWhy] = useState<Why | null>(null);
  const action = useAction();
  const { run } = action;
  useEffect(() => {
    setWhy(null);
    if (asked === '') return;
    void run(async () => {
      const params = { order: asked };
      setWhy(await api.request('GET /admin/prices/orders/{order}', { params }));
    });
  }, [api, asked, run]);
  const isMissing = action.problem?.code === 'not-found';
  return (
    <section className="grid grid-cols-1 gap-5">
      <h2 className="text-xl">{t('explain.order')}</h2>
      <form
        noValidate
        className="grid grid-cols-1 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') setSearch({ order: typed.trim() });
        }}
      >
        <Field
          name="order"
          label={t('explain.order.number')}
          maxLength={64}
          autoComplete="off"
          value={typed}
          error={isMissing ? t('explain.order.none') : undefined}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button type="submit" className="justify-self-start" busy={action.busy}>
          {t('explain.ask')}
        </Button>
      </form>
      {!isMissing && <FormProblem problem={action.problem} />}
      <div role="status" className="grid grid-cols-1 gap-8">
        {why !== null && <Answer of={why} />}
      </div>
    </section>
  );
}

function Answer({ of: why }: { of: Why }) {
  const { t, money, date, number } = useSpeech();
  const { currency, lines, orderNumber, createdAt, exact } = why;
  const at = date(createdAt, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      <p>
        <bdi className="font-semibold">{orderNumber}</bdi> <span className="text-muted">{at}</span>
      </p>
      {lines.map((line) => (
        <div key={line.lineNo} className="grid grid-cols-1 gap-2">
          <h3 className="text-base">
            <bdi>{line.name}</bdi>
          </h3>
          <p className="figures text-sm text-muted">
            {t('explain.each', {
              quantity: number(line.quantity),
              price: money(line.unitPrice, currency),
            })}
          </p>
          <Steps
            label={t('explain.line', { name: line.name })}
            currency={currency}
            steps={line.steps.map((step) => ({ ...step, lineNo: null }))}
            total={{ label: t('explain.line.total'), amount: line.total - line.discount }}
          />
          <p className="text-sm text-muted">
            {t('explain.line.tax', { tax: money(line.tax, currency) })}
          </p>
        </div>
      ))}
      {!exact && <p className="text-sm text-muted">{t('explain.inexact')}</p>}
      <h3 className="-mb-5 text-base">{t('explain.whole')}</h3>
      <Steps
        label={t('explain.whole')}
        currency={currency}
        steps={[
          { stage: 'GOODS', lineNo: null, name: '', amount: why.subtotal },
          ...why.discounts.map(({ name, amount, code }) => {
            const stage = code === null ? 'PROMOTION' : 'COUPON';
            const said = code === null ? name : `${name} (${code})`;
            return { stage, lineNo: null, name: said, amount: -amount };
          }),
          { stage: 'SHIPPING', lineNo: null, name: '', amount: why.shipping },
          { stage: 'TAX', lineNo: null, name: '', amount: why.tax },
        ]}
        total={{ label: t('explain.total'), amount: why.total }}
      />
    </>
  );
}
