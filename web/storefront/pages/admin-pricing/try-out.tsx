import { useState } from 'react';
import type { BodyOf, ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { Chooser } from './chooser.tsx';
import { faultsIn } from './faults.ts';
import { Passed } from './passed.tsx';
import { Steps } from './steps.tsx';
import type { Named, PromotionBody } from './terms.ts';

type Question = BodyOf<'POST /admin/prices/explain'>;
type Explained = ReplyOf<'POST /admin/prices/explain'>;

export interface TryOutProps {
  draft(): PromotionBody;
  currency: string;
  /** By id, for what is told of others. */
  names: ReadonlyMap<string, string>;
}

/** The draft on a cart: what it takes off, step by step, beside all that is in force. */
export function TryOut({ draft, currency, names }: TryOutProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [lines, setLines] = useState<readonly { variant: Named; quantity: string }[]>([]);
  const [country, setCountry] = useState('US');
  const [found, setFound] = useState<{ body: Explained; question: Question } | null>(null);
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem);
  const ask = () =>
    void action.run(async () => {
      const question: Question = {
        currency,
        country: country.trim().toUpperCase(),
        lines: lines.map(({ variant, quantity }) => {
          return { variantId: variant.id, quantity: Number(quantity) };
        }),
        draft: draft(),
      };
      setFound({
        body: await api.request('POST /admin/prices/explain', { body: question }),
        question,
      });
    });
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-sm text-muted">{t('pricing.try.text')}</p>
      <Chooser
        what="variants"
        label={t('pricing.try.goods')}
        error={faultAt('lines')}
        chosen={lines.map((line) => line.variant)}
        onChange={(chosen) => {
          const known = new Map(lines.map((line) => [line.variant.id, line]));
          setLines(chosen.map((variant) => known.get(variant.id) ?? { variant, quantity: '1' }));
        }}
      />
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        {lines.map(({ variant, quantity }, at) => (
          <Field
            key={variant.id}
            label={t('pricing.part.quantity', { name: variant.name })}
            inputMode="numeric"
            value={quantity}
            error={faultAt(`lines/${at}`)}
            onChange={({ target }) =>
              setLines(
                lines.map((line, nth) => (nth === at ? { ...line, quantity: target.value } : line)),
              )
            }
          />
        ))}
        <Field
          label={t('pricing.try.country')}
          maxLength={2}
          value={country}
          error={faultAt('country')}
          onChange={({ target }) => setCountry(target.value)}
        />
      </div>
      <FormProblem problem={action.problem} />
      <Button
        id="try-out"
        className="justify-self-start"
        busy={action.busy}
        whyNot={lines.length === 0 ? t('pricing.try.none') : ''}
        onClick={ask}
      >
        {t('pricing.try')}
      </Button>
      <div role="status" className="grid grid-cols-1 gap-3">
        {found !== null && (
          <>
            <Steps
              label={t('pricing.try.steps')}
              steps={found.body.steps}
              currency={found.question.currency}
              lines={new Map(lines.map(({ variant }, at) => [at + 1, variant.name]))}
              total={{ label: t('pricing.goods'), amount: found.body.total }}
            />
            <Passed passed={found.body.passed} names={names} />
            {found.body.freeShipping && <p>{t('pricing.say.free-shipping')}</p>}
          </>
        )}
      </div>
    </div>
  );
}
