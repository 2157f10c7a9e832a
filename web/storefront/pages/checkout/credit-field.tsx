/** A gift card or store credit: closed until somebody has one, then what it gives and leaves. */
import { useEffect, useState } from 'react';
import { problemIn } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { cards_max, noCredit, sumOf, type Credit, type CreditSum } from './credit.ts';
import type { Checkout } from './machine.ts';
import type { Decline } from './outcome.ts';

export interface CreditUse {
  credit: Credit;
  set(credit: Credit): void;
  sum: CreditSum;
}

/** What was put in for this checkout; gone with the page, for codes are as good as money. */
export function useCredit(checkout: Checkout, decline: Decline | null): CreditUse {
  const [credit, set] = useState<Credit>(noCredit);
  // The server knows better than what was shown: look again before anything is sent.
  const stale = decline !== null && /^(credit|gift-card)-/.test(decline.code);
  useEffect(() => {
    if (stale) set(noCredit);
  }, [stale, decline]);
  return { credit, set, sum: sumOf(credit, checkout.total, checkout.currency) };
}

interface CreditFieldProps extends CreditUse {
  checkout: Checkout;
}

export function CreditField({ checkout, credit, set, sum }: CreditFieldProps) {
  const { t, money } = useApp().speech;
  const [open, setOpen] = useState(false);
  const amount = (value: number) => money(value, checkout.currency);
  return (
    <details
      className="border-t border-line pt-4"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="target cursor-pointer font-medium">{t('checkout.credit')}</summary>
      {open && (
        <div className="mt-4 grid gap-5">
          <CodeField {...{ checkout, credit, set }} />
          <ul className="grid gap-3 empty:hidden">
            {sum.cards.map((card, index) => (
              <li key={card.last4} className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <span className="figures grow">
                  {t('checkout.credit.card', { last4: card.last4 })}
                  <span className="block text-sm text-muted">
                    {t('checkout.credit.left', {
                      amount: amount(card.amount),
                      left: amount(card.left),
                    })}
                  </span>
                </span>
                <Button
                  size="sm"
                  kind="quiet"
                  type="button"
                  onClick={() =>
                    set({ ...credit, cards: credit.cards.filter((_, at) => at !== index) })
                  }
                >
                  {t('checkout.credit.remove')}
                </Button>
              </li>
            ))}
          </ul>
          <StoreCredit {...{ checkout, credit, set }} />
        </div>
      )}
      <p aria-live="polite" className="figures mt-3 text-sm font-medium empty:hidden">
        {sum.used > 0 &&
          (sum.rest === 0
            ? t('checkout.credit.covers')
            : t('checkout.credit.rest', { amount: amount(sum.used), rest: amount(sum.rest) }))}
      </p>
    </details>
  );
}

type Putting = Omit<CreditFieldProps, 'sum'>;

function CodeField({ checkout, credit, set }: Putting) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [code, setCode] = useState('');
  const [error, setError] = useState<string>();
  const action = useAction();
  const full = credit.cards.length >= cards_max;
  const add = async () => {
    const plain = code.trim();
    if (plain === '') return;
    try {
      const card = await api.request('POST /gift-cards/lookup', { body: { code: plain } });
      const { last4, balance, currency } = card;
      const known = credit.cards.some((one) => one.last4 === last4);
      if (known) setError(t('checkout.credit.twice'));
      else if (currency !== checkout.currency) {
        setError(t('checkout.credit.currency', { currency }));
      } else if (balance <= 0) setError(t('checkout.credit.empty'));
      else {
        set({ ...credit, cards: [...credit.cards, { code: plain, last4, balance }] });
        setCode('');
        setError(undefined);
      }
    } catch (thrown) {
      const problem = problemIn(thrown);
      if (problem === null) throw thrown;
      const isCard = problem.code.startsWith('gift-card-');
      setError(
        isCard
          ? t(`checkout.credit.${problem.code as 'gift-card-not-found'}`)
          : problemText(speech, problem),
      );
    }
  };
  if (full) return null;
  return (
    <div className="flex flex-wrap items-start gap-3">
      <Field
        id="gift-card"
        name="gift-card"
        className="min-w-44 flex-1"
        label={t('checkout.credit.code')}
        hint={t('checkout.credit.hint')}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        dir="ltr"
        maxLength={40}
        value={code}
        error={error}
        onChange={(event) => {
          setCode(event.target.value);
          setError(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // The form around it pays.
          event.preventDefault();
          void action.run(add);
        }}
      />
      <Button
        id="use-gift-card"
        type="button"
        className="mt-7.5"
        busy={action.busy}
        onClick={() => void action.run(add)}
      >
        {t('checkout.credit.use')}
      </Button>
    </div>
  );
}

/** Asked for when somebody opens the field: most have none. */
function StoreCredit({ checkout, credit, set }: Putting) {
  const { api, speech } = useApp();
  const { t, money } = speech;
  const { currency } = checkout;
  const mine = useQuery(`credit ${checkout.checkoutId}`, (signal) =>
    api.request('GET /me/credit', { query: { limit: 1 }, signal }),
  );
  const own = mine.data?.accounts.find((one) => one.currency === currency);
  const available = own?.available ?? 0;
  if (available <= 0) return null;
  return (
    <Checkbox
      label={t('checkout.credit.store', { amount: money(available, currency) })}
      checked={credit.store.used}
      onChange={(event) => set({ ...credit, store: { available, used: event.target.checked } })}
    />
  );
}
