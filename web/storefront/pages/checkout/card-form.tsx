import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import {
  brandOf,
  digitsOf,
  formatCode,
  formatExpiry,
  formatNumber,
  type CardFields,
  type CardProblem,
  type TestCard,
} from './card.ts';

export interface CardFormProps {
  card: CardFields;
  problems: Partial<Record<keyof CardFields, string>>;
  onChange(card: CardFields): void;
  /** Outside production: numbers that may be used here. */
  tests: readonly TestCard[];
}

/** The fields of a card in the order in which they stand on it. */
export function CardForm({ card, problems, onChange, tests }: CardFormProps) {
  const { t } = useSpeech();
  const brand = brandOf(digitsOf(card.number));
  const common = { inputMode: 'numeric' as const, spellCheck: false };
  return (
    <div className="grid gap-5">
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-4">
        <Field
          {...common}
          id="card-number"
          name="card-number"
          className="figures col-span-2 content-start sm:col-span-4"
          label={t('checkout.card.number')}
          autoComplete="cc-number"
          value={card.number}
          error={problems.number}
          maxLength={25}
          // Always there, also empty: a field that is built anew loses the focus.
          end={
            <span className="pe-3 text-sm font-semibold text-muted empty:hidden">
              {brand === 'other' ? null : t(`checkout.card.${brand}`)}
            </span>
          }
          onChange={(event) => onChange({ ...card, number: formatNumber(event.target.value) })}
        />
        <Field
          {...common}
          id="card-expiry"
          name="card-expiry"
          className="figures content-start sm:col-span-2"
          label={t('checkout.card.expiry')}
          placeholder={t('checkout.card.expiry.form')}
          autoComplete="cc-exp"
          value={card.expiry}
          error={problems.expiry}
          onChange={({ target: { value } }) =>
            onChange({ ...card, expiry: formatExpiry(value, card.expiry) })
          }
        />
        <Field
          {...common}
          id="card-code"
          name="card-code"
          className="figures content-start sm:col-span-2"
          label={t('checkout.card.code')}
          hint={t(brand === 'amex' ? 'checkout.card.code.front' : 'checkout.card.code.back')}
          autoComplete="cc-csc"
          value={card.code}
          error={problems.code}
          onChange={(event) => onChange({ ...card, code: formatCode(event.target.value, brand) })}
        />
      </div>
      {tests.length > 0 && <TestCards tests={tests} onUse={onChange} />}
    </div>
  );
}

interface TestCardsProps {
  tests: readonly TestCard[];
  onUse(card: CardFields): void;
}

/** Numbers of the sandbox and what each comes to; only where no real money moves. */
function TestCards({ tests, onUse }: TestCardsProps) {
  const { t, maybe } = useSpeech();
  const [open, setOpen] = useState(false);
  const use = ({ number }: TestCard) => {
    const year = (new Date().getUTCFullYear() + 3) % 100;
    const code = brandOf(number) === 'amex' ? '1234' : '123';
    onUse({ number: formatNumber(number), expiry: `12 / ${year}`, code });
  };
  return (
    <details
      className="group rounded-md bg-canvas"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-edge
    >
      <summary className="flex min-h-12 items-center justify-between gap-3 px-4 py-2 text-sm">
        <span>
          <span className="font-semibold">{t('checkout.test')}</span>{' '}
          <span className="text-muted">{t('checkout.test.text')}</span>
        </span>
        <Icon name="down" className="size-4 transition-transform group-open:rotate-180" />
      </summary>
      <table className="w-full border-t border-line text-sm">
        <caption className="unseen">{t('checkout.test')}</caption>
        <thead className="unseen">
          <tr>
            <th scope="col">{t('checkout.card.number')}</th>
            <th scope="col">{t('checkout.test.what')}</th>
            <th scope="col">{t('checkout.test.use')}</th>
          </tr>
        </thead>
        <tbody>
          {tests.map((card) => (
            <tr key={card.number} className="border-b border-line last:border-b-0">
              <td className="figures px-4 py-1.5 align-middle max-sm:pb-0 max-sm:block" dir="ltr">
                {formatNumber(card.number)}
              </td>
              <td className="py-1.5 pe-3 text-muted max-sm:block max-sm:ps-4 max-sm:pt-0">
                {maybe(`checkout.test.${card.token}`) ?? card.token}
              </td>
              <td className="py-1 pe-2 text-end align-middle">
                <button
                  type="button"
                  className="link min-h-9 px-2"
                  aria-label={t('checkout.test.use.named', { number: card.number.slice(-4) })}
                  onClick={() => use(card)}
                >
                  {t('checkout.test.use')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Words for what is wrong with a card's field. */
export function cardProblemText(
  t: ReturnType<typeof useSpeech>['t'],
  problem: CardProblem | undefined,
): string | undefined {
  return problem === undefined ? undefined : t(`checkout.card.${problem}`);
}
