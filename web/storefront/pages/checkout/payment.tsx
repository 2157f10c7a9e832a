/** The last step: how to pay, what the last try came to, and the button that names the sum. */
import { useEffect, useRef, useState } from 'react';
import { Link } from '../../../ui/link.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useStore } from '../../state/store.ts';
import { useWait } from '../../state/use-action.ts';
import { emptyCard, problemsOf, tokenFor, type CardFields, type CardProblems } from './card.ts';
import { CardForm, cardProblemText } from './card-form.tsx';
import { Choice, Choices } from './choice.tsx';
import { CreditField, useCredit } from './credit-field.tsx';
import type { Desk } from './desk.ts';
import type { Checkout, State } from './machine.ts';
import { fieldOf, type Decline, type Method } from './outcome.ts';
import { usePayMethods } from './use-pay-methods.ts';
import { useTestCards } from './use-test-cards.ts';

const icons: Record<Method, IconName> = {
  CARD: 'card',
  PAYPAL: 'wallet',
  UPI: 'phone',
  COD: 'cash',
};

/** The sandbox's bank asks for these as a wallet or an app would. */
const handOverToken = 'tok_3ds';
const doorToken = 'door';

export interface PaymentProps {
  desk: Desk;
  state: State;
  checkout: Checkout;
  /** What was typed of a card: kept while the page lives, and nowhere else. */
  card: { now: CardFields; set(card: CardFields): void };
}

export function Payment({ desk, state, checkout, card }: PaymentProps) {
  const { speech } = useApp();
  const { t, money } = speech;
  const draft = useStore(desk.draft);
  const { methods, remember } = usePayMethods(checkout);
  const tests = useTestCards();
  const { decline } = state;
  const use = useCredit(checkout, decline);
  const { sum } = use;
  const covered = sum.rest === 0;
  // What is paid at the door cannot be paid in part before.
  const offered = sum.used > 0 ? methods.filter((one) => one !== 'COD') : methods;
  const chosen = offered.find((one) => one === draft.payBy) ?? offered[0] ?? null;
  const [problems, setProblems] = useState<CardProblems & { upi?: true }>({});
  const [upi, setUpi] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const amount = money(covered ? checkout.total : sum.rest, checkout.currency);
  const wrongField = decline === null ? null : fieldOf(decline);
  useFocusOnDecline(decline);

  const submit = () => {
    if (state.stage !== 'open') return;
    if (covered) {
      void desk.pay(null, '', sum.parts);
      return;
    }
    if (chosen === null) return;
    const found = checkFields({ method: chosen, card: card.now, upi });
    let token = chosen === 'COD' ? doorToken : handOverToken;
    if (chosen === 'CARD' && Object.keys(found).length === 0) {
      const known = tokenFor(tests ?? [], card.now.number);
      if (known === null) found.number = 'number-unknown';
      else token = known;
    }
    setProblems(found);
    if (Object.keys(found).length > 0) {
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(),
      );
      return;
    }
    desk.edit({ payBy: chosen });
    remember(chosen);
    void desk.pay(chosen, token, sum.parts);
  };
  const cardTexts = {
    number: cardProblemText(t, problems.number),
    expiry: cardProblemText(t, problems.expiry),
    code: cardProblemText(t, problems.code),
  };
  if (wrongField !== null && cardTexts[wrongField] === undefined) {
    cardTexts[wrongField] = t(`checkout.decline.field.${wrongField}`);
  }
  const details: Partial<Record<Method, React.ReactNode>> = {
    CARD: (
      <CardForm
        card={card.now}
        problems={cardTexts}
        tests={tests ?? []}
        onChange={(next) => {
          card.set(next);
          if (Object.keys(problems).length > 0) setProblems({});
        }}
      />
    ),
    UPI: (
      <Field
        id="upi"
        name="upi"
        label={t('checkout.pay.upi.id')}
        hint={t('checkout.pay.upi.why')}
        placeholder="name@bank"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={100}
        value={upi}
        error={problems.upi === true ? t('checkout.pay.upi.shape') : undefined}
        onChange={(event) => setUpi(event.target.value)}
      />
    ),
    PAYPAL: <p className="text-muted">{t('checkout.pay.paypal.text')}</p>,
    COD: <p className="text-muted">{t('checkout.pay.cod.text', { amount })}</p>,
  };
  return (
    <form
      ref={form}
      noValidate
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {decline !== null && <Declined decline={decline} />}
      <CreditField {...{ checkout, ...use }} />
      {!covered && (
        <Ways
          {...{ methods: offered, chosen, decline, details }}
          onChoose={(payBy) => desk.edit({ payBy })}
        />
      )}
      <PayButton {...{ state, amount, covered }} method={chosen} />
    </form>
  );
}

interface WaysProps {
  methods: readonly Method[];
  chosen: Method | null;
  decline: Decline | null;
  details: Partial<Record<Method, React.ReactNode>>;
  onChoose(method: Method): void;
}

function Ways({ methods, chosen, decline, details, onChoose }: WaysProps) {
  const { t } = useApp().speech;
  if (methods.length === 0) {
    return (
      <Notice tone="warn" title={t('checkout.pay.none')}>
        {t('checkout.pay.none.text')}
      </Notice>
    );
  }
  return (
    <Choices label={t('checkout.pay')}>
      {methods.map((method) => (
        <Choice
          key={method}
          name="pay-by"
          value={method}
          checked={method === chosen}
          onChoose={() => onChoose(method)}
          title={
            <span className="flex items-center gap-3">
              <Icon name={icons[method]} className="size-5 text-muted" />
              {t(`checkout.pay.${method}`)}
            </span>
          }
          end={
            decline?.method === method && decline.kind !== 'fixable' ? (
              <Badge tone="danger">{t('checkout.decline.mark')}</Badge>
            ) : undefined
          }
        >
          {details[method]}
        </Choice>
      ))}
    </Choices>
  );
}

function checkFields(of: { method: Method; card: CardFields; upi: string }) {
  const found: CardProblems & { upi?: true } =
    of.method === 'CARD' ? problemsOf(of.card, new Date()) : {};
  if (of.method === 'UPI' && !/^[\w.-]{2,}@[\w.-]{2,}$/.test(of.upi.trim())) found.upi = true;
  return found;
}

interface PayButtonProps {
  state: State;
  method: Method | null;
  /** What is charged now. */
  amount: string;
  /** Gift cards and store credit pay all of it. */
  covered: boolean;
}

/** Why the button does nothing at this moment; empty: it pays. */
function useWhyNot({ state: { stage }, method, covered }: PayButtonProps): string {
  const { t } = useApp().speech;
  if (method === null && !covered) return t('checkout.pay.none');
  return stage === 'over' ? t('checkout.pay.no-hold') : '';
}

function PayButton(props: PayButtonProps) {
  const { state, method, amount, covered } = props;
  const { speech } = useApp();
  const { t, number } = speech;
  const { trouble, stage } = state;
  const wait = useWait(trouble);
  const waiting = wait !== null && !wait.over;
  const outside = method === 'COD' ? 'checkout.pay.button.door' : 'checkout.pay.button';
  const label = covered ? 'checkout.credit.button' : outside;
  const why = useWhyNot(props);
  return (
    <div className="grid gap-4">
      <div aria-live="polite" className="empty:hidden">
        {trouble !== null && (
          <Notice tone="problem" title={t('checkout.trouble.title')}>
            {waiting
              ? t('checkout.trouble.wait', { seconds: number(wait.seconds) })
              : problemText(speech, trouble)}
          </Notice>
        )}
      </div>
      <Button
        id="pay"
        kind="primary"
        size="lg"
        type="submit"
        className="figures w-full"
        busy={stage === 'paying' || stage === 'opening'}
        whyNot={why}
      >
        {stage === 'paying' ? t('checkout.pay.busy') : t(label, { amount })}
      </Button>
      <p className="text-sm text-muted">
        {t(stage === 'paying' ? 'checkout.pay.stay' : 'checkout.pay.not-charged')}{' '}
        {t('checkout.pay.terms')}{' '}
        <Link to="/terms" className="link">
          {t('footer.terms')}
        </Link>
        {', '}
        <Link to="/privacy" className="link">
          {t('footer.privacy')}
        </Link>
      </p>
    </div>
  );
}

/** What the last try came to: nothing was charged, the hold stands, and what helps. */
export function Declined({ decline }: { decline: Decline }) {
  const { t, maybe } = useApp().speech;
  const why = maybe(`checkout.decline.${decline.code}`) ?? t('checkout.decline.other');
  return (
    <div id="declined" tabIndex={-1}>
      <Notice tone="problem" title={t('checkout.decline.title')} live>
        <p>{why}</p>
        <p className="mt-1 text-sm text-muted">{t('checkout.decline.kept')}</p>
      </Notice>
    </div>
  );
}

/** To the field that is wrong, else to the words that say what happened. */
function useFocusOnDecline(decline: Decline | null): void {
  const before = useRef<Decline | null>(decline);
  useEffect(() => {
    if (decline === null || decline === before.current) return;
    before.current = decline;
    const field = fieldOf(decline);
    const id = field === null ? 'declined' : `card-${field}`;
    const element = document.getElementById(id) ?? document.getElementById('declined');
    element?.focus();
    element?.scrollIntoView({ block: 'center' });
  }, [decline]);
}

export function useCard(): PaymentProps['card'] {
  const [now, set] = useState<CardFields>(emptyCard);
  return { now, set };
}
